// SPDX-License-Identifier: GPL-3.0-or-later
// StreamWriter and startServer(): writing, draining, closing, handlers (ST-02, ST-06, ST-07).
#include "loop/Recorder.h"
#include "loop/Server.h"
#include "loop/Streams.h"
#include "loop/Timeout.h"
#include "tests/support/Wire.h"

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
    void lossWakesWhoDrains();
    void cancelAtEachAwait();
    void waitClosedReturnsAfterTheLoss();
    void waitClosedThrowsWhatEndedTheConnection();
    void drainThrowsWhatTheReaderWasGiven();
    void handlerRunsOnceAClient();
    void handlerKeepsWhatItCaptures();
    void failingHandlerIsReportedAndItsConnectionClosed();
    void cancelledHandlerClosesItsConnection();
    void memoryIsBoundedByDrain();
    void handlerThatReturnsWithoutClosingLeaksNothing();
    void whoTookTheWriterKeepsTheConnection();
    void drainThatFoundRoomIsNotToldOfALaterEnd();
    void waitClosedInAPollingLoopLeavesNothingBehind();
    void closingTheLoopEndsHandlersAndConnections();
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
    std::thread reader([&] { (void)wire.peer.receiveExactly(16 * 1024 * 1024); });
    wire.loop.runUntilComplete(task);
    const std::size_t left = wire.transport().getWriteBufferSize();
    const bool flushed
        = runUntil(wire.loop, [&] { return wire.transport().getWriteBufferSize() == 0; });
    reader.join();
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
    std::thread reader([&] { (void)wire.peer.receiveExactly(16 * 1024 * 1024); });
    const bool all = runUntil(
        wire.loop, [&] { return order.size() == 4 && wire.transport().getWriteBufferSize() == 0; });
    reader.join();
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

// ST-02
void StreamWriterTest::handlerRunsOnceAClient()
{
    loop::EventLoop loop(makeDriver());
    const auto server = serve(loop, [](StreamReader reader, StreamWriter writer) -> Coro<void> {
        for (;;) {
            const std::string line = co_await reader.readline();
            if (line.empty())
                break;
            writer.write("echo " + line);
            co_await writer.drain();
        }
        writer.close();
    });
    const Peer one = Peer::connectTo(addressOf(server));
    const Peer two = Peer::connectTo(addressOf(server));
    one.send("1\n");
    two.send("2\n");
    QVERIFY(runUntil(loop, [&] { return loop.totals().messagesOut == 2; }));
    QCOMPARE(loop.totals().tasks, std::size_t(2)); // the handlers
    QCOMPARE(one.receiveExactly(7), std::string("echo 1\n"));
    QCOMPARE(two.receiveExactly(7), std::string("echo 2\n"));
    one.finish();
    two.finish();
    QVERIFY(runUntil(loop, [&] { return loop.totals().connections == 0; }));
    QCOMPARE(loop.allTasks().size(), std::size_t(0));
}

// ST-02: a handler is kept as long as a connection of it lives, though the server is gone.
void StreamWriterTest::handlerKeepsWhatItCaptures()
{
    loop::EventLoop loop(makeDriver());
    auto greeting = std::make_shared<std::string>("captured");
    const std::weak_ptr<std::string> weak = greeting;
    auto server = serve(
        loop,
        [words = std::move(greeting)](StreamReader reader, StreamWriter writer) -> Coro<void> {
            (void)co_await reader.read(1);
            writer.write(*words);
            writer.close();
        });
    const Peer peer = Peer::connectTo(addressOf(server));
    QVERIFY(runUntil(loop, [&] { return loop.totals().connections == 1; }));
    server->close();
    server.reset();
    peer.send("x");
    QVERIFY(runUntil(loop, [&] { return loop.totals().connections == 0; }));
    QCOMPARE(peer.receiveAll(), std::string("captured"));
    runOnce(loop);
    QVERIFY(weak.expired());
}

