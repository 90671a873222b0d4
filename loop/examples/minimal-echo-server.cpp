// SPDX-License-Identifier: MIT
// the least that echoes. It neither drains nor closes: when a client sends EOF, its handler
// returns, and the connection stays half-open until the loop goes. The window shows that leak.
//     minimal-echo-server [port]
#include "loop/EventLoop.h"
#include "loop/Server.h"
#include "loop/Streams.h"
#include "loop/examples/Arguments.h"
#include "loop/examples/Print.h"

loop::Coro<void> handleConnection(loop::StreamReader reader, loop::StreamWriter writer)
{
    for (;;) {
        const std::string data = co_await reader.read(8192);
        if (data.empty())
            break;
        writer.write(data);
    }
}

loop::Coro<void> echoServer(std::uint16_t port)
{
    const auto server = co_await loop::startServer(handleConnection, "localhost", port);
    print("Serving on", tuple(server->sockets().front().address));
}

int main(int argc, char **argv)
{
    loop::EventLoop loop;
    loop.runUntilComplete(echoServer(portArgument(argc, argv, 1, 8000)));
    loop.runForever();
}
