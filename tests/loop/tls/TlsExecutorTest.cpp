// SPDX-License-Identifier: GPL-3.0-or-later
// Handshakes on an executor: they succeed and fail as on the loop's thread, and whatever becomes of
// the connection or the loop while a step is taken elsewhere, nothing is left.
#include "loop/Executor.h"
#include "loop/Probe.h"
#include "tests/support/SslObjects.h"
#include "tests/support/StillClock.h"
#include "tests/support/TlsFixture.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QFile>
#include <QtCore/QScopeGuard>

#include <atomic>
#include <filesystem>
#include <semaphore>
#include <thread>

using namespace loop;
using namespace tlspeers;
using namespace std::chrono_literals;

namespace {

// Takes work, and does it once told, on a thread of its own.
class Later final : public Executor {
public:
    void submit(Callable work) override { m_work.push_back(std::move(work)); }
    [[nodiscard]] bool has() const noexcept { return !m_work.empty(); }
    void run()
    {
        std::jthread([work = std::exchange(m_work, {})]() mutable {
            for (Callable &each : work)
                each();
        });
    }
    void drop() { m_work.clear(); }

private:
    std::vector<Callable> m_work;
};

// Does so much work at once, and then refuses it.
class Refusing final : public Executor {
public:
    Refusing(int taken, bool anything)
        : m_taken(taken)
        , m_anything(anything)
    { }
    void submit(Callable work) override
    {
        if (m_taken-- > 0)
            return work();
        ++refused;
        if (m_anything)
            throw 7; // no std::exception
        throw RuntimeError("closed for today");
    }

    int refused = 0;

private:
    int m_taken;
    const bool m_anything;
};

std::ptrdiff_t descriptorsNow()
{
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

} // namespace

class TlsExecutorTest final : public TlsFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void init()
    {
        (void)SslObjects::alive(); // begins to count
        begin();
        m_loop->setExceptionHandler([](EventLoop &, const ExceptionContext &) {}); // of the peers
        m_pool = std::make_shared<ThreadPoolExecutor>(2);
        m_later = std::make_shared<Later>();
        m_go = std::make_unique<std::counting_semaphore<>>(0);
        m_entered = false;
        m_steppedOn = {};
    }
    void cleanup()
    {
        end();
        m_go->release(); // where a test failed before it did
        m_pool->finish(); // what was on its way there is gone, too
        m_later.reset();
        QCOMPARE(SslObjects::alive(), 0);
    }

    // Both sides' steps, with a session of before, too, and the secrets go where they do else
    void handshakesAreShakenElsewhere_data() { versions(); }
    void handshakesAreShakenElsewhere()
    {
        QFETCH(loop::tls::TlsVersion, version);
        const QTemporaryDir folder;
        const QString log = folder.filePath(QStringLiteral("keys"));
        const auto context = serverContext("local");
        context->setMaximumVersion(version);
        context->setKeylogFilename(log.toStdString());
        context->handshakeExecutor = m_pool;
        context->setServerNameCallback([this](const std::string &) {
            m_steppedOn = std::this_thread::get_id();
            return std::shared_ptr<SslContext>();
        });
        const std::uint16_t port = serve(echoLines, context);
        const auto client = std::static_pointer_cast<SslContext>(trusting().ssl);
        client->handshakeExecutor = m_pool;
        client->resumeSessions = true;
        for (const bool resumed : {false, true}) {
            ConnectOptions options;
            options.ssl = client;
            const Answer answer
                = m_loop->runUntilComplete(ask(*m_loop, "localhost", port, std::move(options)));
            QCOMPARE(answer.line, std::string("hello\n"));
            QCOMPARE(answer.tls.resumed, resumed);
        }
        QVERIFY(m_steppedOn != std::thread::id());
        QVERIFY(m_steppedOn != std::this_thread::get_id());
        QFile secrets(log);
        QVERIFY(secrets.open(QIODevice::ReadOnly));
        QVERIFY(secrets.readAll().count('\n') >= 2);
    }

