// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/EchoSockets.h"

#include "app/engine/sessions/IdleTimer.h"
#include "app/engine/sessions/SocketConnection.h"
#include "app/engine/sessions/Trouble.h"
#include "loop/Errors.h"
#include "loop/Sleep.h"
#include "models/text/Tr.h"

#include <algorithm>
#include <sys/socket.h>

namespace app {

using models::tr;

namespace {

constexpr std::size_t socketChunk = 64 * 1024;
constexpr auto acceptPause = std::chrono::seconds(1);

} // namespace

loop::Coro<void> EchoSocketsServer::listen(loop::Descriptor socket)
{
    if (url().transport != u"tcp" && !url().isUnix())
        throw Refusal(tr("api=sockets is for tcp and unix, not for %1. Use api=streams.")
                          .arg(url().transport));
    if (!faults().plan().faults.isEmpty())
        throw Refusal(tr("Faults need a transport, and api=sockets has none. Use api=streams or "
                         "api=protocol."));
    if (::listen(socket.get(), backlog()) != 0)
        loop::throwErrno("listen");
    const int fd = socket.get();
    listeners_.push_back({std::move(socket), loop().createTask(acceptAll(fd), "accept")});
    co_return;
}

loop::Coro<void> EchoSocketsServer::acceptAll(int listener)
{
    for (;;) {
        try {
            auto client = co_await loop().sockAccept(listener);
            const int fd = client.first.get();
            accepted();
            open_[fd] = loop().createTask(echo(std::move(client.first)),
                                          "echo " + client.second.toString());
            continue;
        } catch (const loop::OsError &) {
            failed(); // out of descriptors, mostly: what is open goes on, and some of it will end
            say(sentenceOf(std::current_exception(), url()));
        }
        co_await loop::sleep(acceptPause);
    }
}

loop::Coro<void> EchoSocketsServer::echo(loop::Descriptor socket)
{
    const auto connection = std::make_shared<SocketConnection>(loop(), socket.get());
    // Before the descriptor closes, so that its number cannot be another's yet.
    struct Ending {
        EchoSocketsServer &server;
        SocketConnection &connection;
        int fd;
        std::exception_ptr error;
        ~Ending()
        {
            connection.end(error);
            server.open_.erase(fd);
        }
    } ending {*this, *connection, socket.get(), {}};
    const auto made = loop().createFuture<void>();
    connection->start(made.state());
    co_await made;
    try {
        co_await echoUntilEof(socket.get(), connection.get());
    } catch (const std::exception &) {
        if (connection->isClosing())
            co_return; // it is we who broke it
        failed(); // the client broke the connection: its own affair, and counted
        ending.error = std::current_exception();
    }
}

loop::Coro<void> EchoSocketsServer::echoUntilEof(int fd, SocketConnection *connection)
{
    IdleTimer timer(loop(), options_.idle, [connection] { connection->close(); });
    for (;;) {
        std::string data = co_await loop().sockRecv(fd, socketChunk);
        if (data.empty())
            co_return;
        timer.restart();
        received(data.size());
        connection->countIn(data);
        data.insert(0, options_.prefix);
        connection->countOut(data);
        co_await loop().sockSendall(fd, std::move(data));
    }
}

void EchoSocketsServer::closeListeners()
{
    for (Listener &listener : listeners_)
        listener.accepting.cancel();
    listeners_.clear();
}

std::size_t EchoSocketsServer::connectionCount() const
{
    // A task that was cancelled before it began had no chance to take itself off the list.
    return std::count_if(open_.begin(), open_.end(),
                         [](const auto &entry) { return !entry.second.done(); });
}

void EchoSocketsServer::closeConnections()
{
    abortConnections();
}

void EchoSocketsServer::abortConnections()
{
    for (auto &[fd, task] : open_)
        task.cancel();
}

} // namespace app
