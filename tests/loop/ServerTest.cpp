// SPDX-License-Identifier: GPL-3.0-or-later
// createServer() and Server: listening, accepting, running out, closing (N-11 to N-23).
#include "loop/Timeout.h"
#include "tests/loop/EchoServer.h"
#include "tests/support/OwnProcess.h"
#include "tests/support/StillClock.h"

#include <csignal>

#include <fcntl.h>
#include <malloc.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/times.h>

using namespace std::chrono_literals;

class ServerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void listensOnReturnWithAProtocolEach();
    void hostsAreOneSeveralOrAllInterfaces();
    void anAddressWithSeveralNamesIsServedOnce();
    void withoutHostPortAndSocketThereIsNoServer();
    void familyChoosesAmongTheAddresses();
    void boundSocketIsTaken();
    void negativeBacklogCountsAsZero();
    void addressReuseIsOnUnlessSaidOtherwise();
    void portReuseLetsTwoServersShare();
    void socketsTellWhereItListens();
    void closeLeavesConnectionsAndRefusesNewOnes();
    void waitClosedWaitsForTheListeners();
    void manyClientsAndSingleBytes();
    void occupiedPortIsNamedAndNothingStays();
    void closeInsideConnectionMade();
    void closeInsideTheFactory();
    void failingFactoryCostsOneConnection();
    void closingTheLoopClosesServers();
    void exhaustedDescriptorsPauseAccepting();
    void closingDuringThePauseForDescriptorsEndsIt();
    void waitClosedInAPollingLoopLeavesNothingBehind();
};

namespace {

int option(int fd, int name)
{
    int value = -1;
    socklen_t size = sizeof value;
    ::getsockopt(fd, SOL_SOCKET, name, &value, &size);
    return value;
}

} // namespace

// N-11
void ServerTest::listensOnReturnWithAProtocolEach()
{
    loop::EventLoop loop(makeDriver());
    std::vector<std::shared_ptr<Recording>> made;
    auto factory = [&made] { return made.emplace_back(std::make_shared<Recording>()); };
    const auto server = loop.runUntilComplete(loop.createServer(factory, "127.0.0.1", 0));
    QVERIFY(server->isServing());
    const Peer one = Peer::connectTo(addressOf(server)); // the kernel accepts already
    const Peer two = Peer::connectTo(addressOf(server));
    one.send("1");
    two.send("2");
    QVERIFY(runUntil(
        loop, [&] { return made.size() == 2 && made[0]->received + made[1]->received == "12"; }));
    QVERIFY(made[0] != made[1]);
    QVERIFY(made[0]->transport->role() == loop::Role::Server);
    QVERIFY(made[0]->transport->server() == server->id());
    for (const auto &protocol : made)
        protocol->transport.reset();
}

// N-12
void ServerTest::hostsAreOneSeveralOrAllInterfaces()
{
    loop::EventLoop loop(makeDriver());
    QCOMPARE(serve(loop, "127.0.0.1")->sockets().size(), std::size_t(1));
    const auto several = serve(loop, loop::Hosts({"127.0.0.1", "127.0.0.2", "::1"}));
    QCOMPARE(several->sockets().size(), std::size_t(3));
    for (const auto &listening : several->sockets())
        QVERIFY(echoes(loop, Peer::connectTo(listening.address)));
    for (const loop::Hosts &all : {loop::Hosts(std::nullopt), loop::Hosts("")}) {
        const std::uint16_t port = closedPort();
        const auto server = serve(loop, all, port);
        QCOMPARE(server->sockets().size(), std::size_t(2));
        QVERIFY(echoes(loop, Peer::connectTo(loop::SocketAddress::fromNumeric("127.0.0.1", port))));
        QVERIFY(echoes(loop, Peer::connectTo(loop::SocketAddress::fromNumeric("::1", port))));
        server->close();
    }
}

// N-12
void ServerTest::anAddressWithSeveralNamesIsServedOnce()
{
    loop::EventLoop loop(makeDriver());
    const std::uint16_t port = addressOf(serve(loop)).port();
    loop.close();
    loop::EventLoop again(makeDriver());
    const auto server = serve(again, {"127.0.0.1", "localhost", "127.0.0.1"}, port);
    std::vector<loop::SocketAddress> addresses;
    for (const auto &socket : server->sockets()) {
        QVERIFY(std::count(addresses.begin(), addresses.end(), socket.address) == 0);
        addresses.push_back(socket.address);
    }
    server->close();
}

// N-06, N-14: a socket that was forgotten opens no port to the world
void ServerTest::withoutHostPortAndSocketThereIsNoServer()
{
    loop::EventLoop loop(makeDriver());
    auto factory = [] { return std::make_shared<EchoBack>(); };
    QVERIFY_EXCEPTION_THROWN(
        (void)loop.runUntilComplete(loop.createServer(factory, loop::ServerOptions())),
        loop::ValueError);
}

