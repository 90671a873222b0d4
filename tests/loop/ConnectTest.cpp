// SPDX-License-Identifier: GPL-3.0-or-later
// createConnection() and openConnection(): from a name to a transport and its protocol (N-01 to
// N-10).
#include "loop/Server.h"
#include "loop/Streams.h"
#include "tests/support/Wire.h"

#include <netinet/in.h>
#include <sys/socket.h>

using namespace std::chrono_literals;

class ConnectTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void connectsOrThrows();
    void orderIsFactoryMadeReturn();
    void factoryMayReturnWhatExists();
    void familyAndHostGoToTheResolver();
    void connectedSocketIsTaken();
    void socketExcludesHostAndTheRest();
    void neitherHostNorSocketIsAnError();
    void acceptedSocketIsTaken();
    void localAddressIsBound();
    void serverHostnameNeedsTls();
    void addressesAreTriedInOrder();
    void failedConnectionMakesNoProtocol();
    void cancelledWhileConnectingLeavesNothing();
    void cancelledAtAnyMomentPairsItsCallbacks();
    void streamsConnectToo();
};

namespace {

std::uint16_t portOf(const loop::Descriptor &listener)
{
    return loop::SocketAddress::ofSocket(listener.get()).port();
}

std::size_t openDescriptors()
{
    std::size_t count = 0;
    for (int fd = 0; fd < 512; ++fd)
        count += loop::SocketAddress::ofSocket(fd) ? 1 : 0;
    return count;
}

} // namespace

// N-01
void ConnectTest::connectsOrThrows()
{
    const loop::Descriptor listener = listeningSocket();
    loop::EventLoop loop(makeDriver());
    const auto make = [] { return std::make_shared<Recording>(); };
    for (const char *const host : {"127.0.0.1", "localhost"}) {
        loop::ConnectOptions options;
        options.family = AF_INET;
        auto connected = loop.runUntilComplete(
            loop.createConnection(make, host, portOf(listener), std::move(options)));
        QCOMPARE(connected.transport.get(), connected.protocol->transport.get());
        QCOMPARE(connected.transport->peerName().port(), portOf(listener));
        connected.transport->abort();
        connected.protocol->transport.reset();
    }
    try {
        loop.runUntilComplete(loop.createConnection(make, "127.0.0.1", closedPort()));
        QFAIL("nobody listens there");
    } catch (const loop::OsError &error) {
        QCOMPARE(error.code().value(), ECONNREFUSED);
        QVERIFY(std::string(error.what()).find("127.0.0.1:") != std::string::npos);
    }
}

// N-02, Trap 5
void ConnectTest::orderIsFactoryMadeReturn()
{
    const loop::Descriptor listener = listeningSocket();
    loop::EventLoop loop(makeDriver());
    std::vector<std::string> order;
    auto factory = [&order] {
        order.emplace_back("factory");
        auto protocol = std::make_shared<Recording>();
        protocol->onMade = [&order](Recording &self) {
            order.emplace_back(self.transport->peerName() ? "made, connected" : "made");
        };
        return protocol;
    };
    const auto connected
        = loop.runUntilComplete(loop.createConnection(factory, "127.0.0.1", portOf(listener)));
    order.emplace_back("return");
    QCOMPARE(order, (std::vector<std::string> {"factory", "made, connected", "return"}));
    connected.protocol->transport.reset();
}

// N-03
void ConnectTest::factoryMayReturnWhatExists()
{
    const loop::Descriptor listener = listeningSocket();
    loop::EventLoop loop(makeDriver());
    const auto existing = std::make_shared<Recording>();
    auto factory = [existing] { return existing; };
    const auto connected
        = loop.runUntilComplete(loop.createConnection(factory, "127.0.0.1", portOf(listener)));
    QCOMPARE(connected.protocol.get(), existing.get());
    connected.transport->abort();
    QVERIFY(runUntil(loop, [&] { return existing->lost(); }));
    auto nothing = [] { return std::shared_ptr<Recording>(); };
    QCOMPARE(thrownBy([&] {
                 loop.runUntilComplete(
                     loop.createConnection(nothing, "127.0.0.1", portOf(listener)));
             }),
             std::string("ValueError"));
}

