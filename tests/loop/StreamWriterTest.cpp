// SPDX-License-Identifier: GPL-3.0-or-later
// StreamWriter and startServer(): writing, draining, closing, handlers (ST-02, ST-06, ST-07).
#include "loop/Recorder.h"
#include "loop/Server.h"
#include "loop/Streams.h"
#include "tests/support/Wire.h"

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
    void failingHandlerIsReported();
    void memoryIsBoundedByDrain();
    void handlerThatReturnsWithoutClosingLeavesTheConnection();
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

// ST-02, D-07
void StreamWriterTest::failingHandlerIsReported()
{
    loop::EventLoop loop(makeDriver());
    std::vector<std::string> messages;
    loop.setExceptionHandler([&messages](loop::EventLoop &, const loop::ExceptionContext &context) {
        messages.push_back(context.message);
    });
    const auto server = serve(loop, [](StreamReader, StreamWriter) -> Coro<void> {
        throw std::runtime_error("handler");
        co_return;
    });
    const Peer peer = Peer::connectTo(addressOf(server));
    QVERIFY(runUntil(loop, [&] { return !messages.empty(); }));
    QCOMPARE(messages.front(), std::string("Task exception was never retrieved"));
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

// X-08, Trap 23, V-01: it stays, half-closed, and the instruments show it; debug mode warns.
void StreamWriterTest::handlerThatReturnsWithoutClosingLeavesTheConnection()
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
    QVERIFY(runUntil(loop, [&] { return log.count("unclosed <StreamWriter") == 1; }));
    for (int i = 0; i < 5; ++i)
        runOnce(loop);
    QCOMPARE(loop.totals().connections, std::size_t(1));
    QVERIFY(loop.firstTransport()->state() == loop::ConnectionState::HalfClosed);
    (void)recorder.take({});
    runOnce(loop);
    const auto delta = recorder.take({});
    QVERIFY(delta);
    QCOMPARE(delta->opened.size(), std::size_t(1));
    QVERIFY(delta->connections.back().state == loop::ConnectionState::HalfClosed);
    QVERIFY(delta->connections.back().closed == 0);
    QCOMPARE(delta->warnings.size(), std::size_t(1));
    QVERIFY(delta->warnings.front().kind == loop::WarningKind::UnclosedStream);
    QVERIFY(delta->warnings.front().connection == delta->opened.front().id);
    loop.firstTransport()->abort();
    QVERIFY(runUntil(loop, [&] { return loop.totals().connections == 0; }));
    QCOMPARE(log.count("unclosed <StreamWriter"), std::size_t(1));
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
