// SPDX-License-Identifier: MIT
#pragma once

// Probe: the observer that a loop calls as things happen, on the loop's thread. It must not throw,
// call back into the loop, or keep a reference past the call that ends what it refers to. A loop
// without a probe pays one predicted branch. Recorder is the probe that keeps what it sees.

#include "loop/Records.h"

#include <exception>
#include <string_view>

namespace loop {

class EventLoop;
class Server;
class SocketAddress;
class TaskBase;
class Transport;

class Probe {
public:
    virtual ~Probe() = default;

    // Nanoseconds of the loop's clock. Between the two, no callback overlaps another.
    virtual void handleBegan(const RunningHandle &) noexcept { }
    virtual void handleEnded(std::int64_t /*began*/, std::int64_t /*ended*/) noexcept { }
    virtual void iterationEnded(EventLoop &, std::int64_t /*began*/,
                                std::int64_t /*ended*/) noexcept
    { }

    virtual void taskCreated(TaskBase &) noexcept { }
    virtual void taskChanged(TaskBase &) noexcept { } // once until the probe zeroes its probeSlot
    virtual void taskEnded(TaskBase &) noexcept { } // last call for this task

    virtual void connectionMade(Transport &) noexcept { }
    virtual void connectionChanged(Transport &) noexcept {
    } // once until the probe zeroes its probeSlot
    virtual void dataReceived(Transport &, std::string_view) noexcept { }
    virtual void dataSent(Transport &, std::string_view) noexcept { }
    // Of an endpoint for many: what is received or sent next, is from or for that address.
    virtual void datagramPeer(Transport &, const SocketAddress &) noexcept { }
    virtual void eofReceived(Transport &) noexcept { }
    virtual void writingPaused(Transport &) noexcept { }
    virtual void writingResumed(Transport &) noexcept { }
    virtual void connectionLost(Transport &, const std::exception_ptr &) noexcept {
    } // last call for it

    virtual void warned(const WarningRecord &) noexcept { }
    virtual void loopClosed(EventLoop &) noexcept { } // last call
};

} // namespace loop
