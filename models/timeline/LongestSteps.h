// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The longest steps of what a timeline has read, the longest first: one row each, by its time,
// columns LongestColumn. TaskRole is the task that ran, SortRole of a column a number or text.
// Main thread.

#include "models/Roles.h"
#include "models/timeline/Lanes.h"

#include <QtCore/QAbstractTableModel>

#include <functional>

namespace models {

class LongestSteps final : public QAbstractTableModel {
    Q_OBJECT

public:
    // `session` names a session by its context.
    LongestSteps(std::function<QString(quint64)> session, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    // Steps that stay keep their rows' selection.
    void setSteps(std::vector<LongStep> steps);
    // What takes longer than this is slow, ns: it is shown in the colour of warnings.
    void setSlow(std::int64_t slow);
    [[nodiscard]] std::int64_t slow() const { return slow_; }
    [[nodiscard]] const LongStep *stepAt(int row) const; // or null

private:
    void arrange(std::vector<LongStep> steps);
    [[nodiscard]] QString text(const LongStep &step, int column) const;

    const std::function<QString(quint64)> session_;
    std::vector<LongStep> steps_;
    std::int64_t slow_ = 100'000'000; // ns, as asyncio's slow_callback_duration
};

} // namespace models
