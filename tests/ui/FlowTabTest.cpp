// SPDX-License-Identifier: GPL-3.0-or-later

// The flow of a connection: which samples are kept, and of which connection. That a writer that is
// paused is seen is tests/app/window/ConnectionTabsTest.

#include "ui/FlowTab.h"

#include "models/Activity.h"
#include "models/ConnectionModel.h"
#include "tests/models/Deltas.h"
#include "ui/Theme.h"

#include <QtTest/QTest>
#include <QtWidgets/QApplication>

#include <memory>

using namespace Qt::StringLiterals;
using models::test::Epoch;
using models::test::Second;

class FlowTabTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        connections_ = std::make_unique<models::ConnectionModel>();
        tab_ = std::make_unique<ui::FlowTab>(theme_, *connections_, activity_);
        loop::Delta made = models::test::delta(time_ = Second);
        models::test::open(made, 1);
        models::test::open(made, 2);
        hand(made);
        tab_->show(1);
    }

    void eachConnectionBeginsAnew()
    {
        buffer(1, 500, loop::ConnectionState::Open, 0);
        tab_->sample();
        QCOMPARE(tab_->samples().size(), 2U);
        QCOMPARE(tab_->samples().back().buffer, 500.0);
        tab_->show(2);
        QCOMPARE(tab_->samples().size(), 1U);
        QCOMPARE(tab_->samples().front().buffer, 0.0);
        tab_->sample();
        tab_->show(2); // the same one
        QCOMPARE(tab_->samples().size(), 2U);
        tab_->show(0);
        QVERIFY(tab_->samples().empty());
        QCOMPARE(tab_->words(), QString());
    }

    // One that was paused before is not paused now.
    void aPauseEnds()
    {
        buffer(1, 70'000, loop::ConnectionState::Paused, 3);
        tab_->sample();
        QVERIFY(tab_->samples().back().paused);
        QVERIFY2(tab_->words().contains(u"paused 3 times"), qPrintable(tab_->words()));
        buffer(1, 10, loop::ConnectionState::Open, 3);
        tab_->sample();
        QVERIFY(!tab_->samples().back().paused);
        QVERIFY2(tab_->words().contains(u"10 B"), qPrintable(tab_->words()));
    }

    void whatEndedStandsStill()
    {
        tab_->sample();
        const std::size_t before = tab_->samples().size();
        loop::Delta made = models::test::delta(time_ += Second);
        models::test::close(made, 1);
        hand(made);
        tab_->sample();
        QCOMPARE(tab_->samples().size(), before);
    }

    void aMinuteIsKept()
    {
        for (int i = 0; i < 130; ++i) {
            buffer(1, std::size_t(i), loop::ConnectionState::Open, 0);
            tab_->sample();
        }
        QCOMPARE(tab_->samples().size(), 120U);
        QCOMPARE(tab_->samples().front().buffer, 10.0);
        QCOMPARE(tab_->samples().back().buffer, 129.0);
    }

private:
    void hand(const loop::Delta &made)
    {
        connections_->apply(made);
        connections_->batchEnded(Epoch + made.time);
    }
    void buffer(quint64 id, std::size_t bytes, loop::ConnectionState state, std::uint32_t pauses)
    {
        loop::Delta made = models::test::delta(time_ += Second / 100);
        loop::ConnectionSample &sample = models::test::sample(made, id);
        sample.writeBuffer = bytes;
        sample.state = state;
        sample.pauses = pauses;
        hand(made);
    }

    const ui::Theme theme_ {*static_cast<QApplication *>(qApp)};
    models::Activity activity_;
    std::int64_t time_ = 0;
    std::unique_ptr<models::ConnectionModel> connections_;
    std::unique_ptr<ui::FlowTab> tab_;
};

QTEST_MAIN(FlowTabTest)
#include "FlowTabTest.moc"
