// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/SessionModel.h"
#include "loop/TlsInfo.h"
#include "models/ConnectionModel.h"
#include "models/Inspection.h"
#include "models/TaskModel.h"
#include "models/WarningModel.h"
#include "models/record/Moment.h"
#include "tests/models/Deltas.h"

#include <QtCore/QMimeData>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace models;
using namespace models::test;

namespace {

SessionRecord record(quint64 id, bool server)
{
    SessionRecord made;
    made.id.value = id;
    made.loop.value = 1;
    made.server = server;
    made.kind = server ? QStringLiteral("echo") : QStringLiteral("lines");
    made.address = QStringLiteral("127.0.0.1:8881");
    made.state = SessionRecord::Running;
    return made;
}

} // namespace

class SessionModelTest final : public QObject {
    Q_OBJECT

    static constexpr auto Report = QAbstractItemModelTester::FailureReportingMode::QtTest;

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    // By drag and drop, or by a key; never into the other group.
    void sessionsArePutInAnotherOrder()
    {
        ConnectionModel connections;
        SessionModel model(&connections);
        QAbstractItemModelTester tester(&model, Report);
        for (const quint64 id : {1, 2, 3})
            model.setSession(record(id, true));
        model.setSession(record(4, false));
        const auto order = [&model] {
            QList<quint64> ids;
            const QList<SessionRecord> listed = model.listed();
            for (const SessionRecord &each : listed)
                ids.append(each.id.value);
            return ids;
        };
        const QModelIndex servers = model.indexOf(1).parent();
        const auto drag = [&](quint64 id, int row, const QModelIndex &parent) {
            const std::unique_ptr<QMimeData> data(model.mimeData({model.indexOf(id)}));
            return model.canDropMimeData(data.get(), Qt::MoveAction, row, 0, parent)
                && model.dropMimeData(data.get(), Qt::MoveAction, row, 0, parent);
        };
        QVERIFY(model.flags(model.indexOf(1)).testFlag(Qt::ItemIsDragEnabled));
        QVERIFY(!model.flags(servers).testFlag(Qt::ItemIsDragEnabled));
        QVERIFY(drag(1, 3, servers)); // behind the last
        QCOMPARE(order(), QList<quint64>({2, 3, 1, 4}));
        QVERIFY(drag(1, -1, model.indexOf(2))); // on another: in its place
        QCOMPARE(order(), QList<quint64>({1, 2, 3, 4}));
        QVERIFY(drag(1, -1, model.indexOf(3)));
        QCOMPARE(order(), QList<quint64>({2, 3, 1, 4}));
        QVERIFY(!drag(1, 0, model.indexOf(4).parent())); // a server is no client
        QVERIFY(!drag(1, -1, model.indexOf(4)));
        const std::unique_ptr<QMimeData> first(model.mimeData({model.indexOf(1)}));
        const auto drop = [&](const QMimeData *data, const QModelIndex &parent) {
            return model.dropMimeData(data, Qt::MoveAction, 0, 0, parent);
        };
        QVERIFY(!drop(first.get(), model.indexOf(4).parent())); // whoever did not ask
        QVERIFY(!drop(std::make_unique<QMimeData>().get(), servers));
        QCOMPARE(order(), QList<quint64>({2, 3, 1, 4}));
        model.moveBy(1, -1);
        QCOMPARE(order(), QList<quint64>({2, 1, 3, 4}));
        model.moveBy(2, -1); // is the first
        model.moveBy(2, 1);
        QCOMPARE(order(), QList<quint64>({1, 2, 3, 4}));
        model.setSession(record(5, true)); // a new one comes last
        QCOMPARE(order(), QList<quint64>({1, 2, 3, 5, 4}));
        QCOMPARE(model.indexOf(3).row(), 2);
    }

    void loopsHoldServersAboveClients()
    {
        ConnectionModel connections;
        SessionModel model(&connections);
        QAbstractItemModelTester tester(&model, Report);
        model.setSession(record(8, false));
        model.setSession(record(7, true));
        loop::Delta made = delta();
        made.sample.lag = 300'000;
        model.apply(made);
        model.batchEnded(Epoch);
        QCOMPARE(model.rowCount(), 1);
        const QModelIndex net = model.index(0, 0);
        QCOMPARE(net.data().toString(), QStringLiteral("Loop net"));
        QCOMPARE(net.data(SessionModel::DetailRole).toString(), QStringLiteral("lag 0.30 ms"));
        QCOMPARE(model.index(0, 0, net).data().toString(), QStringLiteral("Servers"));
        QCOMPARE(model.index(1, 0, net).data().toString(), QStringLiteral("Clients"));
        QCOMPARE(model.indexOf(7).data().toString(), QStringLiteral("echo  :8881"));
        QCOMPARE(model.indexOf(8).data().toString(), QStringLiteral("lines → :8881"));
        QCOMPARE(model.indexOf(7).parent().parent(), net);
        QCOMPARE(model.idAt(model.indexOf(8)), 8U);
        QCOMPARE(model.idAt(net), 0U);
        QCOMPARE(model.shortName(7), QStringLiteral("echo :8881"));
    }

