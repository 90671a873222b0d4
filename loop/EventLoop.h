// SPDX-License-Identifier: MIT
#pragma once

// EventLoop: runs callbacks, timers, tasks and transports, one at a time, on one thread. asyncio's
// loop with Qt's spelling. What waits is a Driver, and the loop behaves the same over every driver
// (L-11).
//
// One iteration: 1. the driver polls; 2. ready descriptors and due timers join the ready queue; 3.
// what was in the queue by then runs, and what it schedules waits for the next iteration, so that
// nothing starves the poll (C-11). HACKING.md tells more.
//
// Thread: a loop belongs to the thread that runs it. Only callSoonThreadsafe(), post(), stop()
// through those, and Recorder::take() may be called from another; debug mode checks the rest
// (D-06). Errors: after close() all but isRunning(), isClosed(), isClosing(), stop() and close()
// throw RuntimeError "Event loop is closed" (L-09).

#include "loop/Datagrams.h"
#include "loop/Driver.h"
#include "loop/ExceptionContext.h"
#include "loop/Handle.h"
#include "loop/HandleTable.h"
#include "loop/Inbox.h"
#include "loop/IoTable.h"
#include "loop/Network.h"
#include "loop/ReadyQueue.h"
#include "loop/Subprocess.h"
#include "loop/Task.h"
#include "loop/TimerHeap.h"
#include "loop/Warnings.h"

#include <atomic>
#include <memory>
#include <thread>
#include <unordered_map>

namespace loop {

class EpollDriver;
class Executor;
class FdWatches;
class Probe;
class SignalHandlers;

class EventLoop : private Driver::Host {
public:
    explicit EventLoop(std::unique_ptr<Driver> driver = nullptr,
                       std::string name = "loop", // null: EpollDriver
                       const std::source_location &at = std::source_location::current());
    virtual ~EventLoop();
    EventLoop(const EventLoop &) = delete;
    EventLoop &operator=(const EventLoop &) = delete;

    // --- State (L); a loop that is run while one runs in this thread: RuntimeError (L-04) ---
    void runForever(); // L-02: until stop()
    template <class T> T runUntilComplete(Future<T> future) // L-03: the result, or throws it
    {
        runUntilDone(*future.state());
        if constexpr (IsCopyable<T>::value)
            if (future.state()->references() > 1)
                return future.result(); // somebody may want to read it again
        return future.takeResult();
    }
    template <class T> T runUntilComplete(Task<T> task)
    {
        return runUntilComplete(static_cast<Future<T> &&>(std::move(task)));
    }
    template <class T>
    T runUntilComplete(Coro<T> coro,
                       const std::source_location &at = std::source_location::current())
    {
        checkRunnable(); // before there is a task
        return runUntilComplete<T>(createTask(std::move(coro), {}, at));
    }
    // Guest mode: iterates inside the Qt event loop that runs this thread, or will, until stop().
    void start();
    void stop() noexcept; // L-05, L-06: this iteration is the last
    void close(); // L-07 to L-09
    [[nodiscard]] bool isRunning() const noexcept { return m_running.load(relaxed); }
    [[nodiscard]] bool isClosed() const noexcept { return m_closed; }
    [[nodiscard]] bool isClosing() const noexcept { return m_closing || m_closed; }