    void manyAtOnce()
    {
        const auto context = serverContext("local");
        context->handshakeExecutor = m_pool;
        const std::uint16_t port = serve(echoLines, context);
        const auto client = trusting().ssl;
        static_cast<SslContext &>(*client).handshakeExecutor = m_pool;
        std::vector<Task<Answer>> clients;
        for (int i = 0; i < 200; ++i) {
            ConnectOptions options;
            options.ssl = client;
            clients.push_back(
                m_loop->createTask(ask(*m_loop, "localhost", port, std::move(options))));
        }
        for (Task<Answer> &each : clients)
            QCOMPARE(m_loop->runUntilComplete(each).line, std::string("hello\n"));
    }

    // OpenSSL's words stay on the thread that made the step
    void aRefusalHasTheSameWords()
    {
        std::string heard;

        const auto context = serverContext("self");
        context->handshakeExecutor = m_pool;
        context->handshakeFailed
            = [&](const Transport &, const std::exception &error) { heard = error.what(); };
        const std::uint16_t port = serve(echoLines, context);
        ConnectOptions options = trusting();
        static_cast<SslContext &>(*options.ssl).handshakeExecutor = m_pool;
        const std::string error = errorOf<CertificateError>("localhost", port, std::move(options));
        QVERIFY2(error.find("self-signed, and untrusted") != std::string::npos, error.c_str());
        QVERIFY(runUntil(*m_loop, [&] { return !heard.empty(); }));
        QVERIFY2(heard.find("unknown_ca") != std::string::npos, heard.c_str());
    }

    // T-06: before the step begins, and while it is taken
    void aServerMayBeCancelledMeanwhile_data() { moments(); }
    void aServerMayBeCancelledMeanwhile()
    {
        const std::ptrdiff_t before = descriptorsNow();
        {
            const Pair pair = start({});
            QVERIFY(runUntil(*m_loop, [this] { return reached(); }));
            pair.accepted.cancel();
            QVERIFY(
                runUntil(*m_loop, [&] { return pair.accepted.done() && pair.connected.done(); }));
            QVERIFY(pair.accepted.cancelled());
            goOn();
        }
        QVERIFY(runUntil(*m_loop, [&] {
            return m_loop->totals().connections == 0 && descriptorsNow() == before;
        }));
    }

