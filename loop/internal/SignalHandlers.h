// SPDX-License-Identifier: MIT
#pragma once

// SignalHandlers: EventLoop's signals (SG). The handler proper writes the signal's number to a pipe
// that the loop reads; the callback runs in the loop. One loop a process has them, on the main
// thread.
//
// No signal is lost, and no callback runs once its handler is gone: what came while there was a
// handler and did not reach it is raised again when it goes, for whatever handles the signal then.

#include "loop/Callable.h"
#include "loop/Descriptor.h"
#include "loop/Handle.h"
#include "loop/Ids.h"

#include <chrono>
#include <csignal>
#include <deque>
#include <map>
#include <memory>

namespace loop {

class EventLoop;

class SignalHandlers {
public:
    explicit SignalHandlers(EventLoop &loop);
    ~SignalHandlers(); // restores what was there before

    void add(int signal, Callable callback);
    bool remove(int signal);
    // How many came and did not reach their callback; they never will.
    [[nodiscard]] std::size_t take(int signal);
    // If a second of these signals comes while the first has not reached its callback, the loop is
    // blocked, and the signal does what it does to a program without a handler. With a limit, a
    // timer sends the second if nobody does: each of the signals starts it.
    static void setImpatient(int signal, bool on, std::chrono::milliseconds limit = {}) noexcept;
    [[nodiscard]] std::size_t size() const noexcept { return m_entries.size(); }
    [[nodiscard]] bool empty() const noexcept { return m_entries.empty(); }

private:
    struct Entry {
        std::shared_ptr<Callable> callback;
        struct sigaction before;
        ContextId context; // of who asked
    };

    void read();
    void collect(); // what the pipe has
    void deliver(); // the oldest

    EventLoop &m_loop;
    Descriptor m_reader;
    std::map<int, Entry> m_entries;
    std::deque<int> m_due; // out of the pipe, in the order of coming
    Handle m_delivery; // pending while some are due
};

} // namespace loop
