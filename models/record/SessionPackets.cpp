// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/SessionPackets.h"

#include "models/text/Format.h"

#include <stream.pb.h>

namespace models {

namespace {

std::string utf8(const QString &text)
{
    return text.toStdString();
}

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

loopscope::Session messageOf(const SessionRecord &session, qint64 time)
{
    loopscope::Session made;
    made.set_time(static_cast<quint64>(time));
    made.set_id(session.id.value);
    made.set_loop(session.loop.value);
    made.set_server(session.server);
    made.set_kind(utf8(session.kind));
    made.set_address(utf8(session.address));
    for (const QString &address : session.addresses)
        made.add_addresses(utf8(address));
    made.set_url(utf8(session.url.toString()));
    made.set_state(static_cast<quint32>(session.state));
    made.set_error(utf8(session.error));
    made.set_figures(utf8(session.figures));
    made.set_plain_figures(utf8(session.plainFigures));
    made.set_fault_hits(utf8(session.faultHits));
    for (auto each = session.connectionFaults.begin(); each != session.connectionFaults.end();
         ++each) {
        loopscope::ConnectionFaults *faults = made.add_faults();
        faults->set_connection(each.key());
        faults->set_seed(each->seed);
        for (const QString &line : each->lines())
            faults->add_fault(utf8(line));
    }
    for (const Verdict &verdict : session.verdicts) {
        loopscope::Verdict *added = made.add_verdicts();
        added->set_limit(utf8(verdict.limit));
        added->set_holds(verdict.holds);
        added->set_measured(utf8(verdict.measured));
    }
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
    for (const loopscope::ConnectionFaults &faults : read.faults())
        session.connectionFaults.insert(faults.connection(), planOf(faults));
    for (const loopscope::Verdict &verdict : read.verdicts())
        session.verdicts << Verdict {format::text(verdict.limit()), verdict.holds(),
                                     format::text(verdict.measured())};
    return session;
}

} // namespace models
