// SPDX-License-Identifier: GPL-3.0-or-later

// What sessions say and do where something goes wrong: options that are wrong, a peer that says
// nothing, standard input that cannot be read.
#include "tests/app/engine/sessions/SessionBench.h"
#include "tests/app/engine/sessions/UdpPeer.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using models::SessionRecord;

namespace {

loop::Coro<void> saysNothing(loop::StreamReader reader, loop::StreamWriter)
{
    for (;;) {
        const std::string data = co_await reader.read(65536);
        if (data.empty())
            break;
    }
}

// Answers once so many bytes are there, then at once.
loop::Coro<void> answersMany(loop::StreamReader reader, loop::StreamWriter writer,
                             std::size_t bytes)
{
    const std::string first = co_await reader.readexactly(bytes);
    writer.write(first);
    for (;;) {
        const std::string data = co_await reader.read(65536);
        if (data.empty())
            break;
        writer.write(data);
    }
    writer.close();
}

QString replying(const QString &transport, const QByteArray &rules)
{
    return u"reply%1://127.0.0.1:0?rules="_s.arg(transport)
        + QString::fromLatin1(rules.toPercentEncoding());
}

// Standard input of this process is this descriptor while the object lives.
class StandardInputIs {
public:
    explicit StandardInputIs(const loop::Descriptor &other)
        : before_(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3))
    {
        ::dup2(other.get(), STDIN_FILENO);
    }
    ~StandardInputIs() { ::dup2(before_.get(), STDIN_FILENO); }
    StandardInputIs(const StandardInputIs &) = delete;

private:
    const loop::Descriptor before_;
};

} // namespace

class SessionTroubleTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rulesThatAreWrongChangeNothing()
    {
        const QString rules
            = u"{\"rules\":[{\"on\":\"connect\",\"do\":[{\"send\":\"old\"},\"close\"]}]}"_s;
        QuickBench bench;
        const loop::ContextId server = bench.start(replying({}, rules.toUtf8()));
        QVERIFY(bench.runs(server));
        (void)bench.notes();
        bench.host.setRules(server, u"{\"rules\": 3}"_s);
        const QStringList notes = bench.notes();
        QCOMPARE(notes.size(), 1);
        QVERIFY2(notes.first().startsWith(u"session: The rules were not changed: "_s),
                 qPrintable(notes.first()));
        QCOMPARE(bench.last[server].url.text(u"rules"), rules);
        const Peer peer = bench.connectedTo(server);
        QVERIFY(bench.counts(server, u"3 B sent"_s));
        QCOMPARE(peer.receiveAll(), std::string("old"));
    }

    void rulesForWhatNeverHappensAreTold()
    {
        QuickBench bench;
        const auto said = [&bench](const QString &transport, const QByteArray &on) {
            const loop::ContextId server = bench.start(replying(
                transport, R"({"rules": [{"on": )" + on + R"(, "do": [{"send": "x"}]}]})"));
            return bench.runs(server) ? bench.said(u"Over udp there are no connections: rules"_s)
                                      : -1;
        };
        QCOMPARE(said(u"+udp"_s, R"("connect")"), 1);
        QCOMPARE(said(u"+udp"_s, R"({"silence": "1s"})"), 1);
        QCOMPARE(said(u"+udp"_s, R"({"text": "x"})"), 0);
        QCOMPARE(said({}, R"("connect")"), 0);
    }

    void whatAReplyServerSendsIsCounted()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"file"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("of a file") == 9);
        file.close();
        const QByteArray rules
            = QByteArray(
                  R"({"rules": [{"on": {"text": "?"}, "do": [{"send": "ab"}, {"file": "FILE"}]}]})")
                  .replace("FILE", file.fileName().toUtf8());
        QuickBench bench;
        const loop::ContextId stream = bench.start(replying({}, rules));
        const loop::ContextId datagrams = bench.start(replying(u"+udp"_s, rules));
        QVERIFY(bench.runs(stream) && bench.runs(datagrams));
        const Peer peer = bench.connectedTo(stream);
        peer.send("?");
        QVERIFY2(bench.counts(stream, u"1 open, 1 in all, 1 message, 1 B, 11 B sent"_s),
                 qPrintable(bench.last[stream].figures));
        const UdpPeer other;
        other.send(bench.portOf(datagrams), "?");
        QVERIFY2(bench.counts(datagrams, u"1 datagram, 1 B, 11 B sent"_s),
                 qPrintable(bench.last[datagrams].figures));
    }

    // A megabyte of them waits.
    void answersThatTheNetworkDoesNotTakeAreMissed()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"file"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(60'000));
        file.close();
        const QByteArrayList files(20, R"({"file": "FILE"})");
        const QByteArray rules = R"({"rules": [{"on": {"text": "?"}, "do": [)"
            + files.join(", ").replace("FILE", file.fileName().toUtf8()) + "]}]}";
        QuickBench bench;
        const loop::ContextId server
            = bench.start(replying(u"+udp"_s, rules) + u"&fault=stall,direction:out"_s);
        QVERIFY(bench.runs(server));
        const UdpPeer peer;
        peer.send(bench.portOf(server), "?");
        QVERIFY2(bench.counts(server, u", 2 missed"_s), qPrintable(bench.last[server].figures));
    }

    void whatIsChangedIsToldAtOnce()
    {
        const QString rules = u"{\"rules\": [{\"on\": \"connect\", \"do\": [\"close\"]}]}"_s;
        const models::FaultPlan plan
            = *models::parseFaultPlan({u"latency:5ms"_s}, 1, models::Traffic::Stream).plan;
        QuickBench bench;
        const loop::ContextId server = bench.start(u"reply://127.0.0.1:0"_s);
        QVERIFY(bench.runs(server));
        const Peer peer = bench.connectedTo(server);
        QVERIFY(bench.counts(server, u"1 open, 1 in all"_s));
        const SessionRecord &now = bench.last[server];
        const loop::ConnectionId id = bench.loop.firstTransport()->id();
        bench.host.setConnectionFaults(id, plan);
        QCOMPARE(now.connectionFaults.size(), 1);
        bench.host.setFaults(server, plan);
        QCOMPARE(now.url.texts(u"fault"), QStringList(u"latency:5ms"_s));
        QVERIFY(now.hitsByFault.isEmpty()); // none yet
        bench.host.setRules(server, rules);
        QCOMPARE(now.url.text(u"rules"), rules);
    }

    void standardInputThatCannotBeReadDoesNotEndATalk()
    {
        const loop::Descriptor folder(::open("/", O_RDONLY | O_CLOEXEC));
        const StandardInputIs unreadable(folder);
        QuickBench bench;
        const loop::ContextId talk = bench.start(
            u"talk://127.0.0.1:%1?file=-&half_close=yes"_s.arg(bench.serve(saysNothing)));
        QVERIFY(bench.runs(talk));
        QTRY_COMPARE(bench.told.size(), 1);
        QVERIFY2(bench.told.first().startsWith(
                     u"No more lines are read: standard input cannot be read"_s),
                 qPrintable(bench.told.first()));
        bench.host.send(talk, "on");
        QVERIFY(bench.counts(talk, u"2 B sent"_s));
    }

    void aServerThatStopsEndsWhatStillShakesHands()
    {
        const QTemporaryDir folder; // of the server's own certificate
        qputenv("XDG_DATA_HOME", folder.path().toUtf8());
        QuickBench bench;
        const loop::ContextId server = bench.start(u"echo+tls://127.0.0.1:0"_s);
        QVERIFY2(bench.runs(server), qPrintable(bench.last[server].error));
        const Peer silent = bench.connectedTo(server);
        QTRY_VERIFY(bench.loop.firstTransport());
        QVERIFY(bench.stops(server));
        QTRY_VERIFY(!bench.loop.firstTransport());
    }

    // What was being opened when a person stopped it counts, too.
    void aLoadThatIsStoppedWhileItConnectsHasNoAnswer()
    {
        QuickBench bench;
        const loop::ContextId load
            = bench.start(u"load+tls://127.0.0.1:%1?connections=1&verify=no&duration=1h"_s.arg(
                bench.serve(saysNothing)));
        QTRY_COMPARE(bench.loop.totals().connections, 2U);
        bench.host.stop(load);
        QTRY_VERIFY(bench.last[load].state == SessionRecord::Stopped
                    || bench.last[load].state == SessionRecord::Failed);
        QVERIFY2(bench.last[load].figures.contains(u"1 error (1 unanswered)"_s),
                 qPrintable(bench.last[load].figures));
    }

    void aDeepLoadSendsAllThatMayBeUnderWay()
    {
        constexpr std::size_t depth = 200;
        QuickBench bench;
        const quint16 port = bench.serve([](loop::StreamReader reader, loop::StreamWriter writer) {
            return answersMany(std::move(reader), std::move(writer), depth * 64);
        });
        const loop::ContextId load = bench.start(
            u"load://127.0.0.1:%1?connections=1&depth=%2&size=64&duration=0.2"_s.arg(port).arg(
                depth));
        QVERIFY(bench.until(load, SessionRecord::Stopped));
        QVERIFY(bench.last[load].results.messages >= depth);
        QVERIFY2(!bench.last[load].figures.contains(u"error"_s),
                 qPrintable(bench.last[load].figures));
    }
};

QTEST_GUILESS_MAIN(SessionTroubleTest)
#include "SessionTroubleTest.moc"
