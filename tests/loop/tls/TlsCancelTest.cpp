// SPDX-License-Identifier: GPL-3.0-or-later
// Handshakes that are given up: whatever the moment, in either role, by upgrade too, nothing is
// left.
#include "tests/support/SslObjects.h"
#include "tests/support/TlsFixture.h"

#include <filesystem>
#include <functional>

using namespace loop;
using namespace tlspeers;

namespace {

std::ptrdiff_t openDescriptors()
{
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

struct Guard { // whoever is cancelled closes what it has
    StreamWriter writer;
    ~Guard() { writer.close(); }
};

Coro<void> askGuarded(EventLoop &loop, std::uint16_t port, ConnectOptions options)
{
    Streams streams = co_await openConnection("127.0.0.1", port, std::move(options), limit, &loop);
    const Guard guard {streams.writer};
    streams.writer.write("hello\n");
    (void)co_await streams.reader.readline();
}

// `plain` is somebody's who keeps the transport that it began with.
Coro<void> upgradeGuarded(EventLoop &loop, std::uint16_t port,
                          std::shared_ptr<loop::TlsContext> context,
                          std::shared_ptr<Transport> &plain)
{
    Streams streams = co_await openConnection("127.0.0.1", port, {}, limit, &loop);
    const Guard guard {streams.writer};
    plain = streams.writer.transport().shared_from_this();
    streams.writer.write("STARTTLS\r\n");
    for (std::string line; line != "220 go ahead\r\n";)
        line = co_await streams.reader.readline();
    co_await streams.writer.startTls(std::move(context), std::string("localhost"));
    streams.writer.write("secret\n");
    (void)co_await streams.reader.readline();
}

} // namespace

class TlsCancelTest final : public TlsFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void init()
    {
        (void)SslObjects::alive(); // begins to count
        begin();
        m_loop->setExceptionHandler([](EventLoop &, const ExceptionContext &) {}); // of the peers
    }
    void cleanup() { end(); }

    // T-06
    void aClientMayBeCancelledAtAnyMoment_data() { versions(); }
    void aClientMayBeCancelledAtAnyMoment()
    {
        const std::uint16_t port = serve(echoLines, limited());
        const ConnectOptions trusted = trusting();
        cancelAtEachMoment([&] {
            ConnectOptions options;
            options.ssl = trusted.ssl;
            options.serverHostname = "localhost";
            return m_loop->createTask(askGuarded(*m_loop, port, std::move(options)));
        });
    }

    // ... with a session of before, whose handshake is a shorter one
    void aClientThatComesBackMayBeCancelledAtAnyMoment_data() { versions(); }
    void aClientThatComesBackMayBeCancelledAtAnyMoment()
    {
        const std::uint16_t port = serve(echoLines, limited());
        const ConnectOptions kept = trusting();
        std::static_pointer_cast<SslContext>(kept.ssl)->resumeSessions = true;
        cancelAtEachMoment([&] {
            ConnectOptions options;
            options.ssl = kept.ssl;
            options.serverHostname = "localhost";
            return m_loop->createTask(askGuarded(*m_loop, port, std::move(options)));
        });
    }

    // ... and a client's upgrade
    void anUpgradeMayBeCancelledAtAnyMoment_data() { versions(); }
    void anUpgradeMayBeCancelledAtAnyMoment()
    {
        const auto handler = [context = limited()](StreamReader reader, StreamWriter writer) {
            return upgrade(std::move(reader), std::move(writer), context);
        };
        m_server = m_loop->runUntilComplete(
            startServer(handler, "127.0.0.1", 0, {}, limit, m_loop.get()));
        const std::uint16_t port = m_server->sockets().front().address.port();
        const auto trusted = trusting().ssl;
        std::shared_ptr<Transport> plain;
        cancelAtEachMoment(
            [&] { return m_loop->createTask(upgradeGuarded(*m_loop, port, trusted, plain)); });
    }

