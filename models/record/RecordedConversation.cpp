// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/RecordedConversation.h"

#include "models/text/Format.h"
#include "models/text/Tr.h"

namespace models {

namespace {

using namespace Qt::StringLiterals;
using Side = RecordedConversation::Side;

constexpr qsizetype StretchBytes = qsizetype {4} << 20; // that are read at once
constexpr std::size_t StretchSteps = 50'000;
constexpr int MostNamed = 5; // connections, of which one could have been meant

Side other(Side side)
{
    return side == Side::Client ? Side::Server : Side::Client;
}

// Who said it, seen from the side whose events they are.
Side speakerOf(const StoredEvent &event, Side recorder)
{
    return event.kind == loop::EventKind::DataOut ? recorder : other(recorder);
}

quint64 missingOf(const StoredEvent &event)
{
    const auto kept = static_cast<quint64>(event.payload.size());
    return event.bytes > kept ? event.bytes - kept : 0;
}

// "x.loopscope has no connection 7; ...": which there are.
QString noSuchConnection(const RecordingReader &reader, const QString &path, quint64 asked)
{
    const auto busy = reader.busyConnections(MostNamed + 1);
    if (!busy)
        return busy.problem();
    QStringList ids;
    for (const quint64 id : busy->mid(0, MostNamed))
        ids << QString::number(id);
    if (ids.isEmpty())
        return tr("%1 holds no conversation: over no connection was anything sent or received.")
            .arg(path);
    const QString known
        = busy->size() > MostNamed ? tr("%1 and others").arg(ids.join(u", ")) : ids.join(u", ");
    return tr("%1 has no connection %2. Something was said over %3: use one of these.")
        .arg(path)
        .arg(asked)
        .arg(known);
}

} // namespace

Result<std::unique_ptr<RecordedConversation>>
RecordedConversation::open(const QString &path, quint64 connection, Side played)
{
    auto reader = RecordingReader::open(path);
    if (!reader)
        return Failure {reader.problem()};
    std::unique_ptr<RecordedConversation> made(new RecordedConversation(std::move(*reader)));
    made->path_ = path;
    made->connection_ = connection;
    if (connection == 0) {
        const auto first = made->reader_->busyConnections(1);
        if (!first)
            return Failure {first.problem()};
        made->connection_ = first->value(0);
    }
    const auto known = made->reader_->connection(made->connection_);
    if (!known)
        return Failure {known.problem()};
    if (known->id == 0)
        return Failure {noSuchConnection(*made->reader_, path, connection)};
    made->recorder_ = known->server ? Side::Server : Side::Client;
    if (const QString problem = made->lookThrough(played); !problem.isEmpty())
        return Failure {problem};
    const quint64 said = made->client_.bytes + made->server_.bytes;
    const quint64 lost = known->bytesIn + known->bytesOut;
    if (made->begins_ && made->cut_ == 0 && said < lost)
        return Failure {
            tr("Connection %1 of %2 cannot be replayed: %3 of its %4 bytes are not in "
               "the recording, which left events out when more came than it could keep.")
                .arg(made->connection_)
                .arg(path, format::integer(qint64(lost - said)), format::integer(qint64(lost)))};
    if (const QString problem = made->incomplete(played); !problem.isEmpty())
        return Failure {problem};
    return made;
}

// Sums up both sides, and finds what is not whole.
QString RecordedConversation::lookThrough(Side played)
{
    const auto last = reader_->eventCount();
    const auto first = reader_->firstEvent();
    if (!last || !first)
        return last ? first.problem() : last.problem();
    first_ = std::max<qint64>(*first, 1);
    last_ = *last;
    return reader_->scan(first_, last_, {connection_, 0}, [&](const StoredEvent &event) {
        begins_ = begins_ || event.kind == loop::EventKind::Connect;
        if (!event.isData())
            return true;
        const Side speaker = speakerOf(event, recorder_);
        Sum &sum = speaker == Side::Client ? client_ : server_;
        sum.messages += event.merged;
        sum.bytes += event.bytes;
        sum.missing += missingOf(event);
        if (speaker == played && missingOf(event) > 0 && cut_ == 0)
            cut_ = event.number;
        return true;
    });
}

// "" or why the side to be played cannot be.
QString RecordedConversation::incomplete(Side played) const
{
    const QString which
        = tr("Connection %1 of %2 cannot be replayed: ").arg(connection_).arg(path_);
    if (client_.messages + server_.messages == 0)
        return which + tr("nothing was sent or received over it.");
    if (!begins_)
        return which
            + tr("its beginning is not in the recording, which began later or let it go. Record it "
                 "from its beginning, with a larger --keep where it is long.");
    const Sum &whole = sum(played);
    if (cut_ > 0)
        return which
            + tr("of the %1 bytes that the %2 sent, %3 were not kept, the first of them in event "
                 "%4. "
                 "Record it with capture=all.")
                  .arg(format::integer(qint64(whole.bytes)),
                       played == Side::Client ? tr("client") : tr("server"),
                       format::integer(qint64(whole.missing)))
                  .arg(cut_);
    return {};
}

Result<RecordedConversation::Steps> RecordedConversation::following(qint64 event) const
{
    Steps steps;
    qsizetype bytes = 0;
    const auto add = [&](const StoredEvent &each) {
        if (each.isData()) {
            steps.push_back({speakerOf(each, recorder_), false, each.number, each.time,
                             each.payload, missingOf(each)});
            bytes += each.payload.size();
        } else if (each.kind == loop::EventKind::Eof) {
            steps.push_back({other(recorder_), true, each.number, each.time, {}, 0});
        }
        return bytes < StretchBytes && steps.size() < StretchSteps;
    };
    const QString problem
        = reader_->scan(std::max(event + 1, first_), last_, {connection_, 0}, add);
    if (!problem.isEmpty())
        return Failure {problem};
    return steps;
}

} // namespace models
