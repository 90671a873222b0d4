// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The thread of the `net` loop, on which all sessions run, inside the Qt event loop of a QThread.
// Made and used by the main thread: what it asks of the sessions goes through post(). The recorder
// outlives the loop, so that its last words can be read after the thread has ended.

#include "loop/Recorder.h"
#include "loop/Time.h"

#include <QtCore/QThread>

#include <exception>
#include <functional>
#include <memory>
#include <semaphore>

namespace app {

class SessionHost;

class NetThread final : public QThread {
    Q_OBJECT

public:
    NetThread();
    ~NetThread() override; // ends the thread

    // Starts the thread and waits until its loop is there. Throws what keeps it from that.
    void begin(bool debug);
    // Ends the thread: what still lives on its loop is cancelled and given a while to see to its
    // end, then the loop is closed. False where the loop does not come to it within `patience`,
    // because something blocks it.
    bool end(std::chrono::milliseconds patience);

    // From begin() to end(). Connect to its signals, but call it through post().
    [[nodiscard]] SessionHost &host() const { return *host_; }
    void post(std::function<void(SessionHost &)> call);
    [[nodiscard]] loop::Recorder &recorder() const { return *recorder_; }
    [[nodiscard]] loop::LoopId loopId() const { return loop_; }

private:
    void run() override;
    void runLoop();
    void leave(); // on the thread itself, as what follows
    void leaveWhenDone(loop::TimePoint latest);

    bool debug_ = false;
    bool leaving_ = false; // of the thread itself
    std::binary_semaphore ready_ {0};
    std::binary_semaphore left_ {0}; // the loop came to its end, and is busy with it at most
    std::binary_semaphore done_ {0}; // the loop is gone
    std::unique_ptr<loop::Recorder> recorder_;
    loop::LoopId loop_;
    SessionHost *host_ = nullptr; // on the thread's stack
    std::exception_ptr failure_; // why there is no loop
};

} // namespace app
