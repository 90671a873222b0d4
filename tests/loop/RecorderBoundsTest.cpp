// SPDX-License-Identifier: GPL-3.0-or-later
// What a Recorder keeps and for how long, and its clocks: lag, and the wall's.
#include "loop/EventLoop.h"
#include "loop/Recorder.h"
#include "loop/Sleep.h"
#include "tests/loop/Conversation.h"
#include "tests/support/Drivers.h"
#include "tests/support/Ledger.h"
#include "tests/support/LogCapture.h"
#include "tests/support/ManualDriver.h"
#include "tests/support/Pipe.h"

#include <algorithm>
#include <atomic>

#include <malloc.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace std::chrono_literals;

namespace {

std::atomic<std::int64_t> g_wallShift = 0; // seconds by which the wall clock was set

} // namespace

extern "C" int clock_gettime(clockid_t clock, timespec *now) noexcept // libc's gives way to it
{
    const auto result = static_cast<int>(::syscall(SYS_clock_gettime, clock, now));
    if (clock == CLOCK_REALTIME)
        now->tv_sec += g_wallShift;
    return result;
}

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

loop::Coro<void> sleepLong()
{
    co_await loop::sleep(1h);
}

} // namespace

class RecorderBoundsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    // What Watchdog.h tells people to make: read by nobody, it keeps a bounded amount, and who
    // comes after all learns what lives, what has ended of what he knew, and that something is
    // missing.
    void aRecorderThatNobodyReadsIsBounded()
    {
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        Ledger ledger;
        const auto known = loop.createTask(sleepLong());
        const auto lives = loop.createTask(sleepLong());
        ledger.drain(recorder, loop);
        runReady(loop); // nothing is asked for from now on
        known.cancel();
        runReady(loop);
        const auto begun = loop.createTask(sleepLong());
        const std::size_t before = ::mallinfo2().uordblks;
        for (int round = 0; round < 150; ++round) {
            for (int i = 0; i < 1000; ++i)
                (void)loop.createTask(steps(1));
            runReady(loop, 3);
        }
        const std::size_t after = ::mallinfo2().uordblks;
        QVERIFY2(after < before + 48 * 1024 * 1024, qPrintable(QString::number(after - before)));
        ledger.drain(recorder, loop);
        QVERIFY(ledger.tasks.at(known.id().value).ended != 0);
        QVERIFY(ledger.tasks.at(lives.id().value).ended == 0);
        QVERIFY(ledger.taskIds.contains(begun.id().value));
        QVERIFY(ledger.taskIds.size() < 140'000);
        QVERIFY(!ledger.duplicate);
        QVERIFY(ledger.kinds[loop::EventKind::Warning] > 0);
        QVERIFY(ledger.last.merged > 100'000);
        for (const std::uint64_t id : ledger.taskIds) // none began without an end
            QVERIFY(ledger.tasks.contains(id));
        lives.cancel();
        begun.cancel();
        runReady(loop, 3);
    }

    // The newest thousand warnings are of more use than the oldest
    void ofWarningsThatNobodyReadsTheNewestAreKept()
    {
        const LogCapture log;
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        const auto warn = [&loop](int from, int to) {
            for (int i = from; i < to; ++i)
                loop.warn({loop::WarningKind::SlowCallback, 0, std::to_string(i), {}, {}, {}, {}});
        };
        const auto flood = [&loop] { // letGo() is a matter of memory
            for (int round = 0; round < 200; ++round) {
                for (int i = 0; i < 1000; ++i)
                    (void)loop.createTask(steps(1));
                runReady(loop, 3);
            }
        };
        warn(0, 1500);
        flood();
        (void)recorder.take({});
        runReady(loop);
        const auto delta = recorder.take({});
        runReady(loop);
        QVERIFY(delta);
        QCOMPARE(delta->warnings.size(), std::size_t(1000));
        QCOMPARE(delta->warnings.front().message, std::string("500"));
        QCOMPARE(delta->warnings.back().message, std::string("1499"));
    }

    // Events go several times between two looks, and once more after one: the notice has them all,
    // of that time alone.
    void theNoticeCountsAllThatWasDropped()
    {
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        const auto dropped = [&](int rounds) -> std::uint64_t { // as the notice has it
            for (int round = 0; round < rounds; ++round) {
                for (int i = 0; i < 1000; ++i)
                    (void)loop.createTask(steps(1));
                runReady(loop, 3);
            }
            (void)recorder.take({});
            runReady(loop);
            const auto delta = recorder.take({});
            runReady(loop);
            for (const loop::LogEvent &event : delta->events)
                if (event.kind == loop::EventKind::Warning)
                    return std::stoull(std::string(delta->detail(event)));
            return 0;
        };
        const std::uint64_t first = dropped(220);
        QVERIFY2(first > 200'000, std::to_string(first).c_str()); // in several lots
        Ledger ledger;
        ledger.drain(recorder, loop);
        QCOMPARE(ledger.last.merged, first);
        const std::uint64_t second = dropped(110);
        QVERIFY(second > 0);
        ledger.drain(recorder, loop);
        QCOMPARE(ledger.last.merged, first + second);
    }

    // What came and went unread is gone with its events; of what was known, the end is told
    void ofConnectionsThatNobodyReadTheKnownOnesAreTold()
    {
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        std::vector<loop::Descriptor> writing;
        const auto attach = [&] {
            Pipe pipe;
            writing.push_back(std::move(pipe.writing));
            const auto make = [] { return std::make_shared<loop::Protocol>(); };
            return loop.runUntilComplete(loop.connectReadPipe(make, std::move(pipe.reading)))
                .transport;
        };
        const auto known = attach();
        Ledger ledger;
        ledger.drain(recorder, loop);
        QCOMPARE(ledger.connectionIds.size(), std::size_t(1));
        known->abort();
        for (int i = 0; i < 3; ++i)
            attach()->abort();
        const std::int64_t began = loop::toNanoseconds(loop.time());
        for (int round = 0; round < 110; ++round) {
            for (int i = 0; i < 1000; ++i)
                (void)loop.createTask(steps(1));
            runReady(loop, 3);
        }
        (void)recorder.take({});
        runReady(loop);
        const auto delta = recorder.take({});
        runReady(loop);
        QVERIFY(delta);
        QVERIFY(delta->opened.empty());
        QCOMPARE(delta->connections.size(), std::size_t(1));
        QCOMPARE(delta->connections.front().id.value, known->id().value);
        QVERIFY(delta->connections.front().closed != 0);
        const auto notice
            = std::ranges::find(delta->events, loop::EventKind::Warning, &loop::LogEvent::kind);
        QVERIFY(notice != delta->events.end());
        QVERIFY(notice->time >= began);
    }

    // A budget is of one Delta: what comes after a flood was taken stands for itself again.
    void afterAFloodEachMessageStandsAlone()
    {
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        Ledger flood;
        const Conversation much(loop, 5000);
        loop.runForever();
        flood.drain(recorder, loop);
        QVERIFY(flood.merged > 1000);
        Ledger after;
        const Conversation little(loop, 20);
        loop.runForever();
        after.drain(recorder, loop);
        QCOMPARE(after.merged, std::uint64_t(0));
        QCOMPARE(after.kinds[loop::EventKind::DataIn], std::size_t(40));
        QCOMPARE(after.kinds[loop::EventKind::DataOut], std::size_t(40));
    }

    // While it lasts, most are merged whatever is done; then there is as much room as before.
    void ofAFloodThatLastsFewerMessagesStandAlone()
    {
        loop::EventLoop loop(std::make_unique<ManualDriver>()); // budgets are of time
        loop::Recorder recorder(loop);
        Ledger books[5];
        std::size_t round = 0;
        for (const int messages : {5000, 5000, 40, 400}) { // there and back, at both ends
            const Conversation talk(loop, messages);
            loop.runForever();
            if (const auto before = recorder.take({}))
                books[round].add(*before);
            runReady(loop);
            ++round;
        }
        books[round].add(*recorder.take({}));
        const auto events = [&books](std::size_t of) {
            return books[of].kinds[loop::EventKind::DataIn]
                + books[of].kinds[loop::EventKind::DataOut];
        };
        const std::size_t merged = 8; // of each end and direction, one of before at the most
        QVERIFY(events(1) >= 2000 && events(1) <= 2000 + merged);
        QVERIFY2(events(2) <= 200 + merged, std::to_string(events(2)).c_str());
        for (const std::size_t each : {1, 2})
            QCOMPARE(books[each].merged + events(each), std::uint64_t(20'000));
        QCOMPARE(events(3), std::size_t(160));
        QCOMPARE(events(4), std::size_t(1600));
        QCOMPARE(books[4].merged, std::uint64_t(0));
    }

    // Ten looks at a thousand short tasks each: all of them are seen, nothing is merged.
    void atTheDisplaysPaceNothingIsMissing()
    {
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        Ledger ledger;
        for (int look = 0; look < 10; ++look) {
            int left = 1000;
            std::function<void()> next = [&] { // each has ended when the next begins
                (void)loop.createTask(quick());
                if (--left > 0)
                    loop.callSoon(next);
            };
            next();
            for (int i = 0; i < 2000 && (left > 0 || loop.totals().tasks > 0); ++i)
                runReady(loop);
            ledger.drain(recorder, loop);
        }
        QCOMPARE(ledger.taskIds.size(), std::size_t(10'000));
        QCOMPARE(ledger.last.merged, std::uint64_t(0));
        QCOMPARE(ledger.kinds[loop::EventKind::TaskEnd], std::size_t(10'000));
    }

    // What went both ways is there whole; of a context only as much as was wanted of it.
    void messagesAreWholeUnlessTheirContextWantsLess()
    {
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        const Conversation talk(loop, 1);
        loop.runForever();
        (void)recorder.take({});
        runReady(loop);
        (void)recorder.take({});
        const std::string message = std::string(50 * 1024, 'a') + std::string(50 * 1024, 'b');
        const auto sent = [&] { // what is kept of it
            talk.client->write(message);
            runReady(loop);
            const auto delta = recorder.take({});
            for (const loop::LogEvent &event : delta->events) {
                if (event.kind == loop::EventKind::DataOut && event.bytes == message.size())
                    return std::string(delta->payload(event));
            }
            return std::string("nothing was sent");
        };
        QVERIFY(sent() == message);
        recorder.setCapture(talk.client->context(), 100);
        QVERIFY(sent() == message.substr(0, 100));
        recorder.setCapture(talk.client->context(), 0);
        QVERIFY(sent().empty());
    }

    // Ten thousand messages between two looks are a few thousand events, and every byte of them.
    void mergedEventsHoldAllBytes()
    {
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        const Conversation talk(loop, 1);
        loop.runForever();
        (void)recorder.take({});
        runReady(loop);
        (void)recorder.take({});
        std::string wrote, kept;
        for (int i = 0; i < 10'000; ++i) {
            const std::string message = std::to_string(i) + ' ';
            wrote += message;
            talk.client->write(message);
            talk.server->write("of the other end");
        }
        runReady(loop);
        std::uint64_t merged = 0, bytes = 0;
        const auto delta = recorder.take({});
        for (const loop::LogEvent &event : delta->events) {
            if (event.kind != loop::EventKind::DataOut || event.connection != talk.client->id())
                continue;
            delta->eachOfPayload(event, [&kept](std::string_view piece) { kept += piece; });
            QCOMPARE(delta->payload(event).size(), std::size_t {event.payloadSize});
            merged += event.merged;
            bytes += event.bytes;
        }
        QVERIFY(delta->events.size() < 5000);
        QCOMPARE(merged, std::uint64_t {10'000});
        QCOMPARE(bytes, std::uint64_t {wrote.size()});
        QVERIFY(kept == wrote);
    }

    // A reader that wants few bytes a second has the first of them, and the sums of all.
    void whatIsBeyondTheBytesOfASecondIsCounted()
    {
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        const Conversation talk(loop, 1);
        loop.runForever();
        loop::Interest interest;
        interest.payload = 1;
        for (int i = 0; i < 2; ++i) {
            (void)recorder.take(interest);
            runReady(loop);
        }
        (void)recorder.take(interest);
        const std::string piece(100 * 1024, 'x');
        for (int i = 0; i < 5; ++i)
            talk.client->write(piece);
        runReady(loop);
        std::uint64_t kept = 0, bytes = 0;
        const auto delta = recorder.take(interest);
        for (const loop::LogEvent &event : delta->events) {
            if (event.kind == loop::EventKind::DataOut && event.connection == talk.client->id()) {
                kept += event.payloadSize;
                bytes += event.bytes;
            }
        }
        QCOMPARE(bytes, std::uint64_t {5 * piece.size()});
        QVERIFY(kept > 0 && kept < bytes);
    }

    // Once a Delta, however many iterations come before its reader.
    void muchDataThatWaitsIsTold()
    {
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        const Conversation talk(loop, 1);
        loop.runForever();
        loop::Interest interest;
        interest.payload = std::size_t {1}
            << 40; // so soon after the last Delta it is a share of that
        int told = 0;
        recorder.wakeOnMuch([&told] { ++told; });
        const std::string message(1024 * 1024, 'x');
        const auto flood = [&](std::size_t bytes) {
            for (std::size_t sent = 0; sent < bytes; sent += message.size()) {
                talk.client->write(message);
                runReady(loop, 20);
            }
        };
        for (int delta = 1; delta <= 2; ++delta) {
            for (int i = 0; i < 5; ++i) { // until all of the last has come
                (void)recorder.take(interest);
                runReady(loop, 100);
            }
            flood(loop::Recorder::muchData / 16); // sent, received, and perhaps sent back
            QCOMPARE(told, delta - 1);
            flood(loop::Recorder::muchData);
            QCOMPARE(told, delta);
        }
        recorder.wakeOnMuch({});
        (void)recorder.take(interest);
        runReady(loop);
        flood(loop::Recorder::muchData);
        QCOMPARE(told, 2);
    }

    // Of three, the first and then the last end between two takes: places in the dirty list move.
    void theFirstAndThenTheLastOfThreeTasksEndBetweenTwoTakes()
    {
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        Ledger ledger;
        ledger.drain(recorder, loop);
        const auto first = loop.createTask(sleepLong());
        const auto second = loop.createTask(sleepLong());
        const auto last = loop.createTask(sleepLong());
        runReady(loop);
        first.cancel();
        runReady(loop);
        last.cancel();
        runReady(loop);
        QVERIFY(first.done() && last.done() && !second.done());
        ledger.drain(recorder, loop);
        QVERIFY(ledger.tasks.at(first.id().value).ended != 0);
        QVERIFY(ledger.tasks.at(second.id().value).state == loop::TaskState::Suspended);
        QVERIFY(ledger.tasks.at(last.id().value).ended != 0);
        second.cancel();
        runReady(loop, 2);
        ledger.drain(recorder, loop);
        QVERIFY(ledger.tasks.at(second.id().value).ended != 0);
    }

    // Lag is how late timers, wake-ups and answers were; a loop with nothing to do notices, too.
    void aStopOfTheWholeProcessIsSeenAsLag()
    {
        auto driver = std::make_unique<ManualDriver>();
        ManualDriver &clock = *driver;
        loop::EventLoop loop(std::move(driver));
        loop::Recorder recorder(loop);
        const auto lag = [&] { // of all that was answered; nothing is asked for afterwards
            std::int64_t most = 0;
            for (int i = 0; i < 2; ++i) {
                if (const auto delta = recorder.take({}))
                    most = std::max(most, delta->sample.lag);
                clock.iterateOnce();
            }
            return most;
        };
        QCOMPARE(lag(), std::int64_t(0));
        clock.advance(10s); // nobody ran, and nothing was due
        clock.iterateOnce();
        QVERIFY(lag() >= 9'700'000'000);
        QCOMPARE(lag(), std::int64_t(0)); // said once
        bool fired = false;
        loop.callLater(100ms, [&fired] { fired = true; });
        clock.iterateOnce();
        clock.advance(2s);
        clock.iterateOnce();
        QVERIFY(fired);
        QVERIFY(lag() >= 1'900'000'000);
    }

    // A clock that is set, or a machine that slept: times of the next Delta are right again.
    void eachDeltaKnowsTheWallClockOfItsTime()
    {
        loop::EventLoop loop(makeDriver());
        loop::Recorder recorder(loop);
        const auto offset = [&] {
            (void)recorder.take({});
            runReady(loop);
            return recorder.take({})->wallOffset;
        };
        const std::int64_t before = offset();
        QCOMPARE(offset(), before); // no jitter
        g_wallShift = 3600;
        const std::int64_t after = offset();
        g_wallShift = 0;
        QVERIFY(std::abs(after - before - 3'600'000'000'000) < 1'000'000'000);
        QVERIFY(std::abs(offset() - before) < 1'000'000'000);
    }
};

QTEST_GUILESS_MAIN(RecorderBoundsTest)
#include "RecorderBoundsTest.moc"
