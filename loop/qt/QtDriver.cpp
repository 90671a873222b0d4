// SPDX-License-Identifier: MIT
#include "loop/qt/QtDriver.h"

#include "loop/Errors.h"

#include <QtCore/QThread>

#include <sys/timerfd.h>

namespace loop::qt {

namespace {

constexpr std::uint64_t timerData = EpollSet::wakeData - 1;
constexpr std::chrono::milliseconds activationAtMost(2);

} // namespace

QtDriver::QtDriver()
    : m_timer(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC))
{
    if (!m_timer)
        throwErrno("cannot create an event loop's timer");
    if (const int error = m_set.add(m_timer.get(), EPOLLIN, timerData))
        throwOsError(std::error_code(error, std::system_category()),
                     "cannot watch an event loop's timer");
}

QtDriver::~QtDriver() = default;

void QtDriver::run()
{
    if (QThread::currentThread()->loopLevel() > 0)
        throw RuntimeError(
            "Qt's event loop is running in this thread already: use EventLoop::start()");
    QEventLoop eventLoop; // first: it gives the thread an event dispatcher
    m_eventLoop = &eventLoop;
    start();
    eventLoop.exec();
    m_eventLoop = nullptr;
    m_notifier.reset();
}

void QtDriver::start()
{
    m_notifier = std::make_unique<QSocketNotifier>(m_set.fd(), QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(),
                     [this] { activated(); });
    m_quit = false;
    m_pace = {}; // a run begins with a poll (L-06)
    m_set.wakeUp(); // one iteration at least
}

void QtDriver::quit() noexcept
{
    m_quit = true;
    if (m_eventLoop) {
        m_eventLoop->quit();
        return;
    }
    if (m_notifier) {
        m_notifier->setEnabled(false);
        m_notifier.release()->deleteLater(); // we may be inside its signal
    }
}

void QtDriver::reschedule() noexcept
{
    if (m_active)
        return; // seen when the activation ends
    arm(m_host->nextWake());
}

void QtDriver::activated()
{
    if (m_active) {
        // A callback runs Qt's event loop. Ours waits for that callback to end (L-12), and must not
        // keep Qt's awake meanwhile.
        m_silenced = true;
        m_notifier->setEnabled(false);
        return;
    }
    m_active = true;
    drain();
    m_active = false;
    if (std::exchange(m_silenced, false) && m_notifier)
        m_notifier->setEnabled(true);
}

void QtDriver::drain()
{
    const TimePoint end = now() + activationAtMost;
    std::size_t found = 0; // by the last poll
    std::size_t seen = 0; // by all
    bool ready = false;
    for (;;) {
        const bool skip = m_pace.maySkip(ready);
        const std::span<epoll_event> events = skip ? std::span<epoll_event>() : poll();
        if (!skip)
            seen += found = events.size();
        m_host->iterate(events);
        if (m_quit)
            return; // what became ready meanwhile waits for the next run (L-05)
        const TimePoint next = m_host->nextWake();
        ready = next == TimePoint::min();
        // Several events are a load, and the next are there by now: asking again, until none is,
        // costs a tenth of a way through Qt's loop.
        const bool more = ready || (found > 0 && seen > 1);
        if (!more || (!skip && now() >= end)) {
            arm(next);
            return;
        }
    }
}

std::span<epoll_event> QtDriver::poll() noexcept
{
    const std::span<epoll_event> events = m_set.wait(m_events, 0);
    m_pace.polled();
    std::size_t kept = 0;
    for (const epoll_event &event : events) {
        if (event.data.u64 == timerData) {
            std::uint64_t ignored = 0;
            [[maybe_unused]] const auto drained = ::read(m_timer.get(), &ignored, sizeof ignored);
            m_armed = TimePoint::max();
        } else {
            events[kept++] = event;
        }
    }
    return events.first(kept);
}

// The timer descriptor is only ever moved forward in time: firing early costs one empty iteration,
// moving it back for every timer that is cancelled would cost a system call each.
void QtDriver::arm(TimePoint when) noexcept
{
    if (when == TimePoint::min()) {
        m_set.wakeUp();
        return;
    }
    if (when >= m_armed)
        return;
    m_armed = when;
    const std::int64_t at = std::max<std::int64_t>(1, toNanoseconds(when)); // 0 would disarm it
    const itimerspec spec {{0, 0}, {at / 1'000'000'000, at % 1'000'000'000}};
    ::timerfd_settime(m_timer.get(), TFD_TIMER_ABSTIME, &spec, nullptr);
}

} // namespace loop::qt
