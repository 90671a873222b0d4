// SPDX-License-Identifier: GPL-3.0-or-later

// All that the Inspector says of connections, tasks, sessions, loops and warnings of every kind.
// Beside expected/*.txt.

#include "models/WarningAdvice.h"
#include "models/record/Blocked.h"
#include "tests/models/AllKinds.h"
#include "tests/models/InspectedModels.h"
#include "tests/support/Expected.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;
using namespace Qt::StringLiterals;

namespace {

QString expected(const char *name)
{
    return QStringLiteral(LOOPSCOPE_EXPECTED "/") + QLatin1StringView(name);
}

QStringList said(const QString &what, const QList<Fact> &facts)
{
    QStringList lines;
    for (const Fact &fact : facts)
        lines << u"  %1%2: %3 | tone %4%5"_s.arg(what, fact.label)
                     .arg(QString(fact.value).replace(u'\n', u"\\n"_s))
                     .arg(int(fact.tone))
                     .arg(fact.monospace ? u" mono"_s : QString());
    return lines;
}

QStringList said(const QString &what, const QList<Reference> &references)
{
    QStringList lines;
    for (const Reference &each : references)
        lines << u"  %1 goal %2 id %3 '%4' time %5"_s.arg(what)
                     .arg(int(each.goal))
                     .arg(each.id)
                     .arg(each.text)
                     .arg(each.time ? each.time - Epoch : 0);
    return lines;
}

QStringList said(const Inspection &inspection)
{
    const Inspected &shown = inspection.shown();
    QStringList lines {u"%1 | %2 | tone %3 | %4"_s.arg(shown.title, shown.state)
                           .arg(int(shown.tone))
                           .arg(shown.subtitle)};
    lines += said({}, shown.facts);
    lines += said(u"tls "_s, shown.tls);
    lines += said(u"option "_s, shown.options);
    for (const ChainStep &step : shown.chain)
        lines << u"  chain %1 '%2' at '%3'"_s.arg(step.depth).arg(step.what, step.where);
    lines += said(u"awaited by"_s, shown.awaitedBy);
    lines += said(u"link"_s, shown.links);
    for (const Holding &each : shown.holdings)
        lines << u"  holds %1 %2 of %3"_s.arg(each.count).arg(each.what, each.where);
    for (const Verdict &each : shown.limits)
        lines << u"  limit %1 final %2"_s.arg(sentenceOf(each)).arg(shown.limitsAreFinal);
    if (!shown.command.isEmpty())
        lines << u"  "_s + shown.command;
    if (!shown.meaning.isEmpty())
        lines << u"  "_s + shown.meaning << u"  "_s + shown.mending;
    if (shown.results.measured)
        lines << u"  results of %1"_s.arg(shown.results.messages);
    return lines;
}

SessionRecord load()
{
    SessionRecord record;
    record.id.value = 7;
    record.loop.value = 1;
    record.server = false;
    record.kind = u"load"_s;
    record.address = u"127.0.0.1:8881"_s;
    record.url = *parseSessionUrl(u"load+tls://127.0.0.1:8881?connections=3&duration=30&"
                                  "limit=p99<5ms&limit=errors<1&fault=latency:5ms"_s)
                      .url;
    record.state = SessionRecord::Running;
    record.figures = u"84 msg/s"_s;
    record.faultHits = u"latency 12"_s;
    record.soFar = {{u"p99<5ms"_s, true, u"0.8 ms"_s}};
    SessionResults &results = record.results;
    results.measured = true;
    results.messages = 12'345;
    results.rate = 84'200;
    results.timed = 12'000;
    results.p50 = 1000, results.p90 = 2000, results.p99 = 3000, results.p999 = 4000;
    results.max = 5000;
    results.connections = 3;
    results.elapsed = 12 * Second;
    results.errors = {{"refused", 3}, {"timeout", 1}};
    return record;
}

loop::TlsCertificate certificate(int days)
{
    loop::TlsCertificate made;
    made.subject = "CN=<host>";
    made.issuer = "CN=ca";
    made.notBefore = Epoch / Second - 100 + (days < 0 ? 0 : 0);
    made.notAfter = Epoch / Second + days * 86'400;
    for (int i = 0; i < 32; ++i)
        made.sha256 += i == 0 ? "A0" : ":B" + std::to_string(i % 10);
    return made;
}

} // namespace

class InspectionTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        qputenv("TZ", "UTC");
        tzset();
    }

    void ofConnections()
    {
        InspectedModels all;
        all.sessions.setSession(load());
        loop::Delta made = connectionsOfAllKinds();
        made.connections[8].writeBuffer = 64 * 1024;
        made.connections[7].writeBuffer = 64 * 1024 + 1;
        all.hand(made);
        QStringList lines;
        for (quint64 id = 0; id <= 10; ++id) {
            all.inspection.showConnection(id);
            lines += said(all.inspection);
        }
        // One that leaves keeps what was known of it.
        all.inspection.showConnection(9);
        all.ended(1000 * Second);
        QVERIFY(!all.connections.find(9));
        lines += said(all.inspection);
        QCOMPARE(::test::differenceFrom(expected("inspected-connections.txt"), lines), QString());
    }

    void ofTls()
    {
        QStringList lines;
        const auto say = [&lines](const loop::TlsInfo &info, loop::Role role) {
            InspectedModels all;
            loop::Delta made = delta(Second);
            open(made, 1);
            made.opened.back().role = role;
            made.opened.back().kind = loop::TransportKind::Tls;
            made.opened.back().tls = std::make_shared<loop::TlsInfo>(info);
            all.hand(made);
            all.inspection.showConnection(1);
            lines += said(u"tls "_s, all.inspection.tls()) << u"--"_s;
        };
        loop::TlsInfo info;
        say(info, loop::Role::Client);
        say(info, loop::Role::Server);
        info.version = "TLSv1.3";
        info.cipher = "TLS_AES_256_GCM_SHA384";
        info.group = "X25519";
        info.alpn = "h2";
        info.serverName = "localhost";
        info.resumed = true;
        info.ocsp = "good";
        info.verification = loop::TlsVerification::Passed;
        info.peerChain = {certificate(3), certificate(-1), certificate(0)};
        say(info, loop::Role::Client);
        info.verification = loop::TlsVerification::None;
        info.ocsp = "revoked since the time when that was found out, which is long ago";
        info.peerChain.resize(1);
        info.peerChain[0].notBefore = Epoch / Second + 1; // opened at that second
        info.peerChain[0].notAfter = Epoch / Second + 1;
        info.peerChain[0].sha256 = "AA:BB";
        say(info, loop::Role::Client);
        info.peerChain[0].notBefore = Epoch / Second + 2;
        info.peerChain[0].notAfter = Epoch / Second + 2;
        info.verification = loop::TlsVerification::Failed;
        info.problems = "the certificate has expired [late]; it is not of the host that was asked "
                        "for, and a-word-that-is-much-longer-than-a-line-may-be-at-all follows";
        info.failure = "the certificate is not trusted";
        info.lastStep = "ServerHello";
        info.alertSent = "unknown_ca";
        say(info, loop::Role::Client);
        info = {};
        info.failure = "the peer sent an alert";
        info.alertReceived = "handshake_failure";
        say(info, loop::Role::Server);
        QCOMPARE(::test::differenceFrom(expected("inspected-tls.txt"), lines), QString());
    }

    void ofTasks()
    {
        InspectedModels all;
        SessionRecord session = load();
        all.sessions.setSession(session);
        loop::Delta made = tasksOfAllKinds();
        made.time = 2 * Second;
        made.tasks[0].longest = 100'000'000;
        made.tasks[1].longest = 99'999'999;
        made.tasks[2].cancelRequests = 2;
        made.tasks[2].cancelledBy.value = 5;
        made.tasks[3].cancelRequests = 1;
        made.tasks[3].cancelledThrough.value = 3;
        const auto waitFor = [&made](quint64 id, quint64 target) {
            loop::TaskSample &sample = task(made, id);
            made.created.back().created = place("/src/a.cpp", "Coro<void> a()", 5);
            made.created.back().coroutine = place("/src/a.cpp", "Coro<void> a()", 5);
            sample.wait = loop::WaitKind::Task;
            sample.waitTarget = target;
        };
        waitFor(201, 202), waitFor(202, 203), waitFor(203, 201), waitFor(204, 204);
        waitFor(205, 201), waitFor(206, 9999);
        for (quint64 id = 300; id < 400; ++id)
            waitFor(id, id + 1);
        for (quint64 id = 500; id < 512; ++id) { // more than are listed
            loop::TaskSample &sample = task(made, id);
            made.created.back().created = {}, made.created.back().coroutine = {};
            sample.wait = loop::WaitKind::Gather;
            sample.awaits.resize(std::size_t(id - 499));
            for (std::size_t i = 0; i < sample.awaits.size(); ++i)
                sample.awaits[i].value = 300 + i;
        }
        all.hand(connectionsOfAllKinds());
        all.hand(made);
        QStringList lines;
        for (const loop::TaskCreated &created : made.created) {
            if (created.id.value > 310 && created.id.value < 395)
                continue;
            all.inspection.showTask(created.id.value);
            lines += said(all.inspection);
        }
        all.inspection.showTask(3);
        loop::Delta chained = delta(2 * Second);
        loop::TaskChain &chain = chained.chains.emplace_back();
        chain.id.value = 3;
        chain.frames = {{place("/src/o.cpp", "Coro<void> outer()", 1), place("/src/o.cpp", "", 2)},
                        {place("/src/i.cpp", "Coro<void> inner()", 3), place("/src/i.cpp", "", 4)}};
        chain.awaitedBy.resize(1);
        chain.awaitedBy[0].value = 9;
        chained.chains.emplace_back().id.value = 4; // another's
        all.hand(chained);
        lines += said(all.inspection);
        all.inspection.showTask(4); // has not come for it yet
        lines += said(all.inspection);
        all.inspection.showTask(424'242);
        lines += said(all.inspection);
        QCOMPARE(::test::differenceFrom(expected("inspected-tasks.txt"), lines), QString());
    }

    void ofSessionsAndLoops()
    {
        InspectedModels all;
        QStringList lines;
        SessionRecord record = load();
        loop::Delta made = tasksOfAllKinds();
        made.sample.iterations = 1000;
        made.sample.busy = 50 * Millisecond;
        made.sample.lag = 3 * Millisecond;
        made.sample.longestIteration = 7 * Millisecond;
        made.sample.ready = 1, made.sample.tasks = 2, made.sample.timers = 3;
        made.sample.connections = 4, made.sample.servers = 5;
        made.sample.merged = 6;
        all.hand(connectionsOfAllKinds());
        all.hand(made);
        for (int state = 0; state <= int(SessionRecord::Failed); ++state) {
            record.state = SessionRecord::State(state);
            record.error = state == int(SessionRecord::Failed) ? u"<refused>"_s : QString();
            if (state == int(SessionRecord::Stopped))
                record.verdicts = {{u"errors<1"_s, false, u"4"_s}};
            all.sessions.setSession(record);
            all.inspection.show(Inspection::Subject::Session, 7);
            all.ended(3 * Second);
            lines += said(all.inspection);
        }
        record.results.timed = 0;
        record.results.errors.clear();
        record.url = *parseSessionUrl(u"load://h:1"_s).url;
        all.sessions.setSession(record);
        all.ended(3 * Second);
        lines += said(all.inspection);
        record.results.measured = false;
        record.server = true;
        record.addresses = {u"a:1"_s, u"b:2"_s};
        all.sessions.setSession(record);
        all.ended(3 * Second);
        lines += said(all.inspection);
        all.sessions.removeSession(7);
        all.ended(3 * Second);
        lines += said(all.inspection);
        all.inspection.show(Inspection::Subject::Session, 77);
        lines += said(all.inspection);
        // Loops: half a second later the rates are known.
        all.inspection.show(Inspection::Subject::Loop, 1);
        lines += said(all.inspection);
        loop::Delta next = delta(Second + 500 * Millisecond);
        next.sample = made.sample;
        next.sample.iterations += 500;
        next.sample.busy += 100 * Millisecond;
        next.sample.lag = Millisecond;
        next.sample.longestIteration = 0;
        next.sample.debug = true;
        for (int kind = 0; kind <= int(loop::HandleKind::Signal); ++kind)
            next.handles.push_back({loop::HandleKind(kind), place("/s.cpp", "f()", 3),
                                    std::uint64_t(100 + kind * (kind % 2 ? 1 : -1))});
        OwnCost::Shares shares;
        shares.loops = 0.01, shares.writing = 0.02, shares.showing = 0.035;
        shares.known = true;
        all.inspection.setOwnCost(shares);
        all.hand(next);
        lines += said(all.inspection);
        next.time += 499 * Millisecond; // too soon for other rates
        next.sample.iterations += 10'000;
        next.sample.running = false;
        all.hand(next);
        lines += said(all.inspection);
        next.time += Second;
        next.sample.busy += 100 * Second; // no more than all of it
        next.closed = true;
        next.handles.clear();
        all.hand(next);
        lines += said(all.inspection);
        all.inspection.show(Inspection::Subject::Loop, 9);
        lines += said(all.inspection);
        QCOMPARE(::test::differenceFrom(expected("inspected-sessions.txt"), lines), QString());
    }

    void ofWarnings()
    {
        InspectedModels all;
        all.sessions.setSession(load());
        loop::Delta made = tasksOfAllKinds();
        made.warnings.clear();
        for (int i = 0; i < int(loop::WarningKind::Count); ++i) {
            loop::WarningRecord &warning = made.warnings.emplace_back();
            warning.kind = loop::WarningKind(i);
            warning.time = i * Millisecond;
            warning.message = "m" + std::to_string(i);
            warning.count = std::uint64_t(1 + i * 777);
            warning.context.value = std::uint64_t(i % 2 * 7);
            warning.task.value = std::uint64_t(i % 3);
            warning.connection.value = std::uint64_t(i % 4);
            if (i % 2)
                warning.created = place("/src/w.cpp", "Coro<void> w(int)", std::uint32_t(i));
        }
        all.hand(made);
        Blocked blocked;
        blocked.loop.value = 1;
        blocked.loopName = u"net"_s;
        blocked.since = Epoch;
        blocked.lasted = Second;
        all.warnings.apply(blocked);
        all.ended(2 * Second);
        QStringList lines;
        for (quint64 id = 1; id <= quint64(loop::WarningKind::Count) + 1; ++id) {
            all.inspection.show(Inspection::Subject::Warning, id);
            lines += said(all.inspection);
        }
        QVERIFY(adviceOn(loop::WarningKind::Count).meaning.isEmpty());
        QCOMPARE(::test::differenceFrom(expected("inspected-warnings.txt"), lines), QString());
    }

    void isToldOfEachChangeOnce()
    {
        InspectedModels all;
        QSignalSpy changed(&all.inspection, &Inspection::changed);
        QSignalSpy other(&all.inspection, &Inspection::subjectChanged);
        all.hand(connectionsOfAllKinds());
        QCOMPARE(changed.size(), 0);
        all.inspection.showConnection(2);
        QCOMPARE(other.size(), 1);
        all.inspection.showConnection(2);
        QCOMPARE(other.size(), 1);
        const auto before = changed.size();
        all.ended(2 * Second);
        QCOMPARE(changed.size(), before); // nothing differs
        loop::Delta next = delta(3 * Second);
        sample(next, 2, 5);
        all.hand(next);
        QCOMPARE(changed.size(), before + 1);
        all.inspection.show(Inspection::Subject::Task, 0);
        QCOMPARE(other.size(), 2);
        QCOMPARE(int(all.inspection.subject()), int(Inspection::Subject::Nothing));
        QCOMPARE(all.inspection.title(), QString());
        all.inspection.show(Inspection::Subject::Nothing, 5);
        QCOMPARE(other.size(), 2);
        QCOMPARE(all.inspection.id(), 0U);
    }
};

QTEST_GUILESS_MAIN(InspectionTest)
#include "InspectionTest.moc"
