// SPDX-License-Identifier: GPL-3.0-or-later

// What the core's own operations cost: nanoseconds each, median of several rounds, and bytes
// allocated. Usage: bench_core [ROUNDS]

#include "loop/Descriptor.h"
#include "loop/EventLoop.h"
#include "loop/Server.h"
#include "loop/Sleep.h"
#include "loop/Streams.h"
#include "loop/Synchronisation.h"
#include "tests/bench/Measure.h"

#include <cstdlib>
#include <functional>

#include <netinet/in.h>
#include <sys/socket.h>

namespace {

using namespace std::chrono_literals;

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
    bench::report("callSoon and run, batches of 1,000", count, rounds, [&] {
        for (std::size_t batch = 0; batch < count / 1000; ++batch) {
            for (int i = 0; i < 1000; ++i)
                eventLoop.callSoon([&ran] { ++ran; });
            eventLoop.stop();
            eventLoop.runForever();
        }
    });
    bench::report("callSoon and run, a chain", count, rounds, [&] {
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
    bench::report("task create, await, finish: one at a time", count, rounds,
                  [&] { eventLoop.runUntilComplete(createTasks(eventLoop, count)); });
    bench::report("task create and finish: batches of 1,000", count, rounds, [&] {
        for (std::size_t batch = 0; batch < count / 1000; ++batch) {
            for (int i = 0; i < 1000; ++i)
                (void)eventLoop.createTask(nothing());
            eventLoop.stop();
            eventLoop.runForever();
        }
    });
    bench::report("co_await of a coroutine", count, rounds,
                  [&] { eventLoop.runUntilComplete(awaitChildren(count)); });
}

loop::Coro<void> wait(loop::Event *forever)
{
    co_await forever->wait();
}

loop::Coro<void> measureTasks(loop::EventLoop *eventLoop)
{
    constexpr std::size_t count = 100'000;
    loop::Event forever;
    const std::size_t before = bench::heapInUse();
    for (std::size_t i = 0; i < count; ++i)
        (void)eventLoop->createTask(wait(&forever));
    co_await loop::sleep(0ms);
    bench::reportMemory("a waiting task, of 100,000", before, count);
    forever.set();
    co_await loop::sleep(0ms);
    co_await loop::sleep(0ms);
}

void benchTimers(int rounds)
{
    constexpr std::size_t count = 1'000'000;
    std::vector<loop::Handle> handles(count);
    std::vector<loop::Duration> delays(count);
    for (loop::Duration &delay : delays)
        delay = 1s + std::chrono::nanoseconds(std::rand());
    loop::EventLoop eventLoop;
    const std::size_t before = bench::heapInUse();
    for (std::size_t i = 0; i < count; ++i)
        handles[i] = eventLoop.callLater(delays[i], [] {});
    bench::reportMemory("a pending timer, of a million", before, count);
    for (loop::Handle &handle : handles)
        handle.cancel();
    eventLoop.callSoon([&] { // where programs set them, too
        bench::report("a timer set and cancelled, of a million", count, rounds, [&] {
            for (std::size_t i = 0; i < count; ++i)
                handles[i] = eventLoop.callLater(delays[i], [] {});
            for (loop::Handle &handle : handles)
                handle.cancel();
        });
        eventLoop.stop();
    });
    eventLoop.runForever();
}

loop::Coro<void> hold(loop::StreamReader reader, loop::StreamWriter writer)
{
    const std::string data = co_await reader.read(1);
    writer.close();
}

loop::Coro<void> openEnds(loop::EventLoop *eventLoop, std::size_t count)
{
    while (eventLoop->totals().connections != count)
        co_await loop::sleep(1ms);
}

// The other ends are plain sockets: what is counted is the server's end and its task.
std::vector<loop::Descriptor> connectPlainly(std::uint16_t port, std::size_t count)
{
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    std::vector<loop::Descriptor> sockets;
    for (std::size_t i = 0; i < count; ++i) {
        sockets.emplace_back(::socket(AF_INET, SOCK_STREAM, 0));
        ::connect(sockets.back().get(), reinterpret_cast<sockaddr *>(&address), sizeof address);
    }
    return sockets;
}

loop::Coro<void> measureConnections(loop::EventLoop *eventLoop, std::size_t count)
{
    loop::ServerOptions options;
    options.backlog = bench::backlog;
    auto server = co_await loop::startServer(hold, "127.0.0.1", 0, std::move(options));
    const std::uint16_t port = server->sockets().front().address.port();
    auto warm = connectPlainly(port, count);
    co_await openEnds(eventLoop, count);
    auto idle = connectPlainly(port, count);
    const std::size_t before = bench::heapInUse();
    co_await openEnds(eventLoop, 2 * count);
    bench::reportMemory("an idle streams connection with its task", before, count);
    warm.clear();
    idle.clear();
    server->close();
    co_await openEnds(eventLoop, 0);
}

} // namespace

int main(int argc, char **argv)
{
    bench::raiseDescriptorLimit();
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 5;
    benchCallSoon(rounds);
    benchTasks(rounds);
    benchTimers(rounds);
    loop::EventLoop eventLoop;
    eventLoop.runUntilComplete(measureTasks(&eventLoop));
    eventLoop.runUntilComplete(measureConnections(&eventLoop, 2000));
}
