// SPDX-License-Identifier: GPL-3.0-or-later
// StreamReader: the reads, their limits, their errors (ST-04, ST-05).
#include "loop/Server.h"
#include "loop/Streams.h"
#include "tests/support/Wire.h"

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
    void readuntilAnySeparator();
    void readuntilBeyondTheLimitLeavesTheBytes();
    void readuntilDoesNotMindHowBytesAreCut();
    void readuntilOfSeveralEndsWithTheOneThatEndsFirst();
    void readuntilOfSeveralKeepsTheLimit();
    void readuntilNeedsASeparator();
    void nextLineGivesLinesUntilThereIsNone();
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

namespace {

// A loop, streams over it, and a plain socket at the other end.
struct StreamWire {
    explicit StreamWire(std::size_t limit = loop::defaultStreamLimit)
        : StreamWire(limit, listeningSocket())
    { }
    template <class T> T run(Coro<T> coro) { return loop.runUntilComplete(std::move(coro)); }
    std::string read(std::size_t bytes = loop::everything)
    {
        return run(readSome(streams.reader, bytes));
    }
    std::string readline() { return run(readLine(streams.reader)); }
    std::string readexactly(std::size_t bytes) { return run(readExactly(streams.reader, bytes)); }
    std::string readuntil(std::string separator)
    {
        return run(readUntil(streams.reader, std::move(separator)));
    }

    static Coro<std::string> readSome(StreamReader reader, std::size_t n)
    {
        co_return co_await reader.read(n);
    }
    static Coro<std::string> readLine(StreamReader reader) { co_return co_await reader.readline(); }
    static Coro<std::string> readExactly(StreamReader reader, std::size_t n)
    {
        co_return co_await reader.readexactly(n);
    }
    static Coro<std::string> readUntil(StreamReader reader, std::string separator)
    {
        co_return co_await reader.readuntil(std::move(separator));
    }

    static Coro<std::string> readUntilAny(StreamReader reader,
                                          std::vector<std::string_view> separators)
    {
        co_return co_await reader.readuntil(std::move(separators));
    }

    loop::EventLoop loop {makeDriver()};
    Streams streams;
    Peer peer;

private:
    StreamWire(std::size_t limit, loop::Descriptor listener)
        : streams(loop.runUntilComplete(loop::openConnection(
            "127.0.0.1", loop::SocketAddress::ofSocket(listener.get()).port(), {}, limit, &loop)))
        , peer(loop::Descriptor(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC)))
    { }
};

} // namespace

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
void StreamReaderTest::readuntilAnySeparator()
{
    StreamWire wire;
    wire.peer.send("a\r\nb\r\r\nc");
    QCOMPARE(wire.readuntil("\r\n"), std::string("a\r\n"));
    QCOMPARE(wire.readuntil("\r\n"), std::string("b\r\r\n"));
    auto task = wire.loop.createTask(StreamWire::readUntil(wire.streams.reader, "END"));
    for (const char *const part : {"-E", "N", "EN", "D!"}) { // found across chunks
        wire.peer.send(part);
        runOnce(wire.loop);
    }
    QCOMPARE(wire.loop.runUntilComplete(task), std::string("c-ENEND"));
    QCOMPARE(thrownBy([&] { (void)wire.readuntil(""); }), std::string("ValueError"));
    wire.peer.finish();
    try {
        (void)wire.readuntil("END");
        QFAIL("there is no more");
    } catch (const loop::IncompleteReadError &error) {
        QCOMPARE(error.partial, std::string("!"));
    }
}

// ST-05
void StreamReaderTest::readuntilBeyondTheLimitLeavesTheBytes()
{
    StreamWire wire(8);
    wire.peer.send("0123456789;");
    try {
        (void)wire.readuntil(";");
        QFAIL("it is too long");
    } catch (const loop::LimitOverrunError &error) {
        QVERIFY(error.consumed > 0 && error.consumed <= 10);
        QCOMPARE(wire.readexactly(error.consumed), std::string("0123456789", error.consumed));
    }
}

// ST-05: the limit counts without the separator, of which one part may have come.
void StreamReaderTest::readuntilDoesNotMindHowBytesAreCut()
{
    loop::EventLoop loop(makeDriver());
    const StreamReader reader(std::make_shared<loop::Stream>(loop, 4));
    const auto readFed = [&](std::initializer_list<const char *> parts) {
        auto task = loop.createTask(StreamWire::readUntil(reader, "\r\n"));
        for (const char *const part : parts) {
            runOnce(loop);
            reader.feedData(part);
        }
        return loop.runUntilComplete(task);
    };
    QCOMPARE(readFed({"abcd\r\n"}), std::string("abcd\r\n"));
    QCOMPARE(readFed({"abcd\r", "\n"}), std::string("abcd\r\n"));
    QCOMPARE(readFed({"a", "bcd", "\r", "\n"}), std::string("abcd\r\n"));
    try {
        (void)readFed({"abcde", "\r\n"});
        QFAIL("it is too long");
    } catch (const loop::LimitOverrunError &error) {
        QVERIFY(error.consumed <= 5);
    }
}

