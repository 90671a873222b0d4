// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/TableModel.h"

#include "models/text/Shown.h"

#include <algorithm>
#include <numeric>

namespace models {

namespace {

constexpr std::size_t MostRanges = 8; // removed one by one; more are moved to the end first
constexpr qreal FadeBegin = 0.7, FadeEnd = 0.25;
constexpr std::int64_t FadeStep = 500'000'000; // ns between repaints of what fades

template <class Key> struct SortEntry {
    Key key;
    quint64 id;
    int slot;
};

// In order of key, and of id among equal keys, whichever way the keys run.
template <class Key> void sortEntries(std::vector<SortEntry<Key>> &entries, Qt::SortOrder order)
{
    const auto ascending = [](const SortEntry<Key> &a, const SortEntry<Key> &b) {
        return a.key < b.key || (!(b.key < a.key) && a.id < b.id);
    };
    const auto descending = [](const SortEntry<Key> &a, const SortEntry<Key> &b) {
        return b.key < a.key || (!(a.key < b.key) && a.id < b.id);
    };
    const auto sortBy = [&entries](auto before) {
        if (!std::is_sorted(entries.begin(), entries.end(), before))
            std::sort(entries.begin(), entries.end(), before);
    };
    if (order == Qt::AscendingOrder)
        sortBy(ascending);
    else
        sortBy(descending);
}

std::size_t at(int index)
{
    return static_cast<std::size_t>(index);
}

} // namespace

TableModel::TableModel(int columns, QObject *parent)
    : QAbstractTableModel(parent)
    , columns_(columns)
{ }

int TableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(order_.size());
}

int TableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : columns_;
}

QVariant TableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const int slot = order_[at(index.row())];
    switch (role) {
    case IdRole:
        return slots_[at(slot)].id;
    case FadeRole:
        return fade(slots_[at(slot)]);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(alignment(index.column()));
    case Qt::ToolTipRole: // the one place where tables answer it
        return shown::tip(cell(slot, index.column(), role).toString());
    default:
        return cell(slot, index.column(), role);
    }
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columns_)
        return {};
    if (role == Qt::DisplayRole)
        return title(section);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(alignment(section));
    return {};
}

void TableModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= columns_)
        return;
    sortColumn_ = column;
    sortOrder_ = order;
    rearrange();
}

void TableModel::rearrange()
{
    if (active_)
        repaint(resort());
}

bool TableModel::resort()
{
    std::vector<int> order = sorted();
    const bool everyRow = arrange(order);
    reorder(std::move(order));
    return everyRow;
}

std::optional<FilterMistake> TableModel::setFilterText(const QString &text)
{
    Filter filter(text, filterKeys());
    if (filter.mistake())
        return filter.mistake();
    filter_ = std::move(filter);
    filterChanged_ = true;
    if (active_)
        refresh(false);
    return std::nullopt;
}

void TableModel::setTimeSpan(const std::optional<TimeSpan> &span)
{
    if (std::exchange(span_, span) == span)
        return;
    filterChanged_ = true;
    if (active_)
        refresh(false);
}

int TableModel::rowOf(quint64 id) const
{
    const int slot = slotOf(id);
    return slot < 0 ? -1 : slots_[at(slot)].row;
}

quint64 TableModel::idAt(int row) const
{
    return row < 0 || at(row) >= order_.size() ? 0 : slots_[at(order_[at(row)])].id;
}

void TableModel::setRetention(std::chrono::milliseconds retention)
{
    retention_ = retention;
}

void TableModel::clearEnded()
{
    expire(std::chrono::nanoseconds::min());
    active_ ? refresh(false) : freeDoomed();
}

void TableModel::setActive(bool active)
{
    if (active_ == active)
        return;
    active_ = active;
    if (active)
        refresh(true);
}

void TableModel::reset()
{
    doomed_.clear();
    for (int slot = 0; slot < slotCount(); ++slot) {
        Slot &each = slots_[at(slot)];
        if (each.life == Life::Free)
            continue;
        slotFreed(slot);
        each.life = Life::Doomed;
        each.ended = 0;
        doomed_.push_back(slot);
        markDirty(slot);
    }
    ended_.clear();
    liveCount_ = 0;
    now_ = fadedAt_ = 0; // time may run back
}

void TableModel::batchEnded(std::int64_t now)
{
    now_ = now;
    bool everyRow = tick(now);
    if (!ended_.empty() && now - fadedAt_ >= FadeStep) {
        fadedAt_ = now;
        everyRow = true;
    }
    expire(retention_);
    if (active_)
        refresh(everyRow);
    else
        freeDoomed();
    if (toldCount_ != liveCount_) {
        toldCount_ = liveCount_;
        Q_EMIT liveCountChanged(liveCount_);
    }
}

