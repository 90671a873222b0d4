// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/EventLoop.h"
#include "loop/Recorder.h"
#include "loop/Sleep.h"
#include "tests/support/Peers.h"
#include "tests/support/Wire.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <algorithm>
#include <functional>

#include <netdb.h>
#include <sys/socket.h>

using namespace loop;

namespace {

constexpr std::chrono::milliseconds tick(5);

// Keeps what it hears.
class Listener : public DatagramProtocol {
public:
    void connectionMade(DatagramTransport &transport) override
    {
        transports.push_back(&transport);
        calls += "made ";
    }
    void connectionLost(std::exception_ptr exception) override
    {
        calls += exception ? "failed " : "lost ";
    }
    void datagramReceived(std::string_view data, const SocketAddress &from) override
    {
        received.emplace_back(data);
        senders.push_back(from);
    }
    void errorReceived(const OsError &error) override { errors.push_back(error.code()); }
    void pauseWriting() override { calls += "pause "; }
    void resumeWriting() override { calls += "resume "; }

    std::vector<DatagramTransport *> transports;
    std::vector<std::string> received;
    std::vector<SocketAddress> senders;
    std::vector<std::error_code> errors;
    std::string calls;
};

class UdpEcho final : public Listener {
public:
    void datagramReceived(std::string_view data, const SocketAddress &from) override
    {
        Listener::datagramReceived(data, from);
        if (data == "throw")
            throw RuntimeError("a handler that fails");
        transports.front()->sendto(data, from);
    }
};

class OneAtATime final : public Listener {
public:
    void datagramReceived(std::string_view data, const SocketAddress &from) override
    {
        Listener::datagramReceived(data, from);
        transports.front()->pauseReading();
    }
};

template <class P> auto maker()
{
    return [] { return std::make_shared<P>(); };
}

DatagramOptions onLoopback()
{
    DatagramOptions options;
    options.localAddr.emplace("127.0.0.1", 0);
    return options;
}

DatagramOptions towards(const SocketAddress &address)
{
    DatagramOptions options;
    options.remoteAddr.emplace(address.host(), address.port());
    return options;
}

Coro<void> oneTick()
{
    co_await sleep(tick);
}

int optionOf(const Transport &transport, int option)
{
    int value = -1;
    socklen_t size = sizeof value;
    ::getsockopt(std::any_cast<int>(transport.getExtraInfo("socket")), SOL_SOCKET, option, &value,
                 &size);
    return value;
}

template <class P> DatagramEndpoint<P> open(EventLoop &loop, DatagramOptions options)
{
    return loop.runUntilComplete(loop.createDatagramEndpoint(maker<P>(), std::move(options)));
}

std::string refusal(EventLoop &loop, DatagramOptions options)
{
    try {
        (void)open<Listener>(loop, std::move(options));
    } catch (const ValueError &error) {
        return error.what();
    }
    return {};
}

// Where a full receiver makes the sender wait.
class UnixPlace {
public:
    [[nodiscard]] DatagramOptions here() const
    {
        DatagramOptions options;
        options.family = AF_UNIX;
        options.localAddr.emplace(m_directory.filePath(QStringLiteral("s")).toStdString(), 0);
        return options;
    }
    [[nodiscard]] DatagramOptions there() const
    {
        DatagramOptions options = here();
        options.remoteAddr = std::exchange(options.localAddr, std::nullopt);
        return options;
    }

private:
    QTemporaryDir m_directory;
};

// A port of this machine that nobody listens on: one just given back.
SocketAddress closedPort(EventLoop &loop)
{
    const auto taken = open<Listener>(loop, onLoopback());
    const SocketAddress address = taken.transport->sockName();
    taken.transport->abort();
    loop.runUntilComplete(oneTick());
    return address;
}

} // namespace

class DatagramTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    // G-01: local_addr binds, remote_addr sets the peer
    void datagramsEcho()
    {
        EventLoop loop(makeDriver());
        const auto server = open<UdpEcho>(loop, onLoopback());
        const auto client = open<Listener>(loop, towards(server.transport->sockName()));
        QCOMPARE(client.protocol->calls, std::string("made "));
        QVERIFY(client.transport->kind() == TransportKind::Udp);
        QCOMPARE(client.transport->peerName(), server.transport->sockName());
        client.transport->sendto("one");
        client.transport->sendto("two");
        QVERIFY(runUntil(loop, [&] { return client.protocol->received.size() == 2; }));
        QCOMPARE(client.protocol->received, (std::vector<std::string> {"one", "two"}));
        QCOMPARE(server.protocol->senders.front(), client.transport->sockName());
        loop.close();
    }

    // G-01: socat is somebody else's client
    void socatHearsTheEcho()
    {
        EventLoop loop(makeDriver());
        const auto server = open<UdpEcho>(loop, onLoopback());
        const std::string to = server.transport->sockName().toString();
        const std::string command = "printf hello | timeout 5 socat -T 1 - UDP:" + to;
        QCOMPARE(loop.runUntilComplete(peer(loop, command)), std::string("hello"));
        loop.close();
    }

    // G-01: family, proto and flags resolve; both addresses need one family
    void addressesAreResolvedTogether()
    {
        EventLoop loop(makeDriver());
        DatagramOptions six;
        six.localAddr.emplace("::1", 0);
        six.family = AF_INET6;
        QCOMPARE(open<Listener>(loop, std::move(six)).transport->sockName().family(), AF_INET6);
        DatagramOptions mixed;
        mixed.localAddr.emplace("127.0.0.1", 0);
        mixed.remoteAddr.emplace("::1", 9);
        QCOMPARE(refusal(loop, std::move(mixed)), std::string("can not get address information"));
        QCOMPARE(refusal(loop, {}), std::string("unexpected address family"));
        DatagramOptions unbound;
        unbound.family = AF_INET;
        QVERIFY(open<Listener>(loop, std::move(unbound)).transport);
        loop.close();
    }

    // G-02: each option reaches the socket. SO_REUSEADDR is off unless asked for: see
    // DatagramOptions.
    void optionsReachTheSocket()
    {
        EventLoop loop(makeDriver());
        const auto plain = open<Listener>(loop, onLoopback());
        QCOMPARE(optionOf(*plain.transport, SO_REUSEADDR), 0);
        QCOMPARE(optionOf(*plain.transport, SO_REUSEPORT), 0);
        QCOMPARE(optionOf(*plain.transport, SO_BROADCAST), 0);
        DatagramOptions all = onLoopback();
        all.reuseAddress = all.reusePort = all.allowBroadcast = true;
        const auto dressed = open<Listener>(loop, std::move(all));
        QCOMPARE(optionOf(*dressed.transport, SO_REUSEADDR), 1);
        QCOMPARE(optionOf(*dressed.transport, SO_REUSEPORT), 1);
        QCOMPARE(optionOf(*dressed.transport, SO_BROADCAST), 1);
        loop.close();
    }

    // G-02: sock excludes the rest, and is a datagram socket
    void aSocketOfTheCallersIsTaken()
    {
        EventLoop loop(makeDriver());
        DatagramOptions given;
        given.sock = Descriptor(::socket(AF_INET, SOCK_DGRAM, 0));
        const SocketAddress any = SocketAddress::fromNumeric("127.0.0.1", 0);
        QCOMPARE(::bind(given.sock.get(), any.data(), any.size()), 0);
        const auto server = open<UdpEcho>(loop, std::move(given));
        const auto client = open<Listener>(loop, towards(server.transport->sockName()));
        client.transport->sendto("taken");
        QVERIFY(runUntil(loop, [&] { return !client.protocol->received.empty(); }));
        QCOMPARE(client.protocol->received, (std::vector<std::string> {"taken"}));

        DatagramOptions both = onLoopback();
        both.sock = Descriptor(::socket(AF_INET, SOCK_DGRAM, 0));
        QVERIFY(!refusal(loop, std::move(both)).empty());
        DatagramOptions stream;
        stream.sock = Descriptor(::socket(AF_INET, SOCK_STREAM, 0));
        QVERIFY(refusal(loop, std::move(stream)).starts_with("A UDP Socket was expected"));
        loop.close();
    }

    void itMayChangeItsProtocol()
    {
        EventLoop loop(makeDriver());
        const auto server = open<Listener>(loop, onLoopback());
        const auto client = open<Listener>(loop, towards(server.transport->sockName()));
        const auto second = std::make_shared<Listener>();
        QVERIFY_EXCEPTION_THROWN(
            server.transport->setProtocol(std::make_shared<loop::BaseProtocol>()), ValueError);
        QCOMPARE(server.transport->protocol().get(), server.protocol.get());
        server.transport->setProtocol(second);
        QCOMPARE(server.transport->protocol().get(), second.get());
        client.transport->sendto("for the second");
        QVERIFY(runUntil(loop, [&] { return !second->received.empty(); }));
        QVERIFY(server.protocol->received.empty());
        server.transport->close();
        QVERIFY(runUntil(loop, [&] { return second->calls == "lost "; }));
        QCOMPARE(server.protocol->calls, std::string("made "));
        loop.close();
    }

    // G-03: without an address to the creation's target; the same address; a conflicting one
    void sendtoKnowsWhereTo()
    {
        EventLoop loop(makeDriver());
        const auto server = open<Listener>(loop, onLoopback());
        const auto client = open<Listener>(loop, towards(server.transport->sockName()));
        client.transport->sendto("default");
        client.transport->sendto("explicit", server.transport->sockName());
        QVERIFY_EXCEPTION_THROWN(
            client.transport->sendto("elsewhere", client.transport->sockName()), ValueError);
        QVERIFY_EXCEPTION_THROWN(server.transport->sendto("nowhere"), ValueError);
        QVERIFY(runUntil(loop, [&] { return server.protocol->received.size() == 2; }));
        QCOMPARE(server.protocol->received, (std::vector<std::string> {"default", "explicit"}));
        loop.close();
    }

    // G-03, W-07: what the kernel does not take waits, in order, and pauses the protocol
    void datagramsThatDoNotFitWait()
    {
        EventLoop loop(makeDriver());
        const UnixPlace place;
        const auto server = open<Listener>(loop, place.here());
        const auto client = open<Listener>(loop, place.there());
        server.transport->pauseReading();
        std::vector<std::string> sent;
        for (int i = 0; i < 100; ++i) {
            sent.push_back(std::string(8 * 1024, 'a') + std::to_string(i));
            client.transport->sendto(sent.back());
        }
        QVERIFY(client.transport->getWriteBufferSize() > 64 * 1024);
        QCOMPARE(client.protocol->calls, std::string("made pause "));
        client.transport->close(); // flushes
        server.transport->resumeReading();
        QVERIFY(runUntil(loop, [&] { return server.protocol->received.size() == sent.size(); }));
        QCOMPARE(server.protocol->received, sent);
        QCOMPARE(client.protocol->calls, std::string("made pause resume lost "));
        loop.close();
    }

    // G-04: what the kernel has already waits there, too
    void whoPausesHearsNothingMoreOfTheSameTurn()
    {
        EventLoop loop(makeDriver());
        const auto server = open<OneAtATime>(loop, onLoopback());
        const auto client = open<Listener>(loop, towards(server.transport->sockName()));
        for (const char *words : {"one", "two", "three"})
            client.transport->sendto(words);
        QVERIFY(runUntil(loop, [&] { return !server.protocol->received.empty(); }));
        QCOMPARE(server.protocol->received, (std::vector<std::string> {"one"}));
        server.transport->resumeReading();
        QVERIFY(runUntil(loop, [&] { return server.protocol->received.size() > 1; }));
        QCOMPARE(server.protocol->received, (std::vector<std::string> {"one", "two"}));
        loop.close();
    }

    // G-04: whatever waits in the socket, what was scheduled meanwhile comes in between
    void aFloodLeavesOthersTheirTurns()
    {
        constexpr int many = 200;
        EventLoop loop(makeDriver());
        const auto server = open<Listener>(loop, onLoopback());
        const auto client = open<Listener>(loop, towards(server.transport->sockName()));
        server.transport->pauseReading();
        for (int i = 0; i < many; ++i)
            client.transport->sendto(std::to_string(i));
        server.transport->resumeReading();
        std::vector<std::size_t> turns; // how many had come by each
        const std::function<void()> look = [&] {
            turns.push_back(server.protocol->received.size());
            if (turns.back() < many)
                loop.callSoon(look);
        };
        look();
        QVERIFY(runUntil(loop, [&] { return server.protocol->received.size() == many; }));
        std::size_t most = 0;
        for (std::size_t i = 1; i < turns.size(); ++i)
            most = std::max(most, turns[i] - turns[i - 1]);
        QVERIFY2(most >= 1 && most <= 64, qPrintable(QString::number(most)));
        loop.close();
    }

    // G-04
    void anEmptyDatagramArrives()
    {
        EventLoop loop(makeDriver());
        const auto server = open<Listener>(loop, onLoopback());
        const auto client = open<Listener>(loop, towards(server.transport->sockName()));
        client.transport->sendto("");
        QVERIFY(runUntil(loop, [&] { return !server.protocol->received.empty(); }));
        QCOMPARE(server.protocol->received, (std::vector<std::string> {""}));
        loop.close();
    }

    // G-05: the endpoint stays open
    void aClosedPortIsAnErrorThatTheEndpointSurvives()
    {
        EventLoop loop(makeDriver());
        const auto client = open<Listener>(loop, towards(closedPort(loop)));
        client.transport->sendto("anybody?");
        QVERIFY(runUntil(loop, [&] { return !client.protocol->errors.empty(); }));
        QCOMPARE(client.protocol->errors.size(), std::size_t {1});
        QVERIFY(client.protocol->errors.front() == std::errc::connection_refused);
        QVERIFY(!client.transport->isClosing());
        QCOMPARE(client.protocol->calls, std::string("made "));
        loop.close();
    }

    // G-04: nobody can close an endpoint by what he sends
    void aHandlerThatThrowsLeavesTheEndpointOpen()
    {
        EventLoop loop(makeDriver());
        std::vector<std::string> messages;
        loop.setExceptionHandler([&](EventLoop &, const ExceptionContext &context) {
            messages.push_back(context.message);
        });
        const auto server = open<UdpEcho>(loop, onLoopback());
        const auto client = open<Listener>(loop, towards(server.transport->sockName()));
        client.transport->sendto("throw");
        client.transport->sendto("after");
        QVERIFY(runUntil(loop, [&] { return !client.protocol->received.empty(); }));
        QCOMPARE(client.protocol->received, (std::vector<std::string> {"after"}));
        QCOMPARE(messages,
                 (std::vector<std::string> {"Exception in protocol.datagram_received()"}));
        loop.close();
    }

    // G-06: abort drops what waits, and calls connectionLost(null) later; close sends it first
    void abortDropsWhatCloseWouldSend()
    {
        EventLoop loop(makeDriver());
        const UnixPlace place;
        const auto server = open<Listener>(loop, place.here());
        const auto client = open<Listener>(loop, place.there());
        server.transport->pauseReading();
        while (client.transport->getWriteBufferSize() == 0)
            client.transport->sendto(std::string(8 * 1024, 'a'));
        client.transport->sendto("waits");
        client.transport->abort();
        QCOMPARE(client.transport->getWriteBufferSize(), std::size_t {0});
        QCOMPARE(client.protocol->calls, std::string("made "));
        client.transport->sendto("ignored");
        QVERIFY(runUntil(loop, [&] { return client.protocol->calls == "made lost "; }));
        server.transport->resumeReading();
        const auto last = open<Listener>(loop, place.there()); // whom it hears after all of it
        last.transport->sendto("last");
        QVERIFY(runUntil(loop, [&] {
            return !server.protocol->received.empty() && server.protocol->received.back() == "last";
        }));
        QCOMPARE(
            std::count(server.protocol->received.begin(), server.protocol->received.end(), "waits"),
            0);
        QVERIFY(client.transport->state() == ConnectionState::Aborted);
        loop.close();
    }

    // G-01: an endpoint is a connection of kind UDP to whoever watches the loop
    void instrumentsSeeAnEndpointAsAConnection()
    {
        EventLoop loop(makeDriver());
        Recorder recorder(loop);
        const auto server = open<UdpEcho>(loop, onLoopback());
        const auto client = open<Listener>(loop, towards(server.transport->sockName()));
        client.transport->sendto("seen");
        QVERIFY(runUntil(loop, [&] { return !client.protocol->received.empty(); }));
        QCOMPARE(client.transport->counters().bytesOut, std::uint64_t {4});
        QCOMPARE(client.transport->counters().messagesIn, std::uint64_t {1});
        QCOMPARE(loop.totals().connections, std::size_t {2});
        client.transport->close();
        QVERIFY(runUntil(loop, [&] { return loop.totals().connections == 1; }));
        QVERIFY(!recorder.take({})); // asks
        loop.runUntilComplete(oneTick());
        const auto delta = recorder.take({});
        QVERIFY(delta);
        QCOMPARE(delta->opened.size(), std::size_t {3}); // and who talks with the server
        QVERIFY(std::all_of(delta->opened.begin(), delta->opened.end(),
                            [](const auto &each) { return each.kind == TransportKind::Udp; }));
        QVERIFY(delta->opened.front().role == Role::Server);
        QVERIFY(delta->opened[1].role == Role::Client);
        const auto closes = [](const LogEvent &event) { return event.kind == EventKind::Close; };
        QCOMPARE(std::count_if(delta->events.begin(), delta->events.end(), closes), 1);
        loop.close();
    }

    // H-02
    void getnameinfoTurnsAnAddressIntoWords()
    {
        EventLoop loop(makeDriver());
        const SocketAddress address = SocketAddress::fromNumeric("127.0.0.1", 80);
        const auto numeric
            = loop.runUntilComplete(loop.getnameinfo(address, NI_NUMERICHOST | NI_NUMERICSERV));
        QCOMPARE(numeric, (std::pair<std::string, std::string> {"127.0.0.1", "80"}));
        const auto named = loop.runUntilComplete(loop.getnameinfo(address, NI_NUMERICSERV));
        QCOMPARE(named.first, std::string("localhost"));
        QVERIFY_EXCEPTION_THROWN((void)loop.runUntilComplete(loop.getnameinfo(SocketAddress())),
                                 OsError);
        loop.close();
    }

    // G-02, G-03: who answers a broadcast has another address than it went to
    void answersToABroadcastArrive()
    {
        EventLoop loop(makeDriver());
        DatagramOptions everywhere;
        everywhere.localAddr.emplace("0.0.0.0", 0);
        everywhere.allowBroadcast = true;
        const auto server = loop.runUntilComplete(
            loop.createDatagramEndpoint(maker<UdpEcho>(), std::move(everywhere)));
        DatagramOptions options;
        options.remoteAddr.emplace("127.255.255.255", server.transport->sockName().port());
        options.allowBroadcast = true;
        const auto client = loop.runUntilComplete(
            loop.createDatagramEndpoint(maker<Listener>(), std::move(options)));
        QCOMPARE(client.transport->peerName().host(), std::string("127.255.255.255"));
        client.transport->sendto("who is there?");
        QVERIFY(runUntil(loop, [&] { return !client.protocol->received.empty(); }));
        QCOMPARE(client.protocol->received, std::vector<std::string> {"who is there?"});
        QCOMPARE(client.protocol->senders.front().host(), std::string("127.0.0.1"));
        QVERIFY_EXCEPTION_THROWN(
            client.transport->sendto("x", SocketAddress::fromNumeric("127.0.0.1", 9)), ValueError);
        client.transport->close();
        server.transport->close();
        loop.close();
    }
};

QTEST_GUILESS_MAIN(DatagramTest)
#include "DatagramTest.moc"