    // --- Calls and time (C) ---
    // C-01: the callable takes no arguments, or `args`, kept by value. Never runs inside the call.
    template <std::invocable<> F>
    Handle callSoon(F &&callback, const std::source_location &at = std::source_location::current())
    {
        checkCall(at);
        return enqueue(m_handles.add(std::forward<F>(callback), at, m_context, false));
    }
    template <class F, class A, class... Args>
    requires std::invocable<F, A, Args...> Handle callSoon(F &&callback, A &&arg, Args &&...args)
    {
        return callSoon(
            bind({}, std::forward<F>(callback), std::forward<A>(arg), std::forward<Args>(args)...));
    }
    // C-04, C-05, C-07: once, never early; what is past or negative is due in the next iteration.
    template <class Rep, class Period, std::invocable<> F>
    Handle callLater(std::chrono::duration<Rep, Period> delay, F &&callback,
                     const std::source_location &at = std::source_location::current())
    {
        return callAt(time() + toDuration(delay), std::forward<F>(callback), at);
    }
    template <BareNumber N, class F> Handle callLater(N, F &&)
    {
        static_assert(refused<N>, "callLater() takes a duration: write 1s or 500ms");
        return {};
    }
    template <std::invocable<> F>
    Handle callAt(TimePoint when, F &&callback,
                  const std::source_location &at = std::source_location::current())
    {
        checkCall(at);
        return schedule(when, m_handles.add(std::forward<F>(callback), at, m_context, true));
    }
    template <std::invocable<> F> // C-03: any thread
    Handle callSoonThreadsafe(F &&callback,
                              const std::source_location &at = std::source_location::current())
    {
        return callRemote(Callable(std::forward<F>(callback)), at);
    }
    // As callSoonThreadsafe() on the loop with this id. False, and nothing happens, if it is gone.
    static bool post(LoopId loop, Callable callback,
                     const std::source_location &at = std::source_location::current());
    void wakeUp() noexcept { m_driver->wakeUp(); } // any thread: iterates soon, work or not

    [[nodiscard]] TimePoint time() const noexcept { return m_driver->now(); } // C-08

    // --- Futures and tasks (FU, T) ---
    template <class T>
    Future<T> createFuture(const std::source_location &at = std::source_location::current())
    {
        checkOpen();
        Ref<FutureBase> state(new FutureState<T>(*this, at));
        futureCreated(*state);
        return Future<T>(std::move(state));
    }
    // T-01: schedules the first step. The loop keeps the task until it is done.
    template <class T>
    Task<T> createTask(Coro<T> coro, std::string_view name = {},
                       const std::source_location &at = std::source_location::current())
    {
        checkCall(at);
        Ref<TaskBase> task(new TaskOf<T>(*this, *coro.release(), name, at));
        adopt(*task);
        return Task<T>(Ref<FutureBase>(task));
    }
    template <class T>
    Task<T> createTask(EagerStart, Coro<T> coro, std::string_view name = {},
                       const std::source_location &at = std::source_location::current())
    {
        checkCall(at);
        Ref<TaskBase> task(new TaskOf<T>(*this, *coro.release(), name, at));
        task->startEagerly();
        adopt(*task);
        return Task<T>(Ref<FutureBase>(task));
    }
    template <class T>
    Task<T> ensureFuture(Coro<T> coro,
                         const std::source_location &at = std::source_location::current())
    {
        return createTask(std::move(coro), {}, at);
    }
    template <class T> Future<T> ensureFuture(Future<T> same) // T-02; ValueError if another loop's
    {
        checkLoop(*this, *same.state());
        return same;
    }
    // T-01: called with each new task before its first step.
    using TaskFactory = std::function<void(TaskBase &)>;
    void setTaskFactory(TaskFactory factory) { m_taskFactory = std::move(factory); }
    [[nodiscard]] const TaskFactory &taskFactory() const noexcept { return m_taskFactory; }
    [[nodiscard]] std::vector<Ref<TaskBase>> allTasks() const; // T-04: those not done
    [[nodiscard]] TaskBase *currentTask() const noexcept { return m_currentTask; } // T-05
    [[nodiscard]] TaskBase *findTask(TaskId id) const noexcept; // among those not done

