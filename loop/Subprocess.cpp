// SPDX-License-Identifier: MIT
#include "loop/Subprocess.h"

#include "loop/EventLoop.h"
#include "loop/PipeTransport.h"
#include "loop/internal/ProcessSpawn.h"

#include <cerrno>
#include <csignal>

#include <sys/epoll.h>
#include <sys/wait.h>
extern "C" { // glibc 2.36 leaves that to us
#include <sys/pidfd.h>
}

namespace loop {

// What a pipe of a child has for a protocol: all goes on to the process's.
class ChildPipe final : public Protocol {
public:
    ChildPipe(std::shared_ptr<SubprocessTransport> process, int fd)
        : m_process(std::move(process))
        , m_fd(fd)
    { }
    void dataReceived(std::string_view data) override { m_process->pipeData(m_fd, data); }
    void connectionLost(std::exception_ptr exception) override
    {
        m_process->pipeLost(m_fd, exception);
    }
    void pauseWriting() override // W-07
    {
        if (const auto &protocol = m_process->protocol())
            protocol->pauseWriting();
    }
    void resumeWriting() override
    {
        if (const auto &protocol = m_process->protocol())
            protocol->resumeWriting();
    }

private:
    std::shared_ptr<SubprocessTransport> m_process;
    int m_fd;
};

namespace {

// Non-negative: the exit code. Negative: the signal. None: it runs.
std::optional<int> returncodeOf(int pidfd, int options) noexcept
{
    siginfo_t info {};
    int result = 0;
    do {
        result = ::waitid(P_PIDFD, static_cast<id_t>(pidfd), &info, WEXITED | options);
    } while (result != 0 && errno == EINTR);
    if (result != 0)
        return 255; // somebody else has waited for it: asyncio's answer, too
    if (info.si_pid == 0)
        return std::nullopt;
    return info.si_code == CLD_EXITED ? info.si_status : -info.si_status;
}

} // namespace

ProcessLookupError::ProcessLookupError()
    : OsError(std::make_error_code(std::errc::no_such_process), "the process has exited")
{ }

void SubprocessProtocol::connectionMade(Transport &transport)
{
    connectionMade(static_cast<SubprocessTransport &>(transport));
}

SubprocessTransport::SubprocessTransport(EventLoop &loop,
                                         std::shared_ptr<SubprocessProtocol> protocol,
                                         const std::vector<std::string> &arguments,
                                         const SubprocessOptions &options)
    : Transport(loop, protocol, Origin(TransportKind::Subprocess, Role::Client))
    , m_process(protocol.get())
{
    Spawned spawned = spawnProcess(arguments, options);
    m_pid = spawned.pid;
    m_pidfd = std::move(spawned.pidfd);
    m_ends = std::move(spawned.ends);
}

SubprocessTransport::~SubprocessTransport() = default;

// connectionMade() finds the pipes in place, and nothing has arrived from them before it.
void SubprocessTransport::start(Ref<FutureBase> made)
{
    const auto self = std::static_pointer_cast<SubprocessTransport>(shared_from_this());
    for (int fd = 0; fd < 3; ++fd) {
        const auto index = static_cast<std::size_t>(fd);
        if (!m_ends[index])
            continue;
        const auto protocol = std::make_shared<ChildPipe>(self, fd);
        if (fd == 0)
            m_pipes[index]
                = std::make_shared<WritePipeTransport>(*m_loop, std::move(m_ends[index]), protocol);
        else
            m_pipes[index]
                = std::make_shared<ReadPipeTransport>(*m_loop, std::move(m_ends[index]), protocol);
    }
    Transport::start(std::move(made));
    for (const auto &pipe : m_pipes)
        if (pipe)
            pipe->start({});
    watch(m_pidfd.get(), EPOLLIN, *this);
}

Transport *SubprocessTransport::getPipeTransport(int fd) const noexcept
{
    return fd >= 0 && fd < 3 ? m_pipes[static_cast<std::size_t>(fd)].get() : nullptr;
}

std::any SubprocessTransport::getExtraInfo(std::string_view name, std::any fallback) const
{
    return name == "pid" ? std::any(m_pid) : Transport::getExtraInfo(name, std::move(fallback));
}

Coro<int> SubprocessTransport::wait()
{
    return waitFor(std::static_pointer_cast<SubprocessTransport>(shared_from_this()));
}

Coro<int> SubprocessTransport::waitFor(std::shared_ptr<SubprocessTransport> self)
{
    if (!self->m_returncode) {
        if (!self->m_loop)
            throw RuntimeError("Event loop is closed");
        co_await self->m_exited.wait();
    }
    co_return *self->m_returncode;
}

// --- Signals ---

void SubprocessTransport::sendSignal(int signal)
{
    if (m_returncode || !m_pidfd)
        throw ProcessLookupError();
    if (::pidfd_send_signal(m_pidfd.get(), signal, nullptr, 0) == 0)
        return;
    if (errno == ESRCH)
        throw ProcessLookupError();
    throwErrno("cannot send signal " + std::to_string(signal) + " to process "
               + std::to_string(m_pid));
}

void SubprocessTransport::terminate()
{
    sendSignal(SIGTERM);
}

void SubprocessTransport::kill()
{
    sendSignal(SIGKILL);
}

// --- What happens to it ---

void SubprocessTransport::onReady(std::uint32_t)
{
    if (const auto returncode = returncodeOf(m_pidfd.get(), WNOHANG))
        exited(*returncode);
}

void SubprocessTransport::exited(int returncode)
{
    unwatch(m_pidfd.get());
    m_returncode = returncode;
    m_loop->setContext(context());
    m_exited.set();
    try {
        m_process->processExited();
    } catch (...) {
        reportFailure("Exception in protocol.process_exited()");
    }
    finishWhenAllEnded();
}

void SubprocessTransport::pipeData(int fd, std::string_view data)
{
    if (m_lost)
        return;
    m_process->pipeDataReceived(fd, data);
}

void SubprocessTransport::pipeLost(int fd, const std::exception_ptr &exception)
{
    m_pipes[static_cast<std::size_t>(fd)].reset();
    if (m_lost)
        return;
    try {
        m_process->pipeConnectionLost(fd, exception);
    } catch (...) {
        reportFailure("Exception in protocol.pipe_connection_lost()");
    }
    finishWhenAllEnded();
}

void SubprocessTransport::finishWhenAllEnded()
{
    if (!m_returncode || m_pipes[0] || m_pipes[1] || m_pipes[2])
        return;
    m_closing = true;
    scheduleConnectionLost(m_error);
}

// --- Ending ---

void SubprocessTransport::closePipes(bool flush)
{
    for (const auto &pipe : m_pipes)
        if (pipe)
            flush ? pipe->close() : pipe->abort();
}

void SubprocessTransport::close()
{
    if (m_closing)
        return;
    m_closing = true;
    closePipes(true);
    if (!m_returncode)
        (void)::pidfd_send_signal(m_pidfd.get(), SIGTERM, nullptr, 0);
    changed();
}

void SubprocessTransport::forceClose(std::exception_ptr exception)
{
    if (m_lost || m_lostScheduled)
        return;
    m_closing = true;
    if (!m_error)
        m_error = std::move(exception);
    closePipes(false);
    if (!m_returncode)
        (void)::pidfd_send_signal(m_pidfd.get(), SIGKILL, nullptr, 0);
}

// A child does not outlive its transport, nor stay a zombie.
void SubprocessTransport::release() noexcept
{
    if (!m_returncode) {
        unwatch(m_pidfd.get());
        (void)::pidfd_send_signal(m_pidfd.get(), SIGKILL, nullptr, 0);
        m_returncode = returncodeOf(m_pidfd.get(), 0);
    }
    m_pidfd.reset();
    m_exited.set();
}

// --- EventLoop ---

Coro<Subprocess<BaseProtocol>> EventLoop::spawn(ProtocolFactory factory,
                                                std::vector<std::string> arguments,
                                                SubprocessOptions options)
{
    const std::shared_ptr<BaseProtocol> made = factory();
    auto protocol = std::dynamic_pointer_cast<SubprocessProtocol>(made);
    if (!protocol)
        throw ValueError("the protocol factory of a subprocess returned no SubprocessProtocol");
    const auto transport
        = std::make_shared<SubprocessTransport>(*this, std::move(protocol), arguments, options);
    co_await started(transport);
    co_return Subprocess<BaseProtocol>(transport, made);
}

} // namespace loop
