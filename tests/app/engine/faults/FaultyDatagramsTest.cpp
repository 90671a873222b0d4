// SPDX-License-Identifier: GPL-3.0-or-later
// Real datagrams through faults; the clock is moved by the test.
#include "app/engine/faults/FaultyDatagrams.h"
#include "app/engine/faults/SessionFaults.h"

#include "loop/Sleep.h"
#include "tests/support/ManualDriver.h"
#include "tests/support/Wire.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

models::FaultPlan plan(const QStringList &lines, quint64 seed = 1)
{
    const auto read = models::parseFaultPlan(lines, seed, models::Traffic::Datagrams);
    if (!read.plan)
        qFatal("%s", qPrintable(read.problem));
    return *read.plan;
}

loop::Coro<void> waiting(loop::Duration time)
{
    co_await loop::sleep(time);
}

// Keeps what it hears; a datagram is followed by a blank.
class Listener final : public loop::DatagramProtocol {
public:
    void connectionMade(loop::DatagramTransport &made) override
    {
        transport = std::static_pointer_cast<loop::DatagramTransport>(made.shared_from_this());
    }
    void connectionLost(std::exception_ptr) override { lost = true; }
    void datagramReceived(std::string_view data, const loop::SocketAddress &from) override
    {
        received.append(data) += ' ';
        bytes += data.size();
        sender = from;
        if (data == "throw")
            throw loop::RuntimeError("a handler that fails");
    }
    void errorReceived(const loop::OsError &) override { ++errors; }
    void pauseWriting() override { calls += "pause "; }
    void resumeWriting() override { calls += "resume "; }

    std::shared_ptr<loop::DatagramTransport> transport;
    std::string received, calls;
    std::uint64_t bytes = 0;
    loop::SocketAddress sender;
    int errors = 0;
    bool lost = false;
};

loop::DatagramOptions onLoopback()
{
    loop::DatagramOptions options;
    options.localAddr.emplace("127.0.0.1", 0);
    return options;
}

loop::DatagramOptions towards(const loop::SocketAddress &address)
{
    loop::DatagramOptions options;
    options.remoteAddr.emplace(address.host(), address.port());
    return options;
}

// An endpoint behind faults that takes from anybody, and a plain one that talks to it.
struct FaultyPair {
    explicit FaultyPair(const QStringList &lines = {}, quint64 seed = 1)
    {
        faults->begin(plan(lines, seed));
        const auto factory
            = [this] { return faults->through(std::shared_ptr<loop::DatagramProtocol>(near)); };
        id = loop.runUntilComplete(loop.createDatagramEndpoint(factory, onLoopback()))
                 .transport->id();
        loop.runUntilComplete(loop.createDatagramEndpoint([this] { return far; },
                                                          towards(near->transport->sockName())));
    }
    ~FaultyPair() { loop.close(); }

    // Lets the loop run for so long, by its own clock.
    void run(loop::Duration time) { loop.runUntilComplete(waiting(time)); }
    void sendIn(std::string_view data) { far->transport->sendto(data); }
    void sendOut(std::string_view data)
    {
        near->transport->sendto(data, far->transport->sockName());
    }
    [[nodiscard]] loop::Transport &real() const { return *loop.findTransport(id); }

    loop::EventLoop loop {std::make_unique<ManualDriver>()};
    std::shared_ptr<app::SessionFaults> faults = std::make_shared<app::SessionFaults>(loop);
    std::shared_ptr<Listener> near = std::make_shared<Listener>();
    std::shared_ptr<Listener> far = std::make_shared<Listener>();
    loop::ConnectionId id;
};

} // namespace

class FaultyDatagramsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutFaultsItIsTransparent();
    void itBearsTheIdOfTheRealOne();
    void addressesAreCheckedAsTheRealOneDoes();
    void latencyWorksBothWays();
    void jitterLetsDatagramsOvertake();
    void datagramsAreDroppedDoubledAndReordered();
    void theLastOneIsNotHeldByReorder();
    void corruptedOnesKeepTheirLength();
    void bandwidthPausesTheSender();
    void aFullLineStopsReading();
    void emptyDatagramsFillALine();
    void manyConnectionsHoldLessEach();
    void theSameSeedGivesTheSame();
    void faultsComeAndGoWhileItRuns();
    void closeWaitsForWhatIsUnderWay();
    void closeDoesNotWaitForAStallWithoutEnd();
    void abortWaitsForNothing();
    void pausedReadingHoldsTheLine();
    void errorsPassThrough();
    void aThrowingProtocolStaysOpen();
};

void FaultyDatagramsTest::withoutFaultsItIsTransparent()
{
    FaultyPair pair;
    pair.sendIn("in");
    pair.sendIn("");
    pair.sendOut("out");
    pair.run(1ms);
    QCOMPARE(pair.near->received, std::string("in  "));
    QCOMPARE(pair.near->sender.toString(), pair.far->transport->sockName().toString());
    QCOMPARE(pair.far->received, std::string("out "));
    QCOMPARE(pair.faults->hitCount(), std::uint64_t(0));
    pair.near->transport->close();
    pair.run(1ms);
    QVERIFY(pair.near->lost);
}

void FaultyDatagramsTest::itBearsTheIdOfTheRealOne()
{
    FaultyPair pair;
    QCOMPARE(pair.near->transport->id().value, pair.id.value);
    QVERIFY(&pair.real() != pair.near->transport.get());
    QCOMPARE(pair.real().sockName().toString(), pair.near->transport->sockName().toString());
    pair.real().close(); // as the window does
    pair.run(1ms);
    QVERIFY(pair.near->lost);
}

void FaultyDatagramsTest::addressesAreCheckedAsTheRealOneDoes()
{
    FaultyPair pair({u"latency:1s"_s});
    QCOMPARE(thrownBy([&] { pair.near->transport->write("x"); }), std::string("ValueError"));
}

void FaultyDatagramsTest::latencyWorksBothWays()
{
    FaultyPair pair({u"latency:50ms"_s});
    pair.sendIn("ping");
    pair.sendOut("pong");
    pair.run(49ms);
    QCOMPARE(pair.near->received + pair.far->received, std::string());
    QCOMPARE(pair.real().counters().bytesOut, std::uint64_t(0));
    pair.run(2ms);
    QCOMPARE(pair.near->received, std::string("ping "));
    QCOMPARE(pair.near->sender.toString(), pair.far->transport->sockName().toString());
    QCOMPARE(pair.far->received, std::string("pong "));
    QCOMPARE(pair.faults->hits()[std::size_t(models::FaultKind::Latency)], std::uint64_t(2));
}

void FaultyDatagramsTest::jitterLetsDatagramsOvertake()
{
    FaultyPair pair({u"latency:100ms,jitter:100ms"_s});
    std::string inOrder;
    for (char c = 'a'; c <= 'z'; ++c) {
        pair.sendOut(std::string_view(&c, 1));
        inOrder.append({c, ' '});
    }
    pair.run(300ms);
    QCOMPARE(pair.far->received.size(), inOrder.size());
    QVERIFY(pair.far->received != inOrder);
}

void FaultyDatagramsTest::datagramsAreDroppedDoubledAndReordered()
{
    FaultyPair pair({u"drop,direction:in,match:b"_s, u"duplicate,direction:in,message:3"_s,
                     u"reorder,direction:out,message:1"_s});
    for (const std::string_view data : {"a", "b", "c", "d"}) {
        pair.sendIn(data);
        pair.sendOut(data);
    }
    pair.run(1ms);
    QCOMPARE(pair.near->received, std::string("a c c d "));
    QCOMPARE(pair.far->received, std::string("b a c d "));
    QCOMPARE(pair.faults->hitsAsText(), u"drop 1, duplicate 1, reorder 1"_s);
}

void FaultyDatagramsTest::theLastOneIsNotHeldByReorder()
{
    FaultyPair pair({u"reorder,direction:out"_s});
    pair.sendOut("alone");
    pair.near->transport->close(); // waits for it
    pair.run(200ms);
    QCOMPARE(pair.far->received, std::string("alone "));
    QVERIFY(pair.near->lost);
}

