// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whether a widget that is shown is painted again after something changed.

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtTest/QTest>
#include <QtWidgets/QWidget>

namespace test {

class Paints final : public QObject {
public:
    explicit Paints(QWidget &of) { of.installEventFilter(this); }

    template <typename Change> bool after(const Change &change)
    {
        for (int i = 0; i < 3; ++i) // what was asked for before
            QCoreApplication::processEvents();
        times_ = 0;
        change();
        return QTest::qWaitFor([this] { return times_ > 0; }, 2'000);
    }

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        times_ += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }

private:
    int times_ = 0;
};

} // namespace test
