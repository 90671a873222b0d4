// SPDX-License-Identifier: GPL-3.0-or-later
// What a peer sends before its handshake is over here: it is bounded, and heard afterwards.
#include "loop/Executor.h"
#include "loop/Server.h"
#include "loop/tls/internal/HandshakeTurn.h"
#include "tests/support/TlsFixture.h"

#include <openssl/ssl.h>

#include <sys/ioctl.h>
#include <sys/socket.h>

using namespace loop;
using namespace tlspeers;
using namespace std::chrono_literals;

namespace {

// OpenSSL's client of TLS 1.3, which says nothing by itself.
class HandMade {
public:
    HandMade()
        : m_context(::SSL_CTX_new(::TLS_client_method()))
        , m_ssl(::SSL_new(m_context))
        , m_in(::BIO_new(::BIO_s_mem()))
        , m_out(::BIO_new(::BIO_s_mem()))
    {
        ::SSL_set_bio(m_ssl, m_in, m_out);
        ::SSL_set_connect_state(m_ssl);
    }
    ~HandMade()
    {
        ::SSL_free(m_ssl);
        ::SSL_CTX_free(m_context);
    }
    HandMade(const HandMade &) = delete;

    [[nodiscard]] bool isDone() const { return ::SSL_is_init_finished(m_ssl) == 1; }
    // What it answers to what came.
    std::string next(const std::string &came = {})
    {
        ::BIO_write(m_in, came.data(), static_cast<int>(came.size()));
        ::SSL_do_handshake(m_ssl);
        std::string answer(::BIO_ctrl_pending(m_out), '\0');
        ::BIO_read(m_out, answer.data(), static_cast<int>(answer.size()));
        return answer;
    }

private:
    SSL_CTX *m_context;
    SSL *m_ssl;
    BIO *m_in, *m_out; // the SSL's
};

// Takes work, and does it once told.
class Later final : public Executor {
public:
    void submit(Callable work) override { m_work.push_back(std::move(work)); }
    [[nodiscard]] bool has() const noexcept { return !m_work.empty(); }
    void run()
    {
        for (Callable &each : std::exchange(m_work, {}))
            each();
    }

private:
    std::vector<Callable> m_work;
};

bool canRead(const Peer &peer)
{
    char first = 0;
    return ::recv(peer.fd(), &first, 1, MSG_PEEK | MSG_DONTWAIT) == 1;
}

} // namespace

