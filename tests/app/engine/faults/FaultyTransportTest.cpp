// SPDX-License-Identifier: GPL-3.0-or-later
// Real sockets through faults; the clock is moved by the test.
#include "app/engine/faults/FaultyTransport.h"

#include "loop/Errors.h"
#include "loop/Recorder.h"
#include "loop/Streams.h"
#include "tests/app/engine/faults/FaultyWire.h"

#include <QtTest/QTest>

#include <future>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

bool peerSees(const Peer &peer, std::string_view data)
{
    return peer.receiveExactly(data.size()) == data;
}

// On a thread of its own: all of it, then the end.
std::future<void> sending(const Peer &peer, const std::string &data)
{
    return std::async(std::launch::async, [&peer, &data] {
        peer.send(data);
        peer.finish();
    });
}

} // namespace

class FaultyTransportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutFaultsItIsTransparent();
    void itBearsTheIdOfTheRealOne();
    void latencyWorksBothWays();
    void theEndArrivesAfterTheData();
    void closeWaitsForWhatIsUnderWay();
    void abortDoesNot();
    void aFullLinePausesTheWriter();
    void aFullLineMakesThePeerWait();
    void pausedReadingHoldsTheLine();
    void theLimitClosesBothEnds();
    void aResetIsSeenByBothEnds();
    void aResetComesWithoutAnyMessage();
    void halfCloseEndsOneDirection();
    void facesOfAStreamAreKept();
    void dataBeforeAnAbruptEndIsNotLost();
    void whatIsStalledMovesOnceThePlanIsGone();
    void faultsComeAndGoWhileItRuns();
    void hitsAreCountedAndToldButNotWithoutEnd();
    void aSecondRoundWithTheSameSeedIsAsTheFirst();
    void aThrowingProtocolEndsItsConnection();
    void megabytesComeThroughUnharmed();
    void aPlanOfOneConnectionIsItsOwnUntilOneComesForAll();
    void anotherProtocolTakesOver();
};

void FaultyTransportTest::withoutFaultsItIsTransparent()
{
    FaultyWire wire;
    wire.protocol->keepOpen = true;
    wire.transport().write("out");
    QVERIFY(peerSees(wire.peer, "out"));
    wire.peer.send("in");
    wire.run(1ms);
    QCOMPARE(wire.protocol->received, std::string("in"));
    wire.peer.finish();
    wire.run(1ms);
    wire.transport().write("still");
    wire.transport().writeEof();
    QCOMPARE(wire.peer.receiveAll(), std::string("still"));
    wire.transport().close();
    wire.run(1ms);
    QCOMPARE(wire.protocol->order(), std::string("made data eof lost"));
    QVERIFY(!wire.protocol->error);
    QCOMPARE(wire.faults->hitCount(), std::uint64_t(0));
}

void FaultyTransportTest::itBearsTheIdOfTheRealOne()
{
    FaultyWire wire;
    QCOMPARE(wire.transport().id().value, wire.id.value);
    QVERIFY(wire.loop.findTransport(wire.id) != &wire.transport());
    QCOMPARE(wire.transport().peerName().toString(),
             wire.loop.findTransport(wire.id)->peerName().toString());
    wire.loop.findTransport(wire.id)->close(); // as the window does
    wire.run(1ms);
    QVERIFY(wire.protocol->lost());
}

void FaultyTransportTest::latencyWorksBothWays()
{
    FaultyWire wire({u"latency:50ms"_s});
    const auto began = wire.loop.time();
    wire.protocol->onData = [](Recording &r) { r.transport->write("pong"); };
    wire.peer.send("ping");
    wire.run(49ms);
    QVERIFY(wire.protocol->received.empty());
    wire.run(2ms);
    QCOMPARE(wire.protocol->received, std::string("ping"));
    wire.run(40ms);
    QCOMPARE(wire.loop.findTransport(wire.id)->counters().bytesOut, std::uint64_t(0));
    wire.run(15ms);
    QVERIFY(peerSees(wire.peer, "pong"));
    QVERIFY(wire.loop.time() - began < 150ms);
    QCOMPARE(wire.faults->hits()[std::size_t(models::FaultKind::Latency)], std::uint64_t(2));
}

void FaultyTransportTest::theEndArrivesAfterTheData()
{
    FaultyWire wire({u"latency:100ms"_s});
    wire.protocol->keepOpen = true;
    wire.peer.send("last words");
    wire.peer.finish();
    wire.run(50ms);
    QCOMPARE(wire.protocol->order(), std::string("made"));
    wire.run(100ms);
    QCOMPARE(wire.protocol->order(), std::string("made data eof"));
    wire.transport().write("reply");
    wire.transport().writeEof();
    QVERIFY_EXCEPTION_THROWN(wire.transport().write("more"), loop::RuntimeError);
    wire.run(150ms);
    QCOMPARE(wire.peer.receiveAll(), std::string("reply"));
}

