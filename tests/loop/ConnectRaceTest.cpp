// SPDX-License-Identifier: GPL-3.0-or-later
// Hosts with several addresses (N-10): one after the other, or as RFC 8305 has it. An address that
// does not answer is a listener whose backlog is full.
#include "loop/internal/ConnectRace.h"
#include "loop/Server.h"
#include "loop/Streams.h"
#include "loop/TaskGroup.h"
#include "loop/Timeout.h"
#include "tests/loop/Coroutines.h"
#include "tests/support/Wire.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

using namespace loop;

namespace {

enum class Manner { Answers, Silent, Refuses };

// Two addresses of this machine with one port. Without a host getaddrinfo() gives both.
class TwoAddresses {
public:
    TwoAddresses(EventLoop &loop, Manner first, Manner second)
        : m_found(loop.runUntilComplete(loop.getaddrinfo({}, "1", 0, SOCK_STREAM)))
    {
        m_port = closedPort();
        behave(0, first);
        behave(1, second);
    }
    [[nodiscard]] std::uint16_t port() const noexcept { return m_port; }
    [[nodiscard]] SocketAddress address(std::size_t index) const
    {
        return SocketAddress::fromNumeric(m_found.at(index).address.host(), m_port);
    }

private:
    void behave(std::size_t index, Manner manner)
    {
        if (manner == Manner::Refuses)
            return;
        const SocketAddress at = address(index);
        Descriptor fd(::socket(at.family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
        const int on = 1;
        if (at.family() == AF_INET6)
            ::setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
        ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        if (::bind(fd.get(), at.data(), at.size()) != 0
            || ::listen(fd.get(), manner == Manner::Silent ? 0 : 8) != 0)
            throw std::runtime_error("cannot listen on " + at.toString());
        if (manner == Manner::Silent)
            m_fills.push_back(Peer::connectTo(at));
        m_listeners.push_back(std::move(fd));
    }

    std::vector<AddressInfo> m_found;
    std::uint16_t m_port = 0;
    std::vector<Descriptor> m_listeners;
    std::vector<Peer> m_fills;
};

ConnectOptions eyeballs(std::optional<Duration> delay, bool allErrors = false)
{
    ConnectOptions options;
    options.happyEyeballsDelay = delay;
    options.allErrors = allErrors;
    return options;
}

// Connects to `peer` from the first of `local` that will do; the address that this is, or what is
// wrong with all of them.
Coro<std::string> connectFrom(std::vector<std::string> local, SocketAddress peer)
{
    std::vector<AddressInfo> froms;
    for (const std::string &host : local) {
        AddressInfo from;
        from.address = SocketAddress::fromNumeric(host, 0);
        from.family = from.address.family();
        froms.push_back(from);
    }
    AddressInfo to;
    to.address = peer;
    to.family = peer.family();
    ConnectRace race(getRunningLoop(), {to}, std::move(froms));
    try {
        const Descriptor fd = co_await race.connect(std::nullopt, false);
        co_return SocketAddress::ofSocket(fd.get()).host();
    } catch (const OsError &error) {
        co_return error.what();
    }
}

// Whom it reaches, and after how many milliseconds.
Coro<std::string> reach(std::uint16_t port, ConnectOptions options)
{
    EventLoop &loop = getRunningLoop();
    const TimePoint began = loop.time();
    auto [reader, writer] = co_await openConnection({}, port, std::move(options));
    const auto took = std::chrono::round<std::chrono::milliseconds>(loop.time() - began);
    const std::string peer = writer.transport().peerName().toString();
    writer.transport().abort();
    co_await sleep(0s);
    co_return peer + " after " + std::to_string(took.count()) + " ms";
}

std::string reached(EventLoop &loop, std::uint16_t port, const ConnectOptions &options)
{
    try {
        return loop.runUntilComplete(timeout(10s, reach(port, options)));
    } catch (const TimeoutError &) {
        return "nobody within 10 s";
    }
}

std::size_t openDescriptors()
{
    std::size_t count = 0;
    for (int fd = 0; fd < 512; ++fd)
        count += SocketAddress::ofSocket(fd) ? 1 : 0;
    return count;
}

int number(int fd, int level, int option)
{
    int value = -1;
    socklen_t size = sizeof value;
    ::getsockopt(fd, level, option, &value, &size);
    return value;
}

AddressInfo info(const char *host)
{
    AddressInfo info;
    info.address = SocketAddress::fromNumeric(host, 1);
    info.family = info.address.family();
    return info;
}

} // namespace

class ConnectRaceTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void initTestCase()
    {
        EventLoop loop;
        if (loop.runUntilComplete(loop.getaddrinfo({}, "1", 0, SOCK_STREAM)).size() != 2)
            QSKIP("this machine has no IPv6");
    }

