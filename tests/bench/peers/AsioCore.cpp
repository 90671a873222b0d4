// SPDX-License-Identifier: GPL-3.0-or-later

// What Boost.Asio's operations cost, in the words of bench_core: post() for callSoon(), co_spawn()
// for tasks, steady_timer for timers. One thread, and Asio knows it. Usage: bench_core_asio
// [ROUNDS]

#include "tests/bench/Measure.h"

#include <boost/asio.hpp>

#include <cstdlib>

namespace {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type; // not type-erased
template <class T = void> using Awaitable = asio::awaitable<T, Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;
constexpr asio::use_awaitable_t<Executor> useAwaitable;

void run(asio::io_context &context)
{
    context.run();
    context.restart();
}

class Chain {
public:
    Chain(asio::io_context &context, std::size_t left)
        : m_context(context)
        , m_left(left)
    { }
    void next()
    {
        if (--m_left)
            asio::post(m_context, [this] { next(); });
    }

private:
    asio::io_context &m_context;
    std::size_t m_left;
};

void benchPost(asio::io_context &context, int rounds)
{
    constexpr std::size_t count = 1'000'000;
    std::size_t ran = 0;
    bench::report("callSoon and run, batches of 1,000", count, rounds, [&] {
        for (std::size_t batch = 0; batch < count / 1000; ++batch) {
            for (int i = 0; i < 1000; ++i)
                asio::post(context, [&ran] { ++ran; });
            run(context);
        }
    });
    bench::report("callSoon and run, a chain", count, rounds, [&] {
        Chain chain(context, count);
        asio::post(context, [&chain] { chain.next(); });
        run(context);
    });
}

Awaitable<int> one()
{
    co_return 1;
}

Awaitable<> nothing()
{
    co_return;
}

Awaitable<> wait(Timer &forever)
{
    boost::system::error_code ignored;
    co_await forever.async_wait(asio::redirect_error(useAwaitable, ignored));
}

Awaitable<> createTasks(Executor executor, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        (void)co_await asio::co_spawn(executor, one(), useAwaitable);
}

Awaitable<> awaitChildren(std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        (void)co_await one();
}

void benchTasks(asio::io_context &context, int rounds)
{
    constexpr std::size_t count = 500'000;
    const Executor executor = context.get_executor();
    bench::report("task create, await, finish: one at a time", count, rounds, [&] {
        asio::co_spawn(executor, createTasks(executor, count), asio::detached);
        run(context);
    });
    bench::report("task create and finish: batches of 1,000", count, rounds, [&] {
        for (std::size_t batch = 0; batch < count / 1000; ++batch) {
            for (int i = 0; i < 1000; ++i)
                asio::co_spawn(executor, nothing(), asio::detached);
            run(context);
        }
    });
    bench::report("co_await of a coroutine", count, rounds, [&] {
        asio::co_spawn(executor, awaitChildren(count), asio::detached);
        run(context);
    });
}

void measureTasks(asio::io_context &context)
{
    constexpr std::size_t count = 100'000;
    Timer forever(context, std::chrono::hours(1));
    const std::size_t before = bench::heapInUse();
    for (std::size_t i = 0; i < count; ++i)
        asio::co_spawn(context.get_executor(), wait(forever), asio::detached);
    context.poll();
    bench::reportMemory("a waiting task, of 100,000", before, count);
    forever.cancel();
    run(context);
}

void benchTimers(asio::io_context &context, int rounds)
{
    constexpr std::size_t count = 1'000'000;
    std::vector<std::chrono::nanoseconds> delays(count);
    for (std::chrono::nanoseconds &delay : delays)
        delay = std::chrono::seconds(1) + std::chrono::nanoseconds(std::rand());
    const std::size_t before = bench::heapInUse();
    std::vector<Timer> timers;
    timers.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        timers.emplace_back(context);
    const auto set = [&] {
        for (std::size_t i = 0; i < count; ++i) {
            timers[i].expires_after(delays[i]);
            timers[i].async_wait([](boost::system::error_code) {});
        }
    };
    const auto cancel = [&] {
        for (Timer &timer : timers)
            timer.cancel();
        run(context); // the handlers hear of it
    };
    set();
    bench::reportMemory("a pending timer, of a million", before, count);
    cancel();
    bench::report("a timer set and cancelled, of a million", count, rounds, [&] {
        set();
        cancel();
    });
}

} // namespace

int main(int argc, char **argv)
{
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 5;
    asio::io_context context(1);
    benchPost(context, rounds);
    benchTasks(context, rounds);
    measureTasks(context);
    benchTimers(context, rounds);
}
