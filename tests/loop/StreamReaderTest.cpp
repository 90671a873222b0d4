// SPDX-License-Identifier: GPL-3.0-or-later
// StreamReader: the reads, their limits, their errors (ST-04, ST-05).
#include "loop/Server.h"
#include "loop/Streams.h"
#include "tests/loop/StreamWire.h"

#include <sys/socket.h>

using loop::Coro;
using loop::StreamReader;
using loop::Streams;

class StreamReaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void readReturnsWhatThereIs();
    void readWaitsAndReturnsEmptyAtEof();
    void readOfNothingReturnsAtOnce();
    void readToTheEnd();
    void readlineWithItsEndAndWhatIsLeft();
    void readlineBeyondTheLimit();
    void readexactlyOrSayWhatIsMissing();
    void readexactlyMoreThanTheLimit();
    void oneReaderAtATime();
    void aReaderThatWasWokenIsTheReaderStill();
    void exceptionReachesTheReader();
    void resetReachesTheReader();
    void fedByHand();
    void aFullBufferPausesTheTransport();
    void readingPausesAboveTwiceTheLimitAndResumesAtIt();
    void bufferedDataOutlivesTheConnection();
    void cancelledReadLosesNoBytes();
    void cancelledAfterTheWakeUpLosesNoBytes();
};

// ST-04
void StreamReaderTest::readReturnsWhatThereIs()
{
    StreamWire wire;
    wire.peer.send("hello world");
    QCOMPARE(wire.read(5), std::string("hello"));
    QCOMPARE(wire.read(100), std::string(" world"));
    QVERIFY(!wire.streams.reader.atEof());
}

// ST-04
void StreamReaderTest::readWaitsAndReturnsEmptyAtEof()
{
    StreamWire wire;
    auto task = wire.loop.createTask(StreamWire::readSome(wire.streams.reader, 10));
    runOnce(wire.loop);
    runOnce(wire.loop);
    QVERIFY(!task.done());
    QVERIFY(task.base().waitInfo().kind == loop::WaitKind::Read);
    QCOMPARE(task.base().waitInfo().target, wire.streams.writer.transport().id().value);
    wire.peer.finish();
    QCOMPARE(wire.loop.runUntilComplete(task), std::string());
    QCOMPARE(wire.read(10), std::string());
    QVERIFY(wire.streams.reader.atEof());
}

// ST-04
void StreamReaderTest::readOfNothingReturnsAtOnce()
{
    StreamWire wire;
    QCOMPARE(wire.read(0), std::string());
    QCOMPARE(wire.readexactly(0), std::string());
}

// ST-04
void StreamReaderTest::readToTheEnd()
{
    StreamWire wire;
    const std::string sent = pattern(2'000'000); // far beyond the limit
    std::thread sender([&] {
        wire.peer.send(sent);
        wire.peer.finish();
    });
    const std::string received = wire.read();
    sender.join();
    QVERIFY(received == sent);
    QCOMPARE(wire.read(), std::string());
}

// ST-05
void StreamReaderTest::readlineWithItsEndAndWhatIsLeft()
{
    StreamWire wire;
    wire.peer.send("one\n\ntw");
    QCOMPARE(wire.readline(), std::string("one\n"));
    QCOMPARE(wire.readline(), std::string("\n"));
    auto task = wire.loop.createTask(StreamWire::readLine(wire.streams.reader));
    runOnce(wire.loop);
    QVERIFY(!task.done());
    wire.peer.send("o\nleft");
    QCOMPARE(wire.loop.runUntilComplete(task), std::string("two\n"));
    wire.peer.finish();
    QCOMPARE(wire.readline(), std::string("left"));
    QCOMPARE(wire.readline(), std::string());
}

// ST-05
void StreamReaderTest::readlineBeyondTheLimit()
{
    StreamWire wire(10);
    wire.peer.send("0123456789\n"); // the limit counts without the separator
    QCOMPARE(wire.readline(), std::string("0123456789\n"));
    wire.peer.send("0123456789A\nnext\n");
    QCOMPARE(thrownBy([&] { (void)wire.readline(); }), std::string("ValueError"));
    QCOMPARE(wire.readline(), std::string("next\n")); // the long one is skipped
    wire.peer.send(std::string(15, 'x'));
    QCOMPARE(thrownBy([&] { (void)wire.readline(); }), std::string("ValueError"));
    wire.peer.send("after\n");
    QVERIFY(wire.readline().ends_with("after\n"));
}