    // N-12: the time is up whoever is at work
    void itMayTakeTooLong_data() { moments(); }
    void itMayTakeTooLong()
    {
        m_loop->close();
        auto made = std::make_unique<StillClock>(makeDriver());
        StillClock &clock = *made;
        m_loop = std::make_unique<EventLoop>(std::move(made));
        struct Watching final : Probe {
            void connectionMade(Transport &transport) noexcept override
            {
                if (transport.role() == Role::Server)
                    failure = std::any_cast<TlsInfo>(transport.getExtraInfo("tls")).failure;
            }
            std::string failure;
        } probe;
        m_loop->setProbe(&probe);
        const auto unwatched = qScopeGuard([this] { m_loop->setProbe(nullptr); });
        const Pair pair = start(20ms);
        const auto until = [this](const std::function<bool()> &condition) {
            for (QDeadlineTimer late(10'000); !condition() && !late.hasExpired();)
                runReady(*m_loop);
            return condition();
        };
        QVERIFY(until([this] { return reached(); }));
        QVERIFY(!pair.accepted.done());
        clock.advance(21ms);
        QVERIFY(until([&] { return pair.accepted.done(); }));
        const std::string words = describe(pair.accepted.exception());
        QVERIFY2(words.find("taking longer") != std::string::npos, words.c_str());
        QVERIFY2(probe.failure.find("taking longer") != std::string::npos, probe.failure.c_str());
        goOn();
        QVERIFY(until([&] { return pair.connected.done() && m_loop->totals().connections == 0; }));
    }

    void thePeerMayBeGoneMeanwhile_data() { moments(); }
    void thePeerMayBeGoneMeanwhile()
    {
        const Pair pair = start({});
        QVERIFY(runUntil(*m_loop, [this] { return reached(); }));
        pair.connected.cancel();
        QVERIFY(runUntil(*m_loop, [&] { return pair.connected.done(); }));
        goOn();
        QVERIFY(runUntil(
            *m_loop, [&] { return pair.accepted.done() && m_loop->totals().connections == 0; }));
        QVERIFY(pair.accepted.exception());
    }

    // L-08
    void theLoopMayBeClosedMeanwhile_data() { moments(); }
    void theLoopMayBeClosedMeanwhile()
    {
        const std::ptrdiff_t before = descriptorsNow();
        {
            const Pair pair = start({});
            QVERIFY(runUntil(*m_loop, [this] { return reached(); }));
            m_loop->close();
            goOn(); // what comes back finds no loop
            m_pool->finish();
        }
        m_loop.reset();
        QVERIFY(descriptorsNow() <= before);
        begin();
    }

    void anExecutorThatEndsIsAnError()
    {
        m_context = serverContext("local");
        m_context->handshakeExecutor = m_later;
        const Pair pair = connectPair({});
        QVERIFY(runUntil(*m_loop, [this] { return m_later->has(); }));
        m_later->drop();
        QVERIFY(runUntil(*m_loop, [&] { return pair.accepted.done() && pair.connected.done(); }));
        const std::string words = describe(pair.accepted.exception());
        QVERIFY2(words.find("executor was shut down") != std::string::npos, words.c_str());
    }

    // ... and so is one that takes no work, whichever step of the handshake it is
    void anExecutorThatRefusesWorkIsAnError_data()
    {
        QTest::addColumn<bool>("client"); // whose executor it is
        QTest::addColumn<int>("taken"); // steps before
        QTest::addColumn<bool>("anything"); // it throws no std::exception
        QTest::newRow("server, first step") << false << 0 << false;
        QTest::newRow("server, a later one") << false << 1 << false;
        QTest::newRow("client, first step") << true << 0 << false;
        QTest::newRow("client, a later one") << true << 1 << false;
        QTest::newRow("server, anything") << false << 0 << true;
        QTest::newRow("client, anything") << true << 1 << true;
    }
    void anExecutorThatRefusesWorkIsAnError()
    {
        QFETCH(bool, client);
        QFETCH(int, taken);
        QFETCH(bool, anything);
        const std::ptrdiff_t before = descriptorsNow();
        const auto refusing = std::make_shared<Refusing>(taken, anything);
        std::vector<std::string> heard;
        m_context = serverContext("local");
        m_context->handshakeFailed = [&](const Transport &failed, const std::exception &error) {
            heard.emplace_back(error.what());
            const auto seen = std::any_cast<TlsInfo>(failed.getExtraInfo("tls"));
            heard.push_back(seen.failure);
        };
        if (!client)
            m_context->handshakeExecutor = refusing;
        {
            const Pair pair = connectPair({}, client ? refusing : nullptr);
            QVERIFY(
                runUntil(*m_loop, [&] { return pair.accepted.done() && pair.connected.done(); }));
            const std::exception_ptr own
                = client ? pair.connected.exception() : pair.accepted.exception();
            const std::string words = describe(own);
            QVERIFY2(words.starts_with(
                         "loop::TlsError: SSL handshake failed: its executor refuses work"),
                     words.c_str());
            QCOMPARE(words.find("closed for today") == std::string::npos, anything);
            // The other side hears that it ended: by TLS 1.3 a client may have ended first.
            if (!client && taken == 0)
                QVERIFY(pair.connected.exception());
            if (client)
                QVERIFY(pair.accepted.exception());
        }
        QCOMPARE(refusing->refused, 1);
        QCOMPARE(heard.size(), std::size_t {2});
        if (!client)
            QVERIFY2(heard[1].starts_with("its executor refuses work"), heard[1].c_str());
        QVERIFY(runUntil(*m_loop, [&] {
            return m_loop->totals().connections == 0 && descriptorsNow() == before;
        }));
    }

    // Whoever hears of a failure may fail itself: the connection ends all the same
    void whoeverHearsOfAFailureMayThrow_data()
    {
        QTest::addColumn<bool>("elsewhere");
        QTest::newRow("on the loop's thread") << false;
        QTest::newRow("on an executor") << true;
    }
    void whoeverHearsOfAFailureMayThrow()
    {
        QFETCH(bool, elsewhere);
        std::vector<std::string> reported;
        m_loop->setExceptionHandler([&](EventLoop &, const ExceptionContext &context) {
            if (context.exception)
                reported.push_back(describe(context.exception));
        });
        const std::ptrdiff_t before = descriptorsNow();
        m_context = serverContext("self"); // which the client refuses
        if (elsewhere)
            m_context->handshakeExecutor = m_pool;
        m_context->handshakeFailed
            = [](const Transport &, const std::exception &) { throw std::logic_error("heard"); };
        {
            const Pair pair = connectPair({});
            QVERIFY(
                runUntil(*m_loop, [&] { return pair.accepted.done() && pair.connected.done(); }));
            const std::string words = describe(pair.accepted.exception());
            QVERIFY2(words.find("does not know who signed it") != std::string::npos, words.c_str());
        }
        QVERIFY(runUntil(*m_loop, [&] {
            return m_loop->totals().connections == 0 && descriptorsNow() == before;
        }));
        QCOMPARE(std::count_if(reported.begin(), reported.end(),
                               [](const std::string &words) {
                                   return words.find("heard") != std::string::npos;
                               }),
                 1);
    }

private:
    struct Pair {
        Task<Connected<Witness>> accepted, connected;
    };

    static void moments()
    {
        QTest::addColumn<bool>("running");
        QTest::newRow("before its turn") << false;
        QTest::newRow("while it is taken") << true;
    }
    // A handshake whose server's first step is held.
    Pair start(Duration limit)
    {
        QFETCH(bool, running);
        m_context = serverContext("local");
        if (running) {
            m_context->handshakeExecutor = m_pool;
            m_context->setServerNameCallback([this](const std::string &) {
                m_entered = true;
                m_go->acquire();
                return std::shared_ptr<SslContext>();
            });
        } else {
            m_context->handshakeExecutor = m_later;
        }
        return connectPair(limit);
    }
    Pair connectPair(Duration limit, const std::shared_ptr<Executor> &clients = nullptr)
    {
        const auto make = [this] { return std::make_shared<Witness>(*m_loop); };
        auto ends = tcpPair();
        TlsTimeouts timeouts;
        if (limit > Duration::zero())
            timeouts.sslHandshakeTimeout = limit;
        const auto accepted = m_loop->createTask(
            m_loop->connectAcceptedSocket(make, std::move(ends.first), m_context, timeouts));
        ConnectOptions options = trusting();
        options.sock = std::move(ends.second);
        options.serverHostname = "localhost";
        static_cast<SslContext &>(*options.ssl).handshakeExecutor = clients;
        return {accepted, m_loop->createTask(m_loop->createConnection(make, std::move(options)))};
    }
    [[nodiscard]] bool reached() const { return m_entered || m_later->has(); }
    void goOn()
    {
        if (m_later->has())
            m_later->run();
        else
            m_go->release();
    }

    std::shared_ptr<ThreadPoolExecutor> m_pool;
    std::shared_ptr<Later> m_later;
    std::shared_ptr<SslContext> m_context;
    std::atomic<bool> m_entered = false;
    std::unique_ptr<std::counting_semaphore<>> m_go;
    std::thread::id m_steppedOn;
};

QTEST_GUILESS_MAIN(TlsExecutorTest)
#include "TlsExecutorTest.moc"
