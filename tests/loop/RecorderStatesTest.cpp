// SPDX-License-Identifier: GPL-3.0-or-later

// What a Recorder tells though nothing was received or sent: states that change by a call, spans of
// several tasks in one, endpoints beside each other, and what its reader turns to next.

#include "loop/EventLoop.h"
#include "loop/Recorder.h"
#include "loop/Sleep.h"
#include "tests/loop/Conversation.h"
#include "tests/loop/Watch.h"
#include "tests/support/Pipe.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include <netinet/in.h>
#include <unistd.h>

using namespace std::chrono_literals;
using loop::ConnectionState;

namespace {

class Silent final : public loop::Protocol { };

// Steps of 10 us each.
loop::Coro<void> work(ManualDriver *clock, int steps)
{
    for (int i = 0; i < steps; ++i) {
        clock->advance(10us);
        co_await loop::sleep(0s);
    }
}

loop::Coro<void> waitFor(loop::Future<int> future)
{
    (void)co_await future;
}

} // namespace

class RecorderStatesTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatACallMakesOfAConnectionIsTold()
    {
        Watch watch;
        const Conversation talk(watch.loop, 40);
        watch.loop.runForever();
        (void)watch.look();
        const loop::ConnectionId id = talk.client->id();
        QCOMPARE(watch.stateOf(id), std::string());
        talk.client->pauseReading();
        QCOMPARE(watch.stateOf(id), std::string("paused"));
        talk.client->resumeReading();
        QCOMPARE(watch.stateOf(id), std::string("open"));
        talk.client->pauseReading(); // so that the answer to the end is not heard
        QCOMPARE(watch.stateOf(id), std::string("paused"));
        talk.client->writeEof();
        QCOMPARE(watch.stateOf(id), std::string("half-closed"));
    }

    void aConnectionThatIsClosedWithMuchToSendIsToldAsClosing()
    {
        Watch watch;
        const Conversation talk(watch.loop, 40);
        watch.loop.runForever();
        talk.server->pauseReading();
        talk.client->write(std::string(4 * 1024 * 1024, 'x'));
        (void)watch.look();
        talk.client->close();
        QCOMPARE(watch.stateOf(talk.client->id()), std::string("closing"));
        talk.client->abort();
    }

    void whatACallMakesOfAnEndpointOrAPipeIsTold()
    {
        Watch watch;
        const auto endpoint = watch.endpoint(std::make_shared<Hears>());
        Pipe pipe;
        const auto reading = watch.loop.runUntilComplete(watch.loop.connectReadPipe(
            [] { return std::make_shared<Silent>(); }, std::move(pipe.reading)));
        (void)watch.look();
        const std::vector<loop::Transport *> both {endpoint.get(), reading.transport.get()};
        for (loop::Transport *const each : both) {
            QCOMPARE(watch.stateOf(each->id()), std::string());
            each->pauseReading();
            QCOMPARE(watch.stateOf(each->id()), std::string("paused"));
            each->resumeReading();
            QCOMPARE(watch.stateOf(each->id()), std::string("open"));
        }
    }

    void whatWaitsInAPipeIsTold()
    {
        Watch watch;
        Pipe pipe(O_NONBLOCK);
        const auto writing
            = watch.loop
                  .runUntilComplete(watch.loop.connectWritePipe(
                      [] { return std::make_shared<Silent>(); }, std::move(pipe.writing)))
                  .transport;
        const auto told = [&]() -> std::optional<loop::ConnectionSample> {
            std::optional<loop::ConnectionSample> last;
            for (const auto &delta : watch.look())
                for (const loop::ConnectionSample &sample : delta->connections)
                    if (sample.id == writing->id())
                        last = sample;
            return last;
        };
        const auto takeOut = [&](std::size_t bytes) {
            std::vector<char> taken(bytes);
            return ::read(pipe.reading.get(), taken.data(), bytes);
        };
        (void)told();
        writing->write(std::string(200'000, 'x'));
        auto sample = told();
        QVERIFY(sample && sample->state == loop::ConnectionState::Paused);
        const std::size_t waits = sample->writeBuffer;
        QVERIFY(waits > 64 * 1024);
        QCOMPARE(waits, writing->getWriteBufferSize());
        QVERIFY(!told());
        QVERIFY(takeOut(16 * 1024) > 0);
        sample = told();
        QVERIFY(sample && sample->writeBuffer < waits);
        QCOMPARE(std::size_t(sample->writeBuffer), writing->getWriteBufferSize());
        writing->close();
        sample = told();
        QVERIFY(sample && sample->state == loop::ConnectionState::Closing);
        std::size_t looks = 0;
        while (takeOut(64 * 1024) > 0 && ++looks < 100)
            if (const auto next = told())
                sample = next;
        QVERIFY(sample && sample->state == loop::ConnectionState::Closed);
        QCOMPARE(std::size_t(sample->writeBuffer), std::size_t(0));
    }

    // Beyond a budget short steps share a span, from the first of them to the end of the last; of
    // two tasks, it is nobody's.
    void aSpanOfSeveralTasksIsNobodysAndLastsUntilTheLastOfThem()
    {
        Watch watch;
        (void)watch.look();
        const loop::Task<void> first = watch.loop.createTask(work(watch.driver, 400));
        while (!first.done()) {
            runReady(watch.loop);
            watch.driver->advance(1us); // what lies between two steps is in the span, too
        }
        const loop::Task<void> second = watch.loop.createTask(work(watch.driver, 100));
        std::int64_t ended = 0;
        while (!second.done()) {
            runReady(watch.loop);
            if (!second.done() || ended == 0)
                ended = loop::toNanoseconds(watch.loop.time());
            watch.driver->advance(1us);
        }
        std::vector<loop::StepSpan> spans;
        std::uint32_t steps = 0;
        for (const auto &delta : watch.look())
            spans.insert(spans.end(), delta->spans.begin(), delta->spans.end());
        for (const loop::StepSpan &span : spans)
            steps += span.merged;
        QCOMPARE(steps, 400U + 1U + 100U + 1U);
        const loop::StepSpan &last = spans.back();
        QVERIFY(last.merged > 200);
        QVERIFY(!last.task && !last.wokenBy);
        QVERIFY2(last.start + last.length >= ended,
                 std::to_string(ended - last.start - last.length).c_str());
    }

    // The same sender at two endpoints is two peers, and the end of one endpoint is not the
    // other's.
    void endpointsBesideEachOtherHaveTheirOwnPeers()
    {
        Watch watch;
        const auto one = std::make_shared<Hears>(), other = std::make_shared<Hears>();
        const auto first = watch.endpoint(one), second = watch.endpoint(other);
        const int sender = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        const auto send = [&](const loop::DatagramTransport &to, const Hears &protocol) {
            const int before = protocol.datagrams;
            const loop::SocketAddress &address = to.sockName();
            (void)::sendto(sender, "x", 1, 0, address.data(), address.size());
            for (int i = 0; i < 1000 && protocol.datagrams == before; ++i)
                runReady(watch.loop);
        };
        std::map<std::uint64_t, std::uint64_t> endpoints; // of peers
        std::map<std::uint64_t, loop::ConnectionSample> samples;
        const auto look = [&] {
            for (const auto &delta : watch.look()) {
                for (const loop::ConnectionOpened &opened : delta->opened)
                    if (opened.endpoint)
                        endpoints[opened.id.value] = opened.endpoint.value;
                for (const loop::ConnectionSample &sample : delta->connections)
                    samples[sample.id.value] = sample;
            }
        };
        send(*first, *one);
        send(*second, *other);
        look();
        QCOMPARE(endpoints.size(), std::size_t(2));
        const auto peerOf = [&](const loop::DatagramTransport &endpoint) -> std::uint64_t {
            for (const auto &[peer, of] : endpoints)
                if (of == endpoint.id().value)
                    return peer;
            return 0;
        };
        const std::uint64_t mine = peerOf(*first), others = peerOf(*second);
        QVERIFY(mine != 0 && others != 0);
        send(*second, *other); // has news when the first one ends
        first->abort();
        runReady(watch.loop, 3);
        look();
        QVERIFY(samples.at(mine).closed != 0);
        QCOMPARE(samples.at(others).closed, std::int64_t(0));
        QCOMPARE(samples.at(others).bytesIn, std::uint64_t(2));
        send(*second, *other);
        look();
        QCOMPARE(samples.at(others).bytesIn, std::uint64_t(3));
        ::close(sender);
    }

    // Whoever looks at another task is told of that one.
    void theChainIsOfTheTaskThatIsLookedAtNow()
    {
        Watch watch;
        auto future = watch.loop.createFuture<int>();
        const loop::Task<void> one = watch.loop.createTask(waitFor(future));
        const loop::Task<void> other = watch.loop.createTask(waitFor(future));
        runReady(watch.loop);
        const auto chainOf = [&](loop::TaskId task) {
            watch.interest.task = task;
            (void)watch.look();
            std::set<std::uint64_t> told;
            for (const auto &delta : watch.look())
                for (const loop::TaskChain &chain : delta->chains)
                    told.insert(chain.id.value);
            return told;
        };
        using Ids = std::set<std::uint64_t>;
        QCOMPARE(chainOf(one.id()), Ids {one.id().value});
        QCOMPARE(chainOf(other.id()), Ids {other.id().value});
        QCOMPARE(chainOf(one.id()), Ids {one.id().value});
        QCOMPARE(chainOf({}), Ids());
        future.setResult(1);
        runReady(watch.loop, 2);
    }

    // A loop that was held is news to a reader that sleeps, though nothing else happened.
    void aLongIterationIsNews()
    {
        Watch watch;
        (void)watch.look();
        (void)watch.look();
        int woken = 0;
        watch.recorder.wakeOnNews([&] { ++woken; });
        watch.loop.callSoon([&] { watch.driver->advance(10ms); });
        runReady(watch.loop, 2);
        QCOMPARE(woken, 0); // that is not long
        watch.loop.callSoon([&] { watch.driver->advance(11ms); });
        runReady(watch.loop, 2);
        QCOMPARE(woken, 1);
    }

    // A write of exactly the most that an event holds is one, and one byte more are two.
    void aWriteIsOneEventUpToFourMebibytes()
    {
        Watch watch;
        const Conversation talk(watch.loop, 40);
        watch.loop.runForever();
        talk.server->pauseReading();
        (void)watch.look();
        constexpr std::size_t most = 4 * 1024 * 1024;
        const auto events = [&](std::size_t bytes) {
            std::vector<std::uint64_t> sizes;
            talk.client->write(std::string(bytes, 'x'));
            for (const auto &delta : watch.look())
                for (const loop::LogEvent &event : delta->events)
                    if (event.kind == loop::EventKind::DataOut)
                        sizes.push_back(event.bytes);
            return sizes;
        };
        using Sizes = std::vector<std::uint64_t>;
        QCOMPARE(events(most - 1), (Sizes {most - 1}));
        QCOMPARE(events(most), (Sizes {most}));
        QCOMPARE(events(most + 1), (Sizes {most, 1}));
        talk.client->abort();
    }
};

QTEST_GUILESS_MAIN(RecorderStatesTest)
#include "RecorderStatesTest.moc"
