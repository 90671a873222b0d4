// SPDX-License-Identifier: GPL-3.0-or-later

// Which program is at the other end of a connection that stays on this machine: found in the
// kernel's tables whatever family the two sockets are of.

#include "app/engine/PeerPrograms.h"
#include "loop/SocketAddress.h"

#include <QtTest/QTest>

#include <arpa/inet.h>
#include <mutex>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

constexpr int patience = 10'000; // ms

// The two ends of a TCP connection to a server that listens in both families, or in IPv4 alone.
class Pair {
public:
    explicit Pair(bool bothFamilies)
    {
        const int server
            = ::socket(bothFamilies ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const int off = 0;
        if (bothFamilies)
            ::setsockopt(server, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
        ::listen(server, 1); // at a port of the kernel's choice
        const std::uint16_t port = loop::SocketAddress::ofSocket(server).port();
        client_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const auto to = loop::SocketAddress::fromNumeric("127.0.0.1", port);
        connected_ = ::connect(client_, to.data(), to.size()) == 0;
        accepted_ = ::accept4(server, nullptr, nullptr, SOCK_CLOEXEC);
        ::close(server);
    }
    ~Pair()
    {
        ::close(client_);
        ::close(accepted_);
    }
    Pair(const Pair &) = delete;
    Pair &operator=(const Pair &) = delete;

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
            opened.peer = loop::SocketAddress::ofSocket(client_).toString();
        }
        return opened;
    }

private:
    int client_ = -1, accepted_ = -1;
    bool connected_ = false;
};

} // namespace

class PeerProgramsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itIsFoundWhateverTheFamilyOfTheServer_data()
    {
        QTest::addColumn<bool>("bothFamilies");
        QTest::newRow("IPv4") << false;
        QTest::newRow("IPv4 at a server for both") << true;
    }

    void itIsFoundWhateverTheFamilyOfTheServer()
    {
        QFETCH(bool, bothFamilies);
        const Pair pair(bothFamilies);
        QVERIFY(pair.isConnected());
        loop::Delta delta;
        delta.opened.push_back(pair.seenByTheServer());
        QCOMPARE(delta.opened[0].local.starts_with("[::ffff:127."), bothFamilies);
        std::mutex mutex;
        std::vector<loop::ConnectionNote> found;
        app::PeerPrograms programs([&](const loop::ConnectionNote &note) {
            const std::lock_guard lock(mutex);
            found.push_back(note);
        });
        programs.apply(delta);
        const auto count = [&] {
            const std::lock_guard lock(mutex);
            return found.size();
        };
        QTRY_COMPARE_WITH_TIMEOUT(count(), 1U, patience);
        QCOMPARE(found[0].id.value, 5U);
        QCOMPARE(found[0].peerPid, std::int32_t(::getpid())); // both ends are ours
        QVERIFY(!found[0].peerProgram.empty());
    }
};

QTEST_GUILESS_MAIN(PeerProgramsTest)
#include "PeerProgramsTest.moc"
