// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A loop, streams over it, and a plain socket at the other end: what tests of readers share.

#include "loop/Streams.h"
#include "tests/support/Wire.h"

#include <sys/socket.h>

struct StreamWire {
    explicit StreamWire(std::size_t limit = loop::defaultStreamLimit)
        : StreamWire(limit, listeningSocket())
    { }
    template <class T> T run(loop::Coro<T> coro) { return loop.runUntilComplete(std::move(coro)); }
    std::string read(std::size_t bytes = loop::everything)
    {
        return run(readSome(streams.reader, bytes));
    }
    std::string readline() { return run(readLine(streams.reader)); }
    std::string readexactly(std::size_t bytes) { return run(readExactly(streams.reader, bytes)); }
    std::string readuntil(std::string separator)
    {
        return run(readUntil(streams.reader, std::move(separator)));
    }

    static loop::Coro<std::string> readSome(loop::StreamReader reader, std::size_t n)
    {
        co_return co_await reader.read(n);
    }
    static loop::Coro<std::string> readLine(loop::StreamReader reader)
    {
        co_return co_await reader.readline();
    }
    static loop::Coro<std::string> readExactly(loop::StreamReader reader, std::size_t n)
    {
        co_return co_await reader.readexactly(n);
    }
    static loop::Coro<std::string> readUntil(loop::StreamReader reader, std::string separator)
    {
        co_return co_await reader.readuntil(std::move(separator));
    }

    static loop::Coro<std::string> readUntilAny(loop::StreamReader reader,
                                                std::vector<std::string_view> separators)
    {
        co_return co_await reader.readuntil(std::move(separators));
    }

    loop::EventLoop loop {makeDriver()};
    loop::Streams streams;
    Peer peer;

private:
    StreamWire(std::size_t limit, loop::Descriptor listener)
        : streams(loop.runUntilComplete(loop::openConnection(
            "127.0.0.1", loop::SocketAddress::ofSocket(listener.get()).port(), {}, limit, &loop)))
        , peer(loop::Descriptor(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC)))
    { }
};