// N-04
void ConnectTest::familyAndHostGoToTheResolver()
{
    loop::EventLoop loop(makeDriver());
    const auto make = [] { return std::make_shared<Recording>(); };
    const auto connect = [&](const char *host, int family, std::uint16_t port) {
        loop::ConnectOptions options;
        options.family = family;
        return loop.runUntilComplete(loop.createConnection(make, host, port, std::move(options)));
    };
    const auto server
        = loop.runUntilComplete(loop.createServer(make, loop::Hosts({"127.0.0.1", "::1"}), 0));
    QCOMPARE(server->sockets().size(), std::size_t(2));
    for (const loop::Server::Listening &listening : server->sockets()) {
        const int family = listening.address.family();
        const std::string host = listening.address.host(); // a numeric host says its family
        const auto byHost = connect(host.c_str(), AF_UNSPEC, listening.address.port());
        QCOMPARE(byHost.transport->peerName().family(), family);
        const int other = family == AF_INET ? AF_INET6 : AF_INET;
        QCOMPARE(thrownBy([&] { connect(host.c_str(), other, listening.address.port()); }),
                 std::string("OsError"));
    }
}

// N-05
void ConnectTest::connectedSocketIsTaken()
{
    loop::EventLoop loop(makeDriver());
    int fds[2];
    QVERIFY(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) == 0); // blocking still
    const Peer peer {loop::Descriptor(fds[1])};
    loop::ConnectOptions options;
    options.sock = loop::Descriptor(fds[0]);
    const auto make = [] { return std::make_shared<Recording>(); };
    auto connected = loop.runUntilComplete(loop.createConnection(make, std::move(options)));
    peer.send("over a pair");
    QVERIFY(runUntil(loop, [&] { return connected.protocol->received == "over a pair"; }));
    connected.transport->write("and back");
    QCOMPARE(peer.receiveExactly(8), std::string("and back"));
}

// connect_accepted_socket, Python 3.5
void ConnectTest::acceptedSocketIsTaken()
{
    loop::EventLoop loop(makeDriver());
    const loop::Descriptor listener = listeningSocket();
    const auto address = loop::SocketAddress::ofSocket(listener.get());
    const Peer peer = Peer::connectTo(address);
    loop::Descriptor accepted(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC)); // blocks
    const auto make = [] { return std::make_shared<Recording>(); };
    auto connected = loop.runUntilComplete(loop.connectAcceptedSocket(make, std::move(accepted)));
    QVERIFY(connected.transport->role() == loop::Role::Server);
    QVERIFY(!connected.transport->server());
    QCOMPARE(connected.transport->sockName(), address);
    QCOMPARE(connected.transport->peerName(), loop::SocketAddress::ofSocket(peer.fd()));
    peer.send("from one that was accepted");
    QVERIFY(runUntil(loop,
                     [&] { return connected.protocol->received == "from one that was accepted"; }));
    connected.transport->write("and back");
    QCOMPARE(peer.receiveExactly(8), std::string("and back"));
    connected.protocol->transport.reset();

    loop::Descriptor datagrams(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    QCOMPARE(thrownBy([&] {
                 loop.runUntilComplete(loop.connectAcceptedSocket(make, std::move(datagrams)));
             }),
             std::string("ValueError"));
}

