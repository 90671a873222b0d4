// SPDX-License-Identifier: GPL-3.0-or-later
// The clock is moved by the test.
#include "app/engine/sessions/Deadline.h"
#include "app/engine/sessions/IdleTimer.h"

#include "loop/Sleep.h"
#include "tests/support/ManualDriver.h"

#include <QtTest/QTest>

#include <optional>

using namespace std::chrono_literals;

namespace {

loop::Coro<void> waiting(loop::Duration time)
{
    co_await loop::sleep(time);
}

struct Clock {
    Clock()
        : Clock(std::make_unique<ManualDriver>())
    { }
    explicit Clock(std::unique_ptr<ManualDriver> d)
        : driver(*d)
        , loop(std::move(d))
    { }
    ~Clock() { loop.close(); }
    void run(loop::Duration time) { loop.runUntilComplete(waiting(time)); }
    // A callback, or the whole machine, holds the loop for so long.
    void hold(loop::Duration time)
    {
        loop.callSoon([this, time] { driver.advance(time); });
        run(0ms);
    }

    ManualDriver &driver;
    loop::EventLoop loop;
};

} // namespace

class DeadlineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void inTimeItExpiresAtOnce();
    void lateItLooksAgainFirst();
    void whatIsSetAnewMeanwhileDoesNotExpire();
    void aLateLookJudgesAsOfThen();
    void dataThatCameWhileTheLoopWasHeldIsASignOfLife();
};

void DeadlineTest::inTimeItExpiresAtOnce()
{
    Clock clock;
    int expired = 0;
    app::Deadline deadline(clock.loop, [&](loop::TimePoint) { ++expired; });
    deadline.set(clock.loop.time() + 1s);
    clock.run(999ms);
    QCOMPARE(expired, 0);
    clock.run(2ms);
    QCOMPARE(expired, 1);
    deadline.set(clock.loop.time() + 1s);
    deadline.cancel();
    clock.run(5s);
    QCOMPARE(expired, 1);
}

void DeadlineTest::lateItLooksAgainFirst()
{
    Clock clock;
    int expired = 0;
    app::Deadline deadline(clock.loop, [&](loop::TimePoint) { ++expired; });
    deadline.set(clock.loop.time() + 1s);
    clock.hold(10s);
    clock.run(50ms);
    QCOMPARE(expired, 0);
    clock.hold(10s); // once more, but not for ever
    clock.run(1ms);
    QCOMPARE(expired, 1);
}

void DeadlineTest::whatIsSetAnewMeanwhileDoesNotExpire()
{
    Clock clock;
    int expired = 0;
    app::Deadline deadline(clock.loop, [&](loop::TimePoint) { ++expired; });
    deadline.set(clock.loop.time() + 1s);
    clock.hold(10s);
    deadline.set(clock.loop.time() + 1s);
    clock.run(900ms);
    QCOMPARE(expired, 0);
    clock.run(200ms);
    QCOMPARE(expired, 1);
}

// What was sent after the late look is not late yet.
void DeadlineTest::aLateLookJudgesAsOfThen()
{
    Clock clock;
    std::optional<loop::TimePoint> judged;
    app::Deadline deadline(clock.loop, [&](loop::TimePoint asOf) { judged = asOf; });
    deadline.set(clock.loop.time() + 1s);
    clock.hold(10s);
    const loop::TimePoint late = clock.loop.time();
    clock.hold(10s);
    clock.run(1ms);
    QVERIFY(judged);
    QVERIFY(*judged <= late);
}

void DeadlineTest::dataThatCameWhileTheLoopWasHeldIsASignOfLife()
{
    Clock clock;
    int expired = 0;
    app::IdleTimer idle(clock.loop, 1s, [&] { ++expired; });
    clock.hold(10s);
    clock.run(1ms);
    QCOMPARE(expired, 0);
    idle.restart(); // as the coroutine does that has read it now
    clock.run(900ms);
    QCOMPARE(expired, 0);
    clock.run(200ms);
    QCOMPARE(expired, 1);
}

QTEST_GUILESS_MAIN(DeadlineTest)
#include "DeadlineTest.moc"
