// SPDX-License-Identifier: GPL-3.0-or-later
// TLS needs a QtDriver, so this suite has one driver only; its certificates are made when it
// starts.
#include "loop/EpollDriver.h"
#include "loop/EventLoop.h"
#include "loop/Server.h"
#include "loop/Sleep.h"
#include "loop/Streams.h"
#include "loop/qt/QtDriver.h"
#include "loop/qt/QtTlsContext.h"
#include "tests/loop/Certificates.h"
#include "tests/support/Peers.h"
#include "tests/support/TlsPrograms.h"

#include <QtCore/QDir>
#include <QtCore/QProcess>
#include <QtTest/QTest>

#include <sys/socket.h>

using namespace loop;
using loop::qt::QtTlsContext;
using namespace tls;

class TlsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(QFile::exists(QString::fromStdString(path("local.pem")))); }
    void init() { m_loop = std::make_unique<EventLoop>(std::make_unique<loop::qt::QtDriver>()); }
    void cleanup()
    {
        if (m_server)
            std::exchange(m_server, nullptr)->close();
        m_loop->setExceptionHandler(
            [](EventLoop &, const ExceptionContext &) {}); // handlers that are pending
        m_loop->close();
        m_loop.reset();
    }

    // N-08, N-16: a TLS echo, verified; what was negotiated is known
    void linesEchoOverTls()
    {
        const std::uint16_t port = serve(echoLines, serverContext("local"));
        const Answer answer = m_loop->runUntilComplete(ask(*m_loop, "localhost", port, trusting()));
        QCOMPARE(answer.line, std::string("hello\n"));
        QCOMPARE(answer.tls.version, std::string("TLSv1.3"));
        QVERIFY(answer.tls.cipher.starts_with("TLS_"));
        QVERIFY(!answer.tls.peerChain.empty());
        QCOMPARE(answer.tls.peerChain.front().subject, std::string("local"));
        QCOMPARE(answer.tls.peerChain.front().issuer, std::string("Test authority"));
        QVERIFY(answer.tls.peerChain.front().pem.starts_with("-----BEGIN CERTIFICATE-----"));
    }

    // N-08: verification is on by default, and the error says which check failed
    void aSelfSignedCertificateIsRefused()
    {
        const std::uint16_t port = serve(echoLines, serverContext("self"));
        ConnectOptions options;
        options.ssl = QtTlsContext::forClient();
        const std::string error = errorOf<CertificateError>("localhost", port, std::move(options));
        QVERIFY2(error.starts_with("certificate verify failed: "), error.c_str());
        QVERIFY2(error.find("self-signed") != std::string::npos, error.c_str());
        QVERIFY2(error.find("[selfish]") != std::string::npos, error.c_str());

        const auto lax = QtTlsContext::forClient();
        lax->setVerify(false);
        options = {};
        options.ssl = lax;
        QCOMPARE(m_loop->runUntilComplete(ask(*m_loop, "localhost", port, std::move(options))).line,
                 std::string("hello\n"));
    }

    // N-08
    void aCertificateThatHasExpiredIsRefused()
    {
        const std::uint16_t port = serve(echoLines, serverContext("late"));
        const std::string error = errorOf<CertificateError>("localhost", port, trusting());
        QVERIFY2(error.find("expired") != std::string::npos, error.c_str());
        QVERIFY2(error.find("[late]") != std::string::npos, error.c_str());
    }

    // N-09: the default is the host
    void aCertificateForAnotherHostIsRefused()
    {
        const std::uint16_t port = serve(echoLines, serverContext("other"));
        const std::string error = errorOf<CertificateError>("localhost", port, trusting());
        QVERIFY2(error.find("host name") != std::string::npos, error.c_str());
        QVERIFY2(error.find("\"localhost\"") != std::string::npos, error.c_str());
    }

    // N-09: server_hostname in place of the host; "" checks no name, but all else
    void serverHostnameReplacesTheHost()
    {
        const std::uint16_t port = serve(echoLines, serverContext("other"));
        ConnectOptions named = trusting();
        named.serverHostname = "elsewhere.example";
        QCOMPARE(m_loop->runUntilComplete(ask(*m_loop, "127.0.0.1", port, std::move(named))).line,
                 std::string("hello\n"));
        ConnectOptions any = trusting();
        any.serverHostname = "";
        QCOMPARE(m_loop->runUntilComplete(ask(*m_loop, "127.0.0.1", port, std::move(any))).line,
                 std::string("hello\n"));
        ConnectOptions untrusting;
        untrusting.ssl = QtTlsContext::forClient();
        untrusting.serverHostname = "";
        QVERIFY(!errorOf<CertificateError>("127.0.0.1", port, std::move(untrusting)).empty());
    }

    // N-09: mandatory without a host; meaningless without ssl
    void serverHostnameIsAskedForWhereItMatters()
    {
        ConnectOptions unnamed = trusting();
        unnamed.sock = Descriptor(::socket(AF_INET, SOCK_STREAM, 0));
        QCOMPARE(errorOf<ValueError>("", 0, std::move(unnamed)),
                 std::string("You must set server_hostname when using ssl without a host"));
        ConnectOptions plain;
        plain.serverHostname = "localhost";
        QCOMPARE(errorOf<ValueError>("localhost", 1, std::move(plain)),
                 std::string("server_hostname is only meaningful with ssl"));
    }

    // N-16: a client's context is none for a server
    void aServerNeedsACertificate()
    {
        ServerOptions options;
        options.ssl = QtTlsContext::forClient();
        QVERIFY_EXCEPTION_THROWN(
            (void)m_loop->runUntilComplete(
                startServer(echoLines, "127.0.0.1", 0, std::move(options), limit, m_loop.get())),
            ValueError);
        QVERIFY_EXCEPTION_THROWN((void)QtTlsContext::forServer(path("nothing"), path("local.key")),
                                 OsError);
        QVERIFY_EXCEPTION_THROWN(
            (void)QtTlsContext::forServer(path("local.key"), path("local.key")), ValueError);
        QVERIFY_EXCEPTION_THROWN(
            (void)QtTlsContext::forServer(path("local.pem"), path("local.pem")), ValueError);
        QVERIFY_EXCEPTION_THROWN(
            (void)QtTlsContext::forServer(path("local.pem"), path("other.key")), ValueError);
    }

    // connect_accepted_socket with ssl: a server without a Server
    void anAcceptedSocketShakesHandsAsAServer()
    {
        const Descriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        const auto any = SocketAddress::fromNumeric("127.0.0.1", 0);
        QVERIFY(::bind(listener.get(), any.data(), any.size()) == 0);
        QVERIFY(::listen(listener.get(), 1) == 0);
        const auto answer = m_loop->createTask(
            ask(*m_loop, "localhost", SocketAddress::ofSocket(listener.get()).port(), trusting()));
        const auto handler = std::make_shared<const StreamHandler>(echoLines);
        const auto make = [&] { return std::make_shared<Stream>(*m_loop, limit, handler); };
        auto accepted = m_loop->runUntilComplete(m_loop->sockAccept(listener.get()));
        const auto connected = m_loop->runUntilComplete(
            m_loop->connectAcceptedSocket(make, std::move(accepted.first), serverContext("local")));
        QVERIFY(connected.transport->kind() == TransportKind::Tls);
        QVERIFY(connected.transport->role() == Role::Server);
        QCOMPARE(m_loop->runUntilComplete(answer).line, std::string("hello\n"));

        QVERIFY_EXCEPTION_THROWN((void)m_loop->runUntilComplete(m_loop->connectAcceptedSocket(
                                     make, Descriptor(), QtTlsContext::forClient())),
                                 ValueError);
    }

    // N-08: elsewhere, clear words
    void anEpollLoopSaysThatItHasNoTls()
    {
        EventLoop epoll;
        ConnectOptions options = trusting();
        std::string error;
        try {
            (void)epoll.runUntilComplete(
                openConnection("localhost", 1, std::move(options), limit, &epoll));
        } catch (const NotSupportedError &refused) {
            error = refused.what();
        }
        QCOMPARE(error,
                 std::string(
                     "TLS is QSslSocket's: it needs a loop over qt::QtDriver, not EpollSelector"));
        ServerOptions server;
        server.ssl = serverContext("local");
        QVERIFY_EXCEPTION_THROWN((void)epoll.runUntilComplete(startServer(
                                     echoLines, "127.0.0.1", 0, std::move(server), limit, &epoll)),
                                 NotSupportedError);
        epoll.close();
    }

    // N-16: the protocol both sides can
    void alpnIsNegotiated()
    {
        const auto context = serverContext("local");
        QVERIFY_EXCEPTION_THROWN(context->setAlpnProtocols({"lines/1", ""}), ValueError);
        context->setAlpnProtocols({"lines/2", "lines/1"});
        const std::uint16_t port = serve(echoLines, context);
        ConnectOptions options = trusting();
        std::static_pointer_cast<QtTlsContext>(options.ssl)->setAlpnProtocols({"other", "lines/1"});
        const Answer answer
            = m_loop->runUntilComplete(ask(*m_loop, "localhost", port, std::move(options)));
        QCOMPARE(answer.tls.alpn, std::string("lines/1"));
    }

    // N-16: a server that verifies knows its client
    void aServerMayDemandACertificate()
    {
        const auto context = serverContext("local");
        context->loadVerifyLocations(path("ca.pem"));
        context->setVerify(true);
        const std::uint16_t port = serve(echoLines, context);
        ConnectOptions options = trusting();
        std::static_pointer_cast<QtTlsContext>(options.ssl)
            ->loadCertChain(path("other.pem"), path("other.key"));
        QCOMPARE(m_loop->runUntilComplete(ask(*m_loop, "localhost", port, std::move(options))).line,
                 std::string("hello\n"));
        std::string line; // TLS 1.3 lets the client think for a moment that all is well
        try {
            line = m_loop->runUntilComplete(ask(*m_loop, "localhost", port, trusting())).line;
        } catch (const std::exception &) { }
        QCOMPARE(line, std::string());
    }

    // N-16: openssl s_client is somebody else's client
    void opensslTalksToOurServer()
    {
        const std::uint16_t port = serve(echoOneLine, serverContext("local"));
        const std::string command
            = "echo hello | timeout 5 openssl s_client -quiet -verify_return_error -CAfile "
            + path("ca.pem") + " -servername localhost -connect 127.0.0.1:" + std::to_string(port)
            + " 2>/dev/null";
        QCOMPARE(m_loop->runUntilComplete(peer(*m_loop, command)), std::string("hello\n"));
    }

    // N-16, PR-06: Python's ssl client gets its line and a clean end
    void pythonTalksToOurServer()
    {
        const std::uint16_t port = serve(echoOneLine, serverContext("local"));
        const std::string script = "import socket, ssl\n"
                                   "context = ssl.create_default_context(cafile=\""
            + path("ca.pem")
            + "\")\n"
              "plain = socket.create_connection((\"127.0.0.1\", "
            + std::to_string(port)
            + "))\n"
              "tls = context.wrap_socket(plain, server_hostname=\"localhost\", "
              "suppress_ragged_eofs=False)\n"
              "tls.sendall(b\"hello\\n\")\n"
              "print(tls.version(), tls.recv(100), tls.recv(100))\n";
        const std::string answer
            = m_loop->runUntilComplete(peer(*m_loop, "timeout 5 python3 -c '" + script + "' 2>&1"));
        QCOMPARE(answer, std::string("TLSv1.3 b'hello\\n' b''\n"));
    }

    // N-08: openssl s_server is somebody else's server
    void weTalkToOpenssl()
    {
        QProcess server;
        server.start(QStringLiteral("openssl"),
                     {QStringLiteral("s_server"), QStringLiteral("-accept"),
                      QStringLiteral("127.0.0.1:0"), QStringLiteral("-cert"),
                      QString::fromStdString(path("local.pem")), QStringLiteral("-key"),
                      QString::fromStdString(path("local.key")), QStringLiteral("-rev"),
                      QStringLiteral("-tls1_2")});
        QByteArray output; // "ACCEPT 127.0.0.1:port"
        while (!output.contains("ACCEPT") || !output.endsWith('\n')) {
            QVERIFY(server.waitForReadyRead(5000));
            output += server.readAllStandardOutput();
        }
        const auto port
            = static_cast<std::uint16_t>(output.mid(output.lastIndexOf(':') + 1).trimmed().toInt());
        ConnectOptions options = trusting();
        options.serverHostname = "localhost";
        const Answer answer
            = m_loop->runUntilComplete(ask(*m_loop, "127.0.0.1", port, std::move(options)));
        QCOMPARE(answer.line, std::string("olleh\n"));
        QCOMPARE(answer.tls.version, std::string("TLSv1.2"));
        server.kill();
        server.waitForFinished();
    }

    // TR-09: TLS has no half-close
    void writeEofIsNotSupported()
    {
        const std::uint16_t port = serve(echoLines, serverContext("local"));
        Streams streams = m_loop->runUntilComplete(
            openConnection("localhost", port, trusting(), limit, m_loop.get()));
        QVERIFY(!streams.writer.canWriteEof());
        QVERIFY_EXCEPTION_THROWN(streams.writer.writeEof(), NotSupportedError);
        QVERIFY(streams.writer.transport().kind() == TransportKind::Tls);
        streams.writer.close();
        QVERIFY(
            m_loop->runUntilComplete(isFulfilled(m_loop->createTask(streams.writer.waitClosed()))));
    }

    // PR-07, PR-02, PR-03: true from eofReceived() does not keep a TLS connection
    void eofClosesWhateverTheProtocolSays()
    {
        const std::uint16_t port = serve(echoOneLine, serverContext("local"));
        auto factory = [this] { return std::make_shared<Witness>(*m_loop); };
        const auto made = m_loop->runUntilComplete(
            m_loop->createConnection(factory, "localhost", port, trusting()));
        made.transport->write("bye\n");
        QVERIFY(m_loop->runUntilComplete(isFulfilled(made.protocol->lost)));
        QCOMPARE(made.protocol->received, std::string("bye\n"));
        QCOMPARE(made.protocol->calls, std::string("made eof lost"));
    }

    // TR-02, W-01, W-03: much data arrives whole, and pauses its writer
    void closeFlushesFiveMegabytes()
    {
        ServerOptions options;
        options.ssl = serverContext("local");
        std::shared_ptr<Witness> receiver;
        auto accept = [this, &receiver] { return receiver = std::make_shared<Witness>(*m_loop); };
        m_server = m_loop->runUntilComplete(
            m_loop->createServer(accept, "127.0.0.1", 0, std::move(options)));
        auto factory = [this] { return std::make_shared<Witness>(*m_loop); };
        const auto made = m_loop->runUntilComplete(m_loop->createConnection(
            factory, "localhost", m_server->sockets().front().address.port(), trusting()));
        std::string data;
        while (data.size() < 5'000'000)
            data += std::to_string(data.size()) + ' ';
        made.transport->write(data);
        QVERIFY(made.transport->getWriteBufferSize() > 64 * 1024);
        made.transport->close();
        QVERIFY(m_loop->runUntilComplete(isFulfilled(made.protocol->lost)));
        QVERIFY(m_loop->runUntilComplete(isFulfilled(receiver->lost)));
        QVERIFY(receiver->received == data);
        QCOMPARE(made.protocol->pauses, 1);
        QCOMPARE(made.protocol->resumes, 1);
        QCOMPARE(made.transport->counters().bytesOut, std::uint64_t(data.size()));
    }

    // TR-05: nothing is delivered while paused, all of it afterwards
    void pausedReadingWaits()
    {
        const std::uint16_t port = serve(echoLines, serverContext("local"));
        auto factory = [this] { return std::make_shared<Witness>(*m_loop); };
        const auto made = m_loop->runUntilComplete(
            m_loop->createConnection(factory, "localhost", port, trusting()));
        made.transport->pauseReading();
        made.transport->write("later\n");
        const auto nap = []() -> Coro<void> { co_await sleep(std::chrono::milliseconds(50)); };
        m_loop->runUntilComplete(nap());
        QCOMPARE(made.protocol->received, std::string());
        made.transport->resumeReading();
        for (int i = 0; i < 40 && made.protocol->received.empty(); ++i)
            m_loop->runUntilComplete(nap());
        QCOMPARE(made.protocol->received, std::string("later\n"));
        made.transport->abort();
        QVERIFY(m_loop->runUntilComplete(isFulfilled(made.protocol->lost)));
        QCOMPARE(made.protocol->calls, std::string("made lost"));
    }

    // Trap 30: a handshake that fails makes no connection, and the server goes on
    void aPeerThatSpeaksNoTlsIsTurnedAway()
    {
        int accepted = 0;
        ServerOptions options;
        options.ssl = serverContext("local");
        auto accept = [this, &accepted] {
            ++accepted;
            return std::make_shared<Witness>(*m_loop);
        };
        m_server = m_loop->runUntilComplete(
            m_loop->createServer(accept, "127.0.0.1", 0, std::move(options)));
        const std::uint16_t port = m_server->sockets().front().address.port();
        const std::string command
            = "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | timeout 5 nc -N 127.0.0.1 "
            + std::to_string(port);
        (void)m_loop->runUntilComplete(peer(*m_loop, command));
        QCOMPARE(accepted, 1);
        QCOMPARE(m_loop->totals().connections, std::size_t {0});
        QVERIFY(m_server->isServing());
    }

    // N-08: a server that never answers the handshake
    void aHandshakeTimesOut()
    {
        m_server = m_loop->runUntilComplete(
            m_loop->createServer([] { return std::make_shared<Protocol>(); }, "127.0.0.1", 0));
        ConnectOptions options = trusting();
        std::static_pointer_cast<QtTlsContext>(options.ssl)->handshakeTimeout
            = std::chrono::milliseconds(50);
        const std::string error = errorOf<TlsError>(
            "localhost", m_server->sockets().front().address.port(), std::move(options));
        QVERIFY2(error.find("taking longer") != std::string::npos, error.c_str());
    }

    // N-08, N-16: startTls() encrypts a connection that began in the clear, for us and for openssl
    void aConnectionIsUpgraded()
    {
        const std::uint16_t port = serveUpgrades();
        const auto trusted = trusting().ssl;
        const Answer answer
            = m_loop->runUntilComplete(askForUpgrade(*m_loop, port, trusted, "localhost"));
        QCOMPARE(answer.line, std::string("secret\n"));
        QCOMPARE(answer.tls.version, std::string("TLSv1.3"));
        const std::string command
            = "echo hello | timeout 5 openssl s_client -quiet -starttls smtp -verify_return_error"
              " -CAfile "
            + path("ca.pem") + " -connect 127.0.0.1:" + std::to_string(port) + " 2>/dev/null";
        const std::string printed = m_loop->runUntilComplete(peer(*m_loop, command));
        QVERIFY2(printed.ends_with("hello\n"), printed.c_str());
    }

    // N-09, PR-02: an upgrade that fails ends the connection, and says why
    void anUpgradeToTheWrongServerFails()
    {
        const std::uint16_t port = serveUpgrades();
        const auto trusted = trusting().ssl;
        QVERIFY_EXCEPTION_THROWN((void)m_loop->runUntilComplete(
                                     askForUpgrade(*m_loop, port, trusted, "elsewhere.example")),
                                 CertificateError);
        auto factory = [this] { return std::make_shared<Witness>(*m_loop); };
        const auto made
            = m_loop->runUntilComplete(m_loop->createConnection(factory, "localhost", port));
        QVERIFY_EXCEPTION_THROWN(
            (void)m_loop->runUntilComplete(m_loop->startTls(made.transport, trusted)), ValueError);
        made.transport->write("STARTTLS\r\n");
        QVERIFY_EXCEPTION_THROWN((void)m_loop->runUntilComplete(m_loop->startTls(
                                     made.transport, trusted, "elsewhere.example")),
                                 TlsError);
        QVERIFY(m_loop->runUntilComplete(isFulfilled(made.protocol->lost)));
        QCOMPARE(made.protocol->calls, std::string("made failed"));
    }

    // L-08: closing the loop amid handshakes leaks nothing
    void closingTheLoopEndsAHandshake()
    {
        m_server = m_loop->runUntilComplete(
            m_loop->createServer([] { return std::make_shared<Protocol>(); }, "127.0.0.1", 0));
        const auto task = m_loop->createTask(
            ask(*m_loop, "localhost", m_server->sockets().front().address.port(), trusting()));
        const auto nap = []() -> Coro<void> { co_await sleep(std::chrono::milliseconds(50)); };
        m_loop->runUntilComplete(nap());
        QVERIFY(!task.done());
        const std::size_t before = descriptors();
        m_server->close();
        m_loop->setExceptionHandler([](EventLoop &, const ExceptionContext &) {});
        m_loop->close();
        QVERIFY(task.cancelled() && m_loop->totals().connections == 0);
        QVERIFY2(descriptors() <= before - 3, "the listener and both ends are closed");
    }