// N-05
void ConnectTest::socketExcludesHostAndTheRest()
{
    loop::EventLoop loop(makeDriver());
    const auto make = [] { return std::make_shared<Recording>(); };
    using Change = std::function<void(loop::ConnectOptions &)>;
    const std::vector<Change> changes {
        [](loop::ConnectOptions &o) { o.family = AF_INET; },
        [](loop::ConnectOptions &o) { o.proto = IPPROTO_TCP; },
        [](loop::ConnectOptions &o) { o.flags = 1; },
        [](loop::ConnectOptions &o) {
            o.localAddr = std::pair(std::string("127.0.0.1"), std::uint16_t(0));
        },
    };
    for (const Change &change : changes) {
        loop::ConnectOptions options;
        options.sock = std::move(tcpPair().first);
        change(options);
        QCOMPARE(thrownBy([&] {
                     loop.runUntilComplete(loop.createConnection(make, std::move(options)));
                 }),
                 std::string("ValueError"));
    }
    for (const auto &[host, port] : {std::pair {"127.0.0.1", 0}, {"", 80}}) {
        loop::ConnectOptions options;
        options.sock = std::move(tcpPair().first);
        QCOMPARE(thrownBy([&] {
                     loop.runUntilComplete(loop.createConnection(make, host, std::uint16_t(port),
                                                                 std::move(options)));
                 }),
                 std::string("ValueError"));
    }
    loop::ConnectOptions datagrams;
    datagrams.sock = loop::Descriptor(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    QCOMPARE(
        thrownBy([&] { loop.runUntilComplete(loop.createConnection(make, std::move(datagrams))); }),
        std::string("ValueError"));
}

// N-06
void ConnectTest::neitherHostNorSocketIsAnError()
{
    loop::EventLoop loop(makeDriver());
    const auto make = [] { return std::make_shared<Recording>(); };
    QCOMPARE(thrownBy([&] {
                 loop.runUntilComplete(loop.createConnection(make, loop::ConnectOptions()));
             }),
             std::string("ValueError"));
}

// N-07
void ConnectTest::localAddressIsBound()
{
    const loop::Descriptor listener = listeningSocket();
    loop::EventLoop loop(makeDriver());
    const std::uint16_t local = closedPort();
    loop::ConnectOptions options;
    options.localAddr = std::pair(std::string("127.0.0.1"), local);
    const auto make = [] { return std::make_shared<Recording>(); };
    const auto connected = loop.runUntilComplete(
        loop.createConnection(make, "127.0.0.1", portOf(listener), std::move(options)));
    QCOMPARE(connected.transport->sockName().port(), local);
    const Peer accepted(
        loop::Descriptor(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC)));
    QCOMPARE(loop::SocketAddress::ofPeer(accepted.fd()).port(), local);
    loop::ConnectOptions mismatched;
    mismatched.localAddr = std::pair(std::string("::1"), std::uint16_t(0));
    QCOMPARE(thrownBy([&] {
                 loop.runUntilComplete(loop.createConnection(make, "127.0.0.1", portOf(listener),
                                                             std::move(mismatched)));
             }),
             std::string("OsError"));
}

// N-09
void ConnectTest::serverHostnameNeedsTls()
{
    loop::EventLoop loop(makeDriver());
    loop::ConnectOptions options;
    options.serverHostname = "example.com";
    const auto make = [] { return std::make_shared<Recording>(); };
    QCOMPARE(thrownBy([&] {
                 loop.runUntilComplete(
                     loop.createConnection(make, "127.0.0.1", 1, std::move(options)));
             }),
             std::string("ValueError"));
}

// N-10, Trap 26: localhost may be ::1 first, where nobody listens.
void ConnectTest::addressesAreTriedInOrder()
{
    const loop::Descriptor listener = listeningSocket(); // 127.0.0.1 alone
    loop::EventLoop loop(makeDriver());
    const auto make = [] { return std::make_shared<Recording>(); };
    const auto connected
        = loop.runUntilComplete(loop.createConnection(make, "localhost", portOf(listener)));
    QCOMPARE(connected.transport->peerName().toString(),
             "127.0.0.1:" + std::to_string(portOf(listener)));
}

