// SPDX-License-Identifier: GPL-3.0-or-later
// A server as what a coroutine is in, and as whose clients are (serveForever, closeClients).
#include "tests/loop/EchoServer.h"

#include <future>

namespace {

// Why it serves nobody.
std::string messageOf(loop::EventLoop &loop, const std::shared_ptr<loop::Server> &server)
{
    try {
        loop.runUntilComplete(server->serveForever());
    } catch (const loop::RuntimeError &error) {
        return error.what();
    }
    return {};
}

} // namespace

class ServingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void serveForeverEndsWithCancellationAndTheServerWithIt();
    void serveForeverEndsWithClose();
    void serveForeverIsForOneAndForAnOpenServer();
    void closeClientsFlushesWhatWaits();
    void abortClientsDropsWhatWaits();
    void clientsOfOthersAreLeftAlone();
};

// Server.serve_forever, here and below
void ServingTest::serveForeverEndsWithCancellationAndTheServerWithIt()
{
    loop::EventLoop loop(makeDriver());
    const auto server = serve(loop);
    const loop::SocketAddress address = addressOf(server);
    const auto serving = loop.createTask(server->serveForever());
    const Peer client = Peer::connectTo(address);
    QVERIFY(echoes(loop, client));
    QVERIFY(!serving.done());
    serving.cancel();
    QCOMPARE(thrownBy([&] { loop.runUntilComplete(serving); }), std::string("CancelledError"));
    QVERIFY(serving.cancelled());
    QVERIFY(!server->isServing());
    QVERIFY(refuses(address));
    QVERIFY(echoes(loop, client));
    QCOMPARE(messageOf(loop, server), std::string("server <Server> is closed"));
}

void ServingTest::serveForeverEndsWithClose()
{
    loop::EventLoop loop(makeDriver());
    const auto server = serve(loop);
    const auto serving = loop.createTask(server->serveForever());
    loop.callSoon([&] { server->close(); });
    QCOMPARE(thrownBy([&] { loop.runUntilComplete(serving); }), std::string("CancelledError"));

    const auto other = serve(loop); // the loop closes this one
    const auto cutOff = loop.createTask(other->serveForever());
    runOnce(loop);
    loop.setExceptionHandler([](loop::EventLoop &, const loop::ExceptionContext &) {});
    loop.close();
    QVERIFY(cutOff.done() && !other->isServing());
}

void ServingTest::serveForeverIsForOneAndForAnOpenServer()
{
    loop::EventLoop loop(makeDriver());
    const auto server = serve(loop);
    const auto serving = loop.createTask(server->serveForever());
    runOnce(loop);
    QCOMPARE(messageOf(loop, server),
             "server <Server on " + addressOf(server).toString()
                 + "> is already being awaited on serve_forever()");
    QVERIFY(server->isServing() && !serving.done());
    server->close();
    QCOMPARE(messageOf(loop, server), std::string("server <Server> is closed"));
    QCOMPARE(thrownBy([&] { loop.runUntilComplete(serving); }), std::string("CancelledError"));
}

// Server.close_clients and abort_clients, Python 3.13, here and below
void ServingTest::closeClientsFlushesWhatWaits()
{
    loop::EventLoop loop(makeDriver());
    const auto server = serve(loop);
    const Peer one = Peer::connectTo(addressOf(server)), two = Peer::connectTo(addressOf(server));
    QVERIFY(echoes(loop, one));
    QVERIFY(echoes(loop, two));
    const std::string much = pattern(8'000'000);
    for (auto *transport = loop.firstTransport(); transport; transport = transport->next())
        transport->write(much);
    server->close();
    server->closeClients();
    std::string heard;
    auto reader
        = std::async(std::launch::async, [&] { heard = one.receiveAll() + two.receiveAll(); });
    const bool ended = runUntil(loop, [&] { return loop.totals().connections == 0; });
    reader.get();
    QVERIFY(ended);
    QVERIFY(heard == much + much);
    server->closeClients(); // nobody is left
    loop.close();
    server->closeClients();
}

void ServingTest::abortClientsDropsWhatWaits()
{
    loop::EventLoop loop(makeDriver());
    std::shared_ptr<Recording> made;
    auto factory = [&made] { return made = std::make_shared<Recording>(); };
    const auto server = loop.runUntilComplete(loop.createServer(factory, "127.0.0.1", 0));
    const Peer client = Peer::connectTo(addressOf(server));
    QVERIFY(runUntil(loop, [&] { return made && made->transport; }));
    made->transport->write(pattern(8'000'000)); // which nobody reads
    server->abortClients();
    QVERIFY(!made->lost()); // not inside the call
    QVERIFY(runUntil(loop, [&] { return made->lost(); }));
    QVERIFY(!made->error);
    QVERIFY(server->isServing());
    made->transport.reset();
}

void ServingTest::clientsOfOthersAreLeftAlone()
{
    loop::EventLoop loop(makeDriver());
    const auto server = serve(loop), other = serve(loop);
    const Peer client = Peer::connectTo(addressOf(other));
    QVERIFY(echoes(loop, client));
    auto factory = [] { return std::make_shared<Recording>(); };
    const auto own = loop.runUntilComplete(
        loop.createConnection(factory, "127.0.0.1", addressOf(server).port()));
    QVERIFY(runUntil(loop, [&] { return loop.totals().connections == 3; }));
    server->abortClients(); // the server's end of one of the three
    QVERIFY(runUntil(loop, [&] { return own.protocol->lost(); }));
    own.protocol->transport.reset();
    QVERIFY(echoes(loop, client));
    QCOMPARE(loop.totals().connections, std::size_t(1));
}

QTEST_GUILESS_MAIN(ServingTest)
#include "ServingTest.moc"
