// SPDX-License-Identifier: GPL-3.0-or-later

// Figures change with every batch: that must not lay out the window each time.

#include "ui/ActivityChart.h"
#include "ui/Theme.h"

#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QVBoxLayout>

#include <memory>

using namespace Qt::StringLiterals;

namespace {

// Counts how often widgets were asked to lay themselves out.
class Layouts final : public QObject {
public:
    Layouts() { qApp->installEventFilter(this); }
    bool eventFilter(QObject *, QEvent *event) override
    {
        count += event->type() == QEvent::LayoutRequest;
        return false;
    }
    int count = 0;
};

} // namespace

class ActivityFiguresTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        window_ = std::make_unique<QWidget>();
        chart_ = new ui::ActivityChart(theme_, u"messages/s"_s, {models::Tone::Active});
        (new QVBoxLayout(window_.get()))->addWidget(chart_);
        chart_->showFigure(u"1,234"_s);
        window_->resize(400, 200);
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
        QCoreApplication::sendPostedEvents();
    }

    void aFigureThatNeedsNoMoreRoomLaysNothingOut()
    {
        const Layouts layouts;
        for (const QString &figure : {u"4,321"_s, u"0"_s, u"2,143"_s}) {
            chart_->showFigure(figure);
            QCoreApplication::sendPostedEvents();
            QCOMPARE(chart_->figure(), figure);
        }
        QCOMPARE(layouts.count, 0);
    }

    void aWiderFigureIsSeenWhole()
    {
        const QLabel *label = figure();
        QVERIFY(label);
        chart_->showFigure(u"123,456,789"_s);
        QTRY_VERIFY(label->width() >= label->sizeHint().width());
        QTRY_VERIFY(chart_->rect().contains(label->geometry())); // laid out by then
    }

private:
    [[nodiscard]] const QLabel *figure() const
    {
        for (const QLabel *label : chart_->findChildren<QLabel *>()) {
            if (label->text() == chart_->figure())
                return label;
        }
        return nullptr;
    }

    const ui::Theme theme_ {*static_cast<QApplication *>(qApp)};
    std::unique_ptr<QWidget> window_;
    ui::ActivityChart *chart_ = nullptr; // its window's
};

QTEST_MAIN(ActivityFiguresTest)
#include "ActivityFiguresTest.moc"
