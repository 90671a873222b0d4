// SPDX-License-Identifier: MIT
#include "loop/Streams.h"

#include "loop/EventLoop.h"

namespace loop {

// --- Stream ---

Stream::Stream(EventLoop &loop, std::size_t limit, std::shared_ptr<const StreamHandler> handler)
    : m_loop(&loop)
    , m_handler(std::move(handler))
    , m_limit(limit)
{
    if (limit == 0)
        throw ValueError("Limit cannot be <= 0");
}

Stream::~Stream()
{
    if (m_handling)
        m_handling->removeWaiter(*this);
}

void Stream::connectionMade(Transport &transport)
{
    m_transport = transport.shared_from_this();
    if (!m_handler)
        return;
    const std::shared_ptr<Stream> self = shared_from_this();
    const Task<void> task
        = m_loop->createTask((*m_handler)(StreamReader(self), StreamWriter(self)));
    transport.setTask(task.id());
    m_handling = Ref<TaskBase>(&task.base());
    if (task.done()) // it began eagerly
        futureDone(*m_handling);
    else
        m_handling->addWaiter(*this);
}

// asyncio's callback of the handler's task. Where the handler just returned there is nothing to do:
// its reader and writer are gone, or somebody else's.
void Stream::futureDone(FutureBase &handler)
{
    const std::shared_ptr<Stream> self = shared_from_this();
    const Ref<TaskBase> task = std::exchange(m_handling, nullptr);
    if (m_loop->isClosing() || (!handler.failed() && !handler.cancelled()))
        return;
    if (handler.failed()) {
        ExceptionContext context;
        context.message = "Unhandled exception in client_connected_cb";
        context.exception = handler.exception();
        context.future = task;
        context.transport = m_transport.get();
        context.created = task->FutureBase::created();
        m_loop->report({WarningKind::CallbackFailed, 0,
                        context.message + ": " + describe(context.exception), task->coroutine(),
                        m_transport->context(), task->id(), m_transport->id()},
                       context);
    }
    m_transport->close();
}

// Not at once: this may be the end of a handler that failed, which says so itself.
void Stream::abandoned() noexcept
{
    if (m_lost || !m_transport || m_transport->isClosing() || m_loop->isClosing())
        return;
    try {
        m_loop->callSoon([self = shared_from_this()] { self->closeIfAbandoned(); });
    } catch (const RuntimeError &) {
        // Dropped in another thread, as debug mode has said: the peer ends this connection.
    }
}

void Stream::closeIfAbandoned()
{
    constexpr long streams = 2; // the transport's reference to this, and the caller's
    constexpr long transports = 2; // the loop's reference to the transport, and this one's
    if (m_lost || m_transport->isClosing() || weak_from_this().use_count() > streams
        || m_transport.use_count() > transports)
        return;
    if (m_loop->debug() || m_loop->probe())
        m_loop->warn({WarningKind::UnclosedStream, 0,
                      "unclosed <StreamWriter transport=" + m_transport->describe() + '>',
                      m_transport->created(), m_transport->context(), m_transport->task(),
                      m_transport->id()});
    m_transport->close();
}

void Stream::connectionLost(std::exception_ptr exception)
{
    m_lost = true;
    m_eof = true;
    m_lostTo = exception;
    wakeReader();
    wakeDrainers();
    if (m_rare)
        m_rare->lost.set();
}

void Stream::dataReceived(std::string_view data)
{
    m_buffer.append(data);
    bool waitedFor = m_reader && m_reader->suspended();
    if (waitedFor && m_reader->satisfied()) {
        wakeReader();
        waitedFor = false;
    }
    // Not while a reader waits for more still: nothing else would resume.
    if (!waitedFor && available() > 2 * m_limit && m_transport && m_transport->isReading()) {
        m_readingPaused = true;
        m_transport->pauseReading();
    }
}

bool Stream::eofReceived()
{
    m_eof = true;
    wakeReader();
    return true; // half-closed: the handler decides when to close
}

void Stream::resumeWriting()
{
    m_writingPaused = false;
    wakeDrainers();
}

void Stream::wakeReader()
{
    if (!m_reader || !m_reader->suspended())
        return;
    m_reader->m_sound = !exception();
    m_reader->wake(); // it stays the reader until it runs: what it was woken for is its own
}

void Stream::wakeDrainers()
{
    while (DrainAwaiter *const drainer = m_drainers) {
        m_drainers = drainer->m_next;
        drainer->m_listed = false;
        drainer->m_sound = !m_lost && !exception();
        drainer->wake();
    }
}

void Stream::resumeTransport()
{
    if (m_readingPaused && available() <= m_limit) {
        m_readingPaused = false;
        m_transport->resumeReading();
    }
}

void Stream::readerWaits(ReadAwaiter &awaiter)
{
    m_reader = &awaiter;
    if (m_readingPaused) { // it waits for more than the buffer was meant to hold
        m_readingPaused = false;
        m_transport->resumeReading();
    }
}

std::string Stream::take(std::size_t bytes)
{
    std::string data;
    if (m_begin == 0 && bytes >= m_buffer.size()) {
        data = std::exchange(m_buffer, {});
    } else {
        data = m_buffer.substr(m_begin, bytes);
        m_begin += data.size();
        if (m_begin == m_buffer.size()) {
            std::string().swap(m_buffer);
            m_begin = 0;
        } else if (m_begin > m_buffer.size() / 2) {
            m_buffer.erase(0, m_begin);
            m_begin = 0;
        }
    }
    resumeTransport();
    return data;
}

// --- DrainAwaiter ---

DrainAwaiter::~DrainAwaiter()
{
    detach();
}

void DrainAwaiter::detach() noexcept
{
    if (!std::exchange(m_listed, false))
        return;
    DrainAwaiter **link = &m_stream->m_drainers;
    while (*link != this)
        link = &(*link)->m_next;
    *link = m_next;
}

bool DrainAwaiter::await_ready() const noexcept
{
    const Stream &stream = *m_stream;
    return stream.m_lost || stream.exception()
        || (!stream.m_writingPaused && !stream.m_transport->isClosing());
}

void DrainAwaiter::wait(PromiseBase &promise)
{
    suspend(promise);
    if (!m_stream->m_writingPaused) { // closing: let connectionLost() come first
        wake();
        return;
    }
    DrainAwaiter **last = &m_stream->m_drainers; // first come, first woken
    while (*last)
        last = &(*last)->m_next;
    *last = this;
    m_listed = true;
}

void DrainAwaiter::await_resume()
{
    checkCancelled();
    if (m_sound)
        return;
    if (const std::exception_ptr error = m_stream->exception())
        std::rethrow_exception(error);
    if (m_stream->m_lost)
        throw ConnectionResetError("Connection lost");
}

bool DrainAwaiter::cancel(const std::string &)
{
    detach();
    return false;
}

WaitInfo DrainAwaiter::waitInfo() const noexcept
{
    return {WaitKind::Drain, m_stream->m_transport ? m_stream->m_transport->id().value : 0, 0};
}

// --- Reader, writer ---

bool StreamReader::atEof() const noexcept
{
    return m_stream->m_eof && m_stream->available() == 0;
}

void StreamReader::setException(std::exception_ptr exception) const
{
    m_stream->rare().given = std::move(exception);
    m_stream->wakeReader();
}

Coro<void> StreamWriter::waitClosed() const
{
    return Stream::waitUntilLost(*this);
}

Stream::Rare &Stream::rare()
{
    if (!m_rare)
        m_rare = std::make_unique<Rare>();
    return *m_rare;
}

Coro<void> Stream::waitUntilLost(StreamWriter writer)
{
    Stream &stream = *writer.m_stream;
    if (!stream.m_lost)
        co_await stream.rare().lost.wait();
    if (stream.m_lostTo)
        std::rethrow_exception(stream.m_lostTo);
}

Coro<void> StreamWriter::startTls(std::shared_ptr<TlsContext> context,
                                  std::optional<std::string> serverHostname,
                                  TlsTimeouts timeouts) const
{
    return Stream::encrypt(*this, std::move(context), std::move(serverHostname), timeouts);
}

Coro<void> Stream::encrypt(StreamWriter writer, std::shared_ptr<TlsContext> context,
                           std::optional<std::string> serverHostname, TlsTimeouts timeouts)
{
    Stream &stream = *writer.m_stream;
    stream.m_transport = co_await stream.m_loop->startTls(stream.m_transport, std::move(context),
                                                          std::move(serverHostname), timeouts);
    if (std::exchange(stream.m_readingPaused, false)) { // the one before, which carries this one
        stream.m_transport->pauseReading();
        stream.m_transport->resumeReading();
    }
}

namespace {

EventLoop &runningLoop(EventLoop *given)
{
    if (EventLoop *const loop = given ? given : EventLoop::running())
        return *loop;
    throw RuntimeError("no running event loop");
}

} // namespace

Coro<Streams> openConnection(std::string host, std::uint16_t port, ConnectOptions options,
                             std::size_t limit, EventLoop *given)
{
    EventLoop &loop = runningLoop(given);
    auto stream = std::make_shared<Stream>(loop, limit);
    auto factory = [stream] { return stream; };
    auto connected = co_await loop.createConnection(std::move(factory), std::move(host), port,
                                                    std::move(options));
    co_return Streams(StreamReader(connected.protocol), StreamWriter(connected.protocol));
}

Coro<Streams> openUnixConnection(std::string path, ConnectOptions options, std::size_t limit,
                                 EventLoop *given)
{
    EventLoop &loop = runningLoop(given);
    auto stream = std::make_shared<Stream>(loop, limit);
    auto factory = [stream] { return stream; };
    auto connected = co_await loop.createUnixConnection(std::move(factory), std::move(path),
                                                        std::move(options));
    co_return Streams(StreamReader(connected.protocol), StreamWriter(connected.protocol));
}

namespace {

// What a server of streams makes for each connection.
auto streamFactory(EventLoop &loop, StreamHandler handler, std::size_t limit)
{
    const auto shared = std::make_shared<const StreamHandler>(std::move(handler));
    return [&loop, shared, limit] { return std::make_shared<Stream>(loop, limit, shared); };
}

} // namespace

Coro<std::shared_ptr<Server>> startServer(StreamHandler handler, Hosts hosts, std::uint16_t port,
                                          ServerOptions options, std::size_t limit,
                                          EventLoop *given)
{
    EventLoop &loop = runningLoop(given);
    return loop.createServer(streamFactory(loop, std::move(handler), limit), std::move(hosts), port,
                             std::move(options));
}

Coro<std::shared_ptr<Server>> startUnixServer(StreamHandler handler, std::string path,
                                              ServerOptions options, std::size_t limit,
                                              EventLoop *given)
{
    EventLoop &loop = runningLoop(given);
    return loop.createUnixServer(streamFactory(loop, std::move(handler), limit), std::move(path),
                                 std::move(options));
}

} // namespace loop
