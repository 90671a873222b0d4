// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/ServerSession.h"

#include "app/engine/sessions/Binding.h"

#include "loop/Sleep.h"
#include "models/text/Format.h"
#include "models/text/Plural.h"

namespace app {

using models::tr;

using namespace std::chrono_literals;

namespace {

constexpr auto grace = 1s;

} // namespace

ServerSession::ServerSession(loop::EventLoop &loop, loop::ContextId id, models::SessionUrl url,
                             Changed changed)
    : Session(loop, id, std::move(url), std::move(changed))
    , block_(this->url().duration(u"block"))
    , backlog_(int(this->url().integer(u"backlog")))
{ }

loop::Coro<void> ServerSession::run()
{
    struct Closing { // also when coming up failed half-way
        ServerSession &server;
        ~Closing() { server.close(); }
    } const closing {*this};
    wasUp_ = false;
    counts_ = {};
    co_await prepare();
    co_await open();
    const loop::Future<void> stopped = loop().createFuture<void>();
    try {
        co_await stopped;
    } catch (const loop::CancelledError &) {
        close();
    }
    co_await settle();
}

loop::Coro<void> ServerSession::prepare()
{
    co_return;
}

loop::Coro<void> ServerSession::open()
{
    std::vector<loop::Descriptor> sockets = co_await bindSockets(loop(), url());
    if (url().isUnix())
        file_.emplace(url().host.toStdString());
    QStringList addresses;
    quint16 port = 0;
    for (loop::Descriptor &socket : sockets) {
        const auto address = loop::SocketAddress::ofSocket(socket.get());
        addresses << QString::fromStdString(address.toString());
        port = port == 0 ? address.port() : port;
        co_await listen(std::move(socket));
    }
    wasUp_ = true;
    running(addresses, port);
}

void ServerSession::close()
{
    file_.reset();
    closeListeners();
}

loop::Coro<void> ServerSession::settle()
{
    closeConnections();
    const loop::TimePoint limit = loop().time() + grace;
    while (connectionCount() > 0 && loop().time() < limit)
        co_await loop::sleep(5ms);
    abortConnections();
    while (connectionCount() > 0)
        co_await loop::sleep(0ms);
}

QString ServerSession::figures()
{
    using models::format::bytes;
    using models::format::count;
    if (!wasUp_)
        return {}; // nothing to tell of
    QString text = url().transport == u"udp"
        ? tr("%1 datagram(s), %2", nullptr, counts_.messages)
              .arg(count(double(counts_.messages)), bytes(double(counts_.bytes)))
        : tr("%1 open, %2 in all, %3 message(s), %4", nullptr, counts_.messages)
              .arg(count(double(connectionCount())), count(double(counts_.accepted)),
                   count(double(counts_.messages)), bytes(double(counts_.bytes)));
    if (counts_.sentBytes > 0)
        text += tr(", %1 sent").arg(bytes(double(counts_.sentBytes)));
    if (counts_.missed > 0)
        text += tr(", %1 missed").arg(count(double(counts_.missed)));
    if (counts_.failures > 0)
        text += tr(", %1 failed").arg(count(double(counts_.failures)));
    return text;
}

} // namespace app
