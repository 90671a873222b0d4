// SPDX-License-Identifier: GPL-3.0-or-later

// Where Tab goes: along a line, then down, round at the ends, and past what cannot be used.

#include "ui/ReadingOrder.h"

#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLineEdit>

#include <memory>

using namespace Qt::StringLiterals;

class ReadingOrderTest final : public QObject {
    Q_OBJECT

    // Four fields in two lines, made in no order.
    std::unique_ptr<QWidget> window_;
    void add(const QString &name, int x, int y)
    {
        auto *field = new QLineEdit(window_.get());
        field->setObjectName(name);
        field->setGeometry(x, y, 80, 24);
    }
    QString after(bool forward)
    {
        const bool moved = ui::focusInReadingOrder(*window_, forward);
        const QWidget *at = window_->focusWidget();
        return moved && at ? at->objectName() : u"nowhere"_s;
    }
    QString around(bool forward, int steps)
    {
        QString names;
        for (int i = 0; i < steps; ++i)
            names += after(forward);
        return names;
    }

private Q_SLOTS:
    void init()
    {
        window_ = std::make_unique<QWidget>();
        window_->resize(220, 100);
        add(u"D"_s, 110, 50);
        add(u"A"_s, 10, 10);
        add(u"C"_s, 10, 50);
        add(u"B"_s, 110, 10);
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
        window_->findChild<QLineEdit *>(u"A"_s)->setFocus();
    }
    void cleanup()
    {
        window_.reset();
        QApplication::setLayoutDirection(Qt::LeftToRight);
    }

    void linesComeFirstAndTheEndsMeet()
    {
        QCOMPARE(around(true, 5), u"BCDAB"_s);
        QCOMPARE(around(false, 5), u"ADCBA"_s);
    }

    void fromRightToLeftALineBeginsAtTheRight()
    {
        QApplication::setLayoutDirection(Qt::RightToLeft);
        QCOMPARE(around(true, 4), u"DCBA"_s);
        QCOMPARE(around(false, 2), u"BC"_s);
    }

    void whatCannotBeUsedIsPassedOver()
    {
        window_->findChild<QLineEdit *>(u"B"_s)->setEnabled(false);
        window_->findChild<QLineEdit *>(u"D"_s)->hide();
        QCOMPARE(around(true, 3), u"CAC"_s);
        QCOMPARE(around(false, 2), u"AC"_s);
        for (auto *each : window_->findChildren<QLineEdit *>())
            each->setEnabled(false);
        QVERIFY(!ui::focusInReadingOrder(*window_, true));
    }
};

QTEST_MAIN(ReadingOrderTest)
#include "ReadingOrderTest.moc"
