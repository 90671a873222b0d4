// SPDX-License-Identifier: MIT
#pragma once

// SignalHandlers: EventLoop's signals (SG). The handler proper writes the signal's number to a pipe
// that the loop reads; the callback runs in the loop. One loop a process has them, on the main
// thread.

#include "loop/Callable.h"
#include "loop/Descriptor.h"

#include <csignal>
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
    [[nodiscard]] bool empty() const noexcept { return m_entries.empty(); }

private:
    struct Entry {
        std::shared_ptr<Callable> callback;
        struct sigaction before;
    };

    void read();

    EventLoop &m_loop;
    Descriptor m_reader;
    std::map<int, Entry> m_entries;
};

} // namespace loop
