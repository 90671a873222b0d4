// SPDX-License-Identifier: GPL-3.0-or-later

// Panels leave a window that is too small for them and come back with its size: those that left for
// that reason, not those that a person had closed.

#include "ui/Folding.h"

#include <QtTest/QTest>
#include <QtWidgets/QDockWidget>
#include <QtWidgets/QMainWindow>

class FoldingTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPanelThatAPersonClosedStaysClosed()
    {
        QMainWindow window;
        window.setCentralWidget(new QWidget);
        auto *left = new QDockWidget, *bottom = new QDockWidget;
        window.addDockWidget(Qt::LeftDockWidgetArea, left);
        window.addDockWidget(Qt::BottomDockWidgetArea, bottom);
        auto *folding = new ui::Folding(window);
        folding->add(*left, 600, 0);
        folding->add(*bottom, 0, 400);
        window.resize(800, 500);
        window.show();
        QVERIFY(!left->isHidden() && !bottom->isHidden());
        left->close(); // by a person
        window.resize(500, 300);
        QTRY_VERIFY(left->isHidden() && bottom->isHidden());
        window.resize(800, 500);
        QTRY_VERIFY(!bottom->isHidden());
        QVERIFY(left->isHidden());
        left->show(); // by a person again: now it is the window's to fold
        window.resize(500, 500);
        QTRY_VERIFY(left->isHidden());
        QVERIFY(!bottom->isHidden());
        window.resize(800, 500);
        QTRY_VERIFY(!left->isHidden());
    }

    void aPanelThatFloatsTakesNoRoomAndStays()
    {
        QMainWindow window;
        auto *left = new QDockWidget;
        window.addDockWidget(Qt::LeftDockWidgetArea, left);
        auto *folding = new ui::Folding(window);
        folding->add(*left, 600, 0);
        window.resize(800, 500);
        window.show();
        left->setFloating(true);
        window.resize(500, 300);
        QCoreApplication::sendPostedEvents();
        QVERIFY(!left->isHidden());
    }

    // In between a person decides.
    void aPanelThatAPersonOpensInASmallWindowStays()
    {
        QMainWindow window;
        auto *left = new QDockWidget;
        window.addDockWidget(Qt::LeftDockWidgetArea, left);
        auto *folding = new ui::Folding(window);
        folding->add(*left, 600, 0);
        window.resize(500, 500);
        window.show();
        QTRY_VERIFY(left->isHidden());
        left->show();
        window.resize(480, 480);
        QCoreApplication::sendPostedEvents();
        QVERIFY(!left->isHidden());
    }
};

QTEST_MAIN(FoldingTest)
#include "FoldingTest.moc"
