// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ConnectionModel.h"

#include "loop/TlsInfo.h"
#include "models/SessionModel.h"
#include "models/Words.h"
#include "models/record/Growth.h"
#include "models/text/Format.h"

namespace models {

namespace {

using namespace ConnectionColumn;
using namespace Qt::StringLiterals;

constexpr std::int64_t RateStep = RecentTraffic::Step; // ns between two samples of the sparkline
constexpr auto Right = Qt::AlignRight | Qt::AlignVCenter;
constexpr auto Left = Qt::AlignLeft | Qt::AlignVCenter;

// Keys of the filter that are no column.
enum Key { ErrorKey = ColumnCount, SessionKey, PausesKey, MessagesKey };

double rateOf(const ConnectionRow &row) // bytes/s over the last second
{
    constexpr std::size_t second = 4;
    double sum = 0;
    for (std::size_t i = 1; i <= second; ++i)
        sum += static_cast<double>(row.rates[(row.nextRate + ConnectionRow::RateSamples - i)
                                             % ConnectionRow::RateSamples]);
    return sum / second;
}

QList<double> sparkline(const ConnectionRow &row)
{
    QList<double> rates;
    rates.reserve(ConnectionRow::RateSamples);
    for (std::size_t i = 0; i < ConnectionRow::RateSamples; ++i)
        rates.push_back(
            static_cast<double>(row.rates[(row.nextRate + i) % ConnectionRow::RateSamples]));
    return rates;
}

Gauge gauge(const ConnectionRow &row)
{
    const double full
        = std::max({1.0, static_cast<double>(row.high) * 1.25, static_cast<double>(row.buffer)});
    return {static_cast<double>(row.buffer) / full, static_cast<double>(row.low) / full,
            static_cast<double>(row.high) / full};
}

template <class Enum> QStringList words(Enum last)
{
    QStringList list;
    for (int i = 0; i <= static_cast<int>(last); ++i)
        list.push_back(format::text(toString(static_cast<Enum>(i))));
    return list;
}

} // namespace

ConnectionModel::ConnectionModel(QObject *parent)
    : RowModel(ColumnCount, parent)
    , traits_ {{"#", Right, true},
               {QT_TR_NOOP("State"), Left},
               {QT_TR_NOOP("Session"), Left, false, true},
               {QT_TR_NOOP("Role"), Left},
               {QT_TR_NOOP("Local"), Left, true, true},
               {QT_TR_NOOP("Peer"), Left, true, true},
               {QT_TR_NOOP("Program"), Left, false, true},
               {QT_TR_NOOP("Transport"), Left},
               {QT_TR_NOOP("Age"), Right, true},
               {QT_TR_NOOP("In"), Right, true},
               {QT_TR_NOOP("Out"), Right, true},
               {QT_TR_NOOP("Rate, last 10 s"), Left},
               {QT_TR_NOOP("Write buffer"), Left},
               {QT_TR_NOOP("Task"), Right, true}}
{ }

void ConnectionModel::apply(const loop::Delta &delta)
{
    for (const loop::ConnectionOpened &opened : delta.opened)
        open(delta, opened);
    for (const loop::ConnectionSample &sample : delta.connections)
        update(delta, sample);
    for (const loop::ConnectionNote &note : delta.notes)
        learn(note);
}

void ConnectionModel::reset()
{
    TableModel::reset();
    liveByContext_.clear();
    newestByContext_.clear();
    ratedAt_ = 0;
}

void ConnectionModel::showTraffic(const RecentTraffic &traffic)
{
    for (const auto &[id, rates] : traffic.rates) {
        if (const int slot = slotOf(id); slot >= 0) {
            row(slot).rates = rates;
            row(slot).nextRate = 0;
            markDirty(slot);
        }
    }
    batchEnded(now());
}

QList<FilterKey> ConnectionModel::filterKeys() const
{
    return {
        {QStringLiteral("id"), Id, FilterKey::Number, {}},
        {QStringLiteral("state"), State, FilterKey::Choice, words(loop::ConnectionState::Reset)},
        {QStringLiteral("role"), ConnectionColumn::Role, FilterKey::Choice,
         words(loop::Role::Server)},
        {QStringLiteral("local"), Local, FilterKey::Text, {}},
        {QStringLiteral("peer"), Peer, FilterKey::Text, {}},
        {QStringLiteral("program"), Program, FilterKey::Text, {}},
        {QStringLiteral("transport"), Transport, FilterKey::Choice,
         words(loop::TransportKind::Subprocess)},
        {QStringLiteral("age"), Age, FilterKey::Duration, {}},
        {QStringLiteral("in"), In, FilterKey::Bytes, {}},
        {QStringLiteral("out"), Out, FilterKey::Bytes, {}},
        {QStringLiteral("rate"), Rate, FilterKey::Bytes, {}},
        {QStringLiteral("buffer"), Buffer, FilterKey::Bytes, {}},
        {QStringLiteral("task"), Task, FilterKey::Number, {}},
        {QStringLiteral("session"), SessionKey, FilterKey::Number, {}},
        {QStringLiteral("messages"), MessagesKey, FilterKey::Number, {}},
        {QStringLiteral("pauses"), PausesKey, FilterKey::Number, {}},
        {QStringLiteral("error"), ErrorKey, FilterKey::Text, {}}};
}

int ConnectionModel::liveCountOf(quint64 context) const
{
    const auto count = liveByContext_.find(context);
    return count == liveByContext_.end() ? 0 : count->second;
}

quint64 ConnectionModel::newestOf(quint64 context) const
{
    const auto newest = newestByContext_.find(context);
    return newest == newestByContext_.end() ? 0 : newest->second;
}

quint64 ConnectionModel::connectionOf(quint64 task) const
{
    quint64 newest = 0;
    each([&newest, task](const ConnectionRow &row) {
        if (task != 0 && row.task == task)
            newest = std::max(newest, row.id);
    });
    return newest;
}

QString ConnectionModel::route(const ConnectionRow &row)
{
    const bool client = row.role == loop::Role::Client;
    if (row.local.isEmpty() || row.peer.isEmpty()) // an endpoint for many, or not yet known
        return row.local + row.peer;
    return QStringLiteral("%1 → %2").arg(client ? row.local : row.peer,
                                         client ? row.peer : row.local);
}

Tone ConnectionModel::tone(loop::ConnectionState state)
{
    switch (state) {
    case loop::ConnectionState::Opening:
        return Tone::Active;
    case loop::ConnectionState::Open:
        return Tone::Good;
    case loop::ConnectionState::Paused:
        return Tone::Warning;
    case loop::ConnectionState::HalfClosed:
        return Tone::Notice;
    case loop::ConnectionState::Closing:
        return Tone::Busy;
    case loop::ConnectionState::Closed:
        return Tone::Neutral;
    case loop::ConnectionState::Aborted:
        return Tone::Warning;
    case loop::ConnectionState::Lost:
    case loop::ConnectionState::Reset:
        return Tone::Error;
    }
    return Tone::Neutral;
}

QString ConnectionModel::program(const ConnectionRow &row)
{
    if (row.pid == 0)
        return {};
    return row.program.isEmpty() ? tr("pid %1").arg(row.pid)
                                 : QStringLiteral("%1 (%2)").arg(row.program).arg(row.pid);
}

QString ConnectionModel::transport(const ConnectionRow &row)
{
    const bool agreed = row.tls && !row.tls->version.empty();
    return agreed ? format::text(row.tls->version).replace(u"TLSv"_s, u"TLS "_s)
                  : format::text(toString(row.kind));
}

QString ConnectionModel::text(const ConnectionRow &row, int column) const
{
    switch (column) {
    case Id:
        return QString::number(row.id);
    case State:
        return wordings::shown(row.state);
    case ConnectionColumn::Role:
        return wordings::shown(row.role);
    case Local:
        return row.local;
    case Peer:
        return row.peer;
    case ConnectionColumn::Session:
        return sessions_ ? sessions_->shortName(row.context) : QString();
    case Program:
        return program(row);
    case Transport:
        return transport(row);
    case Age:
        return format::age(ageOf(row));
    case In:
        return format::bytes(static_cast<double>(row.bytesIn));
    case Out:
        return format::bytes(static_cast<double>(row.bytesOut));
    case Rate:
        return format::bytesPerSecond(rateOf(row));
    case Buffer:
        return format::binaryBytes(static_cast<double>(row.buffer));
    case Task:
        return row.task != 0 ? QString::number(row.task) : QString();
    default:
        return {};
    }
}

QVariant ConnectionModel::special(const ConnectionRow &row, int column, int role) const
{
    if (role == ConnectionRole)
        return row.id;
    if (role == TaskRole)
        return row.task;
    if (role == ToneRole && column == State)
        return static_cast<int>(tone(row.state));
    if (role == SparklineRole && column == Rate)
        return QVariant::fromValue(sparkline(row));
    if (role == GaugeRole && column == Buffer)
        return QVariant::fromValue(gauge(row));
    if (role != Qt::ToolTipRole)
        return {};
    if (column == State && !row.error.isEmpty())
        return row.error;
    if (column == Buffer)
        return tr("%1 buffered; writing pauses above %2 and resumes below %3. Pauses so far: %4")
            .arg(text(row, Buffer), format::binaryBytes(static_cast<double>(row.high)),
                 format::binaryBytes(static_cast<double>(row.low)), format::integer(row.pauses));
    return {};
}

double ConnectionModel::number(const ConnectionRow &row, int column) const
{
    switch (column) {
    case Id:
        return static_cast<double>(row.id);
    case State:
        return static_cast<double>(row.state);
    case ConnectionColumn::Role:
        return static_cast<double>(row.role);
    case Transport:
        return static_cast<double>(row.kind);
    case Age:
        return static_cast<double>(ageOf(row));
    case In:
        return static_cast<double>(row.bytesIn);
    case Out:
        return static_cast<double>(row.bytesOut);
    case Rate:
        return rateOf(row);
    case Buffer:
        return static_cast<double>(row.buffer);
    case Task:
        return static_cast<double>(row.task);
    default:
        return 0;
    }
}

const ColumnTraits &ConnectionModel::traits(int column) const
{
    return traits_[static_cast<std::size_t>(column)];
}

QString ConnectionModel::filterValue(const ConnectionRow &row, int key) const
{
    switch (key) {
    case State:
        return format::text(toString(row.state));
    case ConnectionColumn::Role:
        return format::text(toString(row.role));
    case Transport:
        return format::text(toString(row.kind)); // whatever its version
    case ErrorKey:
        return row.error;
    default:
        return text(row, key);
    }
}

double ConnectionModel::filterNumber(const ConnectionRow &row, int key) const
{
    switch (key) {
    case SessionKey:
        return static_cast<double>(row.context);
    case PausesKey:
        return row.pauses;
    case MessagesKey:
        return static_cast<double>(row.messagesIn + row.messagesOut);
    default:
        return number(row, key);
    }
}

bool ConnectionModel::isWordColumn(int column) const
{
    return column <= Transport || column == Task;
}

// Rates are taken of every row at the same time, so that sparklines can be compared.
bool ConnectionModel::tick(std::int64_t now)
{
    if (now - ratedAt_ < RateStep)
        return false;
    const double elapsed = ratedAt_ == 0 ? 0 : static_cast<double>(now - ratedAt_) / 1e9;
    ratedAt_ = now;
    for (int slot = 0; slot < slotCount(); ++slot) {
        ConnectionRow &each = row(slot);
        if (each.id == 0)
            continue;
        const quint64 total = each.bytesIn + each.bytesOut;
        const auto fresh = static_cast<double>(growth(each.ratedBytes, total));
        each.ratedBytes = total;
        each.rates[each.nextRate] = elapsed > 0 ? static_cast<float>(fresh / elapsed) : 0;
        each.nextRate = static_cast<quint8>((each.nextRate + 1) % ConnectionRow::RateSamples);
    }
    return true;
}

void ConnectionModel::open(const loop::Delta &delta, const loop::ConnectionOpened &opened)
{
    const int slot = slotFor(opened.id.value);
    ConnectionRow &added = row(slot);
    // What is read from elsewhere may open one twice, for somebody else.
    if (added.id != 0 && added.closed == 0)
        leave(added.context);
    if (added.id == 0 || added.closed == 0)
        ++liveByContext_[opened.context.value];
    newestByContext_[opened.context.value] = opened.id.value;
    added.endpoint = opened.endpoint.value;
    added.partner = opened.partner.value;
    added.pid = opened.peerPid;
    added.program = format::text(opened.peerProgram);
    added.id = opened.id.value;
    added.loop = delta.loop.value;
    added.context = opened.context.value;
    added.server = opened.server.value;
    added.kind = opened.kind;
    added.role = opened.role;
    added.local = format::text(opened.local);
    added.peer = format::text(opened.peer);
    added.opened = opened.time + delta.wallOffset;
    added.low = opened.low;
    added.high = opened.high;
    added.tls = opened.tls;
    markDirty(slot);
}

// A sample of a connection that has left the table already tells nothing new.
void ConnectionModel::update(const loop::Delta &delta, const loop::ConnectionSample &sample)
{
    const int slot = slotOf(sample.id.value);
    if (slot < 0)
        return;
    ConnectionRow &changed = row(slot);
    changed.state = sample.state;
    changed.task = sample.task.value;
    changed.bytesIn = sample.bytesIn;
    changed.bytesOut = sample.bytesOut;
    changed.messagesIn = sample.messagesIn;
    changed.messagesOut = sample.messagesOut;
    changed.buffer = sample.writeBuffer;
    changed.low = sample.low;
    changed.high = sample.high;
    changed.pauses = sample.pauses;
    changed.lastActivity = sample.lastActivity != 0 ? sample.lastActivity + delta.wallOffset : 0;
    changed.error = format::text(sample.error);
    markDirty(slot);
    if (sample.closed == 0 || changed.closed != 0)
        return;
    changed.closed = sample.closed + delta.wallOffset;
    markEnded(slot, changed.closed);
    leave(changed.context);
}

// What was found out later, also of the other half.
void ConnectionModel::learn(const loop::ConnectionNote &note)
{
    const int slot = slotOf(note.id.value);
    if (slot < 0)
        return;
    ConnectionRow &known = row(slot);
    if (note.peerPid != 0)
        known.pid = note.peerPid;
    if (!note.peerProgram.empty())
        known.program = format::text(note.peerProgram);
    if (note.partner)
        known.partner = note.partner.value;
    markDirty(slot);
}

void ConnectionModel::leave(quint64 context)
{
    if (const auto live = liveByContext_.find(context); --live->second == 0)
        liveByContext_.erase(live);
}

std::int64_t ConnectionModel::ageOf(const ConnectionRow &row) const
{
    return (row.closed != 0 ? row.closed : std::max(now(), row.opened)) - row.opened;
}

} // namespace models
