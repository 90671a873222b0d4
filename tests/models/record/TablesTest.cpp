// SPDX-License-Identifier: GPL-3.0-or-later
// The tables beside the stream, as people ask them with SQL: every time in them is the wall's, 0
// where there is none yet, and the last that was known of a thing is there.
#include "models/record/Recording.h"
#include "models/record/Sqlite.h"
#include "tests/models/Deltas.h"

#include <QtTest/QTest>

using namespace models;
using namespace models::test;

class TablesTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void timesAreOfTheWall()
    {
        Recording file;
        loop::Delta first = delta(Second);
        open(first, 5);
        open(first, 6);
        task(first, 8);
        task(first, 9);
        first.warnings.emplace_back().time = first.time;
        file.apply(first);
        loop::Delta later = delta(2 * Second);
        close(later, 6);
        loop::TaskSample &ended = later.tasks.emplace_back();
        ended.id.value = 9;
        ended.state = loop::TaskState::Done;
        ended.ended = later.time;
        file.apply(later);
        file.close();
        const SqliteDatabase database(file.path().toStdString(), SqliteDatabase::Mode::Read);
        const auto read = [&database](const std::string &sql) {
            SqliteStatement statement(database, sql);
            return statement.step() ? statement.integer(0) : -1;
        };
        for (const char *const id : {"5", "6"})
            QCOMPARE(read(std::string("SELECT opened FROM connections WHERE id = ") + id),
                     Epoch + Second);
        QCOMPARE(read("SELECT closed FROM connections WHERE id = 5"), 0);
        QCOMPARE(read("SELECT closed FROM connections WHERE id = 6"), Epoch + 2 * Second);
        for (const char *const id : {"8", "9"})
            QCOMPARE(read(std::string("SELECT started FROM tasks WHERE id = ") + id),
                     Epoch + Second);
        QCOMPARE(read("SELECT ended FROM tasks WHERE id = 8"), 0);
        QCOMPARE(read("SELECT ended FROM tasks WHERE id = 9"), Epoch + 2 * Second);
        QCOMPARE(read("SELECT time FROM warnings"), Epoch + Second);
    }
};

QTEST_GUILESS_MAIN(TablesTest)
#include "TablesTest.moc"
