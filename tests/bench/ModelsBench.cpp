// SPDX-License-Identifier: GPL-3.0-or-later

// How long the main thread is busy with a batch for 10,000 and 100,000 rows, how many log events a
// recording takes a second, and how soon the views that read one show what was asked for: a filter
// over 1,000,000 rows, a conversation of 100 MB. Prints; judges nothing.

#include "models/ConnectionModel.h"
#include "models/Conversation.h"
#include "models/LogModel.h"
#include "models/record/Recording.h"
#include "models/record/RecordingReader.h"
#include "tests/models/Deltas.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>

#include <algorithm>
#include <cstdio>
#include <ctime>

using namespace models;
using namespace models::test;

namespace {

template <class Work> double milliseconds(Work work)
{
    QElapsedTimer clock;
    clock.start();
    work();
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

std::uint64_t mixed(std::uint64_t value)
{
    return value * 0x9e3779b97f4a7c15U >> 20;
}

// One batch in which every row changed and goes somewhere else.
loop::Delta stirred(int rows, int round)
{
    loop::Delta made = delta(round * 33 * Millisecond);
    for (int i = 1; i <= rows; ++i) {
        const auto id = static_cast<std::uint64_t>(i);
        sample(made, id, mixed(id + static_cast<std::uint64_t>(round) * 1'000'003));
    }
    return made;
}

// The same with one row in twenty, as a busy server has it.
loop::Delta touched(int rows, int round)
{
    loop::Delta made = delta(round * 33 * Millisecond);
    for (int i = 1 + round % 20; i <= rows; i += 20)
        sample(made, static_cast<std::uint64_t>(i), mixed(static_cast<std::uint64_t>(i + round)));
    return made;
}

void measureTable(int rows)
{
    ConnectionModel model;
    loop::Delta first = delta();
    for (int i = 1; i <= rows; ++i)
        open(first, static_cast<std::uint64_t>(i),
             "127.0.0.1:" + std::to_string(40'000 + i * 7 % 25'000));
    std::printf("%d rows\n", rows);
    std::printf("  appear          %8.2f ms\n", milliseconds([&] {
                    model.apply(first);
                    model.batchEnded(Epoch);
                }));
    model.sort(ConnectionColumn::In, Qt::DescendingOrder);
    int round = 0;
    const auto batches = [&](const char *name, auto make) {
        std::vector<double> times;
        for (int i = 0; i < 20; ++i) {
            const loop::Delta next = make(rows, ++round);
            times.push_back(milliseconds([&] {
                model.apply(next);
                model.batchEnded(Epoch + next.time);
            }));
        }
        std::sort(times.begin(), times.end());
        std::printf("  %-15s %8.2f ms median, %.2f ms worst\n", name, times[10], times.back());
    };
    batches("all rows move", stirred);
    batches("1 in 20 moves", touched);
    std::printf("  sort by number  %8.2f ms\n",
                milliseconds([&] { model.sort(ConnectionColumn::Id, Qt::DescendingOrder); }));
    std::printf("  sort by text    %8.2f ms\n",
                milliseconds([&] { model.sort(ConnectionColumn::Peer, Qt::AscendingOrder); }));
    std::printf("  filter          %8.2f ms\n",
                milliseconds([&] { model.setFilterText(QStringLiteral("peer:41 in>1MB")); }));
}

void measureFile()
{
    constexpr int Deltas = 400, Events = 5000;
    loop::Delta made = delta();
    for (int i = 0; i < Events; ++i)
        addEvent(made, loop::EventKind::DataIn, mixed(static_cast<std::uint64_t>(i)) % 1000 + 1,
                 "This is the message. It will be sent in parts", "");
    Recording file;
    const std::clock_t begin = std::clock();
    const double writing = milliseconds([&] {
        for (int i = 0; i < Deltas; ++i) {
            file.apply(made);
            if (i % 50 == 49)
                file.flush(); // else the queue would be full, and data dropped
        }
    });
    const double busy = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    const auto count = static_cast<double>(file.eventCount());
    std::printf(
        "recording\n  %.0f events written at %.0f a second, %.0f a second of processor time "
        "(%lld dropped), %.0f MB\n",
        count, count / writing * 1e3, count / busy, static_cast<long long>(file.dropped()),
        static_cast<double>(file.size()) / 1e6);
    const auto opened = RecordingReader::open(file.path());
    const RecordingReader &reader = **opened;
    std::printf("  a page of 256   %8.2f ms\n",
                milliseconds([&] { (void)reader.events(file.eventCount() / 2, 256); }));
    int found = 0;
    const double scanning = milliseconds([&] {
        (void)reader.scan(1, file.eventCount(), {5, 0},
                          [&found](const StoredEvent &) { return ++found > 0; });
    });
    std::printf("  a connection    %8.2f ms for its %d events\n", scanning, found);
}

// Serves events until `over`; how long one round of them took at most, ms.
template <class Over> double heldUntil(Over over)
{
    double held = 0;
    while (!over()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 1);
        held = std::max(held, milliseconds([] { QCoreApplication::processEvents(); }));
    }
    return held;
}

double residentMegabytes()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray all = status.readAll();
    return all.mid(all.indexOf("VmRSS:") + 6).trimmed().split(' ').first().toDouble() / 1e3;
}

