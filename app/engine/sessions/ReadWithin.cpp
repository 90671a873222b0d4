// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/ReadWithin.h"

#include "loop/Timeout.h"

namespace app {

namespace {

constexpr std::size_t readChunk = 64 * 1024; // a good size to read at once

loop::Coro<std::string> readSome(loop::StreamReader reader)
{
    std::string data = co_await reader.read(readChunk);
    co_return data;
}

} // namespace

loop::Coro<std::optional<std::string>> readWithin(loop::StreamReader reader, loop::Duration limit)
{
    try {
        loop::Coro<std::string> reading = readSome(std::move(reader));
        std::string data = co_await loop::timeout(limit, std::move(reading));
        co_return std::optional<std::string>(std::move(data));
    } catch (const loop::TimeoutError &) {
        co_return std::nullopt;
    }
}

} // namespace app
