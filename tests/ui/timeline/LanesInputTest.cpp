// SPDX-License-Identifier: GPL-3.0-or-later

// What mouse, wheel and keys do to the lanes beyond the common: sideways, beside the steps, at the
// ends, and what the tip says of where the pointer is.

#include "tests/ui/Paints.h"
#include "tests/ui/timeline/ShownTimeline.h"

#include <QtGui/QContextMenuEvent>
#include <QtGui/QHelpEvent>
#include <QtGui/QWheelEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QScrollBar>

using namespace models::test;
using ui::LanesView;

class LanesInputTest final : public QObject {
    Q_OBJECT

    using Shown = ShownTimeline;

    static QString tipAt(QWidget &on, const QPoint &at)
    {
        QHelpEvent event(QEvent::ToolTip, at, on.mapToGlobal(at));
        QApplication::sendEvent(&on, &event);
        return on.toolTip();
    }

private Q_SLOTS:
    void theWheelSidewaysAndWithShiftMovesInTime()
    {
        Shown shown;
        QVERIFY(shown.ready);
        QWidget &on = *shown.lanes().viewport();
        const auto turn = [&on](const QPoint &by, Qt::KeyboardModifiers keys) {
            const QPoint at(600, 200);
            QWheelEvent event(at, on.mapToGlobal(at), {}, by, Qt::NoButton, keys, Qt::NoScrollPhase,
                              false);
            QApplication::sendEvent(&on, &event);
        };
        const auto before = shown.lanes().span();
        turn({-120, 10}, {});
        const auto later = shown.lanes().span();
        QVERIFY(later.first > before.first);
        QCOMPARE(later.length(), before.length());
        turn({120, 10}, {});
        QCOMPARE(shown.lanes().span(), before);
        turn({10, -120}, Qt::ShiftModifier);
        QCOMPARE(shown.lanes().span(), later);
        turn({10, 120}, Qt::ShiftModifier);
        QCOMPARE(shown.lanes().span(), before);
    }

