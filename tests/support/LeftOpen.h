// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A handler of streams that returns with its stream open, which debug mode warns of, and a client
// that talks to it. Takes two seconds of the loop's clock.

#include "loop/Server.h"
#include "loop/Sleep.h"
#include "loop/Streams.h"

inline loop::Coro<void> leaveOpen(loop::StreamReader reader, loop::StreamWriter)
{
    (void)co_await reader.read(1);
}

inline loop::Coro<void> talkToOneWhoLeaves()
{
    const auto server = co_await loop::startServer(leaveOpen, "127.0.0.1", 0);
    auto client
        = co_await loop::openConnection("127.0.0.1", server->sockets().front().address.port());
    client.writer.write("x");
    co_await loop::sleep(std::chrono::seconds(1));
    client.writer.close();
    server->close();
    co_await loop::sleep(std::chrono::seconds(1));
}
