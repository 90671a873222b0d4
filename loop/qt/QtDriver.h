// SPDX-License-Identifier: MIT
#pragma once

// The driver that lives in a Qt event loop. It gives Qt one descriptor to watch, that of its epoll
// set, in which all sockets of the loop, its wake-up and its timer are; so Qt's own poll stays
// short however many connections there are. When Qt says that it is ready, the loop iterates in
// batches, for 2 ms at most, and returns to Qt, so that a window on the same thread keeps its frame
// rate.
//
// Thread: run() and start() on the thread that the loop is to live on, which needs a Qt event loop
// (a QThread, or the main thread with a QCoreApplication). Timers do not go through QTimer.

#include "loop/Driver.h"
#include "loop/EpollSet.h"

#include <QtCore/QEventLoop>
#include <QtCore/QSocketNotifier>

#include <array>
#include <memory>

namespace loop::qt {

class QtDriver final : public Driver {
public:
    QtDriver();
    ~QtDriver() override;

    [[nodiscard]] std::string_view name() const noexcept override { return "QtSelector"; }
    void setHost(Host &host) noexcept override { m_host = &host; }

    // Runs Qt's event loop until quit(): for a thread that has none running. RuntimeError if it
    // has.
    void run() override;
    void quit() noexcept override;
    void start() override; // iterates inside the event loop that runs, or will run, on this thread

    void reschedule() noexcept override;
    void wakeUp() noexcept override { m_set.wakeUp(); }
    int add(int fd, std::uint32_t events, std::uint64_t data) noexcept override
    {
        return m_set.add(fd, events, data);
    }
    int modify(int fd, std::uint32_t events, std::uint64_t data) noexcept override
    {
        return m_set.modify(fd, events, data);
    }
    void remove(int fd) noexcept override { m_set.remove(fd); }

private:
    void activated();
    void drain();
    void arm(TimePoint when) noexcept;
    [[nodiscard]] std::span<epoll_event> poll() noexcept;

    EpollSet m_set;
    PollPace m_pace;
    Descriptor m_timer;
    TimePoint m_armed = TimePoint::max(); // when the timer descriptor fires
    Host *m_host = nullptr;
    QEventLoop *m_eventLoop = nullptr; // while run() runs it
    std::unique_ptr<QSocketNotifier> m_notifier; // from run() or start() to quit()
    bool m_active = false; // inside activated()
    bool m_quit = false;
    bool m_silenced = false; // Qt's loop runs inside one of our callbacks
    std::array<epoll_event, 256> m_events;
};

} // namespace loop::qt
