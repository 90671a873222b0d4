// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/Conversation.h"

#include "models/ConversationFind.h"
#include "models/Roles.h"
#include "models/record/CallLater.h"
#include "models/record/EventStore.h"
#include "models/record/Moment.h"
#include "models/text/Format.h"
#include "models/text/Plural.h"
#include "models/text/Shown.h"

#include <algorithm>

namespace models {

namespace {

using namespace ConversationColumn;
using conversation::Row;

constexpr qsizetype MostInMemory = 16 * 1024 * 1024; // bytes of pages
constexpr qsizetype MostWanted = 16; // pages: more than that have been scrolled over

} // namespace

Conversation::Conversation(const EventStore *file, QObject *parent)
    : QAbstractTableModel(parent)
    , file_(file)
    , pages_(MostInMemory)
    , reader_(file)
{ }

Conversation::~Conversation() = default;

void Conversation::setConnection(quint64 connection)
{
    if (std::exchange(connection_, connection) == connection)
        return;
    restart();
    load();
    Q_EMIT noteChanged();
}

void Conversation::setMode(Mode mode)
{
    if (mode_ == mode)
        return;
    beginResetModel();
    mode_ = mode;
    rows_ = blocks_.empty()
        ? 0
        : blocks_.back().firstRow[number()] + blocks_.back().rows[number()] - firstRow();
    endResetModel();
}

QString Conversation::note() const
{
    quint64 total = 0, kept = 0, merged = 0;
    for (const Block &block : blocks_) {
        total += block.bytes[0] + block.bytes[1];
        kept += block.kept;
        merged += block.merged;
    }
    QStringList parts;
    if (kept < total)
        parts << tr("%1 of %2 kept")
                     .arg(format::bytes(static_cast<double>(kept)),
                          format::bytes(static_cast<double>(total)));
    if (merged != 0)
        parts << models::tr("%1 event(s) merged", nullptr, merged)
                     .arg(format::integer(static_cast<qint64>(merged)));
    if (left_ != 0)
        parts << tr("%1 before have left the recording")
                     .arg(format::bytes(static_cast<double>(left_)));
    return parts.join(QStringLiteral("; "));
}

void Conversation::setSearch(std::optional<ByteSearch> search)
{
    ++searches_;
    search_ = std::move(search);
    find_ = search_ ? std::make_shared<conversation::Find>(connection_, *search_) : nullptr;
    foundTo_ = 0;
    finding_ = false;
    matches_.clear();
    showMatches();
    find();
}

int Conversation::stepMatch(bool forward, int fromRow)
{
    const qsizetype match = matches_.step(forward, firstRow() + fromRow, number());
    if (match < 0)
        return -1;
    showMatches();
    return static_cast<int>(
        qBound<qint64>(0, matches_.at(match).row[number()] - firstRow(), rows_ - 1));
}

void Conversation::showMatches()
{
    if (rows_ > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1), {HighlightRole});
    Q_EMIT matchesChanged();
}

// In characters of what a cell shows.
QVariant Conversation::highlights(const Place &place, int column) const
{
    const Row &row = place.row;
    if (matches_.count() == 0 || row.size <= 0 || (column != Content && column != Text))
        return {};
    const auto &chunk = place.page->chunks[static_cast<std::size_t>(row.chunk)];
    const QList<StreamMatches::Span> spans = matches_.spansIn(
        static_cast<int>(chunk.direction), chunk.offset + static_cast<quint64>(row.at), row.size);
    QList<Highlight> parts;
    for (const StreamMatches::Span &span : spans) {
        if (conversation::isHex(mode_) && column == Content) {
            parts.append({3 * span.from, 3 * span.size - 1, span.current});
            continue;
        }
        const char *begin = chunk.bytes.constData() + row.at;
        const auto characters = [&](int bytes) {
            return conversation::isHex(mode_)
                ? bytes
                : static_cast<int>(QString::fromUtf8(begin, bytes).size());
        };
        const int from = characters(span.from);
        parts.append({from, characters(span.from + span.size) - from, span.current});
    }
    return parts.isEmpty() ? QVariant() : QVariant::fromValue(parts);
}

int Conversation::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_);
}