// N-13
void ServerTest::familyChoosesAmongTheAddresses()
{
    loop::EventLoop loop(makeDriver());
    for (const int family : {AF_INET, AF_INET6}) {
        loop::ServerOptions options;
        QCOMPARE(options.family, AF_UNSPEC);
        options.family = family;
        const auto server = serve(loop, std::nullopt, closedPort(), std::move(options));
        QCOMPARE(server->sockets().size(), std::size_t(1));
        QCOMPARE(addressOf(server).family(), family);
    }
}

// N-14
void ServerTest::boundSocketIsTaken()
{
    loop::EventLoop loop(makeDriver());
    const auto bound = [] {
        loop::ServerOptions options;
        options.sock = loop::Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        const auto any = loop::SocketAddress::fromNumeric("127.0.0.1", 0);
        ::bind(options.sock.get(), any.data(), any.size());
        return options;
    };
    auto factory = [] { return std::make_shared<EchoBack>(); };
    const auto server = loop.runUntilComplete(loop.createServer(factory, bound()));
    QVERIFY(echoes(loop, Peer::connectTo(addressOf(server))));
    QCOMPARE(thrownBy([&] { serve(loop, "127.0.0.1", 0, bound()); }), std::string("ValueError"));
    QCOMPARE(thrownBy([&] { serve(loop, std::nullopt, 80, bound()); }), std::string("ValueError"));
}

// N-15
void ServerTest::negativeBacklogCountsAsZero()
{
    loop::EventLoop loop(makeDriver());
    loop::ServerOptions options;
    QCOMPARE(options.backlog, 100);
    options.backlog = -5;
    const auto server = serve(loop, "127.0.0.1", 0, std::move(options));
    QVERIFY(echoes(loop, Peer::connectTo(addressOf(server))));
}

// N-17
void ServerTest::addressReuseIsOnUnlessSaidOtherwise()
{
    loop::EventLoop loop(makeDriver());
    for (const std::optional<bool> wanted :
         {std::optional<bool>(), std::optional(true), std::optional(false)}) {
        loop::ServerOptions options;
        options.reuseAddress = wanted;
        const auto server = serve(loop, "127.0.0.1", 0, std::move(options));
        QCOMPARE(option(server->sockets().front().fd, SO_REUSEADDR) != 0, wanted.value_or(true));
    }
}

// N-18
void ServerTest::portReuseLetsTwoServersShare()
{
    loop::EventLoop loop(makeDriver());
    const auto shared = [] {
        loop::ServerOptions options;
        options.reusePort = true;
        return options;
    };
    const auto one = serve(loop, "127.0.0.1", 0, shared());
    const std::uint16_t port = addressOf(one).port();
    const auto two = serve(loop, "127.0.0.1", port, shared());
    QCOMPARE(addressOf(two).port(), port);
    QVERIFY(option(two->sockets().front().fd, SO_REUSEPORT) != 0);
    one->close();
    QVERIFY(echoes(loop, Peer::connectTo(addressOf(two))));
    QCOMPARE(thrownBy([&] { serve(loop, "127.0.0.1", port); }),
             std::string("OsError")); // it does not share
}

// N-19
void ServerTest::socketsTellWhereItListens()
{
    loop::EventLoop loop(makeDriver());
    const auto server = serve(loop);
    QVERIFY(addressOf(server).port() != 0);
    QCOMPARE(loop::SocketAddress::ofSocket(server->sockets().front().fd), addressOf(server));
    server->close();
    QVERIFY(server->sockets().empty());
}

// N-20
void ServerTest::closeLeavesConnectionsAndRefusesNewOnes()
{
    loop::EventLoop loop(makeDriver());
    const auto server = serve(loop);
    const loop::SocketAddress address = addressOf(server);
    const Peer old = Peer::connectTo(address);
    QVERIFY(echoes(loop, old));
    server->close();
    server->close();
    QVERIFY(!server->isServing());
    QVERIFY(refuses(address));
    QVERIFY(echoes(loop, old));
    QCOMPARE(loop.totals().servers, std::size_t(0));
}

// N-21, Trap 7
void ServerTest::waitClosedWaitsForTheListeners()
{
    loop::EventLoop loop(makeDriver());
    const auto server = serve(loop);
    const Peer client = Peer::connectTo(addressOf(server));
    QVERIFY(echoes(loop, client));
    auto waiting = loop.createTask(server->waitClosed());
    auto cancelled = loop.createTask(server->waitClosed());
    runOnce(loop);
    runOnce(loop);
    QVERIFY(!waiting.done());
    cancelled.cancel();
    server->close();
    loop.runUntilComplete(waiting); // though a client is connected
    QVERIFY(cancelled.cancelled());
    loop.runUntilComplete(server->waitClosed()); // at once
    QVERIFY(echoes(loop, client));
}