    // ... and a server: its client hears of it
    void aServerMayBeCancelledAtAnyMoment_data() { versions(); }
    void aServerMayBeCancelledAtAnyMoment()
    {
        const auto context = limited();
        int failures = 0;
        context->handshakeFailed = [&](const Transport &, const std::exception &) { ++failures; };
        const auto trusted = trusting().ssl;
        const auto make = [this] { return std::make_shared<Witness>(*m_loop); };
        const std::ptrdiff_t before = openDescriptors();
        int done = 0;
        for (int moment = 0; done < 3 && moment < 300; ++moment) {
            auto ends = tcpPair();
            const auto accepted = m_loop->createTask(
                m_loop->connectAcceptedSocket(make, std::move(ends.first), context));
            ConnectOptions options;
            options.ssl = trusted;
            options.sock = std::move(ends.second);
            options.serverHostname = "localhost";
            const auto connected
                = m_loop->createTask(m_loop->createConnection(make, std::move(options)));
            for (int i = 0; i < moment && !accepted.done(); ++i)
                runOnce(*m_loop);
            if (accepted.done()) {
                ++done;
                accepted.result().transport->abort();
            }
            accepted.cancel();
            QVERIFY(runUntil(*m_loop, [&] {
                return accepted.done() && connected.done() && m_loop->totals().connections == 0
                    && openDescriptors() == before && noTimerOfOurs();
            }));
        }
        QVERIFY(done > 0);
        QCOMPARE(failures, 0); // cancellation is not a failure
        QCOMPARE(SslObjects::alive(), 0);
    }

    // Whoever waits for it hears of it, if somebody else aborts the connection
    void whatIsAbortedAmidItsHandshakeKeepsNobodyWaiting()
    {
        const auto make = [this] { return std::make_shared<Witness>(*m_loop); };
        for (const bool server : {true, false}) {
            auto ends = tcpPair(); // the other end says nothing
            ConnectOptions options = trusting();
            options.serverHostname = "localhost";
            if (!server)
                options.sock = std::move(ends.first);
            const auto waiting = server
                ? m_loop->createTask(m_loop->connectAcceptedSocket(make, std::move(ends.first),
                                                                   serverContext("local")))
                : m_loop->createTask(m_loop->createConnection(make, std::move(options)));
            QVERIFY(runUntil(*m_loop, [this] { return m_loop->totals().connections == 1; }));
            runReady(*m_loop, 3);
            QVERIFY(!waiting.done());
            m_loop->firstTransport()->abort();
            QVERIFY(runUntil(*m_loop, [&] { return waiting.done(); }));
            QVERIFY(waiting.cancelled());
            QVERIFY(runUntil(*m_loop,
                             [&] { return m_loop->totals().connections == 0 && noTimerOfOurs(); }));
        }
    }

    // L-08: so may the loop be closed
    void theLoopMayBeClosedAtAnyMoment()
    {
        const auto anyServer = SslContext::forClient();
        anyServer->setVerify(false);
        const std::ptrdiff_t before = openDescriptors();
        bool done = false;
        for (int moment = 0; !done && moment < 300; ++moment) {
            EventLoop loop(makeDriver());
            loop.setExceptionHandler([](EventLoop &, const ExceptionContext &) {});
            ServerOptions options;
            options.ssl = serverContext("local");
            const auto server = loop.runUntilComplete(
                startServer(echoLines, "127.0.0.1", 0, std::move(options), limit, &loop));
            ConnectOptions connecting;
            connecting.ssl = anyServer;
            const auto task
                = loop.createTask(ask(loop, "127.0.0.1", server->sockets().front().address.port(),
                                      std::move(connecting)));
            for (int i = 0; i < moment && !task.done(); ++i)
                runOnce(loop);
            done = task.done();
            loop.close();
        }
        QVERIFY(done);
        QCOMPARE(openDescriptors(), before);
        QCOMPARE(SslObjects::alive(), 0);
    }

private:
    // But for that of runUntil(). One of a connection would be called when that is gone.
    [[nodiscard]] bool noTimerOfOurs() const { return m_loop->pendingTimers(2).size() <= 1; }
    // A conversation that is cancelled after no iteration, after one, two ..., until it has ended
    // before that.
    void cancelAtEachMoment(const std::function<Task<void>()> &talk)
    {
        m_loop->runUntilComplete(talk());
        QVERIFY(runUntil(*m_loop, [&] { return m_loop->totals().connections == 0; }));
        const std::ptrdiff_t before = openDescriptors();
        int done = 0;
        for (int moment = 0; done < 3 && moment < 300; ++moment) {
            const auto task = talk();
            for (int i = 0; i < moment && !task.done(); ++i)
                runOnce(*m_loop);
            done += task.done();
            task.cancel();
            QVERIFY(runUntil(*m_loop, [&] {
                return task.done() && m_loop->totals().connections == 0
                    && openDescriptors() == before && SslObjects::alive() == 0 && noTimerOfOurs();
            }));
        }
        QVERIFY(done > 0);
    }
    [[nodiscard]] std::shared_ptr<SslContext> limited() const
    {
        QFETCH(loop::tls::TlsVersion, version);
        auto context = serverContext("local");
        context->setMaximumVersion(version);
        return context;
    }
};

QTEST_GUILESS_MAIN(TlsCancelTest)
#include "TlsCancelTest.moc"
