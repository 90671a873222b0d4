// SPDX-License-Identifier: GPL-3.0-or-later
// The room that tabs take with their counts: no more than is shown, and none where they are hidden.
#include "ui/CountTabBar.h"
#include "ui/Theme.h"

#include <QtGui/QMouseEvent>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>

#include <memory>

using namespace Qt::StringLiterals;

class CountTabBarTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        theme_ = std::make_unique<ui::Theme>(*qApp);
    }

    void aTabIsAsWideAsItWasOnceNothingIsLeftOut()
    {
        ui::CountTabBar bar(*theme_);
        bar.resize(2'000, 40);
        bar.addTab(u"Log"_s);
        bar.addTab(u"Tasks"_s);
        bar.setCount(0, 1'000);
        const int whole = bar.tabRect(0).width();
        bar.setShown(0, 500);
        QCOMPARE(bar.countText(0), u"500 of 1,000"_s);
        QVERIFY(bar.tabRect(0).width() > whole);
        bar.setShown(0, -1);
        QCOMPARE(bar.countText(0), u"1,000"_s);
        QCOMPARE(bar.tabRect(0).width(), whole);
    }

    void aCountHasRoomInAnotherFont()
    {
        ui::CountTabBar bar(*theme_);
        bar.resize(4'000, 80);
        bar.addTab(u"Log"_s);
        bar.setCount(0, 1'000'000'000);
        const int before = bar.tabRect(0).width();
        const qreal points = theme_->font().pointSizeF();
        theme_->setFontSizes(3 * points, 0);
        QVERIFY(bar.tabRect(0).width()
                > theme_->widthOf(u"Log"_s) + theme_->widthOf(bar.countText(0)));
        theme_->setFontSizes(0, 0);
        QCOMPARE(bar.tabRect(0).width(), before);
    }

    void itsNameForAScreenReaderHasNoSignOfAKey()
    {
        ui::CountTabBar bar(*theme_);
        bar.addTab(u"Time&rs"_s);
        bar.setCount(0, 1'000);
        QCOMPARE(bar.accessibleTabName(0), u"Timers, 1,000"_s);
    }

    void aTabThatIsHiddenTakesNoRoom()
    {
        ui::CountTabBar bar(*theme_);
        bar.resize(2'000, 40);
        for (const QString &name : {u"Log"_s, u"Tasks"_s, u"A tab that nobody looks at"_s})
            bar.addTab(name);
        bar.setCount(2, 1'000'000'000'000);
        const int loose = bar.tabRect(0).width();
        bar.setTabVisible(2, false);
        bar.resize(bar.tabRect(1).right() + 2, 40); // just the two
        bar.setTabText(0, u"Log"_s); // which lays out again
        QCOMPARE(bar.tabRect(0).width(), loose);
    }

    // Tabs do not move under the pointer.
    void aTabKeepsTheRoomOfItsLargestCount()
    {
        ui::CountTabBar bar(*theme_);
        bar.resize(2'000, 40);
        bar.addTab(u"Log"_s);
        bar.setCount(0, 1'000);
        const int whole = bar.tabRect(0).width();
        bar.setCount(0, 1);
        bar.setTabText(0, u"Log"_s); // which lays out again
        QCOMPARE(bar.tabRect(0).width(), whole);
        QCOMPARE(bar.countText(0), u"1"_s);
        bar.setShown(0, 4);
        bar.setCount(0, 2'000); // while a filter shows some
        QCOMPARE(bar.countText(0), u"4 of 2,000"_s);
    }

    void theTabUnderThePointerIsPaintedLit()
    {
        ui::CountTabBar bar(*theme_);
        bar.resize(600, 40);
        for (const QString &name : {u"Log"_s, u"Tasks"_s, u"Timers"_s})
            bar.addTab(name);
        bar.show();
        QVERIFY(QTest::qWaitForWindowExposed(&bar));
        const auto move = [&bar](const QPoint &at) {
            QMouseEvent event(QEvent::MouseMove, at, bar.mapToGlobal(at), Qt::NoButton,
                              Qt::NoButton, {});
            QApplication::sendEvent(&bar, &event);
        };
        const auto seen = [&bar](int tab) { return bar.grab(bar.tabRect(tab)).toImage(); };
        const QImage second = seen(1), third = seen(2);
        move(bar.tabRect(1).center());
        const QImage lit = seen(1);
        QVERIFY(lit != second);
        QCOMPARE(seen(2), third);
        move(bar.tabRect(2).center());
        QCOMPARE(seen(1), second);
        QVERIFY(seen(2) != third);
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(&bar, &leave);
        QCOMPARE(seen(2), third);
    }

private:
    std::unique_ptr<ui::Theme> theme_;
};

QTEST_MAIN(CountTabBarTest)
#include "CountTabBarTest.moc"
