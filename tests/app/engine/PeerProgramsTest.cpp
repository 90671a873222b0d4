// SPDX-License-Identifier: GPL-3.0-or-later

// Which program is at the other end of a connection that stays on this machine: found in the
// kernel's tables whatever family the two sockets are of.

#include "app/engine/PeerPrograms.h"
#include "loop/SocketAddress.h"

#include <QtTest/QTest>

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <fcntl.h>
#include <mutex>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace {

constexpr int patience = 10'000; // ms

// The two ends of a TCP connection to a server that listens in both families, or in IPv4 alone.
class Pair {
public:
    explicit Pair(bool bothFamilies, const char *address = "127.0.0.1")
    {
        const int server
            = ::socket(bothFamilies ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const int off = 0;
        if (bothFamilies)
            ::setsockopt(server, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
        ::listen(server, 1); // at a port of the kernel's choice
        const std::uint16_t port = loop::SocketAddress::ofSocket(server).port();
        const auto to = loop::SocketAddress::fromNumeric(address, port);
        client_ = ::socket(to.data()->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
        connected_ = ::connect(client_, to.data(), to.size()) == 0;
        accepted_ = ::accept4(server, nullptr, nullptr, SOCK_CLOEXEC);
        ::close(server);
    }
    ~Pair()
    {
        if (client_ >= 0)
            ::close(client_);
        ::close(accepted_);
    }
    Pair(const Pair &) = delete;
    Pair &operator=(const Pair &) = delete;

    // Another process has the client's end from here on, and nothing else; its id. It ends once
    // nothing holds the other end of `alive`.
    pid_t giveClientAway(int (&alive)[2])
    {
        int ready[2];
        if (::pipe2(ready, O_CLOEXEC) != 0 || ::pipe2(alive, O_CLOEXEC) != 0)
            return -1;
        const pid_t child = ::fork();
        char byte = 0;
        if (child == 0) {
            ::close(accepted_);
            ::close(alive[1]);
            const bool told = ::write(ready[1], &byte, 1) == 1;
            while (told && ::read(alive[0], &byte, 1) < 0 && errno == EINTR) { }
            ::_exit(0);
        }
        ::close(std::exchange(client_, -1));
        ::close(ready[1]);
        const bool told = ::read(ready[0], &byte, 1) == 1; // it has let go of the server's end
        ::close(ready[0]);
        return told ? child : -1;
    }

    [[nodiscard]] bool isConnected() const { return connected_ && accepted_ >= 0; }
    [[nodiscard]] loop::ConnectionOpened seenByTheServer() const
    {
        sockaddr_storage peer {};
        socklen_t size = sizeof peer;
        ::getpeername(accepted_, reinterpret_cast<sockaddr *>(&peer), &size);
        char text[INET6_ADDRSTRLEN] {};
        loop::ConnectionOpened opened;
        opened.id.value = 5;
        opened.local = loop::SocketAddress::ofSocket(accepted_).toString();
        if (peer.ss_family == AF_INET6) {
            const auto &v6 = reinterpret_cast<const sockaddr_in6 &>(peer);
            ::inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof text);
            opened.peer = '[' + std::string(text) + "]:" + std::to_string(ntohs(v6.sin6_port));
        } else {
            ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in &>(peer).sin_addr, text,
                        sizeof text);
            opened.peer = std::string(text) + ':'
                + std::to_string(ntohs(reinterpret_cast<const sockaddr_in &>(peer).sin_port));
        }
        return opened;
    }

private:
    int client_ = -1, accepted_ = -1;
    bool connected_ = false;
};

// What was found, by connection.
class Finds {
public:
    void add(const loop::ConnectionNote &note)
    {
        const std::lock_guard lock(mutex_);
        notes_.push_back(note);
    }
    [[nodiscard]] std::vector<loop::ConnectionNote> notes() const
    {
        const std::lock_guard lock(mutex_);
        return notes_;
    }

private:
    mutable std::mutex mutex_;
    std::vector<loop::ConnectionNote> notes_;
};

} // namespace

class PeerProgramsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itIsFoundWhateverTheFamilyOfTheServer_data()
    {
        QTest::addColumn<bool>("bothFamilies");
        QTest::addColumn<QString>("address");
        QTest::newRow("IPv4") << false << QStringLiteral("127.0.0.1");
        QTest::newRow("IPv4 at a server for both") << true << QStringLiteral("127.0.0.1");
        QTest::newRow("IPv6") << true << QStringLiteral("::1");
    }

    void itIsFoundWhateverTheFamilyOfTheServer()
    {
        QFETCH(bool, bothFamilies);
        QFETCH(QString, address);
        const bool v6 = address.contains(u':');
        const Pair pair(bothFamilies, qPrintable(address));
        if (v6 && !pair.isConnected())
            QSKIP("There is no IPv6 here.");
        QVERIFY(pair.isConnected());
        loop::Delta delta;
        delta.opened.push_back(pair.seenByTheServer());
        QCOMPARE(delta.opened[0].local.starts_with("[::ffff:127."), bothFamilies && !v6);
        Finds finds;
        app::PeerPrograms programs([&](const loop::ConnectionNote &note) { finds.add(note); });
        programs.apply(delta);
        QTRY_COMPARE_WITH_TIMEOUT(finds.notes().size(), 1U, patience);
        const auto found = finds.notes();
        QCOMPARE(found[0].id.value, 5U);
        QCOMPARE(found[0].peerPid, std::int32_t(::getpid())); // both ends are ours
        QVERIFY(!found[0].peerProgram.empty());
    }

    // The kernel's tables have both ends: that of the other program is asked for, not our own.
    void itIsTheProgramOfTheOtherEnd()
    {
        Pair pair(false);
        QVERIFY(pair.isConnected());
        loop::Delta delta;
        delta.opened.push_back(pair.seenByTheServer());
        int alive[2] {-1, -1};
        const pid_t other = pair.giveClientAway(alive);
        QVERIFY(other > 0);
        Finds finds;
        app::PeerPrograms programs([&](const loop::ConnectionNote &note) { finds.add(note); });
        programs.apply(delta);
        const bool found = QTest::qWaitFor([&finds] { return !finds.notes().empty(); }, patience);
        ::close(alive[0]);
        ::close(alive[1]);
        ::waitpid(other, nullptr, 0);
        QVERIFY(found);
        QCOMPARE(finds.notes()[0].peerPid, std::int32_t(other));
    }

    // And later ones, too. Datagrams have the same addresses, and are no connection of theirs.
    void eachOfSeveralIsFound()
    {
        const Pair one(false), two(false), three(false);
        loop::Delta first, second;
        const auto add
            = [](loop::Delta &to, const Pair &pair, std::uint64_t id, loop::TransportKind kind) {
                  to.opened.push_back(pair.seenByTheServer());
                  to.opened.back().id.value = id;
                  to.opened.back().kind = kind;
              };
        add(first, one, 1, loop::TransportKind::Tcp);
        add(first, one, 2, loop::TransportKind::Udp);
        add(first, two, 3, loop::TransportKind::Tls);
        add(second, three, 4, loop::TransportKind::Tcp);
        Finds finds;
        const auto ids = [&finds] {
            QList<quint64> found;
            for (const loop::ConnectionNote &note : finds.notes())
                found << note.id.value;
            std::sort(found.begin(), found.end());
            return found;
        };
        app::PeerPrograms programs([&](const loop::ConnectionNote &note) { finds.add(note); });
        programs.apply(loop::Delta());
        programs.apply(first);
        QTRY_COMPARE_WITH_TIMEOUT(ids(), QList<quint64>({1, 3}), patience);
        programs.apply(second);
        QTRY_COMPARE_WITH_TIMEOUT(ids(), QList<quint64>({1, 3, 4}), patience);
    }

    void whatIsOnAnotherMachineOrGoneIsLeftOut()
    {
        loop::Delta delta;
        loop::ConnectionOpened away, gone, unixPeer;
        away.id.value = 1;
        away.local = "192.0.2.1:8881";
        away.peer = "192.0.2.2:49152";
        gone.id.value = 2;
        gone.local = "127.0.0.1:1";
        gone.peer = "127.0.0.1:2";
        unixPeer.id.value = 3; // says itself which process it is
        unixPeer.kind = loop::TransportKind::Unix;
        unixPeer.peerPid = std::int32_t(::getpid());
        delta.opened = {away, gone, unixPeer};
        Finds finds;
        {
            app::PeerPrograms programs([&](const loop::ConnectionNote &note) { finds.add(note); });
            programs.apply(delta);
            QTRY_COMPARE_WITH_TIMEOUT(finds.notes().size(), 1U, patience);
        }
        QCOMPARE(finds.notes().size(), 1U); // all of a look are found at once
        QCOMPARE(finds.notes()[0].id.value, 3U);
        QCOMPARE(finds.notes()[0].peerPid, std::int32_t(::getpid()));
        QVERIFY(!finds.notes()[0].peerProgram.empty());
    }
};

QTEST_GUILESS_MAIN(PeerProgramsTest)
#include "PeerProgramsTest.moc"