// ST-02, D-07: as asyncio, whose words these are.
void StreamWriterTest::failingHandlerIsReportedAndItsConnectionClosed()
{
    loop::EventLoop loop(makeDriver());
    loop.setDebug(true);
    const CapturedWarnings log;
    std::vector<std::string> messages;
    loop.setExceptionHandler([&messages](loop::EventLoop &, const loop::ExceptionContext &context) {
        messages.push_back(context.message + (context.transport ? " of a transport" : ""));
    });
    const auto server = serve(loop, [](StreamReader reader, StreamWriter) -> Coro<void> {
        (void)co_await reader.readline();
        throw std::runtime_error("handler");
    });
    const Peer peer = Peer::connectTo(addressOf(server));
    peer.send("x\n");
    QVERIFY(runUntil(loop, [&] { return !messages.empty(); }));
    QVERIFY(runUntil(loop, [&] { return loop.totals().connections == 0; }));
    QCOMPARE(peer.receiveAll(), std::string());
    QCOMPARE(
        messages,
        std::vector<std::string> {"Unhandled exception in client_connected_cb of a transport"});
    QCOMPARE(log.count("unclosed"), std::size_t(0)); // said once
}

// ST-02, T-06
void StreamWriterTest::cancelledHandlerClosesItsConnection()
{
    loop::EventLoop loop(makeDriver());
    std::shared_ptr<StreamWriter> kept; // so that nothing but the cancellation closes it
    const auto server
        = serve(loop, [&kept](StreamReader reader, StreamWriter writer) -> Coro<void> {
              kept = std::make_shared<StreamWriter>(std::move(writer));
              (void)co_await reader.read();
          });
    const Peer peer = Peer::connectTo(addressOf(server));
    QVERIFY(runUntil(loop, [&] { return kept != nullptr; }));
    loop.allTasks().front()->cancel();
    QVERIFY(runUntil(loop, [&] { return loop.totals().connections == 0; }));
    QCOMPARE(peer.receiveAll(), std::string());
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

// X-08, Trap 23, V-01: as CPython 3.13, whose writer closes when it is collected; debug mode warns.
void StreamWriterTest::handlerThatReturnsWithoutClosingLeaksNothing()
{
    const CapturedWarnings log;
    loop::EventLoop loop(makeDriver());
    loop.setDebug(true);
    loop::Recorder recorder(loop);
    const auto server = serve(loop, [](StreamReader reader, StreamWriter writer) -> Coro<void> {
        for (;;) {
            const std::string data = co_await reader.read(8192);
            if (data.empty())
                co_return;
            writer.write(data);
        }
    });
    const Peer peer = Peer::connectTo(addressOf(server));
    peer.send("hello");
    QVERIFY(runUntil(loop, [&] { return loop.totals().bytesOut == 5; }));
    QCOMPARE(peer.receiveExactly(5), std::string("hello"));
    peer.finish();
    QVERIFY(runUntil(loop, [&] { return loop.totals().connections == 0; }));
    QCOMPARE(peer.receiveAll(), std::string());
    QCOMPARE(log.count("unclosed <StreamWriter"), std::size_t(1));
    (void)recorder.take({});
    runOnce(loop);
    const auto delta = recorder.take({});
    QVERIFY(delta);
    QCOMPARE(delta->opened.size(), std::size_t(1));
    QVERIFY(delta->connections.back().closed != 0);
    QCOMPARE(delta->warnings.size(), std::size_t(1));
    QVERIFY(delta->warnings.front().kind == loop::WarningKind::UnclosedStream);
    QVERIFY(delta->warnings.front().connection == delta->opened.front().id);
}

// ST-02: another object, another task, or whoever holds the transport.
void StreamWriterTest::whoTookTheWriterKeepsTheConnection()
{
    const CapturedWarnings log;
    loop::EventLoop loop(makeDriver());
    loop.setDebug(true);
    std::vector<StreamWriter> taken;
    std::shared_ptr<loop::Transport> transport;
    const auto server = serve(loop, [&](StreamReader reader, StreamWriter writer) -> Coro<void> {
        const std::string to = co_await reader.readexactly(1);
        if (to == "o")
            taken.push_back(std::move(writer));
        else if (to == "t")
            loop::getRunningLoop().createTask(readForever(std::move(reader)));
        else
            transport = writer.transport().shared_from_this();
    });
    std::vector<Peer> peers;
    for (const char *to : {"o", "t", "h"}) {
        peers.push_back(Peer::connectTo(addressOf(server)));
        peers.back().send(to);
    }
    QVERIFY(runUntil(loop, [&] { return loop.totals().bytesIn == 3; }));
    for (int i = 0; i < 5; ++i)
        runOnce(loop);
    QCOMPARE(loop.totals().connections, std::size_t(3));
    taken.front().write("object");
    QCOMPARE(peers[0].receiveExactly(6), std::string("object"));
    transport->write("holder");
    QCOMPARE(peers[2].receiveExactly(6), std::string("holder"));
    taken.clear();
    QVERIFY(runUntil(loop, [&] { return loop.totals().connections == 2; }));
    peers[1].finish(); // its reader is done then
    QVERIFY(runUntil(loop, [&] { return loop.totals().connections == 1; }));
    QCOMPARE(log.count("unclosed <StreamWriter"), std::size_t(2));
    transport->close();
    QVERIFY(runUntil(loop, [&] { return loop.totals().connections == 0; }));
}

// ST-07: woken because there is room, it returns, whatever comes before it runs.
void StreamWriterTest::drainThatFoundRoomIsNotToldOfALaterEnd()
{
    StreamWire wire;
    wire.fill();
    auto waiting = wire.loop.createTask(drain(wire.streams.writer));
    runOnce(wire.loop);
    QVERIFY(!waiting.done());
    std::thread reader([&wire] { (void)wire.peer.receiveAll(); });
    wire.streams.writer.close(); // somebody else does; all is delivered
    QCOMPARE(thrownBy([&] { wire.loop.runUntilComplete(waiting); }), std::string());
    reader.join();
    QVERIFY(runUntil(wire.loop, [&] { return wire.loop.totals().connections == 0; }));
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

// L-08, PR-02: with a recorder, reading, draining and half-closed streams, and tasks made at the
// end.
void StreamWriterTest::closingTheLoopEndsHandlersAndConnections()
{
    const CapturedWarnings log;
    static int alive;
    alive = 0;
    struct Alive {
        Alive() { ++alive; }
        ~Alive() { --alive; }
    };
    std::vector<Peer> peers;
    loop::EventLoop loop(makeDriver());
    loop::Recorder recorder(loop);
    (void)recorder.take({});
    const auto server = serve(loop, [](StreamReader reader, StreamWriter writer) -> Coro<void> {
        const Alive here;
        const std::string first = co_await reader.read(1);
        if (first == "w") {
            writer.write(pattern(16 * 1024 * 1024));
            co_await writer.drain();
        }
        (void)co_await reader.read();
        co_await writer.waitClosed();
    });
    for (int i = 0; i < 12; ++i) {
        peers.push_back(Peer::connectTo(addressOf(server)));
        peers.back().send(i % 3 == 0 ? "w" : "r");
        if (i % 3 == 1)
            peers.back().finish();
    }
    QVERIFY(runUntil(loop, [&] { return alive == 12 && loop.totals().bytesIn == 12; }));
    loop.close();
    QCOMPARE(alive, 0);
    QCOMPARE(loop.totals().tasks, std::size_t(0));
    QCOMPARE(loop.totals().connections, std::size_t(0));
    std::size_t opened = 0;
    std::size_t closed = 0;
    while (const auto delta = recorder.take({})) {
        opened += delta->opened.size();
        for (const loop::ConnectionSample &sample : delta->connections)
            closed += sample.closed ? 1 : 0;
    }
    QCOMPARE(opened, std::size_t(12));
    QCOMPARE(closed, std::size_t(12));
    for (const Peer &peer : peers)
        (void)thrownBy([&] { (void)peer.receiveAll(); }); // returns: the descriptors are closed
}

QTEST_GUILESS_MAIN(StreamWriterTest)
#include "StreamWriterTest.moc"
