// SPDX-License-Identifier: GPL-3.0-or-later

// What the status bar says of the recording: how much of its budget is used, and what was cut; and
// how often its figures change.

#include "ui/StatusStrip.h"
#include "models/Activity.h"
#include "models/record/EventStore.h"
#include "tests/models/Deltas.h"
#include "ui/Notices.h"
#include "ui/StatusFigures.h"
#include "ui/Theme.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QProgressBar>

#include <memory>
#include <utility>

using namespace Qt::StringLiterals;
using models::test::Epoch;
using models::test::Second;

namespace {

class File final : public models::EventStore {
public:
    QString path() const override { return {}; }
    qint64 firstEvent() const override { return first; }
    qint64 eventCount() const override { return events; }
    qint64 size() const override { return bytes; }
    qint64 dropped() const override { return lost; }
    qint64 missing() const override { return left; }
    Budget budget() const override { return kept; }

    qint64 first = 1, events = 5'000, bytes = 64'000'000, lost = 0, left = 0;
    Budget kept {256'000'000, std::chrono::seconds(0)};
};

} // namespace

class StatusStripTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void init()
    {
        file_ = std::make_unique<File>();
        activity_ = std::make_unique<models::Activity>();
        strip_ = std::make_unique<ui::StatusStrip>(theme_, *activity_, *file_);
        strip_->resize(1280, 24);
        strip_->show();
        QVERIFY(QTest::qWaitForWindowExposed(strip_.get()));
    }
    void cleanup()
    {
        strip_.reset();
        activity_.reset();
    }

    void howMuchOfTheBudgetIsUsedIsSaidAndShown()
    {
        QCOMPARE(log().text(), u"log 5000 events · 64.0 MB of 256.0 MB · nothing dropped"_s);
        QVERIFY(bar().isVisible());
        QCOMPARE(bar().value(), 25);
        QVERIFY2(log().toolTip().contains(u"The last 256.0 MB are kept."_s),
                 qPrintable(log().toolTip()));
        file_->kept = {128'000'000, std::chrono::seconds(600)}; // chosen in the settings
        goOn();
        QCOMPARE(bar().value(), 50);
        QVERIFY2(log().toolTip().contains(u"The last 10 min 0 s, and no more than 128.0 MB"_s),
                 qPrintable(log().toolTip()));
    }

    void whatWasCutIsSaid()
    {
        file_->first = 1'235;
        file_->left = 3'000'000;
        file_->lost = 17;
        file_->events = 6'000;
        file_->bytes = 256'000'000;
        goOn();
        QCOMPARE(log().text(),
                 u"log 6000 events · 256.0 MB of 256.0 MB · the first 1234 have left · 3.0 MB of "
                 "data left out · 17 dropped"_s);
        QCOMPARE(bar().value(), 100);
    }

    void withoutABudgetThereIsNoBar()
    {
        file_->kept = {};
        file_->events = 5'001;
        goOn();
        QCOMPARE(log().text(), u"log 5001 events · 64.0 MB · nothing dropped"_s);
        QVERIFY(!bar().isVisible());
        QVERIFY(log().toolTip().contains(u"Everything is kept."_s));
    }

    void whatIsNotKnownIsNotSaid()
    {
        file_->lost = -1; // who writes it does not say
        file_->kept = {0, std::chrono::seconds(600)};
        goOn();
        QCOMPARE(log().text(), u"log 5000 events · 64.0 MB"_s);
        QVERIFY2(log().toolTip().contains(u"The last 10 min 0 s are kept."_s),
                 qPrintable(log().toolTip()));
    }

    void whatLoopsMergedIsSaid()
    {
        loop::Delta made = models::test::delta(time_ += Second);
        made.sample.merged = 12;
        activity_->apply(made);
        activity_->batchEnded(Epoch + time_);
        activity_->batchEnded(Epoch + (time_ += Second));
        strip_->refreshLog();
        QCOMPARE(log().text(),
                 u"log 5000 events · 64.0 MB of 256.0 MB · 12 merged · nothing dropped"_s);
    }

    // A notice may take the place of the log, which comes back; and of its bar where it has one.
    void theLogIsBackOnceANoticeWasRead()
    {
        strip_->resize(600, 24);
        strip_->showNotice(u"Port 1 is in use."_s, true);
        QVERIFY(!log().isVisible() && !bar().isVisible());
        strip_->notices().dismissAll();
        QVERIFY(log().isVisible() && bar().isVisible());
        file_->kept = {};
        goOn();
        QVERIFY(!bar().isVisible());
        strip_->showNotice(u"Port 2 is in use."_s, true);
        strip_->notices().dismissAll();
        QVERIFY(log().isVisible() && !bar().isVisible());
    }

    // The tab of the log counts its events already.
    void aNarrowWindowLeavesOutTheEvents()
    {
        strip_->resize(600, 24);
        QTRY_COMPARE(log().text(), u"64.0 MB of 256.0 MB · nothing dropped"_s);
        QVERIFY(log().toolTip().contains(u"log 5000 events"_s));
    }

    void figuresChangeTwiceASecondAtMostAndAStateAtOnce()
    {
        tell(false, 7);
        QTRY_COMPARE(figures().accessibleDescription(), activity_->statusText());
        QElapsedTimer since;
        since.start();
        int changes = 0;
        QString shown = figures().accessibleDescription();
        for (std::size_t tasks = 8; since.elapsed() < 1100; ++tasks) {
            tell(false, tasks);
            QCoreApplication::processEvents();
            changes += std::exchange(shown, figures().accessibleDescription()) != shown;
        }
        QVERIFY2(changes >= 1 && changes <= 3, qPrintable(QString::number(changes)));
        tell(true, 5);
        QCOMPARE(figures().accessibleDescription(), activity_->statusText());
        QVERIFY(activity_->statusText().contains(activity_->status().state));
        tell(true, 4);
        QTRY_COMPARE(figures().accessibleDescription(), activity_->statusText()); // the last, too
    }

    void theFiguresOfAMomentAreThereWithIt_data()
    {
        QTest::addColumn<bool>("first"); // the moment, before its figures
        QTest::newRow("moment, figures") << true;
        QTest::newRow("figures, moment") << false;
    }

    void theFiguresOfAMomentAreThereWithIt()
    {
        QFETCH(bool, first);
        tell(false, 7);
        QTRY_COMPARE(figures().accessibleDescription(), activity_->statusText());
        for (std::size_t tasks = 8; tasks < 12; ++tasks) {
            const QString moment = u"At %1"_s.arg(tasks);
            if (first)
                strip_->showMoment(moment);
            tell(false, tasks);
            if (!first)
                strip_->showMoment(moment);
            QCOMPARE(figures().accessibleDescription(), activity_->statusText());
        }
        tell(false, 20);
        strip_->showMoment(u"Playing"_s, true); // which nobody reads thirty times a second
        QVERIFY(figures().accessibleDescription() != activity_->statusText());
    }

