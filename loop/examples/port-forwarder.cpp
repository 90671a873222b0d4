// SPDX-License-Identifier: MIT
// forwards connections to another port of this machine, both directions at once. Each
// direction is one coroutine; a task group ends both when one fails.
//     port-forwarder port-to-forward-to [port]
#include "loop/EventLoop.h"
#include "loop/Server.h"
#include "loop/Streams.h"
#include "loop/TaskGroup.h"
#include "loop/examples/Arguments.h"
#include "loop/examples/Print.h"

loop::Coro<void> pump(loop::StreamReader from, loop::StreamWriter to)
{
    for (;;) {
        const std::string data = co_await from.read(65536);
        if (data.empty())
            break;
        to.write(data);
        co_await to.drain();
    }
    to.writeEof();
}

loop::Coro<void> forward(loop::StreamReader reader, loop::StreamWriter writer, std::uint16_t target)
{
    try {
        auto there = co_await loop::openConnection("localhost", target);
        const auto bothWays = [&](loop::TaskGroup &group) -> loop::Coro<void> {
            group.createTask(pump(reader, there.writer));
            group.createTask(pump(there.reader, writer));
            co_return;
        };
        co_await loop::taskGroup(bothWays);
        there.writer.close();
    } catch (const std::exception &error) {
        print("forwarding failed:", error.what());
    }
    writer.close();
}

int main(int argc, char **argv)
{
    const std::uint16_t target = portArgument(argc, argv, 1, 8881);
    loop::EventLoop loop;
    const auto handler = [target](loop::StreamReader reader, loop::StreamWriter writer) {
        return forward(std::move(reader), std::move(writer), target);
    };
    const auto server = loop.runUntilComplete(
        loop::startServer(handler, "localhost", portArgument(argc, argv, 2, 8882), {},
                          loop::defaultStreamLimit, &loop));
    print("Forwarding from", tuple(server->sockets().front().address));
    loop.runForever();
}
