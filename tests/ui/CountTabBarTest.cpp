// SPDX-License-Identifier: GPL-3.0-or-later
// The room that tabs take with their counts: no more than is shown, and none where they are hidden.
#include "ui/CountTabBar.h"
#include "ui/Theme.h"

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

private:
    std::unique_ptr<ui::Theme> theme_;
};

QTEST_MAIN(CountTabBarTest)
#include "CountTabBarTest.moc"
