// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/LogModel.h"
#include "models/ConnectionModel.h"
#include "models/Conversation.h"
#include "models/MatchList.h"
#include "models/SessionModel.h"
#include "models/record/Moment.h"
#include "models/record/Recording.h"
#include "tests/models/Deltas.h"
#include "tests/models/ReadRows.h"

#include <QtCore/QFile>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;
using loop::EventKind;

namespace {

constexpr auto Report = QAbstractItemModelTester::FailureReportingMode::QtTest;

// What the Feed does at the end of a pull, with all on disk.
template <class Model> void show(Recording &file, Model &model, const loop::Delta &delta)
{
    file.apply(delta);
    file.flush();
    model.batchEnded(Epoch);
    QVERIFY(settle(model));
}

loop::Delta manyEvents(int count)
{
    loop::Delta made = delta();
    for (int i = 0; i < count; ++i) {
        made.time = i * Second;
        addEvent(made, i % 100 == 0 ? EventKind::Error : EventKind::DataIn,
                 static_cast<std::uint64_t>(i % 10 + 1), std::to_string(i).insert(0, 1, 'm'));
    }
    return made;
}

} // namespace

class LogModelTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void showsEveryEvent_data()
    {
        QTest::addColumn<int>("count");
        QTest::newRow("1") << 1;
        QTest::newRow("100") << 100;
        QTest::newRow("10000") << 10'000;
    }

    void showsEveryEvent()
    {
        QFETCH(int, count);
        Recording file;
        LogModel model(&file, nullptr);
        QAbstractItemModelTester tester(&model, Report);
        QSignalSpy total(&model, &LogModel::totalChanged);
        show(file, model, manyEvents(count));
        QCOMPARE(model.rowCount(), count);
        QCOMPARE(total.size(), 1);
        const int last = count - 1;
        QCOMPARE(cell(model, last, LogColumn::Detail), QStringLiteral("\"m%1\"").arg(last));
        show(file, model, manyEvents(1));
        QCOMPARE(model.rowCount(), count + 1); // the page that was not full is read again
        QCOMPARE(cell(model, count, LogColumn::Detail), QStringLiteral("\"m0\""));
    }

    void timesAreOnTheClockSinceTheStartOrSinceTheRowBefore()
    {
        constexpr int count = 3'000; // several pages
        Recording file;
        LogModel model(&file, nullptr);
        QAbstractItemModelTester tester(&model, Report);
        show(file, model, manyEvents(count)); // a second apart
        const QString clock = cell(model, 2999, LogColumn::Time);
        QVERIFY2(clock.count(u':') == 2 && !clock.startsWith(u'+'), qPrintable(clock));
        model.setTimes(LogModel::Times::SinceStart);
        QVERIFY(settle(model));
        QCOMPARE(cell(model, 2999, LogColumn::Time), QStringLiteral("+49:59.000000"));
        QCOMPARE(cell(model, 0, LogColumn::Time), QStringLiteral("+0.000000"));
        model.setTimes(LogModel::Times::SinceRowBefore);
        for (const int row : {2999, 1024, 512, 1}) {
            cell(model, row, LogColumn::Time); // reads it, and the row before
            QVERIFY(settle(model));
            QCOMPARE(cell(model, row, LogColumn::Time), QStringLiteral("+1.000000"));
        }
        QCOMPARE(cell(model, 0, LogColumn::Time), QString());
        QVERIFY(!model.setFilterText(QStringLiteral("event:error"))); // every hundredth
        QVERIFY(settle(model));
        cell(model, 5, LogColumn::Time);
        QVERIFY(settle(model));
        QCOMPARE(cell(model, 5, LogColumn::Time), QStringLiteral("+1:40.000000"));
        model.setTimes(LogModel::Times::Clock);
        QCOMPARE(cell(model, 5, LogColumn::Time).count(u':'), 2);
    }

    // The rows were painted before it was known when the first event was.
    void timesSinceTheStartAreSaidToHaveChangedOnceTheStartIsKnown()
    {
        Recording file;
        LogModel model(&file, nullptr);
        show(file, model, manyEvents(20));
        QCOMPARE(cell(model, 19, LogColumn::Number), QStringLiteral("20"));
        QVERIFY(settle(model));
        model.setTimes(LogModel::Times::SinceStart);
        QSignalSpy changed(&model, &LogModel::dataChanged);
        model.batchEnded(Epoch); // while it is read
        QVERIFY(settle(model));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].toModelIndex(), model.index(0, LogColumn::Time));
        QCOMPARE(changed[0][1].toModelIndex(), model.index(19, LogColumn::Time));
        QCOMPARE(cell(model, 19, LogColumn::Time), QStringLiteral("+19.000000"));
        changed.clear();
        model.batchEnded(Epoch); // it is read once
        QVERIFY(settle(model));
        QCOMPARE(changed.size(), 0);
    }

    void aPlaceThatStaysIsNotPaintedAgain()
    {
        Recording file;
        LogModel model(&file, nullptr);
        show(file, model, manyEvents(5));
        QSignalSpy changed(&model, &LogModel::dataChanged);
        for (const qint64 number : {3, 3, 4, 4}) {
            Moment moment;
            moment.lastEvent = number;
            model.restore(moment);
        }
        QCOMPARE(changed.size(), 2);
    }

    // A batch ends while it is under way: what it finds is found once.
    void aSearchIsNotBegunTwice()
    {
        Recording file;
        LogModel model(&file, nullptr);
        show(file, model, manyEvents(1'000));
        QVERIFY(!model.setFilterText(QStringLiteral("event:error")));
        for (int batch = 0; batch < 3; ++batch)
            model.batchEnded(Epoch);
        QVERIFY(settle(model));
        QCOMPARE(model.rowCount(), 10);
        model.setActive(false);
        QVERIFY(!model.setFilterText(QStringLiteral("number<=5")));
        QVERIFY(!model.reading()); // nobody looks
        model.setActive(true);
        QVERIFY(settle(model));
        QCOMPARE(model.rowCount(), 5);
    }

    void longTimesHaveHours()
    {
        Recording file;
        LogModel model(&file, nullptr);
        const QList<std::int64_t> times {0,
                                         59'041'237,
                                         60'000'000,
                                         60'041'237,
                                         3'599'041'237,
                                         3'600'000'000,
                                         7'384'041'237,
                                         360'000'041'237}; // microseconds
        loop::Delta made = delta();
        for (const std::int64_t each : times) {
            made.time = each * 1'000;
            addEvent(made, EventKind::DataIn, 1, "x");
        }
        show(file, model, made);
        model.setTimes(LogModel::Times::SinceStart);
        QVERIFY(settle(model));
        QStringList shown;
        for (int row = 0; row < times.size(); ++row)
            shown << cell(model, row, LogColumn::Time);
        QCOMPARE(shown.join(u' '),
                 QStringLiteral("+0.000000 +59.041237 +1:00.000000 +1:00.041237 +59:59.041237 "
                                "+1:00:00.000000 +2:03:04.041237 +100:00:00.041237"));
    }

    // A view may be scrolled over very much: what was looked at last is read, the rest is not.
    void whatWasScrolledOverIsNotRead()
    {
        constexpr int pages = 30, page = 256;
        Recording file;
        LogModel model(&file, nullptr);
        show(file, model, manyEvents(pages * page));
        QSignalSpy changed(&model, &LogModel::dataChanged);
        for (int each = 0; each < pages; ++each)
            (void)model.index(each * page, LogColumn::Detail).data();
        QVERIFY(settle(model));
        QList<int> first; // rows, as they came
        for (const QList<QVariant> &each : changed)
            first << each[0].toModelIndex().row() / page;
        const auto read = QSet<int>(first.begin(), first.end()).size();
        QVERIFY2(read >= 16 && read <= 17, qPrintable(QString::number(read)));
        QCOMPARE(first.first(), pages - 1); // what is looked at now comes first
        QVERIFY(first.contains(pages - 16));
        QCOMPARE(cell(model, 0, LogColumn::Detail), QStringLiteral("\"m0\""));
    }

    // The rows are there, and are blank; what comes at the end is said as much as what was there.
    void newRowsThatCannotBeReadAreBlankAndSaid()
    {
        class Nowhere final : public EventStore {
        public:
            QString path() const override { return QStringLiteral("/nowhere/a.loopscope"); }
            qint64 firstEvent() const override { return 1; }
            qint64 eventCount() const override { return count; }
            qint64 size() const override { return 0; }
            qint64 dropped() const override { return 0; }
            qint64 count = 5;
        } file;
        LogModel model(&file, nullptr);
        QSignalSpy failed(&model, &LogModel::readFailed);
        model.batchEnded(Epoch);
        QVERIFY(settle(model));
        QCOMPARE(model.rowCount(), 5);
        QCOMPARE(failed.size(), 0); // nobody looked
        file.count = 8;
        model.batchEnded(Epoch);
        QVERIFY(settle(model));
        QCOMPARE(model.rowCount(), 8);
        QCOMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains(file.path()));
        QCOMPARE(cell(model, 7, LogColumn::Detail), QString());
        QVERIFY(settle(model));
        QCOMPARE(failed.size(), 1);
        Conversation conversation(&file);
        QSignalSpy streamFailed(&conversation, &Conversation::readFailed);
        conversation.setConnection(1);
        QVERIFY(settle(conversation));
        QCOMPARE(streamFailed.size(), 1);
        QVERIFY(collect(conversation).bytes.isEmpty());
        QVERIFY(settle(conversation));
        QCOMPARE(streamFailed.size(), 1);
        file.count = 0; // a recording that has not begun has no file that could be read
        Conversation empty(&file);
        QSignalSpy copyFailed(&empty, &Conversation::readFailed);
        empty.setConnection(1);
        QVERIFY(settle(empty));
        QVERIFY(collect(empty).bytes.isEmpty());
        QCOMPARE(copyFailed.size(), 0);
        file.count = 5; // copying reports the error even if nothing was shown yet
        QVERIFY(collect(empty).bytes.isEmpty());
        QCOMPARE(copyFailed.size(), 1);
    }

    // A read error was an exception through a slot, and the end of the program.
    void aRecordingThatGoesBadIsOneSentenceAndBlankRows()
    {
        constexpr int count = 200'000; // several segments
        Recording file;
        LogModel model(&file, nullptr);
        Conversation conversation(&file);
        QSignalSpy failed(&model, &LogModel::readFailed);
        QSignalSpy streamFailed(&conversation, &Conversation::readFailed);
        for (int i = 0; i < 10; ++i)
            show(file, model, manyEvents(count / 10));
        file.close();
        QVERIFY(!cell(model, 0, LogColumn::Detail).isEmpty());
        QFile disk(file.path() + QStringLiteral("-wal")); // until the last reader is gone
        QVERIFY(disk.open(QIODevice::ReadWrite) && disk.seek(64 * 1024));
        QVERIFY(disk.write(QByteArray(disk.size() - disk.pos(), '\xa5')) > 0);
        disk.close();
        QCOMPARE(cell(model, count / 2 + 5000, LogColumn::Detail), QString());
        QCOMPARE(eventAt(model, count / 2 + 5001).number, 0);
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains(file.path()));
        QVERIFY(!model.setFilterText(QStringLiteral("nowhere")));
        QTRY_COMPARE(failed.size(), 2);
        QVERIFY(!model.searching());
        conversation.setConnection(1);
        conversation.batchEnded(Epoch);
        QTRY_COMPARE(streamFailed.size(), 1);
        conversation.batchEnded(Epoch);
        QCOMPARE(streamFailed.size(), 1);
    }

    void everyColumnSaysWhatHappened()
    {
        Recording file;
        ConnectionModel connections;
        SessionModel sessions(&connections);
        SessionRecord session;
        session.id.value = 7;
        session.kind = QStringLiteral("echo");
        session.address = QStringLiteral("127.0.0.1:8881");
        sessions.setSession(session);
        LogModel model(&file, &sessions);
        QAbstractItemModelTester tester(&model, Report);
        loop::Delta made = delta(41'237'000);
        loop::LogEvent &data = addEvent(made, EventKind::DataIn, 1842, "This is\n", "");
        data.task.value = 325;
        data.merged = 12;
        data.bytes = 4600;
        addEvent(made, EventKind::DataOut, 1842, std::string("\xff\x00\x01", 3), "sent");
        show(file, model, made);
        (void)eventAt(model, 0);
        const auto value = [&model](int column, int role = Qt::DisplayRole) {
            return model.index(0, column).data(role);
        };
        using namespace LogColumn;
        QCOMPARE(value(Number).toString(), QStringLiteral("1"));
        QVERIFY(value(Time).toString().endsWith(QStringLiteral(".041237")));
        QCOMPARE(value(Event).toString(), QStringLiteral("data in"));
        QCOMPARE(value(Event, ToneRole).toInt(), static_cast<int>(Tone::Active));
        QCOMPARE(value(Session).toString(), QStringLiteral("echo :8881"));
        QCOMPARE(value(Connection).toString(), QStringLiteral("1842"));
        QCOMPARE(value(Task).toString(), QStringLiteral("325"));
        QCOMPARE(value(Bytes).toString(), QStringLiteral("4,600"));
        QCOMPARE(value(Merged).toString(), QStringLiteral("12"));
        QCOMPARE(value(Detail).toString(), QStringLiteral("\"This is\\n\""));
        QCOMPARE(value(Detail, ConnectionRole).toULongLong(), 1842U);
        QCOMPARE(cell(model, 1, Detail), QStringLiteral("sent ff 00 01"));
    }

    void narrowsToAConnectionAndGrowsOn()
    {
        Recording file;
        LogModel model(&file, nullptr);
        QAbstractItemModelTester tester(&model, Report);
        show(file, model, manyEvents(10'000));
        model.setConnection(3);
        QTRY_VERIFY(!model.searching());
        QCOMPARE(model.rowCount(), 1000);
        QCOMPARE(model.total(), 10'000);
        for (const int row : {0, 255, 256, 999})
            QCOMPARE(eventAt(model, row).number, row * 10 + 3);
        show(file, model, manyEvents(10));
        QTRY_COMPARE(model.rowCount(), 1001);
        model.setConnection(0);
        QCOMPARE(model.rowCount(), 10'010);
    }

    void filtersInTheSmallLanguage()
    {
        Recording file;
        LogModel model(&file, nullptr);
        QAbstractItemModelTester tester(&model, Report);
        QSignalSpy searching(&model, &LogModel::searchingChanged);
        show(file, model, manyEvents(10'000));
        QVERIFY(!model.setFilterText(QStringLiteral("event:error not m0 number>5k")));
        QTRY_VERIFY(!model.searching());
        QCOMPARE(model.rowCount(), 50);
        QCOMPARE(eventAt(model, 0).number, 5001);
        QVERIFY(searching.size() >= 2);
        QVERIFY(model.setFilterText(QStringLiteral("event:")));
        QCOMPARE(model.rowCount(), 50);
        QVERIFY(!model.setFilterText(QStringLiteral("m4711")));
        QTRY_VERIFY(!model.searching());
        QCOMPARE(model.rowCount(), 1);
    }

    // The times of several loops lie a little out of order: what is looked for stands near its
    // time.
    void findsTheEventOfAMomentNearItsTime()
    {
        constexpr int near = 5'000; // events, after its time and before
        Recording file;
        LogModel model(&file, nullptr);
        loop::Delta made = manyEvents(12'000);
        made.events[0].connection.value = 77;
        made.events[11'000].task.value = 88;
        show(file, model, made);
        const auto at = [](int row) { return Epoch + row * Second; };
        const auto check = [&] {
            QCOMPARE(find(model, {at(0), 77, 0}), 1);
            QCOMPARE(find(model, {at(1), 77, 0}), 1);
            QCOMPARE(find(model, {at(near), 77, 0}), 1);
            QCOMPARE(find(model, {at(near + 1), 77, 0}), 0);
            QCOMPARE(find(model, {at(12'000), 0, 88}), 11'001);
            QCOMPARE(find(model, {at(11'000 - near), 0, 88}), 11'001);
            QCOMPARE(find(model, {at(11'000 - near - 1), 0, 88}), 0);
            QCOMPARE(find(model, {at(0), 77, 88}), 0); // both at once
            QCOMPARE(find(model, {at(0), 0, 0}), 0); // there is no warning
        };
        check();
        QCOMPARE(model.rowOfEvent(11'001), 11'000);
        QCOMPARE(model.rowOfEvent(12'001), -1);
        // What the filter shows is another matter.
        QVERIFY(!model.setFilterText(QStringLiteral("number>8k")));
        QTRY_VERIFY(!model.searching());
        check();
        QCOMPARE(model.rowOfEvent(1), -1);
        QCOMPARE(model.rowOfEvent(8'001), 0);
        QCOMPARE(model.rowOfEvent(11'001), 3'000);
    }

    void anInactiveLogStandsStillButCounts()
    {
        Recording file;
        LogModel model(&file, nullptr);
        model.setActive(false);
        show(file, model, manyEvents(10));
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.total(), 10);
        QVERIFY(!model.reading());
        model.setActive(true);
        QCOMPARE(model.rowCount(), 10); // at once, whether another batch comes or not
    }

    // No batch need come for it: a log that nothing happens in any more is whole.
    void whatComesWhileTheTailIsReadIsShownAfterIt()
    {
        Recording file;
        LogModel model(&file, nullptr);
        show(file, model, manyEvents(5));
        for (int batch = 0; batch < 2; ++batch) { // answers wait for this thread meanwhile
            file.apply(manyEvents(5));
            file.flush();
            model.batchEnded(Epoch);
        }
        QTRY_COMPARE(model.rowCount(), 15);
        QCOMPARE(cell(model, 14, LogColumn::Detail), QStringLiteral("\"m4\""));
    }

    void matchesArePackedAndComeBackExactly()
    {
        MatchList list;
        std::vector<qint64> numbers;
        qint64 number = 0;
        for (int i = 0; i < 5000; ++i) {
            number += i % 7 == 0 ? qint64 {1} << (i % 40) : 1;
            numbers.push_back(number);
            list.append(number);
        }
        QCOMPARE(list.size(), 5000);
        for (int i = 0; i < 5000; ++i)
            QCOMPARE(list.at(i), numbers[static_cast<std::size_t>(i)]);
    }

    void aConversationShowsBothDirectionsInOrder()
    {
        Recording file;
        Conversation model(&file);
        QAbstractItemModelTester tester(&model, Report);
        loop::Delta made = delta();
        addEvent(made, EventKind::DataIn, 1, "This is the message.\nIt will ");
        addEvent(made, EventKind::DataIn, 2, "not this one");
        addEvent(made, EventKind::DataOut, 1, "be echoed");
        addEvent(made, EventKind::Close, 1);
        model.setConnection(1);
        show(file, model, made);
        using namespace ConversationColumn;
        const auto cell
            = [&model](int row, int column) { return models::test::cell(model, row, column); };
        QTRY_COMPARE(model.rowCount(), 3);
        QCOMPARE(cell(0, Content),
                 QStringLiteral("54 68 69 73 20 69 73 20 74 68 65 20 6d 65 73 73"));
        QCOMPARE(cell(0, Text), QStringLiteral("This is the mess"));
        QCOMPARE(cell(1, Offset), QStringLiteral("000010"));
        QCOMPARE(cell(0, ConversationColumn::Direction), QStringLiteral("→"));
        QCOMPARE(cell(2, ConversationColumn::Direction), QStringLiteral("←"));
        model.setMode(Conversation::Mode::Text);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(cell(0, Content), QStringLiteral("This is the message."));
        QCOMPARE(cell(1, Content), QStringLiteral("It will "));
        QCOMPARE(cell(2, Content), QStringLiteral("be echoed"));
        QCOMPARE(heard(model, Conversation::Direction::In), "This is the message.\nIt will ");
        model.setSearch(*ByteSearch::of(ByteSearch::Kind::Text, QStringLiteral("echo")));
        QTRY_COMPARE(model.matches().count(), 1);
        QCOMPARE(model.stepMatch(true, 0), 2);
        model.setSearch(*ByteSearch::of(ByteSearch::Kind::Text, QStringLiteral("nowhere")));
        QCOMPARE(model.stepMatch(true, 0), -1);
        Conversation::Wanted shown;
        shown.asShown = true;
        QVERIFY(collect(model, shown).text.contains(QStringLiteral("be echoed\n")));
        QVERIFY(model.note().isEmpty());
    }

    void aConversationSaysWhatIsMissing()
    {
        Recording file;
        Conversation model(&file);
        QAbstractItemModelTester tester(&model, Report);
        model.setConnection(1);
        loop::Delta made = delta();
        loop::LogEvent &flood = addEvent(made, EventKind::DataIn, 1, "first");
        flood.bytes = 1'000'005;
        flood.merged = 813;
        show(file, model, made);
        QTRY_COMPARE(model.rowCount(), 2);
        QCOMPARE(models::test::cell(model, 1, ConversationColumn::Content),
                 QStringLiteral("… 1.0 MB more, not kept"));
        QCOMPARE(model.note(), QStringLiteral("5 B of 1.0 MB kept; 812 events merged"));
    }
};

QTEST_GUILESS_MAIN(LogModelTest)
#include "LogModelTest.moc"
