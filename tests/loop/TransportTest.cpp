// SPDX-License-Identifier: GPL-3.0-or-later
// A connection's transport: ending, reading, writing, and what can be asked of it (TR).
#include "loop/Recorder.h"
#include "loop/internal/ReceiveBuffer.h"
#include "loop/internal/SocketTransport.h"
#include "tests/support/Wire.h"

#include <future>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

using loop::ConnectionState;

class TransportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void whatCameBeforeAFailedWriteIsReadFirst(); // PR-03, PR-04

    void loopMakesAndKeepsTransports();
    void closeSendsAllThatWasWritten();
    void closeInsideConnectionMadeSendsAllThatWasWritten();
    void abortLosesTheBufferAndNothingHappensInside();
    void abortInsideDataReceivedIsTheLastOfIt();
    void extraInfoHasNamesAndFallsBack();
    void pausedReadingHoldsDataBack();
    void pausingBeforeTheFirstByteHoldsItBack();
    void resumedReadingFindsDataAndFinOfOneSegment();
    void resumingALostTransportDoesNothing();
    void writeKeepsItsOwnCopy();
    void writelinesIsWritesInOrder();
    void writeEofClosesHalf();
    void writeEofWaitsForTheBuffer();
    void writeBufferSizeTellsWhatWaits();
    void largeWritesGoInPieces();
    void writeAfterLossIsIgnoredAndWarnedOfOnce();
    void writeInsideConnectionLostIsIgnored();
    void setProtocolInsideDataReceivedTakesOver();
    void setProtocolRefusesWhatIsNoStreamProtocol();
    void instrumentsSeeTheConnection();
};

// TR-01
void TransportTest::loopMakesAndKeepsTransports()
{
    static_assert(std::is_abstract_v<loop::Transport>);
    static_assert(!std::is_default_constructible_v<loop::SocketTransport>);
    static_assert(!std::is_copy_constructible_v<loop::Transport>);
    Wire wire;
    QCOMPARE(wire.loop.firstTransport(), wire.transport.get());
    QCOMPARE(wire.loop.findTransport(wire.transport->id()), wire.transport.get());
    QCOMPARE(wire.transport->protocol().get(), wire.protocol.get()); // one protocol each
    QVERIFY(wire.transport->kind() == loop::TransportKind::Tcp);
    QVERIFY(wire.transport->state() == ConnectionState::Open);
    const std::weak_ptr<loop::Transport> weak = wire.transport;
    wire.transport.reset();
    wire.protocol->transport.reset();
    QVERIFY(!weak.expired()); // the loop keeps it
    wire.peer.close();
    QVERIFY(wire.untilLost());
    wire.once();
    wire.protocol->transport.reset();
    QVERIFY(weak.expired());
    QVERIFY(!wire.loop.firstTransport());
}

// TR-02
void TransportTest::closeSendsAllThatWasWritten()
{
    Wire wire;
    const std::string sent = pattern(5 * 1024 * 1024);
    wire.transport->write(sent); // more than sockets hold, and nobody reads yet
    wire.transport->close();
    wire.transport->close();
    QVERIFY(wire.transport->isClosing());
    wire.peer.send("too late");
    auto received = std::async(std::launch::async, [&wire] { return wire.peer.receiveAll(); });
    QVERIFY(wire.untilLost());
    QVERIFY(!wire.protocol->error);
    QCOMPARE(wire.protocol->order(), std::string("made pause resume lost")); // no more data
    QVERIFY(received.get() == sent);
    QVERIFY(wire.transport->state() == ConnectionState::Closed);
}

// TR-02
void TransportTest::closeInsideConnectionMadeSendsAllThatWasWritten()
{
    const auto protocol = std::make_shared<Recording>();
    const std::string sent = pattern(8 * 1024 * 1024);
    protocol->onMade = [&sent](Recording &self) {
        self.transport->write(sent);
        self.transport->close();
    };
    Wire wire(protocol);
    auto received = std::async(std::launch::async, [&wire] { return wire.peer.receiveAll(); });
    QVERIFY(wire.untilLost());
    QVERIFY(received.get() == sent);
}

// TR-03
void TransportTest::abortLosesTheBufferAndNothingHappensInside()
{
    Wire wire;
    wire.transport->write(pattern(16 * 1024 * 1024));
    QVERIFY(wire.transport->getWriteBufferSize() > 0);
    wire.transport->abort();
    wire.transport->abort();
    QCOMPARE(wire.transport->getWriteBufferSize(), std::size_t(0));
    QVERIFY(!wire.protocol->lost()); // never inside the call
    wire.once();
    QCOMPARE(wire.protocol->count("lost"), std::size_t(1));
    QVERIFY(!wire.protocol->error);
}