    // --- Connections and servers (N); see loop/Network.h for options and errors ---
    // N-01, N-02, N-10: connected; the protocol has had its connectionMade() when this returns.
    template <class Factory>
    Coro<Connected<ProductOf<Factory>>> createConnection(Factory factory, std::string host,
                                                         std::uint16_t port,
                                                         ConnectOptions options = {})
    {
        auto made = co_await connectTcp(protocolFactory(std::move(factory)), std::move(host), port,
                                        std::move(options));
        co_return cast<ProductOf<Factory>>(std::move(made));
    }
    template <class Factory>
    Coro<Connected<ProductOf<Factory>>> createConnection(Factory factory,
                                                         ConnectOptions options) // N-05: sock
    {
        auto made
            = co_await connectTcp(protocolFactory(std::move(factory)), {}, 0, std::move(options));
        co_return cast<ProductOf<Factory>>(std::move(made));
    }
    // asyncio's connect_accepted_socket (Python 3.5): a server's end of a socket that was accepted
    // elsewhere, with `ssl` after a server's handshake. ValueError for what is no stream socket.
    template <class Factory>
    Coro<Connected<ProductOf<Factory>>> connectAcceptedSocket(Factory factory, Descriptor sock,
                                                              std::shared_ptr<TlsContext> ssl = {},
                                                              TlsTimeouts timeouts = {})
    {
        auto made = co_await attachAccepted(protocolFactory(std::move(factory)), std::move(sock),
                                            std::move(ssl), timeouts);
        co_return cast<ProductOf<Factory>>(std::move(made));
    }
    // N-11: it listens when this returns; the factory is called for each connection accepted.
    template <class Factory>
    Coro<std::shared_ptr<Server>> createServer(Factory factory, Hosts hosts, std::uint16_t port,
                                               ServerOptions options = {})
    {
        return serveTcp(protocolFactory(std::move(factory)), std::move(hosts), port,
                        std::move(options));
    }
    template <class Factory>
    Coro<std::shared_ptr<Server>> createServer(Factory factory, ServerOptions options) // N-14: sock
    {
        return serveSocket(protocolFactory(std::move(factory)), std::move(options));
    }
    // Encrypts a connection over TCP, a Unix socket or TLS: its transport gives way to the one
    // returned, and carries it; the protocol stays. A client says whom it expects, "" for anybody.
    // A failed handshake ends the connection.
    Coro<std::shared_ptr<Transport>> startTls(std::shared_ptr<Transport> transport,
                                              std::shared_ptr<TlsContext> context,
                                              std::optional<std::string> serverHostname = {},
                                              TlsTimeouts timeouts = {});
    // U-01, U-02: a path, or a name with a leading zero byte, or options.sock, without a path. A
    // socket that a server left behind at its path is replaced.
    template <class Factory>
    Coro<Connected<ProductOf<Factory>>> createUnixConnection(Factory factory, std::string path,
                                                             ConnectOptions options = {})
    {
        auto made = co_await connectUnix(protocolFactory(std::move(factory)), std::move(path),
                                         std::move(options));
        co_return cast<ProductOf<Factory>>(std::move(made));
    }
    template <class Factory>
    Coro<std::shared_ptr<Server>> createUnixServer(Factory factory, std::string path,
                                                   ServerOptions options = {})
    {
        return serveUnix(protocolFactory(std::move(factory)), std::move(path), std::move(options));
    }
    // G-01: the factory makes DatagramProtocols; see loop/Datagrams.h.
    template <class Factory>
    Coro<DatagramEndpoint<ProductOf<Factory>>> createDatagramEndpoint(Factory factory,
                                                                      DatagramOptions options)
    {
        auto made = co_await openDatagrams(protocolFactory(std::move(factory)), std::move(options));
        co_return cast<ProductOf<Factory>>(std::move(made));
    }
    // PI-01, PI-02: the descriptor is the loop's from now on; see loop/PipeTransport.h.
    template <class Factory>
    Coro<Connected<ProductOf<Factory>>> connectReadPipe(Factory factory, Descriptor pipe)
    {
        auto made = co_await attachReadPipe(protocolFactory(std::move(factory)), std::move(pipe));
        co_return cast<ProductOf<Factory>>(std::move(made));
    }
    template <class Factory>
    Coro<Connected<ProductOf<Factory>>> connectWritePipe(Factory factory, Descriptor pipe)
    {
        auto made = co_await attachWritePipe(protocolFactory(std::move(factory)), std::move(pipe));
        co_return cast<ProductOf<Factory>>(std::move(made));
    }
    // SP-01, SP-02: see loop/Subprocess.h. A program without a slash is looked for in PATH.
    template <class Factory>
    Coro<Subprocess<ProductOf<Factory>>> subprocessExec(Factory factory,
                                                        std::vector<std::string> arguments,
                                                        SubprocessOptions options = {})
    {
        auto made = co_await spawn(protocolFactory(std::move(factory)), std::move(arguments),
                                   std::move(options));
        co_return cast<ProductOf<Factory>>(std::move(made));
    }
    template <class Factory>
    Coro<Subprocess<ProductOf<Factory>>> subprocessShell(Factory factory, std::string command,
                                                         SubprocessOptions options = {})
    {
        std::vector<std::string> arguments {"/bin/sh", "-c", std::move(command)};
        return subprocessExec(std::move(factory), std::move(arguments), std::move(options));
    }
    // H-01, in the default executor; numeric hosts at once. OsError says which host and why.
    Coro<std::vector<AddressInfo>> getaddrinfo(std::string host, std::string service,
                                               int family = 0, int type = 0, int proto = 0,
                                               int flags = 0);
    // H-02: host and service as words; by NI_NUMERICHOST and NI_NUMERICSERV as numbers. OsError.
    Coro<std::pair<std::string, std::string>> getnameinfo(SocketAddress address, int flags = 0);
    [[nodiscard]] Transport *findTransport(ConnectionId id) const noexcept; // a live one, or null
    [[nodiscard]] Transport *firstTransport() const noexcept { return m_transports; } // then next()