int Conversation::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant Conversation::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const int column = index.column();
    if (role == MonospaceRole)
        return true;
    if (role == LiteralRole)
        return conversation::isHex(mode_) || column != Content;
    if (role == ConnectionRole)
        return connection_;
    const std::optional<Place> place = placeOf(index.row());
    if (!place)
        return {};
    const auto &chunk = place->page->chunks[static_cast<std::size_t>(place->row.chunk)];
    const bool in = chunk.direction == Direction::In;
    switch (role) {
    case Qt::DisplayRole:
        return conversation::cell(*place->page, place->row, mode_, column);
    case Qt::ToolTipRole:
        return shown::tip(
            format::clock(chunk.time)
            + (chunk.fault.isEmpty() ? QString() : u'\n' + tr("fault: %1").arg(chunk.fault)));
    case Qt::AccessibleTextRole:
        return column != ConversationColumn::Direction
            ? conversation::cell(*place->page, place->row, mode_, column)
            : conversation::isMarked(chunk, place->row)
            ? tr("%1, fault: %2", "received, what was done to it")
                  .arg(in ? tr("received") : tr("sent"), chunk.fault)
            : in ? tr("received")
                 : tr("sent");
    case HighlightRole:
        return highlights(*place, column);
    case ToneRole:
        return column == ConversationColumn::Direction
            ? QVariant(static_cast<int>(conversation::isMarked(chunk, place->row) ? Tone::Warning
                                            : in                                  ? Tone::Active
                                                                                  : Tone::Good))
            : QVariant();
    case TaskRole:
        return chunk.task;
    case EventRole:
        return static_cast<quint64>(chunk.event);
    default:
        return {};
    }
}

QVariant Conversation::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case ConversationColumn::Direction:
        return tr("Direction");
    case Offset:
        return tr("Offset");
    case Content:
        return tr("Content");
    case Text:
        return tr("Text");
    default:
        return {};
    }
}

void Conversation::restore(const Moment &moment)
{
    setEnd(moment.lastEvent);
}

void Conversation::setEnd(std::optional<qint64> number)
{
    end_ = number;
    if (loaded_ > end()) {
        restart();
        Q_EMIT noteChanged();
    }
    load();
}

void Conversation::restart()
{
    beginResetModel();
    ++restarts_;
    blocks_.clear();
    rows_ = 0;
    left_ = 0;
    pages_.clear();
    wanted_.clear();
    scan_ = std::make_shared<conversation::Scan>(connection_);
    loaded_ = 0;
    loading_ = cutting_ = reported_ = false;
    endResetModel();
    setSearch(std::move(search_));
}

qint64 Conversation::firstRow() const
{
    return blocks_.empty() ? 0 : blocks_.front().firstRow[number()];
}

// Of a row counted from the first ever.
std::deque<conversation::Block>::const_iterator Conversation::blockOf(qint64 row) const
{
    const auto after = std::upper_bound(
        blocks_.begin(), blocks_.end(), row,
        [this](qint64 at, const Block &block) { return at < block.firstRow[number()]; });
    return after == blocks_.begin() ? after : std::prev(after);
}

std::optional<Conversation::Place> Conversation::placeOf(int row) const
{
    const qint64 at = firstRow() + row;
    const auto block = blockOf(at);
    if (block == blocks_.end())
        return std::nullopt;
    const auto slot = static_cast<std::size_t>(at - block->firstRow[number()]);
    const Known *known = pages_.object(block->ordinal);
    if (known && known->page && slot < known->page->rows[number()].size())
        return Place {known->page, known->page->rows[number()][slot]};
    // A view may be painting: it is read once that is over.
    if (known && known->rows == block->rows[0] + block->rows[1])
        return std::nullopt; // it could not be
    if (pageAsked_ == std::pair(restarts_.load(), block->ordinal))
        return std::nullopt;
    wanted_.removeOne(block->ordinal);
    wanted_.append(block->ordinal);
    if (wanted_.size() > MostWanted)
        wanted_.removeFirst();
    auto *self = const_cast<Conversation *>(this);
    if (wanted_.size() == 1)
        callLater(self, [self] { self->readNext(); });
    return std::nullopt;
}

void Conversation::report(const QString &problem)
{
    if (!problem.isEmpty() && !std::exchange(reported_, true))
        Q_EMIT readFailed(problem);
}

} // namespace models
