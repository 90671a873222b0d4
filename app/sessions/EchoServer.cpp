// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sessions/EchoServer.h"

#include "loop/Sleep.h"
#include "loop/Transport.h"
#include "models/Format.h"

#include <QtCore/QCoreApplication>

namespace app {

using namespace std::chrono_literals;

namespace {

constexpr auto grace = 1s;

QString tr(const char *text)
{
    return QCoreApplication::translate("EchoServer", text);
}

} // namespace

EchoServer::EchoServer(loop::EventLoop &loop, loop::ContextId id, models::SessionUrl url, Changed changed)
    : Session(loop, id, std::move(url), std::move(changed))
    , prefix_(this->url().text(u"prefix").toStdString())
    , idle_(this->url().duration(u"idle"))
    , block_(this->url().duration(u"block"))
{
}

loop::Coro<void> EchoServer::run()
{
    const loop::SocketAddress address = co_await listen();
    running(QString::fromStdString(address.toString()), address.port());
    const loop::Future<void> stopped = loop().createFuture<void>();
    try {
        co_await stopped;
    } catch (const loop::CancelledError &) {
        closeListener();
    }
    co_await settle();
}

loop::Coro<void> EchoServer::settle()
{
    closeConnections();
    const loop::TimePoint limit = loop().time() + grace;
    while (connectionCount() > 0 && loop().time() < limit)
        co_await loop::sleep(5ms);
    abortConnections();
    while (connectionCount() > 0)
        co_await loop::sleep(0ms);
}

QString EchoServer::figures()
{
    using models::format::bytes;
    using models::format::count;
    QString text = tr("%1 open, %2 in all, %3 messages, %4")
                       .arg(count(double(connectionCount())), count(double(accepted_)), count(double(messages_)),
                            bytes(double(bytes_)));
    if (failures_ > 0)
        text += tr(", %1 failed").arg(count(double(failures_)));
    return text;
}

void TransportEchoServer::opened(loop::Transport &transport)
{
    accepted();
    open_.insert(transport.id());
    if (closing_)
        transport.close();
}

loop::ServerOptions TransportEchoServer::serverOptions() const
{
    loop::ServerOptions options;
    options.backlog = backlog;
    options.context = id();
    return options;
}

loop::SocketAddress TransportEchoServer::serving(std::shared_ptr<loop::Server> server)
{
    server_ = std::move(server);
    closing_ = false;
    return server_->sockets().front().address;
}

void TransportEchoServer::closeListener()
{
    server_->close();
}

void TransportEchoServer::closeConnections()
{
    closing_ = true;
    const auto open = open_;
    for (const loop::ConnectionId id : open) {
        if (loop::Transport *transport = loop().findTransport(id))
            transport->close();
    }
}

void TransportEchoServer::abortConnections()
{
    const auto open = open_;
    for (const loop::ConnectionId id : open) {
        if (loop::Transport *transport = loop().findTransport(id))
            transport->abort();
    }
}

std::size_t TransportEchoServer::connectionCount() const
{
    return open_.size();
}

} // namespace app
