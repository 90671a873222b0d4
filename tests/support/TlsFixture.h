// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What tests of TLS share: a loop over the driver whose turn it is, certificates, and servers that
// show them.

#include "loop/tls/TlsContext.h"
#include "tests/loop/Certificates.h"
#include "tests/support/Drivers.h"
#include "tests/support/TlsPrograms.h"
#include "tests/support/Wire.h"

Q_DECLARE_METATYPE(loop::tls::TlsVersion)

class TlsFixture : public QObject {
protected:
    using EventLoop = loop::EventLoop;
    using ConnectOptions = loop::ConnectOptions;
    using ServerOptions = loop::ServerOptions;
    using SslContext = loop::tls::TlsContext;

    void begin() { m_loop = std::make_unique<EventLoop>(makeDriver()); }
    void end()
    {
        if (m_server)
            std::exchange(m_server, nullptr)->close();
        m_loop->setExceptionHandler(
            [](EventLoop &, const loop::ExceptionContext &) {}); // handlers that are pending
        m_loop->close();
        m_loop.reset();
    }

    [[nodiscard]] std::string path(const std::string &name) const
    {
        return m_certificates.path(name);
    }
    [[nodiscard]] std::shared_ptr<SslContext> serverContext(const std::string &name) const
    {
        return SslContext::forServer(path(name + ".pem"), path(name + ".key"));
    }
    [[nodiscard]] ConnectOptions trusting() const
    {
        const auto context = SslContext::forClient();
        context->loadVerifyLocations(path("ca.pem"));
        ConnectOptions options;
        options.ssl = context;
        return options;
    }
    std::uint16_t serve(loop::StreamHandler handler, std::shared_ptr<SslContext> context)
    {
        ServerOptions options;
        options.ssl = std::move(context);
        m_server = m_loop->runUntilComplete(loop::startServer(
            std::move(handler), "127.0.0.1", 0, std::move(options), tlspeers::limit, m_loop.get()));
        return m_server->sockets().front().address.port();
    }
    static void versions()
    {
        QTest::addColumn<loop::tls::TlsVersion>("version");
        QTest::newRow("TLS 1.2") << loop::tls::TlsVersion::Tls12;
        QTest::newRow("TLS 1.3") << loop::tls::TlsVersion::Tls13;
    }
    template <class E>
    std::string errorOf(std::string host, std::uint16_t port, ConnectOptions options)
    {
        try {
            (void)m_loop->runUntilComplete(
                tlspeers::ask(*m_loop, std::move(host), port, std::move(options)));
        } catch (const E &error) {
            return error.what();
        }
        return {};
    }

    const Certificates m_certificates;
    std::unique_ptr<EventLoop> m_loop;
    std::shared_ptr<loop::Server> m_server;
};
