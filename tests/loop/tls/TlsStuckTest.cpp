// SPDX-License-Identifier: GPL-3.0-or-later
// Connections whose peer takes nothing: what ends them is not waited for without end.
#include "loop/Synchronisation.h"
#include "tests/support/TlsFixture.h"
#include "tests/support/TlsRelay.h"

using namespace loop;
using namespace tlspeers;
using namespace std::chrono_literals;

class TlsStuckTest final : public TlsFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void init()
    {
        begin();
        m_go = std::make_unique<Event>();
        m_served = false;
    }
    void cleanup()
    {
        end();
        m_relay.reset(); // its protocols outlive the loop
    }

    // RFC 8446, 6.2: the alert is sent, and then the connection is closed; who does not take the
    // alert does not keep it.
    void anAlertThatNobodyTakesKeepsNothing()
    {
        const auto client = stuckClient();
        m_relay->changeNext();
        m_go->set();
        QVERIFY(m_loop->runUntilComplete(isFulfilled(client->lost)));
        QVERIFY(client->error);
        const std::string words = describe(client->error);
        QVERIFY2(words.find("was changed on its way") != std::string::npos, words.c_str());
    }

    // What was written is not thrown away for that: close() waits, abort() does not.
    void whoAbortsIsGoneAtOnce()
    {
        const auto client = stuckClient();
        const std::shared_ptr<Transport> transport = m_transport.lock();
        transport->close();
        for (int i = 0; i < 50; ++i)
            runOnce(*m_loop);
        QVERIFY(!client->lost.done());
        QVERIFY(transport->getWriteBufferSize() > 0);
        transport->abort();
        QVERIFY(m_loop->runUntilComplete(isFulfilled(client->lost)));
        QVERIFY(!client->error);
    }

    // PR-03: it has said goodbye, but what it wrote before was not taken: that is no clean end.
    void aResetWhileTheEndOfItWaitsIsAnError()
    {
        const auto client = idleClient();
        const std::shared_ptr<Transport> transport = m_transport.lock();
        for (int i = 0; i < 2'000 && transport->getWriteBufferSize() == 0; ++i) {
            transport->write(std::string(20'000, 'x')); // less than is encrypted at once
            runOnce(*m_loop);
        }
        QVERIFY(transport->getWriteBufferSize() > 0);
        transport->close(); // all is encrypted, and the goodbye behind it
        runOnce(*m_loop);
        QVERIFY(!client->lost.done());
        m_relay->reset();
        QVERIFY(m_loop->runUntilComplete(isFulfilled(client->lost)));
        QVERIFY(client->error);
    }

private:
    // A client that has written more than is taken, to a server that says a line once it may.
    std::shared_ptr<Witness> stuckClient()
    {
        const std::shared_ptr<Witness> client = idleClient();
        const std::shared_ptr<Transport> transport = m_transport.lock();
        for (int i = 0; i < 200 && transport->getWriteBufferSize() < 2'000'000; ++i) {
            transport->write(std::string(100'000, 'x'));
            runOnce(*m_loop);
        }
        [&] { QVERIFY(transport->getWriteBufferSize() >= 2'000'000); }();
        return client;
    }
    // One that has written nothing yet. What it writes is not taken.
    std::shared_ptr<Witness> idleClient()
    {
        const std::uint16_t port = serve(
            [this](StreamReader reader, StreamWriter writer) {
                m_served = true;
                return sayWhenTold(std::move(reader), std::move(writer), *m_go);
            },
            serverContext("local"));
        m_relay = std::make_unique<TlsRelay>(*m_loop, port);
        ConnectOptions options = trusting();
        static_cast<SslContext &>(*options.ssl).shutdownTimeout = 50ms;
        auto factory = [this] { return std::make_shared<Witness>(*m_loop); };
        const auto made = m_loop->runUntilComplete(
            m_loop->createConnection(factory, "localhost", m_relay->port(), std::move(options)));
        m_transport = made.transport;
        [&] { QVERIFY(runUntil(*m_loop, [this] { return m_served; })); }(); // it has all it needs
        for (Transport *each = m_loop->firstTransport(); each; each = each->next())
            if (each->role() == Role::Server && each->sockName().port() == m_relay->port())
                each->pauseReading();
        return made.protocol;
    }
    static Coro<void> sayWhenTold(StreamReader reader, StreamWriter writer, Event &go)
    {
        co_await go.wait();
        writer.write("hello\n");
        (void)co_await reader.read(); // nothing, until its end
    }

    std::unique_ptr<Event> m_go;
    std::unique_ptr<TlsRelay> m_relay;
    std::weak_ptr<Transport> m_transport;
    bool m_served = false;
};

QTEST_GUILESS_MAIN(TlsStuckTest)
#include "TlsStuckTest.moc"
