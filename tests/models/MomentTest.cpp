// SPDX-License-Identifier: GPL-3.0-or-later

// What models showed live at a moment, and what they show once the moment is put back from the
// recording: the same, row by row.

#include "models/record/Recording.h"
#include "tests/models/ReadRows.h"
#include "tests/models/ShownModels.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QRandomGenerator>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <map>
#include <memory>

using namespace models;
using namespace models::test;

namespace {

SessionRecord randomSession(QRandomGenerator &random)
{
    SessionRecord made;
    made.id.value = random.bounded(1, 6);
    made.loop.value = made.id.value % 2 + 1;
    made.server = made.id.value > 3;
    made.kind = QStringLiteral("echo");
    made.address = QStringLiteral("127.0.0.1:%1").arg(random.bounded(1, 60'000));
    made.url = *parseSessionUrl(QStringLiteral("echo://127.0.0.1:8881")).url;
    made.state = SessionRecord::State(random.bounded(5));
    if (made.state == SessionRecord::Failed)
        made.error = QStringLiteral("no");
    return made;
}

// Two loops on which connections and tasks come, change and go. Ids are never used again.
class World {
public:
    World(quint32 seed, Recording &file, Models &live)
        : random(seed)
        , file_(file)
        , live_(live)
    {
        // A program's sessions begin before anything is seen of their loops.
        for (const std::uint64_t id : {2, 1}) {
            SessionRecord session;
            session.id.value = id;
            session.loop.value = id % 2 + 1;
            session.server = false;
            tell(session, Second / 2);
        }
    }

    // What happens in one step, to the recording and to what shows it live.
    void step(std::int64_t time)
    {
        if (random.bounded(5) == 0)
            tell(randomSession(random), time);
        if (random.bounded(20) == 0)
            block(time);
        loop::Delta made = delta(time);
        made.loop.value = random.bounded(1, 3);
        made.wallOffset = Epoch + (time > 60 * Second ? 7 : 0); // the clock was set
        made.sample.tasks = random.bounded(100U);
        made.sample.timers = random.bounded(100U);
        made.sample.events = static_cast<std::uint64_t>(time);
        for (int i = random.bounded(1, 8); i > 0; --i) // an idle loop is told of once a second
            happen(made);
        made.timersSampled = random.bounded(2);
        for (int i = made.timersSampled ? random.bounded(6) : 0; i > 0; --i)
            addTimer(made, std::uint64_t(i));
        file_.apply(made);
        live_.hand(made);
    }

    QRandomGenerator random;

private:
    using Ids = std::vector<std::uint64_t>;

    void tell(const SessionRecord &session, std::int64_t time)
    {
        file_.record(session, Epoch + time);
        live_.sessions.setSession(session);
    }

    void addTimer(loop::Delta &made, std::uint64_t number)
    {
        loop::TimerSample timer;
        timer.id.value = made.loop.value * 100 + number;
        timer.due = made.time + std::int64_t(random.bounded(1000)) * Millisecond;
        timer.task.value = 1 + random.bounded(quint32(lastId_ + 1));
        made.timers.push_back(timer);
    }

    // One of those that live on the loop; now and then one that has ended.
    std::uint64_t any(const Ids &ids)
    {
        return ids.empty() ? 0 : ids[random.bounded(quint32(ids.size()))];
    }

    std::uint64_t end(Ids &ids)
    {
        const std::uint64_t id = any(ids);
        if (random.bounded(10) != 0)
            std::erase(ids, id);
        return id;
    }

    void happen(loop::Delta &made)
    {
        Ids &connections = connections_[made.loop.value], &tasks = tasks_[made.loop.value];
        switch (random.bounded(8)) {
        case 0:
            ++lastId_;
            open(made, lastId_, "127.0.0.1:" + std::to_string(lastId_), random.bounded(5, 9));
            connections.push_back(lastId_);
            break;
        case 1:
            sample(made, any(connections), random.generate()).lastActivity = made.time;
            break;
        case 2:
            close(made, end(connections));
            break;
        case 3:
            task(made, ++lastId_).busy = random.bounded(1'000'000);
            made.tasks.back().wait = loop::WaitKind::Sleep;
            made.tasks.back().waitDeadline = made.time + 5 * Second;
            tasks.push_back(lastId_);
            break;
        case 4: {
            loop::TaskSample ended;
            ended.id.value = end(tasks);
            ended.state = loop::TaskState::Failed;
            ended.error = "no";
            ended.ended = made.time;
            made.tasks.push_back(ended);
            break;
        }
        case 5: {
            static constexpr const char *files[] = {"a.cpp", "b.cpp"};
            loop::WarningRecord warning;
            warning.kind = loop::WarningKind(random.bounded(int(loop::WarningKind::Count)));
            warning.time = made.time + std::int64_t(made.warnings.size()) * 1000; // each its own
            warning.message = "m" + std::to_string(random.bounded(1000));
            warning.created.file = files[random.bounded(2)];
            warning.created.function = "f()";
            warning.created.line = random.bounded(1U, 4U);
            warning.task.value = any(tasks);
            made.warnings.push_back(warning);
            break;
        }
        default:
            addEvent(made, random.bounded(2) ? loop::EventKind::DataIn : loop::EventKind::DataOut,
                     any(connections), "some bytes\nof it", "detail");
        }
    }

    void block(std::int64_t time)
    {
        Blocked blocked;
        blocked.loop.value = random.bounded(1, 3);
        blocked.loopName = QStringLiteral("net");
        blocked.since = Epoch + time - Second + Millisecond / 2;
        blocked.lasted = Second - Millisecond;
        blocked.handle.task.value = any(tasks_[blocked.loop.value]);
        blocked.settled = true;
        DeltaConsumer &recording = file_;
        recording.apply(blocked);
        live_.hand(blocked);
    }

    Recording &file_;
    Models &live_;
    std::map<std::uint64_t, Ids> connections_, tasks_; // by loop
    std::uint64_t lastId_ = 0;
};

void compare(const QStringList &live, const QStringList &restored)
{
    for (qsizetype i = 0; i < std::min(live.size(), restored.size()); ++i)
        QCOMPARE(restored[i], live[i]);
    QCOMPARE(restored.size(), live.size());
}

} // namespace

class MomentTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void modelsShowAtAMomentWhatTheyShowedLive_data()
    {
        QTest::addColumn<quint32>("seed");
        for (const quint32 seed : {1U, 2U, 3U})
            QTest::addRow("%u", seed) << seed;
    }

    void modelsShowAtAMomentWhatTheyShowedLive()
    {
        QFETCH(quint32, seed);
        Recording file;
        Models live(&file);
        World world(seed, file, live);
        QRandomGenerator &random = world.random;
        std::map<std::int64_t, QStringList> shown;
        std::int64_t time = Second;
        for (int i = 0; i < 600; ++i, time += std::int64_t(random.bounded(1, 400)) * Millisecond) {
            world.step(time);
            if (random.bounded(12) == 0)
                shown[live.now()] = live.shown();
        }
        file.flush();
        const auto reader = std::move(*RecordingReader::open(file.path()));
        Models past(&file);
        std::vector<std::unique_ptr<QAbstractItemModelTester>> testers;
        for (QAbstractItemModel *model : past.models())
            testers.push_back(std::make_unique<QAbstractItemModelTester>(
                model, QAbstractItemModelTester::FailureReportingMode::QtTest));
        std::vector<std::int64_t> times;
        for (const auto &[at, lines] : shown)
            times.push_back(at);
        std::shuffle(times.begin(), times.end(), random);
        for (const std::int64_t at : times) {
            const auto moment = reader->momentAt(at);
            QVERIFY2(moment, qPrintable(moment.problem()));
            past.restore(*moment);
            compare(shown[at], past.shown());
        }
        QVERIFY(times.size() > 20);
    }

    void whatFollowsAMomentLeadsToTheNext()
    {
        Recording file;
        Models live(&file);
        World world(7, file, live);
        QStringList then;
        for (int i = 1; i <= 300; ++i) {
            world.step(i * 300 * Millisecond);
            if (i == 250)
                then = live.shown();
        }
        file.flush();
        const auto reader = std::move(*RecordingReader::open(file.path()));
        Models past(&file);
        past.restore(*reader->momentAt(Epoch + 60 * 300 * Millisecond));
        const qint64 from = Epoch + 60 * 300 * Millisecond,
                     to = Epoch + 250 * 300 * Millisecond + 7;
        const QString problem
            = reader->deltas(from, to, [&past](const RecordingReader::Played &played) {
                  if (played.session)
                      past.sessions.setSession(*played.session);
                  else
                      past.hand(*played.delta);
                  return true;
              });
        QCOMPARE(problem, QString());
        compare(then, past.shown());
    }

    void aMomentAmongTenThousandConnectionsIsQuicklyThere()
    {
        constexpr std::uint64_t count = 10'000;
        Recording file;
        Models live(&file);
        const auto hand = [&](const loop::Delta &made) {
            file.apply(made);
            live.hand(made);
        };
        loop::Delta first = delta(Second);
        for (std::uint64_t id = 1; id <= count; ++id) {
            open(first, id, "127.0.0.1:" + std::to_string(20'000 + id));
            task(first, id).wait = loop::WaitKind::Read;
            first.tasks.back().waitTarget = id;
        }
        hand(first);
        std::map<std::int64_t, QStringList> shown;
        for (int i = 1; i <= 40; ++i) {
            loop::Delta made = delta((1 + i) * Second);
            for (std::uint64_t id = 1; id <= count; id += 1 + std::uint64_t(i % 3))
                sample(made, id, id * std::uint64_t(i)).lastActivity = made.time;
            close(made, std::uint64_t(i));
            hand(made);
            if (i % 20 == 5)
                shown[Epoch + made.time] = live.shown();
        }
        file.flush();
        const auto reader = std::move(*RecordingReader::open(file.path()));
        Models past(&file);
        for (const auto &[at, lines] : shown) {
            QElapsedTimer clock;
            clock.start();
            const auto moment = reader->momentAt(at);
            const qint64 found = clock.elapsed();
            past.restore(*moment);
            qInfo("found in %lld ms, shown in %lld ms", found, clock.elapsed() - found);
            QVERIFY(clock.elapsed() < 2000);
            compare(lines, past.shown());
        }
    }

    void aSelectedRowStaysWhileTheMomentMoves()
    {
        Recording file;
        Models live(&file);
        for (int i = 1; i <= 20; ++i) {
            loop::Delta made = delta(i * Second);
            open(made, std::uint64_t(i));
            file.apply(made);
        }
        file.flush();
        const auto reader = std::move(*RecordingReader::open(file.path()));
        live.restore(*reader->momentAt(Epoch + 20 * Second));
        QSignalSpy resets(&live.connections, &QAbstractItemModel::modelReset);
        const QPersistentModelIndex fifth
            = live.connections.index(live.connections.rowOf(5), ConnectionColumn::Id);
        live.restore(*reader->momentAt(Epoch + 7 * Second));
        QCOMPARE(live.connections.rowCount(), 7);
        QCOMPARE(live.connections.idAt(fifth.row()), 5U);
        live.restore(*reader->momentAt(Epoch + 4 * Second));
        QVERIFY(!fifth.isValid());
        QCOMPARE(live.connections.rowCount(), 4);
        QCOMPARE(resets.size(), 0);
    }

    void theLogAndTheStreamAgreeToTheEvent()
    {
        Recording file;
        for (int i = 1; i <= 10; ++i) {
            loop::Delta made = delta(i * Second);
            for (int k = 0; k < 3; ++k)
                addEvent(made, loop::EventKind::DataIn, 1, "abc");
            file.apply(made);
        }
        file.flush();
        const auto reader = std::move(*RecordingReader::open(file.path()));
        const Moment moment = *reader->momentOf(14);
        QCOMPARE(moment.time, Epoch + 5 * Second);
        QCOMPARE(moment.lastEvent, 15);
        Models past(&file);
        past.conversation.setConnection(1);
        QTRY_COMPARE(heard(past.conversation, Conversation::Direction::In).size(), 90);
        past.restore(moment);
        QTRY_COMPARE(heard(past.conversation, Conversation::Direction::In).size(), 45);
        QTRY_COMPARE(past.log.rowCount(), 30);
        QCOMPARE(past.log.positionRow(), 14);
        QCOMPARE(past.log.index(14, 0).data(FadeRole).toDouble(), 1.0);
        QVERIFY(past.log.index(15, 0).data(FadeRole).toDouble() < 1.0);
        for (DeltaConsumer *each : past.consumers())
            each->reset();
        past.batchEnded(Epoch + 11 * Second);
        QTRY_COMPARE(heard(past.conversation, Conversation::Direction::In).size(), 90);
        QCOMPARE(past.log.positionRow(), 29);
    }

    void secondsAndMarksAreThereForABar()
    {
        Recording file;
        for (int i = 1; i <= 5; ++i) {
            loop::Delta made = delta(i * Second + 10 * Millisecond);
            made.sample.bytesIn = std::uint64_t(i * i);
            made.sample.messagesIn = std::uint64_t(i);
            made.sample.connections = 3;
            file.apply(made);
        }
        file.mark(QStringLiteral("before deploy"), Epoch + 3 * Second);
        file.flush();
        const auto reader = std::move(*RecordingReader::open(file.path()));
        const QList<ActivitySample> samples = *reader->samples(0, Epoch + 4 * Second);
        QCOMPARE(samples.size(), 4);
        QCOMPARE(samples[3].time, Epoch + 4 * Second);
        QCOMPARE(samples[3].bytesIn, 16U - 9U);
        QCOMPARE(samples[3].messages, 1U);
        QCOMPARE(samples[3].connections, 3U);
        const QList<Mark> marks = *reader->marks();
        QCOMPARE(marks.size(), 1);
        QCOMPARE(marks[0].name, QStringLiteral("before deploy"));
        QCOMPARE(marks[0].time, Epoch + 3 * Second);
        QCOMPARE(reader->span()->first, Epoch + Second + 10 * Millisecond);
        QCOMPARE(reader->span()->last, Epoch + 5 * Second + 10 * Millisecond);
    }

    void activityIsThatOfTheMinuteBefore()
    {
        Recording file;
        for (int i = 1; i <= 100; ++i) {
            loop::Delta made = delta(i * Second);
            made.sample.messagesIn = std::uint64_t(i * 10);
            file.apply(made);
        }
        file.flush();
        const auto reader = std::move(*RecordingReader::open(file.path()));
        Models past(&file);
        past.restore(*reader->momentAt(Epoch + 90 * Second));
        const QList<double> messages = past.activity.messages();
        QCOMPARE(messages.size(), Activity::PointCount);
        QVERIFY2(std::all_of(messages.begin() + 5, messages.end() - 5,
                             [](double rate) { return rate == 10; }),
                 qPrintable(QString::number(messages[60])));
    }
};

QTEST_GUILESS_MAIN(MomentTest)
#include "MomentTest.moc"
