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

#include <QtTest/QTest>

#include <map>

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

// What is told, in lines, with numbers of the process by the order in which they are met.
class Told {
public:
    void add(const loop::Delta &delta)
    {
        lines << u"--- %1 ms closed %2"_s.arg(double(delta.time - began_) / 1e6).arg(delta.closed);
        const loop::LoopSample &s = delta.sample;
        lines
            << u"busy %1 longest %2 lag %3 ready %4 tasks %5 timers %6 connections %7 servers %8"_s
                    .arg(s.busy)
                    .arg(s.longestIteration)
                    .arg(s.lag)
                    .arg(s.ready)
                    .arg(s.tasks)
                    .arg(s.timers)
                    .arg(s.connections)
                    .arg(s.servers)
                + u" bytes %1 %2 messages %3 %4 merged %5 events %6 iterations %7"_s.arg(s.bytesIn)
                      .arg(s.bytesOut)
                      .arg(s.messagesIn)
                      .arg(s.messagesOut)
                      .arg(s.merged)
                      .arg(s.events)
                      .arg(s.iterations);
        for (const loop::ConnectionOpened &c : delta.opened)
            lines << u"opened %1 kind %2 role %3 context %4 server %5 at %6 marks %7 %8 '%9'"_s
                         .arg(number(connections_, c.id.value))
                         .arg(int(c.kind))
                         .arg(int(c.role))
                         .arg(c.context.value)
                         .arg(c.server.value)
                         .arg(when(c.time))
                         .arg(c.low)
                         .arg(c.high)
                         .arg(words(c.local) + words(c.peer));
        for (const loop::ConnectionSample &c : delta.connections)
            lines << u"connection %1 state %2 task %3 bytes %4 %5 messages %6 %7 buffer %8 of %9"_s
                         .arg(number(connections_, c.id.value))
                         .arg(int(c.state))
                         .arg(number(tasks_, c.task.value))
                         .arg(c.bytesIn)
                         .arg(c.bytesOut)
                         .arg(c.messagesIn)
                         .arg(c.messagesOut)
                         .arg(c.writeBuffer)
                         .arg(c.low)
                    + u" %1 pauses %2 active %3 closed %4 '%5'"_s.arg(c.high)
                          .arg(c.pauses)
                          .arg(when(c.lastActivity))
                          .arg(when(c.closed))
                          .arg(words(c.error));
        for (const loop::TaskCreated &t : delta.created)
            lines << u"created %1 context %2 parent %3 %4 in %5 at %6"_s
                         .arg(number(tasks_, t.id.value))
                         .arg(t.context.value)
                         .arg(number(tasks_, t.parent.value))
                         .arg(nameOf(t.coroutine), nameOf(t.created))
                         .arg(when(t.time));
        for (const loop::TaskSample &t : delta.tasks)
            addTask(t);
        for (const loop::TaskChain &chain : delta.chains) {
            lines << u"chain of %1"_s.arg(number(tasks_, chain.id.value));
            for (const loop::FrameRecord &frame : chain.frames)
                lines << u"  %1 at %2"_s.arg(nameOf(frame.coroutine), nameOf(frame.awaitedAt));
            for (const loop::TaskId by : chain.awaitedBy)
                lines << u"  awaited by %1"_s.arg(number(tasks_, by.value));
        }
        for (const loop::TimerSample &t : delta.timers)
            lines << u"timer due %1 of task %2 context %3 %4"_s.arg(when(t.due))
                         .arg(number(tasks_, t.task.value))
                         .arg(t.context.value)
                         .arg(nameOf(t.created));
        for (const loop::HandleGroup &h : delta.handles)
            lines << u"handles %1 of kind %2 %3"_s.arg(h.count)
                         .arg(int(h.kind))
                         .arg(nameOf(h.created));
        for (const loop::WarningRecord &w : delta.warnings)
            lines << u"warning %1 at %2 context %3 task %4 connection %5 count %6 %7"_s
                         .arg(int(w.kind))
                         .arg(when(w.time))
                         .arg(w.context.value)
                         .arg(number(tasks_, w.task.value))
                         .arg(number(connections_, w.connection.value))
                         .arg(w.count)
                         .arg(nameOf(w.created));
        for (const loop::LogEvent &e : delta.events)
            lines
                << u"event %1 at %2 merged %3 context %4 connection %5 task %6 bytes %7 '%8' '%9'"_s
                       .arg(int(e.kind))
                       .arg(when(e.time))
                       .arg(e.merged)
                       .arg(e.context.value)
                       .arg(number(connections_, e.connection.value))
                       .arg(number(tasks_, e.task.value))
                       .arg(e.bytes)
                       .arg(words(std::string(delta.detail(e))),
                            words(delta.payload(e).substr(0, 20)));
        for (const loop::StepSpan &span : delta.spans)
            lines << u"span %1 woken by %2 at %3 for %4 of %5"_s
                         .arg(number(tasks_, span.task.value))
                         .arg(number(tasks_, span.wokenBy.value))
                         .arg(when(span.start))
                         .arg(span.length)
                         .arg(span.merged);
    }

    QStringList lines;

private:
    void addTask(const loop::TaskSample &t)
    {
        const bool ofTask = t.wait == loop::WaitKind::Task;
        QString line
            = u"task %1 state %2 wait %3 target %4 until %5 steps %6 busy %7 longest %8"_s
                  .arg(number(tasks_, t.id.value))
                  .arg(int(t.state))
                  .arg(int(t.wait))
                  .arg(ofTask ? number(tasks_, t.waitTarget) : number(connections_, t.waitTarget))
                  .arg(when(t.waitDeadline))
                  .arg(t.steps)
                  .arg(t.busy)
                  .arg(t.longest);
        line += u" ended %1 '%2' cancelled %3 by %4 through %5 at %6"_s.arg(when(t.ended))
                    .arg(words(t.error))
                    .arg(t.cancelRequests)
                    .arg(number(tasks_, t.cancelledBy.value))
                    .arg(number(tasks_, t.cancelledThrough.value))
                    .arg(nameOf(t.awaitedAt));
        for (const std::uint32_t count : t.histogram)
            line += u' ' + QString::number(count);
        for (const loop::TaskId id : t.awaits)
            line += u" for %1"_s.arg(number(tasks_, id.value));
        if (t.primitive)
            line += u" primitive %1 held by %2 waiting %3"_s.arg(int(t.primitive->kind))
                        .arg(number(tasks_, t.primitive->holder.value))
                        .arg(t.primitive->waiting);
        lines << line;
    }
    // Without parameters, which compilers spell as they like.
    static QString nameOf(const loop::Place &place)
    {
        return QString::fromStdString(place.name()).section(u'(', 0, 0);
    }
    static QString words(const std::string &text)
    {
        return QString::fromStdString(text).replace(u'\n', u"\\n"_s);
    }
    static int number(std::map<std::uint64_t, int> &known, std::uint64_t id)
    {
        return id == 0 ? 0 : known.try_emplace(id, int(known.size()) + 1).first->second;
    }
    [[nodiscard]] QString when(std::int64_t time) const
    {
        return time == 0 ? u"-"_s : QString::number(double(time - began_) / 1e6);
    }

    static constexpr std::int64_t began_ = 3'600'000'000'000; // ManualDriver's
    std::map<std::uint64_t, int> connections_, tasks_;
};

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
        Told told;
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
        Told told;
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
