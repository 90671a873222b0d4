// SPDX-License-Identifier: MIT
#include "loop/Log.h"

#include <cstdio>
#include <mutex>
#include <utility>

namespace loop {

namespace {

std::recursive_mutex &mutex() // protects handler(); recursive, since a handler may log
{
    static std::recursive_mutex m;
    return m;
}

LogHandler &handler()
{
    static LogHandler h;
    return h;
}

} // namespace

LogHandler setLogHandler(LogHandler next)
{
    const std::lock_guard lock(mutex());
    return std::exchange(handler(), std::move(next));
}

void log(LogLevel level, std::string_view message, std::string_view category)
{
    const std::lock_guard lock(mutex());
    if (handler()) {
        const LogHandler current = handler();
        try {
            current(level, category, message);
        } catch (...) { // nothing that failed to be logged may end what was logged about
            std::fprintf(stderr, "the log handler failed\n");
        }
    } else if (level >= LogLevel::Warning) {
        std::fprintf(stderr, "%.*s: %.*s\n", static_cast<int>(category.size()), category.data(),
                     static_cast<int>(message.size()), message.data());
    }
}

} // namespace loop
