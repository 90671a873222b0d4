// SPDX-License-Identifier: GPL-3.0-or-later
// startTls(): connections that begin in the clear, and those that are given up before that ends.
#include "loop/Server.h"
#include "loop/Streams.h"
#include "loop/Timeout.h"
#include "tests/support/SocketPair.h"
#include "tests/support/TlsFixture.h"
#include "tests/support/TlsRelay.h"

#include <fcntl.h>
#include <unistd.h>

using namespace loop;
using namespace tlspeers;

namespace {

// Deaf until it is told to read; then it waits for the first byte of a handshake.
struct Deaf final : Protocol {
    void connectionMade(Transport &made) override
    {
        transport = &made;
        made.pauseReading();
    }
    void dataReceived(std::string_view data) override
    {
        heardHello |= data.find('\x16') != data.npos;
    }
    Transport *transport = nullptr;
    bool heardHello = false;
};

// Over TLS already: begins it again, and echoes what comes until the end.
Coro<void> startAgain(StreamReader reader, StreamWriter writer, std::shared_ptr<SslContext> context)
{
    const std::string line = co_await reader.readline();
    writer.write(line);
    co_await writer.startTls(std::move(context));
    const std::string all = co_await reader.read();
    writer.write(all);
    writer.close();
}

// Receives more with the end of the handshake than its stream buffers, and keeps receiving.
Coro<void> hearMuch(StreamReader reader, StreamWriter writer, std::shared_ptr<SslContext> context)
{
    (void)co_await reader.readline();
    writer.write("go\n");
    co_await writer.startTls(std::move(context));
    (void)co_await reader.readexactly(10'000);
    writer.write("much\n");
    writer.write(co_await reader.readline());
    writer.close();
}

Coro<void> sayMuch(Streams streams, std::shared_ptr<loop::TlsContext> context)
{
    streams.writer.write("STARTTLS\n");
    (void)co_await streams.reader.readline();
    co_await streams.writer.startTls(std::move(context), std::string("localhost"));
    streams.writer.write(std::string(10'000, 'x'));
}

Coro<std::string> sayMore(Streams streams)
{
    const std::string first = co_await streams.reader.readline();
    streams.writer.write("more\n");
    const std::string second = co_await streams.reader.readline();
    streams.writer.close();
    co_await streams.writer.waitClosed();
    co_return first + second;
}

Coro<std::string> askInside(Streams streams, std::shared_ptr<loop::TlsContext> context,
                            std::string text)
{
    streams.writer.write("again\n");
    (void)co_await streams.reader.readline();
    co_await streams.writer.startTls(std::move(context), std::string("elsewhere.example"));
    streams.writer.write(text);
    streams.writer.writeEof();
    std::string answer = co_await streams.reader.read();
    streams.writer.close();
    co_await streams.writer.waitClosed();
    co_return answer;
}

} // namespace

class StartTlsTest final : public TlsFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void init() { begin(); }
    void cleanup()
    {
        end();
        m_relay.reset(); // its protocols outlive the loop
    }

    // N-08, T-06: the connection is left as it was
    void aCancelledUpgradeCanBeTriedAgain()
    {
        EventLoop loop(makeDriver());
        loop.setExceptionHandler(
            [](EventLoop &, const ExceptionContext &) {}); // of what is pending
        const auto deaf = std::make_shared<Deaf>();
        const auto server
            = loop.runUntilComplete(loop.createServer([deaf] { return deaf; }, "127.0.0.1", 0));
        const Streams streams = loop.runUntilComplete(openConnection(
            "127.0.0.1", server->sockets().front().address.port(), {}, defaultStreamLimit, &loop));
        streams.writer.write(std::string(1 << 24, 'x')); // more than the kernel takes
        const auto upgrade = [&] {
            return streams.writer.startTls(SslContext::forClient(), std::string("localhost"));
        };
        QVERIFY_EXCEPTION_THROWN(
            loop.runUntilComplete(timeout(std::chrono::milliseconds(1), upgrade())), TimeoutError);
        QVERIFY(streams.writer.transport().isReading());

        const auto again = loop.createTask(upgrade());
        QVERIFY(deaf->transport);
        deaf->transport->resumeReading();
        QVERIFY(runUntil(loop, [&] { return deaf->heardHello; }));
        QVERIFY(!again.done());
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

    // TLS may be carried by TLS, and by a Unix socket
    void tlsMayBeCarriedByTls_data()
    {
        QTest::addColumn<bool>("unixSocket");
        QTest::newRow("tcp") << false;
        QTest::newRow("unix") << true;
    }
    void tlsMayBeCarriedByTls()
    {
        QFETCH(bool, unixSocket);
        const auto inner = serverContext("other");
        const auto handler = [inner](StreamReader reader, StreamWriter writer) {
            return startAgain(std::move(reader), std::move(writer), inner);
        };
        ServerOptions server;
        server.ssl = serverContext("local");
        const std::string name = path("socket");
        if (unixSocket)
            m_server = m_loop->runUntilComplete(
                startUnixServer(handler, name, std::move(server), limit, m_loop.get()));
        else
            m_server = m_loop->runUntilComplete(
                startServer(handler, "127.0.0.1", 0, std::move(server), limit, m_loop.get()));
        ConnectOptions options = trusting();
        options.serverHostname = "localhost";
        const auto inside = trusting().ssl;
        auto opening = unixSocket
            ? openUnixConnection(name, std::move(options), limit, m_loop.get())
            : openConnection("127.0.0.1", m_server->sockets().front().address.port(),
                             std::move(options), limit, m_loop.get());
        Streams streams = m_loop->runUntilComplete(std::move(opening));
        const std::string text = pattern(2'000'000);
        const auto answer = m_loop->createTask(askInside(streams, inside, text));
        QVERIFY(runUntil(*m_loop, [&] { return answer.done(); }));
        QCOMPARE(answer.result(), text);
        QVERIFY(runUntil(*m_loop, [&] { return m_loop->totals().connections == 0; }));
    }

    // N-08: a connection that has both ways can be upgraded, such as the two ends of a socket pair;
    // a pipe has one way
    void onlyWhatGoesBothWaysIsUpgraded()
    {
        SocketPair ends;
        const auto make = [this] { return std::make_shared<Witness>(*m_loop); };
        const auto server
            = m_loop->runUntilComplete(m_loop->connectAcceptedSocket(make, std::move(ends.a)));
        ConnectOptions options;
        options.sock = std::move(ends.b);
        const auto client
            = m_loop->runUntilComplete(m_loop->createConnection(make, std::move(options)));
        const auto accepted
            = m_loop->createTask(m_loop->startTls(server.transport, serverContext("local")));
        const auto encrypted = m_loop->runUntilComplete(
            m_loop->startTls(client.transport, trusting().ssl, std::string("localhost")));
        encrypted->write("secret");
        QVERIFY(runUntil(*m_loop, [&] { return server.protocol->received == "secret"; }));
        QVERIFY(accepted.done());
        encrypted->close();
        QVERIFY(m_loop->runUntilComplete(isFulfilled(server.protocol->lost)));
        QCOMPARE(server.protocol->calls, std::string("made eof lost"));

        int pipe[2];
        QCOMPARE(::pipe2(pipe, O_NONBLOCK | O_CLOEXEC), 0);
        const auto reading
            = m_loop->runUntilComplete(m_loop->connectReadPipe(make, Descriptor(pipe[0])));
        const auto writing
            = m_loop->runUntilComplete(m_loop->connectWritePipe(make, Descriptor(pipe[1])));
        for (const auto &transport : {reading.transport, writing.transport}) {
            try {
                (void)m_loop->runUntilComplete(
                    m_loop->startTls(transport, trusting().ssl, std::string("localhost")));
                QFAIL("a pipe was upgraded");
            } catch (const ValueError &error) {
                QVERIFY2(std::string(error.what()).ends_with("is not supported by start_tls()"),
                         error.what());
            }
        }
        QVERIFY(reading.transport->isReading()); // it is as it was
    }

    // N-08: what comes with the end of the handshake fills the stream before it knows its new
    // transport
    void aStreamThatIsFullWhenItsUpgradeEndsReadsOn()
    {
        const auto context = serverContext("local");
        const auto handler = [context](StreamReader reader, StreamWriter writer) {
            return hearMuch(std::move(reader), std::move(writer), context);
        };
        m_server = m_loop->runUntilComplete(
            startServer(handler, "127.0.0.1", 0, {}, 1'024, m_loop.get()));
        m_relay = std::make_unique<TlsRelay>(*m_loop, m_server->sockets().front().address.port());
        TlsRelay &relay = *m_relay;
        relay.watch = [&relay](bool fromServer, std::string_view bytes) {
            if (fromServer && bytes.starts_with('\x16')) // the client can end it now
                relay.hold();
        };
        const Streams streams = m_loop->runUntilComplete(
            openConnection("127.0.0.1", relay.port(), {}, limit, m_loop.get()));
        m_loop->runUntilComplete(sayMuch(streams, trusting().ssl));
        QVERIFY(runUntil(*m_loop, [&] { return relay.held() > 10'000; }));
        relay.letGo();
        relay.watch = {};
        const auto answer = m_loop->createTask(sayMore(streams));
        QVERIFY(runUntil(*m_loop, [&] { return answer.done(); }));
        QCOMPARE(answer.result(), std::string("much\nmore\n"));
    }

private:
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

    std::unique_ptr<TlsRelay> m_relay;
};

QTEST_GUILESS_MAIN(StartTlsTest)
#include "StartTlsTest.moc"
