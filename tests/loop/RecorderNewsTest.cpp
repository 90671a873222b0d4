// SPDX-License-Identifier: GPL-3.0-or-later

// Whoever reads a Recorder may sleep while nothing happens: it is woken once by what does, and not
// by what only passes time.

#include "loop/EventLoop.h"
#include "loop/Recorder.h"
#include "loop/Sleep.h"
#include "tests/support/Drivers.h"
#include "tests/support/ManualDriver.h"

#include <QtTest/QTest>

using namespace std::chrono_literals;

namespace {

loop::Coro<void> sleepFor(loop::Duration time)
{
    co_await loop::sleep(time);
}

struct Watched {
    ManualDriver *driver = new ManualDriver; // the loop's
    loop::EventLoop loop {std::unique_ptr<loop::Driver>(driver)};
    loop::Recorder recorder {loop};
    int woken = 0;

    void waitForNews()
    {
        recorder.wakeOnNews([this] { ++woken; });
    }
    std::unique_ptr<loop::Delta> take()
    {
        auto delta = recorder.take({});
        runReady(loop, 2);
        return delta;
    }
    // Until there is nothing more to tell.
    void settle()
    {
        for (int i = 0; i < 5; ++i)
            (void)take();
    }
};

} // namespace

class RecorderNewsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void timeThatPassesAndAnswersAreNoNews()
    {
        Watched watched;
        watched.settle();
        watched.waitForNews();
        for (int i = 0; i < 10; ++i) {
            watched.driver->advance(1s);
            const auto delta = watched.take();
            QVERIFY(delta && loop::isQuiet(*delta));
        }
        QCOMPARE(watched.woken, 0);
    }

    void aTaskIsNewsOnceForEachWish()
    {
        Watched watched;
        const loop::Task<void> sleeps = watched.loop.createTask(sleepFor(10s));
        runReady(watched.loop, 3);
        watched.settle();
        watched.waitForNews();
        runReady(watched.loop, 3);
        QCOMPARE(watched.woken, 0); // it sleeps on
        watched.driver->advance(11s);
        runReady(watched.loop, 3);
        QCOMPARE(watched.woken, 1);
        const loop::Task<void> other = watched.loop.createTask(sleepFor(1s));
        runReady(watched.loop, 3);
        QCOMPARE(watched.woken, 1);
        (void)watched.take();
        const auto delta = watched.take();
        QVERIFY(delta && !loop::isQuiet(*delta));
        QCOMPARE(delta->tasks.size(), std::size_t(2));
    }

    // What happened before the wish and is in no Delta yet wakes as well: nothing falls between.
    void whatNobodyTookYetIsNews()
    {
        Watched watched;
        watched.settle();
        watched.recorder.note(loop::EventKind::Fault, {}, "on purpose");
        watched.waitForNews();
        (void)watched.take();
        QCOMPARE(watched.woken, 1);
    }

    void whatAppearsInFiguresAloneIsNews()
    {
        Watched watched;
        watched.settle();
        watched.waitForNews();
        (void)watched.loop.callLater(1h, [] {});
        runReady(watched.loop);
        QCOMPARE(watched.woken, 1);
        watched.settle();
        watched.waitForNews();
        watched.loop.setDebug(!watched.loop.debug());
        (void)watched.take();
        QCOMPARE(watched.woken, 2);
    }

    void aWishIsTakenBackAndTheEndOfTheLoopIsNews()
    {
        Watched watched;
        watched.settle();
        watched.waitForNews();
        watched.recorder.wakeOnNews({});
        (void)watched.loop.callLater(1h, [] {});
        runReady(watched.loop);
        QCOMPARE(watched.woken, 0);
        watched.waitForNews();
        watched.settle();
        watched.loop.close();
        QVERIFY(watched.woken >= 1);
    }

    // A process that was stopped finds out by a wake-up that comes late; while its reader sleeps
    // there are fewer of them.
    void aLoopWhoseReaderSleepsWakesByItselfLessOften()
    {
        const auto wakesWithinASecond = [](bool sleeps) {
            Watched watched;
            (void)watched.loop.callLater(1s, [&watched] { watched.loop.stop(); });
            watched.settle();
            if (sleeps)
                watched.waitForNews();
            (void)watched.take();
            const std::uint64_t before = watched.loop.totals().iterations;
            watched.loop.runForever();
            return watched.loop.totals().iterations - before;
        };
        QCOMPARE(wakesWithinASecond(true), std::uint64_t(1)); // for the timer
        QCOMPARE(wakesWithinASecond(false), std::uint64_t(2));
        static_assert(loop::Recorder::quietAtMost > 1s);
    }
};

QTEST_GUILESS_MAIN(RecorderNewsTest)
#include "RecorderNewsTest.moc"
