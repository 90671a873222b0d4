// SPDX-License-Identifier: GPL-3.0-or-later

// Every kind of warning: what brings it about, the record it leaves, and that it leaves neither a
// record nor a line in the log where it is switched off. LoopBlocked, which needs a second thread,
// is WatchdogTest's.

#include "loop/Sleep.h"
#include "loop/Synchronisation.h"
#include "loop/Warnings.h"
#include "tests/support/LeftOpen.h"
#include "tests/support/LogCapture.h"
#include "tests/support/Watched.h"

#include <QtTest/QTest>

#include <array>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>

using namespace loop;
using namespace std::chrono_literals;

namespace {

// What the row is about, for triggers that make a loop of their own.
struct Row {
    WarningKind kind;
    bool on;
};

void dress(EventLoop &other, Watched &w, const Row &row)
{
    other.setDebug(true);
    other.setProbe(&w.warnings);
    other.setWarningEnabled(row.kind, row.on);
}

Coro<void> sleepLong()
{
    co_await sleep(1h);
}

Coro<void> fail()
{
    throw std::domain_error("unread");
    co_return;
}

Coro<void> poll(int times)
{
    for (int i = 0; i < times; ++i)
        co_await sleep(0s);
    co_await sleep(3s);
}

Coro<void> hog(ManualDriver *driver)
{
    driver->advance(2s);
    co_return;
}

Coro<void> waitFor(Future<void> future)
{
    co_await std::move(future);
}

Coro<void> waitForNothing(EventLoop *eventLoop)
{
    co_await eventLoop->createFuture<void>();
}

Coro<void> awaitTask(std::vector<Task<void>> *tasks, std::size_t index)
{
    co_await sleep(0s);
    const Task<void> other = (*tasks)[index];
    co_await other;
}

Coro<void> large()
{
    std::array<char, 64 * 1024> bytes {};
    co_await sleep(5ms);
    bytes.back() = 1;
    co_await sleep(std::chrono::milliseconds(bytes.back()));
}

Coro<std::shared_ptr<Server>> serveNobody()
{
    co_return co_await startServer(leaveOpen, "127.0.0.1", 0);
}

Coro<std::shared_ptr<Transport>> adopted(int fd)
{
    auto factory = [] { return std::make_shared<Protocol>(); };
    ConnectOptions options;
    options.sock = Descriptor(fd);
    auto made
        = co_await EventLoop::running()->createConnection(std::move(factory), std::move(options));
    co_return made.transport;
}

struct Connection {
    explicit Connection(EventLoop &eventLoop)
    {
        int ends[2];
        (void)::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends);
        fd = ends[0];
        peer = Descriptor(ends[1]);
        transport = eventLoop.runUntilComplete(adopted(ends[0]));
    }
    int fd = -1;
    Descriptor peer;
    std::shared_ptr<Transport> transport;
};

Coro<void> resolve()
{
    (void)co_await EventLoop::running()->getaddrinfo("localhost", "80");
}

// Runs for some seconds of the loop's own clock.
void runFor(Watched &w, Duration duration)
{
    w.eventLoop.callLater(duration, [&w] { w.eventLoop.stop(); });
    w.eventLoop.runForever();
}

void refused(const std::function<void()> &call)
{
    try {
        call();
    } catch (const RuntimeError &) { }
}

using Trigger = void (*)(Watched &, const Row &);

