// SPDX-License-Identifier: GPL-3.0-or-later

// What watching costs a loop is timed on the loop's thread: some of what it uses, and nothing while
// nothing happens.

#include "loop/EventLoop.h"
#include "loop/Recorder.h"
#include "loop/Sleep.h"
#include "tests/loop/Conversation.h"
#include "tests/support/Drivers.h"
#include "tests/support/Ledger.h"

#include <ctime>

using namespace std::chrono_literals;

namespace {

std::int64_t threadTime()
{
    timespec time {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::int64_t {time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

loop::Coro<void> steps(int count)
{
    for (int i = 0; i < count; ++i)
        co_await loop::sleep(0s);
}

} // namespace

class RecorderCostTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void stepsAreSampled()
    {
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        QCOMPARE(recorder.cost(), std::int64_t(0));
        const std::int64_t began = threadTime();
        loop.runUntilComplete(steps(400'000)); // a sample in a thousand
        const std::int64_t used = threadTime() - began;
        const std::int64_t ofSteps = recorder.cost();
        QVERIFY(ofSteps > 0);
        QVERIFY2(ofSteps < used, qPrintable(QStringLiteral("%1 of %2").arg(ofSteps).arg(used)));
    }

    void dataIsSampled()
    {
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        const Conversation talk(loop, 20'000);
        const std::int64_t before = recorder.cost();
        const std::int64_t began = threadTime();
        loop.runForever();
        const std::int64_t used = threadTime() - began;
        const std::int64_t ofData = recorder.cost() - before;
        QVERIFY2(ofData > 0 && ofData < used,
                 qPrintable(QStringLiteral("%1 of %2").arg(ofData).arg(used)));
    }

    void anAnswerIsTimedAndSilenceIsNot()
    {
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        (void)recorder.take({});
        runReady(loop);
        const std::int64_t answered = recorder.cost();
        QVERIFY(answered > 0);
        for (int i = 0; i < 100; ++i)
            runReady(loop);
        QCOMPARE(recorder.cost(), answered);
    }
};

QTEST_GUILESS_MAIN(RecorderCostTest)
#include "RecorderCostTest.moc"
