// SPDX-License-Identifier: GPL-3.0-or-later

// From anywhere to anywhere: from a session to its rows and back, from bytes to the task that wrote
// them and to the log, between tasks and connections as often as one likes, back and forward
// through what was looked at, and from a cell to a filter. By mouse and keys.

#include "models/EventFilter.h"
#include "tests/models/Deltas.h"
#include "tests/models/ReadRows.h"
#include "tests/ui/SceneWindow.h"
#include "ui/Actions.h"
#include "ui/CellFilter.h"
#include "ui/FilterField.h"
#include "ui/Inspector.h"
#include "ui/MainWindow.h"
#include "ui/RowView.h"
#include "ui/SessionsPanel.h"
#include "ui/SpanBar.h"
#include "ui/StatusStrip.h"
#include "ui/StreamView.h"
#include "ui/timeline/TimelineView.h"

#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QContextMenuEvent>
#include <QtGui/QGuiApplication>
#include <QtGui/QStandardItemModel>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QMenu>
#include <QtWidgets/QTabWidget>
#include <QtWidgets/QTreeView>

#include <functional>

using namespace Qt::StringLiterals;
using models::Inspection;
using models::test::Second;
using ui::RecordTabs;

class TravelTest final : public SceneWindow {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        openWindow();
        scene_->fill(40);
        window_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    }
    void cleanup() { closeWindow(); }

    void aSessionNarrowsEveryTableAndEscWidens_data()
    {
        QTest::addColumn<bool>("byKey");
        QTest::newRow("double click") << false;
        QTest::newRow("return") << true;
    }

    void aSessionNarrowsEveryTableAndEscWidens()
    {
        QFETCH(bool, byKey);
        const int all = scene_->connections.rowCount();
        window_->tabs().setCurrentIndex(RecordTabs::Log);
        QTest::keyClicks(&window_->filter(), u"event:error"_s); // of a person, for another table
        window_->tabs().setCurrentIndex(RecordTabs::Connections);
        QTreeView &tree = window_->sessions().tree();
        const QRect line = tree.visualRect(scene_->sessions.indexOf(10));
        QTest::mouseClick(tree.viewport(), Qt::LeftButton, {}, line.center());
        if (byKey)
            QTest::keyClick(&tree, Qt::Key_Return);
        else
            QTest::mouseDClick(tree.viewport(), Qt::LeftButton, {}, line.center());
        QCOMPARE(window_->filter().text(), u"session:10"_s);
        QVERIFY(scene_->connections.rowCount() > 0 && scene_->connections.rowCount() < all);
        for (int row = 0; row < scene_->connections.rowCount(); ++row)
            QCOMPARE(scene_->connections.find(scene_->connections.idAt(row))->context, 10U);
        QCOMPARE(scene_->tasks.filterText(), u"session:10"_s);
        QCOMPARE(scene_->warnings.filterText(), u"session:10"_s);
        QVERIFY(scene_->log.filterText().startsWith(u"session:\"load 127"));
        QVERIFY(window_->actions().widen->isEnabled());
        // One that was typed since then stays.
        QVERIFY(!scene_->tasks.setFilterText(u"id:311"_s));
        if (byKey) {
            QTest::keyClick(&tree, Qt::Key_Escape);
        } else {
            window_->tabs().currentView().setFocus();
            QTest::keyClick(&window_->tabs().currentView(), Qt::Key_Escape);
        }
        QCOMPARE(scene_->connections.rowCount(), all);
        QCOMPARE(window_->filter().text(), QString());
        QCOMPARE(scene_->tasks.filterText(), u"id:311"_s);
        QVERIFY(!window_->actions().widen->isEnabled());
    }

    // All views: the tables, and the events of what is inspected.
    void aSpanOfTheTimelineNarrowsTheEventsOfTheInspector()
    {
        pick(RecordTabs::Connections, 1850);
        window_->inspector().open(window_->inspector().events());
        models::LogModel &events = scene_->events;
        QTRY_VERIFY(events.rowCount() > 1);
        const int all = events.rowCount();
        const std::int64_t first = models::test::eventAt(events, 0).time;
        window_->tabs().setCurrentIndex(RecordTabs::Timeline);
        ui::LanesView &lanes = window_->tabs().timeline().lanes();
        const std::int64_t middle
            = first + (models::test::eventAt(events, all - 1).time - first) / 2;
        lanes.showSpan({middle - Second, middle + Second});
        lanes.setFocus();
        QTest::keyClick(&lanes, Qt::Key_Right, Qt::ShiftModifier); // from the middle on
        QVERIFY(window_->spanBar().span());
        const models::TimeSpan span = *window_->spanBar().span();
        QVERIFY(span.first > first); // which leaves some out
        const auto inside = [&] {
            for (int row = 0; row < events.rowCount(); ++row) {
                if (!span.contains(models::test::eventAt(events, row).time))
                    return false;
            }
            return true;
        };
        QTRY_VERIFY(events.rowCount() < all && inside());
        QTest::keyClick(&lanes, Qt::Key_Escape);
        QVERIFY(!window_->spanBar().span());
        QTRY_COMPARE(events.rowCount(), all);
    }

    void whatWasLookedAtComesBackInItsOrder()
    {
        pick(RecordTabs::Connections, 1850);
        pick(RecordTabs::Tasks, 320);
        pick(RecordTabs::Warnings, 1);
        QTreeView &tree = window_->sessions().tree();
        QTest::mouseClick(tree.viewport(), Qt::LeftButton, {},
                          tree.visualRect(scene_->sessions.indexOf(7)).center());
        QVERIFY(!window_->actions().forward->isEnabled());
        back();
        QCOMPARE(window_->inspector().subject(), Inspection::Subject::Warning);
        QCOMPARE(window_->tabs().current(), RecordTabs::Warnings);
        back();
        QCOMPARE(window_->inspector().shownTask(), 320U);
        QCOMPARE(window_->tabs().view(RecordTabs::Tasks).currentId(), 320U);
        back();
        QCOMPARE(window_->inspector().shownConnection(), 1850U);
        QCOMPARE(window_->tabs().current(), RecordTabs::Connections);
        QVERIFY(!window_->actions().back->isEnabled());
        QTest::keyClick(window_.get(), Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(window_->inspector().shownTask(), 320U);
        // A new one ends what lay ahead.
        pick(RecordTabs::Connections, 1851);
        QVERIFY(!window_->actions().forward->isEnabled());
        back();
        QCOMPARE(window_->inspector().shownTask(), 320U);
    }

    // Also while the task runs, and waits for nothing.
    void tasksAndConnectionsLeadToEachOtherAgainAndAgain()
    {
        pick(RecordTabs::Connections, 1850);
        const quint64 task = scene_->connections.find(1850)->task;
        loop::Delta busy = scene_->delta();
        loop::TaskSample &sample = models::test::task(busy, task);
        sample.state = loop::TaskState::Running;
        busy.created.clear();
        scene_->hand(busy);
        for (int trip = 0; trip < 3; ++trip) {
            press(window_->actions().goToTask);
            QCOMPARE(window_->inspector().shownTask(), task);
            press(window_->actions().goToConnection);
            QCOMPARE(window_->inspector().shownConnection(), 1850U);
        }
        press(window_->actions().goToSession);
        QCOMPARE(window_->inspector().subject(), Inspection::Subject::Session);
        QCOMPARE(window_->inspector().subjectId(), scene_->connections.find(1850)->context);
    }

    void bytesLeadToTheTaskThatWroteThemAndToTheLog()
    {
        QTRY_VERIFY(scene_->log.total() > 0);
        pick(RecordTabs::Connections, 1841);
        ui::RowView &rows = window_->inspector().stream().rows();
        QTRY_VERIFY(rows.model()->rowCount() > 0);
        // Under a filter of the log that leaves all of that out.
        QVERIFY(!scene_->log.setFilterText(u"event:error"_s));
        rows.setCurrentIndex(rows.model()->index(0, 0));
        const quint64 event = rows.currentIndex().data(models::EventRole).toULongLong();
        QVERIFY(event != 0);
        QTest::keyClick(&rows, Qt::Key_Return);
        QCOMPARE(window_->tabs().current(), RecordTabs::Log);
        QTRY_COMPARE(window_->tabs().currentView().currentId(), event); // as soon as it is read
        QVERIFY(scene_->log.filterText().isEmpty());
        const QPoint at = rows.visualRect(rows.model()->index(0, 0)).center();
        QContextMenuEvent menu(QContextMenuEvent::Mouse, at, rows.viewport()->mapToGlobal(at));
        QApplication::sendEvent(rows.viewport(), &menu);
        auto *popup = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(popup);
        QSignalSpy moment(window_.get(), &ui::MainWindow::momentRequested);
        for (QAction *action : popup->actions()) {
            if (action->text().contains(u"moment"_s))
                action->trigger();
        }
        popup->close();
        QCOMPARE(moment.value(0).value(1).toULongLong(), event);
    }

    // To the task that read or wrote them, where that is known.
    void bytesLeadToTheirTaskByTheMenu()
    {
        loop::Delta made = scene_->delta();
        models::test::open(made, 2900);
        models::test::addEvent(made, loop::EventKind::DataIn, 2900, "one").task.value = 320;
        scene_->hand(made);
        made = scene_->delta();
        models::test::addEvent(made, loop::EventKind::DataOut, 2900, "two");
        scene_->hand(made);
        pick(RecordTabs::Connections, 2900);
        ui::RowView &rows = window_->inspector().stream().rows();
        QTRY_COMPARE(rows.model()->rowCount(), 2);
        const auto toTask = [&rows](int row, const std::function<void(QAction &)> &use) {
            QVERIFY(rows.model()->index(row, 0).isValid());
            const QPoint at = rows.visualRect(rows.model()->index(row, 0)).center();
            QContextMenuEvent menu(QContextMenuEvent::Mouse, at, rows.viewport()->mapToGlobal(at));
            QApplication::sendEvent(rows.viewport(), &menu);
            auto *popup = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            QVERIFY(popup);
            use(*popup->actions().first());
            popup->close();
        };
        QTRY_VERIFY(rows.model()->index(1, 0).data(models::EventRole).toULongLong() != 0);
        toTask(1, [](QAction &action) { QVERIFY(!action.isEnabled()); });
        toTask(0, [](QAction &action) {
            QCOMPARE(action.text(), u"Go to &task 320"_s);
            QVERIFY(action.isEnabled());
            action.trigger();
        });
        QCOMPARE(window_->inspector().shownTask(), 320U);
        QCOMPARE(window_->tabs().current(), RecordTabs::Tasks);
    }

    // Of an event the connection says most, then the task; one of neither is its session's.
    void aRowOfTheLogIsInspectedByWhatItIsAbout()
    {
        QVERIFY(!scene_->log.setFilterText(u"event:session"_s));
        loop::Delta made = scene_->delta();
        models::test::addEvent(made, loop::EventKind::Session, 1850, {}, "both").task.value = 320;
        models::test::addEvent(made, loop::EventKind::Session, 0, {}, "a task").task.value = 321;
        models::test::addEvent(made, loop::EventKind::Session, 0, {}, "neither").context.value = 10;
        scene_->hand(made);
        window_->tabs().setCurrentIndex(RecordTabs::Log);
        QTRY_VERIFY(!scene_->log.searching() && scene_->log.rowCount() >= 3);
        const int first = scene_->log.rowCount() - 3;
        const auto inspect = [&](int row) {
            QVERIFY(models::test::eventAt(scene_->log, row).number != 0);
            window_->tabs().currentView().pick(scene_->log.index(row, 0));
        };
        const ui::Inspector &inspector = window_->inspector();
        inspect(first);
        QCOMPARE(inspector.subject(), Inspection::Subject::Connection);
        QCOMPARE(inspector.shownConnection(), 1850U);
        inspect(first + 1);
        QCOMPARE(inspector.subject(), Inspection::Subject::Task);
        QCOMPARE(inspector.shownTask(), 321U);
        inspect(first + 2);
        QCOMPARE(inspector.subject(), Inspection::Subject::Session);
        QCOMPARE(inspector.subjectId(), 10U);
    }

    void aSessionThatComesBackIsSelectedAgain()
    {
        QTreeView &tree = window_->sessions().tree();
        for (const quint64 id : {7U, 10U}) {
            QTest::mouseClick(tree.viewport(), Qt::LeftButton, {},
                              tree.visualRect(scene_->sessions.indexOf(id)).center());
        }
        QCOMPARE(window_->inspector().subjectId(), 10U);
        back();
        QCOMPARE(window_->inspector().subjectId(), 7U);
        QCOMPARE(window_->sessions().currentSession(), 7U);
    }

    // Whatever the filter of the log shows, and also where it shows another event of the same
    // connection.
    void showInTheLogFindsTheEventItself()
    {
        QTRY_VERIFY(scene_->log.total() > 0);
        QVERIFY(!scene_->log.setFilterText(u"event:\"data in\""_s));
        QTRY_VERIFY(!scene_->log.searching());
        pick(RecordTabs::Connections, 1841);
        press(window_->actions().goToLog);
        QTRY_COMPARE(window_->tabs().current(), RecordTabs::Log);
        const QModelIndex row = window_->tabs().currentView().currentIndex();
        QCOMPARE(row.siblingAtColumn(models::LogColumn::Event).data().toString(), u"connect"_s);
        QCOMPARE(row.data(models::ConnectionRole).toULongLong(), 1841U);
        QVERIFY(scene_->log.filterText().isEmpty());
        // What the log does not have is said, and nothing moves.
        pick(RecordTabs::Connections, 1842);
        Q_EMIT window_->inspector().picked({models::Reference::Log, 0, {}, 1, 99'999, 0});
        QTRY_VERIFY(!window_->strip().notice().isEmpty());
        QCOMPARE(window_->tabs().current(), RecordTabs::Connections);
    }

    void aCellFiltersExcludesAndIsCopied()
    {
        const int all = scene_->connections.rowCount();
        pick(RecordTabs::Connections, 1850, models::ConnectionColumn::State);
        const QString state
            = scene_->connections
                  .index(scene_->connections.rowOf(1850), models::ConnectionColumn::State)
                  .data()
                  .toString();
        press(window_->actions().copyCell);
        QCOMPARE(QGuiApplication::clipboard()->text(), state);
        press(window_->actions().filterByCell);
        QCOMPARE(window_->filter().text(), u"state:"_s + state);
        const int these = scene_->connections.rowCount();
        QVERIFY(these > 0 && these < all);
        pick(RecordTabs::Connections, 1850, models::ConnectionColumn::Peer);
        press(window_->actions().excludeCell);
        QCOMPARE(scene_->connections.rowCount(), these - 1);
        QVERIFY2(window_->filter().text().contains(u" not peer:127.0.0.1:"_s),
                 qPrintable(window_->filter().text()));
        QTest::keyClick(&window_->filter(), Qt::Key_Escape);
        QCOMPARE(scene_->connections.rowCount(), all);
        // The same value is wanted, then not wanted: the one takes the place of the other.
        pick(RecordTabs::Connections, 1850, models::ConnectionColumn::State);
        press(window_->actions().filterByCell);
        press(window_->actions().excludeCell);
        QCOMPARE(window_->filter().text(), u"not state:"_s + state);
        QCOMPARE(scene_->connections.rowCount(), all - these);
        QTest::keyClick(&window_->filter(), Qt::Key_Escape);
        // There is no key for how a sparkline looks.
        window_->tabs().setCurrentIndex(RecordTabs::Log);
        window_->tabs().currentView().setCurrentIndex(
            scene_->log.index(0, models::LogColumn::Event));
        QVERIFY(models::test::settle(scene_->log)); // the row is read only now
        press(window_->actions().filterByCell);
        QVERIFY(window_->filter().text().startsWith(u"event:"_s));
    }

    // As the filter reads it, whatever the cell shows.
    void whatACellSaysIsWhatItsFilterReads()
    {
        using Key = models::FilterKey;
        const QList<Key> keys {{u"in"_s, 0, Key::Number, {}},
                               {u"name"_s, 1, Key::Text, {}},
                               {u"state"_s, 2, Key::Choice, {}},
                               {u"age"_s, 3, Key::Duration, {}}};
        const auto filter = [&keys](const QVariant &key, const QString &shown, const QString &word,
                                    const QVariant &sorts) {
            QStandardItemModel model(1, 1);
            auto *item = new QStandardItem(shown);
            if (key.isValid())
                item->setData(key, models::FilterKeyRole);
            if (!word.isEmpty())
                item->setData(word, models::WordRole);
            item->setData(sorts, models::SortRole);
            model.setItem(0, 0, item);
            return ui::filterOf(model.index(0, 0), keys);
        };
        QCOMPARE(filter(0, u"1,234"_s, {}, 1234), u"in:1234"_s);
        QCOMPARE(filter(1, u"a b"_s, {}, {}), u"name:\"a b\""_s);
        QCOMPARE(filter(1, u"say \"hi\""_s, {}, {}), u"name:\"say hi\""_s);
        QCOMPARE(filter(1, u"verbunden"_s, u"connected"_s, {}), u"name:connected"_s);
        QCOMPARE(filter(2, u"offen"_s, u"open"_s, {}), u"state:open"_s);
        QCOMPARE(filter(3, u"1 s"_s, {}, 1), QString()); // nobody means just that
        QCOMPARE(filter({}, u"x"_s, {}, 5), QString()); // a column that no key is for
        QCOMPARE(filter(1, {}, {}, {}), QString());
    }

    void whatACellContradictsIsReplaced_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QString>("by");
        QTest::addColumn<bool>("exclude");
        QTest::addColumn<QString>("narrowed");
        const auto row = [](const char *name, const QString &filter, const QString &by,
                            bool exclude, const QString &narrowed) {
            QTest::newRow(name) << filter << by << exclude << narrowed;
        };
        row("nothing", u""_s, u"task:5"_s, true, u"not task:5"_s);
        row("another key", u"in>1MB"_s, u"task:5"_s, false, u"in>1MB task:5"_s);
        row("excluded", u"task:5"_s, u"task:5"_s, true, u"not task:5"_s);
        row("wanted again", u"not task:5"_s, u"task:5"_s, false, u"task:5"_s);
        row("twice", u"not task:5"_s, u"task:5"_s, true, u"not task:5"_s);
        row("in the middle", u"in>1 task:5 and out>1"_s, u"task:5"_s, true,
            u"in>1 out>1 not task:5"_s);
        row("after an and", u"in>1 and task:5"_s, u"task:5"_s, true, u"in>1 not task:5"_s);
        row("another value", u"state:open in>1"_s, u"state:closed"_s, false,
            u"in>1 state:closed"_s);
        row("others are excluded", u"not task:4"_s, u"task:5"_s, true, u"not task:4 not task:5"_s);
        row("other letters", u"State:Open"_s, u"state:open"_s, true, u"not state:open"_s);
        row("a quoted value", u"event:\"data  in\" a"_s, u"a:1"_s, false,
            u"event:\"data  in\" a a:1"_s);
        row("alternatives", u"task:5 or task:6"_s, u"task:5"_s, true,
            u"(task:5 or task:6) not task:5"_s);
        row("in parentheses", u"(task:5 or task:6)"_s, u"task:5"_s, true,
            u"(task:5 or task:6) not task:5"_s);
        row("a bound stays", u"task>4"_s, u"task:5"_s, true, u"task>4 not task:5"_s);
    }
    void whatACellContradictsIsReplaced()
    {
        QFETCH(const QString, filter);
        QFETCH(const QString, by);
        QFETCH(const bool, exclude);
        QTEST(ui::narrowed(filter, by, exclude), "narrowed");
    }

private:
    void pick(RecordTabs::Tab tab, quint64 id, int column = 0)
    {
        window_->tabs().setCurrentIndex(tab);
        ui::RowView &view = window_->tabs().view(tab);
        QModelIndex cell = view.model()->index(0, column);
        while (cell.isValid() && cell.data(models::IdRole).toULongLong() != id)
            cell = cell.siblingAtRow(cell.row() + 1);
        QVERIFY(cell.isValid());
        view.scrollTo(cell);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.visualRect(cell).center());
    }
    void press(const QAction *action)
    {
        QVERIFY2(action->isEnabled(), qPrintable(action->text()));
        const QKeyCombination keys = action->shortcut()[0];
        QTest::keyClick(window_.get(), keys.key(), keys.keyboardModifiers());
    }
    void back() { QTest::keyClick(window_.get(), Qt::Key_Left, Qt::AltModifier); }
};

QTEST_MAIN(TravelTest)
#include "TravelTest.moc"
