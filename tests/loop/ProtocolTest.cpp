// SPDX-License-Identifier: GPL-3.0-or-later
// What a protocol is told, in which order, and what becomes of one that throws (PR).
#include "tests/support/Wire.h"

#include <future>
#include <random>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

class ProtocolTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void callbacksDoNothingByDefault();
    void connectionMadeCanWriteAlready();
    void cleanEndsHaveNoException();
    void resetHasAnException();
    void resetWhileWritingHasAnException();
    void dataIsNonEmptyAndInOrder();
    void dataAndFinOfOneSegmentArriveBoth();
    void eofComesOnceAndNoDataAfterIt();
    void eofAnsweredFalseClosesAfterTheBuffer();
    void eofAnsweredTrueLeavesTheReply();
    void closeInsideEofReceived();
    void exceptionAbortsTheConnectionAndReachesTheHandler_data();
    void exceptionAbortsTheConnectionAndReachesTheHandler();
    void madeFirstLostLastOnceEachUnderAnySchedule();
    void closingTheLoopPairsEveryConnection();
};

namespace {

struct Silent : loop::Protocol { };

std::shared_ptr<loop::Transport> attach(loop::EventLoop &loop, loop::Descriptor fd,
                                        std::shared_ptr<loop::Protocol> protocol)
{
    loop::ConnectOptions options;
    options.sock = std::move(fd);
    auto factory = [protocol] { return protocol; };
    return loop.runUntilComplete(loop.createConnection(std::move(factory), std::move(options)))
        .transport;
}

} // namespace

// PR-01
void ProtocolTest::callbacksDoNothingByDefault()
{
    loop::EventLoop loop(makeDriver());
    auto [ours, theirs] = tcpPair();
    const Peer peer(std::move(theirs));
    const auto transport = attach(loop, std::move(ours), std::make_shared<Silent>());
    transport->setWriteBufferLimits(0);
    transport->write(pattern(10'000'000));
    peer.send("ignored");
    peer.finish(); // its eofReceived() answers false
    QVERIFY(runUntil(loop, [&] { return transport->isClosing(); }));
    auto reader = std::async(std::launch::async, [&] { (void)peer.receiveAll(); });
    const bool lost = runUntil(loop, [&] { return !transport->loop(); });
    reader.get();
    QVERIFY(lost);
}

// PR-02
void ProtocolTest::connectionMadeCanWriteAlready()
{
    const auto protocol = std::make_shared<Recording>();
    protocol->onMade = [](Recording &self) { self.transport->write("welcome"); };
    Wire wire(protocol);
    QCOMPARE(wire.peer.receiveExactly(7), std::string("welcome"));
}

// PR-03
void ProtocolTest::cleanEndsHaveNoException()
{
    Wire eof;
    eof.peer.close();
    QVERIFY(eof.untilLost());
    QVERIFY(!eof.protocol->error);
    Wire closed;
    closed.transport->close();
    QVERIFY(closed.untilLost());
    QVERIFY(!closed.protocol->error);
    Wire aborted;
    aborted.transport->abort();
    QVERIFY(aborted.untilLost());
    QVERIFY(!aborted.protocol->error);
}

// PR-03
void ProtocolTest::resetHasAnException()
{
    Wire wire;
    wire.peer.reset();
    QVERIFY(wire.untilLost());
    QCOMPARE(typeOf(wire.protocol->error), std::string("ConnectionResetError"));
    QCOMPARE(wire.protocol->order(), std::string("made lost"));
    QVERIFY(wire.transport->state() == loop::ConnectionState::Reset);
}

// PR-03
void ProtocolTest::resetWhileWritingHasAnException()
{
    Wire wire;
    wire.transport->pauseReading(); // only the write side can notice
    wire.transport->write(pattern(16 * 1024 * 1024));
    QVERIFY(wire.transport->getWriteBufferSize() > 0);
    wire.peer.reset();
    QVERIFY(wire.untilLost());
    QVERIFY(wire.protocol->error);
    QCOMPARE(wire.transport->getWriteBufferSize(), std::size_t(0));
}

// PR-04
void ProtocolTest::dataIsNonEmptyAndInOrder()
{
    Wire wire;
    const std::string sent = pattern(3'000'000);
    std::thread sender([&] {
        std::string_view rest = sent;
        for (std::size_t i = 1; !rest.empty(); i = i * 5 % 40'009) {
            wire.peer.send(rest.substr(0, i));
            rest.remove_prefix(std::min(i, rest.size()));
        }
        wire.peer.finish();
    });
    const bool lost = wire.untilLost();
    sender.join();
    QVERIFY(lost);
    QVERIFY(wire.protocol->received == sent);
    QCOMPARE(wire.protocol->count("empty"), std::size_t(0));
}

