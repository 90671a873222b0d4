// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/SessionPackets.h"

#include "models/text/Format.h"

#include <stream.pb.h>

namespace models {

namespace {

FaultPlan planOf(const loopscope::ConnectionFaults &read)
{
    FaultPlan plan;
    plan.seed = read.seed();
    for (const std::string &line : read.fault()) {
        if (const FaultResult fault = parseFault(format::text(line)); fault.fault)
            plan.faults << *fault.fault;
    }
    return plan;
}

void write(const QList<Verdict> &verdicts,
           google::protobuf::RepeatedPtrField<loopscope::Verdict> &to)
{
    for (const Verdict &verdict : verdicts) {
        loopscope::Verdict *added = to.Add();
        added->set_limit(verdict.limit.toStdString());
        added->set_holds(verdict.holds);
        added->set_measured(verdict.measured.toStdString());
    }
}

QList<Verdict> verdictsOf(const google::protobuf::RepeatedPtrField<loopscope::Verdict> &read)
{
    QList<Verdict> verdicts;
    for (const loopscope::Verdict &verdict : read)
        verdicts << Verdict {format::text(verdict.limit()), verdict.holds(),
                             format::text(verdict.measured())};
    return verdicts;
}

void write(const SessionResults &results, loopscope::Results &to)
{
    to.set_messages(results.messages);
    to.set_rate(results.rate);
    to.set_timed(results.timed);
    to.set_p50(quint64(results.p50));
    to.set_p90(quint64(results.p90));
    to.set_p99(quint64(results.p99));
    to.set_p999(quint64(results.p999));
    to.set_max(quint64(results.max));
    to.set_connections(results.connections);
    to.set_elapsed(quint64(results.elapsed));
    for (const SessionResults::Bar &bar : results.histogram) {
        to.add_edges(quint64(bar.least));
        to.add_counts(bar.count);
    }
    if (!results.histogram.isEmpty())
        to.add_edges(quint64(results.histogram.last().below));
    for (const SessionResults::Errors &errors : results.errors) {
        to.add_error_kinds(errors.kind.toStdString());
        to.add_error_counts(errors.count);
    }
}

SessionResults resultsOf(const loopscope::Results &read)
{
    SessionResults results;
    results.measured = true;
    results.messages = read.messages();
    results.rate = read.rate();
    results.timed = read.timed();
    results.p50 = qint64(read.p50());
    results.p90 = qint64(read.p90());
    results.p99 = qint64(read.p99());
    results.p999 = qint64(read.p999());
    results.max = qint64(read.max());
    results.connections = read.connections();
    results.elapsed = qint64(read.elapsed());
    for (int i = 0; i < read.counts_size() && i + 1 < read.edges_size(); ++i)
        results.histogram << SessionResults::Bar {qint64(read.edges(i)), qint64(read.edges(i + 1)),
                                                  read.counts(i)};
    for (int i = 0; i < read.error_kinds_size() && i < read.error_counts_size(); ++i)
        results.errors << SessionResults::Errors {QByteArray::fromStdString(read.error_kinds(i)),
                                                  read.error_counts(i)};
    return results;
}

loopscope::Session messageOf(const SessionRecord &session, qint64 time)
{
    loopscope::Session made;
    made.set_time(static_cast<quint64>(time));
    made.set_id(session.id.value);
    made.set_loop(session.loop.value);
    made.set_server(session.server);
    made.set_kind(session.kind.toStdString());
    made.set_address(session.address.toStdString());
    for (const QString &address : session.addresses)
        made.add_addresses(address.toStdString());
    made.set_url(session.url.toString().toStdString());
    made.set_state(static_cast<quint32>(session.state));
    made.set_error(session.error.toStdString());
    made.set_figures(session.figures.toStdString());
    made.set_plain_figures(session.plainFigures.toStdString());
    made.set_fault_hits(session.faultHits.toStdString());
    for (const qint64 hits : session.hitsByFault)
        made.add_hits_by_fault(static_cast<quint64>(hits));
    for (auto each = session.connectionFaults.begin(); each != session.connectionFaults.end();
         ++each) {
        loopscope::ConnectionFaults *faults = made.add_faults();
        faults->set_connection(each.key());
        faults->set_seed(each->seed);
        for (const QString &line : each->lines())
            faults->add_fault(line.toStdString());
        for (const qint64 hits : session.connectionHits.value(each.key()))
            faults->add_hits(static_cast<quint64>(hits));
    }
    write(session.verdicts, *made.mutable_verdicts());
    write(session.soFar, *made.mutable_so_far());
    if (session.results.measured)
        write(session.results, *made.mutable_results());
    return made;
}

} // namespace

void appendSession(const SessionRecord &session, qint64 time, std::string &out)
{
    loopscope::Stream stream; // of one packet: streams are joined by joining their bytes
    *stream.add_packet()->mutable_session() = messageOf(session, time);
    stream.AppendToString(&out);
}

SessionRecord sessionOf(const loopscope::Session &read)
{
    SessionRecord session;
    session.id.value = read.id();
    session.loop.value = read.loop();
    session.server = read.server();
    session.kind = format::text(read.kind());
    session.address = format::text(read.address());
    for (const std::string &address : read.addresses())
        session.addresses << format::text(address);
    if (const SessionUrlResult url = parseSessionUrl(format::text(read.url())); url.url)
        session.url = *url.url;
    session.state = read.state() <= SessionRecord::Failed
        ? static_cast<SessionRecord::State>(read.state())
        : SessionRecord::Stopped;
    session.error = format::text(read.error());
    session.figures = format::text(read.figures());
    session.plainFigures = format::text(read.plain_figures());
    session.faultHits = format::text(read.fault_hits());
    for (const quint64 hits : read.hits_by_fault())
        session.hitsByFault << static_cast<qint64>(hits);
    for (const loopscope::ConnectionFaults &faults : read.faults()) {
        session.connectionFaults.insert(faults.connection(), planOf(faults));
        QList<qint64> &hits = session.connectionHits[faults.connection()];
        for (const quint64 each : faults.hits())
            hits << static_cast<qint64>(each);
    }
    session.verdicts = verdictsOf(read.verdicts());
    session.soFar = verdictsOf(read.so_far());
    if (read.has_results())
        session.results = resultsOf(read.results());
    return session;
}

} // namespace models
