// SPDX-License-Identifier: GPL-3.0-or-later
// StreamWriter: writing, draining, closing (ST-06, ST-07).
#include "loop/Recorder.h"
#include "loop/Server.h"
#include "loop/Streams.h"
#include "loop/Timeout.h"
#include "tests/support/Wire.h"

#include <future>

#include <malloc.h>
#include <sys/socket.h>

using namespace std::chrono_literals;
using loop::Coro;
using loop::StreamReader;
using loop::Streams;
using loop::StreamWriter;

class StreamWriterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void writerIsItsTransport();
    void drainReturnsAtOnceUnlessPaused();
    void drainSuspendsUntilTheBufferIsLow();
    void drainersAreWokenInOrder();
    void drainOfALostConnectionThrows();
    void drainRightAfterCloseHearsOfTheEnd();
    void lossWakesWhoDrains();
    void cancelAtEachAwait();
    void waitClosedReturnsAfterTheLoss();
    void waitClosedThrowsWhatEndedTheConnection();
    void drainThrowsWhatTheReaderWasGiven();
    void memoryIsBoundedByDrain();
    void drainThatFoundRoomIsNotToldOfALaterEnd();
    void waitClosedInAPollingLoopLeavesNothingBehind();
};

namespace {

struct StreamWire {
    StreamWire()
        : StreamWire(listeningSocket())
    { }
    loop::EventLoop loop {makeDriver()};
    Streams streams;
    Peer peer;

    loop::Transport &transport() { return streams.writer.transport(); }
    void fill() { streams.writer.write(pattern(16 * 1024 * 1024)); } // more than the kernel takes
    template <class T> T run(Coro<T> coro) { return loop.runUntilComplete(std::move(coro)); }

private:
    explicit StreamWire(loop::Descriptor listener)
        : streams(loop.runUntilComplete(
            loop::openConnection("127.0.0.1", loop::SocketAddress::ofSocket(listener.get()).port(),
                                 {}, loop::defaultStreamLimit, &loop)))
        , peer(loop::Descriptor(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC)))
    { }
};

Coro<void> drain(StreamWriter writer)
{
    co_await writer.drain();
}

Coro<void> closeAndDrain(StreamWriter writer)
{
    writer.close();
    co_await writer.drain();
}

Coro<void> note(StreamWriter writer, std::vector<int> *order, int number)
{
    co_await writer.drain();
    order->push_back(number);
}

Coro<void> readForever(StreamReader reader)
{
    (void)co_await reader.read();
}

Coro<bool> gaveUp(StreamWriter writer)
{
    try {
        co_await loop::timeout(0s, writer.waitClosed());
    } catch (const loop::TimeoutError &) {
        co_return true;
    }
    co_return false;
}

std::shared_ptr<loop::Server> serve(loop::EventLoop &loop, loop::StreamHandler handler)
{
    return loop.runUntilComplete(
        loop::startServer(std::move(handler), "127.0.0.1", 0, {}, loop::defaultStreamLimit, &loop));
}

loop::SocketAddress addressOf(const std::shared_ptr<loop::Server> &server)
{
    return server->sockets().front().address;
}

} // namespace

// ST-06
void StreamWriterTest::writerIsItsTransport()
{
    StreamWire wire;
    const StreamWriter &writer = wire.streams.writer;
    writer.write("one ");
    const std::vector<std::string_view> parts {"two ", "three"};
    writer.writelines(parts);
    QVERIFY(writer.canWriteEof());
    writer.writeEof();
    QCOMPARE(wire.peer.receiveAll(), std::string("one two three"));
    QCOMPARE(thrownBy([&] { writer.write("x"); }), std::string("RuntimeError"));
    QCOMPARE(std::any_cast<loop::SocketAddress>(writer.getExtraInfo("peername")),
             loop::SocketAddress::ofSocket(wire.peer.fd()));
    QCOMPARE(std::any_cast<int>(writer.getExtraInfo("nothing", 3)), 3);
    QVERIFY(!writer.isClosing());
    writer.close();
    QVERIFY(writer.isClosing());
}

// ST-07, Trap 22: drained is not flushed; it waits only while paused.
void StreamWriterTest::drainReturnsAtOnceUnlessPaused()
{
    StreamWire wire;
    QVERIFY(wire.streams.writer.drain().await_ready());
    wire.transport().setWriteBufferLimits(100'000'000);
    wire.fill();
    QVERIFY(wire.transport().getWriteBufferSize() > 0);
    QVERIFY(wire.streams.writer.drain().await_ready());
    wire.transport().setWriteBufferLimits();
    QVERIFY(!wire.streams.writer.drain().await_ready());
}