// PR-04, PR-05
void ProtocolTest::dataAndFinOfOneSegmentArriveBoth()
{
    Wire wire;
    const int on = 1;
    ::setsockopt(wire.peer.fd(), IPPROTO_TCP, TCP_CORK, &on, sizeof on);
    wire.peer.send("with FIN");
    wire.peer.close();
    QVERIFY(wire.untilLost());
    QCOMPARE(wire.protocol->received, std::string("with FIN"));
    QCOMPARE(wire.protocol->order(), std::string("made data eof lost"));
}

// PR-05
void ProtocolTest::eofComesOnceAndNoDataAfterIt()
{
    Wire wire;
    wire.protocol->keepOpen = true;
    wire.peer.send("x");
    wire.peer.finish();
    QVERIFY(wire.until([&] { return wire.protocol->count("eof") > 0; }));
    QVERIFY(!wire.transport->isReading());
    wire.transport->pauseReading(); // nothing is left to pause
    wire.transport->resumeReading();
    for (int i = 0; i < 10; ++i)
        wire.once();
    QCOMPARE(wire.protocol->order(), std::string("made data eof"));
    wire.transport->abort();
    QVERIFY(wire.untilLost());
    QCOMPARE(wire.protocol->order(), std::string("made data eof lost"));
}

// PR-06
void ProtocolTest::eofAnsweredFalseClosesAfterTheBuffer()
{
    Wire wire;
    const std::string reply = pattern(4'000'000);
    wire.protocol->onEof = [&reply](Recording &self) { self.transport->write(reply); };
    wire.peer.finish();
    std::string received;
    auto reader = std::async(std::launch::async, [&] { received = wire.peer.receiveAll(); });
    const bool lost = wire.untilLost();
    reader.get();
    QVERIFY(lost);
    QVERIFY(received == reply);
    QVERIFY(!wire.protocol->error);
}

// PR-06
void ProtocolTest::eofAnsweredTrueLeavesTheReply()
{
    Wire wire;
    wire.protocol->keepOpen = true;
    wire.peer.send("question");
    wire.peer.finish();
    QVERIFY(wire.until([&] { return wire.protocol->count("eof") == 1; }));
    for (int i = 0; i < 10; ++i)
        wire.once();
    QVERIFY(!wire.protocol->lost());
    QVERIFY(!wire.transport->isClosing());
    wire.transport->write("answer");
    wire.transport->close();
    QCOMPARE(wire.peer.receiveExactly(6), std::string("answer"));
    QVERIFY(wire.untilLost());
}

// PR-06, PR-02
void ProtocolTest::closeInsideEofReceived()
{
    for (const bool answer : {false, true}) {
        Wire wire;
        wire.protocol->keepOpen = answer;
        wire.protocol->onEof = [](Recording &self) { self.transport->close(); };
        wire.peer.finish();
        QVERIFY(wire.untilLost());
        wire.once();
        QCOMPARE(wire.protocol->order(), std::string("made eof lost"));
    }
}

void ProtocolTest::exceptionAbortsTheConnectionAndReachesTheHandler_data()
{
    QTest::addColumn<QByteArray>("where");
    for (const char *const where : {"made", "data", "eof", "pause", "resume", "lost"})
        QTest::newRow(where) << QByteArray(where);
}

// PR-02, ER-05
void ProtocolTest::exceptionAbortsTheConnectionAndReachesTheHandler()
{
    QFETCH(QByteArray, where);
    const auto protocol = std::make_shared<Recording>();
    const auto bomb = [](Recording &) { throw std::runtime_error("bomb"); };
    for (const auto &[name, hook] : {std::pair {"made", &Recording::onMade},
                                     {"data", &Recording::onData},
                                     {"eof", &Recording::onEof},
                                     {"pause", &Recording::onPause},
                                     {"resume", &Recording::onResume},
                                     {"lost", &Recording::onLost}})
        if (where == name)
            protocol.get()->*hook = bomb;

    std::vector<std::string> reported;
    loop::EventLoop loop(makeDriver());
    loop.setExceptionHandler([&reported](loop::EventLoop &, const loop::ExceptionContext &context) {
        reported.push_back(typeOf(context.exception));
    });
    auto [ours, theirs] = tcpPair();
    const Peer peer(std::move(theirs));
    const auto transport = attach(loop, std::move(ours), protocol);
    peer.send("hello");
    transport->setWriteBufferLimits(0);
    transport->write(pattern(10'000'000));
    auto reader = std::async(std::launch::async, [&] {
        (void)thrownBy([&] {
            (void)peer.receiveExactly(10'000'000);
            peer.finish();
        });
    });
    const bool lost = runUntil(loop, [&] { return protocol->lost(); });
    reader.get();
    QVERIFY(lost);
    QCOMPARE(reported, std::vector<std::string> {"bomb"});
    QCOMPARE(protocol->events.front(), std::string("made"));
    QCOMPARE(protocol->events.back(), std::string("lost"));
    // An abort with that very exception, except where the connection goes on or is over.
    const bool aborted = where == "made" || where == "data" || where == "eof";
    QCOMPARE(typeOf(protocol->error), std::string(aborted ? "bomb" : ""));
}