    // Lag is shown four times a second, the worst of its time; of an earlier moment at once.
    void lagIsTheWorstSinceItWasShown()
    {
        ConnectionModel connections;
        SessionModel model(&connections);
        QAbstractItemModelTester tester(&model, Report);
        const auto told = [&](std::int64_t lag, std::int64_t time) {
            loop::Delta made = delta(time);
            made.sample.lag = lag;
            model.apply(made);
            model.batchEnded(Epoch + time);
            return model.index(0, 0).data(SessionModel::DetailRole).toString();
        };
        QCOMPARE(told(Millisecond, 10 * Second), QStringLiteral("lag 1.0 ms"));
        QCOMPARE(told(7 * Millisecond, 10 * Second + 100 * Millisecond),
                 QStringLiteral("lag 1.0 ms")); // not yet
        QCOMPARE(told(2 * Millisecond, 11 * Second), QStringLiteral("lag 7.0 ms"));
        QCOMPARE(told(2 * Millisecond, 12 * Second), QStringLiteral("lag 2.0 ms"));
        Moment moment;
        moment.time = Epoch + Second;
        moment.loops.push_back(delta(Second));
        moment.loops.back().sample.lag = 3 * Millisecond;
        model.restore(moment);
        model.batchEnded(moment.time);
        QCOMPARE(model.index(0, 0).data(SessionModel::DetailRole).toString(),
                 QStringLiteral("lag 3.0 ms"));
    }

    // Blocked until that is settled, or until another moment is shown; and closed in the end.
    void aLoopSaysHowItDoes()
    {
        ConnectionModel connections;
        SessionModel model(&connections);
        QAbstractItemModelTester tester(&model, Report);
        std::int64_t time = Second;
        const auto shown = [&] {
            model.batchEnded(Epoch + (time += Second));
            const QModelIndex loop = model.index(0, 0);
            return std::pair(loop.data(SessionModel::DetailRole).toString(),
                             Tone(loop.data(ToneRole).toInt()));
        };
        using Shown = std::pair<QString, Tone>;
        const Shown good(QStringLiteral("lag 0 ns"), Tone::Good);
        model.apply(delta(time));
        model.setSession(record(1, true));
        QCOMPARE(shown(), good);
        Blocked blocked;
        blocked.loop.value = 1;
        blocked.lasted = 1'200 * Millisecond;
        model.apply(blocked);
        QCOMPARE(shown(), Shown(QStringLiteral("blocked 1.20 s"), Tone::Error));
        blocked.settled = true;
        model.apply(blocked);
        QCOMPARE(shown(), good);
        blocked.settled = false;
        model.apply(blocked);
        Moment moment;
        moment.time = Epoch + time;
        moment.loops.push_back(delta(time));
        moment.sessions.append(record(1, true));
        model.restore(moment);
        QCOMPARE(shown(), good);
        loop::Delta last = delta(time);
        last.closed = true;
        model.apply(last);
        QCOMPARE(shown().second, Tone::Neutral);
    }

