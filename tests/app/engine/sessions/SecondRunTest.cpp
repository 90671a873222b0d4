// SPDX-License-Identifier: GPL-3.0-or-later
// A session that is started again is as new: it counts from zero, says again what there is to say,
// and nothing of the run before stands in its way.
#include "tests/app/engine/sessions/SessionBench.h"

#include "loop/Server.h"
#include "loop/Streams.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QRegularExpression>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using models::SessionRecord;
using Bench = SessionBench;

namespace {

// Of two connections, the first is broken off after its first message, the other one echoes.
loop::Coro<void> breakOffOrEcho(loop::StreamReader reader, loop::StreamWriter writer, bool broken)
{
    for (;;) {
        const std::string data = co_await reader.read(65536);
        if (data.empty() || broken)
            break;
        writer.write(data);
    }
    writer.transport().abort();
}

loop::Coro<void> pour(loop::StreamReader, loop::StreamWriter writer)
{
    writer.write(std::string(2'000'000, 'x'));
    co_await writer.drain();
}

} // namespace

class SecondRunTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aServerCountsFromZero_data()
    {
        QTest::addColumn<QString>("url");
        for (const char *const api : {"protocol", "streams", "sockets"})
            QTest::newRow(api) << u"echo://127.0.0.1:0?api="_s + QString::fromUtf8(api);
    }

    void aServerCountsFromZero()
    {
        QFETCH(QString, url);
        Bench bench;
        const loop::ContextId server = bench.start(url);
        for (int run = 0; run < 2; ++run) {
            QVERIFY(run == 0 ? bench.runs(server) : bench.startsAgain(server));
            const Peer peer = bench.connectedTo(server);
            peer.send("hello");
            QVERIFY(QTest::qWaitFor(
                [&] { return bench.last[server].figures.contains(u"1 message,"); }, 5000));
            peer.finish();
            QVERIFY(bench.stops(server));
            QCOMPARE(bench.last[server].figures, u"0 open, 1 in all, 1 message, 5 B"_s);
        }
    }

    // It waits for its server, which is still coming up.
    void aClientThatIsStoppedWhileItWaitsDoesNotStart()
    {
        Bench bench;
        const loop::ContextId server = bench.start(u"echo://127.0.0.1:0"_s);
        const loop::ContextId stopped = bench.start(u"talk://127.0.0.1:0"_s);
        const loop::ContextId waiting = bench.start(u"talk://127.0.0.1:0"_s);
        bench.host.stop(stopped);
        QVERIFY(bench.runs(server));
        QVERIFY(bench.runs(waiting));
        QVERIFY(QTest::qWaitFor(
            [&] { return bench.last[server].figures.startsWith(u"1 open, 1 in all"); }, 5000));
        QVERIFY(bench.last[stopped].state != SessionRecord::Running);
    }

    void aForwardServerForgetsItsTrouble()
    {
        Bench bench;
        const quint16 closed = closedPort();
        const loop::ContextId server
            = bench.start(u"forward://127.0.0.1:0?to=127.0.0.1:%1"_s.arg(closed));
        QVERIFY(bench.runs(server));
        {
            const Peer peer = bench.connectedTo(server);
            QVERIFY(QTest::qWaitFor(
                [&] { return bench.last[server].figures.contains(u"1 failed, to "); }, 5000));
        }
        QVERIFY(bench.stops(server));
        QVERIFY(bench.startsAgain(server));
        QCOMPARE(bench.last[server].figures,
                 u"0 open, 0 in all, 0 messages, 0 B, to 127.0.0.1:%1"_s.arg(closed));
    }

    // New rules are others, though they come while it runs.
    void aReplyServerSaysAgainThatARuleGaveUp()
    {
        const QString rules
            = u"{\"messages\":\"lines\",\"rules\":[{\"on\":{\"regex\":\"%1\"},\"do\":[{\"send\":\"x\"}]}]}"_s;
        Bench bench;
        const loop::ContextId server = bench.start(u"reply://127.0.0.1:0"_s);
        QVERIFY(bench.runs(server));
        const std::string line = std::string(40, 'a') + "!\n";
        const Peer peer = bench.connectedTo(server);
        int heard = 0;
        const auto tries = [&] { // how often it was said of two such lines
            peer.send(line + line);
            const QString figures = u"%1 message"_s.arg(++heard);
            return QTest::qWaitFor([&] { return bench.last[server].figures.contains(figures); })
                ? bench.said(u"gave up"_s)
                : -1;
        };
        bench.host.setRules(server, rules.arg(u"^(a+)+$"_s));
        QCOMPARE(tries(), 1);
        QCOMPARE(tries(), 0);
        bench.host.setRules(server, rules.arg(u"^(a|aa)+$"_s));
        QCOMPARE(tries(), 1);
    }

    // What nobody took of the run before holds up nothing.
    void aTalkIsReadAgain()
    {
        Bench bench;
        const auto server = bench.loop.createTask(
            loop::startServer(pour, "127.0.0.1", 0, {}, loop::defaultStreamLimit, &bench.loop));
        QVERIFY(QTest::qWaitFor([&] { return server.done(); }));
        const quint16 port = server.result()->sockets().front().address.port();
        const loop::ContextId talk = bench.start(u"talk://127.0.0.1:%1"_s.arg(port));
        for (int run = 0; run < 2; ++run) {
            bench.output = 0;
            QVERIFY(run == 0 ? bench.runs(talk) : bench.startsAgain(talk));
            QVERIFY(QTest::qWaitFor([&] { return bench.output > 256 * 1024; }, 5000));
            QVERIFY(bench.stops(talk));
            QVERIFY(bench.output < 1'000'000); // it waited for who reads it
        }
        server.result()->close();
    }

    // Of a paced load, what was due and could not be sent is of the run in which it was due.
    void aLoadCountsWhatItDidNotSendOnce()
    {
        Bench bench;
        int accepted = 0;
        const loop::StreamHandler handler = [&](loop::StreamReader r, loop::StreamWriter w) {
            return breakOffOrEcho(std::move(r), std::move(w), accepted++ % 2 == 0);
        };
        const auto server = bench.loop.createTask(
            loop::startServer(handler, "127.0.0.1", 0, {}, loop::defaultStreamLimit, &bench.loop));
        QVERIFY(QTest::qWaitFor([&] { return server.done(); }));
        const quint16 port = server.result()->sockets().front().address.port();
        const loop::ContextId load
            = bench.start(u"load://127.0.0.1:%1?connections=2&rate=100&duration=0.3"_s.arg(port));
        for (int run = 0; run < 3; ++run) { // 15 fall due of the one that was broken off
            if (run > 0)
                bench.host.startAgain(load);
            QVERIFY(bench.runs(load));
            QVERIFY(bench.until(load, SessionRecord::Stopped));
            bool good = false;
            const int count = bench.last[load]
                                  .figures.section(u" unanswered"_s, 0, 0)
                                  .section(QRegularExpression(u"[ (]"_s), -1)
                                  .toInt(&good);
            QVERIFY2(good && count > 5 && count <= 17, qPrintable(bench.last[load].figures));
        }
        server.result()->close();
    }

    void aRepeatForgetsWhatItMissed()
    {
        Bench bench;
        const loop::ContextId server = bench.start(u"echo://127.0.0.1:0"_s);
        QVERIFY(bench.runs(server));
        const loop::ContextId repeat = bench.start(
            u"repeat://127.0.0.1:%1?text=x&every=5ms&count=20"_s.arg(bench.portOf(server)));
        int missed[2] {};
        for (int run = 0; run < 2; ++run) {
            QVERIFY(run == 0 ? bench.runs(repeat) : bench.startsAgain(repeat));
            if (run == 0) { // the loop's thread is held up: a hundred times pass
                QElapsedTimer held;
                held.start();
                while (held.elapsed() < 500) { }
            }
            QVERIFY(bench.until(repeat, SessionRecord::Stopped));
            const QString figures = bench.last[repeat].figures;
            QVERIFY2(figures.startsWith(u"20 lines sent, 40 B back"_s), qPrintable(figures));
            missed[run] = figures.section(u" missed"_s, 0, 0).section(u' ', -1).toInt();
        }
        QVERIFY2(missed[0] > 80, qPrintable(QString::number(missed[0])));
        QVERIFY2(missed[1] < missed[0] - 40, qPrintable(QString::number(missed[1])));
    }

    // Port 0 of a client is that of a server that is there.
    void aClientTakesThePortOfAServerThatIsThere()
    {
        Bench bench;
        const loop::ContextId first = bench.start(u"echo://127.0.0.1:0"_s);
        const loop::ContextId second = bench.start(u"echo://127.0.0.1:0"_s);
        QVERIFY(bench.runs(first) && bench.runs(second));
        const loop::ContextId before = bench.start(u"talk://127.0.0.1:0"_s);
        QVERIFY(bench.runs(before));
        QCOMPARE(bench.portOf(before), bench.portOf(second)); // the last one
        QVERIFY(bench.stops(second));
        const loop::ContextId after = bench.start(u"talk://127.0.0.1:0"_s);
        QVERIFY(bench.runs(after));
        QCOMPARE(bench.portOf(after), bench.portOf(first));
    }

    void aClientTakesThePortOfTheNewestServerOfItsTransport()
    {
        Bench bench;
        const loop::ContextId tcp = bench.start(u"echo://127.0.0.1:0"_s);
        const loop::ContextId udp = bench.start(u"echo+udp://127.0.0.1:0"_s);
        QVERIFY(bench.runs(tcp) && bench.runs(udp));
        const loop::ContextId stream = bench.start(u"talk://127.0.0.1:0"_s);
        const loop::ContextId datagrams = bench.start(u"talk+udp://127.0.0.1:0"_s);
        QVERIFY(bench.runs(stream) && bench.runs(datagrams));
        QCOMPARE(bench.portOf(stream), bench.portOf(tcp));
        QCOMPARE(bench.portOf(datagrams), bench.portOf(udp));
        const loop::ContextId none = bench.start(u"talk+tls://127.0.0.1:0"_s);
        QVERIFY(bench.until(none, SessionRecord::Failed));
        QCOMPARE(bench.last[none].error,
                 u"No server that this client can reach over TLS is running. Start one first, or "
                 "give a port from 1 to 65535."_s);
    }

    void aClientHasThePortThatItsServerHasNow()
    {
        Bench bench;
        const loop::ContextId server = bench.start(u"echo://127.0.0.1:0"_s);
        QVERIFY(bench.runs(server));
        const quint16 before = bench.portOf(server);
        const loop::ContextId client = bench.start(u"talk://127.0.0.1:0"_s);
        QVERIFY(bench.runs(client) && bench.stops(client) && bench.stops(server));
        const loop::ContextId other = bench.start(u"echo://127.0.0.1:%1"_s.arg(before));
        QVERIFY(bench.runs(other) && bench.startsAgain(server)); // it has to have another one
        QVERIFY(bench.portOf(server) != before);
        QVERIFY(bench.startsAgain(client));
        QCOMPARE(bench.portOf(client), bench.portOf(server)); // its own, though not the newest
        QVERIFY(bench.stops(client) && bench.stops(server));
        QVERIFY(bench.startsAgain(client));
        QCOMPARE(bench.portOf(client), before); // of the one that is left
        QVERIFY(bench.stops(client) && bench.stops(other));
        bench.host.startAgain(client);
        QVERIFY(bench.until(client, SessionRecord::Failed)); // and of nobody's of before
        QVERIFY2(bench.last[client].error.startsWith(u"No server"),
                 qPrintable(bench.last[client].error));
    }

    // Of many connections with the same trouble it is said once a second, and once they have
    // others.
    void aForwardServerSaysItsTroubleOnceASecond()
    {
        Bench bench;
        const quint16 closed = closedPort();
        const loop::ContextId server
            = bench.start(u"forward://127.0.0.1:0?to=127.0.0.1:%1"_s.arg(closed));
        QVERIFY(bench.runs(server));
        const QString words = u"127.0.0.1:%1"_s.arg(closed);
        int failed = 0;
        const auto fail = [&] { // how often it was said of one more
            const Peer peer = bench.connectedTo(server);
            const QString figures = u" %1 failed, to "_s.arg(++failed);
            return QTest::qWaitFor([&] { return bench.last[server].figures.contains(figures); })
                ? bench.said(words)
                : -1;
        };
        (void)bench.said(words); // of the start
        QElapsedTimer since;
        since.start();
        QCOMPARE(fail(), 1);
        int again = 0, quiet = 0;
        while (again == 0 && since.elapsed() < 20'000) {
            again = fail();
            quiet += again == 0 ? 1 : 0;
        }
        QCOMPARE(again, 1);
        QVERIFY(quiet > 0);
        QVERIFY2(since.elapsed() >= 1000, qPrintable(QString::number(since.elapsed())));
    }

    void whatIsSentToATalkThatIsOverIsSaidToBeLost()
    {
        Bench bench;
        const loop::ContextId server = bench.start(u"echo://127.0.0.1:0"_s);
        QVERIFY(bench.runs(server));
        const loop::ContextId talk
            = bench.start(u"talk://127.0.0.1:%1"_s.arg(bench.portOf(server)));
        QVERIFY(bench.runs(talk));
        bench.host.send(talk, "hello");
        QVERIFY(QTest::qWaitFor([&] { return bench.output == 5; })); // it came back
        (void)bench.said({});
        bench.host.send(app::SessionHost::newId(), "to nobody");
        QCOMPARE(bench.said(u"Nothing was sent"_s), 0);
        QVERIFY(bench.stops(talk));
        bench.host.send(talk, "hello");
        QCOMPARE(bench.said(u"Nothing was sent"_s), 1);
        QCOMPARE(bench.output, std::size_t(5));
        QVERIFY(bench.startsAgain(talk));
        bench.host.send(talk, "again");
        QVERIFY(QTest::qWaitFor([&] { return bench.output == 10; }));
        QCOMPARE(bench.said(u"Nothing was sent"_s), 0);
    }
};

QTEST_GUILESS_MAIN(SecondRunTest)
#include "SecondRunTest.moc"
