// SPDX-License-Identifier: GPL-3.0-or-later

// When tasks ran and who woke them, as a Recorder keeps it.

#include "loop/EventLoop.h"
#include "loop/Recorder.h"
#include "loop/Sleep.h"
#include "tests/support/ManualDriver.h"

#include <QtTest/QTest>

using namespace std::chrono_literals;

namespace {

loop::Coro<void> waitFor(loop::Future<int> future)
{
    (void)co_await future;
}

loop::Coro<void> resolve(loop::Future<int> future, ManualDriver *clock)
{
    co_await loop::sleep(1s);
    clock->advance(3ms); // it computes
    future.setResult(1);
}

loop::Coro<void> manySteps(int count)
{
    for (int i = 0; i < count; ++i)
        co_await loop::sleep(0s);
}

} // namespace

class StepSpansTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSpanHasItsTimeItsLengthAndWhoWokeIt()
    {
        auto driver = std::make_unique<ManualDriver>();
        ManualDriver &clock = *driver;
        loop::EventLoop loop(std::move(driver));
        loop::Recorder recorder(loop);
        auto future = loop.createFuture<int>();
        const auto waiting = loop.createTask(waitFor(future));
        const auto working = loop.createTask(resolve(future, &clock));
        clock.iterateOnce();
        (void)recorder.take({});
        clock.iterateOnce();
        (void)recorder.take({});
        clock.advance(1s);
        const std::int64_t due = loop::toNanoseconds(loop.time());
        std::vector<loop::StepSpan> spans;
        for (int i = 0; i < 6; ++i) {
            if (const auto delta = recorder.take({}))
                spans.insert(spans.end(), delta->spans.begin(), delta->spans.end());
            clock.iterateOnce();
        }
        QVERIFY(waiting.done());
        QCOMPARE(spans.size(), std::size_t {2});
        const loop::StepSpan &first = spans[0], &second = spans[1];
        QVERIFY(first.task == working.id() && !first.wokenBy); // by its timer
        QCOMPARE(first.start, due);
        QCOMPARE(first.length, std::int64_t {3'000'000});
        QVERIFY(second.task == waiting.id() && second.wokenBy == working.id());
        QCOMPARE(second.start, due + 3'000'000);
        QCOMPARE(first.merged + second.merged, 2U);
    }

    // From the step that woke it to its own; from its second step on.
    void aTaskSaysHowLongItWaitedToRun()
    {
        auto driver = std::make_unique<ManualDriver>();
        ManualDriver &clock = *driver;
        loop::EventLoop loop(std::move(driver));
        loop::Recorder recorder(loop);
        auto future = loop.createFuture<int>();
        const auto waiting = loop.createTask(waitFor(future));
        const auto working = loop.createTask(resolve(future, &clock));
        const auto yielding = loop.createTask(manySteps(3));
        for (int i = 0; i < 6; ++i)
            clock.iterateOnce();
        clock.advance(1s);
        for (int i = 0; i < 6; ++i)
            clock.iterateOnce();
        QVERIFY(waiting.done() && yielding.done());
        QCOMPARE(waiting.base().counters().toRun, std::int64_t {3'000'000});
        QCOMPARE(waiting.base().counters().longestToRun, std::int64_t {3'000'000});
        QCOMPARE(working.base().counters().toRun, std::int64_t {0}); // its timer was due just then
        QCOMPARE(yielding.base().counters().longestToRun, std::int64_t {0});
    }

    void shortStepsAreMergedAndCounted()
    {
        auto driver = std::make_unique<ManualDriver>();
        ManualDriver &clock = *driver;
        loop::EventLoop loop(std::move(driver));
        loop::Recorder recorder(loop);
        (void)recorder.take({});
        clock.iterateOnce();
        (void)recorder.take({});
        constexpr std::uint32_t count = 5000;
        const auto task = loop.createTask(manySteps(int(count)));
        for (std::uint32_t i = 0; i < count + 2 && !task.done(); ++i)
            clock.iterateOnce();
        QVERIFY(task.done());
        std::uint32_t steps = 0;
        std::size_t spans = 0;
        for (int i = 0; i < 3; ++i) {
            if (const auto delta = recorder.take({})) {
                spans += delta->spans.size();
                for (const loop::StepSpan &span : delta->spans) {
                    steps += span.merged;
                    QVERIFY(span.task == task.id());
                }
            }
            clock.iterateOnce();
        }
        QCOMPARE(steps, count + 1);
        QVERIFY(spans <= 500);
    }
};

QTEST_GUILESS_MAIN(StepSpansTest)
#include "StepSpansTest.moc"
