// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The pending timers of every loop: one row each, by TimerId, columns TimerColumn, with a live
// countdown. A loop samples them only while somebody wants to see them (Feed::setTimersWanted), and
// then all or the nearest; pendingCount() is the true number either way. Main thread.

#include "models/RowModel.h"

#include <set>
#include <string>
#include <tuple>

namespace models {

class SessionModel;
class TaskModel;

struct TimerRow {
    quint64 id = 0;
    quint64 loop = 0, context = 0, task = 0;
    std::int64_t due = 0; // wall clock, ns since 1970
    loop::Place created;
    quint64 seen = 0; // the sample that last had it
    bool again = false; // one that was set at the same place by the same session was due before it
};

class TimerModel final : public RowModel<TimerRow> {
    Q_OBJECT

public:
    // `tasks` names the sleeping tasks; it must outlive this.
    explicit TimerModel(const TaskModel *tasks, QObject *parent = nullptr);

    // Names sessions; it outlives this, or comes as null.
    void setSessions(const SessionModel *sessions) { sessions_ = sessions; }

    using DeltaConsumer::apply;
    void apply(const loop::Delta &delta) override;
    void reset() override;
    QList<FilterKey> filterKeys() const override;

    [[nodiscard]] quint64 pendingCount() const; // of all loops, sampled or not

private:
    QString text(const TimerRow &row, int column) const override;
    QVariant special(const TimerRow &row, int column, int role) const override;
    double number(const TimerRow &row, int column) const override;
    const ColumnTraits &traits(int column) const override;
    QString filterValue(const TimerRow &row, int key) const override;
    double filterNumber(const TimerRow &row, int key) const override;
    bool isWordColumn(int column) const override;
    bool tick(std::int64_t now) override;

    // Where a timer was set, and by whom.
    using Origin = std::tuple<std::string, quint64, quint64>; // place, session, loop
    static Origin originOf(const TimerRow &row);

    const TaskModel *tasks_;
    const SessionModel *sessions_ = nullptr;
    std::set<Origin> gone_; // of timers that were due, or cancelled
    std::vector<ColumnTraits> traits_;
    std::unordered_map<quint64, quint64> pending_; // by loop
    quint64 sample_ = 0;
    std::int64_t countedAt_ = 0;
};

} // namespace models
