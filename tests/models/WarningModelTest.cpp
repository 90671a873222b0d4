// SPDX-License-Identifier: GPL-3.0-or-later

// Blocks that are told of again and again, several in a row, and what a reset leaves.

#include "models/WarningModel.h"
#include "models/TaskModel.h"
#include "tests/models/Deltas.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;
using namespace Qt::StringLiterals;

class WarningModelTest final : public QObject {
    Q_OBJECT

    TaskModel tasks_;
    std::unique_ptr<WarningModel> model_;

    void tell(std::int64_t since, bool settled)
    {
        Blocked blocked;
        blocked.loop.value = 1;
        blocked.loopName = u"net"_s;
        blocked.since = Epoch + since;
        blocked.lasted = Second;
        blocked.settled = settled;
        blocked.handle.place = std::source_location::current();
        model_->apply(blocked);
        model_->batchEnded(Epoch + since + Second);
    }
    QString cell(int row, int column) const { return model_->index(row, column).data().toString(); }

private Q_SLOTS:
    void init()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        model_ = std::make_unique<WarningModel>(&tasks_);
        new QAbstractItemModelTester(
            model_.get(), QAbstractItemModelTester::FailureReportingMode::QtTest, model_.get());
    }

    // However often it is told of while it lasts; the next is another one, also if it is over at
    // once.
    void eachBlockCountsOnce()
    {
        tell(Second, false);
        tell(Second, false);
        tell(Second, true);
        QCOMPARE(cell(0, WarningColumn::Count), u"1"_s);
        tell(5 * Second, true);
        tell(9 * Second, false);
        QCOMPARE(cell(0, WarningColumn::Count), u"3"_s);
        QCOMPARE(model_->total(), 3U);
        QCOMPARE(model_->rowCount(), 1);
    }

    // "now" is a word of the filter only while it is so.
    void aBlockThatIsOverIsFoundByTheWordsItShows()
    {
        tell(Second, false);
        QVERIFY(!model_->setFilterText(u"kind:\"loop blocked now\""_s));
        QCOMPARE(model_->rowCount(), 1);
        tell(Second, true);
        QCOMPARE(model_->rowCount(), 0);
        QVERIFY(!model_->setFilterText(u"kind:\"loop blocked\""_s));
        QCOMPARE(model_->rowCount(), 1);
    }

    void aWordIsLookedForInEachColumnOfWords()
    {
        tell(Second, true);
        for (const QString &word : {u"blocked"_s, u"held"_s, u"WarningModelTest"_s}) {
            QVERIFY(!model_->setFilterText(word));
            QVERIFY2(model_->rowCount() == 1, qPrintable(word));
        }
        QVERIFY(!model_->setFilterText(u"nowhere"_s));
        QCOMPARE(model_->rowCount(), 0);
    }

    void afterAResetAllIsCountedAnew()
    {
        tell(Second, true);
        loop::Delta made = delta(Second);
        loop::WarningRecord &warning = made.warnings.emplace_back();
        warning.kind = loop::WarningKind::SlowCallback;
        warning.count = 4;
        model_->apply(made);
        QCOMPARE(model_->total(), 5U);
        model_->reset();
        QCOMPARE(model_->total(), 0U);
        tell(Second, true); // the same one, of an earlier moment
        QCOMPARE(model_->total(), 1U);
        QCOMPARE(model_->rowCount(), 1);
        QCOMPARE(cell(0, WarningColumn::Count), u"1"_s);
    }

    // The time of its table stays that of the last batch.
    void clearingTakesNoTimeAway()
    {
        tell(Second, true);
        model_->clear();
        QCOMPARE(model_->rowCount(), 0);
        QCOMPARE(model_->now(), Epoch + 2 * Second);
    }
};

QTEST_GUILESS_MAIN(WarningModelTest)
#include "WarningModelTest.moc"
