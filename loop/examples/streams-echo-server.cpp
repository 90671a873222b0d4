// SPDX-License-Identifier: MIT
// the server of X-04 with streams: one coroutine for each client. Ctrl-C closes the server,
// then the loop, and the program ends with 0.
//     streams-echo-server [port]
#include "loop/EventLoop.h"
#include "loop/Server.h"
#include "loop/Streams.h"
#include "loop/examples/Arguments.h"
#include "loop/examples/Print.h"

#include <csignal>

loop::Coro<void> handle(loop::StreamReader reader, loop::StreamWriter writer)
{
    const std::string address = tuple(writer.transport().peerName());
    print("Connected from", address);
    for (;;) {
        const std::string data = co_await reader.read(1024);
        if (data.empty())
            break;
        print("Recv:", data);
        writer.write(data);
        co_await writer.drain();
        print("Echo:", data);
    }
    writer.close();
    print("Disconnected from", address);
}

int main(int argc, char **argv)
{
    loop::EventLoop loop;
    loop.addSignalHandler(SIGINT, [&loop] { loop.stop(); });
    const auto server = loop.runUntilComplete(
        loop::startServer(handle, "localhost", portArgument(argc, argv, 1, 8881), {},
                          loop::defaultStreamLimit, &loop));
    print("Serving on", tuple(server->sockets().front().address));
    loop.runForever();
    server->close();
    loop.runUntilComplete(server->waitClosed());
    loop.close();
}
