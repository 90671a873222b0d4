// SPDX-License-Identifier: GPL-3.0-or-later

// Where the points of a chart lie: the first at the beginning of its time, the last now, below the
// top of a scale that all of its curves share.

#include "ui/ActivityChart.h"

#include "ui/Theme.h"

#include <QtCharts/QAreaSeries>
#include <QtCharts/QChart>
#include <QtCharts/QChartView>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>

#include <memory>

using namespace Qt::StringLiterals;
using models::Tone;
using Points = QList<QPointF>;

class ActivityChartTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme_ = std::make_unique<ui::Theme>(*qApp); }
    void init()
    {
        shown_ = std::make_unique<ui::ActivityChart>(*theme_, u"bytes/s"_s,
                                                     QList<Tone> {Tone::Busy, Tone::Good});
        shown_->setScaleWords([](double top) { return u"to %1"_s.arg(top); });
    }
    void cleanup() { shown_.reset(); }

    void curvesGoFromTheBeginningUntilNow()
    {
        shown_->showCurves({{1, 2, 3}, {4, 5}}, 60, 1);
        QCOMPARE(lines().size(), 2);
        QCOMPARE(lines()[0]->points(), Points({{-60, 1}, {-30, 2}, {0, 3}}));
        QCOMPARE(lines()[1]->points(), Points({{-60, 4}, {0, 5}}));
        QCOMPARE(axis(Qt::Horizontal).min(), -60.0);
        QCOMPARE(axis(Qt::Horizontal).max(), 0.0);
        // What is filled is what is below the line in front.
        QCOMPARE(areas()[1]->upperSeries()->points(), lines()[1]->points());
        QCOMPARE(areas()[1]->lowerSeries()->points(), Points({{-60, 0}, {0, 0}}));
        QVERIFY(!areas()[0]->isVisible()); // it is behind
        QVERIFY(areas()[1]->isVisible());
    }

    void ofOneValueTheBeginningIsKnown()
    {
        shown_->showCurves({{7}, {}}, 60, 1);
        QCOMPARE(lines()[0]->points(), Points({{-60, 7}}));
        QVERIFY(lines()[1]->points().isEmpty());
    }

    // 1, 2, 5 times a power of ten, above the highest of all; noise near zero stays there.
    void theScaleHoldsTheHighestOfAll_data()
    {
        QTest::addColumn<double>("highest");
        QTest::addColumn<double>("top");
        QTest::newRow("least") << 0.0 << 20.0; // a little above 10
        QTest::newRow("noise") << 9.0 << 20.0;
        QTest::newRow("exactly") << 100.0 << 200.0;
        QTest::newRow("just below") << 95.0 << 100.0;
        QTest::newRow("five") << 230.0 << 500.0;
        QTest::newRow("ten") << 600.0 << 1000.0;
    }
    void theScaleHoldsTheHighestOfAll()
    {
        QFETCH(double, highest);
        QFETCH(double, top);
        shown_->showCurves({{highest, 0}, {1, 2}}, 60, 10);
        QCOMPARE(axis(Qt::Vertical).max(), top);
        QCOMPARE(axis(Qt::Vertical).min(), 0.0);
        shown_->showCurves({{1, 2}, {0, highest}}, 60, 10);
        QCOMPARE(axis(Qt::Vertical).max(), top);
        const auto labels = shown_->findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [&](const QLabel *each) {
            return each->text() == u"to %1"_s.arg(top);
        }));
    }

    void noCurveRunsThroughTheWordsOfTheScale()
    {
        shown_->resize(300, 150);
        shown_->showCurves({{9, 9}, {9, 9}}, 60, 1);
        shown_->show();
        QVERIFY(QTest::qWaitForWindowExposed(shown_.get()));
        const QLabel *const words = shown_->findChild<QChartView *>()->findChild<QLabel *>();
        QVERIFY(words->text().startsWith(u"to "_s));
        QTRY_VERIFY(chart().plotArea().height() > 0);
        QVERIFY(chart().plotArea().top() >= words->geometry().bottom());
    }

private:
    [[nodiscard]] QChart &chart() const { return *shown_->findChild<QChartView *>()->chart(); }
    template <class Series> [[nodiscard]] QList<Series *> series() const
    {
        QList<Series *> all;
        for (QAbstractSeries *each : chart().series()) {
            if (auto *const one = qobject_cast<Series *>(each))
                all << one;
        }
        return all;
    }
    [[nodiscard]] QList<QLineSeries *> lines() const { return series<QLineSeries>(); }
    [[nodiscard]] QList<QAreaSeries *> areas() const { return series<QAreaSeries>(); }
    [[nodiscard]] QValueAxis &axis(Qt::Orientation along) const
    {
        return *qobject_cast<QValueAxis *>(chart().axes(along).front());
    }

    std::unique_ptr<ui::Theme> theme_;
    std::unique_ptr<ui::ActivityChart> shown_;
};

QTEST_MAIN(ActivityChartTest)
#include "ActivityChartTest.moc"