// TR-03, PR-02
void TransportTest::abortInsideDataReceivedIsTheLastOfIt()
{
    Wire wire;
    wire.protocol->onData = [](Recording &self) { self.transport->abort(); };
    wire.peer.send(pattern(1024 * 1024));
    QVERIFY(wire.untilLost());
    QCOMPARE(wire.protocol->events, (std::vector<std::string> {"made", "data", "lost"}));
}

// TR-04
void TransportTest::extraInfoHasNamesAndFallsBack()
{
    Wire wire;
    const auto &t = *wire.transport;
    QCOMPARE(std::any_cast<loop::SocketAddress>(t.getExtraInfo("peername")), t.peerName());
    QCOMPARE(std::any_cast<loop::SocketAddress>(t.getExtraInfo("sockname")), t.sockName());
    QCOMPARE(t.peerName(), loop::SocketAddress::ofSocket(wire.peer.fd()));
    const int fd = std::any_cast<int>(t.getExtraInfo("socket"));
    QCOMPARE(loop::SocketAddress::ofSocket(fd), t.sockName());
    QVERIFY(!t.getExtraInfo("no such thing").has_value());
    QCOMPARE(std::any_cast<int>(t.getExtraInfo("no such thing", 7)), 7);
    wire.transport->abort();
    QVERIFY(wire.untilLost());
    QVERIFY(!t.getExtraInfo("socket").has_value());
    QCOMPARE(std::any_cast<loop::SocketAddress>(t.getExtraInfo("peername")), t.peerName()); // still
}

// TR-05
void TransportTest::pausedReadingHoldsDataBack()
{
    Wire wire;
    wire.transport->pauseReading();
    wire.transport->pauseReading();
    QVERIFY(!wire.transport->isReading());
    QVERIFY(wire.transport->state() == ConnectionState::Paused);
    wire.peer.send("hello");
    for (int i = 0; i < 5; ++i)
        wire.once();
    QCOMPARE(wire.protocol->received, std::string());
    wire.transport->resumeReading();
    wire.transport->resumeReading();
    QCOMPARE(wire.protocol->received, std::string()); // never inside the call
    QVERIFY(wire.until([&] { return wire.protocol->received == "hello"; }));
    wire.protocol->onData = [](Recording &self) { self.transport->pauseReading(); };
    wire.peer.send("a");
    QVERIFY(wire.until([&] { return wire.protocol->received == "helloa"; }));
    wire.peer.send("b");
    for (int i = 0; i < 5; ++i)
        wire.once();
    QCOMPARE(wire.protocol->received, std::string("helloa"));
    wire.transport->resumeReading();
    QVERIFY(wire.until([&] { return wire.protocol->received == "helloab"; }));
}

// TR-05
void TransportTest::pausingBeforeTheFirstByteHoldsItBack()
{
    const auto protocol = std::make_shared<Recording>();
    protocol->onMade = [](Recording &self) { self.transport->pauseReading(); };
    Wire wire(protocol);
    wire.peer.send("early");
    for (int i = 0; i < 5; ++i)
        wire.once();
    QCOMPARE(protocol->received, std::string());
    wire.transport->resumeReading();
    QVERIFY(wire.until([&] { return protocol->received == "early"; }));
}

// TR-05, PR-05
void TransportTest::resumedReadingFindsDataAndFinOfOneSegment()
{
    Wire wire;
    wire.transport->pauseReading();
    const int on = 1;
    ::setsockopt(wire.peer.fd(), IPPROTO_TCP, TCP_CORK, &on, sizeof on); // both in one segment
    wire.peer.send("last words");
    wire.peer.finish();
    for (int i = 0; i < 5; ++i)
        wire.once();
    QCOMPARE(wire.protocol->order(), std::string("made"));
    wire.transport->resumeReading();
    QVERIFY(wire.untilLost());
    QCOMPARE(wire.protocol->order(), std::string("made data eof lost"));
    QCOMPARE(wire.protocol->received, std::string("last words"));
}

// TR-05
void TransportTest::resumingALostTransportDoesNothing()
{
    Wire wire;
    wire.transport->pauseReading();
    wire.peer.send("unread");
    for (int i = 0; i < 5; ++i)
        wire.once();
    wire.transport->abort();
    QVERIFY(wire.untilLost());
    wire.transport->resumeReading();
    wire.transport->pauseReading();
    wire.transport->resumeReading();
    wire.transport->close();
    wire.transport->abort();
    wire.transport->writeEof();
    wire.transport->setWriteBufferLimits(1);
    wire.once();
    QCOMPARE(wire.protocol->received, std::string());
    QCOMPARE(wire.protocol->count("lost"), std::size_t(1));
}

