// SPDX-License-Identifier: GPL-3.0-or-later
// What a TLS connection may cost: time-outs of one connection, messages of a handshake that are too
// large, and a thousand handshakes at once.
#include "tests/support/TlsFixture.h"

using namespace loop;
using namespace tlspeers;
using namespace std::chrono_literals;

namespace {

// The beginning of a record that holds a handshake's message of such a type and length.
std::string claim(unsigned char type, std::uint32_t length)
{
    const auto byte = [length](int shift) { return static_cast<char>(length >> shift); };
    return {'\x16',   '\x03',  '\x03', '\x10', '\x04', static_cast<char>(type),
            byte(16), byte(8), byte(0)};
}

} // namespace

class TlsLimitsTest final : public TlsFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void init() { begin(); }
    void cleanup() { end(); }

    // asyncio's ssl_handshake_timeout, of createConnection() and connectAcceptedSocket()
    void aConnectionHasItsOwnHandshakeTimeout()
    {
        serveSilence();
        ConnectOptions options = trusting();
        options.sslHandshakeTimeout = 30ms;
        const std::string error = errorOf<TlsError>("localhost", m_port, std::move(options));
        QVERIFY2(error.find("taking longer") != std::string::npos, error.c_str());

        auto pair = tcpPair();
        const auto make = [this] { return std::make_shared<Witness>(*m_loop); };
        TlsTimeouts timeouts;
        timeouts.sslHandshakeTimeout = 30ms;
        QVERIFY_EXCEPTION_THROWN(
            (void)m_loop->runUntilComplete(m_loop->connectAcceptedSocket(
                make, std::move(pair.first), serverContext("local"), timeouts)),
            TlsError);
    }

    // ... of createServer(): the client that says nothing is let go
    void aServerHasItsOwnHandshakeTimeout()
    {
        const auto context = serverContext("local");
        std::string said;
        context->handshakeFailed
            = [&said](const Transport &, const std::exception &error) { said = error.what(); };
        ServerOptions options;
        options.ssl = context;
        options.sslHandshakeTimeout = 30ms;
        m_server = m_loop->runUntilComplete(
            startServer(echoLines, "127.0.0.1", 0, std::move(options), limit, m_loop.get()));
        const Peer silent = Peer::connectTo(m_server->sockets().front().address);
        QVERIFY(runUntil(*m_loop, [&] { return !said.empty(); }));
        QVERIFY2(said.find("taking longer") != std::string::npos, said.c_str());
        QVERIFY(runUntil(*m_loop, [&] { return m_loop->totals().connections == 0; }));
    }

    // ... and of startTls()
    void anUpgradeHasItsOwnHandshakeTimeout()
    {
        serveSilence();
        const Streams streams = m_loop->runUntilComplete(
            openConnection("localhost", m_port, {}, limit, m_loop.get()));
        TlsTimeouts timeouts;
        timeouts.sslHandshakeTimeout = 30ms;
        QVERIFY_EXCEPTION_THROWN(m_loop->runUntilComplete(streams.writer.startTls(
                                     trusting().ssl, std::string("localhost"), timeouts)),
                                 TlsError);
    }

    // ssl_shutdown_timeout: a peer that does not end is awaited for so long
    void aConnectionHasItsOwnShutdownTimeout()
    {
        const auto context = serverContext("local");
        context->shutdownTimeout = 1h;
        const auto neverEnds = [](StreamReader reader, StreamWriter) -> Coro<void> {
            (void)co_await reader.readline();
            co_await sleep(1h);
        };
        const std::uint16_t port = serve(neverEnds, context);
        ConnectOptions options = trusting();
        std::static_pointer_cast<SslContext>(options.ssl)->shutdownTimeout = 1h;
        options.sslShutdownTimeout = 30ms;
        auto factory = [this] { return std::make_shared<Witness>(*m_loop); };
        const auto made = m_loop->runUntilComplete(
            m_loop->createConnection(factory, "localhost", port, std::move(options)));
        made.protocol->keepOpen = true;
        made.transport->close();
        QVERIFY(m_loop->runUntilComplete(isFulfilled(made.protocol->lost)));
        QCOMPARE(made.protocol->calls, std::string("made lost"));
    }

    // As asyncio: meaningless without ssl, and above 0
    void timeoutsAreChecked()
    {
        ConnectOptions plain;
        plain.sslHandshakeTimeout = 1s;
        QCOMPARE(errorOf<ValueError>("localhost", 1, std::move(plain)),
                 std::string("ssl_handshake_timeout is only meaningful with ssl"));
        ConnectOptions none = trusting();
        none.sslShutdownTimeout = 0s;
        QVERIFY(errorOf<ValueError>("localhost", 1, std::move(none))
                    .starts_with("ssl_shutdown_timeout should be a positive number, got 0"));
        ServerOptions server;
        server.sslShutdownTimeout = 1s;
        QVERIFY_EXCEPTION_THROWN(
            (void)m_loop->runUntilComplete(
                startServer(echoLines, "127.0.0.1", 0, std::move(server), limit, m_loop.get())),
            ValueError);
        ConnectOptions unixSocket;
        unixSocket.sslHandshakeTimeout = 1s;
        QVERIFY_EXCEPTION_THROWN((void)m_loop->runUntilComplete(openUnixConnection(
                                     path("socket"), std::move(unixSocket), limit, m_loop.get())),
                                 ValueError);
    }

    // A message of a handshake may not have any length: it is refused when it is claimed, by an
    // alert
    void aClientHelloThatIsTooLargeIsRefused()
    {
        const auto context = serverContext("local");
        std::string said;
        context->handshakeFailed
            = [&said](const Transport &, const std::exception &error) { said = error.what(); };
        const std::uint16_t port = serve(echoLines, context);
        const Peer peer = Peer::connectTo(SocketAddress::fromNumeric("127.0.0.1", port));
        peer.send(claim(1, 0xffffff) + std::string(0x1000, 'x'));
        QVERIFY(runUntil(*m_loop, [&] { return !said.empty(); }));
        QVERIFY2(said.find("excessive message size") != std::string::npos, said.c_str());
        QVERIFY(peer.receive().starts_with("\x15\x03")); // an alert
    }
    void aServerHelloThatIsTooLargeIsRefused()
    {
        const Descriptor listener = listeningSocket();
        const auto task = m_loop->createTask(
            ask(*m_loop, "localhost", SocketAddress::ofSocket(listener.get()).port(), trusting()));
        const auto accepted = m_loop->runUntilComplete(m_loop->sockAccept(listener.get()));
        (void)m_loop->runUntilComplete(m_loop->sockRecv(accepted.first.get(), 4096));
        m_loop->runUntilComplete(m_loop->sockSendall(
            accepted.first.get(), claim(2, 0xffffff) + std::string(0x1000, 'x')));
        QVERIFY(runUntil(*m_loop, [&] { return task.done(); }));
        QVERIFY2(describe(task.exception()).find("excessive message size") != std::string::npos,
                 describe(task.exception()).c_str());
    }

    // A chain of certificates beyond 100 KiB is no chain
    void aChainThatIsTooLargeIsRefused()
    {
        const auto context = serverContext("local");
        context->loadVerifyLocations(path("ca.pem"));
        context->setVerify(true);
        std::string said;
        context->handshakeFailed
            = [&said](const Transport &, const std::exception &error) { said = error.what(); };
        const std::uint16_t port = serve(echoLines, context);
        (void)shellOutput(
            "cd " + path("")
            + " && cp other.pem long.pem && for i in $(seq 300); do cat ca.pem; done >> long.pem");
        ConnectOptions options = trusting();
        std::static_pointer_cast<SslContext>(options.ssl)
            ->loadCertChain(path("long.pem"), path("other.key"));
        (void)errorOf<std::exception>("localhost", port, std::move(options));
        QVERIFY(runUntil(*m_loop, [&] { return !said.empty(); }));
        QVERIFY2(said.find("excessive message size") != std::string::npos, said.c_str());
    }

    // Handshakes leave the loop to others: hundreds that could all go on take many iterations
    void handshakesShareTheLoop()
    {
        const std::string hello = helloOfAClient();
        ServerOptions options;
        options.ssl = serverContext("local");
        options.backlog = 512;
        m_server = m_loop->runUntilComplete(
            startServer(echoLines, "127.0.0.1", 0, std::move(options), limit, m_loop.get()));
        const SocketAddress address = m_server->sockets().front().address;
        std::vector<Peer> peers;
        for (int i = 0; i < 300; ++i)
            peers.push_back(Peer::connectTo(address));
        QVERIFY(runUntil(*m_loop, [&] { return m_loop->totals().connections == peers.size(); }));
        for (const Peer &peer : peers)
            peer.send(hello);
        const std::uint64_t before = m_loop->totals().iterations;
        const auto answered = [&peers] {
            return std::all_of(peers.begin(), peers.end(), [](const Peer &peer) {
                char first = 0;
                return ::recv(peer.fd(), &first, 1, MSG_PEEK | MSG_DONTWAIT) == 1;
            });
        };
        QVERIFY(runUntil(*m_loop, answered));
        const std::uint64_t turns = m_loop->totals().iterations - before;
        QVERIFY2(turns >= 8, std::to_string(turns).c_str());
    }

private:
    void serveSilence()
    {
        m_server = m_loop->runUntilComplete(
            m_loop->createServer([] { return std::make_shared<Protocol>(); }, "127.0.0.1", 0));
        m_port = m_server->sockets().front().address.port();
    }
    std::string helloOfAClient()
    {
        const Descriptor listener = listeningSocket();
        const auto task = m_loop->createTask(
            ask(*m_loop, "localhost", SocketAddress::ofSocket(listener.get()).port(), trusting()));
        const auto accepted = m_loop->runUntilComplete(m_loop->sockAccept(listener.get()));
        std::string hello = m_loop->runUntilComplete(m_loop->sockRecv(accepted.first.get(), 4096));
        task.cancel();
        [&] { QVERIFY(runUntil(*m_loop, [&] { return m_loop->totals().connections == 0; })); }();
        return hello;
    }

    std::uint16_t m_port = 0;
};

QTEST_GUILESS_MAIN(TlsLimitsTest)
#include "TlsLimitsTest.moc"
