// SPDX-License-Identifier: GPL-3.0-or-later

// How fast a recording becomes each of the formats of other tools, in MB of payload a second, with
// the most memory that it took; and how long a query takes that names a connection. Arguments: MB
// of payload (256) and millions of events of the query's recording (10). Prints; judges nothing.

#include "models/export/Export.h"
#include "models/export/Query.h"
#include "models/record/Recording.h"
#include "tests/models/Deltas.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFileInfo>
#include <QtCore/QTemporaryDir>

#include <cstdio>
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

void exportAll(std::size_t megabytes, std::size_t size)
{
    Recording file({}, Recording::Limits {0, std::chrono::seconds(0)});
    record(file, megabytes * 1'000'000, size);
    const QTemporaryDir folder;
    for (const char *format : {"jsonl", "csv", "pcapng", "perfetto-trace", "html", "sqlite"}) {
        const QString target = folder.filePath(QStringLiteral("x.") + QString::fromUtf8(format));
        if (!Export::formatOf(target))
            continue;
        forgetPeak();
        const double before = peak();
        QElapsedTimer clock;
        clock.start();
        const auto outcome = Export::run(file.path(), target);
        std::printf("%-16s %6zu B  %7.0f MB/s  %6.1f MB of memory  %8.1f MB of file%s\n", format,
                    size, double(megabytes) / seconds(clock), peak() - before,
                    double(QFileInfo(target).size()) / 1e6,
                    outcome ? "" : outcome.problem().toUtf8().constData());
        std::fflush(stdout);
        QFile::remove(target);
    }
}

// Connections come and go, as they do where there are many.
void query(std::uint64_t millions)
{
    Recording file({}, Recording::Limits {0, std::chrono::seconds(0)});
    for (std::uint64_t at = 0; at < millions * 1000; ++at) {
        loop::Delta made = delta(Second + std::int64_t(at) * Millisecond);
        for (int k = 0; k < 1000; ++k)
            addEvent(made, loop::EventKind::DataIn, at / 10 + std::uint64_t(k % 20), "0123456789");
        file.apply(made);
        if (at % 500 == 0)
            file.flush();
    }
    file.flush();
    for (const char *sql : {"SELECT count(*), sum(bytes) FROM events WHERE connection = 500",
                            "SELECT kind, count(*), sum(bytes) FROM events GROUP BY kind"}) {
        QElapsedTimer clock;
        clock.start();
        const auto made = Query::open(file.path());
        std::string answer;
        const QString problem = (*made)->run(
            QString::fromUtf8(sql), [](const QStringList &) {},
            [&answer](const Query::Row &row) {
                for (int i = 0; i < row.size(); ++i)
                    answer += row.value(i).toByteArray().toStdString() + ' ';
                return true;
            });
        std::printf("%7.3f s for %s, of %llu million: %s%s\n", seconds(clock), sql,
                    static_cast<unsigned long long>(millions), answer.c_str(),
                    problem.toUtf8().constData());
    }
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const std::size_t megabytes = argc > 1 ? std::stoul(argv[1]) : 256;
    for (const std::size_t size : {64, 1024, 65'536})
        exportAll(size == 64 ? megabytes / 4 : megabytes, size);
    query(argc > 2 ? std::stoul(argv[2]) : 10);
}
