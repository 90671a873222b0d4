// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ConnectionModel.h"
#include "tests/models/Deltas.h"

#include <QtCore/QItemSelectionModel>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;

namespace {

constexpr auto Fatal = QAbstractItemModelTester::FailureReportingMode::QtTest;

QList<quint64> ids(const TableModel &model)
{
    QList<quint64> list;
    for (int row = 0; row < model.rowCount(); ++row)
        list.push_back(model.idAt(row));
    return list;
}

// Bytes that are in no order by id.
std::uint64_t mixed(std::uint64_t id)
{
    return (id * 7919) % 10'007;
}

loop::Delta opening(std::uint64_t first, std::uint64_t last)
{
    loop::Delta made = delta();
    for (std::uint64_t id = first; id <= last; ++id) {
        open(made, id);
        made.connections.back().bytesIn = mixed(id);
    }
    return made;
}

void show(ConnectionModel &model, const loop::Delta &delta)
{
    model.apply(delta);
    model.batchEnded(delta.time + delta.wallOffset);
}

} // namespace

class TableModelTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsNothingBeforeTheBatchEnds()
    {
        ConnectionModel model;
        QAbstractItemModelTester tester(&model, Fatal);
        model.apply(opening(1, 3));
        QCOMPARE(model.rowCount(), 0);
        model.batchEnded(Epoch);
        QCOMPARE(ids(model), (QList<quint64> {1, 2, 3}));
    }

    void oneBatchGivesOneSignalOfEachKind()
    {
        ConnectionModel model;
        QAbstractItemModelTester tester(&model, Fatal);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        show(model, opening(1, 1000));
        loop::Delta next = delta(100 * Millisecond);
        for (std::uint64_t id = 1; id <= 1000; id += 2)
            sample(next, id, 5);
        changed.clear();
        show(model, next);
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(reset.size(), 0);
    }

    void sortsLive_data()
    {
        QTest::addColumn<int>("rows");
        QTest::newRow("1") << 1;
        QTest::newRow("100") << 100;
        QTest::newRow("10000") << 10'000;
    }

    void sortsLive()
    {
        QFETCH(int, rows);
        ConnectionModel model;
        QAbstractItemModelTester tester(&model, Fatal);
        model.sort(ConnectionColumn::In, Qt::DescendingOrder);
        const auto last = static_cast<std::uint64_t>(rows);
        show(model, opening(1, last));
        loop::Delta next = delta(100 * Millisecond);
        sample(next, last, 1'000'000);
        show(model, next);
        QCOMPARE(model.rowCount(), rows);
        QCOMPARE(model.idAt(0), last);
        for (int row = 1; row + 1 < rows; ++row) {
            const auto above = mixed(model.idAt(row)), below = mixed(model.idAt(row + 1));
            QVERIFY(above > below || (above == below && model.idAt(row) < model.idAt(row + 1)));
        }
    }

    void sortsByTextAndBack()
    {
        ConnectionModel model;
        QAbstractItemModelTester tester(&model, Fatal);
        loop::Delta first = delta();
        open(first, 1, "c");
        open(first, 2, "a");
        open(first, 3, "b");
        show(model, first);
        model.sort(ConnectionColumn::Peer, Qt::AscendingOrder);
        QCOMPARE(ids(model), (QList<quint64> {2, 3, 1}));
        model.sort(ConnectionColumn::Peer, Qt::DescendingOrder);
        QCOMPARE(ids(model), (QList<quint64> {1, 3, 2}));
        model.sort(ConnectionColumn::Id, Qt::AscendingOrder);
        QCOMPARE(ids(model), (QList<quint64> {1, 2, 3}));
    }

    void selectionStaysWithItsRow()
    {
        ConnectionModel model;
        QAbstractItemModelTester tester(&model, Fatal);
        QItemSelectionModel selection(&model);
        model.sort(ConnectionColumn::In, Qt::DescendingOrder);
        show(model, opening(1, 100));
        selection.setCurrentIndex(model.index(model.rowOf(42), 0),
                                  QItemSelectionModel::SelectCurrent | QItemSelectionModel::Rows);
        const QPersistentModelIndex other(model.index(model.rowOf(7), 3));
        loop::Delta next = opening(101, 150);
        next.time = 100 * Millisecond;
        sample(next, 42, 2'000'000);
        close(next, 3);
        show(model, next);
        QCOMPARE(model.rowOf(42), 0);
        QCOMPARE(selection.currentIndex().data(IdRole).toULongLong(), 42U);
        QCOMPARE(selection.selectedRows().size(), 1);
        QCOMPARE(selection.selectedRows().first().data(IdRole).toULongLong(), 42U);
        QCOMPARE(other.data(IdRole).toULongLong(), 7U);
        QCOMPARE(other.column(), 3);
    }

    void endedRowsFadeAndLeave()
    {
        ConnectionModel model;
        QAbstractItemModelTester tester(&model, Fatal);
        model.setRetention(std::chrono::seconds(10));
        show(model, opening(1, 1000));
        QCOMPARE(model.liveCount(), 1000);
        loop::Delta ending = delta(Second);
        for (std::uint64_t id = 3; id <= 1000; id += 3)
            close(ending, id);
        show(model, ending);
        QCOMPARE(model.rowCount(), 1000);
        QCOMPARE(model.liveCount(), 667);
        const QModelIndex ended = model.index(model.rowOf(3), 0);
        const qreal first = ended.data(FadeRole).toReal();
        QVERIFY(first < 1);
        QCOMPARE(model.index(model.rowOf(1), 0).data(FadeRole).toReal(), 1.0);
        const QPersistentModelIndex doomed(ended), kept(model.index(model.rowOf(1000), 0));
        model.batchEnded(Epoch + 9 * Second);
        QVERIFY(ended.data(FadeRole).toReal() < first);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        model.batchEnded(Epoch + 11 * Second);
        QCOMPARE(model.rowCount(), 667);
        QCOMPARE(removed.size(), 1); // though they lay everywhere
        QCOMPARE(model.rowOf(3), -1);
        QVERIFY(!doomed.isValid());
        QCOMPARE(kept.data(IdRole).toULongLong(), 1000U);
    }

    void whatEndedIsClearedAtOnceHoweverLongItWasToStay()
    {
        ConnectionModel model;
        QAbstractItemModelTester tester(&model, Fatal);
        model.setRetention(std::chrono::hours(1000));
        show(model, opening(1, 9));
        loop::Delta ending = delta(Second);
        for (std::uint64_t id = 3; id <= 9; id += 3)
            close(ending, id);
        show(model, ending);
        QCOMPARE(model.rowCount(), 9);
        model.clearEnded();
        QCOMPARE(ids(model), (QList<quint64> {1, 2, 4, 5, 7, 8}));
        QCOMPARE(model.liveCount(), 6);
        model.setActive(false); // nobody looks
        loop::Delta last = delta(Second);
        close(last, 1);
        show(model, last);
        model.clearEnded();
        model.setActive(true);
        QCOMPARE(ids(model), (QList<quint64> {2, 4, 5, 7, 8}));
        show(model, opening(10, 11)); // their places are free again
        QCOMPARE(model.rowCount(), 7);
    }

    void endedRowsAreBounded()
    {
        ConnectionModel model;
        QAbstractItemModelTester tester(&model, Fatal);
        model.setEndedBound(5);
        loop::Delta made = opening(1, 20);
        made.time = Second;
        for (std::uint64_t id = 1; id <= 20; ++id)
            close(made, id);
        show(model, made);
        QCOMPARE(ids(model), (QList<quint64> {16, 17, 18, 19, 20}));
    }

    void filterShowsWhatMatchesAndFollowsChanges()
    {
        ConnectionModel model;
        QAbstractItemModelTester tester(&model, Fatal);
        show(model, opening(1, 100));
        QVERIFY(!model.setFilterText(QStringLiteral("state:paused or id:5")));
        QCOMPARE(ids(model), (QList<quint64> {5}));
        loop::Delta next = delta(100 * Millisecond);
        sample(next, 9).state = loop::ConnectionState::Paused;
        show(model, next);
        QCOMPARE(ids(model), (QList<quint64> {5, 9}));
        QCOMPARE(model.liveCount(), 100);
        sample(next, 9).state = loop::ConnectionState::Open;
        show(model, next);
        QCOMPARE(ids(model), (QList<quint64> {5}));
        QVERIFY(model.setFilterText(QStringLiteral("id:")));
        QCOMPARE(ids(model), (QList<quint64> {5})); // a mistake changes nothing
        QVERIFY(!model.setFilterText({}));
        QCOMPARE(model.rowCount(), 100);
    }

    void inactiveCollectsWithoutSignals()
    {
        ConnectionModel model;
        QAbstractItemModelTester tester(&model, Fatal);
        show(model, opening(1, 10));
        model.setActive(false);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy counted(&model, &TableModel::liveCountChanged);
        model.setRetention(std::chrono::seconds(1));
        for (std::uint64_t round = 1; round <= 50; ++round) {
            loop::Delta made = opening(round * 100, round * 100 + 99);
            made.time = static_cast<std::int64_t>(round) * Second;
            for (std::uint64_t id = round * 100; id < round * 100 + 99; ++id)
                close(made, id);
            show(model, made);
        }
        QCOMPARE(model.rowCount(), 10);
        QCOMPARE(inserted.size(), 0);
        QCOMPARE(changed.size(), 0);
        QVERIFY(counted.size() > 0);
        QCOMPARE(model.liveCount(), 60);
        model.batchEnded(Epoch + 100 * Second);
        model.setActive(true);
        QCOMPARE(model.rowCount(), 60);
        QCOMPARE(inserted.size(), 1);
    }

    void slotsAreUsedAgain()
    {
        ConnectionModel model;
        QAbstractItemModelTester tester(&model, Fatal);
        model.setRetention(std::chrono::milliseconds(0));
        for (std::uint64_t id = 1; id <= 300; ++id) {
            loop::Delta made = delta(static_cast<std::int64_t>(id) * Millisecond);
            open(made, id, std::to_string(id));
            show(model, made);
            QCOMPARE(model.rowCount(), 1);
            QCOMPARE(model.find(id)->peer, QString::number(id));
            QCOMPARE(model.find(id)->bytesIn, 0U);
            loop::Delta ending = delta(static_cast<std::int64_t>(id) * Millisecond);
            sample(ending, id, 99);
            close(ending, id);
            show(model, ending);
            QCOMPARE(model.rowCount(), 0);
        }
    }

    void endedRowsLeaveWhenTheirTimeHasPassedAndNotBefore()
    {
        ConnectionModel model;
        QAbstractItemModelTester tester(&model, Fatal);
        model.setRetention(std::chrono::seconds(10));
        show(model, opening(1, 2));
        loop::Delta ending = delta(Second);
        close(ending, 1);
        show(model, ending);
        model.batchEnded(Epoch + 11 * Second - 1);
        QCOMPARE(ids(model), (QList<quint64> {1, 2}));
        model.batchEnded(Epoch + 11 * Second);
        QCOMPARE(ids(model), (QList<quint64> {2}));
    }

    // Of an earlier moment: it lives, is counted once, and fades no more.
    void aRowThatComesAgainAfterAResetIsAsGoodAsNew()
    {
        ConnectionModel model;
        QAbstractItemModelTester tester(&model, Fatal);
        show(model, opening(1, 3));
        loop::Delta ending = delta(2 * Second);
        close(ending, 1);
        show(model, ending);
        QCOMPARE(model.liveCount(), 2);
        model.reset();
        QCOMPARE(model.liveCount(), 0);
        loop::Delta before = opening(1, 2);
        before.time = Second;
        show(model, before);
        QCOMPARE(ids(model), (QList<quint64> {1, 2}));
        QCOMPARE(model.liveCount(), 2);
        QCOMPARE(model.index(0, 0).data(FadeRole).toReal(), 1.0);
        close(before, 1); // and ends like any other
        show(model, before);
        QCOMPARE(model.liveCount(), 1);
        QVERIFY(model.index(0, 0).data(FadeRole).toReal() < 1);
        model.batchEnded(Epoch + 1'000 * Second);
        QCOMPARE(ids(model), (QList<quint64> {2}));
        QCOMPARE(model.liveCount(), 1);
    }

    // What fades is painted twice a second, also after the time ran back.
    void whatFadesIsPaintedAsTimeGoes()
    {
        ConnectionModel model;
        QAbstractItemModelTester tester(&model, Fatal);
        const auto ended = [&model](std::int64_t time) {
            loop::Delta made = opening(1, 2);
            made.time = time;
            for (loop::ConnectionOpened &each : made.opened)
                each.time = time;
            close(made, 1);
            show(model, made);
        };
        ended(100 * Second);
        model.reset();
        ended(10 * Second);
        const qreal before = model.index(0, 0).data(FadeRole).toReal();
        QSignalSpy changed(&model, &ConnectionModel::dataChanged);
        model.batchEnded(Epoch + 10 * Second + 200 * Millisecond); // too soon for either
        QCOMPARE(changed.size(), 0);
        model.batchEnded(Epoch + 11 * Second);
        QCOMPARE(changed.size(), 1);
        QVERIFY(model.index(0, 0).data(FadeRole).toReal() < before);
    }

    void whatIsFilteredWhileNobodyLooksIsFilteredWhenSomebodyDoes()
    {
        ConnectionModel model;
        QAbstractItemModelTester tester(&model, Fatal);
        loop::Delta made = opening(1, 3);
        for (std::size_t i = 0; i < made.opened.size(); ++i)
            made.opened[i].time = std::int64_t(i) * 10 * Second;
        show(model, made);
        model.setActive(false);
        QVERIFY(!model.setFilterText(QStringLiteral("id>1")));
        QCOMPARE(model.rowCount(), 3);
        model.setActive(true);
        QCOMPARE(ids(model), (QList<quint64> {2, 3}));
        model.setActive(false);
        model.setTimeSpan(TimeSpan {Epoch, Epoch + 10 * Second});
        model.setActive(true);
        QCOMPARE(ids(model), (QList<quint64> {2}));
        model.setTimeSpan(std::nullopt);
        QCOMPARE(ids(model), (QList<quint64> {2, 3}));
    }

    // Its ages and countdowns moved meanwhile.
    void everyRowIsPaintedWhenSomebodyLooksAgain()
    {
        ConnectionModel model;
        QAbstractItemModelTester tester(&model, Fatal);
        show(model, opening(1, 3));
        model.setActive(false);
        model.batchEnded(Epoch + 5 * Second);
        QSignalSpy changed(&model, &ConnectionModel::dataChanged);
        model.setActive(true);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].toModelIndex().row(), 0);
        QCOMPARE(changed[0][1].toModelIndex().row(), 2);
    }

    // Loops report in turn: the order of the ends counts, not that of the reports.
    void ofEndsThatCameOutOfOrderTheOldestLeavesFirst()
    {
        ConnectionModel model;
        QAbstractItemModelTester tester(&model, Fatal);
        model.setEndedBound(2);
        show(model, opening(1, 4));
        loop::Delta ending = delta(4 * Second);
        for (const std::uint64_t id : {1, 2, 3, 4}) {
            close(ending, id);
            ending.connections.back().closed = (id == 3 ? 1 : std::int64_t(id) + 1) * Second;
        }
        show(model, ending);
        QCOMPARE(ids(model), (QList<quint64> {2, 4}));
    }
};

QTEST_APPLESS_MAIN(TableModelTest)
#include "TableModelTest.moc"