// ST-07
void StreamWriterTest::drainSuspendsUntilTheBufferIsLow()
{
    StreamWire wire;
    wire.fill();
    auto task = wire.loop.createTask(drain(wire.streams.writer));
    for (int i = 0; i < 5; ++i)
        runOnce(wire.loop);
    QVERIFY(!task.done());
    QVERIFY(task.base().waitInfo().kind == loop::WaitKind::Drain);
    auto reader
        = std::async(std::launch::async, [&] { (void)wire.peer.receiveExactly(16 * 1024 * 1024); });
    wire.loop.runUntilComplete(task);
    const std::size_t left = wire.transport().getWriteBufferSize();
    const bool flushed
        = runUntil(wire.loop, [&] { return wire.transport().getWriteBufferSize() == 0; });
    reader.get();
    QVERIFY(flushed);
    QVERIFY(left <= wire.transport().writeLow());
}

// ST-07
void StreamWriterTest::drainersAreWokenInOrder()
{
    StreamWire wire;
    wire.fill();
    std::vector<int> order;
    std::vector<loop::Task<void>> tasks;
    for (int i = 0; i < 5; ++i)
        tasks.push_back(wire.loop.createTask(note(wire.streams.writer, &order, i)));
    runOnce(wire.loop);
    tasks[2].cancel();
    auto reader
        = std::async(std::launch::async, [&] { (void)wire.peer.receiveExactly(16 * 1024 * 1024); });
    const bool all = runUntil(
        wire.loop, [&] { return order.size() == 4 && wire.transport().getWriteBufferSize() == 0; });
    reader.get();
    QVERIFY(all);
    QCOMPARE(order, (std::vector {0, 1, 3, 4}));
}

// ST-07
void StreamWriterTest::drainOfALostConnectionThrows()
{
    StreamWire wire;
    wire.streams.writer.close();
    QCOMPARE(thrownBy([&] { wire.run(drain(wire.streams.writer)); }),
             std::string("ConnectionResetError"));
    QCOMPARE(thrownBy([&] { wire.run(drain(wire.streams.writer)); }),
             std::string("ConnectionResetError"));
}

// ST-07, as asyncio's, which yields where the transport is closing: a loop that writes and drains
// must not go on for ever.
void StreamWriterTest::drainRightAfterCloseHearsOfTheEnd()
{
    StreamWire wire;
    QCOMPARE(thrownBy([&] { wire.run(closeAndDrain(wire.streams.writer)); }),
             std::string("ConnectionResetError"));
}

// ST-07, PR-03
void StreamWriterTest::lossWakesWhoDrains()
{
    StreamWire wire;
    wire.fill();
    auto one = wire.loop.createTask(drain(wire.streams.writer));
    auto two = wire.loop.createTask(drain(wire.streams.writer));
    runOnce(wire.loop);
    wire.transport().abort();
    QCOMPARE(thrownBy([&] { wire.loop.runUntilComplete(one); }),
             std::string("ConnectionResetError"));
    QCOMPARE(thrownBy([&] { wire.loop.runUntilComplete(two); }),
             std::string("ConnectionResetError"));
}

// T-06, ST-04, ST-07: at each await, cancelled while it waits, and after it was woken.
void StreamWriterTest::cancelAtEachAwait()
{
    StreamWire wire;
    wire.fill();
    const std::vector<std::function<Coro<void>()>> awaits {
        [&] { return drain(wire.streams.writer); },
        [&] { return readForever(wire.streams.reader); },
        [&] { return wire.streams.writer.waitClosed(); },
    };
    for (const auto &make : awaits) {
        auto task = wire.loop.createTask(make());
        runOnce(wire.loop);
        QVERIFY(!task.done());
        task.cancel();
        QCOMPARE(thrownBy([&] { wire.loop.runUntilComplete(task); }),
                 std::string("CancelledError"));
    }
    std::vector<loop::Task<void>> woken;
    for (const auto &make : awaits)
        woken.push_back(wire.loop.createTask(make()));
    runOnce(wire.loop);
    wire.transport().abort();
    wire.loop.callSoon([&] { // after the loss has woken them
        for (auto &task : woken)
            task.cancel();
    });
    for (const auto &task : woken)
        QCOMPARE(thrownBy([&] { wire.loop.runUntilComplete(task); }),
                 std::string("CancelledError"));
}

