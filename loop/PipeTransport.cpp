// SPDX-License-Identifier: MIT
#include "loop/PipeTransport.h"

#include "loop/EventLoop.h"
#include "loop/internal/ReceiveBuffer.h"

#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/stat.h>

namespace loop {

namespace {

Descriptor takePipe(Descriptor pipe)
{
    struct stat status { };
    const bool known = ::fstat(pipe.get(), &status) == 0;
    if (!known
        || !(S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode) || S_ISCHR(status.st_mode)))
        throw ValueError("Pipe transport is for pipes/sockets only."); // PI-03
    ::fcntl(pipe.get(), F_SETFL, ::fcntl(pipe.get(), F_GETFL) | O_NONBLOCK);
    return pipe;
}

bool isDevice(int fd) noexcept
{
    struct stat status { };
    return ::fstat(fd, &status) == 0 && S_ISCHR(status.st_mode);
}

bool wouldBlock(int error) noexcept
{
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

void ignoreSigpipe()
{
    struct sigaction action { };
    if (::sigaction(SIGPIPE, nullptr, &action) == 0 && action.sa_handler == SIG_DFL)
        std::signal(SIGPIPE, SIG_IGN);
}

std::exception_ptr pipeError(int error, const char *what)
{
    return std::make_exception_ptr(OsError(std::error_code(error, std::system_category()), what));
}

} // namespace

// --- Reading ---

ReadPipeTransport::ReadPipeTransport(EventLoop &loop, Descriptor pipe,
                                     std::shared_ptr<Protocol> protocol)
    : Transport(loop, protocol, Origin(TransportKind::Pipe, Role::Client))
    , m_pipe(takePipe(std::move(pipe)))
    , m_stream(protocol.get())
{ }

void ReadPipeTransport::setProtocol(std::shared_ptr<BaseProtocol> protocol)
{
    auto *const replacement = dynamic_cast<Protocol *>(protocol.get());
    if (!replacement)
        throw ValueError("a pipe that is read from needs a Protocol");
    m_stream = replacement;
    Transport::setProtocol(std::move(protocol));
}

std::any ReadPipeTransport::getExtraInfo(std::string_view name, std::any fallback) const
{
    return name == "pipe" && m_pipe ? std::any(m_pipe.get())
                                    : Transport::getExtraInfo(name, std::move(fallback));
}

void ReadPipeTransport::opened()
{
    m_opened = true;
    watchWhatMatters();
}

void ReadPipeTransport::watchWhatMatters()
{
    if (m_opened)
        watchFor(m_pipe.get(), isReading() ? EPOLLIN : 0u, *this);
}

void ReadPipeTransport::onReady(std::uint32_t)
{
    m_loop->setContext(context());
    const std::span<char> buffer = receiveBuffer();
    const ssize_t count = ::read(m_pipe.get(), buffer.data(), buffer.size());
    if (count > 0) {
        deliver(*m_stream, {buffer.data(), static_cast<std::size_t>(count)});
    } else if (count == 0) {
        (void)announceEof(*m_stream);
        forceClose(nullptr);
    } else if (!wouldBlock(errno)) {
        forceClose(pipeError(errno, "Fatal read error on pipe transport"));
    }
}

void ReadPipeTransport::pauseReading()
{
    if (m_readingPaused || m_closing || m_eofReceived)
        return;
    m_readingPaused = true;
    watchWhatMatters();
    changed();
}

void ReadPipeTransport::resumeReading()
{
    if (!m_readingPaused)
        return;
    m_readingPaused = false;
    if (m_closing)
        return;
    watchWhatMatters();
    changed();
}

void ReadPipeTransport::close()
{
    forceClose(nullptr);
}

void ReadPipeTransport::forceClose(std::exception_ptr exception)
{
    if (m_lost || m_lostScheduled)
        return;
    m_closing = true;
    watchWhatMatters();
    changed();
    scheduleConnectionLost(std::move(exception));
}

void ReadPipeTransport::release() noexcept
{
    unwatch(m_pipe.get());
    m_pipe.reset();
}

// --- Writing ---

WritePipeTransport::WritePipeTransport(EventLoop &loop, Descriptor pipe,
                                       std::shared_ptr<BaseProtocol> protocol)
    : Transport(loop, std::move(protocol), Origin(TransportKind::Pipe, Role::Client))
    , m_pipe(takePipe(std::move(pipe)))
    , m_hasReader(!isDevice(m_pipe.get()))
{
    ignoreSigpipe();
}

std::any WritePipeTransport::getExtraInfo(std::string_view name, std::any fallback) const
{
    return name == "pipe" && m_pipe ? std::any(m_pipe.get())
                                    : Transport::getExtraInfo(name, std::move(fallback));
}

void WritePipeTransport::opened()
{
    m_opened = true;
    watchWhatMatters();
}

// A pipe reports by EPOLLERR that its reader has gone, a socket by EPOLLRDHUP.
void WritePipeTransport::watchWhatMatters()
{
    const std::uint32_t rest = m_buffer.empty() ? 0u : EPOLLOUT;
    if (m_opened && !m_lost)
        watchFor(m_pipe.get(),
                 m_lostScheduled   ? 0u
                     : m_hasReader ? EPOLLRDHUP | rest
                                   : rest,
                 *this);
}

void WritePipeTransport::onReady(std::uint32_t events)
{
    m_loop->setContext(context());
    if (events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP))
        readerGone();
    else
        flush();
}