void FaultyTransportTest::closeWaitsForWhatIsUnderWay()
{
    FaultyWire wire({u"latency:1s"_s});
    wire.transport().write("bye");
    wire.transport().close();
    wire.transport().close();
    QVERIFY(wire.transport().isClosing());
    QVERIFY(!wire.loop.findTransport(wire.id)->isReading()); // what still comes is for nobody
    wire.run(500ms);
    QVERIFY(!wire.protocol->lost());
    wire.run(600ms);
    QVERIFY(wire.protocol->lost());
    QCOMPARE(wire.peer.receiveAll(), std::string("bye"));
}

void FaultyTransportTest::abortDoesNot()
{
    FaultyWire wire({u"latency:1s"_s});
    wire.transport().write("bye");
    wire.transport().abort();
    QVERIFY(!wire.protocol->lost()); // never inside the call
    wire.run(1ms);
    QVERIFY(wire.protocol->lost());
    QCOMPARE(wire.peer.receiveAll(), std::string());
}

void FaultyTransportTest::aFullLinePausesTheWriter()
{
    FaultyWire wire({u"bandwidth:100k,direction:out"_s});
    const std::string data = pattern(300 * 1024);
    wire.transport().write(data);
    QCOMPARE(wire.protocol->count("pause"), std::size_t(1));
    QVERIFY(wire.transport().getWriteBufferSize() > 250 * 1024);
    wire.run(2s);
    QCOMPARE(wire.protocol->count("resume"), std::size_t(0));
    wire.run(1'100ms);
    QCOMPARE(wire.protocol->count("resume"), std::size_t(1));
    QCOMPARE(wire.peer.receiveExactly(data.size()), data);
}

void FaultyTransportTest::aFullLineMakesThePeerWait()
{
    FaultyWire wire({u"bandwidth:1M,direction:in"_s});
    const std::string data = pattern(8 * 1024 * 1024);
    const auto sender = sending(wire.peer, data);
    const auto *inner = wire.loop.findTransport(wire.id);
    std::uint64_t mostWaiting = 0;
    for (int i = 0; i < 5'000 && !wire.protocol->lost(); ++i) {
        wire.run(10ms);
        if (!wire.protocol->lost())
            mostWaiting
                = std::max(mostWaiting, inner->counters().bytesIn - wire.protocol->received.size());
    }
    QVERIFY(wire.protocol->received == data);
    QVERIFY(wire.protocol->lost());
    QVERIFY2(mostWaiting < 2 * 1024 * 1024,
             qPrintable(QString::number(mostWaiting))); // it was not asked for more
    QVERIFY(mostWaiting > 0);
}

void FaultyTransportTest::pausedReadingHoldsTheLine()
{
    FaultyWire wire({u"latency:50ms"_s});
    wire.peer.send("early");
    wire.run(10ms);
    wire.transport().pauseReading();
    wire.run(200ms);
    QVERIFY(wire.protocol->received.empty());
    wire.transport().resumeReading();
    QVERIFY(wire.protocol->received.empty()); // never inside the call
    wire.run(1ms);
    QCOMPARE(wire.protocol->received, std::string("early"));
}

void FaultyTransportTest::theLimitClosesBothEnds()
{
    FaultyWire wire({u"limit:10,direction:out"_s});
    wire.transport().write("12345678");
    wire.transport().write("90 and more");
    wire.transport().write("ignored");
    wire.run(1ms);
    QCOMPARE(wire.peer.receiveAll(), std::string("1234567890"));
    QVERIFY(wire.protocol->lost());
    QVERIFY(!wire.protocol->error);
}

void FaultyTransportTest::aResetIsSeenByBothEnds()
{
    FaultyWire wire({u"reset,direction:in,match:boom"_s});
    wire.peer.send("boom");
    wire.run(1ms);
    QCOMPARE(thrownBy([&] { (void)wire.peer.receiveAll(); }), std::string("ConnectionResetError"));
    QVERIFY(wire.protocol->received.empty());
    QCOMPARE(typeOf(wire.protocol->error), std::string("ConnectionResetError"));
}

void FaultyTransportTest::aResetComesWithoutAnyMessage()
{
    FaultyWire wire({u"reset,after:3s"_s});
    wire.run(2s);
    QVERIFY(!wire.protocol->lost());
    wire.run(1'100ms);
    QVERIFY(wire.protocol->lost());
    QCOMPARE(thrownBy([&] { (void)wire.peer.receiveAll(); }), std::string("ConnectionResetError"));
}

void FaultyTransportTest::halfCloseEndsOneDirection()
{
    FaultyWire wire({u"half-close,direction:out"_s});
    wire.transport().write("first");
    wire.transport().write("lost");
    QCOMPARE(wire.peer.receiveAll(), std::string("first"));
    wire.peer.send("go on");
    wire.run(1ms);
    QCOMPARE(wire.protocol->received, std::string("go on"));
    wire.transport().close();
    wire.run(1ms);
    QVERIFY(wire.protocol->lost());
}

void FaultyTransportTest::facesOfAStreamAreKept()
{
    loop::EventLoop loop(std::make_unique<ManualDriver>());
    const auto faults = std::make_shared<app::SessionFaults>(loop);
    faults->begin(faultsOf({u"latency:20ms"_s, u"slice:3,gap:1ms"_s}));
    auto [near, far] = tcpPair();
    const Peer peer(std::move(far));
    const auto stream = std::make_shared<loop::Stream>(loop, loop::defaultStreamLimit);
    loop::ConnectOptions options;
    options.sock = std::move(near);
    loop.runUntilComplete(
        loop.createConnection([&] { return faults->through(stream); }, std::move(options)));
    loop::StreamReader reader(stream);
    loop::StreamWriter writer(stream);
    peer.send("one line\nand more");
    const auto read = [](loop::StreamReader from) -> loop::Coro<std::string> {
        co_return co_await from.readline();
    };
    QCOMPARE(loop.runUntilComplete(read(reader)), std::string("one line\n"));
    writer.write("answer");
    writer.close();
    loop.runUntilComplete(writer.waitClosed());
    QCOMPARE(peer.receiveAll(), std::string("answer"));
}

void FaultyTransportTest::dataBeforeAnAbruptEndIsNotLost()
{
    FaultyWire wire({u"latency:1s"_s});
    wire.peer.send("last words");
    wire.run(10ms);
    wire.loop.findTransport(wire.id)->close(); // the real one ends without an end of file
    wire.run(1ms);
    QCOMPARE(wire.protocol->received, std::string("last words"));
    QCOMPARE(wire.protocol->order(), std::string("made data lost"));
}

void FaultyTransportTest::whatIsStalledMovesOnceThePlanIsGone()
{
    FaultyWire wire({u"stall"_s});
    wire.peer.send("held");
    wire.transport().write("back");
    wire.run(1h);
    QVERIFY(wire.protocol->received.empty());
    wire.faults->setPlan({});
    wire.run(1ms);
    QCOMPARE(wire.protocol->received, std::string("held"));
    QVERIFY(peerSees(wire.peer, "back"));
}

void FaultyTransportTest::faultsComeAndGoWhileItRuns()
{
    FaultyWire wire;
    wire.transport().write("now");
    QVERIFY(peerSees(wire.peer, "now"));
    QVERIFY(wire.faults->setPlan(wire.id, faultsOf({u"latency:1s"_s})));
    QVERIFY(!wire.faults->setPlan(loop::ConnectionId {999'999}, faultsOf({})));
    wire.transport().write("late");
    wire.run(900ms);
    QCOMPARE(wire.loop.findTransport(wire.id)->counters().bytesOut, std::uint64_t(3));
    wire.run(200ms);
    QVERIFY(peerSees(wire.peer, "late"));
    wire.faults->setPlan(faultsOf({}));
    wire.transport().write("again");
    QVERIFY(peerSees(wire.peer, "again"));
}

void FaultyTransportTest::hitsAreCountedAndToldButNotWithoutEnd()
{
    FaultyWire wire({u"latency:1ms,direction:out"_s});
    QStringList notes;
    std::uint64_t told = 0;
    wire.faults->setNote([&](loop::ConnectionId id, std::string_view words, std::uint32_t hits) {
        notes << QString::number(id.value) + u' ' + QString::fromUtf8(words);
        told += hits;
    });
    for (int i = 0; i < 250; ++i)
        wire.transport().write("x");
    wire.run(2s);
    QCOMPARE(wire.faults->hitCount(), std::uint64_t(250));
    QCOMPARE(notes.size(), 101);
    QCOMPARE(notes.first(), QString::number(wire.id.value) + u" latency out, 1 B, 1 ms"_s);
    QCOMPARE(notes.last(), u"0 latency, 150 more hits"_s);
    QCOMPARE(told, std::uint64_t(250));
}

// A session that was stopped and started again, with several connections each time.
void FaultyTransportTest::aSecondRoundWithTheSameSeedIsAsTheFirst()
{
    loop::EventLoop loop {std::make_unique<ManualDriver>()};
    const auto faults = std::make_shared<app::SessionFaults>(loop);
    const auto round = [&] {
        faults->begin(faultsOf({u"corrupt:3,probability:0.5"_s}));
        std::vector<std::string> seen;
        for (int i = 0; i < 3; ++i) {
            auto [own, other] = tcpPair();
            const Peer peer(std::move(other));
            const auto protocol = std::make_shared<Recording>();
            const auto factory = [&] { return faults->through(protocol); };
            loop::ConnectOptions options;
            options.sock = std::move(own);
            loop.runUntilComplete(loop.createConnection(factory, std::move(options)));
            protocol->transport->write(std::string(300, 'a'));
            seen.push_back(peer.receiveExactly(300));
            protocol->transport->abort();
            loop.runUntilComplete(passing(1ms));
        }
        return seen;
    };
    const auto first = round(), second = round();
    QCOMPARE(second, first);
    QVERIFY2(first[0] != first[1] && first[1] != first[2], "each connection has dice of its own");
    QVERIFY(first[0] != std::string(300, 'a'));
    QCOMPARE(faults->hitCount(), std::uint64_t(3));
    loop.close();
}

void FaultyTransportTest::aThrowingProtocolEndsItsConnection()
{
    const CapturedWarnings warnings;
    FaultyWire wire({u"latency:10ms"_s});
    wire.loop.setExceptionHandler([](loop::EventLoop &, const loop::ExceptionContext &) {});
    wire.protocol->onData = [](Recording &) { throw std::runtime_error("broken"); };
    wire.peer.send("x");
    wire.run(20ms);
    QVERIFY(wire.protocol->lost());
    QVERIFY(wire.protocol->error);
}

void FaultyTransportTest::megabytesComeThroughUnharmed()
{
    FaultyWire wire({u"latency:5ms,jitter:5ms"_s, u"slice:50k"_s, u"bandwidth:20M"_s});
    const std::string data = pattern(4 * 1024 * 1024);
    wire.protocol->onData = [](Recording &r) {
        r.transport->write(std::string_view(r.received));
        r.received.clear();
    };
    wire.protocol->onPause = [](Recording &r) { r.transport->pauseReading(); };
    wire.protocol->onResume = [](Recording &r) { r.transport->resumeReading(); };
    const auto sender = sending(wire.peer, data);
    auto back = std::async(std::launch::async, [&] { return wire.peer.receiveAll(); });
    wire.protocol->onEof = [](Recording &r) { r.transport->close(); };
    for (int i = 0; i < 5'000 && !wire.protocol->lost(); ++i)
        wire.run(20ms);
    QVERIFY(back.get() == data);
}

void FaultyTransportTest::aPlanOfOneConnectionIsItsOwnUntilOneComesForAll()
{
    FaultyWire wire({u"latency:1ms"_s});
    QVERIFY(wire.faults->ownPlans().isEmpty());
    QVERIFY(wire.faults->setPlan(wire.id, faultsOf({u"stall:2s"_s})));
    QCOMPARE(wire.faults->ownPlans().value(wire.id.value).lines(), QStringList(u"stall:2s"_s));
    wire.faults->setPlan(faultsOf({u"latency:2ms"_s}));
    QVERIFY(wire.faults->ownPlans().isEmpty());
}

// As at the change to another protocol in a conversation: what comes then is for that one.
void FaultyTransportTest::anotherProtocolTakesOver()
{
    struct NoStream final : loop::BaseProtocol { };
    FaultyWire wire({u"latency:1s"_s});
    wire.peer.send("early");
    wire.run(1500ms);
    QCOMPARE(wire.protocol->received, std::string("early"));
    const auto other = std::make_shared<Recording>();
    other->keepOpen = true;
    wire.transport().setProtocol(other);
    QVERIFY_THROWS_EXCEPTION(loop::ValueError,
                             wire.transport().setProtocol(std::make_shared<NoStream>()));
    wire.peer.send("late");
    wire.run(1500ms);
    QCOMPARE(wire.protocol->received, std::string("early"));
    QCOMPARE(other->received, std::string("late"));
    wire.transport().abort();
    wire.run(1ms);
    QCOMPARE(other->order(), std::string("data lost"));
    QCOMPARE(wire.protocol->order(), std::string("made data"));
}

QTEST_GUILESS_MAIN(FaultyTransportTest)
#include "FaultyTransportTest.moc"
