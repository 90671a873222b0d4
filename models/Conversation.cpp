// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/Conversation.h"

#include "models/Roles.h"
#include "models/record/EventStore.h"
#include "models/record/Moment.h"
#include "models/text/Format.h"
#include "models/text/Payload.h"
#include "models/text/Shown.h"

#include <QtCore/QElapsedTimer>

#include <algorithm>
#include <limits>

namespace models {

namespace {

using namespace ConversationColumn;

constexpr qint64 MostKept = 1'000'000; // bytes
constexpr std::size_t MostChunks = 20'000; // small ones cost more than their bytes
constexpr int HexWidth = 16, TextWidth = 160; // bytes a row
constexpr qint64 ReadChunk = 2000; // events between two looks at the clock
constexpr qint64 ReadSlice = 6; // ms
constexpr qint64 SearchPause = 250; // ms, while much is read
constexpr int ReadPause = 4; // ms, for everybody else

// Where the text row that begins at `at` ends: after a line feed, else before the width is passed.
int endOfLine(const QByteArray &bytes, int at)
{
    const int limit = static_cast<int>(std::min<qsizetype>(bytes.size(), at + TextWidth));
    const auto feed = std::find(bytes.begin() + at, bytes.begin() + limit, '\n');
    if (feed != bytes.begin() + limit)
        return static_cast<int>(feed - bytes.begin()) + 1;
    int end = limit;
    while (end < bytes.size() && end > at + 1
           && (bytes[end] & 0xc0) == 0x80) // inside of a character
        --end;
    return end;
}

QString textLine(const QByteArray &bytes)
{
    QString line = QString::fromUtf8(bytes);
    while (line.endsWith(u'\n') || line.endsWith(u'\r'))
        line.chop(1);
    for (QChar &c : line) {
        if (c.unicode() < 0x20 && c != u'\t')
            c = QChar(0x2400 + c.unicode()); // the picture of the control character
    }
    return line;
}

} // namespace

Conversation::Conversation(const EventStore *file, QObject *parent)
    : QAbstractTableModel(parent)
    , file_(file)
{
    timer_.setInterval(ReadPause);
    connect(&timer_, &QTimer::timeout, this, &Conversation::load);
}

Conversation::~Conversation() = default;

void Conversation::setConnection(quint64 connection)
{
    if (std::exchange(connection_, connection) == connection)
        return;
    restart();
    if (connection_ != 0)
        load();
    Q_EMIT noteChanged();
}

void Conversation::setMode(Mode mode)
{
    if (std::exchange(mode_, mode) == mode)
        return;
    beginResetModel();
    rows_.clear();
    fresh_.clear();
    for (std::size_t i = 0; i < chunks_.size(); ++i)
        layOut(chunks_[i], firstChunk_ + static_cast<qint64>(i), fresh_);
    rows_.assign(fresh_.begin(), fresh_.end());
    fresh_.clear();
    endResetModel();
}

QString Conversation::note() const
{
    const quint64 total = total_[0] + total_[1];
    QString note;
    if (static_cast<quint64>(kept_) < total)
        note = tr("%1 of %2 kept")
                   .arg(format::bytes(static_cast<double>(kept_)),
                        format::bytes(static_cast<double>(total)));
    if (merged_ != 0)
        note += (note.isEmpty() ? QString() : QStringLiteral("; "))
            + tr("%1 events merged").arg(format::integer(static_cast<qint64>(merged_)));
    return note;
}

QByteArray Conversation::bytes(Direction direction) const
{
    QByteArray all;
    for (const Chunk &chunk : chunks_) {
        if (chunk.direction == direction)
            all += chunk.bytes;
    }
    return all;
}

QString Conversation::textOf(int firstRow, int lastRow) const
{
    QString text;
    for (int row = std::max(0, firstRow); row <= std::min(lastRow, rowCount() - 1); ++row) {
        const Row &each = rows_[static_cast<std::size_t>(row)];
        QStringList cells;
        for (const int column :
             {int(ConversationColumn::Direction), int(Offset), int(Content), int(Text)}) {
            if (const QString words = cell(each, column); !words.isEmpty())
                cells.push_back(words);
        }
        text += cells.join(QStringLiteral("  ")) + u'\n';
    }
    return text;
}

QByteArray Conversation::bytesOf(int firstRow, int lastRow) const
{
    QByteArray bytes;
    for (int row = std::max(0, firstRow); row <= std::min(lastRow, rowCount() - 1); ++row) {
        const Row &each = rows_[static_cast<std::size_t>(row)];
        if (each.size > 0)
            bytes.append(chunkOf(each).bytes.constData() + each.at, each.size);
    }
    return bytes;
}

void Conversation::setSearch(std::optional<ByteSearch> search)
{
    search_ = std::move(search);
    matches_.clear();
    findMatches();
}

int Conversation::stepMatch(bool forward, int fromRow)
{
    const auto from = static_cast<std::size_t>(qBound(0, fromRow, std::max(0, rowCount() - 1)));
    const Row start = rows_.empty() ? Row {} : rows_[from];
    const qsizetype match = matches_.step(forward, start.chunk, start.at);
    if (match < 0)
        return -1;
    const StreamMatches::Match &found = matches_.at(match);
    const auto after = std::upper_bound(
        rows_.begin(), rows_.end(), std::pair(found.ordinal, static_cast<int>(found.at)),
        [](const auto &place, const Row &row) { return place < std::pair(row.chunk, row.at); });
    if (!rows_.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1), {HighlightRole});
    Q_EMIT matchesChanged();
    return std::max(0, static_cast<int>(after - rows_.begin()) - 1);
}

