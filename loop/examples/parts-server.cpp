// SPDX-License-Identifier: MIT
// an echo server that logs under a name for each client. Ctrl-C closes the server, then the
// loop.
//     parts-server [port]
#include "loop/EventLoop.h"
#include "loop/Server.h"
#include "loop/Streams.h"
#include "loop/examples/Arguments.h"
#include "loop/examples/Logging.h"
#include "loop/examples/Print.h"

#include <csignal>

loop::Coro<void> echo(loop::StreamReader reader, loop::StreamWriter writer)
{
    const loop::SocketAddress peer = writer.transport().peerName();
    const Logger log("echo_" + peer.host() + '_' + std::to_string(peer.port()));
    log.debug("connection accepted");
    for (;;) {
        const std::string data = co_await reader.read(128);
        if (data.empty())
            break;
        log.debug("received " + bytes(data));
        writer.write(data);
        co_await writer.drain();
        log.debug("sent " + bytes(data));
    }
    log.debug("closing");
    writer.close();
}

int main(int argc, char **argv)
{
    logToStandardError();
    const Logger log("main");
    loop::EventLoop loop;
    loop.addSignalHandler(SIGINT, [&loop] { loop.stop(); });
    const auto server = loop.runUntilComplete(
        loop::startServer(echo, "localhost", portArgument(argc, argv, 1, 10000), {},
                          loop::defaultStreamLimit, &loop));
    log.debug("starting up on localhost port "
              + std::to_string(server->sockets().front().address.port()));
    loop.runForever();
    log.debug("closing server");
    server->close();
    loop.runUntilComplete(server->waitClosed());
    log.debug("closing event loop");
    loop.close();
}
