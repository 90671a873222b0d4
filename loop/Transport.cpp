// SPDX-License-Identifier: MIT
#include "loop/Transport.h"

#include "loop/EventLoop.h"
#include "loop/Log.h"
#include "loop/Probe.h"
#include "loop/Protocol.h"
#include "loop/internal/CallSite.h"

#include <atomic>
#include <cerrno>

namespace loop {

namespace {

ConnectionId nextConnectionId() noexcept
{
    static std::atomic<std::uint64_t> last = 0;
    return {last.fetch_add(1, std::memory_order_relaxed) + 1};
}

// The peer broke the connection off: what a read of it says, and a write after that.
bool isReset(const std::exception_ptr &exception)
{
    if (!exception)
        return false;
    try {
        std::rethrow_exception(exception);
    } catch (const ConnectionResetError &) {
        return true;
    } catch (const OsError &error) {
        return error.code().value() == ECONNRESET || error.code().value() == EPIPE;
    } catch (...) {
        return false;
    }
}

} // namespace

Transport::Transport(EventLoop &loop, std::shared_ptr<BaseProtocol> protocol, const Origin &origin)
    : m_continues(origin.continues)
    , m_kind(origin.kind)
    , m_role(origin.role)
    , m_loop(&loop)
    , m_protocol(std::move(protocol))
    , m_id(origin.id ? origin.id : nextConnectionId())
    , m_context(loop.context())
    , m_server(origin.server)
    , m_sockName(origin.sockName)
    , m_peerName(origin.peerName)
    , m_anchor(loop.m_anchor)
    , m_created(origin.created.line() ? origin.created : callSite(loop))
{ }

Transport::Origin::Origin(TransportKind transportKind, Role connectionRole, ServerId acceptedBy,
                          int socket)
    : kind(transportKind)
    , role(connectionRole)
    , server(acceptedBy)
{
    if (socket < 0)
        return;
    sockName = SocketAddress::ofSocket(socket);
    peerName = SocketAddress::ofPeer(socket);
}

Transport::Origin Transport::Origin::inFrontOf(const Transport &other)
{
    Origin origin(other.m_kind, other.m_role, other.m_server);
    origin.id = other.m_id;
    origin.created = other.m_created;
    origin.sockName = other.m_sockName;
    origin.peerName = other.m_peerName;
    return origin;
}

Transport::~Transport() = default;

ConnectionState Transport::state() const noexcept
{
    if (m_lost && m_lostWithError)
        return m_lostToReset ? ConnectionState::Reset : ConnectionState::Lost;
    if (m_lost)
        return m_endedByAbort ? ConnectionState::Aborted : ConnectionState::Closed;
    if (m_closing)
        return ConnectionState::Closing;
    if (!m_made)
        return ConnectionState::Opening;
    if (m_eofReceived || m_eofWritten)
        return ConnectionState::HalfClosed;
    return m_writingPaused || m_readingPaused ? ConnectionState::Paused : ConnectionState::Open;
}

void Transport::abort()
{
    if (!m_lost && !m_lostScheduled)
        m_endedByAbort = true;
    forceClose(nullptr);
}

void Transport::setProtocol(std::shared_ptr<BaseProtocol> protocol)
{
    std::swap(m_protocol, protocol);
    if (m_loop && protocol) // one of its callbacks may be what called us
        m_loop->callSoon([replaced = std::move(protocol)] {});
}

std::any Transport::getExtraInfo(std::string_view name, std::any fallback) const
{
    if (name == "peername" && m_peerName)
        return m_peerName;
    if (name == "sockname" && m_sockName)
        return m_sockName;
    return fallback;
}

void Transport::writelines(std::span<const std::string_view> data)
{
    for (const std::string_view part : data)
        write(part);
}

void Transport::setWriteBufferLimits(std::optional<std::size_t> high,
                                     std::optional<std::size_t> low)
{
    const std::size_t newHigh = high.value_or(low ? *low * 4 : 64 * 1024);
    const std::size_t newLow = low.value_or(newHigh / 4);
    if (newLow > newHigh)
        throw ValueError("high (" + std::to_string(newHigh) + ") must be >= low ("
                         + std::to_string(newLow) + ") must be >= 0");
    m_high = newHigh;
    m_low = newLow;
    if (m_made && !m_lost)
        bufferChanged(); // W-06
    changed();
}

void Transport::start(Ref<FutureBase> made)
{
    join();
    makeSoon(std::move(made));
}

void Transport::carryFor(const Transport &front, std::shared_ptr<BaseProtocol> link)
{
    m_created = front.m_created;
    setProtocol(std::move(link));
    if (m_carries)
        return;
    if (m_made && m_loop->m_probe)
        m_loop->m_probe->connectionLost(*this, nullptr);
    m_carries = true;
    probeSlot = static_cast<std::uint32_t>(-1); // taken for ever: changed() is silent
    if (m_self)
        m_loop->forget(*this);
}

void Transport::endCarrying() noexcept
{
    if (m_lost)
        return;
    m_lost = m_closing = true;
    m_loop->m_io.setOwned(descriptor(), false);
    release();
    m_protocol.reset();
    m_loop = nullptr;
}

void Transport::join()
{
    if (!m_carries)
        m_loop->adopt(*this);
    if (const int fd = descriptor(); fd >= 0)
        m_loop->m_io.setOwned(fd, true);
}

void Transport::makeSoon(Ref<FutureBase> made)
{
    m_loop->callSoon([self = shared_from_this(), made = std::move(made)] {
        if (!self->m_loop)
            return;
        try {
            self->callConnectionMade();
        } catch (...) {
            self->protocolFailed("Fatal error: protocol.connection_made() call failed.");
        }
        std::exception_ptr unwatchable;
        if (!self->m_lostScheduled) { // closing, it may have something to flush yet
            try {
                self->opened();
            } catch (...) {
                unwatchable = std::current_exception();
                self->forceClose(unwatchable);
            }
        }
        if (!made || made->done())
            return;
        if (unwatchable)
            made->setException(unwatchable);
        else
            static_cast<FutureState<void> &>(*made).setResult();
    });
}

void Transport::watch(int fd, std::uint32_t events, IoHandler &handler)
{
    m_loop->m_io.add(fd, events, handler);
}

void Transport::unwatch(int fd) noexcept
{
    m_loop->m_io.remove(fd);
}

void Transport::watchFor(int fd, std::uint32_t events, IoHandler &handler)
{
    const std::uint32_t before = std::exchange(m_watchedFor, events);
    if (before == 0 && events != 0)
        m_loop->m_io.add(fd, events, handler);
    else if (events == 0)
        m_loop->m_io.remove(fd);
    else if (events != before)
        m_loop->m_io.modify(fd, events);
}

void Transport::deliver(Protocol &stream, std::string_view data)
{
    countIn(data);
    try {
        stream.dataReceived(data);
    } catch (...) {
        protocolFailed("Fatal error: protocol.data_received() call failed.");
    }
}

bool Transport::announceEof(Protocol &stream)
{
    m_eofReceived = true;
    if (m_loop->m_probe && !m_carries)
        m_loop->m_probe->eofReceived(*this);
    changed();
    try {
        return stream.eofReceived();
    } catch (...) {
        protocolFailed("Fatal error: protocol.eof_received() call failed.");
        return false;
    }
}

void Transport::notSupported(const char *what) const
{
    throw NotSupportedError(std::string(what) + "() means nothing to a "
                            + std::string(toString(m_kind)) + " transport");
}

void Transport::callConnectionMade()
{
    if (m_lost || m_made)
        return;
    m_made = true;
    show();
    m_loop->m_context = m_context;
    if (!m_continues)
        m_protocol->connectionMade(*this);
}

void Transport::show()
{
    m_shown = true;
    if (m_loop->m_probe && !m_carries)
        m_loop->m_probe->connectionMade(*this);
}

void Transport::scheduleConnectionLost(std::exception_ptr exception)
{
    if (m_lostScheduled)
        return;
    m_lostScheduled = true;
    m_loop->callSoon(
        [self = shared_from_this(), e = std::move(exception)] { self->callConnectionLost(e); });
}

void Transport::callConnectionLost(const std::exception_ptr &exception)
{
    if (m_lost)
        return;
    const std::shared_ptr<Transport> self = shared_from_this();
    EventLoop &loop = *m_loop;
    m_lost = m_closing = true;
    m_lostWithError = exception != nullptr;
    m_lostToReset = m_kind != TransportKind::Pipe && isReset(exception);
    loop.m_io.setOwned(descriptor(), false);
    release();
    if (m_shown && loop.m_probe && !m_carries)
        loop.m_probe->connectionLost(*this, exception);
    if (m_made || m_continues) {
        loop.m_context = m_context;
        try {
            m_protocol->connectionLost(exception);
        } catch (...) {
            reportFailure("Fatal error: protocol.connection_lost() call failed.");
        }
    }
    m_protocol.reset(); // breaks the cycle of a protocol that holds its transport
    m_loop = nullptr;
    if (!m_carries)
        loop.forget(*this);
}

void Transport::bufferChanged()
{
    const std::size_t size = getWriteBufferSize();
    if (!m_writingPaused && size > m_high) {
        m_writingPaused = true;
        ++m_counters.pauses;
        if (m_loop->m_probe && !m_carries)
            m_loop->m_probe->writingPaused(*this);
        try {
            m_protocol->pauseWriting();
        } catch (...) {
            reportFailure("protocol.pause_writing() failed");
        }
    } else if (m_writingPaused && size <= m_low) {
        m_writingPaused = false;
        if (m_loop->m_probe && !m_carries)
            m_loop->m_probe->writingResumed(*this);
        try {
            m_protocol->resumeWriting();
        } catch (...) {
            reportFailure("protocol.resume_writing() failed");
        }
    }
}

void Transport::protocolFailed(const char *what)
{
    reportFailure(what);
    forceClose(std::current_exception());
}

void Transport::reportFailure(const char *what)
{
    if (m_loop->leaveWith(std::current_exception()))
        return;
    ExceptionContext context;
    context.message = what;
    context.exception = std::current_exception();
    context.transport = this;
    context.protocol = m_protocol.get();
    context.created = m_created;
    m_loop->report({WarningKind::CallbackFailed,
                    0,
                    context.message + ' ' + loop::describe(context.exception),
                    m_created,
                    m_context,
                    {},
                    m_id},
                   context);
}

void Transport::countIgnoredWrite()
{
    constexpr std::uint8_t tooMany = 5;
    if (m_ignoredWrites == tooMany || ++m_ignoredWrites != tooMany)
        return; // said once
    const char *const message = "socket.send() raised exception.";
    if (EventLoop *const loop = m_anchor->loop)
        loop->warn({WarningKind::WriteToLost, 0, message, m_created, m_context, m_task, m_id});
    else
        log(LogLevel::Warning, message);
}

void Transport::failWriteAfterEof()
{
    const char *const message = "Cannot call write() after write_eof()";
    if (EventLoop *const loop = m_anchor->loop; loop && loop->m_instrumented)
        loop->warn({WarningKind::WriteAfterEof, 0, message, m_created, m_context, m_task, m_id});
    throw RuntimeError(message);
}

void Transport::countIn(std::string_view data)
{
    if (m_carries) [[unlikely]]
        return;
    m_counters.bytesIn += data.size();
    ++m_counters.messagesIn;
    m_loop->m_totals.bytesIn += data.size();
    ++m_loop->m_totals.messagesIn;
    if (m_loop->m_probe) [[unlikely]] {
        m_counters.lastActivity = m_loop->entryBegan();
        m_loop->m_probe->dataReceived(*this, data);
    }
}

void Transport::countOut(std::string_view data)
{
    if (m_carries) [[unlikely]]
        return;
    m_counters.bytesOut += data.size();
    ++m_counters.messagesOut;
    m_loop->m_totals.bytesOut += data.size();
    ++m_loop->m_totals.messagesOut;
    if (m_loop->m_probe) [[unlikely]] {
        if (const TaskBase *const current = m_loop->currentTask())
            m_task = current->id();
        m_counters.lastActivity = toNanoseconds(m_loop->time());
        m_loop->m_probe->dataSent(*this, data);
    }
}

void Transport::changed()
{
    if (m_made && !m_lost && m_loop->m_probe && probeSlot == 0)
        m_loop->m_probe->connectionChanged(*this);
}

std::string Transport::describe() const
{
    return '<' + std::string(toString(m_kind)) + " transport #" + std::to_string(m_id.value) + ' '
        + m_sockName.toString() + " -> " + m_peerName.toString() + ' '
        + std::string(toString(state())) + '>';
}

ConnectionId Transport::newId() noexcept
{
    return nextConnectionId();
}

} // namespace loop
