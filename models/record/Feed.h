// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Pulls what changed from every loop at the display's pace, and fans it out in batches to the
// consumers, in the order in which they were added. While a handle holds its loop for longer than a
// threshold, the consumers are told so until it is over, unless that warning of the loop is
// switched off. Nothing is pushed by loops, and one batch gives one signal however much happened.
// While nothing happens it sleeps: no loop is asked, but once a second for the clocks that are
// shown, and the first that has news wakes it (DeltaSource::wakeOnNews()). Main thread. Sources and
// consumers must outlive the Feed or be removed.

#include "loop/BlockDetector.h"
#include "models/record/Crowding.h"
#include "models/record/DeltaSource.h"
#include "models/record/HeldDeltas.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <chrono>
#include <type_traits>
#include <utility>
#include <vector>

namespace models {

class Feed final : public QObject {
    Q_OBJECT

public:
    explicit Feed(QObject *parent = nullptr, Crowding crowding = Crowding());
    ~Feed() override;

    void addSource(DeltaSource *source);
    // Takes what it still has to tell, then forgets it.
    void removeSource(DeltaSource *source);
    // Consumers that keep (the recording) come before those that show.
    void addConsumer(DeltaConsumer *consumer, bool pausable = true);
    void removeConsumer(DeltaConsumer *consumer);

    void start();
    void stop();
    // One pull now, whatever the timer says; for the end of the program, and for tests.
    void pull();

    // A paused view keeps its picture: pausable consumers get nothing, and one merged Delta a loop
    // of what they missed when it is resumed (HeldDeltas.h says what that leaves out).
    void setPaused(bool paused);
    [[nodiscard]] bool isPaused() const { return paused_; }

    // Pausable consumers are shown something else: they get nothing, and nothing is held for them.
    void leave();
    // They are to come back: from here on is held what comes, until resume().
    void comeBack();
    // They are put back to a moment that is no older than comeBack(), and get what came since.
    void resume(const Moment &moment);
    [[nodiscard]] bool isAway() const { return away_; }
    [[nodiscard]] bool isComingBack() const { return coming_; }

    // Where nobody looks, consumers are fed every 100 ms instead of every 33 ms: a recording still
    // has all but the last moment. While its only processor is busy (Crowding), a window that is
    // seen is fed every 125 ms, which leaves more time for serving.
    void setSeen(bool seen);
    [[nodiscard]] std::chrono::milliseconds pace() const { return pace_; } // while it is awake

    // Somebody waits for what comes next, be it nothing.
    void wake();
    // Nothing happens, so nothing is asked.
    [[nodiscard]] bool isAsleep() const { return asleep_; }
    static constexpr std::chrono::milliseconds AsleepPace {1'000};

    void setBlockedThreshold(std::chrono::milliseconds threshold)
    {
        threshold_ = threshold;
        wake();
    }
    [[nodiscard]] std::chrono::milliseconds blockedThreshold() const { return threshold_; }

    // What watching has cost the threads of all loops so far, ns of their processor time.
    [[nodiscard]] std::int64_t cost() const;

    // What somebody looks at, by id; 0 for none.
    void setTaskOfInterest(quint64 task) { want(interest_.task.value, task); }
    void setLoopOfInterest(quint64 loop) { want(interest_.handles.value, loop); } // its handles
    void setTimersWanted(bool wanted) { want(interest_.timers, wanted); }
    // Without, loops keep only the sums of what they send and receive: for a program that shows no
    // log.
    void setDataWanted(bool wanted) { want(interest_.data, wanted); }

Q_SIGNALS:
    void refreshed();
    void pausedChanged(bool paused);

private:
    struct Source {
        DeltaSource *source = nullptr;
        loop::LoopId loop;
        QString name;
        std::int64_t wallOffset = 0;
        loop::BlockDetector detector;
        std::int64_t blockedSince = 0; // wall clock, ns, of what it found last
    };
    struct Consumer {
        DeltaConsumer *consumer = nullptr;
        bool pausable = true;
    };

    template <class Known> void want(Known &known, std::type_identity_t<Known> wanted)
    {
        if (std::exchange(known, wanted) != wanted)
            wake();
    }
    static void forget(DeltaSource &source);
    void look(); // when it is time
    void pullMuch();
    void setPace();
    void newsCame();
    void watchForNews();
    void settle(bool quiet);
    [[nodiscard]] bool somethingRuns() const;
    bool pullFrom(Source &source); // false: nothing new
    void watch(Source &source, std::int64_t longestIteration);
    void tellOf(const Source &source, const loop::BlockDetector::Finding &finding);
    void tell(const std::shared_ptr<const loop::Delta> &delta);
    void tell(const Blocked &blocked);
    void hold(const loop::Delta &delta);
    void hold(const Blocked &blocked);
    [[nodiscard]] bool gets(const Consumer &consumer) const
    {
        return !consumer.pausable || (!paused_ && !away_);
    }
    void endBatch();
    [[nodiscard]] std::int64_t wallNow() const;

    QTimer timer_;
    Crowding crowding_;
    bool seen_ = true;
    std::chrono::milliseconds pace_ {0};
    QElapsedTimer pulled_; // since the last pull
    int quietPulls_ = 0; // one after the other
    bool asleep_ = false;
    std::vector<Source> sources_;
    std::int64_t costOfRemoved_ = 0;
    std::vector<Consumer> consumers_;
    HeldDeltas held_; // while paused
    std::vector<Blocked> heldBlocks_;
    loop::Interest interest_;
    std::chrono::milliseconds threshold_ {500};
    bool paused_ = false;
    bool away_ = false; // shown something else
    bool coming_ = false; // between comeBack() and resume()
    std::vector<loop::Delta> late_; // what came then
};

} // namespace models
