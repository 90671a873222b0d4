// SPDX-License-Identifier: MIT
#pragma once

// Recorder: the probe that keeps what it sees, until somebody asks. On the loop's thread it costs a
// few nanoseconds an event: counters live in tasks and transports and are sampled when asked for;
// only transitions are appended. What is sent and received is kept whole, up to as many bytes a
// second as the reader wants and setCapture() says. Under a flood, detail is given up before the
// loop is slowed: data events beyond a budget are merged, one a connection and direction with the
// bytes of all, and how many were merged is counted. Transitions, warnings and errors are kept, for
// a reader at the display's pace all of them. What there is no memory for is left out. Where nobody
// reads, 96 MiB are: then the events go, and what began and ended unseen; what lives, what the
// reader knows of and has ended, and the last 1,000 warnings stay, and an event says so.
//
// Threads: made and destroyed where the loop is made; take() and running() belong to one reader on
// any thread; all else is called by the loop. Outlives its loop, or is destroyed before on the
// loop's thread.

#include "loop/Probe.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace loop {

// Nothing happened but that time passed: there are figures alone, and what the reader looks at.
[[nodiscard]] inline bool isQuiet(const Delta &delta) noexcept
{
    return delta.opened.empty() && delta.connections.empty() && delta.notes.empty()
        && delta.created.empty() && delta.tasks.empty() && delta.warnings.empty()
        && delta.events.empty() && delta.spans.empty() && !delta.closed;
}

class Recorder final : public Probe {
public:
    // Sees what lives on the loop already, of which no event says that it began.
    explicit Recorder(EventLoop &loop);
    ~Recorder() override;

    // What changed since the last call, or null if the loop has not answered yet; asks it for more.
    // Never blocks. After the Delta that says `closed`, always null.
    [[nodiscard]] std::unique_ptr<Delta> take(const Interest &interest);