void measureFilter()
{
    constexpr int Rows = 1'000'000, Events = 5000;
    Recording file;
    for (int at = 0; at < Rows; at += Events) {
        loop::Delta made = delta(at * Millisecond);
        for (int i = 0; i < Events; ++i)
            addEvent(made, loop::EventKind::DataIn,
                     mixed(static_cast<std::uint64_t>(at + i)) % 1000 + 1,
                     "message " + std::to_string(at + i), "");
        file.apply(made);
        if (at % (20 * Events) == 0)
            file.flush();
    }
    file.flush();
    LogModel log(&file, nullptr);
    log.batchEnded(Epoch);
    heldUntil([&log] { return !log.reading(); });
    std::printf("a filter over %d rows of the log\n", log.rowCount());
    const QString text = QStringLiteral("message 99999");
    for (qsizetype length = 1; length <= text.size(); length += 3) {
        const QString typed = text.left(length);
        double first = 0, held = 0, letter = 0;
        const double all = milliseconds([&] {
            first = milliseconds([&] {
                letter = milliseconds([&] { (void)log.setFilterText(typed); });
                held = heldUntil([&log] { return log.rowCount() > 0 || !log.searching(); });
            });
            held = std::max(held, heldUntil([&log] { return !log.searching(); }));
        });
        std::printf(
            "  %-16s first rows %6.1f ms, all %d %8.1f ms; the letter %.2f ms, an event %.2f ms\n",
            qPrintable(typed), first, log.rowCount(), all, letter, held);
    }
}

void measureConversation(std::size_t size)
{
    constexpr std::size_t Bytes = 100'000'000;
    Recording file;
    std::uint64_t seed = 1;
    for (std::size_t said = 0; said < Bytes;) {
        loop::Delta made = delta(static_cast<std::int64_t>(said));
        for (std::size_t i = 0; i < 2'000'000 && said < Bytes; i += size, said += size) {
            std::string bytes(size, '\0');
            for (std::size_t at = 0; at < size; at += 8) {
                seed = seed * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
                for (std::size_t byte = at; byte < std::min(size, at + 8); ++byte)
                    bytes[byte] = static_cast<char>('a' + (seed >> (8 * (byte - at) + 3)) % 26);
            }
            addEvent(made, loop::EventKind::DataIn, 1, bytes);
        }
        file.apply(made);
        file.flush();
    }
    const double before = residentMegabytes();
    Conversation conversation(&file);
    double first = 0, held = 0;
    const double all = milliseconds([&] {
        first = milliseconds([&] {
            conversation.setConnection(1);
            held = heldUntil([&] { return conversation.rowCount() > 0; });
        });
        held = std::max(held, heldUntil([&] { return !conversation.reading(); }));
    });
    std::printf(
        "a conversation of 100 MB in pieces of %zu\n  first rows %.1f ms, all %d %.1f ms; an event "
        "%.2f ms; %.0f MB\n",
        size, first, conversation.rowCount(), all, held, residentMegabytes() - before);
    const double finding = milliseconds([&] {
        conversation.setSearch(*ByteSearch::of(ByteSearch::Kind::Text, QStringLiteral("loop")));
        held = heldUntil([&] { return !conversation.reading(); });
    });
    std::printf("  found %lld in %.1f ms; an event %.2f ms\n",
                static_cast<long long>(conversation.matches().count()), finding, held);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    measureTable(10'000);
    measureTable(100'000);
    measureFile();
    measureFilter();
    measureConversation(65'536);
    measureConversation(64);
}