// ST-05, Python 3.13: the shortest match
void StreamReaderTest::readuntilOfSeveralEndsWithTheOneThatEndsFirst()
{
    StreamWire wire;
    const auto next = [&] {
        return wire.run([](StreamReader reader) -> Coro<std::string> {
            co_return co_await reader.readuntil("\r\n", "\n", "END", "D");
        }(wire.streams.reader));
    };
    wire.peer.send("a\r\nb\ncENDd");
    QCOMPARE(next(), std::string("a\r\n"));
    QCOMPARE(next(), std::string("b\n"));
    QCOMPARE(next(), std::string("cEND")); // "D" ends there as well
    auto task = wire.loop.createTask(
        StreamWire::readUntilAny(wire.streams.reader, {"--boundary--", ";;"}));
    for (const char *const part : {"-", "-bound", "ary", "-;", ";", "rest"}) { // across chunks
        wire.peer.send(part);
        runOnce(wire.loop);
    }
    QCOMPARE(wire.loop.runUntilComplete(task), std::string("d--boundary-;;"));
    wire.peer.finish();
    try {
        (void)next();
        QFAIL("there is no more");
    } catch (const loop::IncompleteReadError &error) {
        QCOMPARE(error.partial, std::string("rest"));
    }
}

// ST-05: the text before the separator counts; while there is none, all but the beginning of the
// longest.
void StreamReaderTest::readuntilOfSeveralKeepsTheLimit()
{
    loop::EventLoop loop(makeDriver());
    const StreamReader reader(std::make_shared<loop::Stream>(loop, 4));
    const auto consumed = [&](std::string_view data) {
        reader.feedData(data);
        try {
            const auto text
                = loop.runUntilComplete(StreamWire::readUntilAny(reader, {";", "longest"}));
            return "text " + text;
        } catch (const loop::LimitOverrunError &error) {
            const auto dropped = loop.runUntilComplete(StreamWire::readSome(reader, 4096));
            return error.what() + (' ' + std::to_string(error.consumed)) + ' ' + dropped;
        }
    };
    QCOMPARE(consumed("abcd;"), std::string("text abcd;"));
    QCOMPARE(consumed("abcdlongest"), std::string("text abcdlongest"));
    QCOMPARE(consumed("abcde;"),
             std::string("Separator is found, but chunk is longer than limit 5 abcde;"));
    QCOMPARE(consumed("abcdelonges"),
             std::string("Separator is not found, and chunk exceed the limit 5 abcdelonges"));
    auto task = loop.createTask(StreamWire::readUntilAny(reader, {";", "longest"}));
    runOnce(loop);
    reader.feedData("abcdlonges"); // may become one still
    runOnce(loop);
    QVERIFY(!task.done());
    reader.feedData("t");
    QCOMPARE(loop.runUntilComplete(task), std::string("abcdlongest"));
}

// ST-05
void StreamReaderTest::readuntilNeedsASeparator()
{
    StreamWire wire;
    for (const std::vector<std::string_view> &none :
         {std::vector<std::string_view> {}, {"\n", ""}}) {
        const auto read
            = [&] { (void)wire.run(StreamWire::readUntilAny(wire.streams.reader, none)); };
        QCOMPARE(thrownBy(read), std::string("ValueError"));
    }
}

// ST-05: asyncio's `async for line in reader`
void StreamReaderTest::nextLineGivesLinesUntilThereIsNone()
{
    StreamWire wire(8);
    const auto all = [](StreamReader reader) -> Coro<std::string> {
        std::string text;
        while (const auto line = co_await reader.nextLine())
            text += '<' + *line + '>';
        co_return text;
    };
    wire.peer.send("a\n\nbb\nc");
    wire.peer.finish();
    QCOMPARE(wire.run(all(wire.streams.reader)), std::string("<a\n><\n><bb\n><c>"));
    StreamWire tooLong(8);
    tooLong.peer.send("0123456789\n");
    QCOMPARE(thrownBy([&] { (void)tooLong.run(all(tooLong.streams.reader)); }),
             std::string("ValueError"));
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
