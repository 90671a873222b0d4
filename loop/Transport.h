// SPDX-License-Identifier: MIT
#pragma once

// Transport: one end of a connection, buffered on its way out. The loop makes transports and keeps
// them until connectionLost() was called; nobody else constructs one (TR-01). This class holds what
// every kind of transport shares: identity, counters, flow control and the order of callbacks. What
// moves bytes stands in the classes derived from it. What a kind has no meaning for, such as
// write() for a pipe that is read from, throws NotSupportedError. All calls belong to the loop's
// thread.

#include "loop/Future.h"
#include "loop/IoHandler.h"
#include "loop/Records.h"
#include "loop/SocketAddress.h"

#include <any>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace loop {

class BaseProtocol;
class EventLoop;
class Protocol;

class Transport : public std::enable_shared_from_this<Transport> {
public:
    struct Counters {
        std::uint64_t bytesIn = 0, bytesOut = 0;
        std::uint64_t messagesIn = 0, messagesOut = 0;
        std::uint32_t pauses = 0;
        std::int64_t lastActivity = 0; // ns; kept only while a probe looks
    };

    virtual ~Transport();
    Transport(const Transport &) = delete;
    Transport &operator=(const Transport &) = delete;

    [[nodiscard]] ConnectionId id() const noexcept { return m_id; }
    [[nodiscard]] TransportKind kind() const noexcept { return m_kind; }
    [[nodiscard]] Role role() const noexcept { return m_role; }
    [[nodiscard]] ConnectionState state() const noexcept;
    [[nodiscard]] EventLoop *loop() const noexcept { return m_loop; } // null once lost
    [[nodiscard]] const std::shared_ptr<BaseProtocol> &protocol() const noexcept
    {
        return m_protocol;
    }
    virtual void setProtocol(std::shared_ptr<BaseProtocol> protocol);

    // TR-04: "peername", "sockname" (SocketAddress), "socket" (int), and what a transport adds.
    [[nodiscard]] virtual std::any getExtraInfo(std::string_view name,
                                                std::any fallback = {}) const;
    [[nodiscard]] const SocketAddress &sockName() const noexcept { return m_sockName; }
    [[nodiscard]] const SocketAddress &peerName() const noexcept { return m_peerName; }

    virtual void close() = 0; // TR-02: no more data in, flush, then connectionLost(null)
    // TR-03: drops what waits to be written, kills a process; connectionLost(null) follows, never
    // inside the call.
    void abort();
    [[nodiscard]] bool isClosing() const noexcept { return m_closing; }

    // TR-05. Repeating either changes nothing.
    virtual void pauseReading() { notSupported("pauseReading"); }
    virtual void resumeReading() { notSupported("resumeReading"); }
    [[nodiscard]] bool isReading() const noexcept
    {
        return !m_readingPaused && !m_closing && !m_eofReceived;
    }

    // TR-06: never blocks, copies what the kernel does not take. Ignored once lost (TR-11); throws
    // RuntimeError after writeEof().
    virtual void write(std::string_view) { notSupported("write"); }
    void writelines(std::span<const std::string_view> data); // TR-07
    virtual void writeEof() { notSupported("writeEof"); } // TR-08
    [[nodiscard]] virtual bool canWriteEof() const noexcept { return false; } // TR-09
    [[nodiscard]] virtual std::size_t getWriteBufferSize() const noexcept { return 0; } // TR-10

    // W-04 to W-06: high 64 KiB, low a quarter of it unless given; ValueError unless 0 <= low <=
    // high.
    void setWriteBufferLimits(std::optional<std::size_t> high = {},
                              std::optional<std::size_t> low = {});
    [[nodiscard]] std::size_t writeHigh() const noexcept { return m_high; }
    [[nodiscard]] std::size_t writeLow() const noexcept { return m_low; }

    [[nodiscard]] const Counters &counters() const noexcept { return m_counters; }
    [[nodiscard]] ContextId context() const noexcept { return m_context; }
    [[nodiscard]] ServerId server() const noexcept { return m_server; }
    [[nodiscard]] TaskId task() const noexcept { return m_task; } // who last read or wrote
    // The await that asked for it; of one that was accepted, the await that asked for its server.
    [[nodiscard]] Place created() const noexcept { return m_created; }
    [[nodiscard]] virtual int descriptor() const noexcept { return -1; } // that it owns, or -1
    void setTask(TaskId task) noexcept { m_task = task; }
    [[nodiscard]] std::string describe() const; // "<TCP transport #3 127.0.0.1:80 -> ... open>"
    // A probe knows of it: it was made, or has failed before that in a way worth seeing.
    [[nodiscard]] bool isShown() const noexcept { return m_shown; }

