// SPDX-License-Identifier: GPL-3.0-or-later
// How TLS connections end, and what they bear: resets, missing goodbyes, changed bytes, garbage,
// single bytes, alerts.
#include "tests/support/TlsFixture.h"
#include "tests/support/TlsRelay.h"

#include <random>

using namespace loop;
using namespace tlspeers;

class TlsEndsTest final : public TlsFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void init() { begin(); }
    void cleanup()
    {
        m_served.reset();
        end();
        m_relay.reset(); // its protocols outlive the loop
        m_serverSaid.clear();
        m_clientContext = SslContext::forClient();
    }

    // PR-03: what came before is delivered first
    void aResetIsAnErrorAndNoEnd_data() { versions(); }
    void aResetIsAnErrorAndNoEnd()
    {
        const auto client = relayed(TlsRelay::Pieces::Whole);
        m_relay->reset();
        QVERIFY(m_loop->runUntilComplete(isFulfilled(client->lost)));
        QCOMPARE(client->received, std::string("part\n"));
        QCOMPARE(client->calls, std::string("made failed"));
        QCOMPARE(typeOf(client->error), std::string("ConnectionResetError"));
    }

    // ... in the midst of a handshake, too
    void aResetAmidTheHandshakeIsSaid()
    {
        const auto context = serverContext("local");
        std::string said;
        context->handshakeFailed
            = [&said](const Transport &, const std::exception &error) { said = error.what(); };
        const std::uint16_t port = serve(echoLines, context);
        Peer peer = Peer::connectTo(SocketAddress::fromNumeric("127.0.0.1", port));
        peer.send("\x16\x03\x01\x02"); // of a record
        QVERIFY(runUntil(*m_loop, [&] { return m_loop->totals().connections == 1; }));
        runOnce(*m_loop);
        peer.reset();
        QVERIFY(runUntil(*m_loop, [&] { return !said.empty(); }));
        QVERIFY2(said.find("Connection reset by peer") != std::string::npos, said.c_str());
    }

    // PR-05: an end; who wants to know whether it was the peer's asks, or has it made an error
    void aFinWithoutGoodbyeIsToldApart_data()
    {
        QTest::addColumn<loop::tls::TlsVersion>("version");
        QTest::addColumn<bool>("suppressed");
        for (const bool suppressed : {true, false}) {
            QTest::addRow("TLS 1.2 %d", suppressed) << loop::tls::TlsVersion::Tls12 << suppressed;
            QTest::addRow("TLS 1.3 %d", suppressed) << loop::tls::TlsVersion::Tls13 << suppressed;
        }
    }
    void aFinWithoutGoodbyeIsToldApart()
    {
        QFETCH(bool, suppressed);
        m_clientContext->suppressRaggedEofs = suppressed;
        const auto client = relayed(TlsRelay::Pieces::Whole);
        const auto transport = client->m_transport->shared_from_this();
        QVERIFY(!std::any_cast<bool>(transport->getExtraInfo("truncated")));
        m_relay->end();
        QVERIFY(m_loop->runUntilComplete(isFulfilled(client->lost)));
        QCOMPARE(client->received, std::string("part\n"));
        QCOMPARE(client->calls, std::string(suppressed ? "made eof lost" : "made failed"));
        QVERIFY(std::any_cast<bool>(transport->getExtraInfo("truncated")));
    }

    // A record that was changed on its way is an error on both sides, behind what came before it
    void aChangedByteIsFound_data() { versions(); }
    void aChangedByteIsFound()
    {
        const auto client = relayed(TlsRelay::Pieces::Whole);
        m_relay->changeNext();
        m_served->write("never seen\n");
        QVERIFY(m_loop->runUntilComplete(isFulfilled(client->lost)));
        QCOMPARE(client->received, std::string("part\n"));
        QVERIFY2(wordsOf(client->error).find("what the peer sent was changed on its way")
                     != std::string::npos,
                 wordsOf(client->error).c_str());
        QVERIFY(runUntil(*m_loop, [&] { return !m_serverSaid.empty(); }));
        QVERIFY2(m_serverSaid.find("alert bad_record_mac") != std::string::npos,
                 m_serverSaid.c_str());
    }

    // PR-04: whatever the segments
    void recordsMayComeByteByByte_data() { versions(); }
    void recordsMayComeByteByByte()
    {
        const std::uint16_t port = serve(echoLines, limited("local"));
        m_relay = std::make_unique<TlsRelay>(*m_loop, port, TlsRelay::Pieces::Bytes);
        const std::string line = std::string(3000, 'x').append("\n");
        QCOMPARE(m_loop->runUntilComplete(echo(*m_loop, m_relay->port(), trusting(), line)), line);
    }

    // RFC 8446, 4.4.2.4: the client without the certificate that is demanded hears why
    void aClientWithoutACertificateHearsTheAlert_data()
    {
        QTest::addColumn<loop::tls::TlsVersion>("version");
        QTest::addColumn<QByteArray>("alert");
        QTest::newRow("TLS 1.2") << loop::tls::TlsVersion::Tls12
                                 << QByteArray("alert handshake_failure");
        QTest::newRow("TLS 1.3") << loop::tls::TlsVersion::Tls13
                                 << QByteArray("alert certificate_required");
    }
    void aClientWithoutACertificateHearsTheAlert()
    {
        QFETCH(QByteArray, alert);
        const auto context = limited("local");
        context->loadVerifyLocations(path("ca.pem"));
        context->setVerify(true);
        std::string refusal;
        context->handshakeFailed = [&refusal](const Transport &, const std::exception &error) {
            refusal = error.what();
        };
        const std::uint16_t port = serve(echoLines, context);
        std::string error = errorOf<TlsError>("localhost", port, trusting());
        QVERIFY2(error.find(alert.toStdString()) != std::string::npos, error.c_str());
        QCOMPARE(refusal, std::string("certificate verify failed: the peer showed no certificate"));
    }

    // ... and one whose certificate is of an authority that the server does not know
    void aClientWithAnothersCertificateHearsTheAlert_data() { versions(); }
    void aClientWithAnothersCertificateHearsTheAlert()
    {
        const auto context = limited("local");
        context->loadVerifyLocations(path("ca.pem"));
        context->setVerify(true);
        std::string refusal;
        context->handshakeFailed = [&refusal](const Transport &, const std::exception &error) {
            refusal = error.what();
        };
        const std::uint16_t port = serve(echoLines, context);
        ConnectOptions options = trusting();
        std::static_pointer_cast<SslContext>(options.ssl)
            ->loadCertChain(path("self.pem"), path("self.key"));
        const std::string error = errorOf<TlsError>("localhost", port, std::move(options));
        QVERIFY2(error.find("refused our certificate, as it does not know who signed it (alert "
                            "unknown_ca)")
                     != std::string::npos,
                 error.c_str());
        QVERIFY2(refusal.find("the certificate is self-signed, and untrusted [")
                     != std::string::npos,
                 refusal.c_str());
    }

    // Trap 30: bytes of any kind end in an error or an alert, and the server goes on
    void garbageEndsItsConnectionAlone()
    {
        const std::uint16_t port = serve(echoLines, serverContext("local"));
        std::mt19937 dice(1);
        std::string hello; // of a client of ours, to be changed
        {
            const Descriptor listener = listeningSocket();
            const auto task = m_loop->createTask(ask(
                *m_loop, "localhost", SocketAddress::ofSocket(listener.get()).port(), trusting()));
            const auto accepted = m_loop->runUntilComplete(m_loop->sockAccept(listener.get()));
            hello = m_loop->runUntilComplete(m_loop->sockRecv(accepted.first.get(), 4096));
            QVERIFY(hello.size() > 100);
            task.cancel();
        }
        for (int i = 0; i < 100; ++i) {
            std::string bytes = hello;
            for (unsigned changes = 1 + dice() % 8; changes > 0; --changes)
                bytes[dice() % bytes.size()] = static_cast<char>(dice());
            const Peer peer = Peer::connectTo(SocketAddress::fromNumeric("127.0.0.1", port));
            peer.send(bytes.substr(0, 1 + dice() % bytes.size()));
            peer.finish();
            const auto ended = [&] { return m_loop->totals().connections == 0; };
            runOnce(*m_loop);
            QVERIFY(runUntil(*m_loop, ended));
        }
        QCOMPARE(m_loop->runUntilComplete(ask(*m_loop, "localhost", port, trusting())).line,
                 std::string("hello\n"));
    }

    // TR-05: a peer that is not read from waits, in the bounds of the kernel's buffers and ours
    void whoDoesNotReadIsNotFlooded()
    {
        constexpr std::size_t much = 40'000'000;
        const auto pour = [](StreamReader, StreamWriter writer) -> Coro<void> {
            const std::string part(100'000, 'x');
            for (std::size_t sent = 0; sent < much; sent += part.size()) {
                writer.write(part);
                co_await writer.drain();
            }
            writer.close();
        };
        const std::uint16_t port = serve(pour, serverContext("local"));
        auto factory = [this] { return std::make_shared<Witness>(*m_loop); };
        const auto made = m_loop->runUntilComplete(
            m_loop->createConnection(factory, "localhost", port, trusting()));
        made.transport->pauseReading();
        for (std::uint64_t before = 1; before != m_loop->totals().bytesOut;) {
            before = m_loop->totals().bytesOut;
            const auto nap = []() -> Coro<void> { co_await sleep(std::chrono::milliseconds(50)); };
            m_loop->runUntilComplete(nap());
        }
        const std::size_t heard = made.protocol->received.size();
        QVERIFY(m_loop->totals().bytesOut < much / 2);
        made.transport->resumeReading();
        QVERIFY(runUntil(*m_loop, [&] { return made.protocol->received.size() > heard; }));
        QVERIFY(m_loop->runUntilComplete(isFulfilled(made.protocol->lost)));
        QCOMPARE(made.protocol->received.size(), much);
    }

    // TR-05: the first line comes with the last message of the handshake, and whoever is to get it
    // pauses at once: it is there when reading goes on, though the peer says nothing more.
    void whatCameWithTheHandshakeWaitsForWhoeverPausedAtOnce()
    {
        struct Halting final : Protocol {
            void connectionMade(Transport &made) override
            {
                transport = made.shared_from_this();
                made.pauseReading();
            }
            void dataReceived(std::string_view data) override { received += data; }
            std::shared_ptr<Transport> transport;
            std::string received;
        };
        const auto halting = std::make_shared<Halting>();
        ServerOptions options;
        options.ssl = serverContext("local");
        m_server = m_loop->runUntilComplete(
            m_loop->createServer([&] { return halting; }, "127.0.0.1", 0, std::move(options)));
        m_relay = std::make_unique<TlsRelay>(*m_loop, m_server->sockets().front().address.port());
        m_relay->watch = [this](bool fromServer, std::string_view) {
            if (fromServer)
                m_relay->hold(); // what the client says to that ends the handshake
        };
        auto factory = [this] { return std::make_shared<Witness>(*m_loop); };
        const auto made = m_loop->runUntilComplete(
            m_loop->createConnection(factory, "localhost", m_relay->port(), trusting()));
        QVERIFY(runUntil(*m_loop, [&] { return m_relay->held() > 0; }));
        const std::size_t before = m_relay->held();
        made.transport->write("hello\n");
        QVERIFY(runUntil(*m_loop, [&] { return m_relay->held() > before; }));
        m_relay->watch = {};
        m_relay->letGo();
        QVERIFY(runUntil(*m_loop, [&] { return halting->transport != nullptr; }));
        for (int i = 0; i < 5; ++i)
            runOnce(*m_loop);
        QCOMPARE(halting->received, std::string());
        halting->transport->resumeReading();
        QVERIFY(runUntil(*m_loop, [&] { return halting->received == "hello\n"; }));
        std::exchange(halting->transport, nullptr)->abort();
        QVERIFY(m_loop->runUntilComplete(isFulfilled(made.protocol->lost)));
    }

private:
    // A client that has heard "part" of a server, through the relay.
    std::shared_ptr<Witness> relayed(TlsRelay::Pieces pieces)
    {
        ServerOptions options;
        options.ssl = limited("local");
        auto accept = [this] {
            auto served = std::make_shared<Speaker>(*this);
            return served;
        };
        m_server = m_loop->runUntilComplete(
            m_loop->createServer(accept, "127.0.0.1", 0, std::move(options)));
        m_relay = std::make_unique<TlsRelay>(*m_loop, m_server->sockets().front().address.port(),
                                             pieces);
        ConnectOptions trusted;
        m_clientContext->loadVerifyLocations(path("ca.pem"));
        trusted.ssl = m_clientContext;
        auto factory = [this] { return std::make_shared<Witness>(*m_loop); };
        const auto made = m_loop->runUntilComplete(
            m_loop->createConnection(factory, "localhost", m_relay->port(), std::move(trusted)));
        [&] { QVERIFY(runUntil(*m_loop, [&] { return made.protocol->received == "part\n"; })); }();
        return made.protocol;
    }
    struct Speaker final : Protocol {
        explicit Speaker(TlsEndsTest &t)
            : test(t)
        { }
        void connectionMade(Transport &made) override
        {
            test.m_served = made.shared_from_this();
            made.write("part\n");
        }
        void connectionLost(std::exception_ptr error) override
        {
            test.m_serverSaid = error ? wordsOf(error) : "ended";
        }
        TlsEndsTest &test;
    };
    static std::string wordsOf(const std::exception_ptr &error)
    {
        return error ? describe(error) : std::string();
    }
    std::shared_ptr<SslContext> limited(const std::string &name) const
    {
        QFETCH(loop::tls::TlsVersion, version);
        auto context = serverContext(name);
        context->setMaximumVersion(version);
        return context;
    }
    static Coro<std::string> echo(EventLoop &loop, std::uint16_t port, ConnectOptions options,
                                  std::string line)
    {
        Streams streams
            = co_await openConnection("localhost", port, std::move(options), limit, &loop);
        streams.writer.write(line);
        std::string answer = co_await streams.reader.readline();
        streams.writer.close();
        co_await streams.writer.waitClosed();
        co_return answer;
    }
    std::shared_ptr<SslContext> m_clientContext = SslContext::forClient();
    std::unique_ptr<TlsRelay> m_relay;
    std::shared_ptr<Transport> m_served; // the server's, of the last connection
    std::string m_serverSaid; // of its end
};

QTEST_GUILESS_MAIN(TlsEndsTest)
#include "TlsEndsTest.moc"
