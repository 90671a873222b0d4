// SPDX-License-Identifier: MIT
#pragma once

// What an instrument sees of a loop: plain values, no pointers into it. A Delta holds what changed
// since the Delta before; it can come from a loop in this process, from another process or from a
// file, and who reads it cannot tell which. Nothing here knows how it was gathered (that is
// Recorder) nor how it is shown. Times are nanoseconds of the loop's monotonic clock
// (Delta::wallOffset turns them into wall-clock time); sizes are bytes.

#include "loop/Ids.h"

#include <array>
#include <cstdint>
#include <memory>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

namespace loop {

struct TlsInfo;

enum class ConnectionState : std::uint8_t {
    Opening,
    Open,
    Paused,
    HalfClosed,
    Closing,
    Closed, // by either side, as it should be
    Lost, // to an error
    Aborted, // by us
    Reset // by the peer
};
enum class TransportKind : std::uint8_t { Tcp, Tls, Udp, Unix, Pipe, Subprocess };
enum class Role : std::uint8_t { Client, Server };
enum class TaskState : std::uint8_t {
    Ready,
    Running,
    Suspended,
    Cancelling,
    Done,
    Failed,
    Cancelled
};

// What a suspended task waits for. The id that goes with it is a ConnectionId, a TaskId or none.
enum class WaitKind : std::uint8_t {
    None,
    Sleep,
    Future,
    Task,
    Read,
    Drain,
    Accept,
    Connect,
    Send,
    Resolve,
    Executor,
    Synchronisation,
    Process,
    Yield,
    Gather,
    Signal,
    Other
};

// What tasks wait for one after the other. Of Lock and Semaphore it is known who holds them.
enum class PrimitiveKind : std::uint8_t {
    None,
    Lock,
    Semaphore,
    Event,
    Condition,
    Barrier,
    QueueItem, // a queue that is empty
    QueueSlot // a queue that is full
};

enum class WarningKind : std::uint8_t {
    SlowCallback,
    SlowIteration,
    LoopBlocked,
    SlowResolve,
    NeverAwaited,
    TaskExceptionNeverRetrieved,
    FutureExceptionNeverRetrieved,
    PendingTaskDestroyed,
    WrongThread,
    UnclosedTransport,
    UnclosedStream,
    UnclosedLoop,
    LoopClosed,
    NestedRun,
    StoppedEarly,
    OtherLoop,
    LockMisuse,
    HandlerFailed,
    WriteAfterEof,
    WriteToLost,
    OutOfDescriptors,
    DescriptorOwned,
    SelfWaking,
    NeverYields,
    NobodyCanWake,
    AwaitCycle,
    LargeFrame,
    CallbackFailed,
    Count
};

enum class EventKind : std::uint8_t {
    Connect, // a connection was made; detail says with whom
    DataIn, // bytes received; payload holds them, or as many of the first as were kept
    DataOut, // bytes handed to the kernel or to the write buffer
    Eof, // the peer closed its direction
    Pause, // pause_writing: the write buffer passed its high mark
    Resume, // resume_writing
    Close, // connection_lost(None)
    Error, // connection_lost(exception), or an error of a session
    TaskStart,
    TaskEnd, // done, failed or cancelled; detail says which
    Warning,
    Session, // a session started, stopped or changed; detail says what
    Fault, // a fault was injected
    Count
};

// Lower-case words as a person reads them: "half-closed", "TCP", "slow callback", "data in".
[[nodiscard]] std::string_view toString(ConnectionState) noexcept;
[[nodiscard]] std::string_view toString(TransportKind) noexcept;
[[nodiscard]] std::string_view toString(Role) noexcept;
[[nodiscard]] std::string_view toString(TaskState) noexcept;
[[nodiscard]] std::string_view toString(WaitKind) noexcept;
[[nodiscard]] std::string_view toString(PrimitiveKind) noexcept;
[[nodiscard]] std::string_view toString(WarningKind) noexcept;
[[nodiscard]] std::string_view toString(EventKind) noexcept;

// A place in source code. The strings live as long as the process: they come from
// std::source_location, or from a pool that is never freed. All null means unknown.
struct Place {
    const char *file = nullptr;
    const char *function = nullptr;
    std::uint32_t line = 0;

