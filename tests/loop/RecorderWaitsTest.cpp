// SPDX-License-Identifier: GPL-3.0-or-later

// Why a task waits, as a Recorder tells it: for which tasks where it is more than one, for which
// lock and who holds that, also once it has changed hands; who asked it to end and along which
// path; and what keeps the loop running, by place.

#include "loop/EventLoop.h"
#include "loop/Gather.h"
#include "loop/Queue.h"
#include "loop/Recorder.h"
#include "loop/Sleep.h"
#include "loop/Synchronisation.h"
#include "loop/TaskGroup.h"
#include "loop/Wait.h"
#include "tests/support/Drivers.h"
#include "tests/support/ManualDriver.h"

#include <QtTest/QTest>

#include <map>

using namespace std::chrono_literals;

namespace {

loop::Coro<void> sleepLong()
{
    co_await loop::sleep(1h);
}

loop::Coro<void> awaitOne(loop::Task<void> task)
{
    co_await task;
}

loop::Coro<void> gatherBoth(loop::Task<void> one, loop::Task<void> other)
{
    co_await loop::gather(one, other);
}

loop::Coro<void> waitForBoth(loop::Task<void> one, loop::Task<void> other)
{
    std::vector<loop::Task<void>> both {one, other};
    (void)co_await loop::wait(std::move(both));
}

loop::Coro<void> groupOfTwo(std::vector<loop::TaskId> &children)
{
    auto body = [&children](loop::TaskGroup &group) -> loop::Coro<void> {
        children.push_back(group.createTask(sleepLong()).id());
        children.push_back(group.createTask(sleepLong()).id());
        co_return;
    };
    co_await loop::taskGroup(body);
}

loop::Coro<void> holdFor(loop::Lock &lock, loop::Duration time)
{
    const loop::Held held = co_await lock.hold();
    co_await loop::sleep(time);
}

loop::Coro<void> getFrom(loop::Queue<int> &queue)
{
    (void)co_await queue.get();
}

loop::Coro<void> cancelIt(loop::Task<void> task)
{
    task.cancel();
    co_await loop::sleep(1h);
}

// The newest that was told of each task.
class Watch {
public:
    Watch()
        : driver(new ManualDriver)
        , loop(std::unique_ptr<loop::Driver>(driver))
        , recorder(loop)
    { }
    void look()
    {
        for (int turn = 0; turn < 3; ++turn) {
            if (const auto delta = recorder.take(interest)) {
                for (const loop::TaskSample &sample : delta->tasks)
                    samples[sample.id.value] = sample;
                if (!delta->handles.empty())
                    handles = delta->handles;
            }
            runReady(loop, 6);
        }
    }
    const loop::TaskSample &of(const loop::Task<void> &task) { return samples[task.id().value]; }

    ManualDriver *driver;
    loop::EventLoop loop;
    loop::Recorder recorder;
    loop::Interest interest;
    std::map<std::uint64_t, loop::TaskSample> samples;
    std::vector<loop::HandleGroup> handles;
};

using Ids = std::vector<loop::TaskId>;

} // namespace

class RecorderWaitsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theTasksOfAGatherAWaitAndAGroupAreNamed()
    {
        Watch watch;
        Ids children;
        const loop::Task<void> one = watch.loop.createTask(sleepLong());
        const loop::Task<void> other = watch.loop.createTask(sleepLong());
        const loop::Task<void> gathering = watch.loop.createTask(gatherBoth(one, other));
        const loop::Task<void> waiting = watch.loop.createTask(waitForBoth(one, other));
        const loop::Task<void> group = watch.loop.createTask(groupOfTwo(children));
        const loop::Task<void> direct = watch.loop.createTask(awaitOne(one));
        watch.look();
        QCOMPARE(watch.of(gathering).awaits, (Ids {one.id(), other.id()}));
        QCOMPARE(watch.of(waiting).awaits, (Ids {one.id(), other.id()}));
        QCOMPARE(children.size(), 2U);
        Ids ofGroup = watch.of(group).awaits;
        std::sort(ofGroup.begin(), ofGroup.end());
        QCOMPARE(ofGroup, children);
        QVERIFY(watch.of(group).wait == loop::WaitKind::Gather);
        QVERIFY(watch.of(direct).awaits.empty()); // its target says it
        QCOMPARE(watch.of(direct).waitTarget, one.id().value);
    }

    void whatIsDoneIsNotWaitedFor()
    {
        Watch watch;
        const auto quick = []() -> loop::Coro<void> { co_return; };
        const loop::Task<void> done = watch.loop.createTask(quick());
        const loop::Task<void> lives = watch.loop.createTask(sleepLong());
        watch.look();
        QVERIFY(done.done());
        const loop::Task<void> gathering = watch.loop.createTask(gatherBoth(done, lives));
        const loop::Task<void> waiting = watch.loop.createTask(waitForBoth(done, lives));
        watch.look();
        QCOMPARE(watch.of(gathering).awaits, Ids {lives.id()});
        QCOMPARE(watch.of(waiting).awaits, Ids {lives.id()});
    }

    void whoHoldsALockIsToldAlsoOnceItChangesHands()
    {
        Watch watch;
        loop::Lock lock;
        const std::uint32_t line = __LINE__ - 1;
        const loop::Task<void> first = watch.loop.createTask(holdFor(lock, 1s));
        const loop::Task<void> second = watch.loop.createTask(holdFor(lock, 1s));
        const loop::Task<void> third = watch.loop.createTask(holdFor(lock, 1s));
        watch.look();
        QVERIFY(!watch.of(first).primitive);
        const auto ofThird = [&] { return *watch.of(third).primitive; };
        QVERIFY(ofThird().kind == loop::PrimitiveKind::Lock);
        QCOMPARE(ofThird().holder, first.id());
        QCOMPARE(ofThird().waiting, 2U);
        QCOMPARE(ofThird().created.line, line);
        const loop::PrimitiveSample before = ofThird();
        QCOMPARE(watch.of(second).primitive->id, before.id);
        watch.driver->advance(1s);
        watch.look();
        QVERIFY(!watch.of(second).primitive); // it has the lock
        QCOMPARE(ofThird().holder, second.id());
        QCOMPARE(ofThird().waiting, 1U);
        QVERIFY(ofThird().change > before.change);
        watch.driver->advance(1s);
        watch.look();
        QVERIFY(!watch.of(third).primitive);
    }

    void aQueueIsToldFromALock()
    {
        Watch watch;
        loop::Queue<int> queue;
        const loop::Task<void> task = watch.loop.createTask(getFrom(queue));
        watch.look();
        QVERIFY(watch.of(task).primitive);
        QVERIFY(watch.of(task).primitive->kind == loop::PrimitiveKind::QueueItem);
        QVERIFY(!watch.of(task).primitive->holder);
        QVERIFY(watch.of(task).primitive->id != 0);
    }

    void whoCancelledATaskAndThroughWhichOthers()
    {
        Watch watch;
        const loop::Task<void> inner = watch.loop.createTask(sleepLong());
        const loop::Task<void> middle = watch.loop.createTask(gatherBoth(inner, inner));
        const loop::Task<void> outer = watch.loop.createTask(awaitOne(middle));
        const loop::Task<void> aside = watch.loop.createTask(sleepLong());
        watch.look();
        QVERIFY(!watch.of(outer).cancelledBy);
        const loop::Task<void> culprit = watch.loop.createTask(cancelIt(outer));
        watch.look();
        QCOMPARE(watch.of(outer).cancelledBy, culprit.id());
        QVERIFY(!watch.of(outer).cancelledThrough);
        QCOMPARE(watch.of(middle).cancelledThrough, outer.id());
        QCOMPARE(watch.of(inner).cancelledThrough, middle.id());
        QCOMPARE(watch.of(inner).cancelledBy, culprit.id());
        QVERIFY(watch.of(inner).state == loop::TaskState::Cancelled);
        QVERIFY(watch.of(inner).cancelRequests > 0);
        aside.cancel(); // in no task's step
        watch.look();
        QVERIFY(!watch.of(aside).cancelledBy && !watch.of(aside).cancelledThrough);
        QVERIFY(watch.of(aside).cancelRequests > 0);
    }

    void whatKeepsALoopRunningIsListedForWhoAsks()
    {
        Watch watch;
        (void)watch.loop.callLater(1h, [] {});
        const std::uint32_t line = __LINE__ - 1;
        (void)watch.loop.callLater(2h, [] {});
        const loop::Task<void> asleep = watch.loop.createTask(sleepLong());
        watch.driver->advance(2s);
        watch.look();
        QVERIFY(watch.handles.empty());
        watch.interest.handles = watch.loop.id();
        watch.look();
        QCOMPARE(watch.handles.size(), 3U);
        quint64 timers = 0;
        bool found = false;
        for (const loop::HandleGroup &group : watch.handles) {
            QVERIFY(group.kind == loop::HandleKind::Timer);
            timers += group.count;
            found = found || group.created.line == line;
        }
        QCOMPARE(timers, 3U);
        QVERIFY(found);
    }
};

QTEST_GUILESS_MAIN(RecorderWaitsTest)
#include "RecorderWaitsTest.moc"
