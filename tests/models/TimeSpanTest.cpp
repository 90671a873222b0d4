// SPDX-License-Identifier: GPL-3.0-or-later

// What every view shows of a span of time alone: events that happened in it, and what lived in it,
// beside whatever a filter says.

#include "models/ConnectionModel.h"
#include "models/LogModel.h"
#include "models/TaskModel.h"
#include "models/WarningModel.h"
#include "models/record/Recording.h"
#include "tests/models/Deltas.h"
#include "tests/models/ReadRows.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;

class TimeSpanTest final : public QObject {
    Q_OBJECT

    static constexpr auto Report = QAbstractItemModelTester::FailureReportingMode::QtTest;

    static QList<quint64> idsOf(const QAbstractItemModel &model)
    {
        QList<quint64> ids;
        for (int row = 0; row < model.rowCount(); ++row)
            ids << model.index(row, 0).data(IdRole).toULongLong();
        std::sort(ids.begin(), ids.end());
        return ids;
    }
    static TimeSpan span(std::int64_t first, std::int64_t last)
    {
        return {Epoch + first * Second, Epoch + last * Second};
    }

private Q_SLOTS:
    void theLogShowsWhatHappenedInIt()
    {
        Recording file;
        LogModel model(&file, nullptr);
        QAbstractItemModelTester tester(&model, Report);
        loop::Delta made = delta();
        for (int i = 0; i < 5'000; ++i) {
            made.time = i * Second;
            addEvent(made, loop::EventKind::DataIn, quint64(i % 10 + 1));
        }
        file.apply(made);
        file.flush();
        model.batchEnded(Epoch);
        QVERIFY(settle(model));
        model.setTimeSpan(span(100, 119));
        QTRY_VERIFY(!model.searching());
        QCOMPARE(model.rowCount(), 20);
        QCOMPARE(eventAt(model, 0).time, Epoch + 100 * Second);
        QVERIFY(!model.setFilterText(QStringLiteral("connection:3")).has_value());
        QTRY_COMPARE(model.rowCount(), 2);

        // What is still to come may be in it, too.
        QVERIFY(!model.setFilterText({}).has_value());
        model.setTimeSpan(span(4'990, 5'010));
        QTRY_COMPARE(model.rowCount(), 10);
        loop::Delta more = delta(5'001 * Second);
        addEvent(more, loop::EventKind::DataIn, 1);
        more.time = 5'020 * Second;
        addEvent(more, loop::EventKind::DataIn, 1);
        file.apply(more);
        file.flush();
        model.batchEnded(Epoch);
        QTRY_COMPARE(model.rowCount(), 11);
        model.setTimeSpan(std::nullopt);
        QCOMPARE(model.rowCount(), 5'002);
    }

    void tablesShowWhatLivedInIt()
    {
        ConnectionModel connections;
        TaskModel tasks;
        WarningModel warnings {&tasks};
        const QAbstractItemModelTester first(&connections, Report), second(&tasks, Report);
        const auto hand = [&](const loop::Delta &made) {
            for (DeltaConsumer *each :
                 std::initializer_list<DeltaConsumer *> {&connections, &tasks, &warnings}) {
                each->apply(made);
                each->batchEnded(Epoch + made.time);
            }
        };
        for (quint64 id = 1; id <= 5; ++id) { // each from its second on
            loop::Delta made = delta(std::int64_t(id) * Second);
            open(made, id);
            task(made, id);
            loop::WarningRecord warning;
            warning.kind = loop::WarningKind(id);
            warning.time = made.time;
            made.warnings.push_back(warning);
            hand(made);
        }
        loop::Delta made = delta(6 * Second);
        close(made, 2);
        loop::TaskSample ended;
        ended.id.value = 2;
        ended.state = loop::TaskState::Done;
        ended.ended = made.time;
        made.tasks.push_back(ended);
        hand(made);
        const auto narrow = [&](const std::optional<TimeSpan> &to) {
            connections.setTimeSpan(to);
            tasks.setTimeSpan(to);
            warnings.setTimeSpan(to);
        };
        using Ids = QList<quint64>;
        narrow(span(2, 3));
        QCOMPARE(idsOf(connections), (Ids {1, 2, 3}));
        QCOMPARE(idsOf(tasks), (Ids {1, 2, 3}));
        QCOMPARE(warnings.rowCount(), 2);
        narrow(span(7, 8));
        QCOMPARE(idsOf(connections), (Ids {1, 3, 4, 5}));
        QCOMPARE(idsOf(tasks), (Ids {1, 3, 4, 5}));
        QCOMPARE(warnings.rowCount(), 0);
        narrow(std::nullopt);
        QCOMPARE(idsOf(connections), (Ids {1, 2, 3, 4, 5}));
        QCOMPARE(warnings.rowCount(), 5);
    }
};

QTEST_GUILESS_MAIN(TimeSpanTest)
#include "TimeSpanTest.moc"
