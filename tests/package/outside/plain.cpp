// SPDX-License-Identifier: GPL-3.0-or-later

// A program outside the tree: an echo server and its client on the core, without Qt.

#include "loop/EventLoop.h"
#include "loop/Server.h"
#include "loop/Streams.h"

#include <cstdio>

namespace {

loop::Coro<void> echo(loop::StreamReader reader, loop::StreamWriter writer)
{
    const std::string line = co_await reader.readline();
    writer.write(line);
    co_await writer.drain();
    writer.close();
}

loop::Coro<std::string> askOnce()
{
    const std::shared_ptr<loop::Server> server = co_await loop::startServer(echo, "127.0.0.1", 0);
    loop::Streams streams
        = co_await loop::openConnection("127.0.0.1", server->sockets().front().address.port());
    streams.writer.write("outside\n");
    const std::string line = co_await streams.reader.readline();
    streams.writer.close();
    co_await streams.writer.waitClosed();
    server->close();
    co_await server->waitClosed();
    co_return line;
}

} // namespace

int main()
{
    loop::EventLoop eventLoop;
    const std::string answer = eventLoop.runUntilComplete(askOnce());
    std::printf("plain: %s", answer.c_str());
    return answer == "outside\n" ? 0 : 1;
}