void Conversation::findMatches()
{
    searched_.restart();
    if (search_) {
        std::vector<StreamMatches::Piece> pieces;
        pieces.reserve(chunks_.size());
        qint64 ordinal = firstChunk_;
        for (const Chunk &chunk : chunks_)
            pieces.push_back({static_cast<int>(chunk.direction), chunk.offset, ordinal++,
                              &chunk.bytes, chunk.missing != 0});
        matches_.find(*search_, pieces);
    }
    if (!rows_.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1), {HighlightRole});
    Q_EMIT matchesChanged();
}

// In characters of what a cell shows.
QVariant Conversation::highlights(const Row &row, int column) const
{
    if (matches_.count() == 0 || row.size <= 0 || (column != Content && column != Text))
        return {};
    const Chunk &chunk = chunkOf(row);
    const QList<StreamMatches::Span> spans = matches_.spansIn(
        static_cast<int>(chunk.direction), chunk.offset + static_cast<quint64>(row.at), row.size);
    QList<Highlight> parts;
    for (const StreamMatches::Span &span : spans) {
        if (mode_ == Mode::Hex && column == Content) {
            parts.append({3 * span.from, 3 * span.size - 1, span.current});
            continue;
        }
        const char *begin = chunk.bytes.constData() + row.at;
        const auto characters = [&](int bytes) {
            return mode_ == Mode::Hex ? bytes
                                      : static_cast<int>(QString::fromUtf8(begin, bytes).size());
        };
        const int from = characters(span.from);
        parts.append({from, characters(span.from + span.size) - from, span.current});
    }
    return parts.isEmpty() ? QVariant() : QVariant::fromValue(parts);
}

int Conversation::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int Conversation::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant Conversation::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row &row = rows_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return cell(row, index.column());
    case Qt::ToolTipRole:
        return shown::tip(format::clock(chunkOf(row).time));
    case Qt::AccessibleTextRole:
        return index.column() != ConversationColumn::Direction ? cell(row, index.column())
            : chunkOf(row).direction == Direction::In          ? tr("received")
                                                               : tr("sent");
    case MonospaceRole:
        return true;
    case HighlightRole:
        return highlights(row, index.column());
    case LiteralRole:
        return mode_ == Mode::Hex || index.column() != Content;
    case ToneRole:
        return index.column() == ConversationColumn::Direction ? QVariant(static_cast<int>(
                   chunkOf(row).direction == Direction::In ? Tone::Active : Tone::Good))
                                                               : QVariant();
    case ConnectionRole:
        return connection_;
    case TaskRole:
        return chunkOf(row).task;
    case EventRole:
        return static_cast<quint64>(chunkOf(row).event);
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

void Conversation::batchEnded(std::int64_t)
{
    if (connection_ != 0 && !timer_.isActive() && loaded_ < end())
        load();
}

void Conversation::restore(const Moment &moment)
{
    setEnd(moment.lastEvent);
}

void Conversation::setEnd(std::optional<qint64> number)
{
    end_ = number;
    if (loaded_ <= end())
        return;
    restart();
    Q_EMIT noteChanged();
}

qint64 Conversation::end() const
{
    return std::min(file_->eventCount(), end_.value_or(std::numeric_limits<qint64>::max()));
}

void Conversation::restart()
{
    beginResetModel();
    chunks_.clear();
    rows_.clear();
    fresh_.clear();
    firstChunk_ = loaded_ = kept_ = 0;
    total_[0] = total_[1] = merged_ = 0;
    reported_ = false;
    timer_.stop();
    matches_.clear();
    endResetModel();
}

void Conversation::load()
{
    const qint64 end = this->end();
    if (const QString problem = loadSlice(end); !problem.isEmpty()) {
        timer_.stop(); // what is here stays, and the next batch tries again
        if (!std::exchange(reported_, true))
            Q_EMIT readFailed(problem);
        return;
    }
    showFresh();
    if (loaded_ < end)
        timer_.start();
    else
        timer_.stop();
}