    // --- Descriptors and sockets (F, S) ---
    // F-01: level-triggered, one callback a direction; a second call replaces the first.
    // RuntimeError for a descriptor that a transport owns.
    void addReader(int fd, Callable callback,
                   const std::source_location &at = std::source_location::current());
    void addWriter(int fd, Callable callback,
                   const std::source_location &at = std::source_location::current());
    bool removeReader(int fd); // F-02
    bool removeWriter(int fd);
    // S-01 to S-05: `fd` stays the caller's. ValueError in debug mode if it blocks, else OsError.
    Coro<std::pair<Descriptor, SocketAddress>> sockAccept(int fd);
    Coro<void> sockConnect(int fd, SocketAddress address);
    Coro<std::string> sockRecv(int fd, std::size_t bytes); // empty at EOF
    Coro<void> sockSendall(int fd, std::string data);

    // --- Signals (SG); ValueError: there is no such signal ---
    // SG-01: replaces. RuntimeError off the main thread, and for SIGKILL and SIGSTOP.
    void addSignalHandler(int signal, Callable callback);
    // Until its handler goes: if another of these signals comes while one has not reached its
    // callback, the loop is blocked, and the signal does what it does to a program without
    // handlers. With a limit (above 0; of one signal at a time), so does one that comes from now
    // on and has not reached its callback within it.
    void setImpatient(int signal, std::chrono::milliseconds limit = {});
    // SG-02: false if there is no handler. Signals that came and have not reached it are raised
    // again, for whatever handles them now: none is lost, and the callback runs no more.
    bool removeSignalHandler(int signal);

    // --- Executors (E) ---
    // E-01: on a thread of `executor` (null: the default); its result or exception comes back.
    template <class F>
    Future<std::invoke_result_t<F &>> runInExecutor(std::shared_ptr<Executor> executor, F function);
    void setDefaultExecutor(std::shared_ptr<Executor> e) { m_executor = std::move(e); } // E-02
    // Waits until what runs and waits in the default executor is done; it takes no more work.
    Coro<void> shutdownDefaultExecutor();
    // What runInExecutor() and its like wait for, kept until the work reports back or the loop is
    // closed: then, null.
    std::uint64_t keepJob(Ref<FutureBase> future);
    Ref<FutureBase> takeJob(std::uint64_t job);