// ST-05
void StreamReaderTest::readexactlyOrSayWhatIsMissing()
{
    StreamWire wire;
    wire.peer.send("abc");
    QCOMPARE(wire.readexactly(2), std::string("ab"));
    auto task = wire.loop.createTask(StreamWire::readExactly(wire.streams.reader, 4));
    runOnce(wire.loop);
    QVERIFY(!task.done());
    wire.peer.send("de");
    wire.peer.finish();
    try {
        (void)wire.loop.runUntilComplete(task);
        QFAIL("one byte is missing");
    } catch (const loop::IncompleteReadError &error) {
        QCOMPARE(error.partial, std::string("cde"));
        QCOMPARE(error.expected, std::size_t(4));
    }
}

// ST-05
void StreamReaderTest::readexactlyMoreThanTheLimit()
{
    StreamWire wire(1000);
    const std::string sent = pattern(500'000);
    std::thread sender([&] { wire.peer.send(sent + "rest"); });
    const std::string received = wire.readexactly(sent.size());
    sender.join();
    QVERIFY(received == sent);
    QCOMPARE(wire.readexactly(4), std::string("rest"));
}

// ST-05
void StreamReaderTest::oneReaderAtATime()
{
    StreamWire wire;
    auto first = wire.loop.createTask(StreamWire::readLine(wire.streams.reader));
    runOnce(wire.loop);
    QCOMPARE(thrownBy([&] { (void)wire.readline(); }), std::string("RuntimeError"));
    wire.peer.send("for the first\n");
    QCOMPARE(wire.loop.runUntilComplete(first), std::string("for the first\n"));
}

// ST-04, ST-05: nobody can take what it was woken for.
void StreamReaderTest::aReaderThatWasWokenIsTheReaderStill()
{
    StreamWire wire;
    auto first = wire.loop.createTask(StreamWire::readExactly(wire.streams.reader, 4));
    runOnce(wire.loop);
    auto second = wire.loop.createTask(StreamWire::readSome(wire.streams.reader, 2));
    wire.streams.reader.feedData("all4"); // the first is woken, behind the second
    QCOMPARE(thrownBy([&] { (void)wire.loop.runUntilComplete(second); }),
             std::string("RuntimeError"));
    QCOMPARE(wire.loop.runUntilComplete(first), std::string("all4"));
}

// ST-05
void StreamReaderTest::exceptionReachesTheReader()
{
    StreamWire wire;
    QVERIFY(!wire.streams.reader.exception());
    auto task = wire.loop.createTask(StreamWire::readSome(wire.streams.reader, 10));
    runOnce(wire.loop);
    wire.streams.reader.setException(std::make_exception_ptr(std::runtime_error("from outside")));
    QCOMPARE(thrownBy([&] { (void)wire.loop.runUntilComplete(task); }),
             std::string("from outside"));
    QCOMPARE(thrownBy([&] { (void)wire.read(1); }), std::string("from outside"));
    QCOMPARE(typeOf(wire.streams.reader.exception()), std::string("from outside"));
}

// ST-05, PR-03
void StreamReaderTest::resetReachesTheReader()
{
    StreamWire wire;
    auto task = wire.loop.createTask(StreamWire::readSome(wire.streams.reader, 10));
    runOnce(wire.loop);
    wire.peer.reset();
    QCOMPARE(thrownBy([&] { (void)wire.loop.runUntilComplete(task); }),
             std::string("ConnectionResetError"));
}

// ST-05
void StreamReaderTest::fedByHand()
{
    loop::EventLoop loop(makeDriver());
    const StreamReader reader(std::make_shared<loop::Stream>(loop, 100));
    reader.feedData("line\nre");
    QCOMPARE(loop.runUntilComplete(StreamWire::readLine(reader)), std::string("line\n"));
    auto task = loop.createTask(StreamWire::readExactly(reader, 4));
    runOnce(loop);
    reader.feedData("st");
    QCOMPARE(loop.runUntilComplete(task), std::string("rest"));
    reader.feedEof();
    QVERIFY(reader.atEof());
    QCOMPARE(loop.runUntilComplete(StreamWire::readSome(reader, 9)), std::string());
}

// ST-05: memory is bounded while nobody reads.
void StreamReaderTest::aFullBufferPausesTheTransport()
{
    StreamWire wire(1000);
    const std::string sent = pattern(12'000'000);
    std::thread sender([&] {
        wire.peer.send(sent);
        wire.peer.finish();
    });
    loop::Transport &transport = wire.streams.writer.transport();
    const bool paused = runUntil(wire.loop, [&] { return !transport.isReading(); });
    for (int i = 0; i < 20; ++i)
        runOnce(wire.loop);
    const std::uint64_t taken = transport.counters().bytesIn;
    std::string received = wire.read(1);
    received += wire.readexactly(5000);
    while (received.size() < sent.size())
        received += wire.read(100'000);
    sender.join();
    QVERIFY(paused);
    QVERIFY2(taken > 2000 && taken < 1'000'000, std::to_string(taken).c_str()); // one chunk beyond
    QVERIFY(received == sent);
    QCOMPARE(wire.read(1), std::string());
}

// ST-05
void StreamReaderTest::readingPausesAboveTwiceTheLimitAndResumesAtIt()
{
    StreamWire wire(1000);
    const loop::Transport &transport = wire.streams.writer.transport();
    const auto taken = [&](std::uint64_t bytes) {
        return runUntil(wire.loop, [&] { return transport.counters().bytesIn == bytes; });
    };
    wire.peer.send(std::string(2000, 'x'));
    QVERIFY(taken(2000));
    QVERIFY(transport.isReading());
    wire.peer.send("x");
    QVERIFY(taken(2001));
    QVERIFY(!transport.isReading());
    (void)wire.readexactly(1000); // 1001 are left
    QVERIFY(!transport.isReading());
    (void)wire.readexactly(1);
    QVERIFY(transport.isReading());
    wire.peer.send(std::string(1001, 'x')); // and again
    QVERIFY(taken(3002));
    QVERIFY(!transport.isReading());
}

// ST-04, TR-05
void StreamReaderTest::bufferedDataOutlivesTheConnection()
{
    StreamWire wire(100);
    wire.peer.send(std::string(5000, 'x'));
    QVERIFY(runUntil(wire.loop, [&] { return !wire.streams.writer.transport().isReading(); }));
    wire.peer.send("more, for the kernel to keep");
    wire.streams.writer.transport().abort();
    QVERIFY(runUntil(wire.loop, [&] { return !wire.loop.firstTransport(); }));
    QCOMPARE(wire.read(), std::string(5000, 'x')); // and resumes nothing
    QCOMPARE(wire.read(), std::string());
}

// ST-04, T-06
void StreamReaderTest::cancelledReadLosesNoBytes()
{
    StreamWire wire;
    wire.peer.send("ab");
    QCOMPARE(wire.readexactly(1), std::string("a"));
    for (const auto &read :
         {std::function([&] { return StreamWire::readExactly(wire.streams.reader, 10); }),
          std::function([&] { return StreamWire::readLine(wire.streams.reader); }),
          std::function(
              [&] { return StreamWire::readSome(wire.streams.reader, loop::everything); })}) {
        auto task = wire.loop.createTask(read());
        runOnce(wire.loop);
        QVERIFY(task.cancel());
        QCOMPARE(thrownBy([&] { (void)wire.loop.runUntilComplete(task); }),
                 std::string("CancelledError"));
    }
    wire.peer.send("c");
    QCOMPARE(wire.readexactly(2), std::string("bc"));
}

// ST-04, T-06
void StreamReaderTest::cancelledAfterTheWakeUpLosesNoBytes()
{
    StreamWire wire;
    auto task = wire.loop.createTask(StreamWire::readSome(wire.streams.reader, 10));
    runOnce(wire.loop);
    wire.streams.reader.feedData("kept"); // the task is woken, but has not run
    QVERIFY(task.cancel());
    QCOMPARE(thrownBy([&] { (void)wire.loop.runUntilComplete(task); }),
             std::string("CancelledError"));
    QCOMPARE(wire.read(10), std::string("kept"));
}

QTEST_GUILESS_MAIN(StreamReaderTest)
#include "StreamReaderTest.moc"
