// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the benchmark programs share: a server's first words, the limit of descriptors, and one line
// of result an operation, which tests/bench/run reads: "name  12.3 ns  (11.9 .. 13.0)".

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <vector>

#include <malloc.h>
#include <sys/resource.h>

namespace bench {

constexpr int backlog = 4096; // of every server

inline void announce(int port)
{
    std::printf("%d\n", port);
    std::fflush(stdout);
}

inline void raiseDescriptorLimit()
{
    rlimit limit {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

inline std::size_t heapInUse()
{
    const struct mallinfo2 heap = ::mallinfo2();
    return heap.uordblks + heap.hblkhd;
}

// Median of `rounds`, in nanoseconds an operation.
inline void report(const char *what, std::size_t operations, int rounds,
                   const std::function<void()> &run)
{
    std::vector<double> results;
    for (int i = 0; i < rounds; ++i) {
        const auto began = std::chrono::steady_clock::now();
        run();
        const std::chrono::duration<double, std::nano> took
            = std::chrono::steady_clock::now() - began;
        results.push_back(took.count() / static_cast<double>(operations));
    }
    std::sort(results.begin(), results.end());
    std::printf("%-44s %8.1f ns  (%.1f .. %.1f)\n", what, results[results.size() / 2],
                results.front(), results.back());
}

inline void reportMemory(const char *what, std::size_t before, std::size_t count)
{
    std::printf("%-44s %8.1f B\n", what,
                static_cast<double>(heapInUse() - before) / static_cast<double>(count));
}

} // namespace bench