    // Calls `wake` once, on the loop's thread, at the end of the next iteration in which something
    // happened: what is asked for later finds it in a Delta. Meanwhile the loop wakes by itself no
    // more than once in `quietAtMost`. An empty one takes the wish back; once this returned, the
    // one before is called no more. Of the thread that takes; `wake` must not call this recorder.
    void wakeOnNews(std::function<void()> wake);
    static constexpr std::chrono::milliseconds quietAtMost {1'250};

    // Calls `wake`, on the loop's thread, once a Delta: at the end of the iteration after which the
    // next one holds `muchData` bytes of data. A reader that comes then loses nothing of a flood,
    // however seldom it comes otherwise. As above in all else.
    void wakeOnMuch(std::function<void()> wake);
    static constexpr std::size_t muchData = 16 * 1024 * 1024;

    // What the loop runs at this moment; `since` is 0 while it waits.
    [[nodiscard]] RunningHandle running() const noexcept;

    // What watching has cost the loop's thread so far, ns of its processor time: every answer to a
    // reader is timed, and of the data and steps that are noted one in a thousand. Any thread.
    [[nodiscard]] std::int64_t cost() const noexcept
    {
        return m_cost.load(std::memory_order_relaxed);
    }

    // Any thread: a warning of who watches the loop from outside. The loop tells its probe as soon
    // as it runs. False, and nothing happens, if the kind is switched off or the loop is closed.
    bool raise(WarningRecord warning) const;

    void handleBegan(const RunningHandle &handle) noexcept override;
    void handleEnded(std::int64_t began, std::int64_t ended) noexcept override;
    void iterationEnded(EventLoop &loop, std::int64_t began, std::int64_t ended) noexcept override;
    void taskCreated(TaskBase &task) noexcept override;
    void taskChanged(TaskBase &task) noexcept override;
    void taskEnded(TaskBase &task) noexcept override;
    void connectionMade(Transport &transport) noexcept override;
    void connectionChanged(Transport &transport) noexcept override;
    void dataReceived(Transport &transport, std::string_view data) noexcept override;
    void dataSent(Transport &transport, std::string_view data) noexcept override;
    void datagramPeer(Transport &endpoint, const SocketAddress &address) noexcept override;
    void eofReceived(Transport &transport) noexcept override;
    void writingPaused(Transport &transport) noexcept override;
    void writingResumed(Transport &transport) noexcept override;
    void connectionLost(Transport &transport,
                        const std::exception_ptr &exception) noexcept override;
    void warned(const WarningRecord &warning) noexcept override;
    void loopClosed(EventLoop &loop) noexcept override;

    // An event of the program's own in the log, such as "session started", which stands for so many
    // of its kind. The loop's thread.
    void note(EventKind kind, ContextId context, std::string_view detail,
              ConnectionId connection = {}, std::uint32_t merged = 1) noexcept;

    // How many of the first bytes of each piece of data are kept, of what is done on behalf of a
    // context; without a call all are. The loop's thread.
    void setCapture(ContextId context, std::size_t bytes);

    // What the program knows of a connection; it is in the next Delta. The loop's thread.
    void learned(ConnectionNote note);

private:
    struct Merged {
        std::uint32_t messages = 0;
        std::uint64_t bytes = 0;
        std::uint64_t kept = 0; // of the bytes: the first, or all
        std::uint32_t firstPiece = PayloadPiece::Last, lastPiece = PayloadPiece::Last;

        void forgetPayload() noexcept
        {
            kept = 0;
            firstPiece = lastPiece = PayloadPiece::Last;
        }
    };
    // A connection that changed since the last Delta, with the data that got no event of its own.
    struct DirtyConnection {
        Transport *transport = nullptr;
        Merged in, out;
    };

    struct Peer; // of a datagram endpoint: see RecorderPeers.cpp
    struct Peers;
    [[nodiscard]] Peer *peerOf(Transport &endpoint, const SocketAddress &address);
    void count(Peer &peer, EventKind kind, std::size_t bytes);
    [[nodiscard]] static Merged &mergedOf(Peer &peer, EventKind kind) noexcept;
    [[nodiscard]] static ConnectionId idOf(const Peer &peer) noexcept;
    [[nodiscard]] bool peersHaveNews() const noexcept;
    void fillPeers();
    void endPeers(const Transport &endpoint);
    template <class Ends> void endPeersIf(std::int64_t now, Ends ends);
    void endPeer(Peer &peer, std::int64_t now);
    void forgetPeersPayload() noexcept;

    // Runs `note`, which the loop pays for; one in so many is timed.
    static constexpr std::uint32_t timedEach = 1'021; // prime: no pattern of traffic meets it
    template <class Note> void counted(const Note &note) noexcept;
    template <class Work> std::int64_t timed(const Work &work) noexcept;

    // What lives, whenever that began.
    void introduce(TaskBase &task);
    void introduce(Transport &transport);
    DirtyConnection &dirty(Transport &transport);
    void data(Transport &transport, EventKind kind, std::string_view bytes);
    void merge(Merged &merged, std::string_view bytes, std::size_t kept);
    void appendMerged(const DirtyConnection &entry);
    void appendMerged(const Merged &in, const Merged &out, ContextId context, ConnectionId id,
                      TaskId task);
    void addSpan(TaskId task, std::int64_t began, std::int64_t length);
    [[nodiscard]] static std::size_t dataEventsOf(std::int64_t elapsed) noexcept;
    void grantPayload(const Interest &interest, std::int64_t elapsed) noexcept;
    [[nodiscard]] std::size_t roomFor(ContextId context, std::size_t bytes) const noexcept;
    [[nodiscard]] bool beganJustNow(const TaskBase &task) const noexcept;
    [[nodiscard]] ConnectionSample sample(const Transport &transport) const;
    [[nodiscard]] TaskSample sample(const TaskBase &task) const;
    LogEvent &append(EventKind kind, ContextId context, ConnectionId connection, TaskId task);
    LogEvent &appendAt(std::int64_t time, EventKind kind, ContextId context,
                       ConnectionId connection, TaskId task);
    void setDetail(LogEvent &event, std::string_view words);
    // Bytes, of a Delta that nobody takes. The display's pace never comes near it.
    static constexpr std::size_t keptAtMost = 32 * 1024 * 1024; // but for data, which has its own
    void letGo(); // of what nobody has read, once it is too much
    [[nodiscard]] std::size_t kept() const noexcept; // bytes, about, of what is gathered
    void answer(EventLoop &loop);
    void publish(EventLoop &loop);
    [[nodiscard]] bool hasNews(const EventLoop &loop) const noexcept;
    void tellNews();
    void tellMuch();
    void fill(EventLoop &loop, const Interest &interest) noexcept;
    void fillSamples() noexcept;
    void fillWanted(EventLoop &loop, const Interest &interest);
    void appendLost(const Transport &transport, const std::exception_ptr &exception);

    EventLoop *m_loop; // null once closed; protected by m_mutex where take() reads it
    Delta m_delta; // being gathered; the loop's thread
    LoopSample m_said; // of the Delta before
    std::vector<DirtyConnection> m_dirtyConnections;
    std::vector<TaskBase *> m_dirtyTasks;
    std::shared_ptr<Peers> m_peers; // null: there is none; complete in RecorderPeers.cpp alone
    Peer *m_peer = nullptr; // of the next datagram reported
    Interest m_current; // of the Delta being gathered
    TaskId m_chainOf; // the task of interest, and while it lives the task itself
    const TaskBase *m_chainTask = nullptr;
    std::unordered_map<ContextId, std::size_t> m_capture; // bytes a piece; without an entry, all
    std::size_t m_payload = 0; // bytes of data that may still be kept in it
    std::size_t m_payloadLater = 0; // and in those after it, whatever their time
    std::size_t m_payloadKept = 0; // bytes of data in its text
    std::size_t m_muchAt = muchData; // of those; once told, never
    std::int64_t m_published; // when the one before was
    std::size_t m_dataEvents = 0; // in it
    std::size_t m_dataEventsAtMost; // on their own
    std::int64_t m_handlesAt = 0; // when they were listed last
    TaskId m_wokenBy; // of the handle that runs
    std::size_t m_shortTasks = 0; // in it that began and ended since the last one
    std::size_t m_room; // bytes; beyond these letGo() is due
    std::uint64_t m_unread = 0; // events let go of in it
    std::int64_t m_longest = 0;
    std::uint64_t m_merged = 0;
    std::uint64_t m_events = 0;
    std::uint32_t m_untilTimed = timedEach;

    std::atomic<std::int64_t> m_cost = 0;
    enum Asked : std::uint8_t { Answer = 1, News = 2 }; // flags
    std::atomic<std::uint8_t> m_asked = 0; // changed under m_mutex
    mutable std::mutex m_mutex; // protects the six below
    std::function<void()> m_wake; // with News
    std::function<void()> m_wakeOnMuch;
    std::unique_ptr<Delta> m_ready;
    std::unique_ptr<Delta> m_last; // of a closed loop, after m_ready
    Interest m_interest;
    std::int64_t m_requestedAt = 0;

    std::atomic<std::int64_t> m_runningSince = 0;
    std::atomic<std::uint64_t> m_runningTask = 0, m_runningContext = 0, m_runningConnection = 0;
    std::atomic<std::source_location> m_runningPlace; // a pointer to what the compiler laid down
};

} // namespace loop
