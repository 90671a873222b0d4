// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/RowView.h"
#include "tests/ui/ShownRows.h"
#include "ui/RowHeader.h"
#include "ui/Theme.h"

#include <QtGui/QClipboard>
#include <QtGui/QContextMenuEvent>
#include <QtGui/QStandardItemModel>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QToolButton>

#include <ctime>
#include <memory>

class RowViewTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme_ = std::make_unique<ui::Theme>(*qApp); }

    void init()
    {
        shown_ = std::make_unique<ShownRows>(*theme_);
        rows_ = &shown_->rows;
        view_ = &shown_->view;
        QVERIFY(QTest::qWaitForWindowExposed(view_));
    }

    void cleanup() { shown_.reset(); }

    void menuIsAskedForTheRowUnderTheCursor()
    {
        QSignalSpy asked(view_, &ui::RowView::menuRequested);
        const QPoint at = view_->visualRect(rows_->index(4, 4)).center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, view_->viewport()->mapToGlobal(at));
        QApplication::sendEvent(view_->viewport(), &event);
        const quint64 there = rows_->index(4, 0).data(models::IdRole).toULongLong();
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.first().at(1).toULongLong(), there);
        QCOMPARE(view_->selected(models::TaskRole), QList<quint64> {there + 1000});
    }

    // Of several that are selected, all are meant; the key means the current row.
    void theMenuLeavesASelectionThatItIsAbout()
    {
        using S = QItemSelectionModel;
        const QSignalSpy asked(view_, &ui::RowView::menuRequested);
        const auto ask = [this](QContextMenuEvent::Reason reason, int row) {
            const QPoint at = view_->visualRect(rows_->index(row, 2)).center();
            QContextMenuEvent event(reason, at, view_->viewport()->mapToGlobal(at));
            QApplication::sendEvent(view_->viewport(), &event);
        };
        view_->setCurrentIndex(rows_->index(2, 0));
        for (const int row : {3, 4, 5})
            view_->selectionModel()->select(rows_->index(row, 0), S::Select | S::Rows);
        ask(QContextMenuEvent::Mouse, 4);
        QCOMPARE(view_->selected(models::IdRole).size(), 4);
        ask(QContextMenuEvent::Keyboard, 8);
        QCOMPARE(view_->selected(models::IdRole).size(), 4);
        QCOMPARE(asked.size(), 2);
        QCOMPARE(asked.at(1).at(1).toULongLong(),
                 rows_->index(2, 0).data(models::IdRole).toULongLong());
        ask(QContextMenuEvent::Mouse, 8);
        QCOMPARE(view_->selected(models::IdRole).size(), 1);
    }

    void nothingIsScrolledWhereNothingIs()
    {
        view_->resize(200, 300); // its columns do not fit
        QTRY_VERIFY(view_->horizontalScrollBar()->isVisible());
        rows_->removeFirst(rows_->rowCount());
        QTRY_VERIFY(!view_->horizontalScrollBar()->isVisible());
        rows_->append(1);
        QTRY_VERIFY(view_->horizontalScrollBar()->isVisible());
    }

    void theNewestIsOfferedWhileTheTailIsNotFollowed()
    {
        const auto offer = [this]() -> QToolButton * {
            const auto all = view_->findChildren<QToolButton *>();
            for (QToolButton *each : all) {
                if (each->text().contains(QLatin1String("Newest")))
                    return each;
            }
            return nullptr;
        };
        QVERIFY(!offer()); // of a table that follows nothing
        view_->setFollowsTail(true);
        view_->scrollToBottom();
        QVERIFY(!offer()->isVisible());
        QTest::keyClick(view_, Qt::Key_Home);
        QVERIFY(offer()->isVisible());
        rows_->append(50);
        QVERIFY(!view_->atTail());
        QTest::mouseClick(offer(), Qt::LeftButton);
        QVERIFY(view_->atTail() && !offer()->isVisible());
        rows_->append(50);
        QTRY_COMPARE(view_->verticalScrollBar()->value(), view_->verticalScrollBar()->maximum());
    }

    void selectionAndScrollSurviveARefresh()
    {
        view_->sortByColumn(Rows::Id, Qt::AscendingOrder);
        QVERIFY(view_->selectId(5000));
        const int scrolled = view_->verticalScrollBar()->value();
        QVERIFY(scrolled > 0);
        for (int i = 0; i < 30; ++i) {
            rows_->append(10);
            rows_->refresh(0, rows_->rowCount() - 1);
            rows_->sort(Rows::Id, Qt::AscendingOrder);
        }
        QCOMPARE(view_->currentId(), 5000U);
        QCOMPARE(view_->verticalScrollBar()->value(), scrolled);
        QCOMPARE(view_->columns().sortIndicatorSection(), int(Rows::Id));
    }

    void aClickOnACaptionSortsAndStays()
    {
        view_->sortByColumn(Rows::Name, Qt::DescendingOrder);
        QCOMPARE(rows_->sortColumn, int(Rows::Name));
        QCOMPARE(rows_->sortOrder, Qt::DescendingOrder);
        rows_->refresh(0, rows_->rowCount() - 1);
        rows_->append(5);
        QCOMPARE(view_->columns().sortIndicatorSection(), int(Rows::Name));
        QCOMPARE(view_->columns().sortIndicatorOrder(), Qt::DescendingOrder);
    }

    void copiesShownColumnsAsTabSeparatedText()
    {
        view_->sortByColumn(Rows::Id, Qt::AscendingOrder);
        view_->columns().setSectionHidden(Rows::Rate, true);
        view_->columns().setSectionHidden(Rows::Buffer, true);
        QVERIFY(view_->selectId(7));
        QTest::keyClick(view_, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(),
                 QStringLiteral("#\tState\tName\n7\topen\tname 7\n"));
    }

    // As they stand, and each cell in its column.
    void copiesColumnsInTheirOrder()
    {
        view_->sortByColumn(Rows::Id, Qt::AscendingOrder);
        view_->columns().moveSection(Rows::Name, 0);
        view_->columns().setSectionHidden(Rows::Rate, true);
        view_->columns().setSectionHidden(Rows::Buffer, true);
        QVERIFY(view_->selectId(7));
        view_->copySelection();
        QCOMPARE(QApplication::clipboard()->text(),
                 QStringLiteral("Name\t#\tState\nname 7\t7\topen\n"));
        QStandardItemModel model(1, 2);
        model.setItem(0, 0, new QStandardItem(QStringLiteral("a\tb")));
        model.setItem(0, 1, new QStandardItem(QStringLiteral("c")));
        ui::RowView other(*theme_, QStringLiteral("Other"), QStringLiteral("other"));
        other.show(model, {{6}, {6}});
        other.selectAll();
        other.copySelection();
        QCOMPARE(QApplication::clipboard()->text().section(QLatin1Char('\n'), 1, 1),
                 QStringLiteral("a b\tc"));
    }

    void whatCanBeDoneAsksAThousandRowsAtMost()
    {
        view_->selectAll();
        int asked = 0;
        const auto count = [&asked](quint64) {
            ++asked;
            return false;
        };
        QVERIFY(view_->anySelected(models::IdRole, count)); // of more, it is supposed
        QVERIFY(asked <= 1000);
        view_->clearSelection();
        QVERIFY(!view_->anySelected(models::IdRole, [](quint64) { return true; }));
        QCOMPARE(view_->selectedSpan().last, -1);
        QVERIFY(view_->selectId(5));
        QVERIFY(!view_->anySelected(models::IdRole, count));
        QVERIFY(view_->anySelected(models::TaskRole, [](quint64 id) { return id == 1005; }));
    }

    void aSelectionIsListedOnceWhateverItsPieces()
    {
        view_->sortByColumn(Rows::Id, Qt::AscendingOrder);
        using S = QItemSelectionModel;
        for (const int row : {8, 2, 3, 2})
            view_->selectionModel()->select(rows_->index(row, 0), S::Select | S::Rows);
        QList<quint64> ids = view_->selected(models::IdRole);
        std::sort(ids.begin(), ids.end());
        QCOMPARE(ids, (QList<quint64> {3, 4, 9}));
        QCOMPARE(view_->selectedSpan().first, 2);
        QCOMPARE(view_->selectedSpan().last, 8);
        view_->copySelection();
        const QString copied = QApplication::clipboard()->text();
        QCOMPARE(copied.count(QLatin1Char('\n')), 4);
        QVERIFY(copied.indexOf(QLatin1String("name 3")) < copied.indexOf(QLatin1String("name 9")));
    }

    void aBatchOutOfSightPaintsNothing()
    {
        QTRY_VERIFY(rows_->asked > 0);
        QCoreApplication::processEvents();
        rows_->asked = 0;
        rows_->refresh(5000, 9000);
        QCoreApplication::processEvents();
        QCOMPARE(rows_->asked, 0);
        rows_->refresh(0, 9000);
        QTRY_VERIFY(rows_->asked > 0);
        QVERIFY2(rows_->asked < 40 * Rows::ColumnCount, "rows that nobody sees were painted");
    }

    void aRowThatLeavesIsNotReplacedByItsNeighbour()
    {
        view_->sortByColumn(Rows::Id, Qt::AscendingOrder);
        QVERIFY(view_->selectId(1));
        QSignalSpy moved(view_, &ui::RowView::currentIdChanged);
        rows_->removeFirst(3);
        QCOMPARE(view_->currentId(), 0U);
        for (const QList<QVariant> &signal : moved)
            QCOMPARE(signal.first().toULongLong(), 0U);
    }

    // What a row is may be known only once it was read: then it is told, and once.
    void aRowIsToldOnceItIsKnown()
    {
        QStandardItemModel model(3, 2);
        ui::RowView view(*theme_, QStringLiteral("Other"), QStringLiteral("other"));
        view.show(model, {{6}, {6}});
        const QSignalSpy told(&view, &ui::RowView::currentIdChanged);
        view.setCurrentIndex(model.index(1, 0));
        const qsizetype before = told.size();
        model.setData(model.index(0, 0), 4, models::IdRole); // another row
        QCOMPARE(told.size(), before);
        model.setData(model.index(1, 0), 5, models::IdRole);
        QCOMPARE(told.size(), before + 1);
        QCOMPARE(told.last().first().toULongLong(), 5U);
        model.setData(model.index(1, 0), QStringLiteral("news"), Qt::DisplayRole);
        QCOMPARE(told.size(), before + 1);
        model.setData(model.index(1, 1), 5, models::IdRole);
        view.setCurrentIndex(model.index(1, 1)); // the same row
        QCOMPARE(told.size(), before + 1);
        view.setCurrentIndex(model.index(0, 0));
        QCOMPARE(told.last().first().toULongLong(), 4U);
    }

    void followsTheTailUntilScrolledUp()
    {
        view_->setSortingEnabled(false);
        view_->setFollowsTail(true);
        QScrollBar &bar = *view_->verticalScrollBar();
        rows_->append(100);
        QTRY_COMPARE(bar.value(), bar.maximum());
        bar.setValue(bar.maximum() / 2);
        const int stays = bar.value();
        rows_->append(100);
        QCoreApplication::processEvents();
        QCOMPARE(bar.value(), stays);
        bar.setValue(bar.maximum());
        rows_->append(100);
        QTRY_COMPARE(bar.value(), bar.maximum());
    }

    // 30 refreshes a second leave 33 ms each, also to a debug build. Counted in processor time,
    // which does not depend on what else the machine does.
    void aRefreshOfTenThousandRowsIsPaintedInTime()
    {
        constexpr int kRefreshes = 30;
        const int seen = view_->viewport()->height() / theme_->rowHeight();
        QVERIFY(seen > 10);
        rows_->asked = 0;
        const std::clock_t begin = std::clock();
        for (int i = 0; i < kRefreshes; ++i) {
            rows_->refresh(0, rows_->rowCount() - 1);
            view_->viewport()->repaint();
        }
        const double each = 1e3 * double(std::clock() - begin) / CLOCKS_PER_SEC / kRefreshes;
        qInfo("a refresh and its repaint: %.2f ms", each);
        // What is seen was painted each time, and nothing else.
        QVERIFY2(rows_->asked >= kRefreshes * seen, "nothing was painted");
        QVERIFY2(rows_->asked <= kRefreshes * (seen + 2) * Rows::ColumnCount * 2,
                 "rows that nobody sees were painted");
        QVERIFY2(each < 30, "too slow for 30 refreshes a second");
    }

    void aCellThatChangedAloneIsPainted()
    {
        QTRY_VERIFY(rows_->asked > 0);
        QCoreApplication::processEvents();
        rows_->asked = 0;
        Q_EMIT rows_->dataChanged(rows_->index(2, Rows::Name), rows_->index(2, Rows::Name));
        QTRY_VERIFY(rows_->asked > 0);
    }

private:
    std::unique_ptr<ui::Theme> theme_;
    std::unique_ptr<ShownRows> shown_;
    Rows *rows_ = nullptr; // these are its
    ui::RowView *view_ = nullptr;
};

QTEST_MAIN(RowViewTest)
#include "RowViewTest.moc"
