// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/TransportServer.h"

#include "app/engine/LiveById.h"
#include "app/engine/sessions/TlsSettings.h"

#include "models/text/Format.h"
#include "models/text/Tr.h"

#include <optional>

namespace app {

using models::tr;

namespace {

class Endpoint final : public loop::DatagramProtocol {
public:
    explicit Endpoint(TransportServer &server)
        : server_(server)
    { }

    void connectionMade(loop::DatagramTransport &transport) override
    {
        transport_ = &transport;
        served_.emplace(transport.sockName());
        server_.opened(transport);
    }
    void datagramReceived(std::string_view data, const loop::SocketAddress &from) override
    {
        server_.take(data, from, *transport_);
    }
    void errorReceived(const loop::OsError &) override { server_.failed(); }
    void connectionLost(std::exception_ptr) override
    {
        served_.reset();
        server_.ended(transport_->id());
    }
    // What cannot be answered is not asked for, either.
    void pauseWriting() override { transport_->pauseReading(); }
    void resumeWriting() override { transport_->resumeReading(); }

private:
    TransportServer &server_;
    loop::DatagramTransport *transport_ = nullptr;
    std::optional<ServedDatagrams> served_; // while it is open
};

} // namespace

void TransportServer::opened(loop::Transport &transport)
{
    accepted();
    open_.insert(transport.id());
    if (closing_)
        transport.close();
    else if (transport.kind() == loop::TransportKind::Tls)
        sayTls(transport);
}

void TransportServer::sayTls(loop::Transport &transport)
{
    const auto info = std::any_cast<loop::TlsInfo>(transport.getExtraInfo("tls", loop::TlsInfo()));
    say(QString::fromStdString(nameOf(transport)) + QStringLiteral(": ") + describeTls(info));
}

std::string TransportServer::nameOf(const loop::Transport &transport)
{
    const std::string address = transport.peerName().toString();
    return address.empty() ? std::string("client ").append(std::to_string(transport.id().value))
                           : address;
}

void TransportServer::take(std::string_view data, const loop::SocketAddress &from,
                           loop::DatagramTransport &endpoint)
{
    received(data.size());
    const DatagramAnswers given = answers();
    if (given == DatagramAnswers::None || mayAnswer(from, given))
        return datagram(data, from, endpoint);
    if (unanswered_++ == 0)
        say(tr("A datagram from %1 is not answered: the answer might be answered in its turn, for "
               "ever. More of them are counted.")
                .arg(QString::fromStdString(from.toString())));
}

QString TransportServer::figures()
{
    QString text = ServerSession::figures();
    if (unanswered_ > 0 && !text.isEmpty())
        text += tr(", %1 not answered").arg(models::format::count(double(unanswered_)));
    return text;
}

void TransportServer::datagram(std::string_view, const loop::SocketAddress &,
                               loop::DatagramTransport &)
{ }

std::shared_ptr<loop::tls::TlsContext> TransportServer::makeTls()
{
    auto context = serverTls(url(), warner());
    context->handshakeFailed
        = [this](const loop::Transport &transport, const std::exception &error) {
              failed();
              say(QString::fromStdString(nameOf(transport)) + QStringLiteral(": ")
                  + QString::fromUtf8(error.what()));
          };
    return context;
}

loop::ServerOptions TransportServer::options(loop::Descriptor socket)
{
    loop::ServerOptions options;
    options.sock = std::move(socket);
    options.backlog = backlog();
    options.context = id();
    if (url().transport == u"tls" && !tls_)
        tls_ = makeTls();
    options.ssl = tls_;
    return options;
}

loop::Coro<void> TransportServer::listen(loop::Descriptor socket)
{
    closing_ = false;
    unanswered_ = 0;
    if (url().transport == u"udp") {
        loop::DatagramOptions datagrams;
        datagrams.sock = std::move(socket);
        const auto factory = [this] { return faults().through(std::make_shared<Endpoint>(*this)); };
        co_await loop().createDatagramEndpoint(factory, std::move(datagrams));
        co_return;
    }
    auto server = co_await serve(options(std::move(socket)));
    servers_.push_back(std::move(server));
}

void TransportServer::closeListeners()
{
    for (const auto &server : servers_)
        server->close();
    servers_.clear();
    if (tls_)
        tls_->handshakeFailed = {}; // handshakes under way may outlive us
    tls_.reset();
}

void TransportServer::closeConnections()
{
    closing_ = true;
    for (const auto &transport : liveConnections(loop(), open_))
        transport->close();
}

void TransportServer::abortConnections()
{
    for (const auto &transport : liveConnections(loop(), open_))
        transport->abort();
    // What still shakes hands has not been opened, and would be later on.
    for (loop::Transport *each = loop().firstTransport(); each; each = each->next()) {
        if (each->context() == id() && each->state() == loop::ConnectionState::Opening)
            each->abort();
    }
}

} // namespace app