// N-22
void ServerTest::manyClientsAndSingleBytes()
{
    loop::EventLoop loop(makeDriver());
    const auto server = serve(loop);
    std::vector<Peer> peers;
    for (int i = 0; i < 200; ++i) {
        peers.push_back(Peer::connectTo(addressOf(server)));
        runOnce(loop); // or the backlog is full
    }
    QVERIFY(runUntil(loop, [&] { return loop.totals().connections == 200; }));
    const std::string sent = pattern(10);
    for (const char byte : sent)
        for (const Peer &peer : peers)
            peer.send({&byte, 1});
    QVERIFY(runUntil(loop, [&] { return loop.totals().bytesIn == 200 * sent.size(); }));
    for (const Peer &peer : peers)
        QCOMPARE(peer.receiveExactly(sent.size()), sent);
    peers.clear();
    QVERIFY(runUntil(loop, [&] { return loop.totals().connections == 0; }));
}

// N-23
void ServerTest::occupiedPortIsNamedAndNothingStays()
{
    loop::EventLoop loop(makeDriver());
    const loop::Descriptor occupied = listeningSocket();
    const auto address = loop::SocketAddress::ofSocket(occupied.get());
    const auto other = loop::SocketAddress::fromNumeric("127.0.0.2", address.port());
    try {
        serve(loop, loop::Hosts({"127.0.0.2", "127.0.0.1"}), address.port());
        QFAIL("the port is taken");
    } catch (const loop::OsError &error) {
        QCOMPARE(error.code().value(), EADDRINUSE);
        QVERIFY2(std::string(error.what()).find(address.toString()) != std::string::npos,
                 error.what());
    }
    QVERIFY(refuses(other)); // the one bound before is closed again
    QCOMPARE(loop.totals().servers, std::size_t(0));
}

// N-20, PR-02
void ServerTest::closeInsideConnectionMade()
{
    loop::EventLoop loop(makeDriver());
    std::shared_ptr<loop::Server> server;
    std::vector<std::shared_ptr<Recording>> made;
    auto factory = [&] {
        const auto protocol = made.emplace_back(std::make_shared<Recording>());
        protocol->onMade = [&server](Recording &self) {
            server->close();
            self.transport->write("bye");
            self.transport->close();
            self.transport.reset();
        };
        return protocol;
    };
    server = loop.runUntilComplete(loop.createServer(factory, "127.0.0.1", 0));
    const loop::SocketAddress address = addressOf(server);
    const Peer one = Peer::connectTo(address);
    const Peer two = Peer::connectTo(address); // accepted together with the first
    QVERIFY(runUntil(loop, [&] { return made.size() == 2 && made[0]->lost() && made[1]->lost(); }));
    QCOMPARE(one.receiveAll(), std::string("bye"));
    QVERIFY(refuses(address));
}

// N-20
void ServerTest::closeInsideTheFactory()
{
    loop::EventLoop loop(makeDriver());
    std::shared_ptr<loop::Server> server;
    auto factory = [&server] {
        std::exchange(server, nullptr)->close(); // nobody else keeps it
        return std::make_shared<EchoBack>();
    };
    server = loop.runUntilComplete(loop.createServer(factory, "127.0.0.1", 0));
    const loop::SocketAddress address = addressOf(server);
    const Peer one = Peer::connectTo(address);
    const Peer two = Peer::connectTo(address);
    QVERIFY(echoes(loop, one));
    QVERIFY(refuses(address));
}

// ER-05, N-11
void ServerTest::failingFactoryCostsOneConnection()
{
    loop::EventLoop loop(makeDriver());
    std::vector<std::string> reported;
    loop.setExceptionHandler([&reported](loop::EventLoop &, const loop::ExceptionContext &context) {
        reported.push_back(typeOf(context.exception));
    });
    int calls = 0;
    auto factory = [&calls]() -> std::shared_ptr<loop::Protocol> {
        switch (++calls) {
        case 1:
            throw std::runtime_error("no protocol today");
        case 2:
            return nullptr;
        default:
            return std::make_shared<EchoBack>();
        }
    };
    const auto server = loop.runUntilComplete(loop.createServer(factory, "127.0.0.1", 0));
    for (int i = 0; i < 2; ++i) {
        const Peer peer = Peer::connectTo(addressOf(server));
        QVERIFY(runUntil(loop, [&] { return static_cast<int>(reported.size()) == i + 1; }));
        (void)thrownBy([&] { QCOMPARE(peer.receiveAll(), std::string()); }); // closed on it
    }
    QCOMPARE(reported, (std::vector<std::string> {"no protocol today", "ValueError"}));
    QVERIFY(echoes(loop, Peer::connectTo(addressOf(server))));
}

