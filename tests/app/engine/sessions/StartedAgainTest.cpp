// SPDX-License-Identifier: GPL-3.0-or-later

// A session that is started again: its figures and errors begin anew.
#include "tests/app/engine/sessions/SessionBench.h"

#include "app/engine/sessions/DatagramLoops.h"
#include "app/engine/sessions/ReplayReport.h"
#include "tests/app/engine/sessions/UdpPeer.h"

#include <QtCore/QUrl>
#include <QtTest/QTest>

#include <cmath>

using namespace Qt::StringLiterals;
using models::SessionRecord;

namespace {

QString encoded(const QString &rules)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(rules));
}

loop::Coro<void> closeAtOnce(loop::StreamReader, loop::StreamWriter writer)
{
    writer.close();
    co_return;
}

loop::Coro<void> echoWhile(const bool *answers, loop::StreamReader reader,
                           loop::StreamWriter writer)
{
    for (;;) {
        const std::string data = co_await reader.read(65536);
        if (data.empty())
            break;
        if (*answers)
            writer.write(data);
    }
    writer.close();
}

loop::Coro<void> echoAll(loop::StreamReader reader, loop::StreamWriter writer)
{
    static constexpr bool always = true;
    return echoWhile(&always, std::move(reader), std::move(writer));
}

} // namespace

class StartedAgainTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aServerStartsWithoutTheAddressesItHad()
    {
        SessionBench bench;
        const loop::ContextId server = bench.start(u"echo://127.0.0.1:0"_s);
        QVERIFY(bench.runs(server));
        QCOMPARE(bench.last[server].addresses.size(), 1);
        QVERIFY(bench.stops(server));
        bench.host.startAgain(server);
        const SessionRecord starting = bench.history.last();
        QCOMPARE(starting.state, SessionRecord::Starting);
        QCOMPARE(starting.addresses, QStringList());
        QCOMPARE(starting.address, u"127.0.0.1:0"_s);
        QVERIFY(bench.runs(server));
    }

    void aServerThatDoesNotComeUpAgainHasNoFigures()
    {
        SessionBench bench;
        const loop::ContextId first = bench.start(u"echo://127.0.0.1:0"_s);
        QVERIFY(bench.runs(first));
        const QString url = u"echo://127.0.0.1:%1"_s.arg(bench.portOf(first));
        QVERIFY(bench.stops(first));
        const loop::ContextId server = bench.start(url);
        QVERIFY(bench.runs(server));
        QVERIFY(!bench.last[server].figures.isEmpty());
        QVERIFY(bench.stops(server));
        const loop::ContextId other = bench.start(url);
        QVERIFY(bench.runs(other));
        bench.host.startAgain(server);
        QVERIFY(bench.until(server, SessionRecord::Failed));
        QCOMPARE(bench.last[server].figures, QString()); // nothing was open
        // And the failure is of that run alone.
        QVERIFY(bench.last[server].error.contains(u"is in use"_s));
        QVERIFY(bench.stops(other));
        bench.host.startAgain(server);
        QCOMPARE(bench.history.last().error, QString());
        QVERIFY(bench.runs(server));
        QCOMPARE(bench.last[server].error, QString());
    }

    void linesCountFromZeroAndHaveNoVerdictBeforeTheEnd()
    {
        SessionBench bench;
        const quint16 port = bench.serve(echoAll);
        const loop::ContextId lines = bench.start(u"lines://127.0.0.1:"_s + QString::number(port)
                                                  + u"?text=a&text=b&end=%0A&limit=messages>=2"_s);
        for (int run = 0; run < 2; ++run) {
            if (run > 0)
                bench.host.startAgain(lines);
            QCOMPARE(bench.history.last().state, SessionRecord::Starting);
            QVERIFY(bench.history.last().verdicts.isEmpty());
            QCOMPARE(bench.history.last().figures, QString());
            QCOMPARE(bench.history.last().plainFigures, QString());
            QVERIFY(bench.until(lines, SessionRecord::Stopped));
            QCOMPARE(bench.last[lines].figures, u"2 of 2 lines sent, 2 answered, 4 B back"_s);
            QCOMPARE(bench.last[lines].verdicts.size(), 1);
        }
    }

    void aTalkCountsFromZero()
    {
        SessionBench bench;
        const loop::ContextId talk
            = bench.start(u"talk://127.0.0.1:%1"_s.arg(bench.serve(echoAll)));
        for (int run = 0; run < 2; ++run) {
            QVERIFY(run == 0 ? bench.runs(talk) : bench.startsAgain(talk));
            bench.host.send(talk, "hello");
            QVERIFY(bench.counts(talk, u"5 B back"_s));
            QCOMPARE(bench.last[talk].figures, u"5 B sent, 5 B back, messages: 1"_s);
            bench.host.outputTaken(talk, 5);
            QVERIFY(bench.stops(talk));
        }
    }

    // What broke the first run neither breaks the next one nor gives it its name.
    void aLoadFailsForWhatHappenedInThisRun()
    {
        SessionBench bench;
        const quint16 port = closedPort();
        const loop::ContextId load
            = bench.start(u"load://127.0.0.1:%1?connections=1&duration=0.1"_s.arg(port));
        QVERIFY(bench.until(load, SessionRecord::Failed));
        QVERIFY2(bench.last[load].error.startsWith(u"Nothing accepts connections"_s),
                 qPrintable(bench.last[load].error));
        QCOMPARE(bench.serve(closeAtOnce, port), port);
        bench.host.startAgain(load);
        QVERIFY(bench.until(load, SessionRecord::Failed));
        QVERIFY2(
            bench.last[load].error.startsWith(u"127.0.0.1:%1 closed the connection"_s.arg(port))
                || bench.last[load].error.contains(u"broke the connection"_s),
            qPrintable(bench.last[load].error));
        bench.servers.front()->close();
        QCOMPARE(bench.serve(echoAll, port), port);
        bench.host.startAgain(load);
        QVERIFY(bench.until(load, SessionRecord::Stopped));
    }

    // Its task has not had its first step then, and what never ran has no end of its own.
    void aSessionThatIsStoppedAtOnceIsOver()
    {
        SessionBench bench;
        const loop::ContextId server = bench.start(u"echo://127.0.0.1:0"_s);
        bench.host.stop(server);
        QCOMPARE(bench.history.last().state, SessionRecord::Stopping);
        QVERIFY(bench.until(server, SessionRecord::Stopped));
        QCOMPARE(bench.last[server].error, QString());
        QVERIFY(bench.startsAgain(server));
    }

    // What an earlier run measured is neither shown of one that never began nor judged.
    void aRunThatNeverBeganHasMeasuredNothing()
    {
        SessionBench bench;
        const loop::ContextId load
            = bench.start(u"load://127.0.0.1:%1?connections=1&duration=0.1&limit=messages>0"_s.arg(
                bench.serve(echoAll)));
        QVERIFY(bench.until(load, SessionRecord::Stopped));
        QVERIFY(bench.last[load].results.measured);
        QCOMPARE(bench.last[load].verdicts.size(), 1);
        QVERIFY(bench.last[load].verdicts.first().holds);
        bench.host.startAgain(load);
        QVERIFY(!bench.history.last().results.measured);
        bench.host.stop(load);
        QVERIFY(bench.until(load, SessionRecord::Failed));
        QVERIFY(!bench.last[load].results.measured);
        QCOMPARE(bench.last[load].figures, QString());
        QCOMPARE(bench.last[load].verdicts.size(), 1);
        QVERIFY(!bench.last[load].verdicts.first().holds);
    }

    // Its rate is that of lately while it runs, and of all of it then.
    void aLoadMeasuresEachRunByItself()
    {
        SessionBench bench;
        const loop::ContextId load = bench.start(
            u"load://127.0.0.1:%1?connections=2&rate=200&duration=0.9"_s.arg(bench.serve(echoAll)));
        for (int run = 0; run < 2; ++run) {
            if (run > 0)
                bench.host.startAgain(load);
            QVERIFY(bench.runs(load));
            QCOMPARE(bench.last[load].results.rate, 0.0);
            QTRY_VERIFY(bench.last[load].results.rate > 0);
            const double lately = bench.last[load].results.rate;
            QVERIFY2(lately > 20 && lately < 1000, qPrintable(QString::number(lately)));
            QVERIFY(bench.until(load, SessionRecord::Stopped));
            const models::SessionResults all = bench.last[load].results;
            QVERIFY(all.measured && all.errors.isEmpty());
            QVERIFY2(all.messages > 20 && all.messages <= 182,
                     qPrintable(QString::number(all.messages)));
            QCOMPARE(all.timed, all.messages);
            QVERIFY(all.p50 > 0 && all.p50 <= all.p90 && all.p90 <= all.p99 && all.p99 <= all.p999
                    && all.p999 <= all.max);
            quint64 counted = 0;
            for (const models::SessionResults::Bar &bar : all.histogram)
                counted += bar.count;
            QCOMPARE(counted, all.timed);
            QVERIFY(all.elapsed >= 890'000'000 && all.elapsed < 10'000'000'000);
            QVERIFY(std::abs(all.rate * double(all.elapsed) / 1e9 - double(all.messages)) < 1);
        }
    }

    // Its rate is of what was answered lately, not of all that ever was.
    void aLoadWhoseServerFallsSilentHasNoRate()
    {
        SessionBench bench;
        bool answers = true;
        const auto echoForAWhile
            = [&answers](loop::StreamReader reader, loop::StreamWriter writer) -> loop::Coro<void> {
            return echoWhile(&answers, std::move(reader), std::move(writer));
        };
        const loop::ContextId load
            = bench.start(u"load://127.0.0.1:%1?connections=2&rate=200&duration=60"_s.arg(
                bench.serve(echoForAWhile)));
        QTRY_VERIFY(bench.last[load].results.rate > 0);
        answers = false;
        QTRY_COMPARE(bench.last[load].results.rate, 0.0);
        QVERIFY(bench.last[load].results.messages > 0);
        QVERIFY(bench.stops(load) || bench.last[load].state == SessionRecord::Failed);
    }

    // As the window sends it where a person clicks twice.
    void stoppingWhatIsStoppingDoesNothing()
    {
        SessionBench bench;
        const loop::ContextId talk
            = bench.start(u"talk://127.0.0.1:%1"_s.arg(bench.serve(echoAll)));
        QVERIFY(bench.runs(talk));
        bench.history.clear();
        bench.host.stop(talk);
        QVERIFY(bench.stops(talk));
        bench.host.stop(talk);
        QList<int> states;
        for (const SessionRecord &record : std::as_const(bench.history))
            states << record.state;
        QCOMPARE(states, QList<int>({SessionRecord::Stopping, SessionRecord::Stopped}));
    }

    // It may come from a server of ours, which would answer the answer.
    void whatIsNotAnsweredIsSaidOnceARun()
    {
        SessionBench bench;
        const UdpPeer peer;
        const app::ServedDatagrams served(
            loop::SocketAddress::fromNumeric("127.0.0.1", peer.port()));
        const loop::ContextId server = bench.start(u"echo+udp://127.0.0.1:0"_s);
        for (int run = 0; run < 2; ++run) {
            QVERIFY(run == 0 ? bench.runs(server) : bench.startsAgain(server));
            peer.send(bench.portOf(server), "x");
            peer.send(bench.portOf(server), "x");
            QVERIFY(bench.counts(server, u"2 datagrams, 2 B, 2 not answered"_s));
            QCOMPARE(bench.said(u"is not answered: "_s), 1);
            QVERIFY(bench.stops(server));
        }
    }

    void aReplyServerCountsDatagramsAndSaysWhatItLeavesOutAgain()
    {
        SessionBench bench;
        const loop::ContextId server
            = bench.start(u"reply+udp://127.0.0.1:0?rules="_s
                          + encoded(QString::fromUtf8(R"({"messages": "lines", "rules": [
                              {"on": {"message": 2}, "do": [{"send": "two"}]}]})")));
        const UdpPeer peer;
        std::string many = "first\n";
        for (int line = 0; line < 256; ++line)
            many += "x\n";
        for (int run = 0; run < 2; ++run) {
            QVERIFY(run == 0 ? bench.runs(server) : bench.startsAgain(server));
            for (int i = 0; i < 2; ++i)
                peer.send(bench.portOf(server), many);
            QVERIFY(bench.counts(server, u"2 missed"_s));
            QCOMPARE(peer.receive(), std::string("two"));
            QCOMPARE(bench.said(u"the rest is not answered"_s), 1);
            QVERIFY(bench.stops(server));
        }
    }

    // Rules that came while it ran are those of its next run, too.
    void aReplyServerKeepsTheRulesItWasGiven()
    {
        const QString rules
            = u"{\"rules\":[{\"on\":\"connect\",\"do\":[{\"send\":\"%1\"},\"close\"]}]}"_s;
        SessionBench bench;
        const loop::ContextId server
            = bench.start(u"reply://127.0.0.1:0?rules="_s + encoded(rules.arg(u"old"_s)));
        QVERIFY(bench.runs(server));
        bench.host.setRules(server, rules.arg(u"new"_s));
        for (int run = 0; run < 2; ++run) {
            QVERIFY(run == 0 || bench.startsAgain(server));
            const Peer peer = bench.connectedTo(server);
            QVERIFY(bench.counts(server, u"3 B sent"_s));
            QCOMPARE(peer.receiveExactly(3), std::string("new"));
            QVERIFY(bench.stops(server));
        }
    }

    void aReportBeginsAnew()
    {
        QStringList shown;
        app::ReplayReport report([&shown](const QString &words) { shown << words; });
        const auto run = [&](unsigned char got) {
            shown.clear();
            report.begin();
            const bool nothing = report.evidence() == models::Evidence::Nothing;
            for (std::uint64_t at = 0; at <= app::ReplayReport::MostShown; ++at)
                report.found({app::ReplayDifference::Other, at, 1, 7, 'a', got});
            report.said();
            report.heard(100);
            report.played();
            return nothing ? report.figures() : u"it has proof of before"_s;
        };
        const QString figures
            = u"1 message sent, 100 B compared, 21 differences, the first at byte 0: expected 61 "
              "'a', got %1 (event 7 of the recording)"_s;
        for (const auto &[got, words] : {std::pair {'b', u"62 'b'"_s},
                                         {' ', u"20"_s},
                                         {'!', u"21 '!'"_s},
                                         {'~', u"7e '~'"_s},
                                         {'\x7f', u"7f"_s}}) {
            QCOMPARE(run(static_cast<unsigned char>(got)), figures.arg(words));
            QCOMPARE(shown.size(), qsizetype(app::ReplayReport::MostShown) + 1);
        }
    }
};

QTEST_GUILESS_MAIN(StartedAgainTest)
#include "StartedAgainTest.moc"
