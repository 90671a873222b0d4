// SPDX-License-Identifier: GPL-3.0-or-later
// Futures and primitives of one loop, used on another: who refuses them, with which error, and that
// debug mode says where they were made.
#include "loop/Combinators.h"
#include "loop/Synchronisation.h"
#include "tests/support/Watched.h"
#include "tests/support/Wire.h"

using namespace loop;
using namespace std::chrono_literals;

namespace {

using Futures = std::vector<Future<void>>;

Coro<void> awaitIt(EventLoop *, Futures futures)
{
    co_await futures.front();
}

Coro<void> waitForIt(EventLoop *, Futures futures)
{
    (void)co_await wait(std::move(futures));
}

Coro<void> takeItAsCompleted(EventLoop *, Futures futures)
{
    for (auto &&next : asCompleted(std::move(futures)))
        co_await std::move(next);
}

Coro<void> makeSureOfIt(EventLoop *here, Futures futures)
{
    co_await here->ensureFuture(futures.front());
}

Coro<void> breathe()
{
    co_await sleep(0s);
}

Coro<void> gatherItAmongOthers(EventLoop *, Futures futures)
{
    co_await gather(breathe(), futures.front());
}

Coro<void> gatherItAlone(EventLoop *, Futures futures)
{
    co_await gather(std::move(futures)); // a gather of its loop
}

Coro<void> gatherItHere(EventLoop *here, Futures futures)
{
    co_await gather(*here, returnExceptions, std::move(futures));
}

Coro<void> shieldItHere(EventLoop *here, Futures futures)
{
    co_await shield(*here, futures.front());
}

Coro<void> hasNoTimeForIt(EventLoop *, Futures futures)
{
    co_await waitFor(futures.front(), 0s);
}

Coro<void> waitOn(Event *event)
{
    co_await event->wait();
}

using Use = Coro<void> (*)(EventLoop *, Futures);

[[nodiscard]] bool isHere(const Place &place)
{
    return place.fileAndLine().starts_with("OtherLoopTest.cpp:");
}

} // namespace

Q_DECLARE_METATYPE(Use)

class OtherLoopTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void itsFutureIsRefused_data() // K-02, T-10
    {
        const char *const notForIt
            = "The future belongs to a different loop than the one specified as the loop argument";
        const char *const attached = "got a future attached to a different loop";
        QTest::addColumn<Use>("use");
        QTest::addColumn<std::string>("type");
        QTest::addColumn<std::string>("words");
        const auto row = [](const char *name, Use use, const char *type, const char *words) {
            QTest::newRow(name) << use << std::string(type) << std::string(words);
        };
        row("await", awaitIt, "RuntimeError", attached);
        row("gather of its loop", gatherItAlone, "RuntimeError", attached);
        row("gather", gatherItAmongOthers, "ValueError", notForIt);
        row("ensureFuture", makeSureOfIt, "ValueError", notForIt);
        row("gather(loop)", gatherItHere, "ValueError", notForIt);
        row("wait", waitForIt, "ValueError", notForIt);
        row("asCompleted", takeItAsCompleted, "ValueError", notForIt);
        row("shield(loop)", shieldItHere, "ValueError", notForIt);
        row("waitFor", hasNoTimeForIt, "ValueError", notForIt);
    }
    void itsFutureIsRefused()
    {
        QFETCH(Use, use);
        QFETCH(std::string, type);
        QFETCH(std::string, words);
        const CapturedWarnings quiet;
        EventLoop other(makeDriver());
        Watched watched;
        const Future<void> future = other.createFuture<void>();
        EventLoop &here = watched.eventLoop;
        QCOMPARE(thrownBy([&] { here.runUntilComplete(use(&here, Futures {future})); }), type);
        QCOMPARE(watched.warnings.count(WarningKind::OtherLoop), 1L);
        const WarningRecord record = watched.warnings.first(WarningKind::OtherLoop);
        QVERIFY2(record.message.find(words) != std::string::npos, record.message.c_str());
        QVERIFY2(isHere(record.created), record.created.fileAndLine().c_str());
        QVERIFY(record.task.value > 0);
        QVERIFY(!future.done());
        QVERIFY(future.state()->awaitedBy().empty() || use == Use(gatherItAlone));
    }

    void itsFutureIsNotRun() // L-03
    {
        const CapturedWarnings quiet;
        EventLoop other(makeDriver());
        Watched watched;
        const Future<void> future = other.createFuture<void>();
        QCOMPARE(thrownBy([&] { watched.eventLoop.runUntilComplete(future); }),
                 std::string("ValueError"));
        const WarningRecord record = watched.warnings.first(WarningKind::OtherLoop);
        QCOMPARE(record.message,
                 std::string("The future belongs to a different loop than the one that is to run "
                             "it"));
        QVERIFY(isHere(record.created));
    }

    void itsPrimitiveIsRefused() // M-01
    {
        const CapturedWarnings quiet;
        EventLoop other(makeDriver());
        Watched watched;
        Event event;
        const Task<void> waiting = other.createTask(waitOn(&event));
        runOnce(other);
        QCOMPARE(thrownBy([&] { watched.eventLoop.runUntilComplete(waitOn(&event)); }),
                 std::string("RuntimeError"));
        const WarningRecord record = watched.warnings.first(WarningKind::OtherLoop);
        QVERIFY(record.message.find("it is bound to a different event loop") != std::string::npos);
        QVERIFY(isHere(record.created));
        event.set();
        QVERIFY(runUntil(other, [&] { return waiting.done(); }));
    }
};

QTEST_GUILESS_MAIN(OtherLoopTest)
#include "OtherLoopTest.moc"
