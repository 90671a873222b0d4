// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/EventLoop.h"
#include "loop/Executor.h"
#include "tests/support/Drivers.h"

#include <QtCore/QTimer>

#include <atomic>
#include <netdb.h>
#include <thread>

using namespace std::chrono_literals;

namespace {

using Infos = std::vector<loop::AddressInfo>;

loop::Coro<Infos> resolve(std::string host, std::string service, int family = 0, int type = 0,
                          int flags = 0)
{
    co_return co_await loop::EventLoop::running()->getaddrinfo(std::move(host), std::move(service),
                                                               family, type, 0, flags);
}

// Holds work back until it is released.
class HeldExecutor final : public loop::Executor {
public:
    ~HeldExecutor() override
    {
        for (std::thread &thread : m_threads)
            thread.join();
    }
    void submit(loop::Callable work) override
    {
        ++submitted;
        m_threads.emplace_back([this, w = std::move(work)]() mutable {
            while (!released)
                std::this_thread::yield();
            w();
        });
    }
    std::atomic<bool> released = false;
    int submitted = 0;

private:
    std::vector<std::thread> m_threads;
};

} // namespace

class ResolverTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void aListOfAddressesComesBack() // H-01, trap 11
    {
        loop::EventLoop loop(makeDriver());
        const Infos infos = loop.runUntilComplete(resolve("localhost", "80", AF_INET, SOCK_STREAM));
        QVERIFY(!infos.empty());
        for (const loop::AddressInfo &info : infos) {
            QCOMPARE(info.family, AF_INET);
            QCOMPARE(info.type, int(SOCK_STREAM));
            QCOMPARE(info.proto, int(IPPROTO_TCP));
            QCOMPARE(info.address.family(), AF_INET);
            QCOMPARE(info.address.port(), std::uint16_t(80));
            QVERIFY(info.address.host().starts_with("127."));
        }
        const Infos named
            = loop.runUntilComplete(resolve("localhost", "80", AF_INET, SOCK_STREAM, AI_CANONNAME));
        QVERIFY(!named.at(0).canonName.empty());
    }

    void numericAddressesAreAnsweredAtOnce() // H-01
    {
        loop::EventLoop loop(makeDriver());
        const auto executor = std::make_shared<HeldExecutor>();
        loop.setDefaultExecutor(executor);
        const Infos v4 = loop.runUntilComplete(resolve("127.0.0.1", "8881", 0, SOCK_STREAM));
        QCOMPARE(v4.size(), std::size_t(1));
        QCOMPARE(v4[0].address.toString(), std::string("127.0.0.1:8881"));
        const Infos v6 = loop.runUntilComplete(resolve("::1", "8881", 0, SOCK_DGRAM));
        QCOMPARE(v6.size(), std::size_t(1));
        QCOMPARE(v6[0].address.toString(), std::string("[::1]:8881"));
        QCOMPARE(v6[0].type, int(SOCK_DGRAM));
        const Infos any
            = loop.runUntilComplete(resolve("", "8881", AF_INET, SOCK_STREAM, AI_PASSIVE));
        QCOMPARE(any.at(0).address.toString(), std::string("0.0.0.0:8881"));
        QCOMPARE(executor->submitted, 0);
    }

    void aNameThatCannotBeResolvedThrowsWithItsName() // H-01
    {
        loop::EventLoop loop(makeDriver());
        try {
            (void)loop.runUntilComplete(
                resolve("no.such.host", "80", 0, SOCK_STREAM, AI_NUMERICHOST));
            QFAIL("it resolved");
        } catch (const loop::OsError &error) {
            QCOMPARE(error.code().value(), EAI_NONAME);
            QVERIFY(std::string(error.what()).find("no.such.host") != std::string::npos);
        }
    }

    void theLoopAndQtGoOnMeanwhile() // H-01
    {
        loop::EventLoop loop(makeDriver());
        const auto executor = std::make_shared<HeldExecutor>();
        loop.setDefaultExecutor(executor);
        int ticks = 0;
        const auto tick = [&] { // the answer comes after both have ticked
            if (++ticks == 2)
                executor->released = true;
        };
        loop.callLater(1ms, tick);
        if (currentDriver() == DriverKind::Qt)
            QTimer::singleShot(1, this, tick);
        else
            loop.callLater(2ms, tick);
        QVERIFY(!loop.runUntilComplete(resolve("localhost", "80", AF_INET)).empty());
        QCOMPARE(ticks, 2);
        QCOMPARE(executor->submitted, 1);
    }
};

QTEST_GUILESS_MAIN(ResolverTest)
#include "ResolverTest.moc"
