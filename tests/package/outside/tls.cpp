// SPDX-License-Identifier: GPL-3.0-or-later

// A program outside the tree that knows TLS, without Qt: its client meets a peer that speaks none.

#include "loop/EventLoop.h"
#include "loop/Server.h"
#include "loop/Streams.h"
#include "loop/tls/TlsContext.h"

#include <cstdio>

namespace {

loop::Coro<void> speakPlainly(loop::StreamReader reader, loop::StreamWriter writer)
{
    (void)co_await reader.read(1);
    writer.write("220 no TLS here\r\n");
    writer.close();
}

loop::Coro<void> connect()
{
    const std::shared_ptr<loop::Server> server
        = co_await loop::startServer(speakPlainly, "127.0.0.1", 0);
    loop::ConnectOptions options;
    options.ssl = loop::tls::TlsContext::forClient();
    (void)co_await loop::openConnection("127.0.0.1", server->sockets().front().address.port(),
                                        std::move(options));
}

} // namespace

int main()
{
    loop::EventLoop eventLoop;
    try {
        eventLoop.runUntilComplete(connect());
    } catch (const loop::TlsError &error) {
        std::printf("tls: %s\n", error.what());
        return 0;
    }
    return 1;
}