int TableModel::slotFor(quint64 id)
{
    const auto [entry, fresh] = slotOfId_.try_emplace(id, -1);
    if (!fresh) {
        revive(entry->second);
        return entry->second;
    }
    int slot = slotCount();
    if (freeSlots_.empty()) {
        slots_.emplace_back();
    } else {
        slot = freeSlots_.back();
        freeSlots_.pop_back();
    }
    entry->second = slot;
    slots_[at(slot)].id = id;
    slots_[at(slot)].life = Life::Kept;
    ++liveCount_;
    markDirty(slot);
    return slot;
}

// What was to leave and came again in the same batch stays.
void TableModel::revive(int slot)
{
    Slot &back = slots_[at(slot)];
    if (back.life != Life::Doomed)
        return;
    back.life = Life::Kept;
    back.ended = 0;
    ++liveCount_;
    markDirty(slot);
}

int TableModel::slotOf(quint64 id) const
{
    const auto entry = slotOfId_.find(id);
    return entry == slotOfId_.end() || slots_[at(entry->second)].life == Life::Doomed
        ? -1
        : entry->second;
}

void TableModel::markDirty(int slot)
{
    Slot &changed = slots_[at(slot)];
    if (changed.dirty)
        return;
    changed.dirty = true;
    dirty_.push_back(slot);
}

void TableModel::markEnded(int slot, std::int64_t wallTime)
{
    Slot &over = slots_[at(slot)];
    if (over.ended != 0 || over.life != Life::Kept)
        return;
    over.ended = std::max<std::int64_t>(1, wallTime);
    if (!ended_.empty()) {
        const int last = slotOf(ended_.back());
        endedSorted_ = endedSorted_ && (last < 0 || slots_[at(last)].ended <= over.ended);
    }
    --liveCount_;
    ended_.push_back(over.id);
    markDirty(slot);
}

void TableModel::remove(int slot)
{
    Slot &gone = slots_[at(slot)];
    if (gone.life != Life::Kept)
        return;
    if (gone.ended == 0)
        --liveCount_;
    gone.life = Life::Doomed;
    doomed_.push_back(slot);
}

// Several loops report theirs one after the other.
void TableModel::sortEnded()
{
    if (std::exchange(endedSorted_, true))
        return;
    const auto endOf = [this](quint64 id) {
        const int slot = slotOf(id);
        return slot < 0 ? 0 : slots_[at(slot)].ended;
    };
    std::stable_sort(ended_.begin(), ended_.end(),
                     [endOf](quint64 a, quint64 b) { return endOf(a) < endOf(b); });
}

// Dooms what ended longer ago than `keep`, and the oldest beyond the bound.
void TableModel::expire(std::chrono::nanoseconds keep)
{
    sortEnded();
    while (!ended_.empty()) {
        const int slot = slotOf(ended_.front());
        const bool gone = slot < 0 || slots_[at(slot)].life != Life::Kept;
        if (!gone && static_cast<int>(ended_.size()) <= endedBound_
            && now_ - slots_[at(slot)].ended < keep.count())
            break;
        ended_.pop_front();
        if (!gone)
            remove(slot);
    }
}

// Shows the batch: first what leaves, then what comes, then the order, then the values.
void TableModel::refresh(bool everyRow)
{
    std::vector<int> leaving, coming;
    const auto judge = [this, &leaving, &coming](int slot) {
        const Slot &each = slots_[at(slot)];
        const bool wanted = each.life == Life::Kept && (filter_.isEmpty() || accepts(filter_, slot))
            && (!span_ || span_->touches(life(slot)));
        if (wanted && each.row < 0)
            coming.push_back(slot);
        else if (!wanted && each.row >= 0)
            leaving.push_back(each.row);
    };
    if (std::exchange(filterChanged_, false)) {
        for (int slot = 0; slot < slotCount(); ++slot)
            judge(slot);
    } else {
        for (const int slot : dirty_)
            judge(slot);
        for (const int slot : doomed_) {
            if (!slots_[at(slot)].dirty)
                judge(slot);
        }
    }
    const bool fewer = !leaving.empty() && arranges();
    takeOut(std::move(leaving));
    letIn(coming);
    bool repainted = everyRow;
    if (everyRow || !dirty_.empty() || !coming.empty() || fewer)
        repainted = resort() || everyRow;
    repaint(repainted);
    freeDoomed();
}

