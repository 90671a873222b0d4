// SPDX-License-Identifier: GPL-3.0-or-later

// A server that plays a recording: clients that do not keep to it, and more of them than it takes.
#include "tests/app/engine/sessions/SavedConversation.h"
#include "tests/app/engine/sessions/SessionBench.h"
#include "tests/app/engine/sessions/UdpPeer.h"

#include <QtTest/QTest>

#include <netinet/in.h>

using namespace Qt::StringLiterals;
using loop::EventKind;
using models::SessionRecord;

namespace {

// Sends from any address of this machine.
class ManyPeers {
public:
    ManyPeers()
    {
        const auto any = loop::SocketAddress::fromNumeric("0.0.0.0", 0);
        if (::bind(fd_.get(), any.data(), any.size()) != 0)
            qFatal("no port for datagrams");
    }
    void send(int peer, quint16 port, std::string_view data) const
    {
        const auto to = loop::SocketAddress::fromNumeric("127.0.0.1", port);
        iovec bytes {const_cast<char *>(data.data()), data.size()};
        alignas(cmsghdr) char space[CMSG_SPACE(sizeof(in_pktinfo))] {};
        msghdr message {};
        message.msg_name = const_cast<sockaddr *>(to.data());
        message.msg_namelen = to.size();
        message.msg_iov = &bytes;
        message.msg_iovlen = 1;
        message.msg_control = space;
        message.msg_controllen = sizeof space;
        cmsghdr *from = CMSG_FIRSTHDR(&message);
        from->cmsg_level = IPPROTO_IP;
        from->cmsg_type = IP_PKTINFO;
        from->cmsg_len = CMSG_LEN(sizeof(in_pktinfo));
        in_pktinfo source {};
        source.ipi_spec_dst.s_addr = htonl(INADDR_LOOPBACK + 256 + std::uint32_t(peer));
        std::memcpy(CMSG_DATA(from), &source, sizeof source);
        QCOMPARE(::sendmsg(fd_.get(), &message, 0), ssize_t(data.size()));
    }

private:
    const loop::Descriptor fd_ {::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
};

std::unique_ptr<models::Recording> ofServer(const std::vector<Said> &all)
{
    return recorded(all, true, loop::Role::Server);
}

QString playing(const models::Recording &file, const QString &transport = {},
                const QString &options = {})
{
    return u"replay-server%1://127.0.0.1:0?file=%2&connection=3%3"_s.arg(transport, file.path(),
                                                                         options);
}

} // namespace

class ReplayServerTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aClientThatFallsSilentIsAFailureOnlyOfItsOwn()
    {
        const auto file
            = ofServer({{0, EventKind::DataIn, "hello"}, {1, EventKind::DataOut, "yes"}});
        QuickBench bench;
        const loop::ContextId server = bench.start(playing(*file, {}, u"&timeout=50ms"_s));
        QVERIFY2(bench.runs(server), qPrintable(bench.last[server].error));
        const Peer silent = bench.connectedTo(server);
        silent.send("he");
        QVERIFY(bench.counts(server, u"1 failed"_s));
        QCOMPARE(bench.shown.filter(u"The peer sent nothing more within 50.0 ms, after 2 bytes"_s)
                     .size(),
                 1);
        const Peer good = bench.connectedTo(server);
        good.send("hello");
        QVERIFY(bench.counts(server, u"1 message sent"_s));
        QCOMPARE(good.receiveExactly(3), std::string("yes"));
        QVERIFY(!bench.last[server].figures.contains(u"2 failed"));
        QCOMPARE(bench.last[server].state, SessionRecord::Running);
    }

    // Its next words are due in an hour.
    void whatItCannotHoldOfAPeerIsMissed()
    {
        const auto file = ofServer({{0, EventKind::DataIn, "x"},
                                    {3'600'000, EventKind::DataOut, "y"},
                                    {3'600'001, EventKind::DataIn, "z"}});
        QuickBench bench;
        const loop::ContextId server = bench.start(playing(*file, u"+udp"_s));
        QVERIFY2(bench.runs(server), qPrintable(bench.last[server].error));
        const UdpPeer peer;
        const std::string much(60'000, 'x');
        int sent = 0;
        QTRY_VERIFY_WITH_TIMEOUT((peer.send(bench.portOf(server), much), ++sent,
                                  bench.last[server].figures.contains(u" missed"_s)),
                                 10'000);
        QVERIFY2(sent > 17, qPrintable(QString::number(sent))); // a megabyte
    }

    void whatTheNetworkDoesNotTakeIsNotHeldForEver()
    {
        std::vector<Said> all {{0, EventKind::DataIn, "x"}};
        for (int i = 0; i < 40; ++i)
            all.push_back({1, EventKind::DataOut, std::string(60'000, 'y')});
        const auto file = ofServer(all);
        QuickBench bench;
        const loop::ContextId server
            = bench.start(playing(*file, u"+udp"_s, u"&timeout=100ms&fault=stall,direction:out"_s));
        QVERIFY2(bench.runs(server), qPrintable(bench.last[server].error));
        const UdpPeer peer;
        peer.send(bench.portOf(server), "x");
        QTRY_COMPARE(bench.shown.filter(u"The peer took nothing for 100 ms"_s).size(), 1);
        QVERIFY(bench.counts(server, u"1 failed"_s));
    }

    void onePeerTooManyIsNotAnsweredWhichIsSaidOnce()
    {
        constexpr int most = 1000;
        const auto file = ofServer({{0, EventKind::DataIn, "hello"},
                                    {1, EventKind::DataOut, "yes"},
                                    {3'600'000, EventKind::DataIn, "x"}});
        QuickBench bench;
        const loop::ContextId server = bench.start(playing(*file, u"+udp"_s, u"&timeout=2h"_s));
        QVERIFY2(bench.runs(server), qPrintable(bench.last[server].error));
        const ManyPeers peers;
        for (int i = 0; i < most + 2; ++i) {
            peers.send(i, bench.portOf(server), "hello");
            if (i % 50 == 0)
                QTest::qWait(1);
        }
        QVERIFY2(bench.counts(server, u", 2 missed"_s), qPrintable(bench.last[server].figures));
        QVERIFY(bench.counts(server, u"1,000 messages sent"_s));
        QCOMPARE(bench.said(u"1000 peers are talked to at once"_s), 1);
        peers.send(0, bench.portOf(server), "x"); // whose conversation is over now
        const auto hasRoom = [&] {
            peers.send(most, bench.portOf(server), "hello");
            return bench.last[server].figures.contains(u"1,001 messages sent"_s);
        };
        QTRY_VERIFY(hasRoom());
    }
};

QTEST_GUILESS_MAIN(ReplayServerTest)
#include "ReplayServerTest.moc"
