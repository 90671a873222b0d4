// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/LogModel.h"

#include "models/SessionModel.h"
#include "models/Words.h"
#include "models/record/EventStore.h"
#include "models/record/Moment.h"
#include "models/text/Format.h"
#include "models/text/Shown.h"

#include <algorithm>
#include <limits>
#include <ranges>

namespace models {

namespace {

using namespace LogColumn;

constexpr qreal FutureFade = 0.4; // of what had not happened yet

constexpr const char *kTitles[ColumnCount]
    = {QT_TR_NOOP("No."),     QT_TR_NOOP("Time"),   QT_TR_NOOP("Event"),
       QT_TR_NOOP("Session"), QT_TR_NOOP("Conn"),   QT_TR_NOOP("Task"),
       QT_TR_NOOP("Bytes"),   QT_TR_NOOP("Merged"), QT_TR_NOOP("Detail")};

bool isNumber(int column)
{
    return column == Number || column == Connection || column == LogColumn::Task || column == Bytes
        || column == Merged;
}

Qt::Alignment alignment(int column)
{
    return (isNumber(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
}

double value(const StoredEvent &event, int column)
{
    switch (column) {
    case Number:
        return static_cast<double>(event.number);
    case Time:
        return static_cast<double>(event.time);
    case Event:
        return static_cast<double>(event.kind);
    case Session:
        return static_cast<double>(event.context);
    case Connection:
        return static_cast<double>(event.connection);
    case LogColumn::Task:
        return static_cast<double>(event.task);
    case Bytes:
        return static_cast<double>(event.bytes);
    case Merged:
        return event.merged;
    default:
        return 0;
    }
}

// "+0.000041", "+2:03:04.041237", "-0.000002"
QString elapsed(std::int64_t ns)
{
    constexpr std::int64_t second = 1'000'000'000, minute = 60 * second, hour = 60 * minute;
    const std::int64_t size = ns < 0 ? -ns : ns;
    const auto padded = [](std::int64_t number, int digits) {
        return QString::number(number).rightJustified(digits, u'0');
    };
    QString text = ns < 0 ? QStringLiteral("-") : QStringLiteral("+");
    if (size >= hour)
        text += QString::number(size / hour) + u':';
    if (size >= minute)
        text += padded(size / minute % 60, size >= hour ? 2 : 1) + u':';
    return text + padded(size / second % 60, size >= minute ? 2 : 1) + u'.'
        + padded(size / 1000 % 1'000'000, 6);
}

QString shownDetail(const StoredEvent &event)
{
    if (!event.payload.isEmpty())
        return detailOf(event); // of bytes
    return wordings::detail(event.kind, event.detail);
}

QString idOrNothing(quint64 id)
{
    return id != 0 ? QString::number(id) : QString();
}

} // namespace

LogModel::LogModel(const EventStore *file, const SessionModel *sessions, QObject *parent)
    : QAbstractTableModel(parent)
    , file_(file)
    , sessions_(sessions)
    , reader_(file)
{
    constexpr qsizetype eventsKept = 16'384; // of each kind
    for (auto &each : pages_)
        each.setMaxCost(eventsKept);
}

LogModel::~LogModel() = default;

int LogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : rows_;
}

int LogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const int column = index.column();
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(alignment(column));
    if (role == MonospaceRole)
        return column != Event && column != Session;
    if (role == LiteralRole)
        return column != Event && column != Session && column != Detail;
    if (role == FadeRole)
        return position_ && numberOf(index.row()) > *position_ ? FutureFade : 1.0;
    const StoredEvent *const at = known(index.row());
    if (!at)
        return {};
    const StoredEvent &event = *at;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return column == Time ? timeText(index.row(), event) : text(event, column);
    case Qt::ToolTipRole:
        if (column == Time && times_ != Times::Clock)
            return text(event, column);
        return column == Detail ? QVariant(shown::tip(text(event, column))) : QVariant();
    case SortRole:
        return column == Detail ? QVariant(text(event, column)) : QVariant(value(event, column));
    case ToneRole:
        return column == Event ? QVariant(static_cast<int>(tone(event.kind))) : QVariant();
    case IdRole:
        return static_cast<quint64>(event.number);
    case ConnectionRole:
        return event.connection;
    case ContextRole:
        return event.context;
    case EventRole:
        return static_cast<quint64>(event.number);
    case FilterKeyRole:
        return EventFilter::keyOfColumn(column);
    case WordRole:
        return column == Event ? format::text(toString(event.kind))
            : column == Detail ? detailOf(event)
                               : QString();
    case TaskRole:
        return event.task;
    default:
        return {};
    }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(alignment(section));
    return role == Qt::DisplayRole ? QVariant(tr(kTitles[section])) : QVariant();
}

void LogModel::setConnection(quint64 connection)
{
    if (std::exchange(narrowing_.connection, connection) != connection)
        restart();
}

void LogModel::setTask(quint64 task)
{
    if (std::exchange(narrowing_.task, task) != task)
        restart();
}

QList<FilterKey> LogModel::filterKeys() const
{
    return EventFilter::keys();
}

std::optional<FilterMistake> LogModel::setFilterText(const QString &text)
{
    EventFilter filter(text);
    if (filter.mistake())
        return filter.mistake();
    const bool differs = filter.text() != filter_.text();
    filter_ = std::move(filter);
    if (differs)
        restart();
    return std::nullopt;
}

