// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The last 60 seconds of all loops together, for the charts and the status bar: messages and bytes
// per second, and how late loops answer. Rings of fixed size, one point each half second. changed()
// comes once a batch, pointAdded() once a point. Main thread.

#include "models/Roles.h"
#include "models/record/DeltaSource.h"
#include "models/record/OwnCost.h"

#include <QtCore/QList>
#include <QtCore/QObject>

#include <unordered_map>
#include <vector>

namespace models {

class Activity final : public QObject, public DeltaConsumer {
    Q_OBJECT

public:
    static constexpr int PointCount = 120;
    static constexpr int PointMilliseconds = 500;

    // Of all loops together; lag of the slowest that runs sessions.
    struct Status {
        QString state; // "running", "idle", "blocked 2.3 s"
        Tone tone = Tone::Neutral;
        double lagMilliseconds = 0, lagP99Milliseconds = 0; // now, and over the last 60 s
        quint64 ready = 0, tasks = 0, timers = 0, connections = 0, servers = 0;
        double messagesPerSecond = 0, bytesInPerSecond = 0,
               bytesOutPerSecond = 0; // over the last second
        quint64 events = 0, merged = 0; // of the log, as loops made it
        bool debug = false;
    };

    explicit Activity(QObject *parent = nullptr);

    // Each has PointCount values, oldest first; zeros before the start.
    [[nodiscard]] QList<double> messages() const; // per second, in and out together
    [[nodiscard]] QList<double> bytesIn() const; // per second
    [[nodiscard]] QList<double> bytesOut() const;
    [[nodiscard]] QList<double> lag() const; // ms, p99 of the point, of the sessions' loops
    [[nodiscard]] QList<double> ownLag() const; // that of the program's own (OwnLoopName)
    [[nodiscard]] const Status &status() const { return status_; }
    // What watching costs; of a recording it is not known.
    void setOwnCost(const OwnCost::Shares &shares) { ownCost_ = shares; }
    [[nodiscard]] const OwnCost::Shares &ownCost() const { return ownCost_; }
    // "Of one core ...": what the shares are of, for a person; "" where they are not known.
    [[nodiscard]] QString ownCostText() const;
    [[nodiscard]] QString statusText() const; // "running  lag 0.21 ms (p99 0.9 ms)  ready 3 ..."

    void apply(const loop::Delta &delta) override;
    void apply(const Blocked &blocked) override;
    void reset() override;
    void restore(const Moment &moment) override;
    void batchEnded(std::int64_t now) override;

Q_SIGNALS:
    void changed();
    void pointAdded();

private:
    struct Loop {
        loop::LoopSample sample;
        std::int64_t blockedFor = 0;
        bool known = false;
        bool closed = false;
        bool own = false;
    };
    struct Point {
        double messages = 0, in = 0, out = 0, lag = 0, ownLag = 0;
        std::vector<float> lags, ownLags; // ms
    };

    void addPoint(std::int64_t now);
    void addLag(const Loop &loop, std::int64_t ns);
    [[nodiscard]] double lagP99() const; // ms, of all points
    void summarise();
    template <class Get> QList<double> series(Get get) const;

    std::unordered_map<quint64, Loop> loops_;
    std::vector<Point> points_; // a ring
    std::size_t next_ = 0;
    Point open_; // totals of the point under way
    std::int64_t openedAt_ = 0;
    Status status_;
    OwnCost::Shares ownCost_;
};

} // namespace models
