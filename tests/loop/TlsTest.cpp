// SPDX-License-Identifier: GPL-3.0-or-later
// TLS as a program meets it, over every driver (L-11); the certificates are made when it starts.
#include "tests/support/TlsFixture.h"

#include <QtCore/QDir>

#include <sys/socket.h>

using namespace loop;
using namespace tlspeers;

class TlsTest final : public TlsFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void init() { begin(); }
    void cleanup() { end(); }
    void initTestCase() { QVERIFY(QFile::exists(QString::fromStdString(path("local.pem")))); }
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

    // N-08: asyncio's names of what was agreed on; nothing is known before
    void whatWasAgreedOnCanBeAsked()
    {
        auto ends = tcpPair();
        const auto make = [] { return std::make_shared<Recording>(); };
        const auto accepted = m_loop->createTask(
            m_loop->connectAcceptedSocket(make, std::move(ends.first), serverContext("local")));
        ConnectOptions options = trusting();
        options.sock = std::move(ends.second);
        options.serverHostname = "localhost";
        const auto connected = m_loop->createTask(m_loop->createConnection(make, options));
        for (int i = 0; i < 5 && m_loop->totals().connections < 2; ++i)
            runReady(*m_loop);
        QCOMPARE(m_loop->totals().connections, std::size_t(2)); // whose handshakes have begun
        for (const char *const name : {"cipher", "peercert", "tls"})
            QCOMPARE(std::any_cast<int>(m_loop->firstTransport()->getExtraInfo(name, 7)), 7);
        const auto client = m_loop->runUntilComplete(connected).transport;
        const auto server = m_loop->runUntilComplete(accepted).transport;
        const auto info = std::any_cast<TlsInfo>(client->getExtraInfo("tls"));
        QVERIFY(info.cipher.starts_with("TLS_"));
        const auto words = [](const Transport &transport, const char *name) {
            return std::any_cast<std::string>(transport.getExtraInfo(name));
        };
        QCOMPARE(words(*client, "cipher"), info.cipher);
        QCOMPARE(words(*server, "cipher"), info.cipher);
        QCOMPARE(words(*client, "peercert"), info.peerChain.front().pem);
        QCOMPARE(words(*server, "peercert"), std::string()); // nobody asked for it
        QVERIFY(std::any_cast<int>(client->getExtraInfo("socket")) >= 0);
        QCOMPARE(std::any_cast<int>(client->getExtraInfo("pipe", 7)), 7);
        QVERIFY(!std::any_cast<bool>(client->getExtraInfo("truncated")));

        client->writeEof();
        QVERIFY_EXCEPTION_THROWN(client->write("after its end"), RuntimeError); // TR-08
        QVERIFY_EXCEPTION_THROWN(client->write({}), RuntimeError);
        QCOMPARE(client->counters().bytesOut, std::uint64_t(0));
    }

    // N-08: verification is on by default, and the error says which check failed
    void aSelfSignedCertificateIsRefused()
    {
        const std::uint16_t port = serve(echoLines, serverContext("self"));
        ConnectOptions options;
        options.ssl = SslContext::forClient();
        const std::string error = errorOf<CertificateError>("localhost", port, std::move(options));
        QVERIFY2(error.starts_with("certificate verify failed: "), error.c_str());
        QVERIFY2(error.find("self-signed") != std::string::npos, error.c_str());
        QVERIFY2(error.find("[selfish]") != std::string::npos, error.c_str());

        const auto lax = SslContext::forClient();
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
        untrusting.ssl = SslContext::forClient();
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
        options.ssl = SslContext::forClient();
        QVERIFY_EXCEPTION_THROWN(
            (void)m_loop->runUntilComplete(
                startServer(echoLines, "127.0.0.1", 0, std::move(options), limit, m_loop.get())),
            ValueError);
        QVERIFY_EXCEPTION_THROWN((void)SslContext::forServer(path("nothing"), path("local.key")),
                                 OsError);
        QVERIFY_EXCEPTION_THROWN((void)SslContext::forServer(path("local.key"), path("local.key")),
                                 ValueError);
        QVERIFY_EXCEPTION_THROWN((void)SslContext::forServer(path("local.pem"), path("local.pem")),
                                 ValueError);
        QVERIFY_EXCEPTION_THROWN((void)SslContext::forServer(path("local.pem"), path("other.key")),
                                 ValueError);
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
                                     make, Descriptor(), SslContext::forClient())),
                                 ValueError);
    }

    // N-16: the protocol both sides can
    void alpnIsNegotiated()
    {
        const auto context = serverContext("local");
        QVERIFY_EXCEPTION_THROWN(context->setAlpnProtocols({"lines/1", ""}), ValueError);
        context->setAlpnProtocols({"lines/2", "lines/1"});
        const std::uint16_t port = serve(echoLines, context);
        ConnectOptions options = trusting();
        std::static_pointer_cast<SslContext>(options.ssl)->setAlpnProtocols({"other", "lines/1"});
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
        std::static_pointer_cast<SslContext>(options.ssl)
            ->loadCertChain(path("other.pem"), path("other.key"));
        QCOMPARE(m_loop->runUntilComplete(ask(*m_loop, "localhost", port, std::move(options))).line,
                 std::string("hello\n"));
        std::string line; // TLS 1.3 lets the client think for a moment that all is well
        try {
            line = m_loop->runUntilComplete(ask(*m_loop, "localhost", port, trusting())).line;
        } catch (const std::exception &) { }
        QCOMPARE(line, std::string());
    }

    // TR-08, TR-09: close_notify ends one direction, and the answer comes by the other
    void writeEofHalfCloses_data() { versions(); }
    void writeEofHalfCloses()
    {
        const auto context = serverContext("local");
        QFETCH(loop::tls::TlsVersion, version);
        context->setMaximumVersion(version);
        const auto answerAtEnd = [](StreamReader reader, StreamWriter writer) -> Coro<void> {
            const std::string all = co_await reader.read();
            co_await sleep(std::chrono::milliseconds(20));
            writer.write("all of " + all);
            writer.close();
        };
        const std::uint16_t port = serve(answerAtEnd, context);
        const auto talk
            = [](EventLoop &loop, std::uint16_t at, ConnectOptions options) -> Coro<std::string> {
            Streams streams
                = co_await openConnection("localhost", at, std::move(options), limit, &loop);
            if (!streams.writer.canWriteEof())
                co_return "no half-close";
            streams.writer.write("it");
            streams.writer.writeEof();
            std::string answer = co_await streams.reader.read();
            streams.writer.close();
            co_await streams.writer.waitClosed();
            co_return answer;
        };
        QCOMPARE(m_loop->runUntilComplete(talk(*m_loop, port, trusting())),
                 std::string("all of it"));
    }

    // PR-02, PR-03, PR-06: the protocol that wants it may write after the peer's end, and is not
    // closed before it does so itself
    void whoKeepsItOpenMayAnswerTheEnd_data()
    {
        QTest::addColumn<bool>("keepOpen");
        QTest::newRow("kept") << true;
        QTest::newRow("closed") << false;
    }
    void whoKeepsItOpenMayAnswerTheEnd()
    {
        QFETCH(bool, keepOpen);
        std::string heard;
        const auto endFirst = [&heard](StreamReader reader, StreamWriter writer) -> Coro<void> {
            writer.write(co_await reader.readline());
            writer.writeEof();
            heard = co_await reader.read();
            writer.close();
        };
        const std::uint16_t port = serve(endFirst, serverContext("local"));
        auto factory = [this] { return std::make_shared<Witness>(*m_loop); };
        const auto made = m_loop->runUntilComplete(
            m_loop->createConnection(factory, "localhost", port, trusting()));
        made.protocol->keepOpen = keepOpen;
        made.transport->write("bye\n");
        const auto ended = [&] { return made.protocol->calls.find("eof") != std::string::npos; };
        QVERIFY(runUntil(*m_loop, ended));
        QCOMPARE(made.transport->isClosing(), !keepOpen);
        if (keepOpen) {
            made.transport->write("last words");
            made.transport->close();
        }
        QVERIFY(m_loop->runUntilComplete(isFulfilled(made.protocol->lost)));
        QCOMPARE(made.protocol->received, std::string("bye\n"));
        QCOMPARE(made.protocol->calls, std::string("made eof lost"));
        QCOMPARE(heard, std::string(keepOpen ? "last words" : ""));
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

    // TR-02: what waits for the next iteration is not overtaken by what is written there
    void writesKeepTheirOrder()
    {
        const std::uint16_t port = serve(echoLines, serverContext("local"));
        auto factory = [this] { return std::make_shared<Witness>(*m_loop); };
        const auto made = m_loop->runUntilComplete(
            m_loop->createConnection(factory, "localhost", port, trusting()));
        m_loop->callSoon([&] {
            m_loop->callSoon([&] { made.transport->write("third\n"); });
            made.transport->write("first "); // is sent at once
            made.transport->write("second "); // waits
        });
        QVERIFY(runUntil(*m_loop, [&] { return made.protocol->received.ends_with('\n'); }));
        QCOMPARE(made.protocol->received, std::string("first second third\n"));
        made.transport->abort();
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

    // N-08: a server that never answers the handshake
    void aHandshakeTimesOut()
    {
        m_server = m_loop->runUntilComplete(
            m_loop->createServer([] { return std::make_shared<Protocol>(); }, "127.0.0.1", 0));
        ConnectOptions options = trusting();
        std::static_pointer_cast<SslContext>(options.ssl)->handshakeTimeout
            = std::chrono::milliseconds(50);
        const std::string error = errorOf<TlsError>(
            "localhost", m_server->sockets().front().address.port(), std::move(options));
        QVERIFY2(error.find("taking longer") != std::string::npos, error.c_str());
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
};

QTEST_GUILESS_MAIN(TlsTest)
#include "TlsTest.moc"
