// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The timeline: which step of which task ran when, for a stretch of time that a view shows, in rows
// that are sorted, grouped and filtered. What is to be seen comes from the recording and, while now
// is in sight, from the Deltas as they come; a thread of its own reads and sorts, and this hands on
// what it made. Memory is bounded whatever is looked at (Lanes). While no view shows it, it keeps
// nothing and costs nothing. Main thread.

#include "models/Filterable.h"
#include "models/record/DeltaSource.h"
#include "models/timeline/LaneOrder.h"
#include "models/timeline/Lanes.h"

#include <QtCore/QObject>

#include <memory>
#include <optional>
#include <vector>

namespace models {

class EventStore;
class LongestSteps;
class SessionModel;
class StepReader;
class TaskModel;

class TimelineModel final : public QObject, public DeltaConsumer, public Filterable {
    Q_OBJECT

public:
    using Span = TimeSpan;

    // All must outlive this. `sessions` and `tasks` give names, and may be null.
    TimelineModel(const EventStore *file, const SessionModel *sessions, const TaskModel *tasks,
                  QObject *parent = nullptr);
    ~TimelineModel() override;

    // False while no view shows it: what was read is forgotten.
    void setActive(bool active);
    [[nodiscard]] bool isActive() const { return active_; }
    // What a view shows from now on: it is read, and what lies around it, so that it can be moved
    // and zoomed at once.
    void show(const Span &span);
    // Everything that was recorded, as far as it is known; empty while nothing is.
    [[nodiscard]] Span recorded() const;
    // The end of the recording grows, and comes with it: the view may follow.
    [[nodiscard]] bool isLive() const { return live_; }
    [[nodiscard]] std::int64_t now() const { return now_; }
    // The moment that all views show, where that is not now.
    [[nodiscard]] std::optional<std::int64_t> position() const { return position_; }
    [[nodiscard]] bool isReading() const { return reading_; }

    // What there is to draw. Hold lanes().lock() while looking into it.
    [[nodiscard]] const Lanes &lanes() const { return *lanes_; }
    [[nodiscard]] const std::vector<LaneRow> &rows() const { return *rows_; }
    [[nodiscard]] LongestSteps &longest() const { return *longest_; }
    // Loops that are blocked at this moment.
    [[nodiscard]] const std::vector<Blocked> &blocked() const { return blocked_; }
    [[nodiscard]] QString wordsOf(const Blocked &blocked) const;
    [[nodiscard]] QString sessionName(quint64 context) const; // "echo :8881", or ""

    void setSort(LaneOrder::Sort sort);
    void setGroup(LaneOrder::Group group);
    [[nodiscard]] LaneOrder::Sort sort() const { return order_.sort; }
    [[nodiscard]] LaneOrder::Group group() const { return order_.group; }
    QList<FilterKey> filterKeys() const override { return LaneOrder::keys(); }
    std::optional<FilterMistake> setFilterText(const QString &text) override;
    QString filterText() const override { return order_.filter.text(); }
    void setTimeSpan(const std::optional<TimeSpan> &) override { } // it is where it is selected

    // What is shown goes on with now: after it was put back to an earlier moment.
    void followNow();

    void apply(const loop::Delta &delta) override; // told late: it is read anew
    void apply(const Blocked &blocked) override;
    void applyShared(const std::shared_ptr<const loop::Delta> &delta) override;
    void reset() override;
    void restore(const Moment &moment) override;
    void batchEnded(std::int64_t now) override;
    [[nodiscard]] bool isMoving() const override { return active_ && live_; }

Q_SIGNALS:
    void changed(); // there is something else to draw
    void rowsChanged();
    void blockedChanged(); // blocked() did; also while it is not active
    void readingChanged(bool reading);
    void readFailed(const QString &sentence);

private:
    void read(const Span &span);
    void readAgain();
    void tellOrder();
    void take(const std::shared_ptr<const Lanes> &lanes, const Span &recorded);
    [[nodiscard]] Span around(const Span &span) const;
    [[nodiscard]] bool isTailRead() const;
    [[nodiscard]] bool isCovered(const Span &span) const;

    const EventStore *file_;
    const SessionModel *sessions_;
    const TaskModel *tasks_;
    LongestSteps *longest_;
    std::shared_ptr<const Lanes> lanes_;
    std::shared_ptr<const std::vector<LaneRow>> rows_;
    LaneOrder order_;
    std::vector<Blocked> blocked_;
    Span shown_; // by the view
    Span wanted_; // read, or being read
    Span recorded_;
    std::int64_t now_ = 0;
    std::optional<std::int64_t> position_;
    bool active_ = false;
    std::uint64_t showing_ = 0; // of the reader whose findings count
    bool live_ = false; // Deltas come as they happen
    bool reading_ = false;
    bool stale_ = false; // something came that is only in the recording
    std::unique_ptr<StepReader> reader_; // last: it calls this; null while not active
};

} // namespace models
