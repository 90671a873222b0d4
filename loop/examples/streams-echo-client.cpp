// SPDX-License-Identifier: MIT
// the client of X-04 with streams: one coroutine, read from top to bottom.
//     streams-echo-client [port]
#include "loop/EventLoop.h"
#include "loop/Streams.h"
#include "loop/examples/Arguments.h"
#include "loop/examples/Lines.h"
#include "loop/examples/Print.h"

loop::Coro<void> echoClient(std::uint16_t port, Lines lines)
{
    auto [reader, writer] = co_await loop::openConnection("localhost", port);
    print("Connected to server");
    for (const std::string_view line : lines) {
        writer.write(line);
        print("Sent:", line);
        const std::string response = co_await reader.read(1024);
        print("Recv:", response);
    }
    writer.close();
    print("Disconnected from server");
}

int main(int argc, char **argv)
{
    loop::EventLoop loop;
    loop.runUntilComplete(
        echoClient(portArgument(argc, argv, 1, 8881), linesOf("A few lines of data")));
    loop.close();
}
