// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Every warning of every loop, one row a kind and place with a count and the newest message,
// columns WarningColumn. A loop that is blocked now has its row while it lasts, with the time so
// far. Rows never leave by themselves. Main thread.

#include "models/RowModel.h"

#include <map>
#include <string>
#include <tuple>

namespace models {

class TaskModel;

struct WarningRow {
    quint64 id = 0; // of this model
    loop::WarningKind kind = loop::WarningKind::SlowCallback;
    std::int64_t time = 0; // of the newest; wall clock
    quint64 count = 0;
    QString message; // the newest
    loop::Place created;
    quint64 context = 0, task = 0, connection = 0; // of the newest
    bool now = false; // the loop is blocked at this moment
    std::int64_t blockedSince = 0; // of the block last told of
};

class WarningModel final : public RowModel<WarningRow> {
    Q_OBJECT

public:
    explicit WarningModel(const TaskModel *tasks, QObject *parent = nullptr);

    void apply(const loop::Delta &delta) override;
    void apply(const Blocked &blocked) override; // a live row, settled in the end
    void reset() override;
    QList<FilterKey> filterKeys() const override;

    void clear();
    [[nodiscard]] quint64 total() const { return total_; } // warnings so far, not rows
    [[nodiscard]] static Tone tone(loop::WarningKind kind);
    [[nodiscard]] static Tone tone(const WarningRow &row);
    [[nodiscard]] static QString kindInWords(const WarningRow &row);

private:
    using Key = std::tuple<loop::WarningKind, std::string, std::uint32_t>; // kind, file, line

    QString text(const WarningRow &row, int column) const override;
    QVariant special(const WarningRow &row, int column, int role) const override;
    double number(const WarningRow &row, int column) const override;
    const ColumnTraits &traits(int column) const override;
    QString filterValue(const WarningRow &row, int key) const override;
    double filterNumber(const WarningRow &row, int key) const override;
    bool isWordColumn(int column) const override;
    TimeSpan lifeOf(const WarningRow &row) const override { return {row.time, row.time}; }
    bool tick(std::int64_t now) override;

    int slotOfKind(loop::WarningKind kind, const loop::Place &place);

    const TaskModel *tasks_;
    std::vector<ColumnTraits> traits_;
    std::map<Key, quint64> ids_;
    quint64 lastId_ = 0;
    quint64 total_ = 0;
};

} // namespace models
