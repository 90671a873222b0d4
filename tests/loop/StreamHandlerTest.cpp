// SPDX-License-Identifier: GPL-3.0-or-later
// startServer(): handlers, and what becomes of their connections (ST-02).
#include "loop/Policy.h"
#include "loop/Recorder.h"
#include "loop/Server.h"
#include "loop/Streams.h"
#include "tests/support/Wire.h"

using loop::Coro;
using loop::StreamReader;
using loop::StreamWriter;

class StreamHandlerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void handlerRunsOnceAClient();
    void handlerKeepsWhatItCaptures();
    void failingHandlerIsReportedAndItsConnectionClosed();
    void cancelledHandlerClosesItsConnection();
    void handlerThatReturnsWithoutClosingLeaksNothing();
    void whoTookTheWriterKeepsTheConnection();
    void closingTheLoopEndsHandlersAndConnections();
};

namespace {

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

// ST-02
void StreamHandlerTest::handlerRunsOnceAClient()
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
void StreamHandlerTest::handlerKeepsWhatItCaptures()
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
void StreamHandlerTest::failingHandlerIsReportedAndItsConnectionClosed()
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
void StreamHandlerTest::cancelledHandlerClosesItsConnection()
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

// X-08, Trap 23, V-01: as CPython 3.13, whose writer closes when it is collected; debug mode warns.
void StreamHandlerTest::handlerThatReturnsWithoutClosingLeaksNothing()
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
void StreamHandlerTest::whoTookTheWriterKeepsTheConnection()
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

// L-08, PR-02: with a recorder, reading, draining and half-closed streams, and tasks made at the
// end.
void StreamHandlerTest::closingTheLoopEndsHandlersAndConnections()
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

QTEST_GUILESS_MAIN(StreamHandlerTest)
#include "StreamHandlerTest.moc"
