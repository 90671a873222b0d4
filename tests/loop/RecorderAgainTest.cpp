// SPDX-License-Identifier: GPL-3.0-or-later

// A Recorder's second Delta: what was counted for the first begins anew, what was switched off
// comes back, and lists whose places moved are right still.

#include "loop/EventLoop.h"
#include "loop/Recorder.h"
#include "loop/Server.h"
#include "loop/Sleep.h"
#include "loop/Streams.h"
#include "tests/loop/Conversation.h"
#include "tests/loop/Watch.h"

#include <algorithm>
#include <map>

#include <netinet/in.h>
#include <unistd.h>

using namespace std::chrono_literals;

namespace {

loop::Coro<void> leaves(loop::StreamReader, loop::StreamWriter)
{
    co_return;
}

loop::Coro<void> setAfter(loop::Future<int> future, loop::Duration duration)
{
    co_await loop::sleep(duration);
    future.setResult(1);
}

loop::Coro<void> waitAndSleep(loop::Future<int> future)
{
    (void)co_await future;
    co_await loop::sleep(1s);
    co_await loop::sleep(1h);
}

} // namespace

class RecorderAgainTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLongestIterationIsOfItsDeltaAlone()
    {
        Watch watch;
        watch.settle();
        watch.loop.callSoon([&] { watch.driver->advance(50ms); });
        std::vector<std::int64_t> longest;
        for (int i = 0; i < 4; ++i) {
            runReady(watch.loop, 2);
            if (const auto delta = watch.recorder.take({}))
                longest.push_back(delta->sample.longestIteration);
        }
        QVERIFY(longest.size() >= 2);
        QCOMPARE(std::ranges::count(longest, 50'000'000), std::ptrdiff_t(1));
        QCOMPARE(longest.back(), std::int64_t(0));
    }

    // A note that stands for several counts for those that have no event of their own.
    void aNoteForSeveralCountsTheOthersAsMerged()
    {
        Watch watch;
        const auto merged = [&] { return watch.look().back()->sample.merged; };
        const std::uint64_t before = merged();
        watch.recorder.note(loop::EventKind::Fault, {}, "one", {});
        watch.recorder.note(loop::EventKind::Fault, {}, "five", {}, 5);
        QCOMPARE(merged(), before + 4);
        QCOMPARE(merged(), before + 4);
    }

    void whatKeepsALoopRunningIsListedOnceASecond()
    {
        Watch watch;
        (void)watch.loop.callLater(1h, [] {});
        watch.interest.handles = watch.loop.id();
        const auto lists = [&](int looks) {
            int count = 0;
            for (int i = 0; i < looks; ++i) {
                (void)watch.recorder.take(watch.interest);
                runReady(watch.loop, 2);
                if (const auto delta = watch.recorder.take(watch.interest))
                    count += delta->handles.empty() ? 0 : 1;
                runReady(watch.loop, 2);
            }
            return count;
        };
        (void)lists(2);
        QCOMPARE(lists(5), 0); // the clock stands still
        watch.driver->advance(1s);
        QCOMPARE(lists(5), 1);
    }

    // Nothing but its figure says that a server has gone.
    void aServerThatGoesIsNews()
    {
        Watch watch;
        int woken = 0;
        const auto server = watch.loop.runUntilComplete(
            loop::startServer(leaves, "127.0.0.1", 0, {}, loop::defaultStreamLimit, &watch.loop));
        runReady(watch.loop, 3);
        watch.settle();
        runReady(watch.loop, 2);
        (void)watch.recorder.take({});
        runReady(watch.loop, 2);
        watch.recorder.wakeOnNews([&] { ++woken; });
        runReady(watch.loop, 2);
        QCOMPARE(woken, 0);
        server->close();
        runReady(watch.loop);
        QCOMPARE(woken, 1);
    }

    // The last Delta of a loop that is closed comes after the one that waits for its reader.
    void theEndOfALoopIsToldAfterWhatWaits()
    {
        Watch watch;
        watch.settle();
        watch.recorder.note(loop::EventKind::Fault, {}, "first");
        (void)watch.recorder.take({});
        runReady(watch.loop, 2); // answered, and not fetched
        watch.recorder.note(loop::EventKind::Fault, {}, "second");
        watch.loop.close();
        std::vector<std::string> told;
        bool closed = false;
        while (const auto delta = watch.recorder.take({})) {
            QVERIFY(!closed);
            closed = delta->closed;
            for (const loop::LogEvent &event : delta->events)
                told.emplace_back(delta->detail(event));
        }
        QVERIFY(closed);
        QCOMPARE(told, (std::vector<std::string> {"first", "second"}));
    }

    // Lag runs from the first time that the reader asked; asking again is no new beginning.
    void askingAgainDoesNotHideHowLateTheAnswerIs()
    {
        Watch watch;
        watch.settle();
        runReady(watch.loop, 2);
        (void)watch.recorder.take({});
        runReady(watch.loop, 2);
        (void)watch.recorder.take({}); // answered: this asks for the next
        watch.driver->advance(100ms);
        (void)watch.recorder.take({});
        watch.driver->advance(100ms);
        runReady(watch.loop, 2);
        const auto delta = watch.recorder.take({});
        QVERIFY(delta);
        QVERIFY2(delta->sample.lag >= 200'000'000, std::to_string(delta->sample.lag).c_str());
    }

    // Of three connections the first and then the last end between two looks: places move.
    void theFirstAndThenTheLastOfSeveralConnectionsEndBetweenTwoLooks()
    {
        Watch watch;
        const Conversation one(watch.loop, 40);
        watch.loop.runForever();
        const Conversation two(watch.loop, 40);
        watch.loop.runForever();
        const Conversation three(watch.loop, 40);
        watch.loop.runForever();
        watch.settle();
        runReady(watch.loop, 2); // nothing is asked for from now on
        const auto talk
            = [](const Conversation &conversation) { conversation.client->write("dirty"); };
        talk(one);
        talk(two);
        talk(three);
        one.client->abort();
        runReady(watch.loop);
        three.client->abort();
        runReady(watch.loop, 3);
        talk(two);
        std::map<std::uint64_t, loop::ConnectionSample> last;
        for (const auto &delta : watch.look())
            for (const loop::ConnectionSample &sample : delta->connections)
                last[sample.id.value] = sample;
        QVERIFY(last.at(one.client->id().value).closed != 0);
        QVERIFY(last.at(three.client->id().value).closed != 0);
        QCOMPARE(last.at(two.client->id().value).closed, std::int64_t(0));
        QCOMPARE(last.at(two.client->id().value).bytesOut, two.client->counters().bytesOut);
    }

    void messagesAreWholeAgainAfterTheirContextWantedLess()
    {
        Watch watch;
        const Conversation talk(watch.loop, 40);
        watch.loop.runForever();
        watch.settle();
        const std::string message = std::string(5'000, 'a') + 'z';
        const auto kept = [&] {
            talk.client->write(message);
            std::size_t size = 0;
            for (const auto &delta : watch.look())
                for (const loop::LogEvent &event : delta->events)
                    if (event.kind == loop::EventKind::DataOut
                        && event.connection == talk.client->id())
                        size += event.payloadSize;
            return size;
        };
        QCOMPARE(kept(), message.size());
        watch.recorder.setCapture(talk.client->context(), 10);
        QCOMPARE(kept(), std::size_t(10));
        watch.recorder.setCapture(talk.client->context(), std::size_t(-1)); // all again
        QCOMPARE(kept(), message.size());
    }

    // What is received next, on a connection of another kind, is not that peer's.
    void aDatagramsPeerIsOfThatDatagramAlone()
    {
        Watch watch;
        loop::DatagramOptions options;
        options.localAddr = std::pair<std::string, std::uint16_t>("127.0.0.1", 0);
        const auto server = watch.loop.runUntilComplete(
            watch.loop.createDatagramEndpoint([] { return std::make_shared<Hears>(); }, options));
        const Conversation talk(watch.loop, 40);
        watch.loop.runForever();
        watch.settle();
        const int sender = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        const loop::SocketAddress &to = server.transport->sockName();
        QCOMPARE(::sendto(sender, "12345", 5, 0, to.data(), to.size()), ssize_t(5));
        for (int i = 0; i < 1000 && server.protocol->datagrams == 0; ++i)
            runReady(watch.loop);
        QCOMPARE(server.protocol->datagrams, 1);
        ::close(sender);
        talk.client->write("of another connection");
        runReady(watch.loop, 3);
        std::map<std::uint64_t, std::uint64_t> moved; // bytes, what each had last
        loop::ConnectionId peer;
        for (const auto &delta : watch.look()) {
            for (const loop::ConnectionOpened &opened : delta->opened)
                if (opened.endpoint == server.transport->id())
                    peer = opened.id;
            for (const loop::ConnectionSample &sample : delta->connections)
                moved[sample.id.value] = sample.bytesIn + sample.bytesOut;
        }
        QVERIFY(peer);
        QCOMPARE(moved.at(peer.value), std::uint64_t(5));
    }

    // What was merged was let go with all else that nobody read: nothing points to its bytes.
    void whatNobodyReadLeavesNoBytesOfMergedMessages()
    {
        Watch watch;
        const Conversation talk(watch.loop, 40);
        watch.loop.runForever();
        watch.settle();
        const Conversation flood(watch.loop, 3'000);
        watch.loop.runForever();
        const std::string large(1'000'000, 'x');
        for (int i = 0; i < 40; ++i)
            watch.recorder.note(loop::EventKind::Session, {}, large);
        int merged = 0;
        for (int turn = 0; turn < 4; ++turn) {
            if (const auto delta = watch.recorder.take({})) {
                for (const loop::LogEvent &event : delta->events) {
                    if (event.merged < 100)
                        continue;
                    QCOMPARE(event.payloadSize, 0U);
                    QVERIFY(!event.inPieces);
                    ++merged;
                }
            }
            runReady(watch.loop, 2);
        }
        QCOMPARE(merged, 4); // in and out, of either end
    }

    // First by a task, then by its timer: nobody woke it the second time.
    void whoWokeATaskFirstIsNotSaidOfTheSecondTime()
    {
        Watch watch;
        auto future = watch.loop.createFuture<int>();
        const loop::Task<void> waiting = watch.loop.createTask(waitAndSleep(future));
        const loop::Task<void> setting = watch.loop.createTask(setAfter(future, 1s));
        runReady(watch.loop, 2);
        watch.settle();
        std::vector<loop::StepSpan> spans;
        for (int i = 0; i < 8; ++i) {
            watch.driver->advance(500ms);
            for (int j = 0; j < 2; ++j) {
                if (const auto delta = watch.recorder.take({}))
                    std::ranges::copy_if(
                        delta->spans, std::back_inserter(spans),
                        [&](const loop::StepSpan &span) { return span.task == waiting.id(); });
                watch.driver->iterateOnce();
            }
        }
        QCOMPARE(spans.size(), std::size_t(2));
        QVERIFY(spans[0].wokenBy == setting.id());
        QVERIFY(!spans[1].wokenBy);
        (void)waiting.cancel();
        runReady(watch.loop, 2);
    }
};

QTEST_GUILESS_MAIN(RecorderAgainTest)
#include "RecorderAgainTest.moc"
