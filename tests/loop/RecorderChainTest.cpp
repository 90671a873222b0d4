// SPDX-License-Identifier: GPL-3.0-or-later

// The waiting chain of the one task that somebody looks at: who waits for it, directly or through a
// gather, at a cost that does not depend on how many other tasks there are.

#include "loop/EventLoop.h"
#include "loop/Gather.h"
#include "loop/Recorder.h"
#include "loop/Sleep.h"
#include "tests/support/Drivers.h"
#include "tests/support/ManualDriver.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QTest>

#include <algorithm>
#include <optional>

using namespace std::chrono_literals;

namespace {

loop::Coro<void> sleepLong()
{
    co_await loop::sleep(1h);
}

loop::Coro<void> awaitTask(loop::Task<void> task)
{
    co_await task;
}

loop::Coro<void> awaitBoth(loop::Task<void> one, loop::Task<void> other)
{
    co_await loop::gather(one, other);
}

// What the loop has reported by its next turns.
std::unique_ptr<loop::Delta> look(loop::EventLoop &loop, loop::Recorder &recorder,
                                  const loop::Interest &interest)
{
    (void)recorder.take(interest);
    runReady(loop, 3);
    return recorder.take(interest);
}

} // namespace

class RecorderChainTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whoWaitsIsListedOnceAndThroughAGather()
    {
        loop::EventLoop loop(std::make_unique<ManualDriver>());
        loop::Recorder recorder(loop);
        const loop::Task<void> inner = loop.createTask(sleepLong());
        const loop::Task<void> other = loop.createTask(sleepLong());
        const loop::Task<void> direct = loop.createTask(awaitTask(inner));
        const loop::Task<void> gathering = loop.createTask(awaitBoth(inner, other));
        loop::Interest interest;
        interest.task = inner.id();
        const auto delta = look(loop, recorder, interest);
        QVERIFY(delta);
        QCOMPARE(delta->chains.size(), std::size_t(1));
        QCOMPARE(delta->chains[0].id, inner.id());
        QVERIFY(!delta->chains[0].frames.empty());
        std::vector<loop::TaskId> waiting = delta->chains[0].awaitedBy;
        std::ranges::sort(waiting);
        QCOMPARE(waiting, (std::vector<loop::TaskId> {direct.id(), gathering.id()}));
    }

    void aTaskThatEndsWhileItIsLookedAtHasNoChain()
    {
        loop::EventLoop loop(std::make_unique<ManualDriver>());
        loop::Recorder recorder(loop);
        std::optional<loop::Task<void>> task = loop.createTask(sleepLong());
        loop::Interest interest;
        interest.task = task->id();
        QCOMPARE(look(loop, recorder, interest)->chains.size(), std::size_t(1));
        task->cancel();
        task.reset();
        (void)look(loop, recorder, interest);
        QVERIFY(look(loop, recorder, interest)->chains.empty()); // and it is not touched again
    }

    void theCostDoesNotGrowWithTheTasks()
    {
        loop::EventLoop loop(std::make_unique<ManualDriver>());
        loop::Recorder recorder(loop);
        const loop::Task<void> first = loop.createTask(sleepLong());
        std::vector<loop::Task<void>> others;
        for (int i = 0; i < 100'000; ++i)
            others.push_back(loop.createTask(sleepLong()));
        loop::Interest interest;
        (void)look(loop, recorder, interest);
        const auto fastest = [&](loop::TaskId task) {
            interest.task = task;
            (void)look(loop, recorder, interest);
            qint64 least = std::numeric_limits<qint64>::max();
            for (int round = 0; round < 20; ++round) {
                QElapsedTimer clock;
                clock.start();
                const auto delta = look(loop, recorder, interest);
                least = std::min(least, clock.nsecsElapsed());
                if (!delta || delta->chains.size() != (task ? 1U : 0U))
                    return std::numeric_limits<qint64>::max();
            }
            return least;
        };
        const qint64 without = fastest({});
        const qint64 with = fastest(first.id());
        QVERIFY2(with < without + 200'000, // ns; a copy of all tasks takes milliseconds
                 qPrintable(QStringLiteral("%1 ns, without %2 ns").arg(with).arg(without)));
    }
};

QTEST_GUILESS_MAIN(RecorderChainTest)
#include "RecorderChainTest.moc"
