// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The conversation that a session replays, read on a thread of its own, a stretch at a time, which
// all who play it at the same time share. Net thread. What cannot be read is a Refusal.

#include "loop/EventLoop.h"
#include "loop/Executor.h"
#include "models/record/RecordedConversation.h"

#include <map>
#include <memory>

namespace app {

class ReplaySource {
public:
    using Side = models::RecordedConversation::Side;
    using Steps = std::shared_ptr<const models::RecordedConversation::Steps>;

    ReplaySource(loop::EventLoop &loop, Side played);
    ~ReplaySource();
    ReplaySource(const ReplaySource &) = delete;

    // Once, before all else. Refusal where it cannot be replayed.
    [[nodiscard]] loop::Coro<void> open(QString path, quint64 connection);
    // Those after an event; 0: the first. What several play at once is in memory once. Refusal.
    [[nodiscard]] loop::Coro<Steps> following(qint64 event);

    [[nodiscard]] Side played() const { return played_; }
    [[nodiscard]] models::RecordedConversation::Sum toSay() const { return toSay_; }
    [[nodiscard]] models::RecordedConversation::Sum toHear() const { return toHear_; }
    [[nodiscard]] quint64 connection() const { return connection_; }

private:
    loop::EventLoop &loop_;
    const Side played_;
    const std::shared_ptr<loop::ThreadPoolExecutor> thread_; // one thread
    std::shared_ptr<models::RecordedConversation> conversation_; // that thread's
    models::RecordedConversation::Sum toSay_, toHear_;
    quint64 connection_ = 0;
    Steps first_;
    std::map<qint64, std::weak_ptr<const models::RecordedConversation::Steps>> shared_;
};

} // namespace app
