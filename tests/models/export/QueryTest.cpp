// SPDX-License-Identifier: GPL-3.0-or-later

// SQL over a recording, and a recording as plain tables.

#include "models/export/Export.h"
#include "models/export/ExportOutput.h"
#include "models/export/QueryOutput.h"
#include "models/record/OwnCost.h"
#include "models/record/Recording.h"
#include "models/record/Sqlite.h"
#include "tests/models/Deltas.h"
#include "tests/models/record/Recordings.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <limits>
#include <time.h>

using namespace models;
using namespace models::test;
using namespace Qt::StringLiterals;
using loop::EventKind;

class QueryTest final : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::unique_ptr<Recording> file_;

    QString path(const char *name) const { return folder_.filePath(QString::fromUtf8(name)); }
    QByteArray contentOf(const char *name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    // Rows, a line each, values with '|' between them; or the sentence that says why there are
    // none.
    QString ask(const QString &sql, const std::stop_token &stop = {}) const
    {
        file_->flush();
        const auto query = Query::open(file_->path());
        if (!query)
            return query.problem();
        QStringList rows;
        const QString problem = (*query)->run(
            sql, [](const QStringList &) {},
            [&rows](const Query::Row &row) {
                QStringList cells;
                for (int i = 0; i < row.size(); ++i)
                    cells << QString::fromUtf8(row.value(i));
                rows << cells.join(u'|');
                return true;
            },
            stop);
        return problem.isEmpty() ? rows.join(u'\n') : problem;
    }
    QByteArray written(const QString &sql, QueryOutput::Format format) const
    {
        file_->flush();
        const auto query = Query::open(file_->path());
        QFile::remove(path("out"));
        CheckedFile target(path("out"));
        ExportOutput out(target, false);
        QueryOutput output(out, format);
        const QString problem = (*query)->run(
            sql, [&](const QStringList &columns) { output.begin(columns); },
            [&](const Query::Row &row) {
                output.add(row);
                return true;
            });
        output.end();
        out.writeOut();
        return problem.isEmpty() && target.commit() ? contentOf("out") : problem.toUtf8();
    }

private Q_SLOTS:
    void init()
    {
        file_ = std::make_unique<Recording>();
        SessionRecord session;
        session.id.value = 7;
        session.kind = u"echo"_s;
        session.address = u"127.0.0.1:8881"_s;
        file_->record(session);
        loop::Delta made = delta(Second);
        open(made, 5);
        addEvent(made, EventKind::Connect, 5, "", "accepted from 127.0.0.1:49152");
        addEvent(made, EventKind::DataIn, 5, "say \"hello\",\nworld").bytes = 100;
        addEvent(made, EventKind::DataOut, 5, std::string("\x00\xff\x10", 3)).task.value = 9;
        addEvent(made, EventKind::Session, 0, "", "stops");
        file_->apply(made);
    }

    void eventsAreATable()
    {
        QCOMPARE(
            ask(u"SELECT number, kind, connection, task, bytes, detail, missing FROM events"_s),
            u"1|connect|5|||accepted from 127.0.0.1:49152|0\n"
            "2|data in|5||100||82\n"
            "3|data out|5|9|3||0\n"
            "4|session||||stops|0"_s);
        QCOMPARE(ask(u"SELECT hex(payload) FROM events WHERE task = 9"_s), u"00FF10"_s);
        QCOMPARE(ask(u"SELECT time FROM events WHERE number = 1"_s),
                 QString::number(Epoch + Second));
        QCOMPARE(ask(u"SELECT s.kind, count(*) FROM events e JOIN sessions s ON s.id = e.session "
                     "JOIN connections c ON c.id = e.connection GROUP BY 1"_s),
                 u"echo|3"_s);
    }

    void conditionsFindWhatTheyWouldWithoutThem_data()
    {
        QTest::addColumn<QString>("condition");
        for (const char *each :
             {"connection = 1", "connection = 2 AND number > 500", "connection IS NULL",
              "connection = 0", "connection = 'x'", "task = 9", "number >= 10 AND number < 20",
              "number BETWEEN 990 AND 5000", "number > 998.5", "number = 7", "rowid = 7",
              "number IN (3, 1, 2)", "connection IN (1, 5)", "number < 3 AND number < 2",
              "number > 10 OR connection = 5"})
            QTest::newRow(each) << QString::fromUtf8(each);
    }

    void conditionsFindWhatTheyWouldWithoutThem()
    {
        QFETCH(QString, condition);
        file_->apply(events(1000)); // in several batches
        // The unary plus keeps SQLite from telling the table.
        QString untold = condition;
        untold.replace(QRegularExpression(u"\\b(connection|task|number|rowid)\\b"_s), u"+\\1"_s);
        const QString sql = u"SELECT number FROM events WHERE %1 ORDER BY number"_s;
        const QString found = ask(sql.arg(condition));
        QCOMPARE(found, ask(sql.arg(untold)));
    }

    void allOfMoreThanABatchIsThereOnceAndInOrder()
    {
        file_->apply(events(3000));
        QCOMPARE(ask(u"SELECT count(*), count(DISTINCT number), min(number), max(number) FROM "
                     "events"_s),
                 u"3004|3004|1|3004"_s);
        QCOMPARE(ask(u"SELECT count(*) FROM (SELECT number, lag(number) OVER () AS before FROM "
                     "events) WHERE number != before + 1"_s),
                 u"0"_s);
        QCOMPARE(ask(u"SELECT number FROM events ORDER BY number DESC LIMIT 1"_s), u"3004"_s);
    }

    // Pieces that cannot hold the connection are passed over: by far fewer are decoded.
    void aConnectionIsFoundWithoutReadingAll()
    {
        for (int i = 0; i < 300; ++i) {
            loop::Delta made = delta(i * Millisecond);
            for (int k = 0; k < 1000; ++k)
                addEvent(made, EventKind::DataIn, 1'000 + std::uint64_t(i), "some 16 bytes...");
            file_->apply(made);
        }
        const auto timed = [this](const QString &sql, const QString &expected) {
            qint64 best
                = std::numeric_limits<qint64>::max(); // of some: others have the caches, too
            for (int i = 0; i < 5; ++i) {
                const qint64 begin = threadTime(CLOCK_PROCESS_CPUTIME_ID);
                if (ask(sql) != expected)
                    return qint64 {-1};
                best = std::min(best, threadTime(CLOCK_PROCESS_CPUTIME_ID) - begin);
            }
            return best;
        };
        ask(u"SELECT 1"_s);
        const qint64 one = timed(
            u"SELECT count(*), sum(bytes) FROM events WHERE connection = 1150"_s, u"1000|16000"_s);
        const qint64 all
            = timed(u"SELECT count(*) FROM events WHERE +connection = 1150"_s, u"1000"_s);
        QVERIFY(one > 0 && all > 0);
        QVERIFY2(one * 3 < all, qPrintable(u"%1 of %2 ns"_s.arg(one).arg(all)));
    }

    void itOnlyReads_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("says");
        const QString reads = u"only reads"_s, one = u"one SELECT"_s;
        QTest::newRow("delete") << u"DELETE FROM sessions"_s << reads;
        QTest::newRow("insert") << u"INSERT INTO events VALUES (1,1,1,1,1,1,1,1,1,1,1,1)"_s
                                << reads;
        QTest::newRow("create") << u"CREATE TEMP TABLE x (a)"_s << reads;
        QTest::newRow("attach") << u"ATTACH '%1' AS other"_s << reads;
        QTest::newRow("pragma") << u"PRAGMA journal_mode = DELETE"_s << reads;
        QTest::newRow("vacuum") << u"VACUUM INTO '%1'"_s << reads;
        QTest::newRow("two") << u"SELECT 1; DELETE FROM sessions"_s << one;
        QTest::newRow("none") << u"  -- nothing"_s << one;
        QTest::newRow("mistake") << u"SELECT absent FROM events"_s << u"no such column: absent"_s;
    }

    // Events come in order by themselves; another order is SQLite's work.
    void theyComeInTheOrderThatIsAskedFor()
    {
        const auto numbers = [this](const char *order) {
            return ask(u"SELECT number FROM events"_s + QString::fromUtf8(order))
                .replace(u'\n', u' ');
        };
        QCOMPARE(numbers(""), u"1 2 3 4"_s);
        QCOMPARE(numbers(" ORDER BY number"), u"1 2 3 4"_s);
        QCOMPARE(numbers(" ORDER BY number DESC"), u"4 3 2 1"_s);
        QCOMPARE(numbers(" ORDER BY rowid DESC LIMIT 1"), u"4"_s);
        QCOMPARE(numbers(" ORDER BY bytes DESC, number"), u"2 3 1 4"_s);
        QCOMPARE(numbers(" WHERE number > 1 ORDER BY number DESC"), u"4 3 2"_s);
    }

    void itOnlyReads()
    {
        QFETCH(QString, sql);
        QFETCH(QString, says);
        const QString other = path("other");
        const QString answer = ask(sql.contains(u'%') ? sql.arg(other) : sql);
        QVERIFY2(answer.contains(says), qPrintable(answer));
        QVERIFY(!QFile::exists(other));
        QCOMPARE(ask(u"SELECT count(*) FROM sessions"_s), u"1"_s);
    }

    void aStopEndsIt()
    {
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(ask(u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                     "SELECT max(i) FROM n"_s,
                     stop.get_token()),
                 QString());
    }

    void whatJsonHasNoNumberForIsNull()
    {
        const QByteArray json = written(u"SELECT 9e999 AS most, -9e999 AS least, 1e300 AS much"_s,
                                        QueryOutput::Format::Json);
        const QJsonArray rows = QJsonDocument::fromJson(json).array();
        QVERIFY2(rows.size() == 1, json.constData());
        const QJsonObject row = rows[0].toObject();
        QVERIFY2(row[u"most"_s].isNull() && row[u"least"_s].isNull(), json.constData());
        QCOMPARE(row[u"much"_s].toDouble(), 1e300);
    }

    void rowsArePrintedForPeopleAndForPrograms()
    {
        const QString sql = u"SELECT number, payload, NULL AS gone, 0.5 AS half FROM events WHERE "
                            "bytes > 0"_s;
        const QJsonArray rows
            = QJsonDocument::fromJson(written(sql, QueryOutput::Format::Json)).array();
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows[0].toObject()[u"number"_s].toInt(), 2);
        QCOMPARE(rows[0].toObject()[u"payload"_s].toString(), u"say \"hello\",\nworld"_s);
        QVERIFY(rows[0].toObject()[u"gone"_s].isNull());
        QCOMPARE(rows[0].toObject()[u"half"_s].toDouble(), 0.5);
        QCOMPARE(rows[1].toObject()[u"payload"_s].toObject()[u"base64"_s].toString(), u"AP8Q"_s);
        QCOMPARE(written(sql, QueryOutput::Format::Csv),
                 "number,payload,gone,half\r\n"
                 "2,\"say \"\"hello\"\",\nworld\",,0.5\r\n3,X'00ff10',,0.5\r\n");
        QCOMPARE(written(sql, QueryOutput::Format::Columns),
                 "number  payload              gone  half\n"
                 "2       say \"hello\",\\nworld        0.5\n"
                 "3       X'00ff10'                  0.5\n");
    }

    // Columns are as wide as their first 200 cells ask for; those that come later follow.
    void whatIsPrintedIsWholeHoweverManyRows_data()
    {
        QTest::addColumn<int>("rows");
        for (const int rows : {0, 199, 200, 201, 1'000})
            QTest::addRow("%d", rows) << rows;
    }
    void whatIsPrintedIsWholeHoweverManyRows()
    {
        QFETCH(int, rows);
        const QString sql
            = u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1) "
              "SELECT substr('abcdefghijkl', 1, CASE WHEN i = 500 THEN 12 ELSE min(i, 8) END) AS "
              "word, "
              "i FROM n WHERE i <= %1"_s.arg(rows);
        QByteArray expected = rows == 0 ? "word  i\n" : "word      i\n";
        for (int i = 1; i <= rows; ++i)
            expected
                += QByteArray("abcdefghijkl").left(i == 500 ? 12 : std::min(i, 8)).leftJustified(8)
                + "  " + QByteArray::number(i) + '\n'; // never together
        QCOMPARE(written(sql, QueryOutput::Format::Columns), expected);
    }

    // Rows go into the table in groups, which large payloads make short.
    void plainTablesHaveEveryRow_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("size"); // of a payload
        QTest::newRow("fewer than a group") << 5 << 10;
        QTest::newRow("a group") << 16 << 10;
        QTest::newRow("two and one") << 33 << 10;
        QTest::newRow("large") << 33 << 100'000;
    }
    void plainTablesHaveEveryRow()
    {
        QFETCH(int, rows);
        QFETCH(int, size);
        Recording file;
        loop::Delta made = delta(Second);
        open(made, 5);
        for (int i = 0; i < rows; ++i) {
            const std::string payload(static_cast<std::size_t>(size), static_cast<char>('A' + i));
            addEvent(made, EventKind::DataIn, 5, payload, "detail " + std::to_string(i));
        }
        file.apply(made);
        file.flush();
        QCOMPARE(*Export::run(file.path(), path("rows.sqlite"), {}), Export::Outcome::Done);
        const SqliteDatabase database(path("rows.sqlite").toStdString(),
                                      SqliteDatabase::Mode::Read);
        SqliteStatement read(database, "SELECT detail, payload FROM events ORDER BY number");
        for (int i = 0; i < rows; ++i) {
            QVERIFY(read.step());
            QCOMPARE(std::string(read.bytes(0)), "detail " + std::to_string(i));
            QVERIFY(read.bytes(1)
                    == std::string(static_cast<std::size_t>(size), static_cast<char>('A' + i)));
        }
        QVERIFY(!read.step());
    }

    void plainTablesMayBeOfASpanOfTime()
    {
        for (int second = 2; second <= 4; ++second) {
            loop::Delta made = delta(second * Second);
            addEvent(made, EventKind::DataIn, 5, "more");
            file_->apply(made);
        }
        file_->flush();
        Export::Options options;
        options.first = Epoch + 2 * Second;
        options.last = Epoch + 3 * Second;
        QCOMPARE(*Export::run(file_->path(), path("span.sqlite"), options), Export::Outcome::Done);
        const SqliteDatabase database(path("span.sqlite").toStdString(),
                                      SqliteDatabase::Mode::Read);
        SqliteStatement read(database, "SELECT group_concat(number) FROM events");
        QVERIFY(read.step());
        QCOMPARE(std::string(read.bytes(0)), std::string("5,6"));
    }

    void plainTablesAreForEveryOtherTool()
    {
        file_->flush();
        Export::Options options;
        QCOMPARE(*Export::run(file_->path(), path("x.sqlite"), options), Export::Outcome::Done);
        QProcess sqlite;
        const auto read = [&](const char *sql) {
            sqlite.start(u"sqlite3"_s, {path("x.sqlite"), QString::fromUtf8(sql)});
            sqlite.waitForFinished();
            return sqlite.readAllStandardOutput().trimmed();
        };
        QCOMPARE(read("PRAGMA integrity_check"), "ok");
        QCOMPARE(read("SELECT number, kind, connection, hex(payload), missing FROM events "
                      "WHERE bytes > 0"),
                 "2|data in|5|736179202268656C6C6F222C0A776F726C64|82\n3|data out|5|00FF10|0");
        QCOMPARE(read("SELECT kind, address FROM sessions"), "echo|127.0.0.1:8881");
        QCOMPARE(read("SELECT local, peer FROM connections"), "127.0.0.1:8881|127.0.0.1:49152");
        QVERIFY(read("EXPLAIN QUERY PLAN SELECT * FROM events WHERE connection = 5")
                    .contains("USING INDEX"));
        options.shows = [](const StoredEvent &event, const QString &session) {
            return event.isData() && session == u"echo 127.0.0.1:8881";
        };
        QCOMPARE(*Export::run(file_->path(), path("x.sqlite"), options), Export::Outcome::Done);
        QCOMPARE(read("SELECT group_concat(number) FROM events"), "2,3");
        options.shows = {};
        std::stop_source stop;
        stop.request_stop();
        options.stop = stop.get_token();
        QCOMPARE(*Export::run(file_->path(), path("x.sqlite"), options),
                 Export::Outcome::Cancelled);
        QCOMPARE(read("SELECT count(*) FROM events"), "2"); // as it was
        QCOMPARE(QDir(folder_.path()).entryList({u"*.part"_s}), QStringList());
        QVERIFY(Export::run(file_->path(), u"/nowhere/x.sqlite"_s)
                    .problem()
                    .contains(u"/nowhere/x.sqlite"));
    }

    // Of what is no data there are no bytes, and not none of them.
    void onlyDataHasAPayload()
    {
        QCOMPARE(ask(u"SELECT group_concat(number) FROM events WHERE payload IS NULL"_s), u"1,4"_s);
    }

    void longCellsAreCutWhereTheyAreTooLong_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QByteArray>("cell");
        const auto hex = [](qsizetype bytes) { return QByteArray("ab").repeated(bytes); };
        QTest::newRow("text that fits")
            << u"SELECT printf('%.200c', 'x')"_s << QByteArray(200, 'x');
        QTest::newRow("text") << u"SELECT printf('%.201c', 'x')"_s
                              << QByteArray(199, 'x') + "\u2026";
        QTest::newRow("bytes that fit") << u"SELECT unhex2(100)"_s << "X'" + hex(100) + '\'';
        QTest::newRow("bytes") << u"SELECT unhex2(101)"_s << "X'" + hex(100) + "\u2026";
        QTest::newRow("ends of lines")
            << u"SELECT 'a' || char(13, 10, 9) || 'b'"_s << QByteArray("a\\r\\n\\tb");
    }
    void longCellsAreCutWhereTheyAreTooLong()
    {
        QFETCH(QString, sql);
        QFETCH(QByteArray, cell);
        for (const int bytes : {100, 101})
            sql.replace(u"unhex2(%1)"_s.arg(bytes), u"x'%1'"_s.arg(u"ab"_s.repeated(bytes)));
        const QByteArray lines = written(sql + u" AS it"_s, QueryOutput::Format::Columns);
        QCOMPARE(lines.split('\n').value(1), cell);
    }
};

QTEST_GUILESS_MAIN(QueryTest)
#include "QueryTest.moc"
