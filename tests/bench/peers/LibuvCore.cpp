// SPDX-License-Identifier: GPL-3.0-or-later

// What libuv's timers cost, in the words of bench_core. It has no callSoon and no tasks.
// Usage: bench_core_libuv [ROUNDS]

#include "tests/bench/Measure.h"

#include <uv.h>

#include <cstdlib>

namespace {

void benchTimers(uv_loop_t *loop, int rounds)
{
    constexpr std::size_t count = 1'000'000;
    std::vector<std::uint64_t> delays(count);
    for (std::uint64_t &delay : delays)
        delay = 1000 + static_cast<std::uint64_t>(std::rand()) / 1'000'000;
    const std::size_t before = bench::heapInUse();
    std::vector<uv_timer_t> timers(count);
    for (uv_timer_t &timer : timers)
        uv_timer_init(loop, &timer);
    const auto set = [&] {
        for (std::size_t i = 0; i < count; ++i)
            uv_timer_start(
                &timers[i], [](uv_timer_t *) {}, delays[i], 0);
    };
    const auto cancel = [&] {
        for (uv_timer_t &timer : timers)
            uv_timer_stop(&timer);
    };
    set();
    bench::reportMemory("a pending timer, of a million", before, count);
    cancel();
    bench::report("a timer set and cancelled, of a million", count, rounds, [&] {
        set();
        cancel();
    });
    for (uv_timer_t &timer : timers)
        uv_close(reinterpret_cast<uv_handle_t *>(&timer), nullptr);
    uv_run(loop, UV_RUN_DEFAULT);
}

} // namespace

int main(int argc, char **argv)
{
    benchTimers(uv_default_loop(), argc > 1 ? std::atoi(argv[1]) : 5);
}