// L-08, N-20
void ServerTest::closingTheLoopClosesServers()
{
    auto loop = std::make_unique<loop::EventLoop>(makeDriver());
    const auto server = serve(*loop);
    const loop::SocketAddress address = addressOf(server);
    const Peer client = Peer::connectTo(address);
    QVERIFY(echoes(*loop, client));
    loop->close();
    QVERIFY(!server->isServing());
    QVERIFY(refuses(address));
    QCOMPARE(client.receive(), std::string()); // its connection ended with the loop
    server->close();
    loop.reset();
    server->close();
}

namespace {

// In a process of its own: lets a server run out of descriptors. 0 if all is as it should be.
int runOutOfDescriptors()
{
    const CapturedWarnings log;
    const auto warnings = [&log] { return log.count("out of system resource"); };
    loop::EventLoop loop(makeDriver());
    const auto server = serve(loop);
    std::vector<Peer> peers;
    for (int i = 0; i < 20; ++i) // in the backlog, not accepted yet
        peers.push_back(Peer::connectTo(addressOf(server)));
    const loop::Descriptor highest(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    rlimit limit {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = static_cast<rlim_t>(highest.get()) + 6;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    if (!runUntil(loop, [&] { return warnings() == 1; }))
        return 10;
    const std::uint64_t iterations = loop.totals().iterations;
    const auto sleepHere = [](loop::Duration d) -> loop::Coro<void> { co_await loop::sleep(d); };
    loop.runUntilComplete(sleepHere(600ms));
    if (warnings() != 1 || loop.totals().iterations - iterations > 20)
        return 11; // it spins
    if (loop.totals().connections == 0 || loop.totals().connections >= 20)
        return 12;
    for (auto *transport = loop.firstTransport(); transport; transport = transport->next())
        transport->abort();
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    const Peer &last = peers.back();
    if (!runUntil(loop, [&] { return loop.totals().connections > 0; }) || !echoes(loop, last))
        return 13; // it did not resume
    return warnings() == 1 ? 0 : 14;
}

// In a process of its own: a server is closed while it pauses, and the loop runs on.
int closeDuringThePause()
{
    const CapturedWarnings log;
    auto driver = std::make_unique<StillClock>(makeDriver());
    StillClock &clock = *driver;
    loop::EventLoop loop(std::move(driver));
    auto server = serve(loop);
    std::vector<Peer> peers;
    for (int i = 0; i < 20; ++i)
        peers.push_back(Peer::connectTo(addressOf(server)));
    const loop::Descriptor highest(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    rlimit limit {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = static_cast<rlim_t>(highest.get()) + 6;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    for (int i = 0; i < 1000 && log.count("out of system resource") == 0; ++i)
        runReady(loop);
    if (loop.sample().timers != 1)
        return 20; // it does not pause
    server->close();
    server.reset();
    if (loop.sample().timers != 0)
        return 21; // it would accept for a server that is gone
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    clock.advance(2s);
    runReady(loop, 5);
    return log.count("out of system resource") == 1 ? 0 : 22;
}

// As it is polled: `waitClosed()` of a server that does not close, again and again.
loop::Coro<void> pollClosed(std::shared_ptr<loop::Server> server, int rounds)
{
    for (int i = 0; i < rounds; ++i) {
        try {
            co_await loop::timeout(0s, server->waitClosed());
        } catch (const loop::TimeoutError &) { }
    }
}

} // namespace

// N-21, Y-06
void ServerTest::waitClosedInAPollingLoopLeavesNothingBehind()
{
    loop::EventLoop loop(makeDriver());
    const auto server = serve(loop);
    loop.runUntilComplete(pollClosed(server, 100));
    const std::size_t before = ::mallinfo2().uordblks;
    loop.runUntilComplete(pollClosed(server, 20'000));
    const std::size_t after = ::mallinfo2().uordblks;
    QVERIFY2(after < before + 100'000, qPrintable(QString::number(after - before)));
}

// N-22, N-20
void ServerTest::closingDuringThePauseForDescriptorsEndsIt()
{
    QCOMPARE(inOwnProcess(closeDuringThePause), 0);
}

// N-22, V-04
void ServerTest::exhaustedDescriptorsPauseAccepting()
{
    QCOMPARE(inOwnProcess(runOutOfDescriptors), 0);
}

QTEST_GUILESS_MAIN(ServerTest)
#include "ServerTest.moc"
