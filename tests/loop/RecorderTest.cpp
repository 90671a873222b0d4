// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/Recorder.h"
#include "loop/EventLoop.h"
#include "loop/Sleep.h"
#include "tests/loop/Conversation.h"
#include "tests/support/Drivers.h"
#include "tests/support/Ledger.h"
#include "tests/support/LogCapture.h"

#include <atomic>
#include <thread>

using namespace std::chrono_literals;

namespace {

loop::Coro<int> quick()
{
    co_return 1;
}

loop::Coro<void> steps(int count)
{
    for (int i = 0; i < count; ++i)
        co_await loop::sleep(0s);
}

loop::Coro<void> fails()
{
    co_await loop::sleep(0s);
    throw std::domain_error("on purpose");
}

loop::Coro<void> sleepLong()
{
    co_await loop::sleep(1h);
}

loop::Coro<void> awaits(loop::Task<void> task)
{
    co_await task;
}

loop::Coro<void> blocks(std::atomic<bool> &blocking, const std::atomic<bool> &seen)
{
    co_await loop::sleep(0s);
    blocking = true;
    while (!seen)
        std::this_thread::yield();
}

loop::Coro<void> attaches(std::unique_ptr<loop::Recorder> &recorder)
{
    recorder = std::make_unique<loop::Recorder>(*loop::EventLoop::running());
    co_return;
}

loop::Coro<void> detaches(std::unique_ptr<loop::Recorder> &recorder)
{
    co_await loop::sleep(0s);
    recorder.reset();
}

} // namespace

class RecorderTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void connectionNumbersAreTheTransportsOwn()
    {
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        Ledger ledger;
        const Conversation talk(loop, 100);
        ledger.drain(recorder, loop);
        loop.runForever();
        ledger.drain(recorder, loop);
        QVERIFY(agree(ledger, *talk.client));
        QVERIFY(agree(ledger, *talk.server));
        QCOMPARE(ledger.connections.at(talk.client->id().value).bytesIn, std::uint64_t(500));
        QCOMPARE(ledger.last.bytesIn, loop.totals().bytesIn);
        QCOMPARE(ledger.last.messagesOut, loop.totals().messagesOut);
        QCOMPARE(ledger.last.connections, std::size_t(2));
        talk.client->close();
        for (int i = 0; i < 5; ++i)
            runReady(loop);
        ledger.drain(recorder, loop);
        QVERIFY(agree(ledger, *talk.client));
        QVERIFY(agree(ledger, *talk.server));
        QVERIFY(ledger.connections.at(talk.client->id().value).closed > 0);
        QCOMPARE(ledger.kinds[loop::EventKind::Connect], std::size_t(2));
        QCOMPARE(ledger.kinds[loop::EventKind::Close], std::size_t(2));
        QCOMPARE(ledger.last.connections, std::size_t(0));
        QCOMPARE(ledger.merged, std::uint64_t(0));
        QVERIFY(!ledger.duplicate);
    }

    void oneThatComesLateKnowsWhatLivesAndSaysOfNothingThatItBegins()
    {
        loop::EventLoop loop(makeDriver());
        const Conversation talk(loop, 1);
        const auto task = loop.createTask(steps(1000));
        runReady(loop);
        loop::Recorder recorder(loop);
        (void)recorder.take({});
        runReady(loop);
        const auto delta = recorder.take({});
        QVERIFY(delta);
        QCOMPARE(delta->opened.size(), std::size_t(2));
        QVERIFY(std::any_of(delta->created.begin(), delta->created.end(),
                            [&](const auto &each) { return each.id == task.id(); }));
        for (const loop::LogEvent &event : delta->events)
            QVERIFY(event.kind != loop::EventKind::Connect
                    && event.kind != loop::EventKind::TaskStart);
        talk.client->abort();
        task.cancel();
        runReady(loop);
    }

    void mergedCountsAddUpUnderAFlood()
    {
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        Ledger ledger;
        for (int round = 0; round < 3; ++round) { // far beyond the budget between two looks
            const Conversation talk(loop, 5000);
            loop.runForever();
            if (round == 2) { // merged events of a connection that ends between two looks
                talk.client->close();
                for (int i = 0; i < 5; ++i)
                    runReady(loop);
            }
            ledger.drain(recorder, loop);
            QVERIFY(agree(ledger, *talk.client));
            QVERIFY(agree(ledger, *talk.server));
            QCOMPARE(talk.client->counters().messagesOut, std::uint64_t(5000));
            talk.client->abort();
        }
        QVERIFY(ledger.merged > 10'000);
        QCOMPARE(ledger.last.merged, ledger.merged);
    }

    void takeMayBeCalledFromAnotherThread()
    {
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        std::atomic<bool> stop = false;
        std::atomic<int> answers = 0;
        Ledger ledger; // the thread's until it is joined
        std::thread reader([&] {
            while (!stop) {
                if (const auto delta = recorder.take({})) {
                    ledger.add(*delta);
                    ++answers;
                }
                (void)recorder.running();
            }
        });
        const auto answered = [&](int wanted) { // however late the machine lets the thread run
            const auto end = std::chrono::steady_clock::now() + 10s;
            while (answers < wanted && std::chrono::steady_clock::now() < end)
                runReady(loop);
        };
        answered(1);
        const Conversation talk(loop, 5000);
        (void)loop.createTask(steps(1000));
        loop.runForever();
        answered(3);
        stop = true;
        reader.join();
        QVERIFY(ledger.deltas > 2);
        ledger.drain(recorder, loop);
        QVERIFY(agree(ledger, *talk.client));
        QVERIFY(agree(ledger, *talk.server));
        QCOMPARE(ledger.last.merged, ledger.merged);
        QVERIFY(!ledger.duplicate);
    }

    void takeAsksOnceAndNeverBlocks()
    {
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        QVERIFY(!recorder.take({})); // the loop stands still: it has not answered
        QVERIFY(!recorder.take({}));
        runReady(loop);
        QVERIFY(recorder.take({}) != nullptr);
        QVERIFY(!recorder.take({}));
    }

    void askingWakesALoopThatWaits()
    {
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        std::atomic<bool> answered = false;
        std::thread reader([&] {
            while (!recorder.take({}))
                std::this_thread::yield();
            answered = true;
            (void)loop.callSoonThreadsafe([&loop] { loop.stop(); });
        });
        loop.runForever(); // nothing else would wake it
        reader.join();
        QVERIFY(answered);
    }

    void taskNumbersAreTheTasksOwn()
    {
        LogCapture log;
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        Ledger ledger;
        const auto stepping = loop.createTask(steps(50), "stepping");
        const auto failing = loop.createTask(fails());
        const auto cancelled = loop.createTask(sleepLong());
        runReady(loop);
        ledger.drain(recorder, loop);
        QVERIFY(ledger.tasks.at(cancelled.id().value).state == loop::TaskState::Suspended);
        QVERIFY(ledger.tasks.at(cancelled.id().value).wait == loop::WaitKind::Sleep);
        QVERIFY(ledger.tasks.at(cancelled.id().value).waitDeadline
                > loop::toNanoseconds(loop.time()));
        cancelled.cancel();
        loop.runUntilComplete(stepping);
        ledger.drain(recorder, loop);
        for (const loop::TaskBase *const task :
             {&stepping.base(), &failing.base(), &cancelled.base()}) {
            const loop::TaskSample &sample = ledger.tasks.at(task->id().value);
            QCOMPARE(sample.steps, task->counters().steps);
            QCOMPARE(sample.busy, task->counters().busy);
            QCOMPARE(sample.longest, task->counters().longest);
            QVERIFY(sample.histogram == task->counters().histogram);
            QVERIFY(sample.state == task->taskState());
            QVERIFY(sample.ended > 0);
            std::uint64_t counted = 0;
            for (const std::uint32_t bucket : sample.histogram)
                counted += bucket;
            QCOMPARE(counted, sample.steps);
        }
        QCOMPARE(ledger.tasks.at(stepping.id().value).steps, std::uint64_t(51));
        QVERIFY(ledger.tasks.at(failing.id().value).error.find("on purpose") != std::string::npos);
        QCOMPARE(ledger.kinds[loop::EventKind::TaskStart], std::size_t(3));
        QCOMPARE(ledger.kinds[loop::EventKind::TaskEnd], std::size_t(3));
        QCOMPARE(ledger.last.tasks, std::size_t(0));
    }

    void tasksThatBeginAndEndBetweenLooksAreWholeOrCounted()
    {
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        Ledger ledger;
        constexpr std::size_t total = 10'000; // more than the budget
        std::size_t begun = 0;
        std::function<void()> next = [&] {
            (void)loop.createTask(quick());
            if (++begun < total)
                loop.callSoon(next);
            else
                loop.callSoon([&loop] { loop.stop(); });
        };
        loop.callSoon(next);
        loop.runForever();
        runReady(loop);
        ledger.drain(recorder, loop);
        QCOMPARE(ledger.taskIds.size() + ledger.last.merged, total);
        QVERIFY(ledger.taskIds.size() >= 4000);
        QCOMPARE(ledger.tasks.size(), ledger.taskIds.size());
        for (const auto &[id, sample] : ledger.tasks) {
            QVERIFY(ledger.taskIds.contains(id));
            QVERIFY(sample.ended > 0);
            QVERIFY(sample.state == loop::TaskState::Done);
        }
        QCOMPARE(ledger.kinds[loop::EventKind::TaskStart], ledger.taskIds.size());
        QCOMPARE(ledger.kinds[loop::EventKind::TaskEnd], ledger.taskIds.size());
    }

    void runningShowsAHandlerWhileItBlocks()
    {
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        QCOMPARE(recorder.running().since, std::int64_t(0));
        std::atomic<bool> blocking = false;
        std::atomic<bool> seen = false;
        const auto task = loop.createTask(blocks(blocking, seen));
        loop::RunningHandle handle;
        std::thread watchdog([&] {
            while (!blocking)
                std::this_thread::yield();
            handle = recorder.running(); // the loop is stuck in the handler meanwhile
            seen = true;
        });
        loop.runUntilComplete(task);
        watchdog.join();
        QVERIFY(handle.since > 0);
        QVERIFY(handle.since <= loop::toNanoseconds(loop.time()));
        QCOMPARE(handle.task.value, task.id().value);
        QVERIFY(loop::Place(handle.place).fileAndLine().starts_with("RecorderTest.cpp:"));
        QVERIFY(loop::Place(handle.place).name().starts_with("blocks("));
        QCOMPARE(recorder.running().since, std::int64_t(0)); // it waits again
    }

    void theClosedDeltaComesLast() // L-08
    {
        LogCapture log;
        Ledger ledger;
        std::unique_ptr<loop::Recorder> recorder;
        loop::Task<void> pending;
        {
            loop::EventLoop loop(makeDriver());
            recorder = std::make_unique<loop::Recorder>(loop);
            const Conversation talk(loop, 10);
            pending = loop.createTask(sleepLong());
            (void)recorder->take({});
            runReady(loop); // one is ready to be fetched, another follows
            auto late = loop.createFuture<void>();
            loop.close();
            late.setException(std::domain_error("late"));
            late = {}; // a warning after the last Delta: it has nowhere to go, and does no harm
        }
        for (int i = 0; i < 2; ++i) {
            const auto delta = recorder->take({});
            QVERIFY(delta != nullptr);
            QCOMPARE(delta->closed, i == 1);
            ledger.add(*delta);
        }
        QVERIFY(!recorder->take({}));
        QVERIFY(ledger.closed && !ledger.afterClosed);
        for (const auto &[id, sample] : ledger.connections)
            QVERIFY(sample.closed > 0);
        QCOMPARE(ledger.connections.size(), std::size_t(2));
        QVERIFY(ledger.tasks.at(pending.id().value).ended > 0);
        QVERIFY(ledger.warnings >= 1); // the pending task
        QVERIFY(!ledger.last.running);
    }

    void aRecorderMayComeAndGoInMidStep()
    {
        loop::EventLoop loop(makeDriver());
        std::unique_ptr<loop::Recorder> recorder;
        const auto attaching = loop.createTask(attaches(recorder));
        loop.runUntilComplete(attaching);
        QVERIFY(recorder != nullptr);
        Ledger ledger;
        ledger.drain(*recorder, loop);
        QVERIFY(ledger.tasks.at(attaching.id().value).ended > 0);
        QVERIFY(ledger.last.busy < 3'600'000'000'000); // not since the machine was started
        const auto detaching = loop.createTask(detaches(recorder));
        loop.runUntilComplete(detaching);
        QVERIFY(!recorder);
        QVERIFY(!loop.probe());
    }

    void aSecondRecorderStartsAfresh()
    {
        loop::EventLoop loop(makeDriver());
        const auto task = loop.createTask(sleepLong());
        auto recorder = std::make_unique<loop::Recorder>(loop);
        const Conversation talk(loop, 10); // the task and both transports are marked as changed
        loop.runForever();
        recorder.reset();
        recorder = std::make_unique<loop::Recorder>(loop);
        Ledger ledger;
        ledger.drain(*recorder, loop);
        QCOMPARE(ledger.connectionIds.size(), std::size_t(2));
        QVERIFY(ledger.taskIds.contains(task.id().value));
        QCOMPARE(ledger.connections.at(talk.client->id().value).bytesIn,
                 talk.client->counters().bytesIn);
        task.cancel();
        talk.client->abort();
        for (int i = 0; i < 5; ++i)
            runReady(loop);
        ledger.drain(*recorder, loop);
        QVERIFY(ledger.tasks.at(task.id().value).ended > 0);
        QVERIFY(ledger.connections.at(talk.server->id().value).closed > 0);
    }

    void interestBringsChainsAndTimers() // V-03
    {
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        const auto inner = loop.createTask(sleepLong());
        const auto outer = loop.createTask(awaits(inner));
        loop.callLater(2h, [] {});
        runReady(loop);
        loop::Interest interest;
        interest.task = inner.id();
        interest.timers = true;
        (void)recorder.take(interest);
        runReady(loop);
        const auto delta = recorder.take({});
        QVERIFY(delta && delta->timersSampled);
        QCOMPARE(delta->timers.size(), std::size_t(2));
        QCOMPARE(delta->sample.timers, std::size_t(2));
        const auto sleeper
            = std::ranges::find_if(delta->timers, [&](const loop::TimerSample &timer) {
                  return timer.task == inner.id();
              });
        QVERIFY(sleeper != delta->timers.end());
        QVERIFY(sleeper->due > delta->time);
        QCOMPARE(delta->chains.size(), std::size_t(1));
        QCOMPARE(delta->chains[0].awaitedBy.size(), std::size_t(1));
        QCOMPARE(delta->chains[0].awaitedBy[0].value, outer.id().value);
        runReady(loop);
        const auto next = recorder.take({}); // asked for without
        QVERIFY(next && !next->timersSampled && next->chains.empty());
    }

    void withoutDataWantedThereAreSumsButNoDataEvents()
    {
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        loop::Interest sums;
        sums.data = false;
        (void)recorder.take(sums);
        runReady(loop);
        (void)recorder.take(sums); // from here on
        const Conversation talk(loop, 100);
        loop.runForever();
        (void)recorder.take(sums);
        runReady(loop);
        const auto delta = recorder.take(sums);
        QVERIFY(delta != nullptr);
        for (const loop::LogEvent &event : delta->events)
            QVERIFY(event.kind != loop::EventKind::DataIn
                    && event.kind != loop::EventKind::DataOut);
        const auto client
            = std::ranges::find_if(delta->connections, [&](const loop::ConnectionSample &sample) {
                  return sample.id == talk.client->id();
              });
        QVERIFY(client != delta->connections.end());
        QCOMPARE(client->bytesIn, std::uint64_t(500));
        QCOMPARE(delta->sample.merged, std::uint64_t(0));
    }

    void payloadsAndDetailsPointIntoTheText()
    {
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        const Conversation talk(loop, 3);
        loop.runForever();
        (void)recorder.take({});
        runReady(loop);
        const auto delta = recorder.take({});
        QVERIFY(delta != nullptr);
        int payloads = 0;
        for (const loop::LogEvent &event : delta->events) {
            if (event.kind == loop::EventKind::DataIn || event.kind == loop::EventKind::DataOut) {
                QCOMPARE(delta->payload(event), std::string_view("hello"));
                ++payloads;
            } else {
                QVERIFY(!delta->detail(event).empty());
            }
        }
        QCOMPARE(payloads, 12);
    }
};

QTEST_GUILESS_MAIN(RecorderTest)
#include "RecorderTest.moc"
