// SPDX-License-Identifier: GPL-3.0-or-later
// What a probe is told of misuse, as records: their kind, their words, and where the thing they are
// about was created; that each can be switched off; and that the right use raises nothing.
#include "loop/Executor.h"
#include "loop/Probe.h"
#include "loop/Server.h"
#include "loop/Streams.h"
#include "loop/Synchronisation.h"
#include "loop/Wait.h"
#include "tests/support/ManualDriver.h"
#include "tests/support/OwnProcess.h"
#include "tests/support/Pipe.h"
#include "tests/support/Wire.h"

#include <algorithm>
#include <thread>

#include <fcntl.h>
#include <netdb.h>
#include <sys/resource.h>
#include <sys/socket.h>

using namespace loop;
using namespace std::chrono_literals;

namespace {

class Warnings final : public Probe {
public:
    void warned(const WarningRecord &warning) noexcept override { all.push_back(warning); }
    [[nodiscard]] long count(WarningKind kind) const
    {
        return std::ranges::count(all, kind, &WarningRecord::kind);
    }
    [[nodiscard]] WarningRecord only(WarningKind kind) const // an empty one unless there is one
    {
        const auto found = std::ranges::find(all, kind, &WarningRecord::kind);
        return count(kind) == 1 ? *found : WarningRecord();
    }
    std::vector<WarningRecord> all;
};

// A loop that is watched, and what is logged meanwhile.
struct Watched {
    explicit Watched(std::unique_ptr<Driver> driver = makeDriver())
        : loop(std::move(driver))
    {
        loop.setDebug(true);
        loop.setProbe(&warnings);
    }
    ~Watched() { loop.setProbe(nullptr); }

    CapturedWarnings log;
    Warnings warnings;
    EventLoop loop;
};

[[nodiscard]] bool here(const Place &place, std::uint32_t line)
{
    return place.fileAndLine() == "WarningRecordsTest.cpp:" + std::to_string(line);
}

// A transport over one end of a pair, with the line of the await that made it.
struct Joined {
    std::shared_ptr<Transport> transport;
    std::uint32_t line = 0;
};

Coro<Joined> join(Descriptor fd)
{
    auto factory = [] { return std::make_shared<Protocol>(); };
    ConnectOptions options;
    options.sock = std::move(fd);
    const std::uint32_t line = __LINE__ + 1;
    auto made = co_await EventLoop::running()->createConnection(factory, std::move(options));
    Joined joined;
    joined.transport = made.transport;
    joined.line = line;
    co_return joined;
}

constexpr std::uint32_t streamsLine = __LINE__ + 3;
Coro<Streams> openStreams(std::uint16_t port)
{
    co_return co_await openConnection("127.0.0.1", port);
}

constexpr std::uint32_t serverLine = __LINE__ + 3;
Coro<std::shared_ptr<Server>> serve(StreamHandler handler)
{
    co_return co_await startServer(std::move(handler), "127.0.0.1", 0);
}

Coro<void> keepOpen(StreamReader reader, StreamWriter writer)
{
    (void)co_await reader.read();
    writer.close();
}

// A pipe whose reading end is a transport.
struct ReadPipe {
    explicit ReadPipe(EventLoop &loop)
    {
        Pipe pipe(O_NONBLOCK);
        writer = std::move(pipe.writing);
        auto factory = [] { return std::make_shared<Protocol>(); };
        transport = loop.runUntilComplete(loop.connectReadPipe(factory, std::move(pipe.reading)))
                        .transport;
        fd = std::any_cast<int>(transport->getExtraInfo("pipe"));
    }
    Descriptor writer;
    std::shared_ptr<Transport> transport;
    int fd = -1;
};

Coro<void> look(std::string host, int flags)
{
    (void)co_await EventLoop::running()->getaddrinfo(host, "80", AF_INET, SOCK_STREAM, 0, flags);
}

// Its work is done at once, and a long time passes before the loop hears of it.
class LateExecutor final : public Executor {
public:
    explicit LateExecutor(ManualDriver &driver)
        : m_driver(driver)
    { }
    void submit(Callable work) override
    {
        work();
        m_driver.advance(10s);
    }

private:
    ManualDriver &m_driver;
};

Coro<void> pass(Duration time)
{
    co_await sleep(time);
}

Coro<void> waitForAll(std::vector<Future<void>> futures)
{
    (void)co_await wait(std::move(futures));
}

Coro<void> notifyHeld(Condition *condition, BoundedSemaphore *semaphore)
{
    co_await condition->acquire();
    condition->notify();
    condition->release();
    co_await semaphore->acquire();
    semaphore->release();
}

Coro<void> talkAndClose(std::uint16_t port)
{
    Streams streams = co_await openStreams(port);
    streams.writer.write("hello\n");
    co_await streams.writer.drain();
    streams.writer.writeEof();
    (void)co_await streams.reader.read();
    streams.writer.close();
    co_await streams.writer.waitClosed();
}

Coro<void> echoOnce(StreamReader reader, StreamWriter writer)
{
    const std::string data = co_await reader.read();
    writer.write(data);
    writer.close();
    co_await writer.waitClosed();
}

} // namespace

class WarningRecordsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void aWriteAfterEofIsTold()
    {
        Watched watched;
        auto [ours, theirs] = tcpPair();
        const Joined joined = watched.loop.runUntilComplete(join(std::move(ours)));
        joined.transport->writeEof();
        QCOMPARE(thrownBy([&] { joined.transport->write("x"); }), std::string("RuntimeError"));
        const WarningRecord record = watched.warnings.only(WarningKind::WriteAfterEof);
        QCOMPARE(record.message, std::string("Cannot call write() after write_eof()"));
        QVERIFY2(here(record.created, joined.line), record.created.fileAndLine().c_str());
        QVERIFY(record.connection == joined.transport->id());
    }

    void aWriteToALostConnectionIsToldAndCanBeSwitchedOff()
    {
        for (const bool enabled : {true, false}) {
            Watched watched;
            watched.loop.setWarningEnabled(WarningKind::WriteToLost, enabled);
            auto [ours, theirs] = tcpPair();
            const Joined joined = watched.loop.runUntilComplete(join(std::move(ours)));
            joined.transport->abort();
            QVERIFY(runUntil(watched.loop, [&] { return !joined.transport->loop(); }));
            for (int i = 0; i < 10; ++i)
                joined.transport->write("x");
            QCOMPARE(watched.warnings.count(WarningKind::WriteToLost), enabled ? 1L : 0L);
            QCOMPARE(watched.log.count("socket.send() raised exception."),
                     std::size_t(enabled ? 1 : 0));
            if (!enabled)
                continue;
            const WarningRecord record = watched.warnings.only(WarningKind::WriteToLost);
            QCOMPARE(record.message, std::string("socket.send() raised exception."));
            QVERIFY2(here(record.created, joined.line), record.created.fileAndLine().c_str());
            QVERIFY(record.connection == joined.transport->id());
        }
    }

    void aDescriptorIsItsTransportsWhileNobodyReads()
    {
        Watched watched;
        const ReadPipe pipe(watched.loop);
        pipe.transport->pauseReading();
        const auto refuses = [&](auto &&call) {
            watched.warnings.all.clear();
            const std::string type = thrownBy([&] { call(); });
            const WarningRecord record = watched.warnings.only(WarningKind::DescriptorOwned);
            return type == "RuntimeError" && record.created
                && record.message
                == "File descriptor " + std::to_string(pipe.fd) + " is used by transport "
                    + pipe.transport->describe();
        };
        QVERIFY(refuses([&] { watched.loop.addReader(pipe.fd, [] {}); }));
        QVERIFY(refuses([&] { watched.loop.addWriter(pipe.fd, [] {}); }));
        QVERIFY(refuses([&] { (void)watched.loop.removeReader(pipe.fd); }));
        QVERIFY(refuses([&] { (void)watched.loop.removeWriter(pipe.fd); }));
        pipe.transport->resumeReading();
        QVERIFY(::write(pipe.writer.get(), "x", 1) == 1);
        QVERIFY(runUntil(watched.loop, [&] { return pipe.transport->counters().bytesIn == 1; }));
    }

    void aDescriptorIsFreeOnceItsTransportIsLost()
    {
        Watched watched;
        const ReadPipe pipe(watched.loop);
        const int fd = pipe.fd;
        pipe.transport->close();
        QVERIFY(runUntil(watched.loop, [&] { return !pipe.transport->loop(); }));
        const Descriptor again(::fcntl(pipe.writer.get(), F_DUPFD_CLOEXEC, fd));
        QCOMPARE(again.get(), fd);
        watched.loop.addReader(fd, [] {});
        QVERIFY(watched.loop.removeReader(fd));
        QCOMPARE(watched.warnings.count(WarningKind::DescriptorOwned), 0L);
    }

    void aTransportThatIsOpenAsTheLoopClosesIsTold()
    {
        Watched watched;
        auto [ours, theirs] = tcpPair();
        const Joined joined = watched.loop.runUntilComplete(join(std::move(ours)));
        const std::string words = "unclosed transport " + joined.transport->describe();
        watched.loop.close();
        const WarningRecord record = watched.warnings.only(WarningKind::UnclosedTransport);
        QCOMPARE(record.message, words);
        QVERIFY2(here(record.created, joined.line), record.created.fileAndLine().c_str());
    }

    void anAcceptedTransportWasCreatedWhereItsServerWas()
    {
        Watched watched;
        const auto server = watched.loop.runUntilComplete(serve(keepOpen));
        const Peer peer = Peer::connectTo(server->sockets().front().address);
        QVERIFY(runUntil(watched.loop, [&] { return watched.loop.totals().connections == 1; }));
        QVERIFY2(here(server->created(), serverLine), server->created().fileAndLine().c_str());
        QVERIFY(watched.loop.firstTransport()->created() == server->created());
    }

    void streamsThatAClientDropsUnclosedAreTold()
    {
        Watched watched;
        const auto server = watched.loop.runUntilComplete(serve(keepOpen));
        const std::uint16_t port = server->sockets().front().address.port();
        std::optional<Streams> streams = watched.loop.runUntilComplete(openStreams(port));
        const ConnectionId id = streams->writer.transport().id();
        const StreamReader reader = streams->reader;
        streams.reset();
        QCOMPARE(watched.warnings.count(WarningKind::UnclosedStream), 0L); // the reader lives
        const std::string words = "unclosed <StreamWriter transport="
            + watched.loop.findTransport(id)->describe() + '>';
        {
            const StreamReader last = std::move(const_cast<StreamReader &>(reader));
        }
        runOnce(watched.loop);
        const WarningRecord record = watched.warnings.only(WarningKind::UnclosedStream);
        QCOMPARE(record.message, words);
        QVERIFY2(here(record.created, streamsLine), record.created.fileAndLine().c_str());
        QVERIFY(record.connection == id);
        QVERIFY(runUntil(watched.loop, [&] { return !watched.loop.findTransport(id); })); // closed
    }

    void aHandlerThatKeepsTheTransportIsNotUnclosed()
    {
        Watched watched;
        std::shared_ptr<Transport> kept;
        bool ended = false;
        auto handler = [&](StreamReader, StreamWriter writer) -> Coro<void> {
            kept = writer.transport().shared_from_this();
            ended = true;
            co_return;
        };
        const auto server = watched.loop.runUntilComplete(serve(handler));
        const Peer peer = Peer::connectTo(server->sockets().front().address);
        QVERIFY(runUntil(watched.loop, [&] { return ended; }));
        runOnce(watched.loop);
        QCOMPARE(watched.warnings.count(WarningKind::UnclosedStream), 0L);
        kept->close();
        QVERIFY(runUntil(watched.loop, [&] { return watched.loop.totals().connections == 0; }));
    }

    void aFailedAcceptReachesTheExceptionHandlerAndNeverSpins() // a socket that was shut down
    {
        Watched watched;
        const auto server = watched.loop.runUntilComplete(serve(keepOpen));
        std::vector<ExceptionContext> contexts;
        watched.loop.setExceptionHandler(
            [&](EventLoop &, const ExceptionContext &context) { contexts.push_back(context); });
        const int fd = server->sockets().front().fd;
        ::shutdown(fd, SHUT_RDWR);
        QVERIFY(runUntil(watched.loop, [&] { return !contexts.empty(); }));
        const std::uint64_t before = watched.loop.totals().iterations;
        watched.loop.runUntilComplete(pass(200ms));
        QVERIFY(watched.loop.totals().iterations - before < 100);
        QCOMPARE(contexts.size(), std::size_t(1));
        QCOMPARE(contexts.front().message, std::string("socket.accept() failed"));
        QCOMPARE(contexts.front().socket, fd);
        QCOMPARE(typeOf(contexts.front().exception), std::string("OsError"));
        const WarningRecord record = watched.warnings.only(WarningKind::CallbackFailed);
        QVERIFY(record.message.find("ulimit") == std::string::npos);
        QVERIFY(record.created == server->created());
    }

    void runningOutOfDescriptorsIsTold(); // in a process of its own

    void aSlowLookUpIsToldAlsoIfItFails()
    {
        Watched watched;
        watched.loop.slowCallbackDuration = 0s;
        watched.loop.runUntilComplete(look("localhost", 0));
        WarningRecord record = watched.warnings.only(WarningKind::SlowResolve);
        QVERIFY2(record.message.starts_with("Getting address info localhost:80 took ")
                     && record.message.find("ms: [127.") != std::string::npos,
                 record.message.c_str());
        QVERIFY(record.created.name().starts_with("look("));
        watched.warnings.all.clear();
        QCOMPARE(
            thrownBy([&] { watched.loop.runUntilComplete(look("no.such.host", AI_NUMERICHOST)); }),
            std::string("OsError"));
        record = watched.warnings.only(WarningKind::SlowResolve);
        QVERIFY2(record.message.find("ms: ") != std::string::npos
                     && record.message.find("cannot resolve") != std::string::npos,
                 record.message.c_str());
    }

    void withoutDebugModeNoLookUpIsTold()
    {
        Watched watched;
        watched.loop.setDebug(false);
        watched.loop.slowCallbackDuration = 0s;
        watched.loop.runUntilComplete(look("localhost", 0));
        QCOMPARE(watched.warnings.count(WarningKind::SlowResolve), 0L);
    }

    void aLookUpIsNotSlowBecauseTheLoopIs()
    {
        auto *const driver = new ManualDriver;
        Watched watched {std::unique_ptr<Driver>(driver)};
        watched.loop.slowCallbackDuration = 5s;
        watched.loop.setDefaultExecutor(std::make_shared<LateExecutor>(*driver));
        watched.loop.runUntilComplete(look("localhost", 0));
        QCOMPARE(watched.warnings.count(WarningKind::SlowResolve), 0L);
    }

    void misuseOfAPrimitiveIsToldWithWhereItWasMade()
    {
        Watched watched;
        const std::uint32_t line = __LINE__ + 2;
        // clang-format off
        Lock lock; Condition condition; BoundedSemaphore semaphore;
        // clang-format on
        const auto told = [&](auto call, std::string_view words) {
            watched.warnings.all.clear();
            std::string type;
            watched.loop.callSoon([&] { type = thrownBy(call); });
            runOnce(watched.loop);
            const WarningRecord record = watched.warnings.only(WarningKind::LockMisuse);
            return !type.empty() && record.message == words && here(record.created, line);
        };
        QVERIFY(told([&] { lock.release(); }, "Lock is not acquired."));
        QVERIFY(told([&] { condition.notify(); }, "cannot notify on un-acquired lock"));
        QVERIFY(told([&] { semaphore.release(); }, "BoundedSemaphore released too many times"));
    }

    void theRightUseRaisesNothing()
    {
        Watched watched;
        watched.loop.slowCallbackDuration = 1h;
        const auto server = watched.loop.runUntilComplete(serve(echoOnce));
        const std::uint16_t port = server->sockets().front().address.port();
        watched.loop.runUntilComplete(talkAndClose(port));
        watched.loop.runUntilComplete(look("localhost", 0));
        Condition condition;
        BoundedSemaphore semaphore;
        watched.loop.runUntilComplete(notifyHeld(&condition, &semaphore));
        std::vector<Future<void>> futures;
        futures.push_back(watched.loop.createFuture<void>());
        futures.front().setResult();
        watched.loop.runUntilComplete(waitForAll(futures));
        auto [ours, theirs] = tcpPair();
        watched.loop.addReader(ours.get(), [] {});
        QVERIFY(watched.loop.removeReader(ours.get()));
        server->close();
        QVERIFY(runUntil(watched.loop, [&] { return watched.loop.totals().connections == 0; }));
        watched.loop.close();
        for (const WarningRecord &record : watched.warnings.all)
            qWarning("%s", record.message.c_str());
        QVERIFY(watched.warnings.all.empty());
    }
};

