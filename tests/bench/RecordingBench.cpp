// SPDX-License-Identifier: GPL-3.0-or-later

// What a recording takes and gives: events and bytes a second written, the size of a million
// events, seeking in ten million with ten thousand connections that live, opening, filtering. An
// argument sets the number of events. Prints; judges nothing.

#include "models/record/Recording.h"
#include "models/record/RecordingReader.h"
#include "tests/models/Deltas.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFileInfo>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <random>

using namespace models;
using namespace models::test;

namespace {

double seconds(const QElapsedTimer &clock)
{
    return static_cast<double>(clock.nsecsElapsed()) / 1e9;
}

double resident() // MB
{
    long pages = 0, ofThem = 0;
    std::ifstream("/proc/self/statm") >> pages >> ofThem;
    return static_cast<double>(ofThem) * 4096 / 1e6;
}

// An echo server's third of a tenth second: `events` of `size` bytes over `connections`, a sample
// each, and the task that serves it.
loop::Delta echo(std::int64_t time, int events, std::size_t size, std::uint64_t connections)
{
    static std::mt19937 random(1);
    loop::Delta made = delta(time);
    std::string payload(size, 'x');
    for (int i = 0; i < events; ++i) {
        for (std::size_t at = 0; at < size; at += 16)
            payload[at] = static_cast<char>(random());
        addEvent(made, i % 2 == 0 ? loop::EventKind::DataIn : loop::EventKind::DataOut,
                 random() % connections + 1, payload);
        made.events.back().time = time + i * 5'000;
        made.events.back().task.value = made.events.back().connection.value + 20'000;
    }
    for (int i = 0; i < std::min(events, 1000); ++i)
        sample(made, random() % connections + 1, static_cast<std::uint64_t>(time)).lastActivity
            = time;
    return made;
}

void begin(Recording &file, std::uint64_t connections)
{
    loop::Delta made = delta(Millisecond);
    for (std::uint64_t id = 1; id <= connections; ++id) {
        open(made, id, "127.0.0.1:" + std::to_string(20'000 + id % 40'000));
        task(made, id + 20'000);
    }
    file.apply(made);
}

// How fast it is written, in seconds: what is to be written is made before the clock runs, and not
// beside it, where the writing thread would be done before anybody looks.
double write(Recording &file, int events, std::size_t size, std::uint64_t connections)
{
    constexpr int each = 2000;
    constexpr std::size_t most = 32'000'000; // bytes at once; the queue holds 64 MB
    double took = 0;
    std::vector<std::shared_ptr<const loop::Delta>> made;
    for (int i = 1; i <= events / each; ++i) {
        made.push_back(std::make_shared<const loop::Delta>(
            echo(i * 33 * Millisecond, each, size, connections)));
        if (made.size() * each * size < most && i < events / each)
            continue;
        QElapsedTimer clock;
        clock.start();
        for (auto &delta : made)
            file.applyShared(std::move(delta));
        file.flush();
        took += seconds(clock);
        made.clear();
    }
    return took;
}

void measureWriting()
{
    constexpr int events = 1'000'000;
    Recording small;
    const double took = write(small, events, 64, 1000);
    std::printf("written: %.0f events/s of 64 B; a million take %.1f MB\n", events / took,
                static_cast<double>(small.size()) / 1e6);
    Recording large;
    const double slow = write(large, 40'000, 16 * 1024, 50);
    std::printf("written: %.0f MB/s of payload; dropped %lld, missing %lld B\n",
                40'000.0 * 16 * 1024 / 1e6 / slow, static_cast<long long>(large.dropped()),
                static_cast<long long>(large.missing()));
}

void measureReading(int events)
{
    Recording file({}, {.bytes = 0});
    begin(file, 10'000);
    write(file, events, 64, 10'000);
    file.close();
    const double before = resident();
    QElapsedTimer clock;
    clock.start();
    const auto reader = std::move(*RecordingReader::open(file.path()));
    const RecordingReader::Span span = *reader->span();
    const Moment last = *reader->momentAt(span.last);
    std::printf("%d events in %.0f MB: first view after %.0f ms, %.0f MB more\n", events,
                static_cast<double>(file.size()) / 1e6, seconds(clock) * 1e3, resident() - before);
    std::mt19937_64 random(1);
    std::vector<double> times;
    for (int i = 0; i < 300; ++i) {
        const qint64 at
            = span.first + static_cast<qint64>(random() % std::uint64_t(span.last - span.first));
        clock.restart();
        const Moment moment = *reader->momentAt(at);
        times.push_back(seconds(clock) * 1e3);
        if (moment.loops.empty())
            std::printf("nothing there\n");
    }
    std::sort(times.begin(), times.end());
    std::printf("seek among 10,000 connections: median %.0f ms, p99 %.0f ms\n",
                times[times.size() / 2], times[times.size() * 99 / 100]);
    clock.restart();
    qint64 found = 0;
    (void)reader->scan(1, events, {}, [&found](const StoredEvent &event) {
        found += event.payload.contains("xyzzy");
        return true;
    });
    std::printf("all events looked at for a word: %.1f s\n", seconds(clock));
    clock.restart();
    found = 0;
    (void)reader->scan(1, events, {77, 0}, [&found](const StoredEvent &) { return ++found > 0; });
    std::printf("those of one connection (%lld): %.2f s\n", static_cast<long long>(found),
                seconds(clock));
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    measureWriting();
    measureReading(argc > 1 ? std::atoi(argv[1]) : 10'000'000);
    return 0;
}
