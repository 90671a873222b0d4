// SPDX-License-Identifier: GPL-3.0-or-later

// All item models under the same random deltas, each watched by QAbstractItemModelTester, while
// filters, sorting and what is shown change. And what the small ones, timers and warnings, say.

#include "models/ConnectionModel.h"
#include "models/Conversation.h"
#include "models/LogModel.h"
#include "models/SessionModel.h"
#include "models/TaskModel.h"
#include "models/TimerModel.h"
#include "models/WarningModel.h"
#include "models/record/Moment.h"
#include "models/record/Recording.h"
#include "models/timeline/LongestSteps.h"
#include "tests/models/Deltas.h"

#include <QtCore/QRandomGenerator>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QTest>

#include <algorithm>
#include <array>
#include <memory>

using namespace models;
using namespace models::test;

namespace {

struct All {
    Recording file;
    ConnectionModel connections;
    TaskModel tasks;
    SessionModel sessions {&connections};
    TimerModel timers {&tasks};
    WarningModel warnings {&tasks};
    LogModel log {&file, &sessions};
    LogModel events {&file, &sessions};
    Conversation conversation {&file};

    void hand(const loop::Delta &delta)
    {
        const std::initializer_list<DeltaConsumer *> consumers
            = {&file,     &connections, &tasks,  &timers,      &warnings,
               &sessions, &log,         &events, &conversation};
        for (DeltaConsumer *consumer : consumers)
            consumer->apply(delta);
        file.flush();
        for (DeltaConsumer *consumer : consumers)
            consumer->batchEnded(Epoch + delta.time);
    }
    [[nodiscard]] QList<QAbstractItemModel *> models()
    {
        return {&connections, &tasks, &timers, &warnings, &sessions, &log, &events, &conversation};
    }
    [[nodiscard]] QList<TableModel *> tables()
    {
        return {&connections, &tasks, &timers, &warnings};
    }
};

loop::Delta randomDelta(QRandomGenerator &random, std::int64_t time)
{
    loop::Delta made = delta(time);
    made.loop.value = random.bounded(1, 3);
    for (int i = random.bounded(8); i > 0; --i) {
        const std::uint64_t id = random.bounded(1, 40);
        switch (random.bounded(7)) {
        case 0:
            open(made, id, "127.0.0.1:" + std::to_string(id), random.bounded(5, 9));
            break;
        case 1:
            sample(made, id, random.generate());
            break;
        case 2:
            close(made, id);
            break;
        case 3:
            task(made, id).busy = random.bounded(1'000'000);
            break;
        case 4: {
            loop::TaskSample &ended = task(made, id);
            ended.state = loop::TaskState::Failed;
            ended.error = "no";
            ended.ended = time + 1;
            break;
        }
        case 5: {
            loop::WarningRecord warning;
            warning.kind = loop::WarningKind(random.bounded(int(loop::WarningKind::Count)));
            warning.time = time;
            warning.message = "m" + std::to_string(id);
            made.warnings.push_back(warning);
            break;
        }
        default:
            addEvent(made, random.bounded(2) ? loop::EventKind::DataIn : loop::EventKind::DataOut,
                     id, "some bytes\nof it", "detail");
        }
    }
    made.timersSampled = random.bounded(2);
    for (int i = made.timersSampled ? random.bounded(6) : 0; i > 0; --i) {
        loop::TimerSample timer;
        timer.id.value = made.loop.value * 100 + std::uint64_t(i);
        timer.due = time + std::int64_t(random.bounded(1000)) * Millisecond;
        made.timers.push_back(timer);
    }
    return made;
}

// What a view that believes signals alone has on its screen.
class Shadow final : public QObject {
public:
    explicit Shadow(const TableModel *model)
        : model_(model)
    {
        readAll();
        connect(model, &TableModel::rowsInserted, this, [this](const auto &, int first, int last) {
            for (int row = first; row <= last; ++row)
                rows_.insert(row, read(row));
        });
        connect(model, &TableModel::rowsRemoved, this, [this](const auto &, int first, int last) {
            rows_.remove(first, last - first + 1);
        });
        connect(model, &TableModel::dataChanged, this, [this](const auto &from, const auto &to) {
            wholeRows_
                = wholeRows_ && from.column() == 0 && to.column() == model_->columnCount() - 1;
            for (int row = from.row(); row <= to.row(); ++row)
                rows_[row] = read(row);
        });
        connect(model, &TableModel::layoutChanged, this, [this] { readAll(); });
    }
    // "" or the row that the screen shows otherwise than the model.
    [[nodiscard]] QString differs() const
    {
        if (!wholeRows_)
            return QStringLiteral("a part of a row was told to have changed");
        if (rows_.size() != model_->rowCount())
            return QStringLiteral("%1 rows for %2").arg(rows_.size()).arg(model_->rowCount());
        for (int row = 0; row < rows_.size(); ++row) {
            if (rows_.at(row) != read(row))
                return QStringLiteral("row %1: %2\n%3")
                    .arg(row)
                    .arg(rows_.at(row).join(u'|'), read(row).join(u'|'));
        }
        return {};
    }
    // "" or where rows are not in order of a column, and of their ids where that is equal.
    [[nodiscard]] QString unsorted(int column, Qt::SortOrder order) const
    {
        for (int row = 1; row < model_->rowCount(); ++row) {
            const QVariant a = model_->index(row - 1, column).data(SortRole);
            const QVariant b = model_->index(row, column).data(SortRole);
            const auto compared = QVariant::compare(a, b);
            const bool before = compared
                == (order == Qt::AscendingOrder ? QPartialOrdering::Less
                                                : QPartialOrdering::Greater);
            const bool same = compared == QPartialOrdering::Equivalent;
            if (!before && !(same && model_->idAt(row - 1) < model_->idAt(row)))
                return QStringLiteral("row %1: %2 %3").arg(row).arg(a.toString(), b.toString());
        }
        return {};
    }

private:
    // But what moves by time alone.
    [[nodiscard]] QStringList read(int row) const
    {
        QStringList cells;
        for (int column = 0; column < model_->columnCount(); ++column) {
            const QString title
                = model_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
            if (title != u"Age" && title != u"Rate, last 10 s" && title != u"Waiting for"
                && title != u"Due in")
                cells << model_->index(row, column).data().toString();
        }
        return cells << model_->index(row, 0).data(IdRole).toString();
    }
    void readAll()
    {
        rows_.clear();
        for (int row = 0; row < model_->rowCount(); ++row)
            rows_ << read(row);
    }

