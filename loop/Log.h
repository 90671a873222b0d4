// SPDX-License-Identifier: MIT
#pragma once

// Where the core's words go: one replaceable handler for the process, as Python's logging is to
// asyncio. The category is "asyncio" (D-04). Without a handler, warnings and errors go to stderr.

#include <functional>
#include <string_view>

namespace loop {

enum class LogLevel { Debug, Info, Warning, Error };

inline constexpr std::string_view logCategory = "asyncio";

using LogHandler
    = std::function<void(LogLevel, std::string_view category, std::string_view message)>;

// Any thread. An empty handler restores the default. Returns the handler before.
LogHandler setLogHandler(LogHandler handler);
void log(LogLevel level, std::string_view message, std::string_view category = logCategory);

} // namespace loop
