// SPDX-License-Identifier: GPL-3.0-or-later

// The rewind bar by mouse, wheel and keys: what it asks for, what it shows, and what a screen
// reader hears of it, in both directions of writing.

#include "ui/RewindBar.h"
#include "ui/RewindTrack.h"
#include "ui/Theme.h"

#include <QtGui/QAccessible>
#include <QtGui/QHelpEvent>
#include <QtGui/QWheelEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QMenu>
#include <QtWidgets/QToolButton>

#include <memory>

using namespace Qt::StringLiterals;
using models::History;
using ui::RewindBar;
using ui::Tense;

namespace {

constexpr std::int64_t Second = 1'000'000'000;
constexpr std::int64_t Begin = 1'700'000'000 * Second;

// 200 s, with a mark after 50 and one after 150.
History history()
{
    History made;
    made.first = Begin;
    made.last = Begin + 200 * Second;
    for (int i = 1; i <= 200; ++i)
        made.seconds.append({Begin + i * Second, double(i % 20), 0, 0, 0});
    made.incidents.append({Begin + 20 * Second, 0, History::Incident::Warning, 1, u"slow"_s});
    made.incidents.append(
        {Begin + 60 * Second, 5 * Second, History::Incident::Blocked, 1, u"held"_s});
    made.incidents.append({Begin + 90 * Second, 0, History::Incident::Fault, 3, {}});
    made.marks = {{Begin + 50 * Second, u"before deploy"_s}, {Begin + 150 * Second, u"after"_s}};
    return made;
}

} // namespace

class RewindBarTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<ui::Theme> theme_;
    std::unique_ptr<RewindBar> bar_;

    void make(Tense tense)
    {
        bar_ = std::make_unique<RewindBar>(*theme_, tense);
        bar_->resize(900, bar_->sizeHint().height());
        bar_->showHistory(history());
        bar_->showMoment(Begin + 100 * Second);
        bar_->show();
        bar_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(bar_.get()));
        bar_->track().setFocus();
    }
    QPoint at(std::int64_t time) const
    {
        return {bar_->track().xOf(time), bar_->track().line().center().y()};
    }
    QToolButton *button(const QString &name) const
    {
        for (auto *each : bar_->findChildren<QToolButton *>()) {
            if (each->accessibleName() == name)
                return each;
        }
        return nullptr;
    }

