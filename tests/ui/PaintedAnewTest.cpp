// SPDX-License-Identifier: GPL-3.0-or-later

// What is drawn by hand is drawn again as soon as it is otherwise, though no widget moves for it.

#include "models/record/SessionResults.h"
#include "tests/ui/Paints.h"
#include "tests/ui/ShownRows.h"
#include "ui/CountTabBar.h"
#include "ui/ElidedLabel.h"
#include "ui/LatencyPicture.h"
#include "ui/RewindTrack.h"
#include "ui/RowHeader.h"
#include "ui/StatusFigures.h"
#include "ui/Theme.h"

#include <QtGui/QMouseEvent>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>

#include <memory>

using namespace Qt::StringLiterals;

class PaintedAnewTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme_ = std::make_unique<ui::Theme>(*qApp); }

    void aCountAndTheTabUnderThePointer()
    {
        ui::CountTabBar bar(*theme_);
        bar.resize(600, 40);
        bar.addTab(u"Log"_s);
        bar.addTab(u"Tasks"_s);
        bar.setCount(0, 1'000);
        show(bar);
        test::Paints paints(bar);
        QVERIFY(paints.after([&bar] { bar.setCount(0, 1'001); }));
        QVERIFY(paints.after([&bar] {
            const QPointF at = bar.tabRect(1).center();
            QMouseEvent move(QEvent::MouseMove, at, bar.mapToGlobal(at), Qt::NoButton, Qt::NoButton,
                             {});
            QApplication::sendEvent(&bar, &move);
        }));
        QVERIFY(paints.after([&bar] {
            QEvent leave(QEvent::Leave);
            QApplication::sendEvent(&bar, &leave);
        }));
    }

    void wordsAndTheirColour()
    {
        ui::ElidedLabel label;
        label.resize(200, 30);
        show(label);
        test::Paints paints(label);
        QVERIFY(paints.after([&label] { label.setText(u"one"_s); }));
        QVERIFY(paints.after([&label] { label.setInk(Qt::red); }));
    }

    void figures()
    {
        ui::StatusFigures figures(*theme_);
        figures.resize(600, 30);
        figures.showFigures(models::Tone::Good, u"running"_s, {{u"lag"_s, u"1 ms"_s}});
        show(figures);
        test::Paints paints(figures);
        QVERIFY(paints.after([&figures] {
            figures.showFigures(models::Tone::Good, u"running"_s, {{u"lag"_s, u"2 ms"_s}});
        }));
    }

    void answers()
    {
        ui::LatencyPicture picture(*theme_);
        picture.resize(600, 120);
        show(picture);
        test::Paints paints(picture);
        models::SessionResults results;
        results.measured = true;
        results.timed = 1;
        results.p50 = results.p99 = results.max = 1'500'000;
        results.histogram = {{1'000'000, 2'000'000, 1}};
        QVERIFY(paints.after([&] { picture.show(results, {}); }));
        QVERIFY(paints.after([&] { picture.show(results, {5'000'000}); }));
    }

    // As long as before, with a name in it.
    void aMarkOnTheTrack()
    {
        constexpr std::int64_t second = 1'000'000'000;
        ui::RewindTrack track(*theme_);
        track.resize(900, track.sizeHint().height());
        models::History history;
        history.first = second;
        history.last = 201 * second;
        track.showHistory(history);
        show(track);
        test::Paints paints(track);
        history.marks = {{100 * second, u"here"_s}};
        QVERIFY(paints.after([&] { track.showHistory(history); }));
        QVERIFY(paints.after([&] { track.showPosition(50 * second); }));
    }

    void rowsInSightAndAFocusWithoutARow()
    {
        ShownRows shown(*theme_);
        QVERIFY(QTest::qWaitForWindowActive(&shown.view));
        test::Paints paints(*shown.view.viewport());
        QVERIFY(paints.after([&] { shown.rows.refresh(2, 5); }));
        shown.view.clearFocus();
        QVERIFY(!shown.view.currentIndex().isValid());
        QVERIFY(paints.after([&] { shown.view.setFocus(); }));
        QVERIFY(paints.after([&] { Q_EMIT theme_->changed(); }));
    }

private:
    static void show(QWidget &widget)
    {
        widget.show();
        QVERIFY(QTest::qWaitForWindowExposed(&widget));
    }

    std::unique_ptr<ui::Theme> theme_;
};

QTEST_MAIN(PaintedAnewTest)
#include "PaintedAnewTest.moc"
