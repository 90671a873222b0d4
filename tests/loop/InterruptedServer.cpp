// SPDX-License-Identifier: GPL-3.0-or-later
// A server that Ctrl-C ends in order, for EventLoopStateTest: InterruptedServer epoll|qt.

#include "loop/EpollDriver.h"
#include "loop/EventLoop.h"
#include "loop/Server.h"
#include "loop/Streams.h"
#include "loop/qt/QtDriver.h"

#include <QtCore/QCoreApplication>

#include <csignal>
#include <cstdio>
#include <string_view>

namespace {

loop::Coro<void> serve(loop::StreamReader reader, loop::StreamWriter writer)
{
    (void)co_await reader.read();
    writer.close();
}

void say(const char *line)
{
    std::puts(line);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    std::unique_ptr<loop::Driver> driver;
    if (argc > 1 && std::string_view(argv[1]) == "qt")
        driver = std::make_unique<loop::qt::QtDriver>();
    loop::EventLoop loop(std::move(driver));
    const auto server
        = loop.runUntilComplete(loop::startServer(serve, "127.0.0.1", 0, {}, 65536, &loop));
    loop.addSignalHandler(SIGINT, [&loop] { loop.stop(); });
    loop.callSoon([] { say("serving"); });
    loop.runForever();
    say("closing server");
    server->close();
    loop.runUntilComplete(server->waitClosed());
    say("closing event loop");
    loop.close();
    return 0;
}
