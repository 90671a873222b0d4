// SPDX-License-Identifier: GPL-3.0-or-later

// What sessions tell of themselves where little differs: who ended a connection, what was counted
// for what, and the first value beyond a bound.
#include "tests/app/engine/sessions/SessionBench.h"

#include "app/engine/faults/Reset.h"
#include "loop/Sleep.h"
#include "tests/app/engine/sessions/UdpPeer.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using models::SessionRecord;

namespace {

loop::Coro<void> echoes(loop::StreamReader reader, loop::StreamWriter writer)
{
    for (;;) {
        const std::string data = co_await reader.read(65536);
        if (data.empty())
            break;
        writer.write(data);
    }
    writer.close();
}

loop::Coro<void> answersShortly(loop::StreamReader reader, loop::StreamWriter writer)
{
    const std::string question = co_await reader.readexactly(5);
    writer.write("yes");
    writer.close();
}

loop::Coro<void> leaves(loop::StreamReader, loop::StreamWriter writer)
{
    writer.close();
    co_return;
}

struct Held {
    std::string heard;
    bool ended = false; // the peer
    bool over = false;
};

// Reads to the end, and keeps its side open.
loop::Coro<void> holdsOn(loop::StreamReader reader, loop::StreamWriter writer, Held &held)
{
    held.heard = co_await reader.read();
    held.ended = true;
    while (!held.over)
        co_await loop::sleep(5ms);
    writer.close();
}

// It says a message of its own before it answers.
loop::Coro<void> speaksFirst(loop::StreamReader reader, loop::StreamWriter writer)
{
    writer.write(std::string(64, '?'));
    return echoes(std::move(reader), std::move(writer));
}

std::vector<std::shared_ptr<loop::Transport>> connections(const loop::EventLoop &loop,
                                                          loop::Role role)
{
    std::vector<std::shared_ptr<loop::Transport>> found;
    for (loop::Transport *each = loop.firstTransport(); each; each = each->next()) {
        if (each->role() == role && each->state() == loop::ConnectionState::Open)
            found.push_back(each->shared_from_this());
    }
    return found;
}

} // namespace

class SessionEdgesTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Its host has to be looked up first.
    void aClientWaitsForTheServerThatComesUpAtItsPort()
    {
        SessionBench bench;
        const quint16 port = closedPort();
        const loop::ContextId server = bench.start(u"echo://localhost:%1"_s.arg(port));
        const loop::ContextId client = bench.start(u"lines://127.0.0.1:%1?text=x&end="_s.arg(port));
        QVERIFY(bench.runs(server));
        QTRY_VERIFY(bench.last.contains(client)); // it has begun
        QTRY_VERIFY(bench.last[client].state == SessionRecord::Stopped
                    || bench.last[client].state == SessionRecord::Failed);
        QCOMPARE(bench.last[client].error, QString());
        QCOMPARE(bench.last[client].figures, u"1 of 1 lines sent, 1 answered, 1 B back"_s);
    }

    void aServerIsNamedByItsFirstAddressAndHowManyMoreThereAre()
    {
        SessionBench bench;
        const loop::ContextId three = bench.start(u"echo://127.0.0.1:0?ports=3"_s);
        const loop::ContextId two = bench.start(u"echo://127.0.0.1:0?ports=2"_s);
        QVERIFY(bench.runs(three) && bench.runs(two));
        QCOMPARE(bench.last[three].addresses.size(), 3);
        QCOMPARE(bench.last[three].address, bench.last[three].addresses.first() + u" and 2 more"_s);
        QCOMPARE(bench.last[two].address, bench.last[two].addresses.first() + u" and 1 more"_s);
    }

    void theLastPortsThereAreCanBeServed()
    {
        const auto pid = ::getpid(); // another test may want them at the same time
        const QString host
            = u"127.%1.%2.%3"_s.arg(1 + (pid >> 16) % 254).arg((pid >> 8) % 256).arg(pid % 256);
        SessionBench bench;
        const loop::ContextId server = bench.start(u"echo://%1:65534?ports=2"_s.arg(host));
        QVERIFY2(bench.runs(server), qPrintable(bench.last[server].error));
        QCOMPARE(bench.last[server].addresses,
                 QStringList({host + u":65534"_s, host + u":65535"_s}));
    }

    void aPersonWhoTalksIsToldWhoClosedTheConnection()
    {
        SessionBench bench;
        const quint16 port = bench.serve(echoes);
        for (const bool here : {true, false}) {
            bench.told.clear();
            const loop::ContextId talk = bench.start(u"talk://127.0.0.1:%1"_s.arg(port));
            QVERIFY(bench.runs(talk));
            QTRY_COMPARE(connections(bench.loop, loop::Role::Server).size(), 1U);
            connections(bench.loop, here ? loop::Role::Client : loop::Role::Server)
                .front()
                ->close();
            QVERIFY(bench.until(talk, SessionRecord::Stopped));
            QCOMPARE(bench.told,
                     QStringList((here ? u"The connection to 127.0.0.1:%1 is closed."_s
                                       : u"127.0.0.1:%1 closed the connection."_s)
                                     .arg(port)));
            QTRY_VERIFY(connections(bench.loop, loop::Role::Server).empty());
        }
    }

    // What it would say after its end has nowhere to go.
    void afterAHalfCloseNothingMoreIsSent()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(u"lines"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("a\n") == 2);
        file.close();
        Held held;
        SessionBench bench;
        const loop::StreamHandler handler
            = [&held](loop::StreamReader reader, loop::StreamWriter writer) {
                  return holdsOn(std::move(reader), std::move(writer), held);
              };
        const loop::ContextId talk
            = bench.start(u"talk://127.0.0.1:%1?half_close=yes&file=%2"_s.arg(bench.serve(handler))
                              .arg(file.fileName()));
        QVERIFY(bench.runs(talk));
        QTRY_VERIFY(held.ended);
        bench.host.send(talk, "more");
        QCOMPARE(bench.told.size(), 1);
        QVERIFY2(bench.told.first().startsWith(u"Nothing was sent: "_s),
                 qPrintable(bench.told.first()));
        QCOMPARE(bench.last[talk].state, SessionRecord::Running);
        held.over = true;
        QVERIFY(bench.until(talk, SessionRecord::Stopped));
        QCOMPARE(held.heard, std::string("a\n"));
    }

    void aConnectionThatThePeerBreaksCountsAsFailedAndOneThatEndsDoesNot_data()
    {
        QTest::addColumn<QString>("api");
        for (const char *const api : {"protocol", "streams", "sockets"})
            QTest::newRow(api) << QString::fromLatin1(api);
    }

    void aConnectionThatThePeerBreaksCountsAsFailedAndOneThatEndsDoesNot()
    {
        QFETCH(QString, api);
        SessionBench bench;
        const loop::ContextId server = bench.start(u"echo://127.0.0.1:0?api="_s + api);
        QVERIFY(bench.runs(server));
        {
            const Peer ends = bench.connectedTo(server), broken = bench.connectedTo(server);
            ends.send("x");
            broken.send("x");
            QVERIFY(bench.counts(server, u"2 open, 2 in all, 2 messages"_s));
            QCOMPARE(ends.receiveExactly(1), std::string("x"));
            QCOMPARE(broken.receiveExactly(1), std::string("x"));
            app::resetConnection(*connections(bench.loop, loop::Role::Server).front()); // by us
            QVERIFY(bench.counts(server, u"1 open, "_s));
            QCOMPARE(bench.last[server].figures, u"1 open, 2 in all, 2 messages, 2 B"_s);
        }
        QVERIFY(bench.counts(server, u"0 open, "_s));
        QCOMPARE(bench.last[server].figures, u"0 open, 2 in all, 2 messages, 2 B"_s);
        Peer resets = bench.connectedTo(server);
        resets.send("x");
        QVERIFY(bench.counts(server, u"1 open, 3 in all, 3 messages"_s));
        QCOMPARE(resets.receiveExactly(1), std::string("x"));
        resets.reset();
        QVERIFY(bench.counts(server, u"0 open, "_s));
        QCOMPARE(bench.last[server].figures, u"0 open, 3 in all, 3 messages, 3 B, 1 failed"_s);
    }

    // It has its own reason, though its limits are not met either.
    void aLimitDoesNotHideWhyASessionFailed()
    {
        SessionBench bench;
        const loop::ContextId load
            = bench.start(u"load://127.0.0.1:%1?connections=1&limit=refused<1"_s.arg(closedPort()));
        QVERIFY(bench.until(load, SessionRecord::Failed));
        QVERIFY(!bench.last[load].verdicts.first().holds);
        QVERIFY2(bench.last[load].error.startsWith(u"Nothing accepts connections at "_s),
                 qPrintable(bench.last[load].error));
    }

    void limitsAreJudgedUntilTheEndIsThere()
    {
        SessionBench bench;
        const loop::ContextId load
            = bench.start(u"load://127.0.0.1:%1?connections=2&rate=100&limit=errors<1"_s.arg(
                bench.serve(echoes)));
        QVERIFY(bench.runs(load));
        QTRY_COMPARE(bench.last[load].results.connections, 2U);
        QTRY_VERIFY(bench.last[load].results.messages > 0);
        bench.host.stop(load);
        const SessionRecord stopping = bench.history.last();
        QCOMPARE(stopping.state, SessionRecord::Stopping);
        QCOMPARE(stopping.soFar.size(), 1);
        QVERIFY(stopping.verdicts.isEmpty());
        QVERIFY(bench.until(load, SessionRecord::Stopped));
        QVERIFY(bench.last[load].soFar.isEmpty());
        QCOMPARE(bench.last[load].verdicts.size(), 1);
        QCOMPARE(bench.last[load].results.connections, 0U); // none is open any more
    }

    // Of the two messages of its size that come, neither is an answer.
    void whatAServerSaysUnaskedIsAMismatch()
    {
        SessionBench bench;
        const loop::ContextId load
            = bench.start(u"load://127.0.0.1:%1?connections=1&rate=2&duration=0.3"_s.arg(
                bench.serve(speaksFirst)));
        QVERIFY(bench.until(load, SessionRecord::Failed));
        QVERIFY2(bench.last[load].error.contains(u": 2 errors (2 mismatch). "_s),
                 qPrintable(bench.last[load].error));
    }

    // The rate is shared by all connections, which send in turn: no burst at the beginning.
    void connectionsOfALoadTakeTurns()
    {
        SessionBench bench;
        const loop::ContextId load = bench.start(
            u"load://127.0.0.1:%1?connections=10&rate=10&duration=0.45"_s.arg(bench.serve(echoes)));
        QVERIFY(bench.until(load, SessionRecord::Stopped));
        const std::uint64_t messages = bench.last[load].results.messages;
        QVERIFY2(messages > 0 && messages < 8, qPrintable(QString::number(messages)));
    }

    void aDatagramThatIsLostIsNotTheEndOfALoad()
    {
        SessionBench bench;
        const loop::ContextId server
            = bench.start(u"echo+udp://127.0.0.1:0?fault=drop,message:1,direction:in"_s);
        QVERIFY(bench.runs(server));
        const loop::ContextId load
            = bench.start(u"load+udp://127.0.0.1:%1?connections=1&timeout=100ms&duration=0.7"_s.arg(
                bench.portOf(server)));
        QVERIFY(bench.until(load, SessionRecord::Stopped));
        QVERIFY(bench.last[load].results.messages > 0);
        QVERIFY2(bench.last[load].figures.contains(u"1 error (1 timeout)"_s),
                 qPrintable(bench.last[load].figures));
    }

    void anEmptyDatagramHasNoLines()
    {
        SessionBench bench;
        const QByteArray rules = R"({"messages": "lines", "rules": [
            {"on": {"regex": "^$"}, "do": [{"send": "nothing"}]},
            {"on": {"text": "x"}, "do": [{"send": "x"}]}]})";
        const loop::ContextId server = bench.start(
            u"reply+udp://127.0.0.1:0?rules="_s + QString::fromLatin1(rules.toPercentEncoding()));
        QVERIFY(bench.runs(server));
        const UdpPeer peer;
        peer.send(bench.portOf(server), "");
        peer.send(bench.portOf(server), "x\n");
        QCOMPARE(peer.receive(), std::string("x"));
    }

    void whatIsPassedOnIsCountedByItsDirection()
    {
        SessionBench bench;
        const quint16 far = bench.serve(answersShortly);
        const loop::ContextId server
            = bench.start(u"forward://127.0.0.1:0?to=127.0.0.1:%1"_s.arg(far));
        QVERIFY(bench.runs(server));
        const Peer peer = bench.connectedTo(server);
        peer.send("hello");
        QVERIFY(bench.counts(server, u"3 B sent"_s));
        QVERIFY2(bench.last[server].figures.contains(u", 1 message, 5 B, 3 B sent"_s),
                 qPrintable(bench.last[server].figures));
        QCOMPARE(peer.receiveAll(), std::string("yes"));
    }

    // A client that got no answer has not met a limit such as "fewer than five".
    void nothingIsMeasuredWhereNothingWasAnswered_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("refused");
        QTest::newRow("lines") << u"lines://127.0.0.1:%1?text=x&limit=messages<5"_s << false;
        QTest::newRow("repeat") << u"repeat://127.0.0.1:%1?text=x&limit=messages<5"_s << true;
        QTest::newRow("load") << u"load://127.0.0.1:%1?connections=1&duration=0.1&limit=p50<5s"_s
                              << false;
    }

    void nothingIsMeasuredWhereNothingWasAnswered()
    {
        QFETCH(QString, url);
        QFETCH(bool, refused);
        SessionBench bench;
        const loop::ContextId client
            = bench.start(url.arg(refused ? closedPort() : bench.serve(leaves)));
        QVERIFY(bench.until(client, SessionRecord::Failed));
        const QList<models::Verdict> verdicts = bench.last[client].verdicts;
        QCOMPARE(verdicts.size(), 1);
        QVERIFY(!verdicts.first().holds);
        QCOMPARE(verdicts.first().measured, QString());
    }

    // A client of a Unix socket has no address.
    void aClientWithoutAnAddressIsNamedByItsNumber()
    {
        const QTemporaryDir folder;
        SessionBench bench;
        const QString path = folder.filePath(u"s"_s);
        const loop::ContextId server = bench.start(u"receive+unix://"_s + path);
        QVERIFY(bench.runs(server));
        const loop::ContextId lines = bench.start(u"lines+unix://%1?text=x&wait=10ms"_s.arg(path));
        QVERIFY(bench.until(lines, SessionRecord::Stopped));
        QTRY_COMPARE(bench.shown.size(), 3);
        const QString name = bench.shown.first().section(u": "_s, 1);
        QVERIFY2(name.startsWith(u"client "_s), qPrintable(name));
        QVERIFY(name.section(u' ', 1).toULongLong() > 0);
        QCOMPARE(bench.shown[1], name + u": x"_s);
    }

    void theLogHasTheLifeOfASession()
    {
        SessionBench bench;
        const quint16 port = bench.serve(echoes);
        const loop::ContextId lines = bench.start(
            u"lines://127.0.0.1:%1?text=x&limit=messages>=1&limit=messages<5"_s.arg(port));
        QVERIFY(bench.until(lines, SessionRecord::Stopped));
        const QString name = u"session: lines 127.0.0.1:%1 "_s.arg(port);
        QCOMPARE(bench.notes(),
                 QStringList({name + u"starts"_s, name + u"runs"_s,
                              name + u"stopped, messages>=1, messages<5 met"_s}));
        const loop::ContextId talk = bench.start(u"talk://127.0.0.1:%1"_s.arg(port));
        QVERIFY(bench.runs(talk) && bench.stops(talk));
        const QString other = u"session: talk 127.0.0.1:%1 "_s.arg(port);
        QCOMPARE(bench.notes(),
                 QStringList({other + u"starts"_s, other + u"runs"_s, other + u"is stopping"_s,
                              other + u"stopped"_s}));
        bench.servers.front()->close();
        bench.host.startAgain(talk);
        QVERIFY(bench.until(talk, SessionRecord::Failed));
        QCOMPARE(bench.notes(),
                 QStringList({other + u"starts"_s, u"error: "_s + bench.last[talk].error}));
    }

    void theLogHasTheFaultsThatArePut()
    {
        SessionBench bench;
        const loop::ContextId server = bench.start(u"echo://127.0.0.1:0"_s);
        QVERIFY(bench.runs(server));
        const Peer one = bench.connectedTo(server), other = bench.connectedTo(server);
        QTRY_COMPARE(connections(bench.loop, loop::Role::Server).size(), 2U);
        const loop::ConnectionId id = connections(bench.loop, loop::Role::Server).front()->id();
        (void)bench.notes();
        const auto planOf = [](const QStringList &lines, quint64 seed) {
            return *models::parseFaultPlan(lines, seed, models::Traffic::Stream).plan;
        };
        const models::FaultPlan plan = planOf({u"latency:5ms"_s}, 7);
        bench.host.setFaults(server, plan);
        bench.host.setConnectionFaults(id, plan);
        bench.host.setConnectionFaults(id, {});
        bench.host.setFaults(server, {});
        QCOMPARE(bench.notes(),
                 QStringList({u"session: faults: latency:5ms"_s,
                              u"session of %1: faults here: latency:5ms"_s,
                              u"session of %1: faults here: none"_s, u"session: faults: none"_s})
                     .replaceInStrings(u"%1"_s, QString::number(id.value)));
        // They are its own from then on, when it starts again, too.
        for (const quint64 seed : {9, 1}) {
            bench.host.setFaults(server, planOf({u"latency:5ms"_s}, seed));
            QVERIFY(bench.stops(server) && bench.startsAgain(server));
            QCOMPARE(bench.last[server].url.texts(u"fault"), QStringList(u"latency:5ms"_s));
            QCOMPARE(bench.last[server].url.integer(u"seed"), qint64(seed));
        }
    }

    // As a person writes them, on either side.
    void namesOfProtocolsMayBeApart()
    {
        const QTemporaryDir folder; // of the server's own certificate
        qputenv("XDG_DATA_HOME", folder.path().toUtf8());
        SessionBench bench;
        const loop::ContextId server = bench.start(u"echo+tls://127.0.0.1:0?alpn=one,%20two"_s);
        QVERIFY(bench.runs(server));
        const loop::ContextId talk = bench.start(
            u"talk+tls://127.0.0.1:%1?verify=no&alpn=none,%20two"_s.arg(bench.portOf(server)));
        QVERIFY2(bench.runs(talk), qPrintable(bench.last[talk].error));
        int said = 0; // both sides say what they agreed on
        QTRY_COMPARE(said += bench.said(u"ALPN two"_s), 2);
    }
};

QTEST_GUILESS_MAIN(SessionEdgesTest)
#include "SessionEdgesTest.moc"
