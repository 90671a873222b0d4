// SPDX-License-Identifier: MIT
#include "loop/internal/SocketTransport.h"

#include "loop/EventLoop.h"
#include "loop/Probe.h"
#include "loop/SocketCalls.h"
#include "loop/internal/ReceiveBuffer.h"

#include <cerrno>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

namespace loop {

namespace {

constexpr int receivesInARow = 8; // then others get their turn
constexpr std::size_t flushedInARow = 1024 * 1024; // bytes; likewise

} // namespace

SocketTransport::SocketTransport(EventLoop &loop, Descriptor fd, std::shared_ptr<Protocol> protocol,
                                 const Origin &origin)
    : Transport(loop, protocol, origin)
    , m_fd(std::move(fd))
    , m_stream(protocol.get())
{
    if (m_kind == TransportKind::Tcp) {
        const int on = 1;
        ::setsockopt(m_fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
}

SocketTransport::~SocketTransport() = default;

void SocketTransport::opened()
{
    watch(m_fd.get(), EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, *this);
    m_started = true;
}

void SocketTransport::setProtocol(std::shared_ptr<BaseProtocol> protocol)
{
    auto *const stream = dynamic_cast<Protocol *>(protocol.get());
    if (!stream)
        throw ValueError("a stream transport needs a Protocol");
    m_stream = stream;
    Transport::setProtocol(std::move(protocol));
}

std::any SocketTransport::getExtraInfo(std::string_view name, std::any fallback) const
{
    if (name == "socket" && m_fd)
        return m_fd.get();
    return Transport::getExtraInfo(name, std::move(fallback));
}

// --- Ending ---

void SocketTransport::close()
{
    if (m_closing)
        return;
    if (m_writeError)
        return failWriting(m_writeError);
    m_closing = true;
    if (m_buffer.empty())
        scheduleConnectionLost(nullptr);
    changed();
}

void SocketTransport::forceClose(std::exception_ptr exception)
{
    if (m_lost || m_lostScheduled)
        return;
    m_buffer.clear();
    m_closing = m_aborted = true;
    scheduleConnectionLost(std::move(exception));
}

void SocketTransport::release() noexcept
{
    if (m_started)
        unwatch(m_fd.get());
    if (m_readable && !m_aborted)
        discardUnread();
    m_buffer.clear();
    tellFlushed();
    m_fd.reset();
}

// Closing a socket with unread data sends a reset, which can overtake and destroy what was just
// sent.
void SocketTransport::discardUnread() noexcept
{
    const std::span<char> buffer = receiveBuffer();
    for (int round = 0; round < receivesInARow; ++round)
        if (receiveFrom(m_fd.get(), buffer.data(), buffer.size()) <= 0)
            return;
}

void SocketTransport::fail(int error, const char *what)
{
    const std::error_code code(error, std::system_category());
    forceClose(error == ECONNRESET ? std::make_exception_ptr(ConnectionResetError(what))
                                   : std::make_exception_ptr(OsError(code, what)));
}

// Many a peer says why, and then resets the connection: that comes first, if somebody reads.
void SocketTransport::failWriting(int error)
{
    if (!m_started || !isReading() || m_writeError)
        return fail(error, "Fatal write error on socket transport");
    m_writeError = error;
    m_buffer.clear();
    m_readable = m_hungUp = true; // until its end
    readSoon();
}

// --- Reading ---

void SocketTransport::pauseReading()
{
    if (m_readingPaused || m_closing || m_eofReceived)
        return;
    m_readingPaused = true;
    changed();
}

void SocketTransport::resumeReading()
{
    if (!m_readingPaused)
        return;
    m_readingPaused = false;
    changed();
    if (m_readable && isReading())
        readSoon();
}

void SocketTransport::readSoon()
{
    if (m_readScheduled)
        return;
    m_readScheduled = true;
    m_loop->callSoon([self = std::static_pointer_cast<SocketTransport>(shared_from_this())] {
        self->m_readScheduled = false;
        self->read();
    });
}

void SocketTransport::onReady(std::uint32_t events)
{
    m_loop->m_context = context();
    if (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR))
        m_hungUp = true;
    const std::shared_ptr<Transport> self = m_buffer.empty() ? nullptr : shared_from_this();
    if (events & ~std::uint32_t {EPOLLOUT}) {
        m_readable = true;
        if (!m_readScheduled) // it has had its turn, and comes to the rest
            read();
    }
    if (self && !m_lost && events & (EPOLLOUT | EPOLLHUP | EPOLLERR) && !m_buffer.empty()
        && !m_flushScheduled)
        flush();
}

void SocketTransport::read()
{
    for (int round = 0; m_readable && isReading() && !m_lost; ++round) {
        if (round == receivesInARow) {
            readSoon();
            return;
        }
        if (!receiveOnce())
            return;
    }
}

bool SocketTransport::receiveOnce()
{
    const std::span<char> buffer = receiveBuffer();
    const ssize_t count = receiveFrom(m_fd.get(), buffer.data(), buffer.size());
    if (count > 0) {
        if (static_cast<std::size_t>(count) < buffer.size() && !m_hungUp)
            m_readable = false; // drained: the next byte brings an event
        deliver(*m_stream, {buffer.data(), static_cast<std::size_t>(count)});
        return m_readable;
    }
    m_readable = false;
    if (count < 0 && errno == EINTR) {
        m_readable = true;
    } else if (m_writeError) {
        fail(m_writeError, "Fatal write error on socket transport");
    } else if (count == 0) {
        if (!announceEof(*m_stream))
            close();
    } else if (errno != EAGAIN && errno != EWOULDBLOCK) {
        fail(errno, "Fatal read error on socket transport");
    }
    return m_readable;
}

// --- Writing ---

void SocketTransport::write(std::string_view data)
{
    if (m_eofWritten)
        failWriteAfterEof();
    if (data.empty())
        return;
    if (m_lost || m_closing || m_writeError) { // TR-11
        countIgnoredWrite();
        return;
    }
    countOut(data);
    const std::size_t sent = m_buffer.empty() ? sendNow(data) : 0;
    if (sent < data.size() && !m_closing && !m_writeError) {
        m_buffer.append(data.substr(sent));
        bufferChanged();
        changed();
    }
}

std::size_t SocketTransport::sendNow(std::string_view data)
{
    ssize_t count = 0;
    do {
        count = sendTo(m_fd.get(), data.data(), data.size());
    } while (count < 0 && errno == EINTR); // only a full buffer brings an event later
    if (count >= 0)
        return static_cast<std::size_t>(count);
    if (errno != EAGAIN && errno != EWOULDBLOCK)
        failWriting(errno);
    return 0;
}

void SocketTransport::flushSoon()
{
    m_flushScheduled = true;
    m_loop->callSoon([self = std::static_pointer_cast<SocketTransport>(shared_from_this())] {
        self->m_flushScheduled = false;
        if (!self->m_lost && !self->m_lostScheduled)
            self->flush();
    });
}

void SocketTransport::flush()
{
    for (std::size_t flushed = 0; !m_buffer.empty();) {
        if (flushed >= flushedInARow) { // no event would come: the kernel may take more
            flushSoon();
            break;
        }
        const std::size_t sent = sendNow(m_buffer.front());
        if (sent == 0)
            break;
        m_buffer.consume(sent);
        flushed += sent;
    }
    changed();
    if (m_lostScheduled || m_writeError)
        return; // it failed
    bufferChanged();
    if (!m_buffer.empty() || m_lostScheduled)
        return;
    tellFlushed();
    if (m_closing)
        callConnectionLost(nullptr);
    else if (m_eofWritten)
        shutDownWriting();
}

void SocketTransport::writeEof()
{
    if (m_closing || m_eofWritten)
        return;
    m_eofWritten = true;
    if (m_buffer.empty())
        shutDownWriting();
    changed();
}

void SocketTransport::shutDownWriting() noexcept
{
    ::shutdown(m_fd.get(), SHUT_WR);
}

// --- For startTls() ---

Future<void> SocketTransport::flushed()
{
    const bool waited = m_flushed && !m_flushed->done(); // else nobody did, or gave up
    Future<void> done = waited ? Future<void>(m_flushed) : m_loop->createFuture<void>();
    m_flushed = done.state();
    if (m_buffer.empty())
        tellFlushed();
    return done;
}

void SocketTransport::tellFlushed() noexcept
{
    if (const Ref<FutureBase> waited = std::exchange(m_flushed, {}); waited && !waited->done())
        static_cast<FutureState<void> &>(*waited).setResult();
}

std::int32_t SocketTransport::peerPid() const noexcept
{
    ucred peer {};
    socklen_t size = sizeof peer;
    if (m_kind != TransportKind::Unix
        || ::getsockopt(m_fd.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return 0;
    return peer.pid;
}

} // namespace loop