// "" or why the recording cannot be read.
QString Conversation::loadSlice(qint64 end)
{
    QElapsedTimer clock;
    clock.start();
    if (!reader_ && end > 0) {
        auto opened = RecordingReader::open(file_->path());
        if (!opened)
            return opened.problem();
        reader_ = std::move(*opened);
    }
    while (loaded_ < end && clock.elapsed() < ReadSlice) {
        const qint64 last = std::min(loaded_ + ReadChunk, end);
        const QString problem
            = reader_->scan(loaded_ + 1, last, {connection_, 0}, [this](const StoredEvent &event) {
                  loaded_ = event.number;
                  take(event);
                  return true;
              });
        if (!problem.isEmpty())
            return problem;
        loaded_ = last;
    }
    return {};
}

void Conversation::take(const StoredEvent &event)
{
    if (!event.isData())
        return;
    Chunk chunk;
    chunk.direction = event.kind == loop::EventKind::DataIn ? Direction::In : Direction::Out;
    chunk.time = event.time;
    chunk.event = event.number;
    chunk.task = event.task;
    quint64 &total = total_[static_cast<int>(chunk.direction)];
    chunk.offset = total;
    chunk.bytes = event.payload;
    const auto size = static_cast<quint64>(event.payload.size());
    chunk.missing = event.bytes > size ? event.bytes - size : 0;
    total += std::max(event.bytes, size);
    kept_ += event.payload.size();
    merged_ += event.merged > 1 ? event.merged - 1 : 0;
    layOut(chunk, firstChunk_ + static_cast<qint64>(chunks_.size()), fresh_);
    chunks_.push_back(std::move(chunk));
    if (kept_ > 2 * MostKept || chunks_.size() > 2 * MostChunks)
        showFresh();
}

void Conversation::layOut(const Chunk &chunk, qint64 ordinal, std::vector<Row> &rows) const
{
    for (int at = 0; at < chunk.bytes.size();) {
        const int end = mode_ == Mode::Text
            ? endOfLine(chunk.bytes, at)
            : static_cast<int>(std::min<qsizetype>(chunk.bytes.size(), at + HexWidth));
        rows.push_back({ordinal, at, end - at});
        at = end;
    }
    if (chunk.missing != 0)
        rows.push_back({ordinal, static_cast<int>(chunk.bytes.size()), -1});
}

void Conversation::showFresh()
{
    if (fresh_.empty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(fresh_.size()) - 1);
    rows_.insert(rows_.end(), fresh_.begin(), fresh_.end());
    fresh_.clear();
    endInsertRows();
    trim();
    if (search_ && (loaded_ >= end() || searched_.elapsed() > SearchPause))
        findMatches();
    Q_EMIT noteChanged();
}

void Conversation::trim()
{
    qint64 keep = firstChunk_;
    qint64 bytes = kept_;
    std::size_t chunks = chunks_.size();
    for (const Chunk &chunk : chunks_) {
        if (bytes <= MostKept && chunks <= MostChunks)
            break;
        bytes -= chunk.bytes.size();
        --chunks;
        ++keep;
    }
    if (keep == firstChunk_)
        return;
    const auto end = std::find_if(rows_.begin(), rows_.end(),
                                  [keep](const Row &row) { return row.chunk >= keep; });
    if (end != rows_.begin()) {
        beginRemoveRows({}, 0, static_cast<int>(end - rows_.begin()) - 1);
        rows_.erase(rows_.begin(), end);
        endRemoveRows();
    }
    chunks_.erase(chunks_.begin(), chunks_.begin() + (keep - firstChunk_));
    firstChunk_ = keep;
    kept_ = bytes;
}

const Conversation::Chunk &Conversation::chunkOf(const Row &row) const
{
    return chunks_[static_cast<std::size_t>(row.chunk - firstChunk_)];
}

QString Conversation::cell(const Row &row, int column) const
{
    const Chunk &chunk = chunkOf(row);
    const char *begin = chunk.bytes.constData() + row.at;
    switch (column) {
    case ConversationColumn::Direction:
        return chunk.direction == Direction::In ? QStringLiteral("→") : QStringLiteral("←");
    case Offset:
        return QString::number(chunk.offset + static_cast<quint64>(row.at), 16)
            .rightJustified(6, u'0');
    case Content:
        if (row.size < 0)
            return tr("… %1 more, not kept").arg(format::bytes(static_cast<double>(chunk.missing)));
        return mode_ == Mode::Hex ? payload::asHex(begin, row.size)
                                  : textLine(QByteArray(begin, row.size));
    case Text:
        return mode_ == Mode::Hex && row.size > 0 ? payload::asAscii(begin, row.size) : QString();
    default:
        return {};
    }
}

} // namespace models