private Q_SLOTS:
    void initTestCase() { theme_ = std::make_unique<ui::Theme>(*qApp); }
    void cleanup() { bar_.reset(); }

    void aClickAndADragAskForMoments()
    {
        make(Tense::Past);
        QSignalSpy asked(bar_.get(), &RewindBar::momentRequested);
        QTest::mouseClick(&bar_->track(), Qt::LeftButton, {}, at(Begin + 30 * Second));
        QCOMPARE(asked.size(), 1);
        const std::int64_t pixel = 200 * Second / bar_->track().line().width() + 1;
        QVERIFY(std::abs(asked.last().at(0).toLongLong() - (Begin + 30 * Second)) <= pixel);
        QCOMPARE(bar_->moment(), asked.last().at(0).toLongLong()); // it follows the hand at once

        QTest::mousePress(&bar_->track(), Qt::LeftButton, {}, at(Begin + 30 * Second));
        for (int i = 31; i <= 60; ++i)
            QTest::mouseMove(&bar_->track(), at(Begin + i * Second));
        QTest::mouseRelease(&bar_->track(), Qt::LeftButton, {}, at(Begin + 60 * Second));
        QVERIFY(asked.size() > 20);
        QVERIFY(std::abs(asked.last().at(0).toLongLong() - (Begin + 60 * Second)) <= pixel);
        const qsizetype before = asked.size();
        QTest::mouseMove(&bar_->track(), at(Begin + 90 * Second)); // nothing is held any more
        QCOMPARE(asked.size(), before);
    }

    void beyondTheEndsItStaysWithin()
    {
        make(Tense::Past);
        QSignalSpy asked(bar_.get(), &RewindBar::momentRequested);
        QTest::mouseClick(&bar_->track(), Qt::LeftButton, {}, QPoint(0, 10));
        QCOMPARE(asked.last().at(0).toLongLong(), Begin);
        QTest::mouseClick(&bar_->track(), Qt::LeftButton, {},
                          QPoint(bar_->track().width() - 1, 10));
        QCOMPARE(asked.last().at(0).toLongLong(), Begin + 200 * Second);
    }

    void keysMoveByAStepAndByMore()
    {
        make(Tense::Past);
        QSignalSpy asked(bar_.get(), &RewindBar::momentRequested);
        QCOMPARE(bar_->track().step(), Second); // 200 steps from end to end
        const auto moved = [&](Qt::Key key, Qt::KeyboardModifiers with = {}) {
            bar_->showMoment(Begin + 100 * Second);
            QTest::keyClick(&bar_->track(), key, with);
            return (asked.last().at(0).toLongLong() - Begin) / Second;
        };
        QCOMPARE(moved(Qt::Key_Left), 99);
        QCOMPARE(moved(Qt::Key_Right), 101);
        QCOMPARE(moved(Qt::Key_Left, Qt::ShiftModifier), 90);
        QCOMPARE(moved(Qt::Key_Right, Qt::ShiftModifier), 110);
        QCOMPARE(moved(Qt::Key_PageDown), 90);
        QCOMPARE(moved(Qt::Key_PageUp), 110);
        QCOMPARE(moved(Qt::Key_Home), 0);
        QCOMPARE(moved(Qt::Key_End), 200);
    }

    // As a page does: away from oneself is back.
    void theWheelMovesByAStep()
    {
        make(Tense::Past);
        QSignalSpy asked(bar_.get(), &RewindBar::momentRequested);
        const auto turned = [&](int notches) {
            bar_->showMoment(Begin + 100 * Second);
            QWheelEvent event({100, 10}, bar_->track().mapToGlobal(QPointF(100, 10)), {},
                              {0, 120 * notches}, Qt::NoButton, {}, Qt::NoScrollPhase, false);
            QApplication::sendEvent(&bar_->track(), &event);
            return (asked.last().at(0).toLongLong() - Begin) / Second;
        };
        QCOMPARE(turned(1), 99);
        QCOMPARE(turned(-1), 101);
    }

    void theEndOfWhatIsLiveIsNow()
    {
        make(Tense::Live);
        QSignalSpy now(bar_.get(), &RewindBar::nowRequested);
        QSignalSpy asked(bar_.get(), &RewindBar::momentRequested);
        QTest::keyClick(&bar_->track(), Qt::Key_End);
        QCOMPARE(now.size(), 1);
        QTest::mouseClick(button(u"Back to live"_s), Qt::LeftButton);
        QCOMPARE(now.size(), 2);
        QCOMPARE(asked.size(), 0);
        bar_->showNow();
        QCOMPARE(bar_->moment(), Begin + 200 * Second);
        QVERIFY(!button(u"Back to live"_s));
        History longer = history();
        longer.last += 10 * Second; // it goes on
        bar_->showHistory(longer);
        QCOMPARE(bar_->moment(), longer.last);
    }

    void whatIsPastHasNoNow()
    {
        make(Tense::Past);
        for (const QToolButton *each : bar_->findChildren<QToolButton *>())
            QVERIFY(each->objectName() != u"live" || !each->isVisible());
    }

    void spacePlaysAndStops()
    {
        make(Tense::Past);
        QSignalSpy play(bar_.get(), &RewindBar::playRequested);
        QTest::keyClick(&bar_->track(), Qt::Key_Space);
        QCOMPARE(play.last().at(0).toBool(), true);
        bar_->showPlaying(true);
        QVERIFY(button(u"Pause"_s));
        QTest::keyClick(&bar_->track(), Qt::Key_Space);
        QCOMPARE(play.last().at(0).toBool(), false);
        bar_->showPlaying(false);
        QTest::mouseClick(button(u"Play"_s), Qt::LeftButton);
        QCOMPARE(play.last().at(0).toBool(), true);
    }

    void speedsAreFromAQuarterToSixteen()
    {
        make(Tense::Past);
        QSignalSpy speed(bar_.get(), &RewindBar::speedRequested);
        const QMenu *menu = button(u"Speed of playing"_s)->menu();
        QCOMPARE(menu->actions().size(), RewindBar::speeds().size());
        menu->actions().first()->trigger();
        QCOMPARE(speed.last().at(0).toDouble(), 0.25);
        menu->actions().last()->trigger();
        QCOMPARE(speed.last().at(0).toDouble(), 16.0);
        QCOMPARE(button(u"Speed of playing"_s)->text(), u"16×"_s);
    }

    void marksBeforeAndAfterAreFound()
    {
        make(Tense::Past);
        QCOMPARE(bar_->markBefore()->name, u"before deploy"_s);
        QCOMPARE(bar_->markAfter()->name, u"after"_s);
        bar_->showMoment(Begin + 50 * Second); // on it: neither is this one
        QVERIFY(!bar_->markBefore());
        QCOMPARE(bar_->markAfter()->name, u"after"_s);
    }

    void aScreenReaderHearsThePosition()
    {
        make(Tense::Past);
        QAccessibleInterface *track = QAccessible::queryAccessibleInterface(&bar_->track());
        QVERIFY(track && track->valueInterface());
        QVERIFY(!track->text(QAccessible::Name).isEmpty());
        QCOMPARE(track->valueInterface()->currentValue().toInt(), 100'000); // ms
        QCOMPARE(track->valueInterface()->maximumValue().toInt(), 200'000);
        QVERIFY(track->text(QAccessible::Description).contains(u':')); // a time of day
        for (const QWidget *each : bar_->findChildren<QWidget *>())
            QVERIFY2(each->focusPolicy() == Qt::NoFocus || !each->accessibleName().isEmpty(),
                     each->metaObject()->className());
        QSignalSpy asked(bar_.get(), &RewindBar::momentRequested);
        bar_->track().triggerAction(QAbstractSlider::SliderSingleStepAdd); // as one of them does
        QCOMPARE(asked.last().at(0).toLongLong(), Begin + 101 * Second);
        bar_->track().triggerAction(QAbstractSlider::SliderPageStepSub);
        QCOMPARE(asked.last().at(0).toLongLong(), Begin + 91 * Second);
    }

    // Time runs to the right in every language, as on every machine that plays.
    void fromRightToLeftEarlierIsStillAtTheLeft()
    {
        QApplication::setLayoutDirection(Qt::RightToLeft);
        make(Tense::Live);
        QSignalSpy asked(bar_.get(), &RewindBar::momentRequested);
        QVERIFY(bar_->track().xOf(Begin) < bar_->track().xOf(Begin + 100 * Second));
        QTest::keyClick(&bar_->track(), Qt::Key_Left);
        QCOMPARE(asked.last().at(0).toLongLong(), Begin + 99 * Second);
        QVERIFY(button(u"A step back"_s)->mapTo(bar_.get(), QPoint()).x()
                < button(u"A step forward"_s)->mapTo(bar_.get(), QPoint()).x());
        QVERIFY(button(u"Back to live"_s)->x() < bar_->track().x()); // the rest is mirrored
        const QSize size = bar_->track().size();
        bar_->showMoment(Begin + 99 * Second);
        const QImage picture = bar_->track().grab().toImage();
        QApplication::setLayoutDirection(Qt::LeftToRight);
        make(Tense::Live);
        bar_->showMoment(Begin + 99 * Second);
        QCOMPARE(bar_->track().size(), size);
        QCOMPARE(bar_->track().grab().toImage(), picture); // with its words where they belong
    }

    void bothThemesShowEverythingApart()
    {
        for (const auto choice : {ui::Theme::Choice::Light, ui::Theme::Choice::Dark}) {
            theme_->setChoice(choice);
            make(Tense::Past);
            const QImage picture = bar_->track().grab().toImage();
            const qreal ratio = picture.devicePixelRatio();
            const auto colors = [&](std::int64_t time, int y) {
                QSet<QRgb> seen;
                for (int dx = -3; dx <= 3; ++dx)
                    seen.insert(
                        picture.pixel(int((bar_->track().xOf(time) + dx) * ratio), int(y * ratio)));
                return seen.size();
            };
            const QRect line = bar_->track().line();
            QVERIFY(colors(Begin + 100 * Second, line.top() - 2) > 1); // the position
            QVERIFY(colors(Begin + 20 * Second, line.bottom() + 7) > 1); // a warning
            QVERIFY(colors(Begin + 90 * Second, line.bottom() + 7) > 1); // a fault
            QVERIFY(colors(Begin + 50 * Second, 6) > 1); // a mark
            QVERIFY(picture.pixelColor(int(bar_->track().xOf(Begin + 62 * Second) * ratio),
                                       int((line.top() + 1) * ratio))
                    != picture.pixelColor(int(bar_->track().xOf(Begin + 72 * Second) * ratio),
                                          int((line.top() + 1) * ratio))); // blocked
        }
        theme_->setChoice(ui::Theme::Choice::System);
    }

    void aShortBurstInALongTimeIsSeen()
    {
        make(Tense::Past);
        History made;
        made.first = Begin;
        made.last = Begin + 20'000 * Second; // many seconds to a pixel
        for (int i = 1; i <= 20'000; ++i)
            made.seconds.append({Begin + i * Second, i == 10'003 ? 500.0 : 1.0, 0, 0, 0});
        bar_->showHistory(made);
        bar_->showMoment(Begin);
        const QImage picture = bar_->track().grab().toImage();
        const qreal ratio = picture.devicePixelRatio();
        const QRect line = bar_->track().line();
        const auto colorAt = [&](std::int64_t second) {
            return picture.pixelColor(int(bar_->track().xOf(Begin + second * Second) * ratio),
                                      int(line.center().y() * ratio));
        };
        QVERIFY(colorAt(10'003) != colorAt(5'000));
        QCOMPARE(colorAt(15'000), colorAt(5'000));
    }

    void nothingRecordedIsNothingToMoveIn()
    {
        make(Tense::Live);
        bar_->showHistory({});
        QSignalSpy asked(bar_.get(), &RewindBar::momentRequested);
        QTest::mouseClick(&bar_->track(), Qt::LeftButton, {}, QPoint(100, 20));
        QTest::keyClick(&bar_->track(), Qt::Key_Left);
        QCOMPARE(asked.size(), 0);
        QVERIFY(!button(u"Play"_s)->isEnabled());
        QTest::keyClick(&bar_->track(), Qt::Key_End);
        QTest::keyClick(&bar_->track(), Qt::Key_Space);
        QWheelEvent turned({100, 10}, bar_->track().mapToGlobal(QPointF(100, 10)), {}, {0, 120},
                           Qt::NoButton, {}, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&bar_->track(), &turned);
        QCOMPARE(asked.size(), 0);
        QHelpEvent tip(QEvent::ToolTip, {100, 20}, {100, 20});
        QApplication::sendEvent(&bar_->track(), &tip);
        QCOMPARE(bar_->track().toolTip(), QString());
    }

    void theButtonsMoveByAStepEachItsWay()
    {
        make(Tense::Past);
        bar_->resize(1'400, bar_->height());
        QSignalSpy asked(bar_.get(), &RewindBar::momentRequested);
        for (const auto &[name, second] :
             {std::pair(u"A step back"_s, 99), std::pair(u"A step forward"_s, 101)}) {
            QTRY_VERIFY(button(name)->isVisible());
            QTest::mouseClick(button(name), Qt::LeftButton);
            QCOMPARE((asked.last().at(0).toLongLong() - Begin) / Second, second);
            bar_->showMoment(Begin + 100 * Second);
        }
        bar_->resize(bar_->minimumSizeHint().width(), bar_->height()); // the track has the room
        QTRY_VERIFY(!button(u"A step back"_s)->isVisible());
        QVERIFY(!button(u"A step forward"_s)->isVisible());
        bar_->resize(1'400, bar_->height());
        QTRY_VERIFY(button(u"A step back"_s)->isVisible());
        QVERIFY(button(u"A step forward"_s)->isVisible());
    }

    void keysAtTheEndsStayWithin()
    {
        make(Tense::Past);
        QSignalSpy asked(bar_.get(), &RewindBar::momentRequested);
        const auto moved = [&](int from, Qt::Key key) {
            bar_->showMoment(Begin + from * Second);
            QTest::keyClick(&bar_->track(), key);
            return (asked.last().at(0).toLongLong() - Begin) / Second;
        };
        QCOMPARE(moved(0, Qt::Key_Left), 0);
        QCOMPARE(moved(195, Qt::Key_PageUp), 200);
        QCOMPARE(moved(100, Qt::Key_Down), 99);
        QCOMPARE(moved(100, Qt::Key_Up), 101);
        History brief;
        brief.first = Begin;
        brief.last = Begin + Second / 100;
        bar_->showHistory(brief);
        QCOMPARE(bar_->track().step(), Second / 1000); // what a clock with milliseconds shows
    }

    void onlyTheLeftButtonTakesTheHandleAndLetsItGo()
    {
        make(Tense::Past);
        QSignalSpy asked(bar_.get(), &RewindBar::momentRequested);
        QTest::mousePress(&bar_->track(), Qt::RightButton, {}, at(Begin + 30 * Second));
        QTest::mouseRelease(&bar_->track(), Qt::RightButton, {}, at(Begin + 30 * Second));
        QCOMPARE(asked.size(), 0);
        QTest::mousePress(&bar_->track(), Qt::LeftButton, {}, at(Begin + 30 * Second));
        QTest::mouseClick(&bar_->track(), Qt::RightButton, {}, at(Begin + 30 * Second));
        const qsizetype before = asked.size();
        QTest::mouseMove(&bar_->track(), at(Begin + 60 * Second));
        QTRY_VERIFY(asked.size() > before); // it is held still
        QTest::mouseRelease(&bar_->track(), Qt::LeftButton, {}, at(Begin + 60 * Second));
        const qsizetype held = asked.size();
        QWheelEvent sideways({100, 10}, bar_->track().mapToGlobal(QPointF(100, 10)), {}, {120, 0},
                             Qt::NoButton, {}, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&bar_->track(), &sideways);
        QCOMPARE(asked.size(), held);
    }

    // The moment that is shown is not the end, which moves on.
    void whatIsRecordedMeanwhileDoesNotMoveTheMoment()
    {
        make(Tense::Live);
        History longer = history();
        longer.last += 10 * Second;
        bar_->showHistory(longer);
        QCOMPARE(bar_->moment(), Begin + 100 * Second);
        bar_->showPlaying(true);
        QToolButton *const live = button(u"Back to live"_s);
        QVERIFY(!live->isChecked());
        QTest::mouseClick(live, Qt::LeftButton); // it was asked for, and is not so yet
        QVERIFY(!live->isChecked());
        bar_->showNow();
        QVERIFY(live->isChecked());
        QVERIFY(!bar_->isPlaying());
    }
};

QTEST_MAIN(RewindBarTest)
#include "RewindBarTest.moc"
