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
    explicit HandMade(const std::string &chain = {}, const std::string &key = {})
        : m_context(::SSL_CTX_new(::TLS_client_method()))
        , m_ssl(::SSL_new(m_context))
        , m_in(::BIO_new(::BIO_s_mem()))
        , m_out(::BIO_new(::BIO_s_mem()))
    {
        if (!chain.empty()) {
            ::SSL_use_certificate_chain_file(m_ssl, chain.c_str());
            ::SSL_use_PrivateKey_file(m_ssl, key.c_str(), SSL_FILETYPE_PEM);
        }
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
        return written();
    }
    // `data` as it has to be sent, once it is done.
    std::string encrypted(const std::string &data)
    {
        ::SSL_write(m_ssl, data.data(), static_cast<int>(data.size()));
        return written();
    }

private:
    std::string written()
    {
        std::string records(::BIO_ctrl_pending(m_out), '\0');
        ::BIO_read(m_out, records.data(), static_cast<int>(records.size()));
        return records;
    }

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

    // What comes during one step waits in the kernel beyond 64 KiB, and is heard afterwards
    void whoFloodsDuringAStepIsNotReadMeanwhile()
    {
        const auto later = std::make_shared<Later>();
        const auto context = serverContext("local");
        context->handshakeExecutor = later;
        std::string heard;
        bool ended = false;
        const auto hearAll = [&](StreamReader reader, StreamWriter writer) -> Coro<void> {
            while (!ended) {
                const std::string data = co_await reader.read(limit);
                heard += data;
                ended = data.empty();
            }
            writer.close();
        };
        const std::uint16_t port = serve(hearAll, context);
        const Peer peer = Peer::connectTo(SocketAddress::fromNumeric("127.0.0.1", port));
        HandMade client;
        peer.send(client.next());
        QVERIFY(runUntil(*m_loop, [&] { return later->has(); }));
        later->run();
        QVERIFY(runUntil(*m_loop, [&] { return canRead(peer); }));
        const std::string last = client.next(peer.receive());
        QVERIFY(client.isDone());
        const std::string much = pattern(3'000'000);
        const std::string flood = client.encrypted(much);
        std::size_t sent = 40'000; // of it come with the last step, which leaves them
        peer.send(last + flood.substr(0, sent));
        QVERIFY(runUntil(*m_loop, [&] { return later->has(); }));
        const auto push = [&] {
            const ssize_t now = ::send(peer.fd(), flood.data() + sent, flood.size() - sent,
                                       MSG_DONTWAIT | MSG_NOSIGNAL);
            sent += now > 0 ? static_cast<std::size_t>(now) : 0;
        };
        for (int i = 0; i < 200; ++i) {
            push();
            runOnce(*m_loop);
        }
        int unread = 0;
        QCOMPARE(::ioctl(m_loop->firstTransport()->descriptor(), FIONREAD, &unread), 0);
        QVERIFY2(unread > 0, std::to_string(sent).c_str());
        QCOMPARE(heard, std::string());
        later->run();
        QVERIFY(runUntil(*m_loop, [&] {
            push();
            return heard.size() == much.size();
        }));
        QVERIFY(heard == much);
        QVERIFY(!later->has()); // nothing of it was taken for a step
        peer.finish();
        QVERIFY(runUntil(*m_loop, [&] { return ended; }));
    }

    // ... and a longer handshake message is completed by the next step
    void aLongMessageMayComeDuringAStep()
    {
        const auto later = std::make_shared<Later>();
        const auto context = serverContext("local");
        context->handshakeExecutor = later;
        context->loadVerifyLocations(path("ca.pem"));
        context->setVerify(true);
        const std::uint16_t port = serve(echoLines, context);
        (void)shellOutput(
            "cd " + path("")
            + " && cp other.pem long.pem && for i in $(seq 180); do cat ca.pem; done >> long.pem");
        HandMade client(path("long.pem"), path("other.key"));
        const Peer peer = Peer::connectTo(SocketAddress::fromNumeric("127.0.0.1", port));
        peer.send(client.next());
        QVERIFY(runUntil(*m_loop, [&] { return later->has(); }));
        later->run();
        QVERIFY(runUntil(*m_loop, [&] { return canRead(peer); }));
        const std::string chain = client.next(peer.receive());
        QVERIFY(client.isDone());
        QVERIFY2(chain.size() > 70 * 1024 && chain.size() < 100 * 1024,
                 std::to_string(chain.size()).c_str());
        peer.send(chain.substr(0, 100));
        QVERIFY(runUntil(*m_loop, [&] { return later->has(); }));
        constexpr std::size_t most = 66 * 1024;
        peer.send(chain.substr(100, most));
        runReady(*m_loop, 20); // comes while that step is held
        peer.send(chain.substr(100 + most)); // stays in the kernel
        runReady(*m_loop, 20);
        QVERIFY(m_loop->firstTransport()->state() == ConnectionState::Opening);
        QVERIFY(runUntil(*m_loop, [&] {
            if (later->has())
                later->run();
            return m_loop->firstTransport()->state() == ConnectionState::Open;
        }));
        peer.send(client.encrypted("hello\n"));
        QVERIFY(runUntil(*m_loop, [&] { return canRead(peer); }));
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