// N-10, Trap 30
void ConnectTest::failedConnectionMakesNoProtocol()
{
    loop::EventLoop loop(makeDriver());
    int made = 0;
    auto factory = [&made] {
        ++made;
        return std::make_shared<Recording>();
    };
    const std::size_t before = openDescriptors();
    for (const char *const host : {"127.0.0.1", "localhost", "::1"})
        QCOMPARE(thrownBy([&] {
                     loop.runUntilComplete(loop.createConnection(factory, host, closedPort()));
                 }),
                 std::string("OsError"));
    QCOMPARE(thrownBy([&] {
                 loop.runUntilComplete(loop.createConnection(factory, "no.such.host.invalid", 80));
             }),
             std::string("OsError"));
    QCOMPARE(made, 0);
    QVERIFY(!loop.firstTransport());
    QCOMPARE(openDescriptors(), before);
}

// N-01, T-06
void ConnectTest::cancelledWhileConnectingLeavesNothing()
{
    // A listener whose backlog is full does not answer: the connection stays on its way.
    const loop::Descriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const auto any = loop::SocketAddress::fromNumeric("127.0.0.1", 0);
    QVERIFY(::bind(listener.get(), any.data(), any.size()) == 0
            && ::listen(listener.get(), 0) == 0);
    const auto address = loop::SocketAddress::ofSocket(listener.get());
    const Peer first = Peer::connectTo(address);
    loop::EventLoop loop(makeDriver());
    const std::size_t before = openDescriptors();
    int made = 0;
    auto factory = [&made] {
        ++made;
        return std::make_shared<Recording>();
    };
    auto task = loop.createTask(loop.createConnection(factory, "127.0.0.1", address.port()));
    QVERIFY(runUntil(loop, [&] { return task.base().waitInfo().kind == loop::WaitKind::Connect; }));
    task.cancel();
    QCOMPARE(thrownBy([&] { loop.runUntilComplete(task); }), std::string("CancelledError"));
    QCOMPARE(made, 0);
    QCOMPARE(openDescriptors(), before);
}

// PR-02, T-06: whenever it is cancelled, made and lost come in pairs, and no descriptor stays.
void ConnectTest::cancelledAtAnyMomentPairsItsCallbacks()
{
    const loop::Descriptor listener = listeningSocket();
    loop::EventLoop loop(makeDriver());
    const std::size_t before = openDescriptors();
    std::string outcomes;
    for (int steps = 0; !outcomes.ends_with('.') && steps < 2000;
         ++steps) { // later each time, until too late
        const auto protocol = std::make_shared<Recording>();
        auto factory = [protocol] { return protocol; };
        auto task = loop.createTask(loop.createConnection(factory, "127.0.0.1", portOf(listener)));
        for (int i = 0; i < steps; ++i)
            runOnce(loop);
        task.cancel();
        const std::string thrown = thrownBy([&] { loop.runUntilComplete(task); });
        outcomes += thrown.empty() ? '.' : 'c';
        if (thrown.empty())
            protocol->transport->abort();
        task = {};
        QVERIFY(runUntil(loop, [&] { return !loop.firstTransport(); }));
        QCOMPARE(protocol->count("made"), protocol->count("lost"));
        protocol->transport.reset();
        (void)loop::Descriptor(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
    }
    QCOMPARE(openDescriptors(), before);
    QVERIFY2(outcomes.front() == 'c' && outcomes.back() == '.', outcomes.c_str());
}

// ST-01
void ConnectTest::streamsConnectToo()
{
    const loop::Descriptor listener = listeningSocket();
    loop::EventLoop loop(makeDriver());
    const auto streams = loop.runUntilComplete(
        loop::openConnection("127.0.0.1", portOf(listener), {}, 1000, &loop));
    const Peer peer(loop::Descriptor(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC)));
    streams.writer.write("hello");
    QCOMPARE(peer.receiveExactly(5), std::string("hello"));
    QCOMPARE(thrownBy([&] {
                 loop.runUntilComplete(
                     loop::openConnection("127.0.0.1", closedPort(), {}, 1000, &loop));
             }),
             std::string("OsError"));
    QCOMPARE(thrownBy([&] {
                 loop.runUntilComplete(
                     loop::openConnection("127.0.0.1", portOf(listener), {}, 0, &loop));
             }),
             std::string("ValueError"));
}

QTEST_GUILESS_MAIN(ConnectTest)
#include "ConnectTest.moc"
