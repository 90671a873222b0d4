// SPDX-License-Identifier: MIT
#include "loop/internal/SignalHandlers.h"

#include "loop/EventLoop.h"
#include "loop/internal/MainThread.h"

#include <atomic>
#include <cerrno>
#include <ctime>

#include <fcntl.h>
#include <unistd.h>

namespace loop {

namespace {

std::atomic<int> g_writer = -1; // the pipe's end that the signal handler writes to
std::atomic<std::uint64_t> g_impatient = 0; // a bit for each signal that cannot wait twice
std::atomic<int> g_waiting = 0; // of those: in flight

// The timer that bounds how long one signal may wait. Its signals carry a value of their own: one
// that arrives after the wait is over is ignored.
std::atomic<int> g_limited = 0; // the signal; 0: there is no timer
std::atomic<timer_t> g_timer = nullptr;
std::atomic<std::int64_t> g_limit = 0; // ns

bool isImpatient(int signal) noexcept
{
    return g_impatient.load() >> (signal - 1) & 1;
}

bool isFromTimer(const siginfo_t *info) noexcept
{
    return info->si_code == SI_TIMER && info->si_value.sival_ptr == &g_timer;
}

void startTimer() noexcept
{
    const std::int64_t limit = g_limit.load();
    itimerspec once {};
    once.it_value.tv_sec = limit / 1'000'000'000;
    once.it_value.tv_nsec = limit % 1'000'000'000;
    ::timer_settime(g_timer.load(), 0, &once, nullptr);
}

void dropTimer(int signal) noexcept
{
    if (signal == 0 || g_limited.load() != signal)
        return;
    g_limited.store(0);
    ::timer_delete(g_timer.load());
}

void makeTimer(int signal, std::chrono::nanoseconds limit) noexcept
{
    dropTimer(g_limited.load());
    sigevent event {};
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = signal;
    event.sigev_value.sival_ptr = &g_timer;
    timer_t timer = nullptr;
    if (::timer_create(CLOCK_MONOTONIC, &event, &timer) != 0)
        return; // the second of these signals waits as the first does
    g_timer.store(timer);
    g_limit.store(limit.count());
    g_limited.store(signal);
}

void onSignal(int signal, siginfo_t *info, void *)
{
    const int before = errno;
    const bool late = isFromTimer(info);
    if (late && g_waiting.load() == 0)
        return;
    if (isImpatient(signal) && g_waiting.fetch_add(1) > 0) {
        ::signal(signal, SIG_DFL);
        ::raise(signal); // when this returns
        return;
    }
    const auto number = static_cast<unsigned char>(signal);
    [[maybe_unused]] const auto written = ::write(g_writer.load(), &number, 1);
    if (g_limited.load() == signal)
        startTimer();
    errno = before;
}

void checkSignal(int signal)
{
    if (signal < 1 || signal >= NSIG)
        throw ValueError("sig must be in range(1, " + std::to_string(NSIG) + "), not "
                         + std::to_string(signal));
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
    m_delivery.cancel();
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
        found->second.context = m_loop.context();
        return;
    }
    struct sigaction action { };
    action.sa_sigaction = onSignal;
    action.sa_flags = SA_RESTART | SA_SIGINFO;
    ::sigemptyset(&action.sa_mask);
    Entry entry {shared, {}, m_loop.context()};
    if (::sigaction(signal, &action, &entry.before) != 0)
        throw RuntimeError("sig " + std::to_string(signal) + " cannot be caught");
    m_entries.emplace(signal, std::move(entry));
}

bool SignalHandlers::remove(int signal)
{
    const auto found = m_entries.find(signal);
    if (found == m_entries.end())
        return false;
    dropTimer(signal); // while what it sent is still ours
    ::sigaction(signal, &found->second.before, nullptr); // what comes from now on is not ours
    m_entries.erase(found);
    const std::size_t taken = take(signal);
    setImpatient(signal, false);
    for (std::size_t left = taken; left > 0; --left)
        ::raise(signal);
    return true;
}

std::size_t SignalHandlers::take(int signal)
{
    collect();
    const std::size_t taken = std::erase(m_due, signal);
    if (isImpatient(signal))
        g_waiting.fetch_sub(static_cast<int>(taken));
    return taken;
}

void SignalHandlers::setImpatient(int signal, bool on, std::chrono::milliseconds limit) noexcept
{
    if (limit.count() > 0)
        makeTimer(signal, limit);
    else
        dropTimer(signal);
    const std::uint64_t bit = std::uint64_t {1} << (signal - 1);
    if (on)
        g_impatient.fetch_or(bit);
    else
        g_impatient.fetch_and(~bit);
    if (g_impatient.load() == 0)
        g_waiting.store(0);
}

void SignalHandlers::collect()
{
    unsigned char numbers[64];
    for (ssize_t count = 0; (count = ::read(m_reader.get(), numbers, sizeof numbers)) > 0;)
        m_due.insert(m_due.end(), numbers, numbers + count);
}

void SignalHandlers::read()
{
    collect();
    if (!m_due.empty() && !m_delivery.pending())
        m_delivery = m_loop.callSoon([this] { deliver(); });
}

// One an iteration, so that a callback that throws or removes a handler keeps none from the others.
void SignalHandlers::deliver()
{
    if (m_due.empty())
        return; // taken meanwhile
    const int signal = m_due.front();
    m_due.pop_front();
    if (isImpatient(signal))
        g_waiting.fetch_sub(1);
    if (!m_due.empty())
        m_delivery = m_loop.callSoon([this] { deliver(); });
    const auto found = m_entries.find(signal);
    if (found == m_entries.end())
        return;
    const std::shared_ptr<Callable> callback = found->second.callback;
    m_loop.setContext(found->second.context);
    (*callback)(); // which may be the end of this
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

void EventLoop::setImpatient(int signal, std::chrono::milliseconds limit)
{
    checkSignal(signal);
    SignalHandlers::setImpatient(signal, true, limit);
}

std::size_t EventLoop::takeSignals(int signal)
{
    return m_signals ? m_signals->take(signal) : 0;
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
