// SPDX-License-Identifier: GPL-3.0-or-later

// The timeline as a person uses it, with mouse and keys: what is picked, zoomed, moved, selected,
// and what the list of the longest steps jumps to. Time runs from left to right in every language.

#include "ui/timeline/TimelineView.h"
#include "models/timeline/LongestSteps.h"
#include "tests/ui/timeline/ShownTimeline.h"
#include "ui/RowView.h"
#include "ui/Theme.h"

#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtGui/QContextMenuEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QToolButton>

#include <memory>

using namespace models::test;
using ui::LanesView;

class TimelineViewTest final : public QObject {
    Q_OBJECT

    using Shown = ShownTimeline;

private Q_SLOTS:
    void aSlowStepIsSeenAndAClickPicksIt()
    {
        Shown shown;
        QVERIFY(shown.ready);
        QCOMPARE(colorAt(shown, shown.slowStep()), shown.theme.tokens().warning);
        const QPoint other = shown.lanes().rectOf(2, Epoch + 1'003 * Millisecond).center();
        QVERIFY(colorAt(shown, other) != shown.theme.tokens().warning);
        const QSignalSpy picked(&shown.view, &ui::TimelineView::taskPicked);
        QTest::mouseClick(shown.lanes().viewport(), Qt::LeftButton, {}, shown.slowStep());
        QCOMPARE(picked.size(), 1);
        QCOMPARE(picked[0][0].toULongLong(), 3U);
        QCOMPARE(shown.view.currentTime(), Epoch + 5'005 * Millisecond);
        const QString words = shown.lanes().accessibleDescription();
        QVERIFY2(words.contains(QStringLiteral("task 3")), qPrintable(words));
        QVERIFY2(words.contains(QStringLiteral("300 ms")), qPrintable(words));
        QVERIFY2(words.contains(QStringLiteral("woken by task 2")), qPrintable(words));
    }

    void whatCountsAsSlowCanBeChosen()
    {
        Shown shown;
        QVERIFY(shown.ready);
        shown.view.slowBox().setCurrentIndex(3); // a second
        QCOMPARE(shown.model.longest().slow(), Second);
        QVERIFY(colorAt(shown, shown.slowStep()) != shown.theme.tokens().warning);
        QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("a.conf")), QSettings::IniFormat);
        shown.view.remember(settings);
        shown.view.slowBox().setCurrentIndex(0);
        shown.view.recall(settings);
        QCOMPARE(shown.model.longest().slow(), Second);
    }