namespace {

// 0 if the server says what it has to.
int runOutOfDescriptors()
{
    Watched watched;
    std::vector<ExceptionContext> contexts;
    watched.loop.setExceptionHandler(
        [&](EventLoop &, const ExceptionContext &context) { contexts.push_back(context); });
    const auto server = watched.loop.runUntilComplete(serve(keepOpen));
    const Peer peer = Peer::connectTo(server->sockets().front().address);
    rlimit limit {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = static_cast<rlim_t>(peer.fd()) + 1;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    if (!runUntil(watched.loop, [&] { return !contexts.empty(); }))
        return 10;
    const ExceptionContext &context = contexts.front();
    if (context.message != "socket.accept() out of system resource"
        || context.socket != server->sockets().front().fd || typeOf(context.exception) != "OsError")
        return 11;
    const WarningRecord record = watched.warnings.only(WarningKind::OutOfDescriptors);
    if (record.message.find("raise the limit with ulimit -n") == std::string::npos)
        return 12;
    return record.created == server->created() ? 0 : 13;
}

} // namespace

void WarningRecordsTest::runningOutOfDescriptorsIsTold()
{
    QCOMPARE(inOwnProcess(runOutOfDescriptors), 0);
}

QTEST_GUILESS_MAIN(WarningRecordsTest)
#include "WarningRecordsTest.moc"
