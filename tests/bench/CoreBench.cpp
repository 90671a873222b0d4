// SPDX-License-Identifier: GPL-3.0-or-later

// What the core's own operations cost: nanoseconds each, median of several rounds, and bytes allocated.
// Usage: bench_core [ROUNDS]

#include "loop/EventLoop.h"
#include "loop/Server.h"
#include "loop/Sleep.h"
#include "loop/Streams.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>

#include <malloc.h>

namespace {

using namespace std::chrono_literals;

std::size_t heapInUse()
{
    return ::mallinfo2().uordblks + ::mallinfo2().hblkhd;
}

void report(const char *what, std::size_t operations, int rounds, const std::function<void()> &run)
{
    std::vector<double> results;
    for (int i = 0; i < rounds; ++i) {
        const auto began = std::chrono::steady_clock::now();
        run();
        const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - began;
        results.push_back(took.count() / static_cast<double>(operations));
    }
    std::sort(results.begin(), results.end());
    std::printf("%-44s %8.1f ns  (%.1f .. %.1f)\n", what, results[results.size() / 2], results.front(),
        results.back());
}

loop::Coro<int> one()
{
    co_return 1;
}

loop::Coro<void> nothing()
{
    co_return;
}

loop::Coro<void> createTasks(loop::EventLoop &eventLoop, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        (void)co_await eventLoop.createTask(one());
}

loop::Coro<void> awaitChildren(std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        (void)co_await one();
}

void benchCallSoon(int rounds)
{
    constexpr std::size_t count = 1'000'000;
    loop::EventLoop eventLoop;
    std::size_t ran = 0;
    report("callSoon and run, batches of 1,000", count, rounds, [&] {
        for (std::size_t batch = 0; batch < count / 1000; ++batch) {
            for (int i = 0; i < 1000; ++i)
                eventLoop.callSoon([&ran] { ++ran; });
            eventLoop.stop();
            eventLoop.runForever();
        }
    });
    report("callSoon and run, a chain", count, rounds, [&] {
        std::size_t left = count;
        std::function<void()> again = [&] {
            if (--left)
                eventLoop.callSoon([&again] { again(); });
            else
                eventLoop.stop();
        };
        eventLoop.callSoon([&again] { again(); });
        eventLoop.runForever();
    });
}

void benchTasks(int rounds)
{
    constexpr std::size_t count = 500'000;
    loop::EventLoop eventLoop;
    report("task create, await, finish: one at a time", count, rounds,
        [&] { eventLoop.runUntilComplete(createTasks(eventLoop, count)); });
    report("task create and finish: batches of 1,000", count, rounds, [&] {
        for (std::size_t batch = 0; batch < count / 1000; ++batch) {
            for (int i = 0; i < 1000; ++i)
                (void)eventLoop.createTask(nothing());
            eventLoop.stop();
            eventLoop.runForever();
        }
    });
    report("co_await of a coroutine", count, rounds, [&] { eventLoop.runUntilComplete(awaitChildren(count)); });
}

void benchTimers(int rounds)
{
    constexpr std::size_t count = 1'000'000;
    std::vector<loop::Handle> handles(count);
    std::vector<loop::Duration> delays(count);
    for (loop::Duration &delay : delays)
        delay = 1s + std::chrono::nanoseconds(std::rand());
    loop::EventLoop eventLoop;
    const std::size_t before = heapInUse();
    for (std::size_t i = 0; i < count; ++i)
        handles[i] = eventLoop.callLater(delays[i], [] { });
    std::printf("%-44s %8.1f B\n", "a pending timer, of a million",
        static_cast<double>(heapInUse() - before) / static_cast<double>(count));
    for (loop::Handle &handle : handles)
        handle.cancel();
    report("a timer set and cancelled, of a million", count, rounds, [&] {
        for (std::size_t i = 0; i < count; ++i)
            handles[i] = eventLoop.callLater(delays[i], [] { });
        for (loop::Handle &handle : handles)
            handle.cancel();
    });
}

loop::Coro<void> hold(loop::StreamReader reader, loop::StreamWriter writer)
{
    const std::string data = co_await reader.read(1);
    writer.close();
}

loop::Coro<void> measureConnections(std::size_t count)
{
    loop::ServerOptions options;
    options.backlog = 4096;
    auto server = co_await loop::startServer(hold, "127.0.0.1", 0, std::move(options));
    const std::uint16_t port = server->sockets().front().address.port();
    std::vector<loop::Streams> clients;
    clients.reserve(count * 2);
    for (std::size_t i = 0; i < count; ++i)
        clients.push_back(co_await loop::openConnection("127.0.0.1", port));
    co_await loop::sleep(50ms);
    const std::size_t before = heapInUse();
    for (std::size_t i = 0; i < count; ++i)
        clients.push_back(co_await loop::openConnection("127.0.0.1", port));
    co_await loop::sleep(50ms);
    const std::size_t both = (heapInUse() - before) / count;
    std::printf("%-44s %8zu B\n", "both ends of an idle streams connection", both);
    for (const loop::Streams &client : clients)
        client.writer.close();
    server->close();
    co_await loop::sleep(50ms);
}

} // namespace

int main(int argc, char **argv)
{
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 5;
    benchCallSoon(rounds);
    benchTasks(rounds);
    benchTimers(rounds);
    loop::EventLoop eventLoop;
    eventLoop.runUntilComplete(measureConnections(400));
}
