// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Programs that others wrote, as peers: /bin/sh runs `command`, and what it prints comes back. From
// a coroutine: co_await peer(loop, "printf hello | nc -U path"), which leaves the loop free
// meanwhile.

#include "loop/EventLoop.h"

#include <array>
#include <cstdio>
#include <string>

[[nodiscard]] inline std::string shellOutput(const std::string &command)
{
    std::string output;
    std::FILE *const pipe = ::popen(command.c_str(), "r");
    std::array<char, 4096> chunk;
    while (const std::size_t count = std::fread(chunk.data(), 1, chunk.size(), pipe))
        output.append(chunk.data(), count);
    ::pclose(pipe);
    return output;
}

[[nodiscard]] inline loop::Future<std::string> peer(loop::EventLoop &loop, std::string command)
{
    return loop.runInExecutor(nullptr,
                              [command = std::move(command)] { return shellOutput(command); });
}
