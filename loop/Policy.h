// SPDX-License-Identifier: MIT
#pragma once

// Which loop a thread has, and who makes loops (M). One policy serves the process; the default one
// keeps one loop a thread, and makes the main thread's when it is first asked for. A program that
// creates its EventLoop itself, or calls loop::run(), needs none of this.

#include "loop/EventLoop.h"

#include <memory>

namespace loop {

// The loop whose callback or task runs in this thread; else the one that the policy has for it
// (M-02). RuntimeError if there is none and the policy makes none here. Never null.
[[nodiscard]] EventLoop &getEventLoop();
[[nodiscard]] EventLoop &getRunningLoop(); // RuntimeError "no running event loop"

// M-03: this thread's, not owned, so that it may go first; null: none, and none is made.
void setEventLoop(EventLoop *loop);
[[nodiscard]] std::unique_ptr<EventLoop> newEventLoop(); // does not set it

// Any thread may call these; a policy's own functions must be safe on every thread.
class EventLoopPolicy {
public:
    virtual ~EventLoopPolicy() = default;
    [[nodiscard]] virtual EventLoop &getEventLoop() = 0;
    virtual void setEventLoop(EventLoop *loop) = 0;
    [[nodiscard]] virtual std::unique_ptr<EventLoop> newEventLoop() = 0;
};

class DefaultEventLoopPolicy : public EventLoopPolicy {
public:
    [[nodiscard]] EventLoop &getEventLoop() override;
    void setEventLoop(EventLoop *loop) override;
    [[nodiscard]] std::unique_ptr<EventLoop> newEventLoop() override; // on an EpollDriver
};

[[nodiscard]] std::shared_ptr<EventLoopPolicy> getEventLoopPolicy();
void setEventLoopPolicy(std::shared_ptr<EventLoopPolicy> policy); // null: a new default one

} // namespace loop