// ST-06
void StreamWriterTest::waitClosedReturnsAfterTheLoss()
{
    StreamWire wire;
    auto task = wire.loop.createTask(wire.streams.writer.waitClosed());
    runOnce(wire.loop);
    QVERIFY(!task.done());
    wire.streams.writer.close();
    wire.loop.runUntilComplete(task);
    QVERIFY(!wire.loop.firstTransport());
    wire.run(wire.streams.writer.waitClosed()); // at once
}

// ST-06, PR-03
void StreamWriterTest::waitClosedThrowsWhatEndedTheConnection()
{
    StreamWire wire;
    auto task = wire.loop.createTask(wire.streams.writer.waitClosed());
    runOnce(wire.loop);
    wire.peer.reset();
    QCOMPARE(thrownBy([&] { wire.loop.runUntilComplete(task); }),
             std::string("ConnectionResetError"));
    QCOMPARE(thrownBy([&] { wire.run(wire.streams.writer.waitClosed()); }),
             std::string("ConnectionResetError")); // again
}

// ST-07
void StreamWriterTest::drainThrowsWhatTheReaderWasGiven()
{
    StreamWire wire;
    wire.streams.reader.setException(std::make_exception_ptr(std::runtime_error("from outside")));
    QCOMPARE(thrownBy([&] { wire.run(drain(wire.streams.writer)); }), std::string("from outside"));
    wire.streams.writer.close();
    wire.run(wire.streams.writer.waitClosed()); // the connection itself ended well
}

// ST-07, W-01: a peer that never reads holds back who drains.
void StreamWriterTest::memoryIsBoundedByDrain()
{
    const CapturedWarnings log; // of the handler that the loop ends
    loop::EventLoop loop(makeDriver());
    static std::size_t written;
    written = 0;
    const auto server = serve(loop, [](StreamReader, StreamWriter writer) -> Coro<void> {
        const std::string chunk = pattern(50'000);
        for (;;) {
            writer.write(chunk);
            written += chunk.size();
            co_await writer.drain();
        }
    });
    const Peer peer = Peer::connectTo(addressOf(server));
    QVERIFY(runUntil(loop, [&] {
        return loop.firstTransport() && loop.firstTransport()->counters().pauses == 1;
    }));
    const std::size_t before = written;
    for (int i = 0; i < 50; ++i)
        runOnce(loop);
    QCOMPARE(written, before);
    QVERIFY(loop.firstTransport()->getWriteBufferSize()
            <= loop.firstTransport()->writeHigh() + 50'000);
}

// ST-07: woken because there is room, it returns, whatever comes before it runs.
void StreamWriterTest::drainThatFoundRoomIsNotToldOfALaterEnd()
{
    StreamWire wire;
    wire.fill();
    auto waiting = wire.loop.createTask(drain(wire.streams.writer));
    runOnce(wire.loop);
    QVERIFY(!waiting.done());
    auto reader = std::async(std::launch::async, [&wire] { (void)wire.peer.receiveAll(); });
    wire.streams.writer.close(); // somebody else does; all is delivered
    const std::string thrown = thrownBy([&] { wire.loop.runUntilComplete(waiting); });
    const bool ended = runUntil(wire.loop, [&] { return wire.loop.totals().connections == 0; });
    reader.get();
    QVERIFY(ended);
    QCOMPARE(thrown, std::string());
}

// ST-07, Y-06: who gives up waiting leaves the list.
void StreamWriterTest::waitClosedInAPollingLoopLeavesNothingBehind()
{
    StreamWire wire;
    const auto poll = [](StreamWriter writer, int rounds) -> Coro<void> {
        for (int i = 0; i < rounds; ++i) {
            const bool inTime = co_await gaveUp(writer);
            if (!inTime)
                co_return;
        }
    };
    wire.run(poll(wire.streams.writer, 100));
    const std::size_t before = ::mallinfo2().uordblks;
    wire.run(poll(wire.streams.writer, 20'000));
    const std::size_t after = ::mallinfo2().uordblks;
    QVERIFY2(after < before + 100'000, qPrintable(QString::number(after - before)));
}

QTEST_GUILESS_MAIN(StreamWriterTest)
#include "StreamWriterTest.moc"