// TR-06
void TransportTest::writeKeepsItsOwnCopy()
{
    Wire wire;
    const std::string sent = pattern(6 * 1024 * 1024);
    std::string bytes = sent;
    wire.transport->write(bytes);
    bytes.assign(bytes.size(), '!');
    auto received
        = std::async(std::launch::async, [&] { return wire.peer.receiveExactly(sent.size()); });
    QVERIFY(wire.until([&] { return wire.transport->getWriteBufferSize() == 0; }));
    QVERIFY(received.get() == sent);
}

// TR-07
void TransportTest::writelinesIsWritesInOrder()
{
    Wire wire;
    const std::vector<std::string_view> parts {"one ", "", "two ", "three"};
    wire.transport->writelines(parts);
    QCOMPARE(wire.peer.receiveExactly(13), std::string("one two three"));
}

// TR-08, TR-09
void TransportTest::writeEofClosesHalf()
{
    Wire wire;
    wire.protocol->keepOpen = true;
    QVERIFY(wire.transport->canWriteEof());
    wire.transport->write("question");
    wire.transport->writeEof();
    wire.transport->writeEof();
    QVERIFY(wire.transport->state() == ConnectionState::HalfClosed);
    QCOMPARE(thrownBy([&] { wire.transport->write("more"); }), std::string("RuntimeError"));
    QCOMPARE(wire.peer.receiveAll(), std::string("question"));
    wire.peer.send("answer");
    QVERIFY(wire.until([&] { return wire.protocol->received == "answer"; }));
    wire.peer.close();
    QVERIFY(wire.until([&] { return wire.protocol->count("eof") == 1; }));
    QVERIFY(!wire.protocol->lost()); // it answered true: the protocol closes
    wire.transport->close();
    QVERIFY(wire.untilLost());
    QVERIFY(!wire.protocol->error);
}

// TR-08
void TransportTest::writeEofWaitsForTheBuffer()
{
    Wire wire;
    const std::string sent = pattern(8 * 1024 * 1024);
    wire.transport->write(sent);
    QVERIFY(wire.transport->getWriteBufferSize() > 0);
    wire.transport->writeEof();
    auto received = std::async(std::launch::async, [&] { return wire.peer.receiveAll(); });
    QVERIFY(wire.until(
        [&] { return received.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }));
    QVERIFY(received.get() == sent);
    QVERIFY(!wire.protocol->lost());
}

// TR-10
void TransportTest::writeBufferSizeTellsWhatWaits()
{
    Wire wire;
    QCOMPARE(wire.transport->getWriteBufferSize(), std::size_t(0));
    wire.transport->write("small: the kernel takes it");
    QCOMPARE(wire.transport->getWriteBufferSize(), std::size_t(0));
    wire.transport->write(pattern(16 * 1024 * 1024));
    const std::size_t before = wire.transport->getWriteBufferSize();
    QVERIFY(before > 0);
    wire.transport->write("0123456789");
    QCOMPARE(wire.transport->getWriteBufferSize(), before + 10);
    auto reader = std::async(std::launch::async,
                             [&] { (void)wire.peer.receiveExactly(16 * 1024 * 1024 + 36); });
    const bool drained = wire.until([&] { return wire.transport->getWriteBufferSize() == 0; });
    reader.get();
    QVERIFY(drained);
}

// TR-06, PR-04
void TransportTest::largeWritesGoInPieces()
{
    Wire wire;
    const int small = 4096;
    ::setsockopt(std::any_cast<int>(wire.transport->getExtraInfo("socket")), SOL_SOCKET, SO_SNDBUF,
                 &small, sizeof small);
    std::string sent;
    for (std::size_t bytes = 1; bytes < 300'000; bytes = bytes * 3 + 1) {
        const std::string part = pattern(bytes);
        sent += part;
        wire.transport->write(part);
    }
    auto received
        = std::async(std::launch::async, [&] { return wire.peer.receiveExactly(sent.size()); });
    QVERIFY(wire.until([&] { return wire.transport->getWriteBufferSize() == 0; }));
    QVERIFY(received.get() == sent);
}