    // --- Errors and debug mode (ER, D) ---
    void callExceptionHandler(const ExceptionContext &context); // ER-01, ER-06
    void defaultExceptionHandler(const ExceptionContext &context); // ER-02: to the log
    void setExceptionHandler(ExceptionHandler handler) { m_exceptionHandler = std::move(handler); }
    [[nodiscard]] const ExceptionHandler &exceptionHandler() const noexcept;
    void setDebug(bool on) noexcept;
    [[nodiscard]] bool debug() const noexcept { return m_debug.load(relaxed); }
    Duration slowCallbackDuration = std::chrono::milliseconds(100); // D-05; also for getaddrinfo
    Duration slowIterationDuration = std::chrono::milliseconds(250); // where no callback is slow
    void setWarningEnabled(WarningKind kind, bool on) { m_switches.set(kind, on); }
    [[nodiscard]] const WarningSwitches &warningSwitches() const noexcept { return m_switches; }
    void warn(WarningRecord warning); // to the log and the probe, unless switched off
    static void logWarning(const WarningRecord &warning); // the first half of that; any thread
    void misused(WarningKind kind, const std::string &what, const Place &created = {}); // if seen

    // --- Instruments ---
    [[nodiscard]] LoopId id() const noexcept { return m_id; }
    [[nodiscard]] const std::string &name() const noexcept { return m_name; }
    [[nodiscard]] std::string_view selectorName() const noexcept { return m_driver->name(); }
    void setProbe(Probe *probe) noexcept; // null: none. Outlives the loop, or is taken back before
    [[nodiscard]] Probe *probe() const noexcept { return m_probe; }
    [[nodiscard]] ContextId context() const noexcept { return m_context; }
    void setContext(ContextId context) noexcept { m_context = context; } // until the callback ends
    [[nodiscard]] LoopSample sample() const noexcept;
    [[nodiscard]] std::vector<TimerSample> pendingTimers(std::size_t atMost) const; // in no order
    [[nodiscard]] std::vector<HandleGroup> handles() const; // but for tasks; the most first
    [[nodiscard]] const LoopTotals &totals() const noexcept { return m_totals; }
    // While a probe looks: by how much the latest timer and wake-up were late since the last call.
    [[nodiscard]] Duration takeLag() noexcept { return Duration(std::exchange(m_lag, 0)); }
    // While a probe looks: iterates once more by then, work or not, so that a loop that does
    // nothing notices that it was kept from running.
    void wakeBy(TimePoint when) noexcept { m_wakeBy = toNanoseconds(when); }
    [[nodiscard]] bool inThisThread() const noexcept;
    void checkThread(const std::source_location &at = {}) const // D-06: in debug mode RuntimeError
    {
        if (m_debug.load(relaxed)) [[unlikely]]
            checkThreadSlowly(at);
    }

    // The loop whose callback runs in this thread now, or null.
    [[nodiscard]] static EventLoop *running() noexcept;
    [[nodiscard]] static bool debugByEnvironment() noexcept; // D-01

protected:
    virtual void futureCreated(FutureBase &) { } // FU-06: override to see or dress each future made

private:
    friend class ConnectAttempt;
    friend class FdWatches;
    friend class FutureBase;
    friend class Handle;
    friend class Listener;
    friend class Runner;
    friend class Server;
    friend class SocketTransport;
    friend class SocketReady;
    friend class Stream;
    friend class Suspension;
    friend class TaskBase;
    friend class Transport;

    static constexpr std::memory_order relaxed = std::memory_order_relaxed;

    // Driver::Host
    void iterate(std::span<const epoll_event> events) noexcept override;
    TimePoint nextWake() noexcept override;

    void checkCall(const std::source_location &at = {}) const // L-09, and D-06 in debug mode
    {
        if (m_closed || m_debug.load(relaxed)) [[unlikely]]
            checkCallSlowly(at);
    }
    void checkCallSlowly(const std::source_location &at) const;
    void checkThreadSlowly(const std::source_location &at) const;
    void checkOpen() const;
    void checkRunnable();
    void beginRun();
    void endRun() noexcept;
    void runUntilDone(FutureBase &future);