class TlsEarlyTest final : public TlsFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void init() { begin(); }
    void cleanup() { end(); }

    // Neither the end of the handshake nor the FIN is followed by anything that would tell of it.
    void aFinThatComesWithTheEndOfTheHandshakeIsHeard()
    {
        bool ended = false;
        const auto readAll = [&ended](StreamReader reader, StreamWriter writer) -> Coro<void> {
            ended = (co_await reader.read()).empty();
            writer.close();
        };
        const std::uint16_t port = serve(readAll, serverContext("local"));
        const Peer peer = Peer::connectTo(SocketAddress::fromNumeric("127.0.0.1", port));
        HandMade client;
        for (std::string said = client.next(); !client.isDone();) {
            peer.send(said);
            QVERIFY(runUntil(*m_loop, [&] { return canRead(peer); }));
            said = client.next(peer.receive());
            if (client.isDone())
                peer.send(said);
        }
        peer.finish();
        QVERIFY(runUntil(*m_loop, [&] { return ended; }));
        QVERIFY(runUntil(*m_loop, [&] { return m_loop->totals().connections == 0; }));
    }

    // While others shake hands for as long as they like, what it sends waits in the kernel.
    void whoFloodsBeforeItsTurnIsNotRead()
    {
        const std::uint16_t port = serve(echoLines, serverContext("local"));
        const Peer peer = Peer::connectTo(SocketAddress::fromNumeric("127.0.0.1", port));
        QVERIFY(runUntil(*m_loop, [&] { return m_loop->totals().connections == 1; }));
        bool others = true;
        std::function<void()> shakeHands = [&] {
            if (!others || !tls::HandshakeTurn::isLeft(*m_loop))
                return;
            const tls::HandshakeTurn turn;
            const auto until = std::chrono::steady_clock::now() + tls::HandshakeTurn::share;
            while (std::chrono::steady_clock::now() < until) { }
            m_loop->callSoon(shakeHands);
        };
        m_loop->callSoon(shakeHands);
        std::string flood = HandMade().next(); // a hello, and then what is none
        flood += std::string(300'000, 'x');
        std::size_t sent = 0;
        for (int i = 0; i < 100; ++i) {
            const ssize_t now = ::send(peer.fd(), flood.data() + sent, flood.size() - sent,
                                       MSG_DONTWAIT | MSG_NOSIGNAL);
            sent += now > 0 ? static_cast<std::size_t>(now) : 0;
            runOnce(*m_loop);
        }
        int unread = 0;
        QCOMPARE(::ioctl(m_loop->firstTransport()->descriptor(), FIONREAD, &unread), 0);
        QVERIFY2(sent < flood.size() || unread > 0, std::to_string(sent).c_str());
        QVERIFY(!canRead(peer)); // its turn has not come
        others = false;
        QVERIFY(runUntil(*m_loop, [&] { return canRead(peer); })); // an answer to its hello
    }

    // Of a hello in two pieces the second one comes while a step is taken with the first
    void whatComesWhileAStepIsTakenIsTheNextOnes()
    {
        const auto later = std::make_shared<Later>();
        const auto context = serverContext("local");
        context->handshakeExecutor = later;
        const std::uint16_t port = serve(echoLines, context);
        const Peer peer = Peer::connectTo(SocketAddress::fromNumeric("127.0.0.1", port));
        HandMade client;
        const std::string hello = client.next();
        peer.send(hello.substr(0, 100));
        QVERIFY(runUntil(*m_loop, [&] { return later->has(); }));
        peer.send(hello.substr(100));
        runReady(*m_loop, 5);
        later->run();
        QVERIFY(runUntil(*m_loop, [&] { return later->has(); })); // nothing more will come
        later->run();
        QVERIFY(runUntil(*m_loop, [&] { return canRead(peer); }));
        const std::string last = client.next(peer.receive());
        QVERIFY(client.isDone());
        peer.send(last);
        QVERIFY(runUntil(*m_loop, [&] { return later->has(); }));
        later->run();
        QVERIFY(runUntil(*m_loop, [this] {
            return m_loop->firstTransport()->state() == ConnectionState::Open;
        }));
    }

    // Its FIN came while a step was taken, and the step wants more than there will be
    void aFinThatComesWhileAStepIsTakenIsHeard()
    {
        const auto later = std::make_shared<Later>();
        const auto context = serverContext("local");
        context->handshakeExecutor = later;
        std::string said;
        context->handshakeFailed
            = [&](const Transport &, const std::exception &error) { said = error.what(); };
        const std::uint16_t port = serve(echoLines, context);
        const Peer peer = Peer::connectTo(SocketAddress::fromNumeric("127.0.0.1", port));
        peer.send(HandMade().next());
        QVERIFY(runUntil(*m_loop, [&] { return later->has(); }));
        peer.finish();
        runReady(*m_loop, 5);
        QCOMPARE(said, std::string());
        later->run();
        QVERIFY(runUntil(*m_loop, [&] { return !said.empty(); }));
        QVERIFY2(said.find("closed the connection during") != std::string::npos, said.c_str());
        QVERIFY(runUntil(*m_loop, [this] { return m_loop->totals().connections == 0; }));
    }

    // Whoever shakes hands no more, as nobody waits for it any more, says nothing to its peer
    void whoIsClosedInsideItsHandshakeIsGone()
    {
        const std::uint16_t port = serve(echoLines, serverContext("local"));
        const Peer peer = Peer::connectTo(SocketAddress::fromNumeric("127.0.0.1", port));
        peer.send(HandMade().next().substr(0, 100));
        QVERIFY(runUntil(*m_loop, [this] { return m_loop->totals().connections == 1; }));
        runReady(*m_loop, 5);
        m_server->closeClients();
        QVERIFY(runUntil(*m_loop, [this] { return m_loop->totals().connections == 0; }));
        std::string heard;
        try {
            heard = peer.receive();
        } catch (const OsError &) { } // a reset
        QCOMPARE(heard, std::string());
    }
};

QTEST_GUILESS_MAIN(TlsEarlyTest)
#include "TlsEarlyTest.moc"
