// SPDX-License-Identifier: MIT
#pragma once

// Watchdog: says that a loop is blocked while it is blocked, from a thread of its own. It looks at
// what a Recorder publishes of the handle that runs now, and needs nothing of the blocked thread.
// What it finds is WarningKind::LoopBlocked: said at once by the report or the log, and recorded by
// the loop itself as soon as it runs again; with that kind switched off nothing is found. For
// programs that use the core without Loopscope's window, whose Feed does the same at the display's
// pace. A Recorder that only a Watchdog looks at keeps a bounded amount (loop/Recorder.h).

#include "loop/BlockDetector.h"
#include "loop/Recorder.h"
#include "loop/Time.h"

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <thread>

namespace loop {

class Watchdog {
public:
    using Finding = BlockDetector::Finding;
    // Called on the watchdog's thread: once when the limit is passed, once when it is over. Must
    // not throw.
    using Report = std::function<void(const Finding &)>;

    // Looks ten times in `limit`. Without a Report, findings go to the log as warnings. `recorder`
    // must outlive this, and its loop's clock be the steady one.
    explicit Watchdog(const Recorder &recorder, Duration limit = std::chrono::milliseconds(500),
                      Report report = {});

    // "Event loop is blocked by f() at a.cpp:12 for 0.512 seconds"
    [[nodiscard]] static std::string describe(const Finding &finding);

private:
    [[nodiscard]] static WarningRecord record(const Finding &finding);
    void watch(const std::stop_token &stop) const;

    const Recorder &m_recorder;
    const Duration m_limit;
    const Report m_report;
    std::jthread m_thread; // last: it uses the others
};

} // namespace loop