    Handle enqueue(std::uint32_t slot)
    {
        const std::uint32_t generation = m_handles.generation(slot);
        pushReady({ReadyEntry::Kind::Callback, slot, {generation}});
        return Handle(m_id, slot, generation);
    }
    void pushReady(const ReadyEntry &entry)
    {
        m_ready.push(entry);
        if (!m_iterating) [[unlikely]]
            m_driver->reschedule();
    }
    Handle schedule(TimePoint when, std::uint32_t slot);
    Handle callRemote(Callable callback, const std::source_location &at);
    Callable takeCallback(std::uint32_t slot, std::uint32_t generation) noexcept;

    void readyIo(std::span<const epoll_event> events);
    void readyRemote();
    void readyTimers(std::size_t events);
    [[nodiscard]] bool holdTimers(std::size_t events) noexcept;
    void runEntry(ReadyEntry entry) noexcept;
    void runInstrumented(ReadyEntry entry) noexcept;
    void runCallback(std::uint32_t slot, std::uint32_t generation);
    void runRemote(std::uint32_t number);
    void callbackFailed(std::string message, std::string description, const Handle *handle,
                        const std::source_location &created = {});
    [[nodiscard]] RunningHandle describeEntry(const ReadyEntry &entry) noexcept;
    [[nodiscard]] std::string nameEntry(const ReadyEntry &entry) const; // unless it lives on after
    [[nodiscard]] std::shared_ptr<const Transport> transportOf(const ReadyEntry &entry) const;
    [[nodiscard]] std::int64_t entryBegan() const noexcept; // ns; spares a look at the clock
    void warnSlow(const RunningHandle &handle, std::string what, std::int64_t nanoseconds);
    [[nodiscard]] std::int64_t beginInstrumentedIteration(std::size_t events); // ns: now
    [[nodiscard]] TimePoint promiseWake(TimePoint wake) noexcept; // nextWake(), for instruments
    [[nodiscard]] bool leaveWith(const std::exception_ptr &error) noexcept; // if it is to be thrown
    void endInstrumentedIteration(std::int64_t began) noexcept;
    void lintTasks(std::int64_t now);
    void lint(TaskBase &task, int moment) noexcept;
    [[noreturn]] void failUse(WarningKind kind, const std::string &message,
                              const Place &created = {}); // misused(), and a RuntimeError

    void report(WarningRecord warning, const ExceptionContext &context);
    void reportLost(const ExceptionContext &context); // an exception that nobody retrieved
    void adopt(TaskBase &task);
    void stepEagerly(TaskBase &task);
    void forget(TaskBase &task) noexcept; // done
    void taskChanged(TaskBase &task) noexcept;
    void adopt(Transport &transport);
    void forget(Transport &transport) noexcept; // lost
    [[nodiscard]] FdWatches &watches();
    [[nodiscard]] std::size_t
    takeSignals(int signal); // for Runner: in flight, no callback for them
    void discardAll() noexcept;
    void reportDestroyed(TaskBase &task);
    void discard(TaskBase &task, bool told) noexcept;
    void discard(Transport &transport) noexcept;
    void discardHandles() noexcept;