    void aSilentAddressCostsTheDelayAndNoMore()
    {
        ManualLoop manual;
        const TwoAddresses host(manual.loop, Manner::Silent, Manner::Answers);
        const std::size_t before = openDescriptors();
        QCOMPARE(reached(manual.loop, host.port(), eyeballs(250ms)),
                 host.address(1).toString() + " after 250 ms");
        QCOMPARE(openDescriptors(), before); // the socket that lost is closed
        QVERIFY(manual.loop.allTasks().empty());
    }

    void withoutADelayASilentAddressHoldsUpAllOthers()
    {
        ManualLoop manual;
        const TwoAddresses host(manual.loop, Manner::Silent, Manner::Answers);
        QVERIFY_THROWS_EXCEPTION(
            TimeoutError,
            manual.loop.runUntilComplete(timeout(10s, reach(host.port(), eyeballs(std::nullopt)))));
    }

    void anAddressThatRefusesCostsNothing()
    {
        ManualLoop manual;
        const TwoAddresses host(manual.loop, Manner::Refuses, Manner::Answers);
        for (const auto &delay : {std::optional<Duration>(1h), std::optional<Duration>()})
            QCOMPARE(reached(manual.loop, host.port(), eyeballs(delay)),
                     host.address(1).toString() + " after 0 ms");
    }

    void theFirstAddressIsTakenIfItAnswersInTime()
    {
        ManualLoop manual;
        const TwoAddresses host(manual.loop, Manner::Answers, Manner::Answers);
        QCOMPARE(reached(manual.loop, host.port(), eyeballs(1h)),
                 host.address(0).toString() + " after 0 ms");
    }

    void worksOnEveryDriver()
    {
        EventLoop loop(makeDriver());
        const TwoAddresses host(loop, Manner::Silent, Manner::Answers);
        const std::string whom = reached(loop, host.port(), eyeballs(10ms));
        QVERIFY2(whom.starts_with(host.address(1).toString()), whom.c_str());
    }

    void allErrorsAreThrownIfAskedFor()
    {
        EventLoop loop(makeDriver());
        const TwoAddresses host(loop, Manner::Refuses, Manner::Refuses);
        for (const auto &delay : {std::optional<Duration>(1h), std::optional<Duration>()}) {
            try {
                (void)loop.runUntilComplete(reach(host.port(), eyeballs(delay, true)));
                QFAIL("nobody listens there");
            } catch (const ExceptionGroup &group) {
                QCOMPARE(group.matching<OsError>().size(), std::size_t(2));
                QCOMPARE(group.what(), "create_connection failed (2 sub-exceptions)");
            }
            try {
                (void)loop.runUntilComplete(reach(host.port(), eyeballs(delay)));
                QFAIL("nobody listens there");
            } catch (const OsError &error) {
                const std::string words = error.what();
                QVERIFY(words.find("Multiple exceptions") != std::string::npos);
                QVERIFY(error.code() == std::errc::connection_refused);
                for (const std::size_t i : {0u, 1u})
                    QVERIFY(words.find(host.address(i).toString()) != std::string::npos);
            }
        }
    }

    void eachLocalAddressOfTheFamilyIsTried()
    {
        EventLoop loop(makeDriver());
        const Descriptor listener = listeningSocket();
        const SocketAddress peer = SocketAddress::ofSocket(listener.get());
        const auto from = [&](const std::vector<std::string> &local) {
            return loop.runUntilComplete(connectFrom(local, peer));
        };
        const std::string foreign = "192.0.2.1"; // TEST-NET-1: no interface has it
        QCOMPARE(from({"127.0.0.2", "127.0.0.3"}), std::string("127.0.0.2"));
        QCOMPARE(from({foreign, "127.0.0.3"}), std::string("127.0.0.3"));
        QCOMPARE(from({"::1", foreign, "127.0.0.4"}), std::string("127.0.0.4"));
        QVERIFY(from({foreign}).find(foreign) != std::string::npos);
        QVERIFY(from({"::1"}).find("no matching local address") != std::string::npos);
    }

