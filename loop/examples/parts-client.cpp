// SPDX-License-Identifier: MIT
// sends a message in three parts, half-closes, and logs the echo in whatever parts it
// arrives.
//     parts-client [port]
#include "loop/EventLoop.h"
#include "loop/Streams.h"
#include "loop/examples/Arguments.h"
#include "loop/examples/Logging.h"
#include "loop/examples/Print.h"

#include <array>

loop::Coro<void> echoClient(std::uint16_t port)
{
    const std::array<std::string_view, 3> messages {"This is the message. ", "It will be sent ",
                                                    "in parts."};
    const Logger log("echo_client");
    log.debug("connecting to localhost port " + std::to_string(port));
    auto [reader, writer] = co_await loop::openConnection("localhost", port);
    for (const std::string_view message : messages) {
        writer.write(message);
        log.debug("sending " + bytes(message));
    }
    if (writer.canWriteEof())
        writer.writeEof();
    co_await writer.drain();

    log.debug("waiting for response");
    for (;;) {
        const std::string data = co_await reader.read(128);
        if (data.empty())
            break;
        log.debug("received " + bytes(data));
    }
    log.debug("closing");
    writer.close();
}

int main(int argc, char **argv)
{
    logToStandardError();
    loop::EventLoop loop;
    loop.runUntilComplete(echoClient(portArgument(argc, argv, 1, 10000)));
    Logger("main").debug("closing event loop");
    loop.close();
}
