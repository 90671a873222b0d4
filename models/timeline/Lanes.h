// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the timeline shows of a stretch of time: a lane for each loop, a lane for each task that ran
// in it, and what stood out (warnings, faults, errors, blocked spans). Filled by one thread, the
// only one that changes it, with Deltas in the order of each loop; read by others while they hold
// lock(). Bounded: of very many steps, those that lie close together are joined, and resolution()
// says how close; of very many tasks, those beyond the bound have no lane, and are counted.

#include "loop/Records.h"
#include "models/record/Blocked.h"
#include "models/record/History.h"
#include "models/timeline/Lane.h"

#include <QtCore/QString>

#include <deque>
#include <mutex>
#include <set>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace models {

struct TaskLane { // or that of a loop
    quint64 loop = 0;
    quint64 task = 0; // 0: it is the loop's
    quint64 context = 0; // the session on whose behalf it runs, or 0
    QString name; // "echo(StreamReader, StreamWriter)", or of a loop "net"; "": not known
    std::int64_t busy = 0; // in its steps, ns
    Lane steps;

    [[nodiscard]] bool isLoop() const { return task == 0; }
};

// What stood out. Times are wall clock, ns since 1970.
struct Happening {
    History::Incident::Kind kind = History::Incident::Warning;
    std::int64_t time = 0;
    std::int64_t lasted = 0; // ns; of Blocked alone
    quint64 loop = 0, task = 0, connection = 0;
    QString words;
};

// One of the longest steps, and whose it is.
struct LongStep {
    std::int64_t start = 0, length = 0;
    quint64 wokenBy = 0;
    quint64 loop = 0, task = 0, context = 0;
    QString name;
    friend bool operator==(const LongStep &, const LongStep &) = default;
};

class Lanes {
public:
    // Bounds. A test may want smaller ones.
    struct Most {
        std::size_t steps = 1'000'000; // those in the lanes of loops among them
        std::size_t lanes = 20'000;
        std::size_t happenings = 10'000;
    };

    Lanes()
        : Lanes(Most {})
    { }
    explicit Lanes(const Most &most)
        : most_(most)
    { }

    // Of a keyframe, only what lives is told.
    void add(const loop::Delta &delta);
    void add(const models::Blocked &blocked, const QString &words); // once it is over
    // What is known of a task that began before what was told.
    void name(quint64 task, quint64 context, const QString &name);
    // Forgets what ended before a time, and lanes in which nothing is left.
    void dropBefore(std::int64_t time);

    [[nodiscard]] std::unique_lock<std::mutex> lock() const { return std::unique_lock(mutex_); }

    [[nodiscard]] const std::deque<TaskLane> &lanes() const { return lanes_; }
    [[nodiscard]] int laneOf(quint64 task) const; // or -1
    [[nodiscard]] int laneOfLoop(quint64 loop) const; // or -1
    [[nodiscard]] const std::vector<Happening> &happenings() const { return happenings_; }
    [[nodiscard]] std::size_t steps() const { return steps_; }
    // Steps closer than this may have been joined, ns; 0: none was.
    [[nodiscard]] std::int64_t resolution() const { return resolution_; }
    [[nodiscard]] std::size_t lanesLeftOut() const { return leftOut_.size(); }
    [[nodiscard]] bool happeningsLeftOut() const { return happeningsLeftOut_; }
    // Of tasks; the longest first. It looks at all steps.
    [[nodiscard]] std::vector<LongStep> longest(std::size_t most) const;
    // Tasks that have a lane, but no name.
    [[nodiscard]] std::vector<quint64> nameless() const;
    // When the newest step ended; 0 before the first.
    [[nodiscard]] std::int64_t newest() const { return newest_; }

private:
    struct Known {
        quint64 context = 0;
        QString name;
    };

    void addSpan(const loop::StepSpan &span, std::int64_t wallOffset, std::size_t loopLane);
    void addToLoop(TaskLane &lane, const Step &step);
    void addHappenings(const loop::Delta &delta);
    void add(Happening &&happening);
    void addAll(const loop::Delta &delta);
    void learn(const loop::TaskCreated &created);
    std::size_t loopLane(const loop::Delta &delta);
    TaskLane *taskLane(quint64 task, quint64 loop);
    void thin();

    const Most most_;
    mutable std::mutex mutex_; // readers hold it; the one who fills this holds it while it changes
    std::deque<TaskLane> lanes_;
    std::unordered_map<quint64, std::size_t> laneOfTask_, laneOfLoop_;
    std::unordered_map<quint64, Known> known_; // tasks that have no lane yet
    std::unordered_map<quint64, std::int64_t> told_; // of each loop, the start of its newest span
    std::vector<Happening> happenings_;
    std::set<std::tuple<std::int64_t, int, quint64>> happened_;
    std::set<quint64> leftOut_;
    std::size_t steps_ = 0;
    std::int64_t resolution_ = 0;
    std::int64_t newest_ = 0;
    bool happeningsLeftOut_ = false;
};

} // namespace models