private:
    void tell(bool running, std::size_t tasks)
    {
        loop::Delta made = models::test::delta(++time_);
        made.sample.running = running;
        made.sample.tasks = tasks;
        activity_->apply(made);
        activity_->batchEnded(Epoch + time_);
    }
    [[nodiscard]] QWidget &figures() const { return *strip_->findChild<ui::StatusFigures *>(); }
    void goOn() // by half a second and more
    {
        loop::Delta made = models::test::delta(time_ += Second);
        activity_->apply(made);
        activity_->batchEnded(Epoch + time_);
        activity_->batchEnded(Epoch + (time_ += Second));
    }
    [[nodiscard]] QLabel &log() const
    {
        for (QLabel *label : strip_->findChildren<QLabel *>()) {
            if (label->accessibleName() == u"Size of the log")
                return *label;
        }
        qFatal("no log");
    }
    [[nodiscard]] QProgressBar &bar() const
    {
        for (QProgressBar *each : strip_->findChildren<QProgressBar *>()) {
            if (each->accessibleName().startsWith(u"Budget"))
                return *each;
        }
        qFatal("no bar");
    }

    ui::Theme theme_ {*qApp};
    std::unique_ptr<File> file_;
    std::int64_t time_ = 0;
    std::unique_ptr<models::Activity> activity_;
    std::unique_ptr<ui::StatusStrip> strip_;
};

QTEST_MAIN(StatusStripTest)
#include "StatusStripTest.moc"