    void aRaceThatIsCancelledLeavesNothing()
    {
        ManualLoop manual;
        EventLoop &loop = manual.loop;
        const TwoAddresses host(loop, Manner::Silent, Manner::Silent);
        const std::size_t before = openDescriptors();
        const auto task = loop.createTask(reach(host.port(), eyeballs(1s)));
        loop.runUntilComplete(idle(5s)); // both are on their way
        QVERIFY(!task.done());
        QCOMPARE(openDescriptors(), before + 2);
        task.cancel();
        loop.runUntilComplete(idle(1s));
        QVERIFY(task.cancelled());
        QCOMPARE(openDescriptors(), before);
        QVERIFY(loop.allTasks().empty());
    }

    void familiesTakeTurns()
    {
        const auto order = [](std::size_t firstCount) {
            std::string hosts;
            std::vector<AddressInfo> infos;
            for (const char *const host : {"::1", "::2", "::3", "1.0.0.1", "1.0.0.2"})
                infos.push_back(info(host));
            for (const AddressInfo &each : interleaved(std::move(infos), firstCount))
                hosts += each.address.host() + ' ';
            return hosts;
        };
        QCOMPARE(order(0), std::string("::1 ::2 ::3 1.0.0.1 1.0.0.2 "));
        QCOMPARE(order(1), std::string("::1 1.0.0.1 ::2 1.0.0.2 ::3 "));
        QCOMPARE(order(2), std::string("::1 ::2 1.0.0.1 ::3 1.0.0.2 "));
        QCOMPARE(order(9), std::string("::1 ::2 ::3 1.0.0.1 1.0.0.2 "));
        QVERIFY(interleaved({}, 1).empty());
    }

    void keepAliveIsTheSystemsOrWithTimes()
    {
        EventLoop loop(makeDriver());
        const auto make = [] { return std::make_shared<Recording>(); };
        ServerOptions serves;
        serves.keepAlive = KeepAlive(50s, 7s, 4);
        const auto server = loop.runUntilComplete(loop.createServer(make, "127.0.0.1", 0, serves));
        const std::uint16_t port = server->sockets().front().address.port();
        for (const bool on : {false, true}) {
            ConnectOptions options;
            options.keepAlive = on;
            const auto client
                = loop.runUntilComplete(loop.createConnection(make, "127.0.0.1", port, options));
            const int fd = client.transport->descriptor();
            QCOMPARE(number(fd, SOL_SOCKET, SO_KEEPALIVE), on ? 1 : 0);
            QVERIFY(runUntil(loop, [&] { return loop.sample().connections >= 2; }));
            Transport *accepted = loop.firstTransport();
            while (accepted && !accepted->server())
                accepted = accepted->next();
            QVERIFY(accepted);
            QCOMPARE(number(accepted->descriptor(), SOL_SOCKET, SO_KEEPALIVE), 1);
            QCOMPARE(number(accepted->descriptor(), IPPROTO_TCP, TCP_KEEPIDLE), 50);
            QCOMPARE(number(accepted->descriptor(), IPPROTO_TCP, TCP_KEEPINTVL), 7);
            QCOMPARE(number(accepted->descriptor(), IPPROTO_TCP, TCP_KEEPCNT), 4);
            server->abortClients();
            QVERIFY(runUntil(loop, [&] { return !loop.firstTransport(); }));
            client.protocol->transport.reset();
        }
        QVERIFY_THROWS_EXCEPTION(ValueError, KeepAlive(0s, 1s, 1));
        QVERIFY_THROWS_EXCEPTION(ValueError, KeepAlive(1s, 0s, 1));
        QVERIFY_THROWS_EXCEPTION(ValueError, KeepAlive(1s, 1s, 0));
    }
};

QTEST_GUILESS_MAIN(ConnectRaceTest)
#include "ConnectRaceTest.moc"
