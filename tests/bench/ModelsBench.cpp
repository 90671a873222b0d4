// SPDX-License-Identifier: GPL-3.0-or-later

// How long the main thread is busy with a batch for 10,000 and 100,000 rows, and how many log
// events a recording takes a second. Prints; judges nothing.

#include "models/ConnectionModel.h"
#include "models/LogModel.h"
#include "models/record/Recording.h"
#include "models/record/RecordingReader.h"
#include "tests/models/Deltas.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QElapsedTimer>

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

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    measureTable(10'000);
    measureTable(100'000);
    measureFile();
}