    // In a wide window the list of the longest steps is there by itself. That is no choice: in a
    // small one it is not. What a person chose is.
    void whatIsThereByItselfIsNotRememberedAsChosen()
    {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("a.conf")), QSettings::IniFormat);
        Shown wide(5, {1600, 900});
        QVERIFY(wide.ready);
        QVERIFY(wide.view.longest().isVisible());
        wide.view.remember(settings);
        Shown little(5, {500, 300});
        little.view.recall(settings);
        QVERIFY(!little.view.longest().isVisible());
        QTest::mouseClick(&wide.view.longestButton(), Qt::LeftButton);
        QVERIFY(!wide.view.longest().isVisible());
        wide.view.remember(settings);
        Shown other(5, {1600, 900});
        other.view.recall(settings);
        QVERIFY(!other.view.longest().isVisible());
    }

    void theWheelZoomsAboutThePointer()
    {
        Shown shown;
        QVERIFY(shown.ready);
        const QPoint at = shown.slowStep();
        const auto before = shown.lanes().span();
        wheel(*shown.lanes().viewport(), at, 5);
        const auto after = shown.lanes().span();
        QVERIFY(after.length() < before.length() / 2);
        QVERIFY(std::abs(shown.slowStep().x() - at.x()) < 60); // its middle; it is wider now
        wheel(*shown.lanes().viewport(), at, -5);
        QVERIFY(std::abs(shown.lanes().span().length() - before.length()) < before.length() / 100);
        QVERIFY(!shown.lanes().isFollowing());
    }

    void anotherButtonDoesNotEndADrag()
    {
        Shown shown;
        QVERIFY(shown.ready);
        QWidget &on = *shown.lanes().viewport();
        const auto move = [&on](const QPoint &to) {
            QMouseEvent event(QEvent::MouseMove, to, on.mapToGlobal(to), Qt::NoButton,
                              Qt::LeftButton, {});
            QApplication::sendEvent(&on, &event);
        };
        QTest::mousePress(&on, Qt::LeftButton, {}, {600, 200});
        move({500, 200});
        const auto half = shown.lanes().span();
        QTest::mouseRelease(&on, Qt::RightButton, {}, {500, 200});
        move({400, 200});
        const auto whole = shown.lanes().span();
        QVERIFY(whole.first > half.first);
        QTest::mouseRelease(&on, Qt::LeftButton, {}, {400, 200});
        move({300, 200});
        QCOMPARE(shown.lanes().span(), whole);
    }

    void aDragMovesAndTheWheelOverNamesScrolls()
    {
        Shown shown(60);
        QVERIFY(shown.ready);
        const auto before = shown.lanes().span();
        drag(*shown.lanes().viewport(), {600, 200}, {400, 100});
        const auto after = shown.lanes().span();
        QVERIFY(after.first > before.first + before.length() / 10);
        QCOMPARE(after.length(), before.length());
        QCOMPARE(shown.lanes().verticalScrollBar()->value(), 100);
        wheel(*shown.lanes().viewport(), {20, 200}, 10);
        QCOMPARE(shown.lanes().verticalScrollBar()->value(), 0);
        QCOMPARE(shown.lanes().span(), after);
        wheel(*shown.lanes().viewport(), {600, 200}, -1, Qt::ControlModifier);
        QVERIFY(shown.lanes().verticalScrollBar()->value() > 0);
        QCOMPARE(shown.lanes().span(), after);
    }

    void aDragWithShiftSelectsASpanAndEscapeClearsIt()
    {
        Shown shown;
        QVERIFY(shown.ready);
        QSignalSpy selected(&shown.lanes(), &LanesView::spanSelected);
        const QSignalSpy cleared(&shown.lanes(), &LanesView::selectionCleared);
        const auto before = shown.lanes().span();
        drag(*shown.lanes().viewport(), {560, 200}, {450, 210}, Qt::ShiftModifier);
        QCOMPARE(selected.size(), 1);
        const auto first = selected[0][0].toLongLong(), last = selected[0][1].toLongLong();
        QVERIFY(first < last && first > before.first && last < before.last);
        QCOMPARE(shown.lanes().span(), before);
        shown.key(Qt::Key_Escape);
        QCOMPARE(cleared.size(), 1);
        QVERIFY(!shown.lanes().selected());
        shown.key(Qt::Key_Right, Qt::ShiftModifier);
        shown.key(Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(selected.size(), 3);
        QVERIFY(selected[2][1].toLongLong() > selected[1][1].toLongLong());
        shown.key(Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(selected.size(), 4);
        shown.key(Qt::Key_Left, Qt::ShiftModifier); // nothing is left of it
        QVERIFY(!shown.lanes().selected());
        QCOMPARE(selected.size(), 4);
        QCOMPARE(cleared.size(), 2);
        drag(*shown.lanes().viewport(), {500, 200}, {500, 260}, Qt::ShiftModifier); // of no time
        QVERIFY(!shown.lanes().selected());
        QCOMPARE(selected.size(), 4);
    }

    // What the menu does is done to the step under the pointer.
    void theMenuIsAboutTheStepUnderThePointer()
    {
        Shown shown;
        QVERIFY(shown.ready);
        const QSignalSpy picked(&shown.view, &ui::TimelineView::taskPicked);
        const QSignalSpy asked(&shown.lanes(), &LanesView::menuRequested);
        const auto menuAt = [&shown](const QPoint &at) {
            QWidget *const on = shown.lanes().viewport();
            QContextMenuEvent event(QContextMenuEvent::Mouse, at, on->mapToGlobal(at));
            QApplication::sendEvent(on, &event);
        };
        menuAt(shown.slowStep());
        QCOMPARE(asked.size(), 1);
        QCOMPARE(picked.size(), 1);
        QCOMPARE(picked[0][0].toULongLong(), 3U);
        menuAt({600, shown.lanes().viewport()->height() - 2}); // where there is none
        QCOMPARE(asked.size(), 2);
        QCOMPARE(picked.size(), 1);
    }

    void keysMoveFromStepToStepAndLaneToLane()
    {
        Shown shown;
        QVERIFY(shown.ready);
        QTest::mouseClick(shown.lanes().viewport(), Qt::LeftButton, {}, shown.slowStep());
        shown.key(Qt::Key_Right);
        QCOMPARE(shown.view.currentTime(), Epoch + 5'405 * Millisecond);
        shown.key(Qt::Key_Left);
        shown.key(Qt::Key_Left);
        QCOMPARE(shown.view.currentTime(), Epoch + 4'905 * Millisecond);
        shown.key(Qt::Key_Up);
        QCOMPARE(shown.view.currentTask(), 2U);
        QCOMPARE(shown.view.currentTime(), Epoch + 4'903 * Millisecond);
        shown.key(Qt::Key_PageUp);
        QCOMPARE(shown.view.currentTask(), 0U); // the loop
        shown.key(Qt::Key_PageDown);
        QCOMPARE(shown.view.currentTask(), 5U);
        const QSignalSpy picked(&shown.view, &ui::TimelineView::taskPicked);
        shown.key(Qt::Key_Return);
        QCOMPARE(picked.size(), 1);
        const auto before = shown.lanes().span();
        shown.key(Qt::Key_Plus);
        QVERIFY(shown.lanes().span().length() < before.length());
        shown.key(Qt::Key_Minus);
        shown.key(Qt::Key_Right, Qt::ControlModifier);
        QVERIFY(shown.lanes().span().first > before.first);
        shown.key(Qt::Key_0);
        QVERIFY(shown.lanes().span().first <= Epoch + 10 * Second);
        shown.key(Qt::Key_End);
        QVERIFY(shown.lanes().isFollowing());
        QCOMPARE(shown.lanes().span().last, Epoch + 10 * Second);
    }

    void keysPassOverTitles()
    {
        Shown shown;
        QVERIFY(shown.ready);
        shown.model.setGroup(models::LaneOrder::ByCoroutines);
        QTRY_COMPARE(shown.model.rows().size(), 7U); // the loop, a title, five tasks
        QVERIFY(shown.model.rows()[1].isTitle());
        shown.key(Qt::Key_Down); // the first
        QCOMPARE(shown.view.currentTask(), 0U);
        shown.key(Qt::Key_Down);
        QCOMPARE(shown.view.currentTask(), 1U);
        shown.key(Qt::Key_Down);
        QCOMPARE(shown.view.currentTask(), 2U);
    }

    void aStepIsShownToItsEnd()
    {
        Shown shown;
        QVERIFY(shown.ready);
        QTest::mouseClick(shown.lanes().viewport(), Qt::LeftButton, {}, shown.slowStep());
        shown.key(Qt::Key_Left);
        shown.lanes().showSpan({Epoch + 4 * Second, Epoch + 5'100 * Millisecond});
        shown.key(Qt::Key_Right); // from 5.005 s to 5.305 s
        QCOMPARE(shown.view.currentTime(), Epoch + 5'005 * Millisecond);
        QVERIFY(shown.lanes().span().first < Epoch + 5'005 * Millisecond);
        QVERIFY(shown.lanes().span().last > Epoch + 5'305 * Millisecond);
    }

    void theLongestStepIsJumpedTo()
    {
        Shown shown;
        QVERIFY(shown.ready);
        shown.view.longestButton().setChecked(false);
        QTest::mouseClick(&shown.view.longestButton(), Qt::LeftButton);
        shown.lanes().showSpan({Epoch + 8 * Second, Epoch + 9 * Second});
        const QModelIndex first = shown.model.longest().index(0, 0);
        QVERIFY(shown.view.longest().isVisible());
        QTest::mouseClick(shown.view.longest().viewport(), Qt::LeftButton, {},
                          shown.view.longest().visualRect(first).center());
        QCOMPARE(shown.view.currentTask(), 3U);
        QCOMPARE(shown.view.currentTime(), Epoch + 5'005 * Millisecond);
        QVERIFY(!shown.lanes().rectOf(3, shown.view.currentTime()).isEmpty());
        const auto span = shown.lanes().span();
        QVERIFY(span.first < Epoch + 5'005 * Millisecond
                && span.last > Epoch + 5'305 * Millisecond);
    }

    void whileItFollowsItsEndIsNow()
    {
        Shown shown;
        QVERIFY(shown.ready);
        shown.key(Qt::Key_End);
        shown.hand(delta(12 * Second));
        QCOMPARE(shown.lanes().span().last, Epoch + 12 * Second);
        drag(*shown.lanes().viewport(), {500, 200}, {600, 200});
        const auto span = shown.lanes().span();
        shown.hand(delta(13 * Second));
        QCOMPARE(shown.lanes().span(), span);
    }

    void timeRunsFromLeftToRightInEveryLanguage()
    {
        QApplication::setLayoutDirection(Qt::RightToLeft);
        Shown shown;
        const bool ready = shown.ready;
        const QRect early = shown.lanes().rectOf(1, Epoch + 1 * Second + Millisecond);
        const QRect late = shown.lanes().rectOf(1, Epoch + 9 * Second + Millisecond);
        const QColor color = colorAt(shown, shown.slowStep());
        QApplication::setLayoutDirection(Qt::LeftToRight);
        QVERIFY(ready);
        QVERIFY(early.left() < late.left());
        QCOMPARE(color, shown.theme.tokens().warning);
    }

    void bothThemesDrawInTheirColours()
    {
        Shown shown;
        QVERIFY(shown.ready);
        for (const auto choice : {ui::Theme::Choice::Light, ui::Theme::Choice::Dark}) {
            shown.theme.setChoice(choice);
            QCOMPARE(colorAt(shown, shown.slowStep()), shown.theme.tokens().warning);
            QCOMPARE(colorAt(shown,
                             {shown.lanes().viewport()->width() - 5,
                              shown.lanes().viewport()->height() - 5}),
                     shown.theme.tokens().base);
        }
    }

    void aBlockedLoopIsDrawnWhileItLasts()
    {
        Shown shown;
        QVERIFY(shown.ready);
        const auto middle = [&shown](std::int64_t time) {
            QRect rect = shown.lanes().rectOf(4, time);
            const int x = shown.lanes().rectOf(1, time).left();
            return QPoint(x + 12, rect.center().y());
        };
        models::Blocked blocked;
        blocked.loop = {1};
        blocked.handle.task = {4};
        blocked.since = Epoch + 9'907 * Millisecond;
        blocked.lasted = 2 * Second;
        shown.model.apply(blocked);
        shown.lanes().showSpan({Epoch + 9 * Second, Epoch + 12 * Second});
        const QPoint at = middle(blocked.since);
        QTRY_COMPARE(colorAt(shown, at), shown.theme.tokens().error);
        blocked.settled = true;
        shown.model.apply(blocked);
        QTRY_VERIFY(colorAt(shown, at) != shown.theme.tokens().error);
    }

    void theChoicesSortAndGroupTheLanes()
    {
        Shown shown;
        QVERIFY(shown.ready);
        shown.view.sortBox().setCurrentIndex(1); // busy time
        QTRY_COMPARE(shown.model.rows()[1].task, 3U);
        shown.view.groupBox().setCurrentIndex(2); // coroutines
        QTRY_COMPARE(shown.model.rows().size(), 7U);
        QVERIFY(shown.model.rows()[1].isTitle());
    }

    void theChoicesOfSortAndGroupLast()
    {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("a.conf")), QSettings::IniFormat);
        Shown shown;
        QVERIFY(shown.ready);
        shown.view.sortBox().setCurrentIndex(1);
        shown.view.groupBox().setCurrentIndex(2);
        shown.view.remember(settings);
        Shown other;
        other.view.recall(settings);
        QCOMPARE(other.view.sortBox().currentIndex(), 1);
        QCOMPARE(other.view.groupBox().currentIndex(), 2);
    }

    void theButtonsZoomAndFollow()
    {
        Shown shown;
        QVERIFY(shown.ready);
        const auto button = [&shown](const QString &name) -> QToolButton * {
            for (auto *each : shown.view.findChildren<QToolButton *>()) {
                if (each->accessibleName().startsWith(name))
                    return each;
            }
            qFatal("no button %s", qPrintable(name));
        };
        const auto length = [&shown] { return shown.lanes().span().length(); };
        shown.lanes().showSpan({Epoch + 4 * Second, Epoch + 6 * Second});
        button(QStringLiteral("Zoom out"))->click();
        QCOMPARE(length(), 4 * Second);
        button(QStringLiteral("Zoom in"))->click();
        QCOMPARE(length(), 2 * Second);
        QToolButton *const newest = button(QStringLiteral("Follow what happens now"));
        QVERIFY(!newest->isChecked()); // a span was chosen
        newest->click();
        QVERIFY(shown.lanes().isFollowing() && newest->isChecked());
        drag(*shown.lanes().viewport(), {500, 200}, {600, 200});
        QVERIFY(!newest->isChecked());
    }

    void everyControlHasAName()
    {
        Shown shown;
        const auto widgets = shown.view.findChildren<QWidget *>();
        for (const QWidget *widget : widgets) {
            if (widget->window() == &shown.view && widget->focusPolicy() != Qt::NoFocus
                && !widget->inherits("QScrollBar") && !widget->inherits("QHeaderView"))
                QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
        }
    }
};

QTEST_MAIN(TimelineViewTest)
#include "TimelineViewTest.moc"
