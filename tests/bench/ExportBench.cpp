// SPDX-License-Identifier: GPL-3.0-or-later

// How fast a recording becomes each of the formats of other tools, in MB of payload a second, by
// the clock and by the processor's time, with the most memory that it took; and how long a query
// takes that names a connection. Arguments: MB of payload (512), millions of events of the query's
// recording (10), and which formats ("jsonl,csv"; all). Prints; judges nothing.

#include "models/export/Export.h"
#include "models/export/Query.h"
#include "models/record/Recording.h"
#include "tests/models/Deltas.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFileInfo>
#include <QtCore/QTemporaryDir>

#include <cstdio>
#include <ctime>
#include <fstream>
#include <malloc.h>
#include <random>
#include <string>

using namespace models;
using namespace models::test;

namespace {

double seconds(const QElapsedTimer &clock)
{
    return static_cast<double>(clock.nsecsElapsed()) / 1e9;
}

// The most since forgetPeak(), MB.
double peak()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM:"))
            return std::stod(line.substr(6)) / 1e3;
    }
    return 0;
}

void forgetPeak()
{
    ::malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << "5";
}

// Echoes of `size` bytes over 50 connections.
void record(Recording &file, std::size_t bytes, std::size_t size)
{
    std::mt19937 random(1);
    std::string payload(size, 'x');
    std::uint64_t at = 0;
    for (std::size_t done = 0; done < bytes;) {
        loop::Delta made = delta(Second + std::int64_t(++at) * 33 * Millisecond);
        for (std::uint64_t id = 1; at == 1 && id <= 50; ++id) {
            open(made, id, "127.0.0.1:" + std::to_string(50'000 + id));
            task(made, id);
        }
        for (std::size_t k = 0; k < 1'000'000; k += size, done += size) {
            for (std::size_t i = 0; i < size; i += 16)
                payload[i] = static_cast<char>(random());
            addEvent(made, k / size % 2 == 0 ? loop::EventKind::DataIn : loop::EventKind::DataOut,
                     random() % 50 + 1, payload);
            made.events.back().task.value = made.events.back().connection.value;
            loop::StepSpan span;
            span.task = made.events.back().task;
            span.start = made.time + std::int64_t(k);
            span.length = 5000;
            made.spans.push_back(span);
        }
        file.apply(made);
        if (at % 20 == 0)
            file.flush();
    }
    file.flush();
}

double processorTime()
{
    timespec time {};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

void exportAll(std::size_t megabytes, std::size_t size, const QStringList &formats)
{
    Recording file({}, Recording::Limits {0, std::chrono::seconds(0)});
    record(file, megabytes * 1'000'000, size);
    const QTemporaryDir folder;
    for (const QString &format : formats) {
        const QString target = folder.filePath(QStringLiteral("x.") + format);
        forgetPeak();
        const double before = peak();
        QElapsedTimer clock;
        clock.start();
        const double worked = processorTime();
        const auto outcome = Export::run(file.path(), target);
        std::printf("%-16s %6zu B  %7.0f MB/s  %7.0f by processor  %6.1f MB of memory  %8.1f MB of "
                    "file%s\n",
                    qPrintable(format), size, double(megabytes) / seconds(clock),
                    double(megabytes) / (processorTime() - worked), peak() - before,
                    double(QFileInfo(target).size()) / 1e6,
                    outcome ? "" : outcome.problem().toUtf8().constData());
        std::fflush(stdout);
        QFile::remove(target);
    }
}

// As where there are many: 200 connections stay and say most of it, of very different shares; the
// others come and go.
void query(std::uint64_t millions)
{
    constexpr std::uint64_t staying = 200;
    Recording file({}, Recording::Limits {0, std::chrono::seconds(0)});
    std::mt19937 random(1);
    std::exponential_distribution<double> share(8.0 / staying);
    for (std::uint64_t at = 0; at < millions * 1000; ++at) {
        loop::Delta made = delta(Second + std::int64_t(at) * Millisecond);
        for (int k = 0; k < 1000; ++k) {
            const std::uint64_t id = k % 5 != 0
                ? 1 + std::min(std::uint64_t(share(random)), staying - 1)
                : staying + 1 + at / 10 + std::uint64_t(k % 20);
            addEvent(made, loop::EventKind::DataIn, id, "0123456789");
        }
        file.apply(made);
        if (at % 500 == 0)
            file.flush();
    }
    file.flush();
    for (const char *sql : {"SELECT count(*), sum(bytes) FROM events WHERE connection = 700",
                            "SELECT count(*), sum(bytes) FROM events WHERE connection = 150",
                            "SELECT count(*), sum(bytes) FROM events WHERE connection = 1",
                            "SELECT kind, count(*), sum(bytes) FROM events GROUP BY kind"}) {
        QElapsedTimer clock;
        clock.start();
        const double worked = processorTime();
        const auto made = Query::open(file.path());
        std::string answer;
        const QString problem = (*made)->run(
            QString::fromUtf8(sql), [](const QStringList &) {},
            [&answer](const Query::Row &row) {
                for (int i = 0; i < row.size(); ++i)
                    answer += row.value(i).toByteArray().toStdString() + ' ';
                return true;
            });
        std::printf("%7.3f s (%.3f s of processor) for %s, of %llu million: %s%s\n", seconds(clock),
                    processorTime() - worked, sql, static_cast<unsigned long long>(millions),
                    answer.c_str(), problem.toUtf8().constData());
        std::fflush(stdout);
    }
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const std::size_t megabytes = argc > 1 ? std::stoul(argv[1]) : 512; // 0: no exports
    const QStringList formats
        = argc > 3 ? QString::fromUtf8(argv[3]).split(QLatin1Char(',')) : Export::formatNames();
    for (const std::size_t size : {64, 65'536}) {
        if (megabytes == 0)
            break;
        exportAll(megabytes, size, formats);
    }
    query(argc > 2 ? std::stoul(argv[2]) : 10);
}