void FaultyDatagramsTest::corruptedOnesKeepTheirLength()
{
    FaultyPair pair({u"corrupt:3,direction:out"_s});
    pair.sendOut("aaaaaa");
    pair.run(1ms);
    QCOMPARE(pair.far->bytes, std::uint64_t(6));
    QCOMPARE(pair.far->received.substr(0, 2), std::string("aa"));
    QVERIFY(pair.far->received[2] != 'a');
}

void FaultyDatagramsTest::bandwidthPausesTheSender()
{
    FaultyPair pair({u"bandwidth:10k,direction:out"_s});
    const std::string data(10 * 1024, 'x');
    for (int i = 0; i < 8; ++i)
        pair.sendOut(data);
    QCOMPARE(pair.near->calls, std::string("pause "));
    QVERIFY(pair.near->transport->getWriteBufferSize() > 64 * 1024);
    pair.run(4'500ms);
    QCOMPARE(pair.far->bytes, std::uint64_t(4 * data.size()));
    pair.run(4s);
    QCOMPARE(pair.near->calls, std::string("pause resume "));
    QCOMPARE(pair.far->bytes, std::uint64_t(8 * data.size()));
}

void FaultyDatagramsTest::aFullLineStopsReading()
{
    FaultyPair pair({u"bandwidth:10k,direction:in"_s});
    const std::string data(10 * 1024, 'x');
    for (int i = 0; i < 500; ++i) {
        pair.sendIn(data);
        pair.run(0ms);
    }
    QVERIFY(!pair.real().isReading());
    QVERIFY(pair.real().counters().bytesIn < 100 * 1024);
    pair.faults->setPlan({});
    pair.run(1ms);
    QVERIFY(pair.real().isReading());
}

void FaultyDatagramsTest::emptyDatagramsFillALine()
{
    FaultyPair pair({u"stall,direction:in"_s});
    for (int i = 0; i < 3'000; ++i) {
        pair.sendIn("");
        if (i % 50 == 0)
            pair.run(0ms);
    }
    QVERIFY(!pair.real().isReading());
    QVERIFY(pair.real().counters().messagesIn < 1'500);
}

void FaultyDatagramsTest::manyConnectionsHoldLessEach()
{
    struct Nothing final : app::FaultyConnection {
        void setPlan(const std::shared_ptr<const models::FaultPlan> &, std::uint64_t) override { }
    } other;
    FaultyPair pair({u"latency:24h,direction:in"_s});
    const std::string data(60'000, 'x');
    const auto taken = [&data](FaultyPair &from) { // until it is not asked for more
        for (int i = 0; i < 400 && from.real().isReading(); ++i) {
            from.sendIn(data);
            from.run(0ms);
        }
        return from.real().counters().bytesIn;
    };
    const std::uint64_t alone = taken(pair);
    QVERIFY(alone > 8'000'000); // what a day's delay holds, within the bound of one connection
    QVERIFY(alone < 20'000'000);
    FaultyPair many({u"latency:24h,direction:in"_s});
    for (std::uint64_t i = 1; i <= 1'000; ++i)
        many.faults->joined({1'000'000 + i}, other);
    QVERIFY2(taken(many) < 500'000, "a thousand times that is too much");
    for (std::uint64_t i = 1; i <= 1'000; ++i)
        many.faults->left({1'000'000 + i});
}

void FaultyDatagramsTest::theSameSeedGivesTheSame()
{
    const auto run = [](quint64 seed) {
        FaultyPair pair({u"drop,probability:0.2"_s, u"duplicate,probability:0.2"_s,
                         u"reorder,probability:0.2"_s, u"latency:10ms,jitter:9ms"_s},
                        seed);
        for (int i = 0; i < 40; ++i) {
            pair.sendIn(std::to_string(i));
            pair.sendOut(std::to_string(i));
            pair.run(1ms);
        }
        pair.run(1s);
        return pair.near->received + '|' + pair.far->received;
    };
    const std::string first = run(3);
    QCOMPARE(run(3), first);
    QVERIFY(run(4) != first);
}

void FaultyDatagramsTest::faultsComeAndGoWhileItRuns()
{
    FaultyPair pair;
    pair.sendOut("now");
    QVERIFY(pair.faults->setPlan(pair.id, plan({u"stall"_s})));
    pair.sendOut("held");
    pair.run(1h);
    QCOMPARE(pair.far->received, std::string("now "));
    pair.faults->setPlan(plan({u"drop"_s}));
    pair.run(1ms);
    QCOMPARE(pair.far->received, std::string("now held "));
    pair.sendOut("lost");
    pair.faults->setPlan(plan({}));
    pair.sendOut("again");
    pair.run(1ms);
    QCOMPARE(pair.far->received, std::string("now held again "));
    pair.near->transport->close();
    pair.run(1ms);
    QVERIFY(!pair.faults->setPlan(pair.id, plan({})));
}

void FaultyDatagramsTest::closeWaitsForWhatIsUnderWay()
{
    FaultyPair pair({u"latency:1s"_s});
    pair.sendOut("bye");
    pair.near->transport->close();
    pair.sendOut("ignored");
    pair.sendIn("too late");
    pair.run(900ms);
    QVERIFY(!pair.near->lost);
    pair.run(200ms);
    QVERIFY(pair.near->lost);
    QCOMPARE(pair.far->received, std::string("bye "));
    QCOMPARE(pair.near->received, std::string());
}

void FaultyDatagramsTest::closeDoesNotWaitForAStallWithoutEnd()
{
    FaultyPair pair({u"stall"_s});
    pair.sendOut("held");
    pair.near->transport->close();
    pair.run(1ms);
    QVERIFY(pair.near->lost);
}

void FaultyDatagramsTest::abortWaitsForNothing()
{
    FaultyPair pair({u"latency:1s"_s});
    pair.sendOut("bye");
    pair.near->transport->abort();
    QVERIFY(!pair.near->lost); // never inside the call
    pair.run(1ms);
    QVERIFY(pair.near->lost);
    pair.run(2s);
    QCOMPARE(pair.far->received, std::string());
}

void FaultyDatagramsTest::pausedReadingHoldsTheLine()
{
    FaultyPair pair({u"latency:50ms"_s});
    pair.sendIn("early");
    pair.run(10ms);
    pair.near->transport->pauseReading();
    pair.run(200ms);
    QCOMPARE(pair.near->received, std::string());
    pair.near->transport->resumeReading();
    QCOMPARE(pair.near->received, std::string()); // never inside the call
    pair.run(1ms);
    QCOMPARE(pair.near->received, std::string("early "));
}

// A client whose server's machine says that nobody listens there.
void FaultyDatagramsTest::errorsPassThrough()
{
    FaultyPair pair({u"latency:20ms"_s});
    const auto client = std::make_shared<Listener>();
    auto gone = towards(pair.far->transport->sockName());
    pair.far->transport->abort();
    pair.run(1ms);
    const auto factory
        = [&] { return pair.faults->through(std::shared_ptr<loop::DatagramProtocol>(client)); };
    pair.loop.runUntilComplete(pair.loop.createDatagramEndpoint(factory, std::move(gone)));
    client->transport->write("anybody?");
    pair.run(10ms);
    QCOMPARE(client->errors, 0);
    pair.run(30ms);
    QCOMPARE(client->errors, 1);
}

void FaultyDatagramsTest::aThrowingProtocolStaysOpen()
{
    const CapturedWarnings warnings;
    FaultyPair pair({u"latency:10ms"_s});
    int failures = 0;
    pair.loop.setExceptionHandler(
        [&](loop::EventLoop &, const loop::ExceptionContext &) { ++failures; });
    pair.sendIn("throw");
    pair.sendIn("next");
    pair.run(20ms);
    QCOMPARE(failures, 1);
    QCOMPARE(pair.near->received, std::string("throw next "));
}

QTEST_GUILESS_MAIN(FaultyDatagramsTest)
#include "FaultyDatagramsTest.moc"