void LogModel::setTimes(Times times)
{
    if (std::exchange(times_, times) == times)
        return;
    if (rows_ > 0)
        Q_EMIT dataChanged(index(0, Time), index(rows_ - 1, Time));
    readStart();
}

int LogModel::positionRow() const
{
    if (!position_)
        return rows_ - 1;
    return matchesBefore(*position_ + 1) - 1;
}

void LogModel::restore(const Moment &moment)
{
    setPosition(moment.lastEvent);
}

void LogModel::setPosition(std::optional<qint64> number)
{
    if (std::exchange(position_, number) != number && rows_ > 0)
        Q_EMIT dataChanged(index(0, 0), index(rows_ - 1, ColumnCount - 1), {FadeRole});
}

StoredEvent LogModel::eventAt(int row) const
{
    const StoredEvent *const at = row >= 0 && row < rows_ ? known(row) : nullptr;
    return at ? *at : StoredEvent {};
}

Tone LogModel::tone(loop::EventKind kind)
{
    switch (kind) {
    case loop::EventKind::Connect:
        return Tone::Notice;
    case loop::EventKind::DataIn:
        return Tone::Active;
    case loop::EventKind::DataOut:
        return Tone::Good;
    case loop::EventKind::Pause:
    case loop::EventKind::Warning:
    case loop::EventKind::Fault:
        return Tone::Warning;
    case loop::EventKind::Error:
        return Tone::Error;
    default:
        return Tone::Neutral;
    }
}

void LogModel::setActive(bool active)
{
    if (std::exchange(active_, active) == active || !active)
        return;
    update();
    catchUp();
}

void LogModel::batchEnded(std::int64_t)
{
    const qint64 total = std::min<qint64>(file_->eventCount(), std::numeric_limits<int>::max());
    if (std::exchange(total_, total) != total)
        Q_EMIT totalChanged(total);
    if (active_)
        update();
}

void LogModel::update()
{
    readStart();
    leave(file_->firstEvent());
    for (const qint64 page : failed_[isNarrowed()])
        want(page);
    if (isNarrowed())
        search();
    else
        showTail();
}

bool LogModel::isNarrowed() const
{
    return narrowing_.connection != 0 || narrowing_.task != 0 || !filter_.isEmpty() || span_;
}

void LogModel::setTimeSpan(const std::optional<TimeSpan> &span)
{
    if (std::exchange(span_, span) != span)
        restart();
}

// The last event that is looked at, when narrowed.
qint64 LogModel::lastWanted() const
{
    return span_ ? std::min(total_, spanLast_) : total_;
}

// Other rows altogether: the one thing that is a reset.
void LogModel::restart()
{
    beginResetModel();
    ++restarts_;
    pages_[1].clear();
    failed_[1].clear();
    wanted_.clear();
    matches_.clear();
    first_ = std::max<qint64>(1, std::min(file_->firstEvent(), total_ + 1));
    searched_ = first_ - 1;
    spanLast_ = std::numeric_limits<qint64>::max();
    reported_ = false;
    rows_ = isNarrowed() ? 0 : static_cast<int>(total_ - first_ + 1);
    endResetModel();
    setSearching(false);
    search();
}

void LogModel::grow(int rows)
{
    if (rows <= rows_)
        return;
    beginInsertRows({}, rows_, rows - 1);
    rows_ = rows;
    endInsertRows();
}

// Those before `first` are gone from the recording.
void LogModel::leave(qint64 first)
{
    first = std::min(first, total_ + 1);
    if (first <= first_)
        return;
    const int gone = matchesBefore(first);
    if (gone > 0)
        beginRemoveRows({}, 0, gone - 1);
    if (isNarrowed())
        matches_.removeBefore(first);
    first_ = first;
    searched_ = std::max(searched_, first - 1);
    rows_ -= gone;
    if (gone > 0)
        endRemoveRows();
}

void LogModel::setSearching(bool searching)
{
    if (std::exchange(searching_, searching) != searching)
        Q_EMIT searchingChanged(searching);
}

qint64 LogModel::numberOf(int row) const
{
    return isNarrowed() ? matches_.at(row) : first_ + row;
}

QString LogModel::text(const StoredEvent &event, int column) const
{
    switch (column) {
    case Number:
        return format::integer(event.number);
    case Time:
        return format::clock(event.time);
    case Event:
        return wordings::shown(event.kind);
    case Session:
        return sessionName(event.context);
    case Connection:
        return idOrNothing(event.connection);
    case LogColumn::Task:
        return idOrNothing(event.task);
    case Bytes:
        return event.bytes != 0 || event.isData()
            ? format::integer(static_cast<qint64>(event.bytes))
            : QString();
    case Merged:
        return event.merged > 1 ? format::integer(event.merged) : QString();
    case Detail:
        return shownDetail(event);
    default:
        return {};
    }
}

// The row before is shown in its place, or is being read: then it is said to have changed, and this
// row with it.
QString LogModel::timeText(int row, const StoredEvent &event) const
{
    if (times_ == Times::Clock)
        return text(event, Time);
    if (times_ == Times::SinceStart)
        return start_ ? elapsed(event.time - *start_) : QString();
    if (row == 0)
        return QString();
    const StoredEvent *const before = known(row - 1);
    return before ? elapsed(event.time - before->time) : QString();
}

QString LogModel::sessionName(quint64 context) const
{
    const QString name = sessions_ ? sessions_->shortName(context) : QString();
    return name.isEmpty() ? idOrNothing(context) : name;
}

} // namespace models
