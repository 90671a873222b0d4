// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reads a recording on a thread of its own, for one view, so that no view ever waits for a disk.
// Work is done in steps: rows that somebody looks at come before what goes through the whole
// recording, which continues after them. Results go back by invokeMethod() to the object that owns
// this, which is therefore its last member: the destructor waits for the step at hand, and drops
// the rest. The thread begins with the first ask(). Made, asked and destroyed on one thread.

#include "models/record/RecordingReader.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace models {

class EventStore;

class BackgroundReader {
public:
    // A step of some work, on the reading thread. `reader` is null where the recording cannot be
    // opened, and `problem` says why ("": nothing is in it yet). True: there is more to do.
    using Step = std::function<bool(const RecordingReader *reader, const QString &problem)>;
    enum class Work { Seen, Whole }; // what somebody looks at; what goes through the recording

    // `file` must outlive this.
    explicit BackgroundReader(const EventStore *file);
    ~BackgroundReader();
    Q_DISABLE_COPY_MOVE(BackgroundReader)

    // Within each kind in the order in which it was asked, a step each by turns.
    void ask(Work work, Step step);

private:
    void run(const std::stop_token &stop);
    [[nodiscard]] bool hasWork() const { return !seen_.empty() || !whole_.empty(); }
    [[nodiscard]] QString open();

    const EventStore *const file_;
    std::unique_ptr<RecordingReader> reader_; // of the thread

    std::mutex mutex_; // protects what follows
    std::condition_variable_any wake_;
    std::deque<Step> seen_, whole_;

    std::jthread thread_; // last: it uses all of the above
};

} // namespace models