void runOutOfDescriptors(Watched &w, const Row &)
{
    const auto server = w.eventLoop.runUntilComplete(serveNobody());
    const SocketAddress address = server->sockets().front().address;
    const Descriptor client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    (void)::connect(client.get(), address.data(), address.size());
    rlimit before {};
    ::getrlimit(RLIMIT_NOFILE, &before);
    const Descriptor lowestFree(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    rlimit tight = before;
    tight.rlim_cur = static_cast<rlim_t>(lowestFree.get());
    ::setrlimit(RLIMIT_NOFILE, &tight);
    w.iterate();
    ::setrlimit(RLIMIT_NOFILE, &before);
    server->close();
}

void callFromAnotherThread(Watched &w, const Row &)
{
    w.eventLoop.callSoon([&w] {
        std::thread([&w] { refused([&w] { w.eventLoop.callSoon([] {}); }); }).join();
        w.eventLoop.callSoon([&w] { w.eventLoop.stop(); });
    });
    w.eventLoop.runForever();
}

void failInTheHandler(Watched &w, const Row &)
{
    w.eventLoop.setExceptionHandler(
        [](EventLoop &, const ExceptionContext &) { throw std::runtime_error("no"); });
    w.eventLoop.callSoon([] { throw std::runtime_error("first"); });
    w.iterate();
}

void awaitInACircle(Watched &w, const Row &)
{
    std::vector<Task<void>> tasks;
    tasks.push_back(w.eventLoop.createTask(awaitTask(&tasks, 1)));
    tasks.push_back(w.eventLoop.createTask(awaitTask(&tasks, 0)));
    runFor(w, 3s);
}

void awaitOnAnotherLoop(Watched &w, const Row &)
{
    EventLoop other;
    refused([&] { w.eventLoop.runUntilComplete(waitFor(other.createFuture<void>())); });
    other.close();
}

struct Kind {
    WarningKind kind;
    const char *words; // of its message, and of its line in the log
    bool placed; // it says where in this file the thing was created
    Trigger trigger;
};

const std::array kinds {
    Kind {WarningKind::SlowCallback, "Executing", true,
          [](Watched &w, const Row &) {
              w.eventLoop.callSoon([&w] { w.driver->advance(200ms); });
              w.iterate();
          }},
    Kind {WarningKind::SlowIteration, "An iteration of callbacks took", true,
          [](Watched &w, const Row &) {
              for (int i = 0; i < 10; ++i)
                  w.eventLoop.callSoon([&w] { w.driver->advance(50ms); });
              w.iterate();
          }},
    Kind {WarningKind::SlowResolve, "Getting address info", false,
          [](Watched &w, const Row &) {
              w.eventLoop.slowCallbackDuration = 0s; // no resolver is so quick
              w.eventLoop.runUntilComplete(resolve());
          }},
    Kind {WarningKind::NeverAwaited, "was never awaited", true,
          [](Watched &w, const Row &) {
              w.eventLoop.callSoon([] { const Coro<void> dropped = sleepLong(); });
              w.iterate();
          }},
    Kind {WarningKind::TaskExceptionNeverRetrieved, "Task exception was never retrieved", true,
          [](Watched &w, const Row &) {
              (void)w.eventLoop.createTask(fail());
              w.iterate();
          }},
    Kind {WarningKind::FutureExceptionNeverRetrieved, "Future exception was never retrieved", true,
          [](Watched &w, const Row &) {
              w.eventLoop.createFuture<void>().setException(std::domain_error("unread"));
          }},
    Kind {WarningKind::PendingTaskDestroyed, "Task was destroyed but it is pending!", true,
          [](Watched &w, const Row &) {
              (void)w.eventLoop.createTask(sleepLong());
              w.eventLoop.close();
          }},
    Kind {WarningKind::WrongThread, "Non-thread-safe operation", true, callFromAnotherThread},
    Kind {WarningKind::UnclosedTransport, "unclosed transport", false,
          [](Watched &w, const Row &) {
              const Connection open(w.eventLoop);
              w.eventLoop.close();
          }},
    Kind {WarningKind::UnclosedStream, "unclosed <StreamWriter", false,
          [](Watched &w, const Row &) { w.eventLoop.runUntilComplete(talkToOneWhoLeaves()); }},
    Kind {WarningKind::UnclosedLoop, "unclosed event loop", true,
          [](Watched &w, const Row &row) {
              EventLoop other;
              dress(other, w, row);
          }},
    Kind {WarningKind::LoopClosed, "Event loop is closed", true,
          [](Watched &w, const Row &row) {
              EventLoop other;
              other.close();
              dress(other, w, row);
              refused([&other] { other.callSoon([] {}); });
              other.setProbe(nullptr);
          }},
    Kind {WarningKind::NestedRun, "This event loop is already running", true,
          [](Watched &w, const Row &) {
              w.eventLoop.callSoon([&w] {
                  refused([&w] { w.eventLoop.runForever(); });
                  w.eventLoop.stop();
              });
              w.eventLoop.runForever();
          }},
    Kind {WarningKind::StoppedEarly, "Event loop stopped before Future completed.", true,
          [](Watched &w, const Row &) {
              w.eventLoop.callSoon([&w] { w.eventLoop.stop(); });
              refused([&w] { w.eventLoop.runUntilComplete(sleepLong()); });
          }},
    Kind {WarningKind::OtherLoop, "attached to a different loop", true, awaitOnAnotherLoop},
    Kind {WarningKind::LockMisuse, "Lock is not acquired.", false,
          [](Watched &w, const Row &) {
              w.eventLoop.callSoon([] {
                  Lock lock;
                  refused([&lock] { lock.release(); });
              });
              w.iterate();
          }},
    Kind {WarningKind::HandlerFailed, "Unhandled error in exception handler", true,
          failInTheHandler},
    Kind {WarningKind::WriteAfterEof, "Cannot call write() after write_eof()", false,
          [](Watched &w, const Row &) {
              const Connection open(w.eventLoop);
              open.transport->writeEof();
              refused([&open] { open.transport->write("x"); });
              open.transport->abort();
              w.iterate(2);
          }},
    Kind {WarningKind::WriteToLost, "socket.send() raised exception.", false,
          [](Watched &w, const Row &) {
              const Connection open(w.eventLoop);
              open.transport->abort();
              for (int i = 0; i < 10; ++i)
                  open.transport->write("x");
              w.iterate(2);
          }},
    Kind {WarningKind::OutOfDescriptors, "out of system resource", false, runOutOfDescriptors},
    Kind {WarningKind::DescriptorOwned, "is used by transport", true,
          [](Watched &w, const Row &) {
              const Connection open(w.eventLoop);
              refused([&] { w.eventLoop.addReader(open.fd, [] {}); });
              open.transport->abort();
              w.iterate(2);
          }},
    Kind {WarningKind::SelfWaking, "woke itself", true,
          [](Watched &w, const Row &) { w.eventLoop.runUntilComplete(poll(500)); }},
    Kind {WarningKind::NeverYields, "never awaited", true,
          [](Watched &w, const Row &) { w.eventLoop.runUntilComplete(hog(w.driver)); }},
    Kind {WarningKind::NobodyCanWake, "that nobody else holds", true,
          [](Watched &w, const Row &) {
              const auto task = w.eventLoop.createTask(waitForNothing(&w.eventLoop));
              runFor(w, 3s);
              task.cancel();
              w.iterate(2);
          }},
    Kind {WarningKind::AwaitCycle, " awaits ", true, awaitInACircle},
    Kind {WarningKind::LargeFrame, "has a frame of", true,
          [](Watched &w, const Row &) { w.eventLoop.runUntilComplete(large()); }},
    Kind {WarningKind::CallbackFailed, "Exception in callback", true,
          [](Watched &w, const Row &) {
              w.eventLoop.callSoon([] { throw std::runtime_error("no"); });
              w.iterate();
          }},
};
static_assert(kinds.size() + 1 == std::size_t(WarningKind::Count)); // all but LoopBlocked

void addKinds()
{
    QTest::addColumn<std::size_t>("index");
    for (std::size_t i = 0; i < kinds.size(); ++i)
        QTest::newRow(std::string(toString(kinds[i].kind)).c_str()) << i;
}

} // namespace

class WarningKindsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itsRecordSaysWhatAndWhere_data() { addKinds(); }
    void itsRecordSaysWhatAndWhere()
    {
        QFETCH(const std::size_t, index);
        const Kind &kind = kinds[index];
        LogCapture log;
        Watched w;
        kind.trigger(w, {kind.kind, true});
        const WarningRecord warning = w.warnings.first(kind.kind);
        QVERIFY2(warning.message.find(kind.words) != std::string::npos, warning.message.c_str());
        QVERIFY(warning.time > 0);
        if (kind.placed)
            QVERIFY2(warning.created.fileAndLine().starts_with("WarningKindsTest.cpp:"),
                     warning.created.fileAndLine().c_str());
        QVERIFY(log.count(kind.words) > 0);
        QVERIFY(log.count(LogLevel::Warning) + log.count(LogLevel::Error) > 0);
    }

    void switchedOffItLeavesNothing_data() { addKinds(); }
    void switchedOffItLeavesNothing()
    {
        QFETCH(const std::size_t, index);
        const Kind &kind = kinds[index];
        LogCapture log;
        Watched w;
        w.eventLoop.setWarningEnabled(kind.kind, false);
        kind.trigger(w, {kind.kind, false});
        QCOMPARE(w.warnings.count(kind.kind), std::ptrdiff_t(0));
        QCOMPARE(log.count(kind.words), 0L);
    }

    void aHandlerOfOnesOwnIsCalledAllTheSame()
    {
        for (const WarningKind kind :
             {WarningKind::CallbackFailed, WarningKind::TaskExceptionNeverRetrieved,
              WarningKind::FutureExceptionNeverRetrieved, WarningKind::PendingTaskDestroyed}) {
            LogCapture log;
            int handled = 0;
            Watched w;
            w.eventLoop.setWarningEnabled(kind, false);
            w.eventLoop.setExceptionHandler(
                [&handled](EventLoop &, const ExceptionContext &) { ++handled; });
            const auto found = std::ranges::find(kinds, kind, &Kind::kind);
            found->trigger(w, {kind, false});
            QCOMPARE(handled, 1);
            QVERIFY(w.warnings.all.empty());
        }
    }

    void everyKindHasASummary()
    {
        for (std::size_t kind = 0; kind < std::size_t(WarningKind::Count); ++kind)
            QVERIFY(summary(static_cast<WarningKind>(kind)).ends_with('.'));
    }
};

QTEST_GUILESS_MAIN(WarningKindsTest)
#include "WarningKindsTest.moc"
