// SPDX-License-Identifier: GPL-3.0-or-later

// What watching costs is measured by the clocks of the threads, and shown where a person looks.

#include "models/record/OwnCost.h"

#include "models/Activity.h"
#include "models/record/Feed.h"
#include "models/record/Recording.h"
#include "tests/models/Deltas.h"

#include <QtTest/QTest>

using namespace models;
using namespace models::test;
using namespace Qt::StringLiterals;

namespace {

class CostlySource final : public DeltaSource {
public:
    std::unique_ptr<loop::Delta> take(const loop::Interest &) override { return nullptr; }
    loop::RunningHandle running() const override { return {}; }
    std::int64_t now() const override { return 0; }
    std::int64_t cost() const override { return spent; }
    std::int64_t spent = 0;
};

// Until a second is over, with `work` as often as there is time.
template <class Work> bool lookAfter(OwnCost &cost, Work work)
{
    return QTest::qWaitFor([&] {
        work();
        return cost.look();
    });
}

} // namespace

class OwnCostTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachThreadCountsForItself()
    {
        CostlySource source;
        Feed feed;
        feed.addSource(&source);
        Recording file;
        OwnCost cost(feed, file);
        QVERIFY(!cost.shares().known);
        QVERIFY(!cost.look()); // a second is not over
        source.spent = 500'000'000;
        QVERIFY(lookAfter(cost, [] {}));
        const OwnCost::Shares quiet = cost.shares();
        QVERIFY(quiet.known);
        QVERIFY(quiet.loops > 0.2 && quiet.loops <= 0.5); // of a second or more
        QVERIFY(quiet.showing < 0.5); // it waited
        QVERIFY(quiet.writing < 0.2);

        // Much is written, and this thread makes it.
        const std::int64_t writing = file.writingTime();
        int round = 0;
        QVERIFY(lookAfter(cost, [&file, &round] {
            loop::Delta made = delta(++round * Millisecond);
            for (int i = 0; i < 2'000; ++i)
                addEvent(made, loop::EventKind::DataIn, 1, std::string(200, char('a' + i % 26)));
            file.apply(made);
            file.flush();
        }));
        const OwnCost::Shares busy = cost.shares();
        QCOMPARE(busy.loops, 0.0);
        QVERIFY(file.writingTime() > writing);
        QVERIFY(busy.writing > quiet.writing);
        QVERIFY(busy.showing > 0);
        QVERIFY(busy.all() > busy.writing);

        // What a loop that is gone has cost is not taken back.
        feed.removeSource(&source);
        QCOMPARE(feed.cost(), source.spent);
        const std::int64_t last = file.writingTime();
        file.close();
        QVERIFY(file.writingTime() >= last); // its thread is over
    }

    void aPersonReadsItInOneSentence()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        Activity activity;
        QCOMPARE(activity.ownCostText(), QString());
        activity.setOwnCost({0.012, 0.04, 0.105, true});
        const QString text = activity.ownCostText();
        for (const QString &part : {u"1.2 % on the threads of loops"_s, u"4.0 % to write"_s,
                                    u"10.5 % for this window"_s, u"0 events"_s})
            QVERIFY2(text.contains(part), qPrintable(text));
    }
};

QTEST_GUILESS_MAIN(OwnCostTest)
#include "OwnCostTest.moc"