void WritePipeTransport::readerGone()
{
    forceClose(m_buffer.empty() ? nullptr : pipeError(EPIPE, "the reader of a pipe has gone"));
    watchWhatMatters();
}

void WritePipeTransport::write(std::string_view data)
{
    if (data.empty())
        return;
    if (m_lost || m_closing) {
        countIgnoredWrite();
        return;
    }
    countOut(data);
    const std::size_t written = m_buffer.empty() ? writeNow(data) : 0;
    if (written < data.size() && !m_closing) {
        m_buffer.append(data.substr(written));
        watchWhatMatters();
        bufferChanged();
        changed();
    }
}

std::size_t WritePipeTransport::writeNow(std::string_view data)
{
    const ssize_t count = ::write(m_pipe.get(), data.data(), data.size());
    if (count >= 0)
        return static_cast<std::size_t>(count);
    if (!wouldBlock(errno))
        forceClose(pipeError(errno, "Fatal write error on pipe transport"));
    return 0;
}

void WritePipeTransport::flush()
{
    constexpr std::size_t flushedInARow = 1024 * 1024; // then others get their turn
    for (std::size_t flushed = 0; !m_buffer.empty() && flushed < flushedInARow;) {
        const std::size_t written = writeNow(m_buffer.front());
        if (written == 0)
            break;
        m_buffer.consume(written);
        flushed += written;
    }
    watchWhatMatters();
    changed();
    if (m_lostScheduled)
        return; // it failed
    bufferChanged();
    if (m_buffer.empty() && m_closing && !m_lostScheduled)
        callConnectionLost(nullptr);
}

void WritePipeTransport::close()
{
    if (m_closing)
        return;
    m_closing = true;
    if (m_buffer.empty())
        scheduleConnectionLost(nullptr);
    watchWhatMatters();
    changed();
}

void WritePipeTransport::forceClose(std::exception_ptr exception)
{
    if (m_lost || m_lostScheduled)
        return;
    m_buffer.clear();
    m_closing = true;
    scheduleConnectionLost(std::move(exception));
    watchWhatMatters();
}

void WritePipeTransport::release() noexcept
{
    unwatch(m_pipe.get());
    m_buffer.clear();
    m_pipe.reset();
}

// --- EventLoop ---

Coro<Connected<BaseProtocol>> EventLoop::attachReadPipe(ProtocolFactory factory, Descriptor pipe)
{
    const std::shared_ptr<BaseProtocol> made = factory();
    auto protocol = std::dynamic_pointer_cast<Protocol>(made);
    if (!protocol)
        throw ValueError("the protocol factory of a pipe that is read from returned no Protocol");
    const auto transport
        = std::make_shared<ReadPipeTransport>(*this, std::move(pipe), std::move(protocol));
    co_await started(transport);
    co_return Connected<BaseProtocol>(transport, made);
}

Coro<Connected<BaseProtocol>> EventLoop::attachWritePipe(ProtocolFactory factory, Descriptor pipe)
{
    const std::shared_ptr<BaseProtocol> made = factory();
    const auto transport = std::make_shared<WritePipeTransport>(*this, std::move(pipe), made);
    co_await started(transport);
    co_return Connected<BaseProtocol>(transport, made);
}

} // namespace loop
