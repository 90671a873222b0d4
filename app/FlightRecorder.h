// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Writes what a recording holds to a file of its own, beside it, when something happens that the
// user asked for (--dump-on), and goes on. The recording is a ring, so a dump holds the events
// before it. Dumps are bounded: of one reason at most one in ten seconds, and twenty in a run;
// SIGUSR1, which a person sends, always makes one. What is left out is counted and said at the end.
// Main thread; the copying is done by executors.

#include "app/Errands.h"

#include "loop/EventLoop.h"
#include "models/record/DeltaSource.h"
#include "models/record/Recording.h"
#include "models/spec/RecordingOptions.h"

#include <QtCore/QObject>

#include <map>
#include <stop_token>

namespace app {

class FlightRecorder final : public QObject, public models::DeltaConsumer {
    Q_OBJECT

public:
    static constexpr std::chrono::seconds Pace {10};
    static constexpr int MostDumps = 20;

    // As a consumer it comes after `recording`. Both outlive this.
    FlightRecorder(loop::EventLoop &loop, models::Recording &recording,
                   const models::RecordingOptions &options);
    ~FlightRecorder() override;

    void apply(const loop::Delta &delta) override;
    void apply(const models::Blocked &blocked) override;
    void reset() override { } // views go elsewhere; what was dumped stays
    void sessionChanged(const models::SessionRecord &record);
    void cancel(); // the dump under way

    // Over once every dump that is due is written. Says what was left out.
    [[nodiscard]] loop::Coro<void> settle();

Q_SIGNALS:
    void working(const QString &name, double part); // 0..1, while a dump is written
    void told(const QString &sentence);
    void failed(const QString &sentence);

private:
    using Reason = models::DumpReason;

    void happened(Reason reason);
    loop::Coro<void> writeDumps();
    void finished(Reason reason, const QString &path, const models::Result<bool> &written);
    [[nodiscard]] QString nameOf(Reason reason) const;

    loop::EventLoop &loop_;
    models::Recording &recording_;
    const QList<Reason> wanted_;
    const QString stem_; // what names begin with, with their folder
    QList<Reason> due_; // the first is being written
    std::map<Reason, loop::TimePoint> last_; // when one was due
    std::map<Reason, int> leftOut_;
    int dumps_ = 0; // made on its own
    loop::Task<void> writing_;
    std::stop_source stop_;
    Errands errands_; // last: what other threads do for this is over before anything goes
};

} // namespace app
