// SPDX-License-Identifier: GPL-3.0-or-later

// Of a recording that is damaged in its middle, or whose beginning the ring has let go, all views
// and exports show what is there, and say once what is not.

#include "models/Conversation.h"
#include "models/LogModel.h"
#include "models/Roles.h"
#include "models/export/Export.h"
#include "models/export/Query.h"
#include "models/record/OpenedRecording.h"
#include "models/record/Recording.h"
#include "models/record/Sqlite.h"
#include "tests/models/Deltas.h"
#include "tests/models/ReadRows.h"

#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QJsonValue>
#include <QtCore/QRandomGenerator>
#include <QtCore/QTemporaryDir>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;
using namespace Qt::StringLiterals;

namespace {

constexpr auto Report = QAbstractItemModelTester::FailureReportingMode::QtTest;
constexpr int Size = 20'000; // bytes of an event, that do not compress

// Events that say which they are, in several segments of some 50 each.
void fill(Recording &file, int events)
{
    QRandomGenerator random(3);
    for (int i = 0; i < events; ++i) {
        loop::Delta made = delta(i * Millisecond);
        std::string bytes = "event " + std::to_string(i + 1) + ' ';
        while (bytes.size() < Size)
            bytes.push_back(char(random.bounded(256)));
        addEvent(made, loop::EventKind::DataIn, quint64(i % 2 + 1), bytes);
        file.apply(made);
        if (i % 20 == 0)
            file.flush();
    }
    file.flush();
}

// The numbers in a file of JSON Lines.
QList<qint64> numbersIn(const QString &path)
{
    QFile file(path);
    QList<qint64> numbers;
    if (!file.open(QIODevice::ReadOnly))
        return numbers;
    for (const QByteArray &line : file.readAll().split('\n')) {
        const QJsonValue number
            = QJsonDocument::fromJson(line)[u"number"]; // the first line has none
        if (!number.isUndefined())
            numbers << number.toInteger();
    }
    return numbers;
}

QList<qint64> range(qint64 first, qint64 last)
{
    QList<qint64> numbers;
    for (qint64 number = first; number <= last; ++number)
        numbers << number;
    return numbers;
}

qint64 one(const QString &path, const char *sql)
{
    const SqliteDatabase database(path.toStdString(), SqliteDatabase::Mode::Read);
    SqliteStatement statement(database, sql);
    return statement.step() ? statement.integer(0) : -1;
}

} // namespace

class DamagedRecordingTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void whatLiesAroundADamagedPartIsThere()
    {
        constexpr int events = 300;
        const QString path = folder_->filePath(u"run.loopscope"_s);
        {
            Recording file;
            fill(file, events);
            QVERIFY(*file.saveAs(path));
        }
        const qint64 id
            = one(path, "SELECT id FROM segments WHERE first_event > 1 AND last_event < 300");
        const std::string where = " WHERE id = " + std::to_string(id);
        const qint64 first = one(path, ("SELECT first_event FROM segments" + where).c_str());
        const qint64 last = one(path, ("SELECT last_event FROM segments" + where).c_str());
        QVERIFY(first > 1 && last < events);
        SqliteDatabase(path.toStdString(), SqliteDatabase::Mode::Write)
            .run(("UPDATE segments SET data = zeroblob(length(data))" + where).c_str());
        const QString says
            = u"%1 is damaged: %2 of its events, between number %3 and %4, cannot be "
              "read. The others are shown and exported."_s.arg(path)
                  .arg(last - first + 1)
                  .arg(first)
                  .arg(last);
        const QList<qint64> left = range(1, first - 1) + range(last + 1, events);

        const auto file = OpenedRecording::open(path);
        QVERIFY(file);
        LogModel log(file->get(), nullptr);
        const QAbstractItemModelTester tester(&log, Report);
        QSignalSpy logFailed(&log, &LogModel::readFailed);
        log.batchEnded(Epoch);
        QVERIFY(settle(log));
        QCOMPARE(log.rowCount(), events);
        for (int row = 0; row < events; ++row) {
            const bool there = left.contains(row + 1);
            QCOMPARE(eventAt(log, row).number, there ? row + 1 : 0);
        }
        QCOMPARE(logFailed.size(), 1);
        QCOMPARE(logFailed[0][0].toString(), says);
        QVERIFY(!log.setFilterText(u"event:data"_s));
        QTRY_VERIFY(!log.searching());
        QCOMPARE(log.rowCount(), left.size());
        QCOMPARE(logFailed.size(), 2);

        Conversation conversation(file->get());
        QSignalSpy failed(&conversation, &Conversation::readFailed);
        conversation.setConnection(2);
        QVERIFY(settle(conversation));
        const auto ofTwo = std::count_if(left.begin(), left.end(),
                                         [](qint64 number) { return number % 2 == 0; });
        QCOMPARE(heard(conversation, Conversation::Direction::In).size(), ofTwo * Size);
        QCOMPARE(failed.size(), 1);

        const QString lines = folder_->filePath(u"x.jsonl"_s);
        QCOMPARE(Export::run(path, lines).problem(), says);
        QCOMPARE(numbersIn(lines), left);
        for (const QString &name : {u"x.csv"_s, u"x.pcapng"_s, u"x.perfetto-trace"_s}) {
            QCOMPARE(Export::run(path, folder_->filePath(name)).problem(), says);
            QVERIFY(QFile(folder_->filePath(name)).size() > 0);
        }
        // A report lacks what cannot be read in its sums, and says so itself.
        const QString report = folder_->filePath(u"x.html"_s);
        QCOMPARE(Export::run(path, report).problem(), says);
        QFile page(report);
        QVERIFY(page.open(QIODevice::ReadOnly));
        QVERIFY(QString::fromUtf8(page.readAll()).contains(says.toHtmlEscaped()));
        const auto query = Query::open(path);
        QVERIFY(query);
        QList<qint64> found;
        QCOMPARE((*query)->run(
                     u"SELECT number FROM events"_s, [](const QStringList &) {},
                     [&found](const Query::Row &row) {
                         found << row.value(0).toByteArray().toLongLong();
                         return true;
                     }),
                 says);
        QCOMPARE(found, left);
    }

    // SQLite refuses a file that is cut off, and ends a walk through a table at the first page that
    // it cannot read.
    void whatLiesOutsideDamagedPagesIsThere_data()
    {
        QTest::addColumn<double>("from"); // parts of the file that are overwritten
        QTest::addColumn<double>("to"); // 1: cut off from there on
        QTest::addColumn<int>("most"); // events that may be missing; more than 0: some are
        QTest::newRow("nothing") << 0.5 << 0.5 << 0;
        QTest::newRow("the end") << 0.98 << 1.0 << 60;
        QTest::newRow("the last quarter") << 0.75 << 1.0 << 140;
        QTest::newRow("the last half") << 0.5 << 1.0 << 210;
        QTest::newRow("a page or two") << 0.5 << 0.501 << 60;
        QTest::newRow("the middle") << 0.4 << 0.6 << 160;
    }
    void whatLiesOutsideDamagedPagesIsThere()
    {
        QFETCH(double, from);
        QFETCH(double, to);
        QFETCH(int, most);
        constexpr int events = 300;
        const QString path = folder_->filePath(u"run.loopscope"_s);
        {
            Recording file;
            fill(file, events);
            QVERIFY(*file.saveAs(path));
        }
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        const auto begin = qint64(double(file.size()) * from),
                   end = qint64(double(file.size()) * to);
        if (end == file.size()) {
            QVERIFY(file.resize(begin));
        } else {
            QVERIFY(file.seek(begin));
            file.write(QByteArray(end - begin, '\xa5'));
        }
        file.close();

        const QString lines = folder_->filePath(u"x.jsonl"_s);
        const QString says = Export::run(path, lines).problem();
        const QList<qint64> numbers = numbersIn(lines);
        const qsizetype missing = events - numbers.size();
        QVERIFY2(missing <= most && (missing > 0) == (most > 0),
                 qPrintable(QString::number(missing)));
        QVERIFY(std::is_sorted(numbers.begin(), numbers.end(), std::less_equal<>()));
        QCOMPARE(says.startsWith(path + u" is damaged: "_s), most > 0);
        QCOMPARE(says.endsWith(u"cannot be read. The others are shown and exported."_s), most > 0);
        const auto opened = OpenedRecording::open(path);
        QVERIFY(opened);
        LogModel log(opened->get(), nullptr);
        QSignalSpy failed(&log, &LogModel::readFailed);
        log.batchEnded(Epoch);
        QVERIFY(settle(log));
        QVERIFY(log.rowCount() >= numbers.last()); // those that cannot be read are blank
        QCOMPARE(eventAt(log, 0).number, 1);
        QCOMPARE(eventAt(log, log.rowOfEvent(numbers.last())).number, numbers.last());
    }

    // All of the others lie before the events in the file.
    void eventsAreThereWhereAnotherTableIsDamaged()
    {
        const QString path = folder_->filePath(u"run.loopscope"_s);
        {
            Recording file;
            fill(file, 50);
            QVERIFY(*file.saveAs(path));
        }
        QList<qint64> roots;
        {
            const SqliteDatabase database(path.toStdString(), SqliteDatabase::Mode::Read);
            SqliteStatement tables(database,
                                   "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND "
                                   "name IN ('sessions', 'connections', 'samples', 'tasks')");
            while (tables.step())
                roots << tables.integer(0);
        }
        QCOMPARE(roots.size(), 4);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        for (const qint64 root : roots) {
            QVERIFY(file.seek((root - 1) * one(path, "PRAGMA page_size")));
            file.write(QByteArray(100, '\xa5'));
        }
        file.close();
        const QString lines = folder_->filePath(u"x.jsonl"_s);
        QCOMPARE(
            Export::run(path, lines).problem(),
            path
                + u" is damaged: some of its sessions, connections, tasks, warnings or figures "
                  "cannot be read. Its events are all there."_s);
        QCOMPARE(numbersIn(lines), range(1, 50));
    }

    void whatTheRingHasLeftOverIsShownAndExported()
    {
        constexpr int events = 300;
        Recording::Limits limits;
        limits.bytes = 3'000'000;
        Recording file(QString(), limits);
        LogModel live(&file, nullptr);
        const QAbstractItemModelTester tester(&live, Report);
        live.batchEnded(Epoch);
        fill(file, events);
        live.batchEnded(Epoch);
        const qint64 first = file.firstEvent();
        QVERIFY(first > 1);
        const QString path = folder_->filePath(u"run.loopscope"_s);
        QVERIFY(*file.saveAs(path));
        const auto opened = OpenedRecording::open(path);
        QVERIFY(opened);
        QCOMPARE((*opened)->firstEvent(), first);
        LogModel past(opened->get(), nullptr);
        past.batchEnded(Epoch);
        for (LogModel *log : {&live, &past}) {
            QVERIFY(settle(*log));
            QCOMPARE(log->rowCount(), events - first + 1);
            QCOMPARE(eventAt(*log, 0).number, first);
            QVERIFY(cell(*log, 0, LogColumn::Number).endsWith(QString::number(first)));
            QCOMPARE(eventAt(*log, log->rowCount() - 1).number, events);
            QCOMPARE(log->rowOfEvent(first), 0);
            QCOMPARE(log->rowOfEvent(first - 1), -1);
            QVERIFY(!log->setFilterText(u"connection:2"_s));
            QTRY_VERIFY(!log->searching());
            QCOMPARE(log->rowCount(), (events - first + 1 + (events % 2 == 0)) / 2);
        }
        for (const QString &from : {file.path(), path}) {
            const QString lines = folder_->filePath(u"x.jsonl"_s);
            QCOMPARE(Export::run(from, lines).problem(), QString());
            QCOMPARE(numbersIn(lines), range(first, events));
        }
    }

private:
    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_GUILESS_MAIN(DamagedRecordingTest)
#include "DamagedRecordingTest.moc"