    using Untyped = Coro<Connected<BaseProtocol>>; // for cast()
    Untyped connectTcp(ProtocolFactory factory, std::string host, std::uint16_t port,
                       ConnectOptions options);
    Coro<std::shared_ptr<Server>> serveSocket(ProtocolFactory factory, ServerOptions options);
    Coro<std::shared_ptr<Server>> serveTcp(ProtocolFactory factory, Hosts hosts, std::uint16_t port,
                                           ServerOptions options);
    Untyped connectUnix(ProtocolFactory factory, std::string path, ConnectOptions options);
    Coro<std::shared_ptr<Server>> serveUnix(ProtocolFactory factory, std::string path,
                                            ServerOptions options);
    Untyped connectStream(ProtocolFactory factory, Descriptor fd, ConnectOptions options,
                          Role role = Role::Client);
    Untyped attachAccepted(ProtocolFactory factory, Descriptor fd, std::shared_ptr<TlsContext> ssl,
                           TlsTimeouts timeouts);
    Untyped attachReadPipe(ProtocolFactory factory, Descriptor pipe);
    Untyped attachWritePipe(ProtocolFactory factory, Descriptor pipe);
    Coro<Subprocess<BaseProtocol>>
    spawn(ProtocolFactory factory, std::vector<std::string> arguments, SubprocessOptions options);
    void checkTls(const std::shared_ptr<TlsContext> &context, Role role,
                  const TlsTimeouts &timeouts) const; // or throws
    [[nodiscard]] std::shared_ptr<Transport>
    makeTransport(Descriptor fd, std::shared_ptr<Protocol> protocol, Role role, ServerId server,
                  const std::shared_ptr<TlsContext> &tls, const std::string &serverName,
                  const TlsTimeouts &timeouts);
    Coro<void> started(std::shared_ptr<Transport> transport); // until connectionMade() has returned
    std::shared_ptr<Server> serveStreams(ProtocolFactory factory, std::vector<Descriptor> listeners,
                                         const ServerOptions &options);
    Coro<DatagramEndpoint<BaseProtocol>> openDatagrams(ProtocolFactory factory,
                                                       DatagramOptions options);
    [[nodiscard]] Executor &executor(const std::shared_ptr<Executor> &given);

    Ref<LoopAnchor> m_anchor;
    std::unique_ptr<Driver> m_driver;
    const LoopId m_id;
    const std::string m_name;
    const std::source_location m_created;
    std::atomic<std::thread::id> m_thread; // that runs it, while it runs; any thread may ask

    HandleTable m_handles;
    TimerHeap m_timers {m_handles};
    ReadyQueue m_ready;
    Inbox m_inbox;
    IoTable m_io {*m_driver};
    std::unique_ptr<FdWatches> m_watches;
    std::unique_ptr<SignalHandlers> m_signals;
    std::shared_ptr<Executor> m_executor;
    std::unordered_map<std::uint64_t, Ref<FutureBase>> m_jobs; // in executors
    std::uint64_t m_lastJob = 0;

    TaskBase *m_tasks = nullptr; // not done; newest first; each counted once by us
    TaskBase *m_currentTask = nullptr;
    TaskBase *m_passing = nullptr; // is passing a cancellation to what it waits for
    Transport *m_transports = nullptr; // not lost; newest first; each keeps itself until then
    std::vector<std::shared_ptr<Server>> m_servers;

    Probe *m_probe = nullptr;
    ContextId m_context;
    LoopTotals m_totals;
    TaskFactory m_taskFactory;
    ExceptionHandler m_exceptionHandler;
    WarningSwitches m_switches;

    std::int64_t m_linted = 0; // ns; when lintTasks() looked last
    bool m_lintDue = false; // something ran since
    std::int64_t m_iterationEnd = 0; // ns; in debug mode, to tell how long the poll took
    std::int64_t m_entryEnd = 0; // ns; when the entry before ended: the clock is read once an entry
    static constexpr std::int64_t never = INT64_MAX;
    std::int64_t m_promised = never; // ns; when the driver was to be back, for m_lag
    std::int64_t m_wakeBy = never; // ns; see wakeBy()
    std::int64_t m_lag = 0; // ns; see takeLag()
    int m_slowCallbacks = 0; // in this iteration
    std::int64_t m_timersSeen = never; // ns; when it was looked which are due; never: none there
    int m_timersHeld = 0; // iterations that late timers have waited for; see holdTimers()
    std::atomic<bool> m_running = false; // any thread may ask
    bool m_stopping = false;
    bool m_closing = false;
    bool m_closed = false;
    bool m_iterating = false;
    bool m_instrumented = false; // a probe looks, or debug mode is on
    bool m_observing = false; // it does so at the entry that runs
    bool m_throws = false; // run by a caller that what leaves the loop can be thrown to
    std::exception_ptr m_leaving; // a KeyboardInterrupt on its way to that caller
    std::atomic<bool> m_debug; // any thread may ask
};

} // namespace loop

#include "loop/Executor.h"
