// SPDX-License-Identifier: GPL-3.0-or-later

// All that the log, a conversation and the timeline show of one recording with everything in it,
// narrowed in every way. Beside expected/*.txt.

#include "models/Conversation.h"
#include "models/LogModel.h"
#include "models/SessionModel.h"
#include "models/TaskModel.h"
#include "models/timeline/LongestSteps.h"
#include "models/timeline/TimelineModel.h"
#include "tests/models/Cells.h"
#include "tests/models/ReadRows.h"
#include "tests/models/RecordedRun.h"
#include "tests/support/Expected.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;
using namespace Qt::StringLiterals;

namespace {

QString expected(const char *name)
{
    return QStringLiteral(LOOPSCOPE_EXPECTED "/") + QLatin1StringView(name);
}

// Every page has been asked for, and has come.
template <class Model> bool isRead(Model &model)
{
    for (int row = 0; row < model.rowCount(); ++row) {
        (void)model.index(row, 0).data();
        if (!QTest::qWaitFor([&model] { return !model.reading(); }))
            return false;
    }
    return true;
}

// The same recording, of which the first events have left.
class Leaving final : public EventStore {
public:
    explicit Leaving(const EventStore &file)
        : file_(file)
    { }
    QString path() const override { return file_.path(); }
    qint64 firstEvent() const override { return first; }
    qint64 eventCount() const override { return file_.eventCount(); }
    qint64 size() const override { return file_.size(); }
    qint64 dropped() const override { return 0; }
    qint64 first = 1;

private:
    const EventStore &file_;
};

SessionRecord echo()
{
    SessionRecord session;
    session.id.value = 7;
    session.loop.value = 1;
    session.kind = u"echo"_s;
    session.address = u"127.0.0.1:8881"_s;
    return session;
}

} // namespace

class EveryRowTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<Recording> file_;
    std::unique_ptr<SessionModel> sessions_;

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        qputenv("TZ", "UTC");
        tzset();
        file_ = recordedRun();
        sessions_ = std::make_unique<SessionModel>(nullptr);
        sessions_->setSession(echo());
    }
    void cleanupTestCase()
    {
        sessions_.reset();
        file_.reset();
    }

    void everyCellOfTheLog()
    {
        LogModel model(file_.get(), sessions_.get());
        QAbstractItemModelTester tester(&model);
        model.batchEnded(Epoch);
        QTRY_COMPARE(qint64(model.rowCount()), file_->eventCount());
        QVERIFY(isRead(model));
        QStringList lines = cellsOf(model);
        QCOMPARE(::test::differenceFrom(expected("log.txt"), lines), QString());
    }

    void theLogIsNarrowedByEachKey()
    {
        LogModel model(file_.get(), sessions_.get());
        QAbstractItemModelTester tester(&model);
        model.batchEnded(Epoch);
        QStringList lines;
        const auto say = [&model, &lines](const QString &what) {
            QVERIFY(QTest::qWaitFor([&model] { return !model.searching(); }));
            QString line = what + u':';
            for (int row = 0; row < model.rowCount(); ++row)
                line += u' ' + QString::number(eventAt(model, row).number);
            lines << line
                    + u" | position %1, row of 5 %2, of 6 %3"_s.arg(model.positionRow())
                          .arg(model.rowOfEvent(5))
                          .arg(model.rowOfEvent(6));
        };
        for (const FilterKey &key : model.filterKeys())
            lines << u"key %1 %2 %3"_s.arg(key.name).arg(int(key.type)).arg(key.values.join(u','));
        for (const QString &filter : {u"event:data"_s,
                                      u"event:warning"_s,
                                      u"session:echo"_s,
                                      u"session::8881"_s,
                                      u"session:7"_s,
                                      u"session:8"_s,
                                      u"connection:3"_s,
                                      u"connection>7"_s,
                                      u"task:2"_s,
                                      u"bytes>100"_s,
                                      u"bytes:4"_s,
                                      u"merged:3"_s,
                                      u"number<=4"_s,
                                      u"number>75"_s,
                                      u"detail:latency"_s,
                                      u"payload:\"message 9\""_s,
                                      u"accepted"_s,
                                      u"data"_s,
                                      u"reset"_s,
                                      u"not event:data"_s,
                                      u"event:pause or event:eof"_s,
                                      u"x:1"_s}) {
            const auto mistake = model.setFilterText(filter);
            if (mistake)
                lines << filter + u": "_s + mistake->message;
            else
                say(filter);
        }
        (void)model.setFilterText({});
        model.setConnection(3);
        say(u"of connection 3"_s);
        model.setTask(3);
        say(u"of connection 3 and task 3"_s);
        model.setConnection(0);
        say(u"of task 3"_s);
        model.setTask(0);
        for (const auto &[first, last] : {std::pair {2251, 2255},
                                          {2252, 2252},
                                          {0, 1251},
                                          {3259, 90'000},
                                          {4000, 5000},
                                          {3000, 2000}}) {
            model.setTimeSpan(TimeSpan {Epoch + first * Millisecond, Epoch + last * Millisecond});
            say(u"from %1 to %2 ms"_s.arg(first).arg(last));
        }
        model.setConnection(2);
        model.setTimeSpan(TimeSpan {Epoch + 2000 * Millisecond, Epoch + 3000 * Millisecond});
        say(u"of connection 2 in that second"_s);
        model.setConnection(0);
        model.setTimeSpan(std::nullopt);
        QTRY_COMPARE(qint64(model.rowCount()), file_->eventCount());
        for (const qint64 last : {0, 1, 5, 6, 1000}) {
            model.moveTo(last);
            QString line = u"at event %1: row %2, faded"_s.arg(last).arg(model.positionRow());
            for (int row = 0; row < 8; ++row)
                line += u' ' + model.index(row, 0).data(FadeRole).toString();
            lines << line;
        }
        model.reset();
        lines << u"now: row %1"_s.arg(model.positionRow());
        for (const auto &[time, connection, task] : {std::tuple {2253, 0, 0},
                                                     {2253, 3, 0},
                                                     {2253, 0, 3},
                                                     {2253, 3, 3},
                                                     {0, 5, 0},
                                                     {99'999, 5, 0},
                                                     {2253, 77, 0}})
            lines << u"at %1 ms of connection %2 and task %3: event %4"_s.arg(time)
                         .arg(connection)
                         .arg(task)
                         .arg(find(
                             model,
                             {Epoch + time * Millisecond, quint64(connection), quint64(task)}));
        lines << u"rows of none: %1 %2; %3 of %4"_s.arg(model.rowOfEvent(0))
                     .arg(model.rowOfEvent(100'000))
                     .arg(model.eventAt(-1).number)
                     .arg(model.total());
        QCOMPARE(::test::differenceFrom(expected("log-narrowed.txt"), lines), QString());
    }

    void everyCellOfConversations()
    {
        Conversation model(file_.get());
        QAbstractItemModelTester tester(&model);
        QStringList lines;
        for (const quint64 id : {1U, 2U, 3U, 77U}) {
            model.setConnection(id);
            for (const Conversation::Mode mode : {Conversation::Mode(0), Conversation::Mode(1)}) {
                model.setMode(mode);
                model.batchEnded(Epoch);
                QVERIFY(QTest::qWaitFor([&model] { return !model.reading(); }));
                QVERIFY(isRead(model));
                lines << u"connection %1 mode %2: %3"_s.arg(id).arg(int(mode)).arg(model.note());
                lines += cellsOf(model);
                model.setSearch(*ByteSearch::of(ByteSearch::Kind::Text, u"ge"_s));
                QVERIFY(QTest::qWaitFor([&model] { return !model.searching(); }));
                QString found = u"found %1:"_s.arg(model.matches().count());
                for (int step = 0; step < 4; ++step)
                    found += u' ' + QString::number(model.stepMatch(true, 0));
                found += u" back"_s;
                for (int step = 0; step < 4; ++step)
                    found += u' ' + QString::number(model.stepMatch(false, 2));
                lines << found;
                for (int row = 0; row < model.rowCount(); ++row)
                    lines << u"  %1: %2 | %3"_s.arg(row).arg(
                        say(model.index(row, ConversationColumn::Content).data(HighlightRole)),
                        say(model.index(row, ConversationColumn::Text).data(HighlightRole)));
                model.setSearch(std::nullopt);
                Conversation::Wanted wanted;
                wanted.asShown = true;
                for (const qsizetype most : {5, 1000}) {
                    wanted.most = most;
                    for (const auto direction : {std::optional<Conversation::Direction>(),
                                                 std::optional(Conversation::Direction::In),
                                                 std::optional(Conversation::Direction::Out)}) {
                        wanted.direction = direction;
                        const auto got = collect(model, wanted);
                        lines << QString::fromLatin1(got.bytes.toHex(' '))
                                + u" cut %1"_s.arg(got.cut)
                              << got.text;
                    }
                }
                wanted.firstRow = wanted.lastRow = 1;
                wanted.direction.reset();
                lines << QString::fromLatin1(collect(model, wanted).bytes.toHex(' '));
                model.moveTo(30);
                QVERIFY(QTest::qWaitFor([&model] { return !model.reading(); }));
                lines << u"until event 30: %1 rows"_s.arg(model.rowCount());
                model.reset();
                QVERIFY(QTest::qWaitFor([&model] { return !model.reading(); }));
                lines << u"now: %1 rows"_s.arg(model.rowCount());
            }
        }
        QCOMPARE(::test::differenceFrom(expected("conversations.txt"), lines), QString());
    }

    // Narrowed or not, what is left has the rows, and each is the event that it was.
    void whatLeavesTheRecordingLeavesTheViews()
    {
        Leaving store(*file_);
        LogModel all(&store, nullptr), narrowed(&store, nullptr);
        Conversation conversation(&store);
        QAbstractItemModelTester one(&all), two(&narrowed), three(&conversation);
        narrowed.setConnection(2);
        conversation.setConnection(2);
        const auto settle = [&] {
            for (DeltaConsumer *each :
                 std::initializer_list<DeltaConsumer *> {&all, &narrowed, &conversation})
                each->batchEnded(Epoch);
            QVERIFY(QTest::qWaitFor([&] {
                return !narrowed.searching() && !all.reading() && !conversation.reading();
            }));
            QVERIFY(isRead(all) && isRead(narrowed) && isRead(conversation));
        };
        settle();
        settle();
        QStringList lines;
        for (const qint64 first : {1, 2, 3, 30, 30, 31, 60, 76, 1000}) {
            store.first = first;
            settle();
            lines << u"from %1: %2 rows of %3, first %4; of connection 2:"_s.arg(first)
                         .arg(all.rowCount())
                         .arg(all.total())
                         .arg(eventAt(all, 0).number);
            for (int row = 0; row < narrowed.rowCount(); ++row)
                lines.back() += u' ' + QString::number(eventAt(narrowed, row).number);
            lines << u"  %1 rows said; %2; first '%3'"_s.arg(conversation.rowCount())
                         .arg(conversation.note(),
                              cell(conversation, 0, ConversationColumn::Content));
            for (int row = 0; row < all.rowCount(); ++row)
                QCOMPARE(eventAt(all, row).number, qMax<qint64>(1, first) + row);
        }
        QCOMPARE(::test::differenceFrom(expected("leaving.txt"), lines), QString());
    }

    void rowsOfTheTimeline()
    {
        TaskModel tasks;
        TimelineModel model(file_.get(), sessions_.get(), &tasks);
        model.setActive(true);
        model.restore(Moment());
        model.batchEnded(Epoch + 64 * Second);
        model.show({Epoch, Epoch + 64 * Second});
        QTRY_VERIFY(!model.isReading() && model.rows().size() > 1);
        QStringList lines;
        for (const auto group :
             {LaneOrder::NoGroups, LaneOrder::BySession, LaneOrder::ByCoroutines}) {
            for (const auto sort :
                 {LaneOrder::ById, LaneOrder::ByBusyTime, LaneOrder::ByCoroutine}) {
                for (const QString &filter :
                     {u""_s, u"task:3"_s, u"session:echo"_s, u"coroutine:serve"_s, u"busy>100us"_s,
                      u"run"_s, u"nothing"_s}) {
                    LaneOrder order;
                    order.group = group;
                    order.sort = sort;
                    order.filter = Filter(filter, LaneOrder::keys());
                    order.sessions = {{7, u"echo :8881"_s}};
                    lines << u"group %1 sort %2 filter '%3'"_s.arg(int(group))
                                 .arg(int(sort))
                                 .arg(filter);
                    const auto lock = model.lanes().lock();
                    for (const LaneRow &row : rowsOf(model.lanes(), order))
                        lines << u"  loop %1 task %2 '%3' of %4"_s.arg(row.loop)
                                     .arg(row.task)
                                     .arg(row.title)
                                     .arg(row.size);
                }
            }
        }
        for (const QString &name :
             {u"echo(StreamReader, StreamWriter)"_s, u"echo"_s, u""_s, u"a::b(c(d))"_s})
            lines << u"call %1"_s.arg(callOf(name));
        lines << u"recorded %1 to %2"_s.arg(model.recorded().first - Epoch)
                     .arg(model.recorded().last - Epoch);
        lines += cellsOf(model.longest());
        QCOMPARE(::test::differenceFrom(expected("timeline.txt"), lines), QString());
    }
};

QTEST_GUILESS_MAIN(EveryRowTest)
#include "EveryRowTest.moc"
