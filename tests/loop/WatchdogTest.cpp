// SPDX-License-Identifier: GPL-3.0-or-later

// A loop that is blocked says so while it is, through a thread that is not.

#include "loop/Watchdog.h"
#include "loop/EventLoop.h"
#include "loop/Recorder.h"
#include "loop/Sleep.h"
#include "loop/Warnings.h"
#include "tests/support/LogCapture.h"
#include "tests/support/Wire.h"

#include <QtTest/QTest>

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

namespace {

// Holds the loop until the watchdog has said so, for ten seconds at most, and then `longer`.
loop::Coro<void> block(const std::atomic<int> *findings, loop::Duration longer)
{
    co_await loop::sleep(0s);
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (*findings == 0 && std::chrono::steady_clock::now() < end)
        std::this_thread::yield();
    const auto later = std::chrono::steady_clock::now() + longer;
    while (std::chrono::steady_clock::now() < later)
        std::this_thread::yield();
}

// Holds the loop until the log says so, for ten seconds at most.
loop::Coro<void> blockUntilLogged(const LogCapture *log)
{
    co_await loop::sleep(0s);
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (log->count("Event loop is blocked") == 0 && std::chrono::steady_clock::now() < end)
        std::this_thread::yield();
}

} // namespace

class WatchdogTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aBlockedLoopIsReportedWhileItLastsAndWhenItIsOver()
    {
        loop::EventLoop eventLoop;
        loop::Recorder recorder(eventLoop);
        std::atomic<int> count = 0;
        std::vector<loop::Watchdog::Finding> findings;
        std::mutex mutex;
        loop::Watchdog watchdog(recorder, 20ms, [&](const loop::Watchdog::Finding &finding) {
            const std::lock_guard lock(mutex);
            findings.push_back(finding);
            ++count;
        });
        const auto task = eventLoop.createTask(block(&count, 200ms));
        const auto began = std::chrono::steady_clock::now();
        eventLoop.runUntilComplete(task);
        const auto lasted = std::chrono::steady_clock::now() - began;
        QTRY_COMPARE(count.load(), 2);
        const std::lock_guard lock(mutex);
        QVERIFY(!findings[0].over);
        QVERIFY(findings[0].lasted >= 20ms);
        QVERIFY(findings[0].lasted <= lasted - 200ms); // when it was said it went on for so long
        QVERIFY(findings[1].lasted >= findings[0].lasted + 100ms); // to its end, but for one look
        QVERIFY(findings[1].lasted <= lasted);
        QCOMPARE(findings[0].handle.task.value, task.id().value);
        QVERIFY(loop::Place(findings[0].handle.place).name().starts_with("block("));
        QVERIFY(findings[1].over);
        QCOMPARE(findings[1].handle.since, findings[0].handle.since);
        QVERIFY(findings[1].lasted >= findings[0].lasted);
    }

    void whatBlocksIsNamed()
    {
        LogCapture log;
        loop::EventLoop eventLoop;
        loop::Recorder recorder(eventLoop);
        loop::Watchdog watchdog(recorder, 20ms);
        struct Blocking final : loop::Protocol {
            explicit Blocking(const LogCapture *l)
                : log(l)
            { }
            void dataReceived(std::string_view) override
            {
                const auto end = std::chrono::steady_clock::now() + 10s;
                while (log->count("Event loop is blocked") == 0
                       && std::chrono::steady_clock::now() < end)
                    std::this_thread::yield();
            }
            const LogCapture *const log;
        };
        auto [ours, theirs] = tcpPair();
        loop::ConnectOptions options;
        options.sock = std::move(ours);
        const auto connection = eventLoop.runUntilComplete(eventLoop.createConnection(
            [&log] { return std::make_shared<Blocking>(&log); }, std::move(options)));
        const Peer peer(std::move(theirs));
        peer.send("x");
        QVERIFY(runUntil(eventLoop, [&] { return connection.transport->counters().bytesIn > 0; }));
        const std::string id = std::to_string(connection.transport->id().value);
        QTRY_COMPARE(log.count("Event loop was blocked by transport #" + id + " "), 1L);
        QCOMPARE(log.count("Event loop is blocked by transport #" + id + " "), 1L);
        log.clear();
        const auto task = eventLoop.createTask(blockUntilLogged(&log));
        eventLoop.runUntilComplete(task);
        QTRY_COMPARE(log.count("Event loop was blocked by Task-" + std::to_string(task.id().value)
                               + " in blockUntilLogged("),
                     1L);
    }

    void aLoopThatWaitsIsNotBlocked()
    {
        loop::EventLoop eventLoop;
        loop::Recorder recorder(eventLoop);
        std::atomic<int> count = 0;
        loop::Watchdog watchdog(recorder, 20ms, [&](const loop::Watchdog::Finding &) { ++count; });
        eventLoop.runUntilComplete(loop::sleep(100ms, 1));
        QCOMPARE(count.load(), 0);
    }

    void withoutAReportItGoesToTheLog()
    {
        LogCapture log;
        loop::EventLoop eventLoop;
        loop::Recorder recorder(eventLoop);
        loop::Watchdog watchdog(recorder, 20ms);
        eventLoop.callSoon([&] {
            const auto end = std::chrono::steady_clock::now() + 10s;
            while (log.count("Event loop is blocked") == 0
                   && std::chrono::steady_clock::now() < end)
                std::this_thread::yield();
        });
        eventLoop.callSoon([&] { eventLoop.stop(); });
        eventLoop.runForever();
        QCOMPARE(log.count("Event loop is blocked"), 1L);
        QVERIFY(log.count("WatchdogTest.cpp:") >= 1);
    }

    void theLoopRecordsTheWarningOnceItRunsAgain()
    {
        LogCapture log;
        loop::EventLoop eventLoop;
        loop::Recorder recorder(eventLoop);
        const loop::Watchdog watchdog(recorder, 20ms);
        const auto task = eventLoop.createTask(blockUntilLogged(&log));
        eventLoop.runUntilComplete(task);
        (void)recorder.take({});
        eventLoop.runUntilComplete(loop::sleep(0s, 1));
        const std::unique_ptr<loop::Delta> delta = recorder.take({});
        QVERIFY(delta);
        QCOMPARE(delta->warnings.size(), std::size_t(1));
        const loop::WarningRecord &warning = delta->warnings.front();
        QVERIFY(warning.kind == loop::WarningKind::LoopBlocked);
        QVERIFY(warning.message.starts_with("Event loop is blocked by Task-"));
        QCOMPARE(warning.task.value, task.id().value);
        QVERIFY(warning.created.fileAndLine().starts_with("WatchdogTest.cpp:"));
    }

    // What blocked a loop while that was not to be told is not told at its end either.
    void whatBeganWhileItWasSwitchedOffEndsInSilence()
    {
        LogCapture log;
        loop::EventLoop eventLoop;
        eventLoop.setWarningEnabled(loop::WarningKind::LoopBlocked, false);
        loop::Recorder recorder(eventLoop);
        const loop::Watchdog watchdog(recorder, 5ms);
        eventLoop.callSoon([&] { // ten times the limit
            const auto end = std::chrono::steady_clock::now() + 50ms;
            while (std::chrono::steady_clock::now() < end)
                std::this_thread::yield();
            eventLoop.stop();
        });
        eventLoop.runForever();
        eventLoop.setWarningEnabled(loop::WarningKind::LoopBlocked, true);
        long ended = -1;
        const auto blockAgain = [](const LogCapture *heard, long *before) -> loop::Coro<void> {
            co_await loop::sleep(0s);
            const auto end = std::chrono::steady_clock::now() + 10s;
            while (heard->count("Event loop is blocked") == 0
                   && std::chrono::steady_clock::now() < end)
                std::this_thread::yield();
            *before = heard->count("Event loop was blocked");
        };
        eventLoop.runUntilComplete(blockAgain(&log, &ended));
        QCOMPARE(log.count("Event loop is blocked"), 1L);
        QCOMPARE(ended, 0L);
    }

    void switchedOffItLooksForNothing()
    {
        LogCapture log;
        loop::EventLoop eventLoop;
        QVERIFY(loop::warnsOf(eventLoop.id(), loop::WarningKind::LoopBlocked));
        eventLoop.setWarningEnabled(loop::WarningKind::LoopBlocked, false);
        QVERIFY(!loop::warnsOf(eventLoop.id(), loop::WarningKind::LoopBlocked));
        loop::Recorder recorder(eventLoop);
        const loop::Watchdog watchdog(recorder, 5ms);
        eventLoop.callSoon([&] { // ten times the limit
            const auto end = std::chrono::steady_clock::now() + 50ms;
            while (std::chrono::steady_clock::now() < end)
                std::this_thread::yield();
            eventLoop.stop();
        });
        eventLoop.runForever();
        (void)recorder.take({});
        eventLoop.runUntilComplete(loop::sleep(0s, 1));
        const std::unique_ptr<loop::Delta> delta = recorder.take({});
        QVERIFY(delta);
        QVERIFY(delta->warnings.empty());
        QCOMPARE(log.count("blocked"), 0L);
    }
};

QTEST_GUILESS_MAIN(WatchdogTest)
#include "WatchdogTest.moc"
