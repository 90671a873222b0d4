// SPDX-License-Identifier: GPL-3.0-or-later

// What each of the small servers counts of what passes, and where its bounds are.
#include "tests/app/engine/sessions/SessionBench.h"
#include "tests/app/engine/sessions/UdpPeer.h"

#include <QtTest/QTest>

#include <algorithm>
#include <future>

using namespace Qt::StringLiterals;
using models::SessionRecord;

namespace {

// A message of sockperf that is so long with its header.
std::string sockperf(char flags, std::uint32_t length, const std::string &padding = {})
{
    std::string message(9, '\0');
    message += flags;
    for (int shift = 24; shift >= 0; shift -= 8)
        message += char(length >> shift);
    return message + padding;
}

std::size_t unsent(const loop::EventLoop &loop)
{
    std::size_t most = 0;
    for (loop::Transport *each = loop.firstTransport(); each; each = each->next())
        most = std::max(most, each->getWriteBufferSize());
    return most;
}

} // namespace

class SmallServersTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatPassesIsCounted_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<std::string>("sent");
        QTest::addColumn<std::string>("answer");
        QTest::addColumn<QString>("figures");
        const auto row = [](const char *url, const std::string &sent, const std::string &answer,
                            const char *figures) {
            QTest::newRow(url) << QString::fromLatin1(url).replace(u"HERE"_s, u"://127.0.0.1:0"_s)
                               << sent << answer << QString::fromLatin1(figures);
        };
        row("echoHERE?api=protocol", "hello", "hello", "1 open, 1 in all, 1 message, 5 B");
        row("echoHERE?api=streams", "hello", "hello", "1 open, 1 in all, 1 message, 5 B");
        row("echoHERE?api=sockets", "hello", "hello", "1 open, 1 in all, 1 message, 5 B");
        row("echo+udpHERE", "hello", "hello", "1 datagram, 5 B");
        row("discardHERE", "hello", {}, "1 open, 1 in all, 1 message, 5 B");
        row("discard+udpHERE", "hello", {}, "1 datagram, 5 B");
        row("receiveHERE", "hello", {}, "1 open, 1 in all, 1 message, 5 B");
        row("receive+udpHERE", "hello", {}, "1 datagram, 5 B");
        row("broadcastHERE", "hello\n", {}, "1 open, 1 in all, 1 message, 6 B");
        row("sockperf+tcpHERE", sockperf(3, 14), sockperf(2, 14),
            "1 open, 1 in all, 1 message, 14 B");
        row("sockperfHERE", sockperf(3, 14), sockperf(2, 14), "1 datagram, 14 B");
    }

    void whatPassesIsCounted()
    {
        QFETCH(QString, url);
        QFETCH(std::string, sent);
        QFETCH(std::string, answer);
        QFETCH(QString, figures);
        QuickBench bench;
        const loop::ContextId server = bench.start(url);
        QVERIFY2(bench.runs(server), qPrintable(bench.last[server].error));
        if (figures.contains(u"datagram")) {
            const UdpPeer peer;
            peer.send(bench.portOf(server), sent);
            if (!answer.empty())
                QCOMPARE(peer.receive(), answer);
            QVERIFY2(bench.counts(server, figures), qPrintable(bench.last[server].figures));
            QCOMPARE(bench.last[server].figures, figures);
            return;
        }
        const Peer peer = bench.connectedTo(server);
        peer.send(sent);
        QVERIFY2(bench.counts(server, figures), qPrintable(bench.last[server].figures));
        QCOMPARE(bench.last[server].figures, figures);
        if (!answer.empty())
            QCOMPARE(peer.receiveExactly(answer.size()), answer);
    }

    void whatIsToldToOthersIsCounted()
    {
        QuickBench bench;
        const loop::ContextId server = bench.start(u"broadcast://127.0.0.1:0?raw"_s);
        QVERIFY2(bench.runs(server), qPrintable(bench.last[server].error));
        const Peer one = bench.connectedTo(server), two = bench.connectedTo(server),
                   three = bench.connectedTo(server);
        QVERIFY(bench.counts(server, u"3 open"_s));
        one.send("hello");
        QVERIFY(bench.counts(server, u"10 B sent"_s));
        QCOMPARE(bench.last[server].figures, u"3 open, 3 in all, 1 message, 5 B, 10 B sent"_s);
        QCOMPARE(two.receiveExactly(5), std::string("hello"));
        QCOMPARE(three.receiveExactly(5), std::string("hello"));
    }

    // A megabyte waits for it, and the others hear on.
    void whatAClientDoesNotReadIsMissedByItAlone()
    {
        QuickBench bench;
        const loop::ContextId server = bench.start(u"broadcast://127.0.0.1:0?raw"_s);
        QVERIFY(bench.runs(server));
        const Peer speaks = bench.connectedTo(server), sleeps = bench.connectedTo(server),
                   hears = bench.connectedTo(server);
        sleeps.shrinkBuffers();
        QVERIFY(bench.counts(server, u"3 open"_s));
        const std::string part(512 * 1024, 'x');
        std::size_t most = 0;
        for (int i = 0; i < 100 && !bench.last[server].figures.contains(u" missed"_s); ++i) {
            std::future<std::string> heard = std::async(std::launch::async, [&] {
                speaks.send(part);
                return hears.receiveExactly(part.size());
            });
            const auto isThere = [&heard] {
                return heard.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
            };
            QVERIFY(QTest::qWaitFor(isThere));
            QCOMPARE(heard.get(), part);
            most = std::max(most, unsent(bench.loop));
        }
        QVERIFY(bench.last[server].figures.contains(u" missed"_s));
        QVERIFY2(most > 500'000 && most <= 1'048'576, qPrintable(QString::number(most)));
    }

    void soManyLinesAreShownInASecondAndTheRestCounted()
    {
        QuickBench bench;
        const loop::ContextId server = bench.start(u"receive+udp://127.0.0.1:0"_s);
        QVERIFY(bench.runs(server));
        const UdpPeer peer;
        std::string lines;
        for (int i = 0; i < 203; ++i)
            lines += "x\n";
        for (int second = 0; second < 2; ++second) {
            bench.shown.clear();
            peer.send(bench.portOf(server), lines);
            QTRY_COMPARE(bench.shown.size(), 201);
            QCOMPARE(bench.shown.last(), u"3 more lines arrived than can be shown."_s);
            QVERIFY(bench.shown[199].endsWith(u": x"_s));
        }
    }

    // What a person writes, and not what another such server sends.
    void chargenAnswersAllButItsOwnCharacters()
    {
        QuickBench bench;
        const loop::ContextId server = bench.start(u"chargen+udp://127.0.0.1:0"_s);
        QVERIFY(bench.runs(server));
        const UdpPeer peer;
        const std::string own = " !\"#$";
        for (const std::string &words : {std::string(), own.substr(0, 3), std::string("what?")}) {
            peer.send(bench.portOf(server), words);
            QVERIFY(peer.receive() != "none");
        }
        QVERIFY(!bench.last[server].figures.contains(u"missed"));
        peer.send(bench.portOf(server), own.substr(0, 4));
        peer.send(bench.portOf(server), own);
        QVERIFY2(bench.counts(server, u"2 missed"_s), qPrintable(bench.last[server].figures));
    }

    void sockperfAnswersOnlyWhoAsks()
    {
        QuickBench bench;
        const loop::ContextId server = bench.start(u"sockperf+tcp://127.0.0.1:0"_s);
        QVERIFY(bench.runs(server));
        const Peer peer = bench.connectedTo(server);
        peer.send(sockperf(1, 16, "ab") + sockperf(2, 14) + sockperf(3, 17, "abc"));
        QVERIFY(bench.counts(server, u"3 messages, 47 B"_s));
        QCOMPARE(peer.receiveExactly(17), sockperf(2, 17, "abc"));
        for (const std::uint32_t length : {13U, 64U * 1024 * 1024 + 1}) {
            const Peer wrong = bench.connectedTo(server);
            wrong.send(sockperf(3, length));
            const auto ends = std::async(std::launch::async, [&] {
                try {
                    return wrong.receive();
                } catch (const std::exception &) {
                    return std::string();
                }
            });
            QVERIFY(QTest::qWaitFor([&] {
                return ends.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
            }));
        }
        QVERIFY(bench.counts(server, u"2 failed"_s));
    }
};

QTEST_GUILESS_MAIN(SmallServersTest)
#include "SmallServersTest.moc"