    [[nodiscard]] static ConnectionId newId() noexcept; // that no connection has; any thread
    // Of a socket to a process of this machine that says so (SO_PEERCRED); 0: not known.
    [[nodiscard]] virtual std::int32_t peerPid() const noexcept { return 0; }
    [[nodiscard]] Transport *next() const noexcept { return m_nextTransport; } // in the loop's list

    std::uint32_t probeSlot = 0; // the probe's own

    struct Origin {
        Origin(TransportKind transportKind, Role connectionRole, ServerId acceptedBy = {},
               int socket = -1);
        [[nodiscard]] static Origin inFrontOf(const Transport &other); // bears its id

        TransportKind kind;
        Role role;
        ServerId server;
        SocketAddress sockName; // of the socket, if there is one
        SocketAddress peerName;
        bool continues
            = false; // for a protocol that has had its connectionMade() from another transport
        std::source_location created; // line 0: the await that runs
        ConnectionId id; // none: one of its own; else that of the transport it stands in front of
    };
    // For who made it. Schedules connectionMade(), then opened(). `made`, if any, is completed
    // after that.
    virtual void start(Ref<FutureBase> made);

    // For a transport in front of this one, as TLS is: that one is what the program has, the loop
    // lists and the probe is shown; this one only carries its bytes, and is kept by it.
    [[nodiscard]] virtual bool canCarry() const noexcept { return false; }
    // From now on, for the rest of its life; `link` is its protocol in place of the one it had,
    // which is told nothing. Before start() or while it is open.
    void carryFor(const Transport &front, std::shared_ptr<BaseProtocol> link);
    void endCarrying() noexcept; // at once: drops what waits, and tells the link nothing

protected:
    Transport(EventLoop &loop, std::shared_ptr<BaseProtocol> protocol, const Origin &origin);

    virtual void opened() = 0; // connectionMade() has returned: begin to read
    void join(); // the loop's list: what start() does first
    void makeSoon(Ref<FutureBase> made); // and what it does then
    [[noreturn]] void notSupported(const char *what) const;
    void watch(int fd, std::uint32_t events, IoHandler &handler); // as IoTable's
    void unwatch(int fd) noexcept;
    void watchFor(int fd, std::uint32_t events, IoHandler &handler); // changes that; 0: not at all
    void deliver(Protocol &stream, std::string_view data);
    [[nodiscard]] bool announceEof(Protocol &stream); // true: the protocol wants to go on writing

    void callConnectionMade();
    // To the probe, which hears of its end, too. callConnectionMade() does so; what fails before,
    // as a handshake may, does so itself where that is worth seeing.
    void show();
    void callConnectionLost(const std::exception_ptr &exception); // once; the loop forgets us
    virtual void release() noexcept = 0; // gives descriptors back; called by callConnectionLost
    void scheduleConnectionLost(std::exception_ptr exception);
    void bufferChanged(); // pauses or resumes the protocol
    void
    protocolFailed(const char *what); // in a catch block: reports, then aborts with the exception
    void reportFailure(const char *what); // the first half of that
    virtual void forceClose(std::exception_ptr exception) = 0;

    void countIgnoredWrite(); // TR-11: the fifth one warns
    [[noreturn]] void failWriteAfterEof(); // RuntimeError
    void countIn(std::string_view data);
    void countOut(std::string_view data);
    void changed(); // tells the probe

    friend class EventLoop;
    friend class Server;

    std::uint32_t m_watchedFor = 0; // by watchFor()
    bool m_closing = false;
    bool m_readingPaused = false;
    bool m_eofReceived = false;
    bool m_lost = false;
    bool m_eofWritten : 1 = false; // these are asked for less often
    bool m_made : 1 = false;
    bool m_shown : 1 = false; // isShown()
    bool m_lostWithError : 1 = false;
    bool m_lostToReset : 1 = false; // ... by the peer
    bool m_endedByAbort : 1 = false; // abort() came before any other end
    bool m_lostScheduled : 1 = false;
    bool m_writingPaused : 1 = false;
    bool m_continues : 1; // Origin::continues
    bool m_carries : 1 = false; // carryFor() was called
    std::uint8_t m_ignoredWrites = 0; // stays at the number that was warned of
    TransportKind m_kind;
    Role m_role;
    EventLoop *m_loop;
    std::shared_ptr<BaseProtocol> m_protocol;

private:
    ConnectionId m_id;
    ContextId m_context;
    ServerId m_server;
    TaskId m_task;
    std::size_t m_high = 64 * 1024;
    std::size_t m_low = 16 * 1024;
    Counters m_counters;
    SocketAddress m_sockName;
    SocketAddress m_peerName;
    Transport *m_previousTransport = nullptr; // the loop's list of live transports
    Transport *m_nextTransport = nullptr;
    Ref<LoopAnchor> m_anchor; // to warn of what comes after the end
    std::source_location m_created;
    std::shared_ptr<Transport> m_self; // held while the loop holds it
};

} // namespace loop