private:
    [[nodiscard]] static std::size_t descriptors()
    {
        return std::size_t(QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::System).size());
    }
    [[nodiscard]] std::string path(const std::string &name) const
    {
        return m_certificates.path(name);
    }
    [[nodiscard]] std::shared_ptr<QtTlsContext> serverContext(const std::string &name) const
    {
        return QtTlsContext::forServer(path(name + ".pem"), path(name + ".key"));
    }
    [[nodiscard]] ConnectOptions trusting() const
    {
        const auto context = QtTlsContext::forClient();
        context->loadVerifyLocations(path("ca.pem"));
        ConnectOptions options;
        options.ssl = context;
        return options;
    }
    std::uint16_t serve(StreamHandler handler, std::shared_ptr<QtTlsContext> context)
    {
        ServerOptions options;
        options.ssl = std::move(context);
        m_server = m_loop->runUntilComplete(startServer(std::move(handler), "127.0.0.1", 0,
                                                        std::move(options), limit, m_loop.get()));
        return m_server->sockets().front().address.port();
    }
    std::uint16_t serveUpgrades()
    {
        const auto context = serverContext("local");
        auto handler = [context](StreamReader reader, StreamWriter writer) {
            return upgrade(std::move(reader), std::move(writer), context);
        };
        m_server = m_loop->runUntilComplete(
            startServer(handler, "127.0.0.1", 0, {}, limit, m_loop.get()));
        return m_server->sockets().front().address.port();
    }
    template <class E>
    std::string errorOf(std::string host, std::uint16_t port, ConnectOptions options)
    {
        try {
            (void)m_loop->runUntilComplete(ask(*m_loop, std::move(host), port, std::move(options)));
        } catch (const E &error) {
            return error.what();
        }
        return {};
    }

    const Certificates m_certificates;
    std::unique_ptr<EventLoop> m_loop;
    std::shared_ptr<Server> m_server;
};

QTEST_GUILESS_MAIN(TlsTest)
#include "TlsTest.moc"