void TableModel::takeOut(std::vector<int> rows)
{
    if (rows.empty())
        return;
    std::sort(rows.begin(), rows.end());
    std::size_t ranges = 1;
    for (std::size_t i = 1; i < rows.size(); ++i)
        ranges += rows[i] != rows[i - 1] + 1;
    if (ranges > MostRanges) {
        moveToEnd(rows);
        std::iota(rows.begin(), rows.end(), static_cast<int>(order_.size() - rows.size()));
    }
    for (std::size_t end = rows.size(); end > 0;) {
        std::size_t begin = end - 1;
        while (begin > 0 && rows[begin - 1] == rows[begin] - 1)
            --begin;
        const int first = rows[begin], last = rows[end - 1];
        beginRemoveRows({}, first, last);
        for (int row = first; row <= last; ++row)
            slots_[at(order_[at(row)])].row = -1;
        order_.erase(order_.begin() + first, order_.begin() + last + 1);
        renumber(at(first));
        endRemoveRows();
        end = begin;
    }
}

// `rows` in ascending order; the order among both parts stays.
void TableModel::moveToEnd(const std::vector<int> &rows)
{
    std::vector<int> order, tail;
    order.reserve(order_.size());
    tail.reserve(rows.size());
    auto next = rows.begin();
    for (int row = 0; row < rowCount(); ++row) {
        const bool moves = next != rows.end() && *next == row;
        (moves ? tail : order).push_back(order_[at(row)]);
        if (moves)
            ++next;
    }
    order.insert(order.end(), tail.begin(), tail.end());
    reorder(std::move(order));
}

void TableModel::letIn(const std::vector<int> &coming)
{
    if (coming.empty())
        return;
    const std::size_t first = order_.size();
    beginInsertRows({}, static_cast<int>(first), static_cast<int>(first + coming.size()) - 1);
    order_.insert(order_.end(), coming.begin(), coming.end());
    renumber(first);
    endInsertRows();
}

void TableModel::repaint(bool everyRow)
{
    int first = rowCount(), last = -1;
    for (const int slot : dirty_) {
        slots_[at(slot)].dirty = false;
        if (const int row = slots_[at(slot)].row; row >= 0) {
            first = std::min(first, row);
            last = std::max(last, row);
        }
    }
    dirty_.clear();
    if (everyRow) {
        first = 0;
        last = rowCount() - 1;
    }
    if (first <= last)
        Q_EMIT dataChanged(index(first, 0), index(last, columns_ - 1));
}

std::vector<int> TableModel::sorted() const
{
    const auto orderBy = [this](auto key) {
        using Key = decltype(key(0));
        std::vector<SortEntry<Key>> entries;
        entries.reserve(order_.size());
        for (const int slot : order_)
            entries.push_back({key(slot), slots_[at(slot)].id, slot});
        sortEntries(entries, sortOrder_);
        std::vector<int> order;
        order.reserve(entries.size());
        for (const SortEntry<Key> &entry : entries)
            order.push_back(entry.slot);
        return order;
    };
    if (sortsByText(sortColumn_))
        return orderBy([this](int slot) { return sortText(slot, sortColumn_); });
    return orderBy([this](int slot) { return sortNumber(slot, sortColumn_); });
}

void TableModel::reorder(std::vector<int> order)
{
    if (order == order_)
        return;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::vector<int> slotsBefore;
    slotsBefore.reserve(at(static_cast<int>(before.size())));
    for (const QModelIndex &each : before)
        slotsBefore.push_back(order_[at(each.row())]);
    order_ = std::move(order);
    renumber(0);
    QModelIndexList after;
    after.reserve(before.size());
    for (qsizetype i = 0; i < before.size(); ++i) {
        const int slot = slotsBefore[static_cast<std::size_t>(i)];
        after.push_back(index(slots_[at(slot)].row, before[i].column()));
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

// What no view shows any more leaves its slot to others.
void TableModel::freeDoomed()
{
    std::erase_if(doomed_, [this](int slot) {
        Slot &gone = slots_[at(slot)];
        if (gone.life != Life::Doomed)
            return true; // it came again
        if (gone.row >= 0)
            return false;
        slotOfId_.erase(gone.id);
        const bool listed = gone.dirty; // stays so in dirty_
        gone = Slot {};
        gone.dirty = listed;
        slotFreed(slot);
        freeSlots_.push_back(slot);
        return true;
    });
}

void TableModel::renumber(std::size_t from)
{
    for (std::size_t row = from; row < order_.size(); ++row)
        slots_[at(order_[row])].row = static_cast<int>(row);
}

qreal TableModel::fade(const Slot &slot) const
{
    if (slot.ended == 0)
        return 1;
    const auto keep
        = std::max<double>(1, std::chrono::duration<double, std::nano>(retention_).count());
    const double gone = std::clamp(static_cast<double>(now_ - slot.ended) / keep, 0.0, 1.0);
    return FadeBegin + (FadeEnd - FadeBegin) * gone;
}

} // namespace models
