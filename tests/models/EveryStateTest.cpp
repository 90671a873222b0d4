// SPDX-License-Identifier: GPL-3.0-or-later

// What the tree of sessions and the status bar say as sessions and loops come, change, are blocked
// and go; what a Mirror gives back; and what is found in bytes. Beside expected/*.txt.

#include "models/Activity.h"
#include "models/ByteSearch.h"
#include "models/ConnectionModel.h"
#include "models/MatchList.h"
#include "models/SessionModel.h"
#include "models/StreamMatches.h"
#include "models/record/Blocked.h"
#include "models/record/JUnit.h"
#include "models/record/Mirror.h"
#include "models/record/Moment.h"
#include "models/spec/Scenario.h"
#include "tests/models/AllKinds.h"
#include "tests/support/Expected.h"
#include "tests/support/Told.h"

#include <QtCore/QRandomGenerator>
#include <QtTest/QAbstractItemModelTester>
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

void addTree(QStringList &lines, const SessionModel &model, const QModelIndex &parent = {},
             const QString &indent = {})
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex at = model.index(row, 0, parent);
        lines << indent
                + u"%1 | %2 | tone %3 | node %4 | id %5 | %6 | %7 | %8 | tip %9"_s.arg(
                    at.data().toString(), at.data(SessionModel::DetailRole).toString(),
                    at.data(ToneRole).toString(), at.data(SessionModel::NodeRole).toString(),
                    at.data(IdRole).toString(), at.data(SessionModel::StateWordRole).toString(),
                    at.data(SessionModel::UrlRole).toString(),
                    at.data(SessionModel::ErrorRole).toString(),
                    at.data(Qt::ToolTipRole).toString())
                + u" | %1 | session %2 loop %3"_s.arg(at.data(Qt::AccessibleTextRole).toString())
                      .arg(model.idAt(at))
                      .arg(model.loopAt(at));
        addTree(lines, model, at, indent + u"  "_s);
    }
}

SessionRecord session(quint64 id, quint64 loop, const QString &url, const QString &address)
{
    SessionRecord record;
    record.id.value = id;
    record.loop.value = loop;
    record.url = *parseSessionUrl(url).url;
    record.kind = record.url.kind;
    record.server = record.url.role() == SessionRole::Server;
    record.address = address;
    record.state = SessionRecord::Running;
    return record;
}

loop::Delta ofLoop(quint64 id, std::int64_t time, std::int64_t lag = 0)
{
    loop::Delta made = delta(time);
    made.loop.value = id;
    made.loopName = id == 2 ? "" : "net" + std::to_string(id);
    made.sample.lag = lag;
    return made;
}

QString shown(const QList<double> &values)
{
    QStringList numbers;
    for (const double each : values)
        numbers << QString::number(each);
    while (numbers.size() > 1 && numbers.first() == u"0" && numbers.at(1) == u"0")
        numbers.removeFirst();
    return numbers.join(u' ');
}

} // namespace

class EveryStateTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void theTreeOfSessions()
    {
        ConnectionModel connections;
        SessionModel model(&connections);
        QAbstractItemModelTester tester(&model);
        QSignalSpy changed(&model, &SessionModel::sessionChanged);
        QStringList lines;
        std::int64_t time = Second;
        const auto say = [&](const QString &what) {
            model.batchEnded(Epoch + time);
            lines << u"--- %1 (%2 sessions, told %3)"_s.arg(what)
                         .arg(model.count())
                         .arg(changed.size());
            addTree(lines, model);
            time += 250 * Millisecond;
        };
        connections.apply(connectionsOfAllKinds());
        model.apply(ofLoop(1, 0, 3 * Millisecond));
        model.apply(ofLoop(2, 0));
        say(u"two loops"_s);
        model.setSession(session(8, 1, u"load://127.0.0.1:8881"_s, u"127.0.0.1:8881"_s));
        model.setSession(session(7, 1, u"echo+tls://[::1]:0"_s, u"[::1]:8443"_s));
        model.setSession(
            session(9, 2, u"forward://0.0.0.0:9000?to=localhost:80"_s, u"0.0.0.0:9000"_s));
        model.setSession(session(5, 1, u"echo+unix:///run/echo"_s, u"/run/echo"_s));
        SessionRecord starting = session(6, 1, u"discard+udp://127.0.0.1:0"_s, {});
        starting.state = SessionRecord::Starting;
        model.setSession(starting);
        model.apply(ofLoop(1, 1, 5 * Millisecond));
        model.apply(ofLoop(1, 2, Millisecond));
        say(u"sessions of each"_s);
        say(u"lag is of the last step"_s);
        model.apply(ofLoop(1, 3, 9 * Millisecond));
        time -= Millisecond;
        say(u"too soon for other details"_s);
        for (const quint64 id : {0U, 5U, 6U, 7U, 8U, 9U, 77U})
            lines << u"%1: full '%2' short '%3' known %4 index %5"_s.arg(id)
                         .arg(model.fullName(id), model.shortName(id))
                         .arg(model.session(id) != nullptr)
                         .arg(model.indexOf(id).row());
        for (const SessionRecord &each : model.sessions())
            lines << u"%1 long: %2"_s.arg(each.id.value).arg(SessionModel::lineOf(each));
        Blocked blocked;
        blocked.loop.value = 1;
        blocked.lasted = 2300 * Millisecond;
        model.apply(blocked);
        SessionRecord failed = session(8, 1, u"load://127.0.0.1:8881"_s, u"127.0.0.1:8881"_s);
        failed.state = SessionRecord::Failed;
        failed.error = u"it <failed>"_s;
        failed.verdicts = {{u"p99<5ms"_s, false, u"7 ms"_s}};
        model.setSession(failed);
        SessionRecord figures = session(7, 1, u"echo+tls://[::1]:0"_s, u"[::1]:8443"_s);
        figures.figures = u"84.2k msg/s"_s;
        model.setSession(figures);
        starting.state = SessionRecord::Stopping;
        model.setSession(starting);
        say(u"blocked, failed, figures, stopping"_s);
        blocked.settled = true;
        model.apply(blocked);
        starting.state = SessionRecord::Stopped;
        model.setSession(starting);
        loop::Delta idle = ofLoop(2, 4);
        idle.sample.running = false;
        model.apply(idle);
        say(u"settled, stopped, idle"_s);
        model.removeSession(7);
        model.removeSession(77);
        model.removeSession(8);
        loop::Delta closed = ofLoop(2, 5);
        closed.closed = true;
        model.apply(closed);
        closed.loop.value = 3; // that nobody saw before
        model.apply(closed);
        say(u"removed; a loop with sessions closed, and one without"_s);
        model.removeSession(9);
        say(u"the last of a closed loop removed"_s);
        Moment moment;
        moment.sessions
            = {session(6, 4, u"echo://h:1"_s, u"h:1"_s), session(5, 1, u"echo://h:2"_s, u"h:2"_s)};
        moment.loops = {ofLoop(1, 6)};
        model.restore(moment);
        say(u"of a moment"_s);
        QCOMPARE(::test::differenceFrom(expected("sessions.txt"), lines), QString());
    }

    void activityAndItsSentence()
    {
        Activity model;
        QSignalSpy points(&model, &Activity::pointAdded), changed(&model, &Activity::changed);
        QStringList lines;
        const auto say = [&](const QString &what, std::int64_t time) {
            model.batchEnded(Epoch + time);
            const Activity::Status &status = model.status();
            lines << u"--- %1 at %2 ms: %3"_s.arg(what)
                         .arg(time / Millisecond)
                         .arg(model.statusText())
                  << u"%1 tone %2 connections %3 servers %4 in %5 out %6 events %7 merged %8"_s
                         .arg(status.state)
                         .arg(int(status.tone))
                         .arg(status.connections)
                         .arg(status.servers)
                         .arg(status.bytesInPerSecond)
                         .arg(status.bytesOutPerSecond)
                         .arg(status.events)
                         .arg(status.merged)
                    + u" debug %1, %2 points %3 changes"_s.arg(status.debug)
                          .arg(points.size())
                          .arg(changed.size())
                  << u"messages %1 | in %2 | out %3 | lag %4"_s.arg(
                         shown(model.messages()), shown(model.bytesIn()), shown(model.bytesOut()),
                         shown(model.lag()));
        };
        say(u"nothing"_s, 0);
        std::uint64_t sum = 0;
        for (int i = 0; i < 8; ++i) {
            loop::Delta made = ofLoop(1, i * 250 * Millisecond, (8 - i) * Millisecond);
            sum += std::uint64_t(i) * 10;
            made.sample.messagesIn = sum, made.sample.messagesOut = 2 * sum;
            made.sample.bytesIn = 3 * sum, made.sample.bytesOut = 4 * sum;
            made.sample.ready = 1, made.sample.tasks = 2, made.sample.timers = 3;
            made.sample.connections = 4, made.sample.servers = 5;
            made.sample.events = 6, made.sample.merged = 7;
            model.apply(made);
            if (i > 3) {
                made.loop.value = 2;
                made.sample.running = false;
                made.sample.debug = i == 7;
                made.sample.lag *= 2;
                model.apply(made);
            }
            say(u"step %1"_s.arg(i), i * 250 * Millisecond);
        }
        say(u"far apart"_s, 4000 * Millisecond);
        Blocked blocked;
        blocked.loop.value = 2;
        blocked.lasted = 1500 * Millisecond;
        model.apply(blocked);
        say(u"blocked"_s, 4250 * Millisecond);
        blocked.settled = true;
        model.apply(blocked);
        loop::Delta closed = ofLoop(1, 5 * Second);
        closed.closed = true;
        closed.sample.messagesIn = 1; // fewer than before: nothing came
        model.apply(closed);
        say(u"settled, one closed"_s, 4500 * Millisecond);
        lines << u"cost '%1'"_s.arg(model.ownCostText());
        OwnCost::Shares shares;
        shares.loops = 0.011, shares.writing = 0.022, shares.showing = 0.033;
        shares.known = true;
        model.setOwnCost(shares);
        lines << model.ownCostText() << QString::number(shares.all());
        Moment moment;
        moment.time = Epoch + 100 * Second;
        for (const int ago : {200, 70, 60, 59, 30, 2, 1, 0}) {
            ActivitySample sample;
            sample.time = moment.time - ago * Second;
            sample.messages = std::uint64_t(ago) + 1;
            sample.bytesIn = std::uint64_t(ago) * 2, sample.bytesOut = std::uint64_t(ago) * 3;
            sample.lag = ago * Millisecond;
            moment.history << sample;
        }
        moment.loops = {ofLoop(1, 100 * Second, 2 * Millisecond)};
        model.restore(moment);
        say(u"of a moment"_s, 100 * Second);
        lines << shown(model.messages());
        model.reset();
        say(u"anew"_s, 101 * Second);
        QCOMPARE(::test::differenceFrom(expected("activity.txt"), lines), QString());
    }

    void aMirrorGivesBackWhatLives()
    {
        Mirror mirror;
        ::test::Told told(0);
        const auto say = [&](const QString &what) {
            told.lines << u"=== %1, %2 ms"_s.arg(what).arg((mirror.time() - Epoch) / Millisecond);
            for (const loop::Delta &each : mirror.snapshot())
                told.add(each);
            int changes = 0;
            mirror.visitChanged([&changes](const auto &, std::int64_t) { changes += 1000; },
                                [&changes](const auto &, std::int64_t) { ++changes; });
            told.lines << u"changed %1"_s.arg(changes);
        };
        say(u"nothing"_s);
        loop::Delta first = connectionsOfAllKinds();
        const loop::Delta tasks = tasksOfAllKinds();
        first.created = tasks.created, first.tasks = tasks.tasks, first.warnings = tasks.warnings;
        first.timersSampled = true;
        first.timers.push_back({{1}, {2}, 3 * Second, {3}, place("/t.cpp", "f()", 4)});
        mirror.apply(first);
        say(u"all kinds"_s);
        mirror.settle();
        loop::Delta next = delta(70 * Second);
        next.wallOffset += Second; // the clock was set
        sample(next, 2, 77).lastActivity = 69 * Second;
        close(next, 3);
        next.connections.back().id.value = 99; // unknown
        loop::TaskSample &ended = next.tasks.emplace_back();
        ended.id.value = 5;
        ended.state = loop::TaskState::Done;
        ended.ended = 70 * Second;
        next.notes.push_back({{2}, 7, "nc", {8}});
        loop::WarningRecord again = first.warnings.front();
        again.time = 70 * Second;
        again.message = "newest";
        next.warnings = {again};
        mirror.apply(next);
        say(u"a minute later"_s);
        mirror.settle();
        mirror.apply(ofLoop(2, 90 * Second));
        say(u"another loop, and what ended has left"_s);
        loop::Delta keyframe = delta(91 * Second);
        open(keyframe, 50);
        mirror.applyKeyframe(keyframe);
        say(u"a keyframe"_s);
        loop::Delta closed = delta(92 * Second);
        closed.closed = true;
        mirror.apply(closed);
        say(u"closed"_s);
        QVERIFY(!mirror.head({77}) && mirror.head({1}) && !mirror.task({77}));
        QCOMPARE(::test::differenceFrom(expected("mirror.txt"), told.lines), QString());
    }

    void whatIsFoundInBytes()
    {
        QStringList lines;
        const QByteArray bytes = QByteArray("Hello hello, aaaa\nHE\xff\x00llo \xc3\xa9", 28);
        for (const auto &[kind, words] : {std::pair {ByteSearch::Kind::Text, u"hello"_s},
                                          {ByteSearch::Kind::Text, u"aa"_s},
                                          {ByteSearch::Kind::Text, u"\u00e9"_s},
                                          {ByteSearch::Kind::Text, u""_s},
                                          {ByteSearch::Kind::Hex, u"ff 00"_s},
                                          {ByteSearch::Kind::Hex, u"48"_s},
                                          {ByteSearch::Kind::Hex, u"4"_s},
                                          {ByteSearch::Kind::Hex, u""_s},
                                          {ByteSearch::Kind::Expression, u"^H."_s},
                                          {ByteSearch::Kind::Expression, u"a{2}"_s},
                                          {ByteSearch::Kind::Expression, u"x*"_s},
                                          {ByteSearch::Kind::Expression, u"\u00e9"_s},
                                          {ByteSearch::Kind::Expression, u"o$"_s},
                                          {ByteSearch::Kind::Expression, u"(?<=l)o"_s},
                                          {ByteSearch::Kind::Expression, u"("_s}}) {
            const auto search = ByteSearch::of(kind, words);
            QString line = u"%1 '%2':"_s.arg(int(kind)).arg(words);
            if (!search) {
                lines << line + u' ' + search.problem();
                continue;
            }
            line += u" longest %1"_s.arg(search->longest());
            for (const auto &[from, most] :
                 {std::pair {0, 100}, {1, 100}, {0, 2}, {5, 1}, {0, 0}}) {
                line += u" | from %1 most %2:"_s.arg(from).arg(most);
                for (const ByteSearch::Match &match : search->in(bytes, from, most))
                    line += u" %1+%2"_s.arg(match.at).arg(match.size);
            }
            lines << line;
        }
        QCOMPARE(::test::differenceFrom(expected("found.txt"), lines), QString());
    }

    void matchesArePackedAndRemovedInAnyNumber()
    {
        QRandomGenerator random(5);
        MatchList list;
        std::vector<qint64> model; // all that were ever in it
        std::size_t gone = 0;
        qint64 number = 0;
        for (int round = 0; round < 3000; ++round) {
            number += random.bounded(3) ? random.bounded(1, 200)
                                        : qint64(random.bounded(1, 1 << 20)) << 20;
            list.append(number);
            model.push_back(number);
            if (random.bounded(40) == 0) {
                const std::size_t to = gone + random.bounded(quint32(model.size() - gone + 1));
                list.removeBefore(to < model.size() ? model[to] : number + 1);
                gone = to;
            }
            QCOMPARE(std::size_t(list.size()), model.size() - gone);
            if (round % 50)
                continue;
            for (int i = 0; i < list.size(); i += 1 + list.size() / 7) {
                QCOMPARE(list.at(i), model[gone + std::size_t(i)]);
                const MatchList::Place place = list.placeOf(i);
                QCOMPARE(place.block * MatchList::BlockSize + place.at, int(gone) + i);
                QCOMPARE(list.indexOf(place), i);
                QCOMPARE(list.block(place.block).at(std::size_t(place.at)), list.at(i));
            }
            if (gone >= MatchList::BlockSize)
                QVERIFY(list.block(0).empty());
        }
        list.clear();
        QCOMPARE(list.size(), 0);
        list.append(7);
        QCOMPARE(list.at(0), qint64(7));
    }

    void scenariosAndTheirReports()
    {
        QStringList lines;
        for (const char *json :
             {"",
              "[",
              "[]",
              "{",
              "{\n\"a\": }",
              "{}",
              "{\"sessions\": []}",
              "{\"sessions\": [1]}",
              "{\"sessions\": [{}]}",
              "{\"sessions\": [{\"url\": 1}]}",
              "{\"sessions\": [{\"url\": \"x\"}]}",
              "{\"sessions\": [{\"url\": \"echo://h:1\", \"x\": 1}]}",
              "{\"x\": 1, \"sessions\": [{\"url\": \"echo://h:1\"}]}",
              "{\"name\": 1, \"sessions\": [{\"url\": \"echo://h:1\"}]}",
              "{\"name\": \"n\", \"duration\": 5, \"seed\": 0, \"sessions\": [{\"url\": "
              "\"echo://h:0\", \"faults\": [\"latency:5ms\", \"reset\"]}, {\"url\": "
              "\"load://h:0?seed=9\", \"limits\": [\"p99<5ms\"]}]}",
              "{\"duration\": \"2m\", \"sessions\": [{\"url\": \"echo://h:1\"}]}",
              "{\"duration\": 0, \"sessions\": [{\"url\": \"echo://h:1\"}]}",
              "{\"duration\": \"x\", \"sessions\": [{\"url\": \"echo://h:1\"}]}",
              "{\"duration\": 0.001, \"sessions\": [{\"url\": \"echo://h:1\"}]}",
              "{\"seed\": -1, \"sessions\": [{\"url\": \"echo://h:1\"}]}",
              "{\"seed\": 1.5, \"sessions\": [{\"url\": \"echo://h:1\"}]}",
              "{\"record\": \"x\", \"keep\": 2000000, \"keepFor\": \"90s\", \"capture\": \"4k\", "
              "\"dumpOn\": \"lost\", \"sessions\": [{\"url\": \"echo://h:1\"}]}",
              "{\"keep\": 5, \"sessions\": [{\"url\": \"echo://h:1\"}]}",
              "{\"record\": true, \"sessions\": [{\"url\": \"echo://h:1\"}]}",
              "{\"sessions\": [{\"url\": \"load://h:0\"}]}",
              "{\"sessions\": [{\"url\": \"lines+unix:///x\"}]}",
              "{\"sessions\": [{\"url\": \"echo://h:1\", \"limits\": [\"p99<5ms\"]}]}",
              "{\"sessions\": [{\"url\": \"load://h:1\", \"limits\": \"p99<5ms\"}]}",
              "{\"sessions\": [{\"url\": \"load://h:1\", \"limits\": [\"p99\"]}]}",
              "{\"sessions\": [{\"url\": \"load://h:1\", \"limits\": [1]}]}",
              "{\"sessions\": [{\"url\": \"echo://h:1\", \"faults\": [\"drop\"]}]}"}) {
            const ScenarioResult read = readScenario(json, u"file.json"_s);
            lines << QString::fromUtf8(json).replace(u'\n', u' ');
            lines << u"  "_s
                    + (read.scenario ? QString::fromUtf8(read.scenario->toJson()).simplified()
                                     : read.sentence);
            if (!read.scenario)
                continue;
            QCOMPARE(readScenario(read.scenario->toJson(), {}).scenario, read.scenario);
            for (const SessionUrl &url : read.scenario->seededSessions())
                lines << u"  "_s + url.toString();
        }
        const auto running = [](const QString &url, const QString &address) {
            return RunningSession {*parseSessionUrl(url).url, address};
        };
        lines << QString::fromUtf8(
                     scenarioOf({running(u"load://127.0.0.1:8881"_s, {}),
                                 running(u"echo://127.0.0.1:0"_s, u"127.0.0.1:8881"_s),
                                 running(u"discard://127.0.0.1:9"_s, u"127.0.0.1:9"_s),
                                 running(u"load://127.0.0.1:9"_s, {}),
                                 running(u"lines+unix:///x"_s, {}),
                                 running(u"load://127.0.0.1:881"_s, {})})
                         .toJson())
                     .simplified();
        QList<SessionRecord> sessions {
            session(1, 1, u"echo://h:1"_s, {}), session(2, 1, u"load://h:1"_s, {}),
            session(3, 1, u"load://h:2"_s, {}), session(4, 1, u"load://h:3"_s, {})};
        sessions[0].plainFigures = u"1.5k <x>"_s;
        sessions[1].state = SessionRecord::Failed;
        sessions[1].error = u"it \"failed\""_s;
        sessions[2].verdicts = {{u"p99<5ms"_s, true, u"1 ms"_s}, {u"errors<1"_s, false, u"2"_s}};
        sessions[2].state = SessionRecord::Failed;
        sessions[3].verdicts = {{u"p99<5ms"_s, true, u"1 ms"_s}};
        sessions[3].state = SessionRecord::Failed;
        sessions[3].error = u"refused"_s;
        lines << QString::fromUtf8(
                     junitXml(u"a & b"_s, sessions, std::chrono::milliseconds(12'345)))
                     .split(u'\n');
        QCOMPARE(::test::differenceFrom(expected("scenarios.txt"), lines), QString());
    }
};

QTEST_GUILESS_MAIN(EveryStateTest)
#include "EveryStateTest.moc"