    // At the last moment of a recording its loops are closed, and were told of before the sessions.
    void aClosedLoopKeepsItsNameWhereItHasSessions()
    {
        ConnectionModel connections;
        SessionModel model(&connections);
        QAbstractItemModelTester tester(&model, Report);
        Moment moment;
        moment.loops.push_back(delta());
        moment.loops.back().closed = true;
        moment.loops.push_back(delta());
        moment.loops.back().loop.value = 2;
        moment.loops.back().loopName = "other";
        moment.loops.back().closed = true;
        moment.sessions << record(7, true);
        model.restore(moment);
        model.batchEnded(Epoch);
        QCOMPARE(model.rowCount(), 1); // of the other one nothing is left
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("Loop net"));
    }

    void aSessionShowsItsLiveConnectionsAndItsState()
    {
        ConnectionModel connections;
        SessionModel model(&connections);
        QAbstractItemModelTester tester(&model, Report);
        model.setSession(record(7, true));
        loop::Delta made = delta();
        open(made, 1);
        open(made, 2);
        connections.apply(made);
        model.batchEnded(Epoch);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        const QPersistentModelIndex session(model.indexOf(7));
        QCOMPARE(session.data(SessionModel::DetailRole).toString(), QStringLiteral("2"));
        model.batchEnded(Epoch + Second);
        QCOMPARE(changed.size(), 0); // nothing new
        SessionRecord failed = record(7, true);
        failed.state = SessionRecord::Failed;
        failed.error = QStringLiteral("Port 8881 is in use by another program.");
        model.setSession(failed);
        QCOMPARE(session.data(SessionModel::DetailRole).toString(), QStringLiteral("failed"));
        QCOMPARE(session.data(ToneRole).toInt(), static_cast<int>(Tone::Error));
        QCOMPARE(session.data(Qt::ToolTipRole).toString(), failed.error);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(model.count(), 1);
    }

    void removingTheLastSessionRemovesItsGroup()
    {
        ConnectionModel connections;
        SessionModel model(&connections);
        QAbstractItemModelTester tester(&model, Report);
        model.setSession(record(7, true));
        model.setSession(record(8, false));
        model.removeSession(7);
        const QModelIndex net = model.index(0, 0);
        QCOMPARE(model.rowCount(net), 1);
        QCOMPARE(model.index(0, 0, net).data().toString(), QStringLiteral("Clients"));
        QVERIFY(!model.session(7));
        QCOMPARE(model.sessions().size(), 1);
    }

    void aBlockedLoopSaysSo()
    {
        ConnectionModel connections;
        SessionModel model(&connections);
        QAbstractItemModelTester tester(&model, Report);
        model.apply(delta());
        Blocked blocked;
        blocked.loop.value = 1;
        blocked.lasted = 2310 * Millisecond;
        model.apply(blocked);
        model.batchEnded(Epoch);
        const QModelIndex net = model.index(0, 0);
        QCOMPARE(net.data(SessionModel::DetailRole).toString(), QStringLiteral("blocked 2.31 s"));
        QCOMPARE(net.data(ToneRole).toInt(), static_cast<int>(Tone::Error));
    }

    void inspectsTheWaitingChainOfATask()
    {
        ConnectionModel connections;
        TaskModel tasks;
        SessionModel sessions(&connections);
        WarningModel warnings(&tasks);
        Inspection inspection(&connections, &tasks, &sessions, &warnings);
        loop::Delta made = delta();
        open(made, 1855);
        made.connections.back().writeBuffer = 71 * 1024;
        task(made, 311);
        loop::TaskSample &sample = task(made, 325);
        sample.wait = loop::WaitKind::Drain;
        sample.waitTarget = 1855;
        loop::TaskChain &chain = made.chains.emplace_back();
        chain.id.value = 325;
        chain.frames.resize(2);
        chain.frames[0].coroutine = chain.frames[0].awaitedAt = std::source_location::current();
        chain.frames[1] = chain.frames[0];
        chain.awaitedBy.push_back({311});
        inspection.showTask(325);
        QSignalSpy changed(&inspection, &Inspection::changed);
        for (DeltaConsumer *each :
             {static_cast<DeltaConsumer *>(&connections), static_cast<DeltaConsumer *>(&tasks),
              static_cast<DeltaConsumer *>(&inspection)}) {
            each->apply(made);
            each->batchEnded(Epoch);
        }
        QCOMPARE(changed.size(), 1);
        QCOMPARE(inspection.title(), QStringLiteral("Task 325"));
        QCOMPARE(inspection.chain().size(), 3);
        QVERIFY(inspection.chain()[0].where.startsWith(QStringLiteral("SessionModelTest.cpp:")));
        QCOMPARE(inspection.chain()[2].what, QStringLiteral("write buffer of #1855"));
        QVERIFY(inspection.chain()[2].where.startsWith(QStringLiteral("71 KiB")));
        QCOMPARE(inspection.chain()[2].depth, 2);
        QCOMPARE(inspection.awaitedBy().size(), 1);
        QCOMPARE(inspection.awaitedBy()[0].id, 311U);
        inspection.batchEnded(Epoch + Second);
        QCOMPARE(changed.size(), 1); // nothing new
    }

    void inspectsWhatTlsAgreedOn()
    {
        ConnectionModel connections;
        TaskModel tasks;
        SessionModel sessions(&connections);
        WarningModel warnings(&tasks);
        Inspection inspection(&connections, &tasks, &sessions, &warnings);
        const auto facts = [&](const loop::TlsInfo &info, quint64 id) {
            loop::Delta made = delta();
            open(made, id);
            made.opened.back().kind = loop::TransportKind::Tls;
            made.opened.back().tls = std::make_shared<loop::TlsInfo>(info);
            connections.apply(made);
            connections.batchEnded(Epoch);
            inspection.showConnection(id);
            QStringList lines;
            for (const Fact &fact : inspection.tls())
                lines << fact.label + QStringLiteral(": ") + fact.value;
            return lines.join(QLatin1Char('\n'));
        };
        loop::TlsInfo info;
        info.version = "TLSv1.3";
        info.cipher = "TLS_AES_256_GCM_SHA384";
        info.group = "X25519";
        info.alpn = "h2";
        QCOMPARE(facts(info, 1),
                 QStringLiteral("Version: TLS 1.3\nSession: new\nALPN: h2\n"
                                "Cipher: TLS_AES_256_GCM_SHA384\nKey exchange: X25519\n"
                                "Certificate: the client presented none"));
        QCOMPARE(inspection.facts()[1].value, QStringLiteral("TLS 1.3"));
        QCOMPARE(connections.data(connections.index(0, ConnectionColumn::Transport)).toString(),
                 QStringLiteral("TLS 1.3"));
        info.serverName = "localhost";
        info.resumed = true;
        info.verification = loop::TlsVerification::Passed;
        info.ocsp = "good";
        info.peerChain.push_back({"me", "authority", 0, Epoch / Second + 60, "AA:BB", ""});
        info.peerChain.push_back({"authority", "authority", 0, Epoch / Second - 60, "CC:DD", ""});
        const QString two = facts(info, 2);
        QVERIFY(two.contains(QStringLiteral("Server name: localhost")));
        QVERIFY(two.contains(QStringLiteral("Session: resumed\n")));
        QVERIFY(two.contains(QStringLiteral("Verification: trusted\nOCSP: good\nCertificate: me\n"
                                            "Issued by: authority\nValid from: ")));
        QVERIFY(two.contains(QStringLiteral("SHA-256: AA:BB\nCertificate 2: authority\n")));
        const auto ending = [&](const char *text) {
            int found = 0;
            for (const Fact &fact : inspection.tls())
                if (fact.value.endsWith(QLatin1String(text)))
                    found += fact.tone == Tone::Error ? 1 : 100;
            return found;
        };
        QCOMPARE(ending(", expired"), 1);
        info.peerChain.front().notBefore = Epoch / Second + 30;
        (void)facts(info, 4);
        QCOMPARE(ending(", not valid yet"), 1);
        loop::Delta plain = delta();
        open(plain, 3);
        connections.apply(plain);
        inspection.showConnection(3);
        QVERIFY(inspection.tls().isEmpty());
    }

    // A handshake that failed says where, and what either side said to that
    void inspectsAHandshakeThatFailed()
    {
        ConnectionModel connections;
        TaskModel tasks;
        SessionModel sessions(&connections);
        WarningModel warnings(&tasks);
        Inspection inspection(&connections, &tasks, &sessions, &warnings);
        loop::Delta made = delta();
        open(made, 1);
        made.opened.back().kind = loop::TransportKind::Tls;
        loop::TlsInfo info;
        info.failure = "it went wrong";
        info.lastStep = "Certificate received";
        info.alertSent = "unknown_ca";
        info.serverName = "localhost";
        info.verification = loop::TlsVerification::Failed;
        info.problems = "nobody knows it";
        made.opened.back().tls = std::make_shared<loop::TlsInfo>(info);
        connections.apply(made);
        connections.batchEnded(Epoch);
        inspection.showConnection(1);
        QStringList lines;
        for (const Fact &fact : inspection.tls())
            lines << fact.label + QStringLiteral(": ") + fact.value;
        QCOMPARE(lines.join(QLatin1Char('\n')),
                 QStringLiteral(
                     "Handshake: failed\nReason: it went wrong\nLast step: Certificate received\n"
                     "Alert sent: unknown_ca\nServer name: localhost\n"
                     "Verification: nobody knows it"));
        QCOMPARE(inspection.tls().front().tone, Tone::Error);
        QCOMPARE(connections.data(connections.index(0, ConnectionColumn::Transport)).toString(),
                 QStringLiteral("TLS"));
    }

    void inspectsAConnectionAndKeepsItAfterItLeft()
    {
        ConnectionModel connections;
        connections.setRetention(std::chrono::milliseconds(0));
        TaskModel tasks;
        SessionModel sessions(&connections);
        sessions.setSession(record(7, true));
        WarningModel warnings(&tasks);
        Inspection inspection(&connections, &tasks, &sessions, &warnings);
        loop::Delta made = delta();
        open(made, 1844, "127.0.0.1:49263");
        made.connections.back().bytesIn = 41'200'000;
        connections.apply(made);
        connections.batchEnded(Epoch);
        inspection.showConnection(1844);
        QCOMPARE(inspection.title(), QStringLiteral("Connection 1844"));
        QCOMPARE(inspection.state(), QStringLiteral("open"));
        QCOMPARE(inspection.subtitle(), QStringLiteral("127.0.0.1:49263 → 127.0.0.1:8881"));
        const auto value = [&inspection](const QString &label) {
            for (const Fact &fact : inspection.facts()) {
                if (fact.label == label)
                    return fact.value;
            }
            return QString();
        };
        QVERIFY(value(QStringLiteral("In")).startsWith(QStringLiteral("41.2 MB")));
        QCOMPARE(value(QStringLiteral("Session")), QStringLiteral("echo :8881"));
        loop::Delta ending = delta(Second);
        close(ending, 1844);
        connections.apply(ending);
        inspection.batchEnded(Epoch + Second);
        QCOMPARE(inspection.state(), QStringLiteral("closed"));
        connections.batchEnded(Epoch + 2 * Second);
        QVERIFY(!connections.find(1844));
        inspection.batchEnded(Epoch + 2 * Second);
        QCOMPARE(inspection.state(), QStringLiteral("closed"));
        inspection.clear();
        QVERIFY(inspection.title().isEmpty());
    }

    void inspectsHowLongAnswersTook_data()
    {
        QTest::addColumn<bool>("client");
        QTest::newRow("client") << true;
        QTest::newRow("server") << false;
    }

    void inspectsHowLongAnswersTook()
    {
        QFETCH(bool, client);
        using K = loop::EventKind;
        const K ask = client ? K::DataOut : K::DataIn, answer = client ? K::DataIn : K::DataOut;
        ConnectionModel connections;
        TaskModel tasks;
        SessionModel sessions(&connections);
        WarningModel warnings(&tasks);
        Inspection inspection(&connections, &tasks, &sessions, &warnings);
        const auto value = [&inspection] {
            for (const Fact &fact : inspection.facts()) {
                if (fact.label == u"Answers")
                    return fact.value;
            }
            return QString();
        };
        loop::Delta made = delta();
        open(made, 5, "127.0.0.1:49263");
        made.opened.back().role = client ? loop::Role::Client : loop::Role::Server;
        connections.apply(made);
        connections.batchEnded(Epoch);
        inspection.showConnection(5);
        const auto see = [&](std::initializer_list<std::pair<K, int>> events, quint32 merged = 1) {
            loop::Delta next = delta(Second);
            for (const auto &[kind, milliseconds] : events) {
                loop::LogEvent &event = addEvent(next, kind, 5, "x");
                event.time = Second + milliseconds * Millisecond;
                event.merged = merged;
            }
            addEvent(next, answer, 6, "x"); // of another connection
            inspection.apply(next);
            inspection.batchEnded(Epoch + Second);
        };
        see({{answer, 1}}); // nothing was asked
        QCOMPARE(value(), QString());
        see({{ask, 10}, {answer, 12}, {answer, 15}, {ask, 20}, {ask, 21}, {answer, 25}, {ask, 30}});
        QCOMPARE(value(), u"last 5.0 ms, longest 5.0 ms, of 2 seen"_s);
        see({{answer, 31}});
        QCOMPARE(value(), u"last 1.0 ms, longest 5.0 ms, of 3 seen"_s);
        see({{ask, 40}, {answer, 90}}, 7); // which stand for many
        QCOMPARE(value(), u"last 1.0 ms, longest 5.0 ms, of 3 seen"_s);
        inspection.showConnection(6);
        inspection.showConnection(5);
        QCOMPARE(value(), QString());
    }
};

QTEST_GUILESS_MAIN(SessionModelTest)
#include "SessionModelTest.moc"