    constexpr Place() = default;
    constexpr Place(const std::source_location &at) noexcept
        : file(at.line() ? at.file_name() : nullptr)
        , function(at.line() ? at.function_name() : nullptr)
        , line(at.line())
    { }
    constexpr explicit operator bool() const noexcept { return file != nullptr; }
    friend bool operator==(const Place &, const Place &) = default;

    [[nodiscard]] std::string fileAndLine() const; // "echo.cpp:44", or "" if unknown
    [[nodiscard]] std::string name() const; // "echo(StreamReader, StreamWriter)": no return type
    [[nodiscard]] bool inCore() const noexcept; // a function of ours: of the namespace loop
};

// Counts of durations, eight buckets by decade: below 1 us, 10 us, 100 us, 1 ms, 10 ms, 100 ms, 1
// s, above.
using DurationBuckets = std::array<std::uint32_t, 8>;
[[nodiscard]] std::size_t durationBucket(std::int64_t nanoseconds) noexcept;

struct ConnectionOpened {
    ConnectionId id;
    ServerId server; // the server that accepted it, or none
    ContextId context;
    TransportKind kind = TransportKind::Tcp;
    Role role = Role::Client;
    std::string local; // "127.0.0.1:8881", "[::1]:8881", a path, or ""
    std::string peer;
    std::int64_t time = 0;
    std::size_t low = 0, high = 0; // write-buffer watermarks
    std::shared_ptr<const TlsInfo> tls; // of TransportKind::Tls
    ConnectionId
        endpoint; // of one peer of a datagram endpoint: the endpoint, which has all of them
    std::int32_t peerPid = 0; // of a peer on this machine, as far as it is known; 0: it is not
    std::string peerProgram; // likewise: its name
    ConnectionId partner; // the other half of what is passed on, as a forward does; or none
};

// What was found out of a connection later. What is 0, "" or none here says nothing.
struct ConnectionNote {
    ConnectionId id;
    std::int32_t peerPid = 0;
    std::string peerProgram;
    ConnectionId partner;
};

// The whole current value of a connection that changed. Counters are totals since it opened.
struct ConnectionSample {
    ConnectionId id;
    ConnectionState state = ConnectionState::Open;
    TaskId task; // the task that last read from or wrote to it, or none
    std::uint64_t bytesIn = 0, bytesOut = 0;
    std::uint64_t messagesIn = 0, messagesOut = 0; // chunks received; writes
    std::size_t writeBuffer = 0, low = 0, high = 0;
    std::uint32_t pauses = 0; // how often pause_writing was called
    std::int64_t lastActivity = 0;
    std::int64_t closed = 0; // when it ended, or 0
    std::string error; // why it ended, "" for a clean end
};

struct TaskCreated {
    TaskId id;
    ContextId context;
    TaskId parent; // the task that created it, or none
    std::string name; // the user's name for it, or "Task-<id>"
    Place coroutine; // where its coroutine begins
    Place created; // where create_task was called
    std::int64_t time = 0;
};

// The lock, queue or the like that a task waits for. Each change of it has a higher number, so that
// of what two tasks say of the same one the newer is known.
struct PrimitiveSample {
    std::uint64_t id = 0; // 0: the task waits for none; unique in the process
    PrimitiveKind kind = PrimitiveKind::None;
    Place created; // of a Lock, a Semaphore
    TaskId holder; // who has it, of one that one task has at a time; or none
    std::uint32_t waiting = 0; // tasks
    std::uint32_t change = 0;
    friend bool operator==(const PrimitiveSample &, const PrimitiveSample &) = default;
};

struct TaskSample {
    TaskId id;
    TaskState state = TaskState::Ready;
    WaitKind wait = WaitKind::None;
    std::uint64_t waitTarget = 0; // ConnectionId or TaskId, by `wait`
    std::int64_t waitDeadline = 0; // for Sleep; else 0
    Place awaitedAt; // the innermost co_await
    std::uint64_t steps = 0;
    std::int64_t busy = 0, longest = 0; // ns in all steps, and in the longest
    DurationBuckets histogram {};
    std::int64_t toRun = 0, longestToRun = 0; // ns from woken to running, in all and the longest
    std::int64_t ended = 0; // when it ended, or 0
    std::string error; // for Failed
    std::vector<TaskId> awaits; // the tasks it waits for, where waitTarget is not the only one
    std::shared_ptr<const PrimitiveSample> primitive; // of WaitKind::Synchronisation; or null
    std::uint32_t cancelRequests = 0; // that it has not been relieved of
    TaskId cancelledBy; // in whose step the last one was made; none: in no task's, or no request
    TaskId cancelledThrough; // the task that waited for it and passed it on, or none
};

struct FrameRecord {
    Place coroutine; // the coroutine
    Place awaitedAt; // where it waits
};

// The waiting chain of a task somebody looks at: outermost coroutine first.
struct TaskChain {
    TaskId id;
    std::vector<FrameRecord> frames;
    std::vector<TaskId> awaitedBy;
};

struct TimerSample {
    TimerId id;
    ContextId context;
    std::int64_t due = 0;
    TaskId task; // the sleeping task, or none for a plain callback
    Place created; // where call_later, call_at or sleep was called
};

enum class HandleKind : std::uint8_t { Server, Connection, Timer, Job, Signal };
[[nodiscard]] std::string_view toString(HandleKind) noexcept;

// So many of one kind that were made at one place and keep a loop running.
struct HandleGroup {
    HandleKind kind = HandleKind::Server;
    Place created; // none: not known, of jobs in executors and of signal handlers
    std::uint64_t count = 0;
};

struct WarningRecord {
    WarningKind kind = WarningKind::SlowCallback;
    std::int64_t time = 0;
    std::string message; // asyncio's wording where it has one
    Place created; // where the thing it is about was created
    ContextId context;
    TaskId task;
    ConnectionId connection;
    std::uint64_t count = 1; // of a keyframe: the newest of so many with its kind and place
};

// When a task ran: one step, or short ones that were merged because there were very many.
struct StepSpan {
    TaskId task; // none: several
    TaskId wokenBy; // the task whose step woke it; none: a timer, a socket, a thread, a callback
    std::int64_t start = 0; // of the first
    std::int64_t length = 0; // ns, to the end of the last
    std::uint32_t merged = 1; // steps in it
};

// One line of the log. `merged` events of the same connection and direction became this one (1:
// none was). Text lies in Delta::text, so that an event is a flat value. The bytes of merged data
// lie there as they came, between those of others: `payloadAt` is the number of the first piece
// then.
struct LogEvent {
    std::int64_t time = 0;
    EventKind kind = EventKind::Session;
    bool inPieces = false; // its payload; never of a Delta that was read from a stream
    std::uint32_t merged = 1;
    ContextId context;
    ConnectionId connection;
    TaskId task;
    std::uint64_t bytes = 0;
    std::uint32_t detailAt = 0, detailSize = 0; // words for a person, UTF-8
    std::uint32_t payloadAt = 0,
                  payloadSize = 0; // the bytes as they went over the wire, all or the first
};

// A stretch of a payload in Delta::text.
struct PayloadPiece {
    static constexpr std::uint32_t Last = UINT32_MAX;