// TR-11, V-04
void TransportTest::writeAfterLossIsIgnoredAndWarnedOfOnce()
{
    const CapturedWarnings log;
    Wire wire;
    wire.peer.reset();
    QVERIFY(wire.untilLost());
    for (int i = 0; i < 4; ++i)
        wire.transport->write("x");
    QCOMPARE(log.count("socket.send() raised exception."), std::size_t(0));
    for (int i = 0; i < 10; ++i)
        wire.transport->write("x");
    QCOMPARE(log.count("socket.send() raised exception."), std::size_t(1));
    QCOMPARE(wire.transport->getWriteBufferSize(), std::size_t(0));
    std::shared_ptr<loop::Transport> outlives; // its loop, too
    {
        Wire other;
        outlives = other.transport;
    }
    for (int i = 0; i < 10; ++i)
        outlives->write("x");
    QCOMPARE(log.count("socket.send() raised exception."), std::size_t(2));
}

// TR-11
void TransportTest::writeInsideConnectionLostIsIgnored()
{
    Wire wire;
    wire.protocol->onLost = [](Recording &self) {
        self.transport->write("late");
        self.transport->writeEof();
        self.transport->close();
        self.transport->abort();
        self.transport->resumeReading();
    };
    wire.peer.close();
    QVERIFY(wire.untilLost());
    wire.once();
    QCOMPARE(wire.protocol->order(), std::string("made eof lost"));
}

void TransportTest::setProtocolInsideDataReceivedTakesOver()
{
    Wire wire;
    const auto second = std::make_shared<Recording>();
    const std::weak_ptr<Recording> first = wire.protocol;
    wire.protocol->onData = [second](Recording &self) {
        const auto t = std::exchange(self.transport, nullptr);
        t->setProtocol(second);
        self.received += "!"; // alive still, though nobody else keeps it
    };
    wire.protocol.reset();
    wire.peer.send("one");
    QVERIFY(wire.until([&] { return first.expired(); }));
    wire.peer.send("two");
    QVERIFY(wire.until([&] { return second->received == "two"; }));
    wire.peer.close();
    QVERIFY(wire.until([&] { return second->lost(); }));
    QCOMPARE(second->order(), std::string("data eof lost"));
}

void TransportTest::setProtocolRefusesWhatIsNoStreamProtocol()
{
    Wire wire;
    QCOMPARE(thrownBy([&] { wire.transport->setProtocol(std::make_shared<loop::BaseProtocol>()); }),
             std::string("ValueError"));
    wire.peer.send("still here");
    QVERIFY(wire.until([&] { return wire.protocol->received == "still here"; }));
}

// V-01
void TransportTest::instrumentsSeeTheConnection()
{
    Wire wire;
    loop::Recorder recorder(wire.loop);
    (void)recorder.take({});
    wire.peer.send("12345");
    QVERIFY(wire.until([&] { return wire.protocol->received.size() == 5; }));
    wire.transport->write("123");
    wire.transport->write(pattern(16 * 1024 * 1024));
    wire.once();
    (void)recorder.take({}); // what was before; asks for more
    wire.once();
    const auto delta = recorder.take({});
    QVERIFY(delta);
    QCOMPARE(delta->connections.size(), std::size_t(1));
    const loop::ConnectionSample &row = delta->connections.front();
    QCOMPARE(row.id, wire.transport->id());
    QVERIFY(row.state == ConnectionState::Paused);
    QCOMPARE(row.bytesIn, std::uint64_t(5));
    QCOMPARE(row.bytesOut, std::uint64_t(3 + 16 * 1024 * 1024));
    QCOMPARE(row.writeBuffer, wire.transport->getWriteBufferSize());
    QCOMPARE(row.pauses, 1u);
    wire.transport->abort();
    QVERIFY(wire.untilLost());
    wire.once();
    const auto last = recorder.take({});
    QVERIFY(last);
    QCOMPARE(last->connections.size(), std::size_t(1));
    QVERIFY(last->connections.front().state == ConnectionState::Aborted);
    QVERIFY(last->connections.front().closed > 0);
    std::string_view words;
    for (const loop::LogEvent &event : last->events)
        if (event.kind == loop::EventKind::Close)
            words = last->detail(event);
    QCOMPARE(std::string(words), std::string("aborted, 1 in, 2 out"));
}

// Many a server says why, and closes with our message unread: its answer lies in front of the reset
// that the next message meets.
void TransportTest::whatCameBeforeAFailedWriteIsReadFirst()
{
    Wire wire;
    QVERIFY(wire.until([&] { return wire.transport != nullptr; }));
    wire.transport->write("unread");
    wire.peer.send("why");
    wire.peer.close(); // with data unread: a reset
    wire.transport->write("more");
    wire.transport->write("and more");
    QVERIFY(wire.untilLost());
    QCOMPARE(wire.protocol->received, std::string("why"));
    QVERIFY(wire.protocol->error);
    QCOMPARE(wire.protocol->count("lost"), std::size_t {1});
}

QTEST_GUILESS_MAIN(TransportTest)
#include "TransportTest.moc"