    const TableModel *model_;
    QList<QStringList> rows_;
    bool wholeRows_ = true;
};

} // namespace

class EveryModelTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void randomDeltasKeepEveryModelConsistent_data()
    {
        QTest::addColumn<quint32>("seed");
        for (const quint32 seed : {1U, 2U, 3U})
            QTest::addRow("%u", seed) << seed;
    }

    void randomDeltasKeepEveryModelConsistent()
    {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        All all;
        std::vector<std::unique_ptr<QAbstractItemModelTester>> testers;
        for (QAbstractItemModel *model : all.models())
            testers.push_back(std::make_unique<QAbstractItemModelTester>(
                model, QAbstractItemModelTester::FailureReportingMode::QtTest));
        std::vector<std::unique_ptr<Shadow>> shadows;
        std::array<std::pair<int, Qt::SortOrder>, 4> sorted {};
        std::array<bool, 4> active {true, true, true, true};
        for (TableModel *table : all.tables()) {
            table->setRetention(std::chrono::seconds(1));
            table->setEndedBound(5);
            shadows.push_back(std::make_unique<Shadow>(table));
        }
        for (int round = 0; round < 120; ++round) {
            all.hand(randomDelta(random, round * 100 * Millisecond));
            const auto which = std::size_t(random.bounded(4));
            TableModel *table = all.tables().at(qsizetype(which));
            switch (random.bounded(10)) {
            case 0:
                sorted[which] = {random.bounded(table->columnCount()),
                                 random.bounded(2) ? Qt::AscendingOrder : Qt::DescendingOrder};
                table->sort(sorted[which].first, sorted[which].second);
                break;
            case 1:
                (void)table->setFilterText(random.bounded(2) ? QString() : QStringLiteral("1"));
                break;
            case 2:
                active[which] = random.bounded(2);
                table->setActive(active[which]);
                break;
            case 3:
                all.conversation.setConnection(random.bounded(1U, 40U));
                break;
            case 4:
                all.conversation.setMode(Conversation::Mode(random.bounded(2)));
                break;
            case 5:
                all.events.setConnection(random.bounded(0U, 40U));
                break;
            case 6: { // back to what it is, with some of it missing
                Moment moment;
                moment.loops.push_back(randomDelta(random, round * 100 * Millisecond));
                for (TableModel *each : all.tables())
                    each->restore(moment);
                for (TableModel *each : all.tables())
                    each->batchEnded(Epoch + moment.loops[0].time);
                all.sessions.restore(moment);
                all.sessions.batchEnded(Epoch + moment.loops[0].time);
                break;
            }
            case 7: {
                SessionRecord record;
                record.id.value = random.bounded(1, 6);
                record.loop.value = record.id.value % 2 + 1;
                record.server = record.id.value > 3;
                record.state = SessionRecord::State(random.bounded(5));
                if (random.bounded(3))
                    all.sessions.setSession(record);
                else
                    all.sessions.removeSession(record.id.value);
                break;
            }
            default:
                break;
            }
            QCoreApplication::processEvents();
            for (std::size_t i = 0; i < 4; ++i) {
                if (active[i])
                    QCOMPARE(shadows[i]->differs(), QString());
            }
        }
        // What is left is what a fresh look would show.
        for (std::size_t i = 0; i < 4; ++i) {
            TableModel *table = all.tables().at(qsizetype(i));
            table->setActive(true);
            (void)table->setFilterText({});
            table->batchEnded(Epoch + 20 * Second);
            QCOMPARE(shadows[i]->differs(), QString());
            QCOMPARE(shadows[i]->unsorted(sorted[i].first, sorted[i].second), QString());
            for (int row = 0; row < table->rowCount(); ++row)
                QCOMPARE(table->rowOf(table->idAt(row)), row);
        }
    }

    void theLongestStepsStayConsistentAndSelected()
    {
        QRandomGenerator random(4);
        LongestSteps longest([](quint64) { return QString(); });
        const QAbstractItemModelTester tester(
            &longest, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::vector<LongStep> steps;
        for (int round = 0; round < 300; ++round) {
            const QPersistentModelIndex looked = longest.index(random.bounded(8), 1);
            const quint64 step = looked.data(IdRole).toULongLong();
            steps.erase(steps.begin(), steps.begin() + random.bounded(int(steps.size()) + 1) / 2);
            for (LongStep &each : steps)
                each.length += random.bounded(2) * random.bounded(50);
            for (int added = random.bounded(4); added > 0 && steps.size() < 8; --added) {
                LongStep made;
                made.start = std::int64_t(round) * 10 + added;
                made.length = random.bounded(100);
                made.loop = random.bounded(1U, 3U);
                steps.push_back(made);
            }
            std::stable_sort(steps.begin(), steps.end(),
                             [](const auto &a, const auto &b) { return a.length > b.length; });
            longest.setSteps(steps);
            QCOMPARE(longest.rowCount(), int(steps.size()));
            bool stays = false;
            for (int row = 0; row < longest.rowCount(); ++row) {
                QVERIFY(*longest.stepAt(row) == steps[std::size_t(row)]);
                stays = stays || longest.index(row, 0).data(IdRole).toULongLong() == step;
            }
            QCOMPARE(looked.isValid(), step != 0 && stays);
            if (looked.isValid())
                QCOMPARE(looked.data(IdRole).toULongLong(), step);
        }
    }

    void timersOfOneLoopDoNotEndThoseOfAnother()
    {
        All all;
        const auto sampled = [&all](quint64 loop, QList<quint64> ids, std::int64_t time) {
            loop::Delta made = delta(time);
            made.loop.value = loop;
            made.timersSampled = true;
            made.sample.timers = std::size_t(ids.size());
            for (const quint64 id : ids) {
                loop::TimerSample timer;
                timer.id.value = id;
                timer.due = time + std::int64_t(id) * Second;
                timer.context.value = 7;
                timer.task.value = id == 2 ? 311 : 0;
                made.timers.push_back(timer);
            }
            all.hand(made);
        };
        sampled(1, {1, 2}, 0);
        sampled(2, {103}, 0);
        QCOMPARE(all.timers.rowCount(), 3);
        QCOMPARE(all.timers.pendingCount(), 3U);
        sampled(1, {2}, Second);
        QCOMPARE(all.timers.rowCount(), 2);
        QVERIFY(!all.timers.find(1) && all.timers.find(103));
        QCOMPARE(all.timers.pendingCount(), 2U);
        using namespace TimerColumn;
        const auto cell = [&all](quint64 id, int column, int role = Qt::DisplayRole) {
            return all.timers.index(all.timers.rowOf(id), column).data(role);
        };
        QCOMPARE(cell(2, Callback).toString(), QStringLiteral("wakes task 311"));
        QCOMPARE(cell(103, Callback).toString(), QStringLiteral("callback"));
        QCOMPARE(cell(2, Id, TaskRole).toULongLong(), 311U);
        QCOMPARE(cell(2, Due).toString(), QStringLiteral("2.0 s"));
        all.timers.sort(Due, Qt::AscendingOrder);
        QCOMPARE(all.timers.idAt(0), 2U);
        all.timers.sort(Due, Qt::DescendingOrder);
        QCOMPARE(all.timers.idAt(0), 103U);
        for (const auto &[filter, rows] : {std::pair {"due<3s", 1},
                                           {"due>3s", 1},
                                           {"task:311", 1},
                                           {"session:7", 2},
                                           {"session:8", 0},
                                           {"id:103", 1}}) {
            QVERIFY(!all.timers.setFilterText(QString::fromLatin1(filter)));
            QVERIFY2(all.timers.rowCount() == rows, filter);
        }
        (void)all.timers.setFilterText({});
        loop::Delta closed = delta(2 * Second);
        closed.closed = true;
        all.hand(closed);
        QCOMPARE(all.timers.rowCount(), 1);
        QCOMPARE(all.timers.pendingCount(), 1U);
    }

    void warningsSayTheirKindPlaceAndNewestMessage()
    {
        All all;
        loop::Delta made = delta(Second);
        const auto warn = [&made](loop::WarningKind kind, const char *message, quint64 task,
                                  std::uint32_t line) {
            loop::WarningRecord warning;
            warning.kind = kind;
            warning.time = made.time + std::int64_t(task);
            warning.message = message;
            warning.task.value = task;
            warning.connection.value = task * 10;
            warning.context.value = 7;
            warning.created.file = "/src/a.cpp";
            warning.created.function = "f()";
            warning.created.line = line;
            made.warnings.push_back(warning);
        };
        using K = loop::WarningKind;
        warn(K::SlowCallback, "old", 1, 5);
        warn(K::SlowCallback, "new", 2, 5);
        warn(K::SlowCallback, "elsewhere", 3, 6);
        warn(K::NeverAwaited, "never", 4, 5);
        warn(K::HandlerFailed, "failed", 0, 9);
        all.hand(made);
        using namespace WarningColumn;
        QCOMPARE(all.warnings.rowCount(), 4);
        QCOMPARE(all.warnings.liveCount(), 4);
        all.warnings.sort(Count, Qt::DescendingOrder);
        const auto cell = [&all](int row, int column, int role = Qt::DisplayRole) {
            return all.warnings.index(row, column).data(role);
        };
        QCOMPARE(cell(0, Count).toString(), QStringLiteral("2"));
        QCOMPARE(cell(0, Message).toString(), QStringLiteral("new"));
        QCOMPARE(cell(0, Created).toString(), QStringLiteral("a.cpp:5"));
        QCOMPARE(cell(0, Created, Qt::ToolTipRole).toString(), QStringLiteral("f()"));
        QCOMPARE(cell(0, Message, Qt::ToolTipRole).toString(), QStringLiteral("new"));
        QCOMPARE(cell(0, WarningColumn::Task).toString(), QStringLiteral("2"));
        QCOMPARE(cell(0, Connection).toString(), QStringLiteral("20"));
        QCOMPARE(cell(0, Time, TaskRole).toULongLong(), 2U);
        QCOMPARE(cell(0, Time, ConnectionRole).toULongLong(), 20U);
        QCOMPARE(cell(0, Kind, ToneRole).toInt(), int(Tone::Warning));
        all.warnings.sort(WarningColumn::Task, Qt::AscendingOrder);
        QCOMPARE(cell(0, Message).toString(), QStringLiteral("failed"));
        QCOMPARE(cell(0, WarningColumn::Task).toString(), QString()); // none, not 0
        QCOMPARE(cell(0, Connection).toString(), QString());
        QCOMPARE(cell(0, Kind, ToneRole).toInt(), int(Tone::Error));
        for (const auto &[filter, rows] : {std::pair {"count>1", 1},
                                           {"task:4", 1},
                                           {"session:7", 4},
                                           {"session:1", 0},
                                           {"connection:30", 1},
                                           {"message:ne", 2},
                                           {"at:\"a.cpp:5\"", 2},
                                           {"never", 1}}) {
            QVERIFY(!all.warnings.setFilterText(QString::fromLatin1(filter)));
            QVERIFY2(all.warnings.rowCount() == rows, filter);
        }
        // A loop whose time is an earlier one: it counts, and the newest stays what is shown.
        QVERIFY(!all.warnings.setFilterText(QStringLiteral("count>2")));
        loop::Delta other = delta(Second);
        other.loop.value = 2;
        other.wallOffset -= Second;
        other.warnings = {made.warnings.front()};
        all.hand(other);
        QCOMPARE(all.warnings.rowCount(), 1);
        QCOMPARE(cell(0, Message).toString(), QStringLiteral("new"));
        (void)all.warnings.setFilterText({});
        all.warnings.clear();
        QCOMPARE(all.warnings.rowCount(), 0);
        QCOMPARE(all.warnings.liveCount(), 0);
        all.hand(made); // and begins anew
        QCOMPARE(all.warnings.rowCount(), 4);
        all.warnings.sort(Count, Qt::DescendingOrder);
        QCOMPARE(cell(0, Count).toString(), QStringLiteral("2"));
    }
};

QTEST_GUILESS_MAIN(EveryModelTest)
#include "EveryModelTest.moc"
