// SPDX-License-Identifier: GPL-3.0-or-later

// A whole small life under a clock that stands still until it is moved: tasks of every fate, every
// kind of wait, a connection that pauses, half-closes, ends and is reset. All that a Recorder tells
// of it, field by field, beside expected/*.txt. Numbers of the process are counted from 1.

#include "loop/EventLoop.h"
#include "loop/Gather.h"
#include "loop/Queue.h"
#include "loop/Recorder.h"
#include "loop/Sleep.h"
#include "loop/Synchronisation.h"
#include "loop/TaskGroup.h"
#include "loop/Timeout.h"
#include "loop/Wait.h"
#include "tests/loop/Conversation.h"
#include "tests/support/Expected.h"
#include "tests/support/LogCapture.h"
#include "tests/support/ManualDriver.h"
#include "tests/support/Told.h"

#include <QtTest/QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

loop::Coro<void> sleepFor(loop::Duration time)
{
    co_await loop::sleep(time);
}

loop::Coro<void> steps(int count, ManualDriver *clock)
{
    for (int i = 0; i < count; ++i) {
        clock->advance(std::chrono::microseconds(7 << i));
        co_await loop::sleep(0s);
    }
}

loop::Coro<void> fails()
{
    co_await loop::sleep(0s);
    throw std::domain_error("on purpose");
}

loop::Coro<void> awaits(loop::Task<void> task)
{
    co_await task;
}

loop::Coro<void> awaitsFuture(loop::Future<int> future)
{
    (void)co_await future;
}

loop::Coro<void> gathers(loop::Task<void> one, loop::Task<void> other)
{
    co_await loop::gather(one, other);
}

loop::Coro<void> holds(loop::Lock &lock, loop::Duration time)
{
    const loop::Held held = co_await lock.hold();
    co_await loop::sleep(time);
}

loop::Coro<void> acquires(loop::Semaphore &semaphore)
{
    co_await semaphore.acquire();
    co_await loop::sleep(1h);
}

loop::Coro<void> waitsFor(loop::Event &event)
{
    co_await event.wait();
}

loop::Coro<void> gets(loop::Queue<int> &queue)
{
    (void)co_await queue.get();
}

loop::Coro<void> puts(loop::Queue<int> &queue)
{
    for (int i = 0; i < 2; ++i)
        co_await queue.put(i);
}

loop::Coro<void> cancels(loop::Task<void> task)
{
    task.cancel();
    co_return;
}

loop::Coro<void> groups()
{
    auto body = [](loop::TaskGroup &group) -> loop::Coro<void> {
        (void)group.createTask(sleepFor(10ms));
        (void)group.createTask(sleepFor(20ms));
        co_return;
    };
    co_await loop::taskGroup(body);
}

loop::Coro<void> givesUp()
{
    try {
        co_await loop::timeout(5ms, sleepFor(1h));
    } catch (const loop::TimeoutError &) { }
}

// Sends what it is told to, and reads only while it may.
class Speaker final : public loop::Protocol {
public:
    void connectionMade(loop::Transport &t) override { transport = t.shared_from_this(); }
    bool eofReceived() override { return staysOpen; }
    std::shared_ptr<loop::Transport> transport;
    bool staysOpen = true;
};

QString expected(const char *name)
{
    return QStringLiteral(LOOPSCOPE_EXPECTED "/") + QLatin1StringView(name);
}

} // namespace

class RecordedLifeTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ofTasks()
    {
        auto driver = std::make_unique<ManualDriver>();
        ManualDriver &clock = *driver;
        loop::EventLoop loop(std::move(driver));
        loop::Recorder recorder(loop);
        ::test::Told told(3'600'000'000'000); // ManualDriver's beginning
        loop::Interest interest;
        interest.timers = true;
        interest.handles = loop.id();
        const auto look = [&](int iterations = 3) {
            for (int i = 0; i < iterations; ++i)
                clock.iterateOnce();
            if (const auto before = recorder.take(interest))
                told.add(*before);
            clock.iterateOnce();
            if (const auto delta = recorder.take(interest))
                told.add(*delta);
        };
        look();
        loop::Lock lock;
        loop::Semaphore semaphore(1);
        loop::Event event;
        loop::Queue<int> empty, full(1);
        auto future = loop.createFuture<int>();
        std::vector<loop::Task<void>> all;
        const auto begin = [&](loop::Coro<void> coro) {
            all.push_back(loop.createTask(std::move(coro)));
            return all.back();
        };
        (void)begin(steps(5, &clock));
        (void)begin(fails());
        const auto sleeper = begin(sleepFor(1h));
        (void)begin(awaits(sleeper));
        (void)begin(awaitsFuture(future));
        (void)begin(gathers(begin(sleepFor(30ms)), begin(sleepFor(40ms))));
        (void)begin(holds(lock, 15ms));
        (void)begin(holds(lock, 1ms));
        (void)begin(acquires(semaphore));
        (void)begin(acquires(semaphore));
        (void)begin(waitsFor(event));
        (void)begin(gets(empty));
        (void)begin(puts(full));
        (void)begin(groups());
        (void)begin(givesUp());
        look(8);
        interest.task = all[3].id();
        for (const loop::Duration step : {loop::Duration(6ms), loop::Duration(10ms),
                                          loop::Duration(10ms), loop::Duration(20ms)}) {
            clock.advance(step);
            look(6);
        }
        (void)begin(cancels(sleeper));
        event.set();
        future.setResult(1);
        (void)empty.putNowait(1);
        (void)full.getNowait();
        look(8);
        interest.timers = false;
        interest.handles = {};
        look(2);
        for (auto &task : all)
            task.cancel();
        look(8);
        for (const auto &task : all)
            if (task.done() && !task.cancelled())
                (void)task.exception();
        all.clear();
        loop.close();
        while (const auto delta = recorder.take(interest))
            told.add(*delta);
        QCOMPARE(::test::differenceFrom(expected("life-of-tasks.txt"), told.lines), QString());
    }

    void ofConnections()
    {
        auto driver = std::make_unique<ManualDriver>();
        ManualDriver &clock = *driver;
        loop::EventLoop loop(std::move(driver));
        loop::Recorder recorder(loop);
        ::test::Told told(3'600'000'000'000); // ManualDriver's beginning
        const auto look = [&](int iterations = 4) {
            for (int i = 0; i < iterations; ++i)
                clock.iterateOnce();
            clock.advance(1ms);
            if (const auto before = recorder.take({}))
                told.add(*before);
            clock.iterateOnce();
            if (const auto delta = recorder.take({}))
                told.add(*delta);
        };
        look();
        const auto join = [&loop, &clock](std::shared_ptr<Speaker> &one,
                                          std::shared_ptr<Speaker> &other) {
            int ends[2];
            if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) != 0)
                qFatal("no sockets");
            one = std::make_shared<Speaker>(), other = std::make_shared<Speaker>();
            (void)loop.createTask(adopt(ends[0], one));
            (void)loop.createTask(adopt(ends[1], other));
            for (int i = 0; i < 6; ++i)
                clock.iterateOnce();
        };
        std::shared_ptr<Speaker> a, b, c, d, e, f;
        join(a, b);
        QVERIFY(a->transport && b->transport);
        look();
        a->transport->write("hello");
        a->transport->write("world");
        look();
        b->transport->write("hi");
        look();
        recorder.note(loop::EventKind::Session, {7}, "a note of the program's");
        recorder.note(loop::EventKind::Fault, {7}, "a fault", a->transport->id());
        recorder.learned({a->transport->id(), 77, "nc", b->transport->id()});
        a->transport->setWriteBufferLimits(2000, 1000);
        b->transport->pauseReading();
        look();
        b->transport->resumeReading();
        look();
        a->transport->writeEof();
        look();
        b->transport->write("after the end");
        look();
        b->transport->close();
        look();
        a->transport->close();
        look();
        join(c, d);
        c->transport->abort();
        look();
        join(e, f);
        e->transport->write("unread");
        f->staysOpen = false;
        e->transport->writeEof(); // and so the other closes
        look();
        look();
        loop.close();
        while (const auto delta = recorder.take({}))
            told.add(*delta);
        QCOMPARE(::test::differenceFrom(expected("life-of-connections.txt"), told.lines),
                 QString());
    }
};

QTEST_GUILESS_MAIN(RecordedLifeTest)
#include "RecordedLifeTest.moc"