    std::uint32_t at = 0, size = 0;
    std::uint32_t next = Last; // its number
};

// Counters are totals since the loop began, unless the name says otherwise.
struct LoopSample {
    std::uint64_t iterations = 0;
    std::int64_t busy = 0; // ns outside of waiting
    std::int64_t longestIteration = 0; // ns, since the Delta before
    std::int64_t lag = 0; // ns by which the latest timer, wake-up or answer to a reader was late
    std::size_t ready = 0, tasks = 0, timers = 0, connections = 0, servers = 0;
    std::uint64_t bytesIn = 0, bytesOut = 0, messagesIn = 0, messagesOut = 0;
    std::uint64_t merged = 0; // log events merged into others so far
    std::uint64_t events = 0; // log events so far, merged ones counted once
    bool debug = false;
    bool running = false;
};

// Totals of a loop since it began; of connections, tasks and servers, how many live now.
struct LoopTotals {
    std::uint64_t iterations = 0, bytesIn = 0, bytesOut = 0, messagesIn = 0, messagesOut = 0;
    std::int64_t busy = 0; // ns outside of waiting, while somebody watches
    std::size_t connections = 0, tasks = 0, servers = 0;
};

struct Delta {
    LoopId loop;
    std::string loopName; // "net", "ui"
    std::int64_t time = 0; // when it was gathered
    std::int64_t wallOffset = 0; // add to a time to have nanoseconds since 1970-01-01 UTC
    LoopSample sample;
    std::vector<ConnectionOpened> opened;
    std::vector<ConnectionSample> connections;
    std::vector<ConnectionNote> notes;
    std::vector<TaskCreated> created;
    std::vector<TaskSample> tasks;
    std::vector<TaskChain> chains; // for Interest::task
    std::vector<TimerSample> timers; // for Interest::timers: all, or the nearest; see sample.timers
    bool timersSampled = false; // `timers` replaces what was known
    std::vector<HandleGroup> handles; // for Interest::handles, once a second at most
    std::vector<WarningRecord> warnings;
    std::vector<LogEvent> events;
    std::vector<StepSpan> spans;
    std::vector<PayloadPiece> pieces;
    std::string text; // what detailAt, payloadAt and pieces point into
    bool closed = false; // the loop is closed; no Delta follows