    void aClickBesideTheStepsPicksTheLane()
    {
        Shown shown;
        QVERIFY(shown.ready);
        QWidget &on = *shown.lanes().viewport();
        QTest::mouseClick(&on, Qt::LeftButton, {}, shown.slowStep());
        const QSignalSpy picked(&shown.view, &ui::TimelineView::taskPicked);
        const QPoint name(20, shown.lanes().rectOf(2, Epoch + 1'003 * Millisecond).center().y());
        QTest::mouseClick(&on, Qt::LeftButton, {}, name);
        QCOMPARE(picked.size(), 1);
        QCOMPARE(picked[0][0].toULongLong(), 2U);
        QCOMPARE(shown.view.currentTask(), 2U);
        QCOMPARE(shown.view.currentTime(), 0); // no step any more
        QVERIFY(shown.lanes().accessibleDescription().isEmpty());
        const int step = shown.lanes().rectOf(3, Epoch + 5'005 * Millisecond).height();
        QTest::mouseClick(&on, Qt::LeftButton, {}, {20, name.y() - 2 * step}); // the loop's
        QCOMPARE(picked.size(), 1);
        QCOMPARE(shown.view.currentTask(), 0U);
        QTest::mouseClick(&on, Qt::LeftButton, {}, {20, on.height() - 2}); // below all lanes
        QCOMPARE(picked.size(), 1);
    }

    void selectingEndsFollowing()
    {
        Shown shown;
        QVERIFY(shown.ready);
        shown.key(Qt::Key_End);
        QVERIFY(shown.lanes().isFollowing());
        shown.key(Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(shown.lanes().selected());
        QVERIFY(!shown.lanes().isFollowing());
    }

    // Up and down while it follows is no wish to stop; once it does not, each pixel counts.
    void aDragUpAndDownGoesOnFollowing()
    {
        Shown shown(60);
        QVERIFY(shown.ready);
        shown.key(Qt::Key_End);
        drag(*shown.lanes().viewport(), {600, 300}, {602, 150});
        QCOMPARE(shown.lanes().verticalScrollBar()->value(), 150);
        QVERIFY(shown.lanes().isFollowing());
        shown.lanes().showSpan({Epoch, Epoch + 10 * Second});
        drag(*shown.lanes().viewport(), {600, 150}, {597, 250});
        QVERIFY(shown.lanes().span().first > Epoch);
        QVERIFY(!shown.lanes().isFollowing());
    }

    void homeShowsTheBeginningAsWideAsBefore()
    {
        Shown shown;
        QVERIFY(shown.ready);
        shown.lanes().showSpan({Epoch + 8 * Second, Epoch + 9 * Second});
        shown.key(Qt::Key_Home);
        QCOMPARE(shown.lanes().span().first, shown.model.recorded().first);
        QCOMPARE(shown.lanes().span().length(), Second);
        QVERIFY(!shown.lanes().isFollowing());
    }

    void theFirstKeyBeginsWithTheFirstLane()
    {
        Shown shown;
        QVERIFY(shown.ready);
        const QSignalSpy picked(&shown.view, &ui::TimelineView::taskPicked);
        shown.key(Qt::Key_Return); // there is nothing to pick yet
        QCOMPARE(picked.size(), 0);
        shown.key(Qt::Key_Right);
        shown.key(Qt::Key_Down);
        QCOMPARE(shown.view.currentTask(), 1U);
        QVERIFY(shown.view.currentTime() > 0);
    }

    void whatIsUnderThePointerIsInItsTip()
    {
        Shown shown;
        QVERIFY(shown.ready);
        loop::Delta more = delta(11 * Second);
        loop::LogEvent &event = addEvent(more, loop::EventKind::Fault, 3, {}, "stalled");
        event.time = 4 * Second;
        event.task.value = 3;
        shown.hand(more);
        QWidget &on = *shown.lanes().viewport();
        const auto says = [&on](const QPoint &at, const QString &words) {
            const QString tip = tipAt(on, at);
            return tip.contains(words) || tip.contains(words.toHtmlEscaped());
        };
        const auto at = [&shown](quint64 task, std::int64_t time) {
            return QPoint(shown.lanes().rectOf(1, Epoch + time).left(),
                          shown.lanes().rectOf(task, Epoch + time).center().y());
        };
        const QString reset = QStringLiteral("reset"), stalled = QStringLiteral("stalled");
        QVERIFY(says(shown.slowStep(), QStringLiteral("task 3")));
        QVERIFY(says(shown.slowStep(), QStringLiteral("300 ms")));
        QVERIFY(!says(shown.slowStep(), stalled));
        const QPoint fault = at(3, 4 * Second + 5 * Millisecond);
        QTRY_VERIFY(says(fault, stalled));
        const QString both = tipAt(on, fault); // its step first
        QVERIFY2(both.contains(QStringLiteral("task 3"))
                     && both.indexOf(QStringLiteral("task 3")) < both.indexOf(stalled),
                 qPrintable(both));
        QVERIFY(!says(at(2, 4 * Second + 3 * Millisecond), stalled));
        QVERIFY(!says(fault + QPoint(20, 0), stalled));
        QVERIFY(tipAt(on, {fault.x(), 2}).isEmpty()); // the ruler
        QVERIFY(tipAt(on, {fault.x(), on.height() - 2}).isEmpty()); // below all lanes
        // Of no task: in the lane of its loop.
        const QPoint first = at(1, 2 * Second + 5 * Millisecond);
        const QPoint loop = first - QPoint(0, shown.lanes().rectOf(1, Epoch + Second).height());
        QVERIFY(says(loop, reset) && !says(first, reset) && !says(loop, stalled));
    }

    void aBlockedLoopIsInTheTipsOfItsLanesAndNoOthers()
    {
        Shown shown;
        QVERIFY(shown.ready);
        QWidget &on = *shown.lanes().viewport();
        models::Blocked blocked;
        blocked.loop = {1};
        blocked.handle.task = {4};
        blocked.since = Epoch + 9'000 * Millisecond;
        blocked.lasted = 2 * Second;
        shown.model.apply(blocked);
        const QString words = shown.model.wordsOf(blocked);
        QVERIFY(!words.isEmpty());
        const auto says = [&](quint64 task, std::int64_t time) {
            const QPoint at(shown.lanes().rectOf(1, Epoch + time).left(),
                            shown.lanes().rectOf(task, Epoch + time).center().y());
            const QString tip = tipAt(on, at);
            return tip.contains(words) || tip.contains(words.toHtmlEscaped());
        };
        QVERIFY(says(4, 9'507 * Millisecond));
        QVERIFY(!says(4, 8'507 * Millisecond)); // not yet
        QVERIFY(!says(2, 9'507 * Millisecond)); // another's lane
    }

    void aTipSaysFiveThingsThatHappenedAndNoMore()
    {
        Shown shown;
        QVERIFY(shown.ready);
        loop::Delta made = delta(11 * Second);
        for (int i = 0; i < 8; ++i) {
            loop::LogEvent &event = addEvent(made, loop::EventKind::Fault, 3, {}, "stalled");
            event.time = 7 * Second + i * Millisecond;
            event.task.value = 3;
        }
        shown.hand(made);
        QWidget &on = *shown.lanes().viewport();
        const QPoint at(shown.lanes().rectOf(1, Epoch + 7 * Second + Millisecond).left(),
                        shown.lanes().rectOf(3, Epoch + 7 * Second + 5 * Millisecond).center().y());
        QTRY_COMPARE(tipAt(on, at).count(QStringLiteral("stalled")), 5);
    }

    // What is jumped to is neither a dot in what is shown nor wider than it.
    void aJumpFitsWhatIsShownToTheStep()
    {
        Shown shown;
        QVERIFY(shown.ready);
        LanesView &lanes = shown.lanes();
        lanes.goTo(1, Epoch + 3'001 * Millisecond, Millisecond);
        QCOMPARE(lanes.span().length(), 20 * Millisecond);
        QCOMPARE(lanes.span().first + 10 * Millisecond,
                 Epoch + 3'001 * Millisecond + Millisecond / 2);
        QCOMPARE(lanes.currentTask(), 1U);
        lanes.goTo(3, Epoch + 5'005 * Millisecond, 300 * Millisecond); // which is longer than that
        QCOMPARE(lanes.span().length(), 600 * Millisecond);
        lanes.goTo(2, Epoch + 6'003 * Millisecond, 100 * Millisecond); // which fits
        QCOMPARE(lanes.span().length(), 600 * Millisecond);
    }

    void aLaneThatKeysReachComesIntoSight()
    {
        Shown shown(60);
        QVERIFY(shown.ready);
        QScrollBar &bar = *shown.lanes().verticalScrollBar();
        for (int i = 0; i < 61; ++i)
            shown.key(Qt::Key_PageDown);
        QCOMPARE(shown.view.currentTask(), 60U);
        QCOMPARE(bar.value(), bar.maximum());
        for (int i = 0; i < 61; ++i)
            shown.key(Qt::Key_PageUp);
        QCOMPARE(shown.view.currentTask(), 0U);
        QCOMPARE(bar.value(), 0);
        shown.lanes().goTo(60, Epoch + Second, Millisecond);
        QCOMPARE(bar.value(), bar.maximum());
    }

    void aClickOnAScrolledLanePicksWhatIsShownThere()
    {
        Shown shown(60);
        QVERIFY(shown.ready);
        QScrollBar &bar = *shown.lanes().verticalScrollBar();
        bar.setValue(bar.maximum());
        const QSignalSpy picked(&shown.view, &ui::TimelineView::taskPicked);
        const QPoint step = shown.lanes().rectOf(60, Epoch + 1'119 * Millisecond).center();
        QVERIFY(shown.lanes().viewport()->rect().contains(step));
        QTest::mouseClick(shown.lanes().viewport(), Qt::LeftButton, {}, {20, step.y()});
        QCOMPARE(picked.size(), 1);
        QCOMPARE(picked[0][0].toULongLong(), 60U);
    }

    void zoomingWhileItFollowsKeepsItsEnd()
    {
        Shown shown;
        QVERIFY(shown.ready);
        shown.key(Qt::Key_End);
        wheel(*shown.lanes().viewport(), {400, 200}, 3);
        QCOMPARE(shown.lanes().span().last, Epoch + 10 * Second);
        QVERIFY(shown.lanes().isFollowing());
    }

    void keysZoomAboutTheCurrentStepWhileItIsInSight()
    {
        Shown shown;
        QVERIFY(shown.ready);
        LanesView &lanes = shown.lanes();
        const std::int64_t start = Epoch + 2'003 * Millisecond;
        lanes.goTo(2, start, Second);
        lanes.showSpan({Epoch, Epoch + 10 * Second});
        const int at = lanes.rectOf(2, start).left();
        shown.key(Qt::Key_Plus);
        QVERIFY(std::abs(lanes.rectOf(2, start).left() - at) <= 2);
        lanes.showSpan({Epoch + 8 * Second, Epoch + 9 * Second}); // without it
        shown.key(Qt::Key_Plus);
        const LanesView::Span closer = lanes.span();
        QVERIFY(std::abs((closer.first + closer.last) / 2 - (Epoch + 8'500 * Millisecond))
                < Millisecond);
    }

    void allThatWasRecordedIsShownWithAMargin()
    {
        Shown shown;
        QVERIFY(shown.ready);
        shown.hand(delta(12 * Second)); // since 10 s
        shown.lanes().showSpan({Epoch + 8 * Second, Epoch + 9 * Second});
        shown.key(Qt::Key_0);
        QVERIFY(shown.lanes().span().first < shown.model.recorded().first);
        QVERIFY(shown.lanes().span().last > shown.model.recorded().last);
        QVERIFY(shown.lanes().span().length() < 2 * shown.model.recorded().length());
    }

    // Wherever the pointer happens to be.
    void theMenuOfTheKeyboardIsAboutTheCurrentStep()
    {
        Shown shown;
        QVERIFY(shown.ready);
        const QSignalSpy picked(&shown.view, &ui::TimelineView::taskPicked);
        const QSignalSpy asked(&shown.lanes(), &LanesView::menuRequested);
        QWidget *const on = shown.lanes().viewport();
        QContextMenuEvent event(QContextMenuEvent::Keyboard, shown.slowStep(),
                                on->mapToGlobal(shown.slowStep()));
        QApplication::sendEvent(on, &event);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(picked.size(), 0);
    }

    void whereASelectionBeginsAndEnds()
    {
        Shown shown;
        QVERIFY(shown.ready);
        LanesView &lanes = shown.lanes();
        QWidget &on = *lanes.viewport();
        QTest::mouseClick(&on, Qt::LeftButton, {},
                          lanes.rectOf(2, Epoch + 2'003 * Millisecond).center());
        shown.key(Qt::Key_Right, Qt::ShiftModifier); // from the current step on
        QVERIFY(lanes.selected());
        QCOMPARE(lanes.selected()->first, Epoch + 2'003 * Millisecond);
        lanes.clearSelection();
        const LanesView::Span seen = lanes.span();
        drag(on, {500, 200}, {on.width() + 80, 200}, Qt::ShiftModifier); // beyond the edge
        QVERIFY(lanes.selected());
        QVERIFY(lanes.selected()->last <= seen.last);
        drag(on, {500, 200}, {5, 200}, Qt::ShiftModifier); // into the names
        QVERIFY(lanes.selected()->first >= seen.first);
        lanes.clearSelection();
        drag(on, {20, 200}, {500, 200}, Qt::ShiftModifier); // which begins where there is no time
        QVERIFY(!lanes.selected());
    }

    void keysPassOverTitlesUpwards()
    {
        Shown shown;
        QVERIFY(shown.ready);
        shown.model.setGroup(models::LaneOrder::ByCoroutines);
        QTRY_COMPARE(shown.model.rows().size(), 7U); // the loop, a title, five tasks
        for (int i = 0; i < 3; ++i)
            shown.key(Qt::Key_Down);
        QCOMPARE(shown.view.currentTask(), 2U);
        shown.key(Qt::Key_Up);
        QCOMPARE(shown.view.currentTask(), 1U);
        shown.key(Qt::Key_Up);
        QCOMPARE(shown.view.currentTask(), 0U); // the loop, above the title
    }

    // As one of which nothing is in what was read.
    void fromALaneThatIsNotThereKeysLeadToOnesThatAre()
    {
        Shown shown;
        QVERIFY(shown.ready);
        LanesView &lanes = shown.lanes();
        lanes.goTo(99, Epoch + 3 * Second, Millisecond);
        QCOMPARE(lanes.currentTask(), 99U);
        QVERIFY(lanes.accessibleDescription().isEmpty());
        QVERIFY(lanes.rectOf(99, Epoch + 3 * Second).isEmpty());
        const LanesView::Span span = lanes.span();
        shown.key(Qt::Key_Right);
        QCOMPARE(lanes.currentTask(), 99U);
        QCOMPARE(lanes.span(), span);
        shown.key(Qt::Key_Down);
        QCOMPARE(lanes.currentTask(), 0U); // the first one, the loop's
        shown.key(Qt::Key_Down);
        QCOMPARE(lanes.currentTask(), 1U);
    }

    // The hand is closed while it holds what it moves.
    void thePointerSaysThatItDrags()
    {
        Shown shown;
        QVERIFY(shown.ready);
        QWidget &on = *shown.lanes().viewport();
        const Qt::CursorShape before = on.cursor().shape();
        QTest::mousePress(&on, Qt::LeftButton, {}, {600, 200});
        QMouseEvent move(QEvent::MouseMove, QPoint(500, 200), on.mapToGlobal(QPoint(500, 200)),
                         Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(&on, &move);
        QCOMPARE(on.cursor().shape(), Qt::ClosedHandCursor);
        QTest::mouseRelease(&on, Qt::LeftButton, {}, {500, 200});
        QCOMPARE(on.cursor().shape(), before);
    }

    void whatIsOtherwiseIsPaintedAnew()
    {
        Shown shown;
        QVERIFY(shown.ready);
        LanesView &lanes = shown.lanes();
        lanes.setFocus();
        test::Paints paints(*lanes.viewport());
        QVERIFY(paints.after([&] { lanes.setMarks({{Epoch + Second, QStringLiteral("here")}}); }));
        QVERIFY(paints.after([&] { lanes.setEmptyWords(QStringLiteral("nothing")); }));
        QVERIFY(paints.after([&] { shown.key(Qt::Key_Right, Qt::ShiftModifier); }));
        QVERIFY(paints.after([&] { lanes.clearSelection(); }));
        QVERIFY(paints.after([&] { lanes.clearFocus(); }));
        QVERIFY(paints.after([&] { lanes.setFocus(); }));
        QVERIFY(paints.after([&] { shown.view.slowBox().setCurrentIndex(0); }));
        QVERIFY(paints.after([&] { lanes.showSpan({Epoch, Epoch + 5 * Second}); }));
    }

    void stepsThatWereJoinedAreCounted()
    {
        Shown shown;
        QVERIFY(shown.ready);
        loop::Delta more = delta(12 * Second);
        more.spans.push_back({{1}, {}, 11 * Second, 50 * Millisecond, 3});
        shown.hand(more);
        LanesView &lanes = shown.lanes();
        lanes.showSpan({Epoch + 10'500 * Millisecond, Epoch + 11'500 * Millisecond});
        const auto at = [&lanes] { return lanes.rectOf(1, Epoch + 11 * Second); };
        QTRY_VERIFY(at().width() > 10);
        QTest::mouseClick(lanes.viewport(), Qt::LeftButton, {}, at().center());
        const QString words = lanes.accessibleDescription();
        QVERIFY2(words.contains(QStringLiteral("3 step(s) in 50.0 ms")), qPrintable(words));
    }
};

QTEST_MAIN(LanesInputTest)
#include "LanesInputTest.moc"
