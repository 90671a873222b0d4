// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The thread behind a TimelineModel: it reads steps from the recording, adds those that come, and
// puts lanes in order. What it was asked for is done in the order in which it was asked, but for a
// reading that a newer one replaces, which ends early. It calls back on its own thread. Made and
// destroyed on the main thread; any thread may ask.

#include "models/TimeSpan.h"
#include "models/record/Blocked.h"
#include "models/timeline/LaneOrder.h"
#include "models/timeline/Lanes.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace models {

class RecordingReader;

class StepReader {
public:
    struct Callbacks {
        // What was read last; it grows from then on. `recorded` is the span of the recording.
        std::function<void(std::shared_ptr<const Lanes>, TimeSpan recorded)> read;
        std::function<void(std::shared_ptr<const std::vector<LaneRow>>)> ordered;
        std::function<void(std::vector<LongStep>)> longest;
        std::function<void()> missed; // so much came that some was left out: read it anew
        std::function<void(const QString &)> failed;
    };

    StepReader(QString path, Callbacks callbacks);
    ~StepReader();

    // Instead of what was read before. `prepare` makes all that was recorded so far readable.
    void read(TimeSpan span, std::function<void()> prepare);
    void add(std::shared_ptr<const loop::Delta> delta);
    void add(const Blocked &blocked, const QString &words);
    void dropBefore(std::int64_t time);
    void order(LaneOrder order); // now, and again while what is shown changes

private:
    void ask(std::function<void()> work, bool mayMiss = false);
    void run(const std::stop_token &stop);
    void readSpan(TimeSpan span, std::int64_t reading);
    void findNames(Lanes &lanes);
    void putInOrder();
    bool open();

    const QString path_;
    const Callbacks callbacks_;
    std::unique_ptr<RecordingReader> reader_; // of the thread, as is what follows
    std::shared_ptr<Lanes> lanes_;
    LaneOrder order_;
    std::shared_ptr<const std::vector<LaneRow>> rows_; // as told last
    std::vector<LongStep> longest_;
    bool changed_ = false; // since they were put in order

    std::mutex mutex_; // protects what follows
    std::condition_variable_any wake_;
    std::deque<std::function<void()>> asked_;
    bool missed_ = false;
    std::atomic<std::int64_t> wanted_ {0}; // the newest reading

    std::jthread thread_; // last: it uses all of the above
};

} // namespace models
