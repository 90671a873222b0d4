// SPDX-License-Identifier: MIT
#include "loop/internal/SignalHandlers.h"

#include "loop/EventLoop.h"

#include <atomic>
#include <cerrno>

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace loop {

namespace {

std::atomic<int> g_writer = -1; // the pipe's end that the signal handler writes to

void onSignal(int signal)
{
    const int before = errno;
    const auto number = static_cast<unsigned char>(signal);
    [[maybe_unused]] const auto written = ::write(g_writer.load(), &number, 1);
    errno = before;
}

void checkSignal(int signal)
{
    if (signal < 1 || signal >= NSIG)
        throw ValueError("sig must be in range(1, " + std::to_string(NSIG) + "), not "
                         + std::to_string(signal));
}

bool inMainThread() noexcept
{
    return ::getpid() == static_cast<pid_t>(::syscall(SYS_gettid));
}

} // namespace

SignalHandlers::SignalHandlers(EventLoop &loop)
    : m_loop(loop)
{
    if (g_writer.load() >= 0)
        throw RuntimeError("another event loop handles this process's signals");
    int ends[2];
    if (::pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0)
        throwErrno("cannot make a pipe for signals");
    m_reader = Descriptor(ends[0]);
    Descriptor writer(ends[1]);
    m_loop.addReader(m_reader.get(), [this] { read(); });
    g_writer.store(writer.release());
}

SignalHandlers::~SignalHandlers()
{
    while (!m_entries.empty())
        remove(m_entries.begin()->first);
    if (!m_loop.isClosed())
        m_loop.removeReader(m_reader.get());
    ::close(g_writer.exchange(-1));
}

void SignalHandlers::add(int signal, Callable callback)
{
    const auto shared = std::make_shared<Callable>(std::move(callback));
    if (const auto found = m_entries.find(signal); found != m_entries.end()) {
        found->second.callback = shared; // SG-01: replaces
        return;
    }
    struct sigaction action { };
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    ::sigemptyset(&action.sa_mask);
    Entry entry {shared, {}};
    if (::sigaction(signal, &action, &entry.before) != 0)
        throw RuntimeError("sig " + std::to_string(signal) + " cannot be caught");
    m_entries.emplace(signal, std::move(entry));
}

bool SignalHandlers::remove(int signal)
{
    const auto found = m_entries.find(signal);
    if (found == m_entries.end())
        return false;
    ::sigaction(signal, &found->second.before, nullptr);
    m_entries.erase(found);
    return true;
}

void SignalHandlers::read()
{
    unsigned char numbers[64];
    const ssize_t count = ::read(m_reader.get(), numbers, sizeof numbers);
    for (ssize_t i = 0; i < count; ++i) {
        const auto found = m_entries.find(numbers[i]);
        if (found == m_entries.end())
            continue;
        m_loop.callSoon([callback = found->second.callback] { (*callback)(); });
    }
}

void EventLoop::addSignalHandler(int signal, Callable callback)
{
    checkCall();
    checkSignal(signal);
    if (!inMainThread())
        throw RuntimeError(
            "set_wakeup_fd only works in main thread: signals are handled there alone");
    if (!m_signals)
        m_signals = std::make_unique<SignalHandlers>(*this);
    try {
        m_signals->add(signal, std::move(callback));
    } catch (...) {
        if (m_signals->empty())
            m_signals.reset();
        throw;
    }
}

bool EventLoop::removeSignalHandler(int signal)
{
    checkCall();
    checkSignal(signal);
    if (!m_signals || !m_signals->remove(signal))
        return false;
    if (m_signals->empty())
        m_signals.reset(); // another loop may have the signals now
    return true;
}

} // namespace loop