    [[nodiscard]] std::string_view detail(const LogEvent &event) const noexcept
    {
        return std::string_view(text).substr(event.detailAt, event.detailSize);
    }
    // Calls `take(std::string_view)` for each stretch of what is kept of an event's data, in order.
    template <class Take> void eachOfPayload(const LogEvent &event, Take take) const
    {
        if (!event.inPieces) {
            take(std::string_view(text).substr(event.payloadAt, event.payloadSize));
            return;
        }
        for (std::uint32_t at = event.payloadAt; at != PayloadPiece::Last; at = pieces[at].next)
            take(std::string_view(text).substr(pieces[at].at, pieces[at].size));
    }
    // All of it, copied.
    [[nodiscard]] std::string payload(const LogEvent &event) const
    {
        std::string all;
        all.reserve(event.payloadSize);
        eachOfPayload(event, [&all](std::string_view bytes) { all.append(bytes); });
        return all;
    }
};

// What the reader wants to have in the next Delta beyond what always comes.
struct Interest {
    TaskId task; // its waiting chain
    bool timers = false; // the pending timers
    LoopId handles; // the loop whose handles are to be listed by place, or none
    bool data = true; // steps, and an event for what was sent and received; its sums are always in
                      // the samples
    std::uint64_t payload = 512'000'000; // bytes a second that are kept of it; 0: none
};

// The handle that runs now, readable while it runs: how a blocked loop is seen.
struct RunningHandle {
    std::int64_t since = 0; // 0: nothing runs, the loop waits
    TaskId task;
    ContextId context;
    std::source_location place; // the await that the task left, or where the callback was scheduled
    ConnectionId connection; // whose descriptor is ready, or none
    TaskId wokenBy; // the task in whose step the task was woken, or none
};

} // namespace loop