namespace {

// Does something at random inside a callback: throws now and then, too.
struct Chaotic {
    std::shared_ptr<std::mt19937> random;

    void operator()(Recording &self) const
    {
        loop::Transport &t = *self.transport;
        switch ((*random)() % 16) {
        case 0:
            throw std::runtime_error("chaos");
        case 1:
            t.abort();
            break;
        case 2:
            t.close();
            break;
        case 3:
            t.pauseReading();
            break;
        case 4:
            t.resumeReading();
            break;
        case 5:
            t.setWriteBufferLimits((*random)() % 3);
            break;
        case 6:
            (void)thrownBy([&] { t.writeEof(); });
            break;
        case 7:
            (void)thrownBy([&] { t.write(pattern(3'000'000)); });
            break;
        default:
            (void)thrownBy([&] { t.write("chatter"); });
            break;
        }
    }
};

} // namespace

// PR-02, PR-05, W-03: made first, lost last, once each, whatever happens between.
void ProtocolTest::madeFirstLostLastOnceEachUnderAnySchedule()
{
    const CapturedWarnings log;
    for (unsigned seed = 0; seed < 250; ++seed) {
        const auto random = std::make_shared<std::mt19937>(seed);
        const auto protocol = std::make_shared<Recording>();
        const Chaotic chaos {random};
        protocol->keepOpen = seed % 2;
        protocol->onMade = protocol->onData = protocol->onEof = chaos;
        protocol->onPause = protocol->onResume = protocol->onLost = chaos;
        loop::EventLoop loop(makeDriver());
        auto [ours, theirs] = tcpPair();
        Peer peer(std::move(theirs));
        loop::ConnectOptions options;
        options.sock = std::move(ours);
        auto factory = [protocol] { return protocol; };
        auto task = loop.createTask(loop.createConnection(std::move(factory), std::move(options)));
        for (int step = 0; step < 12; ++step) {
            const auto act = (*random)() % 8;
            (void)thrownBy([&] {
                if (act < 4)
                    peer.send("ping");
                else if (act == 4)
                    peer.finish();
                else if (act == 5)
                    (void)::recv(peer.fd(), std::string(100'000, 0).data(), 100'000, MSG_DONTWAIT);
                else if (act == 6 && seed % 3 == 0)
                    peer.reset();
            });
            runOnce(loop);
        }
        if (seed % 5 && protocol->transport && !protocol->lost()) { // the others end with the loop
            protocol->transport->abort();
            QVERIFY(runUntil(loop, [&] { return protocol->lost(); }));
        }
        loop.close();
        const std::string where = "seed " + std::to_string(seed) + ": " + protocol->order();
        QVERIFY2(protocol->count("made") == 1 && protocol->events.front() == "made", where.c_str());
        QVERIFY2(protocol->count("lost") == 1 && protocol->events.back() == "lost", where.c_str());
        QVERIFY2(protocol->count("eof") <= 1 && protocol->count("empty") == 0, where.c_str());
        const std::size_t pauses = protocol->count("pause");
        const std::size_t resumes = protocol->count("resume");
        QVERIFY2(pauses == resumes || pauses == resumes + 1, where.c_str());
        protocol->transport.reset();
    }
}

// PR-02, L-08
void ProtocolTest::closingTheLoopPairsEveryConnection()
{
    std::vector<std::weak_ptr<Recording>> protocols;
    int ended = 0;
    {
        std::vector<Peer> peers;
        loop::EventLoop loop(makeDriver());
        for (int i = 0; i < 20; ++i) {
            auto [ours, theirs] = tcpPair();
            peers.emplace_back(std::move(theirs));
            const auto protocol = std::make_shared<Recording>();
            protocol->onLost = [&ended, &loop](Recording &self) {
                ++ended;
                loop.callSoon([transport = self.transport] { transport->write("never"); });
                self.transport.reset();
            };
            protocols.emplace_back(protocol);
            const auto transport = attach(loop, std::move(ours), protocol);
            if (i % 4 == 1)
                transport->write(pattern(5'000'000));
            if (i % 4 == 2)
                transport->close();
            if (i % 4 == 3)
                transport->pauseReading();
        }
        loop.close();
        QCOMPARE(loop.totals().connections, std::size_t(0));
    }
    QCOMPARE(ended, 20);
    for (const auto &protocol : protocols)
        QVERIFY(protocol.expired());
}

QTEST_GUILESS_MAIN(ProtocolTest)
#include "ProtocolTest.moc"
