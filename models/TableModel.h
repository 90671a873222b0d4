// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The live table behind Connections, Tasks, Timers and Warnings: Qt's part of it. Rows live in
// slots (a slot keeps its number for the life of its row); what a view sees is a permutation of
// slot numbers that is filtered and sorted here, without a proxy. Changes are collected and shown
// once a batch, in refresh(), as removals at the end, insertions at the end, layout changes and one
// dataChanged: never a reset, so selection and scroll position hold. A model that is not active
// collects without showing and costs nothing but that. RowModel.h puts the rows of one type on top.
// Main thread.

#include "models/Filterable.h"
#include "models/Roles.h"
#include "models/record/DeltaSource.h"

#include <QtCore/QAbstractTableModel>
#include <QtCore/QList>
#include <QtCore/QVariant>

#include <chrono>
#include <deque>
#include <unordered_map>
#include <vector>

namespace models {

class TableModel : public QAbstractTableModel, public DeltaConsumer, public Filterable {
    Q_OBJECT

public:
    int rowCount(const QModelIndex &parent = {}) const final;
    int columnCount(const QModelIndex &parent = {}) const final;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const final;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const final;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) final;

    std::optional<FilterMistake> setFilterText(const QString &text) final;
    QString filterText() const final { return filter_.text(); }
    void setTimeSpan(const std::optional<TimeSpan> &span) final;

    // The view's row of an id, or -1 where it is gone or filtered out; and back, 0 for no such row.
    [[nodiscard]] int rowOf(quint64 id) const;
    [[nodiscard]] quint64 idAt(int row) const;

    // Rows that have not ended, whether the filter shows them or not: the number on the tab.
    [[nodiscard]] int liveCount() const { return liveCount_; }

    // How long ended rows stay (they fade meanwhile), and how many stay at most: the oldest leave
    // first.
    void setRetention(std::chrono::milliseconds retention);
    [[nodiscard]] std::chrono::milliseconds retention() const { return retention_; }
    void setEndedBound(int bound) { endedBound_ = bound; }
    void clearEnded(); // now, however long they were to stay

    // False while no view shows it: then nothing is sorted, filtered or signalled but liveCount.
    void setActive(bool active);

    // Rows of the same ids stay where they are, with what they are told then.
    void reset() override;
    void batchEnded(std::int64_t now) final;

    // Of the last batch; wall clock, ns since 1970.
    [[nodiscard]] std::int64_t now() const { return now_; }

Q_SIGNALS:
    void liveCountChanged(int count);

protected:
    explicit TableModel(int columns, QObject *parent);

    // What a row type says of the row in a slot.
    virtual QVariant cell(int slot, int column, int role) const = 0;
    virtual QString title(int column) const = 0;
    virtual bool sortsByText(int column) const = 0;
    virtual double sortNumber(int slot, int column) const = 0;
    virtual QString sortText(int slot, int column) const = 0;
    virtual bool accepts(const Filter &filter, int slot) const = 0;
    virtual TimeSpan life(int slot) const = 0;
    virtual Qt::Alignment alignment(int column) const = 0;
    virtual void slotFreed(int slot) = 0;
    // After they were sorted: may put the rows (their slots) elsewhere. True: repaint every row.
    virtual bool arrange(std::vector<int> &) { return false; }
    // Whether that depends on which rows are shown.
    [[nodiscard]] virtual bool arranges() const { return false; }
    // Before a batch is shown: what moves by time alone (rates). True: repaint every row.
    virtual bool tick(std::int64_t now) = 0;

    // A new slot for an id that has none; the slot of one that has.
    int slotFor(quint64 id);
    [[nodiscard]] int slotOf(quint64 id) const; // or -1
    [[nodiscard]] quint64 idOf(int slot) const { return slots_[static_cast<std::size_t>(slot)].id; }
    [[nodiscard]] bool isKept(int slot) const // else free, or about to be
    {
        return slots_[static_cast<std::size_t>(slot)].life == Life::Kept;
    }
    [[nodiscard]] int slotCount() const { return static_cast<int>(slots_.size()); }
    void markDirty(int slot);
    void markEnded(int slot, std::int64_t wallTime);
    void remove(int slot); // at the end of the batch
    void rearrange(); // arrange() would say something else now

private:
    enum class Life : char { Free, Kept, Doomed };
    struct Slot {
        quint64 id = 0;
        std::int64_t ended = 0; // wall clock; 0 while it lives
        int row = -1; // in order_, or -1: not shown
        Life life = Life::Free;
        bool dirty = false;
    };

    void refresh(bool everyRow);
    [[nodiscard]] bool resort(); // true: every row is to be repainted
    void revive(int slot);
    void sortEnded();
    void expire(std::chrono::nanoseconds keep);
    void takeOut(std::vector<int> rows);
    void moveToEnd(const std::vector<int> &rows);
    void letIn(const std::vector<int> &coming);
    void repaint(bool everyRow);
    [[nodiscard]] std::vector<int> sorted() const;
    void reorder(std::vector<int> order);
    void freeDoomed();
    void renumber(std::size_t from);
    [[nodiscard]] qreal fade(const Slot &slot) const;

    std::vector<Slot> slots_;
    std::vector<int> freeSlots_;
    std::unordered_map<quint64, int> slotOfId_;
    std::vector<int> order_; // row -> slot
    std::vector<int> dirty_, doomed_;
    std::deque<quint64> ended_; // ids, in the order in which they ended
    bool endedSorted_ = true; // or will be
    Filter filter_;
    std::optional<TimeSpan> span_;
    std::int64_t now_ = 0;
    std::int64_t fadedAt_ = 0;
    std::chrono::milliseconds retention_ {30'000};
    int endedBound_ = 10'000;
    int columns_;
    int sortColumn_ = 0;
    Qt::SortOrder sortOrder_ = Qt::AscendingOrder;
    int liveCount_ = 0;
    int toldCount_ = 0;
    bool active_ = true;
    bool filterChanged_ = false;
};

} // namespace models
