// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One side of a recorded conversation, said again over a connection: each message as long after
// what came before it as then, divided by the speed, and not before all has come that had come by
// then. What the peer says is compared with the recording byte by byte. A peer that does not say
// enough, or takes nothing, within the time limit ends it. The recording is read on a thread of its
// own, a stretch at a time. Net thread; the line, the report and the source
// outlive it.

#include "app/engine/sessions/ReplayLine.h"
#include "app/engine/sessions/ReplayReport.h"
#include "app/engine/sessions/ReplaySource.h"
#include "loop/EventLoop.h"
#include "models/spec/SessionUrl.h"

#include <string>
#include <string_view>

namespace app {

class Replaying {
public:
    struct Pace {
        double speed = 1; // infinite: as fast as it goes
        loop::Duration timeout = std::chrono::seconds(10);
        loop::Duration linger = std::chrono::seconds(1); // for what comes after the end
        [[nodiscard]] static Pace of(const models::SessionUrl &url);
    };

    Replaying(loop::EventLoop &loop, ReplayLine &line, ReplaySource &source, Pace pace,
              ReplayReport &report);

    // To its end, or to where the peer left it: problem() then says how. Throws what broke the
    // connection, after what was missing has been counted.
    [[nodiscard]] loop::Coro<void> play();
    [[nodiscard]] const QString &problem() const { return problem_; }

private:
    using Step = models::RecordedConversation::Step;

    loop::Coro<void> playSteps();
    loop::Coro<bool> perform(const Step &step); // false: it cannot go on
    loop::Coro<bool> say(const Step &step);
    loop::Coro<bool> hear(const Step &step);
    loop::Coro<bool> receive(loop::Duration atMost); // false: the end, or nothing in time
    loop::Coro<void> listenToTheEnd();
    [[nodiscard]] loop::Duration since(qint64 recorded) const; // by the speed
    void anchor(loop::TimePoint at, qint64 recorded);
    void compare(std::string_view got, const char *expected, qint64 event);
    [[nodiscard]] std::string_view take(std::uint64_t atMost); // of what is received
    void countMissing();
    void countSurplus();

    loop::EventLoop &loop_;
    ReplayLine &line_;
    ReplaySource &source_;
    const Pace pace_;
    ReplayReport &report_;
    QString problem_;
    std::string pending_; // received, not compared yet
    std::size_t taken_ = 0; // of it
    std::uint64_t said_ = 0; // bytes
    std::uint64_t position_ = 0; // in what the peer says
    bool ended_ = false; // the peer says nothing more
    loop::TimePoint at_ {}; // when the step of the recorded time was done here
    qint64 recorded_ = 0;
};

} // namespace app
