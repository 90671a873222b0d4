// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/export/ExportOutput.h"
#include "models/export/ExportWork.h"
#include "models/export/PacketMaker.h"

#include <algorithm>

namespace models {

namespace {

// What a Delta tells of may be as old as this: its loop was blocked.
constexpr qint64 Late = 10'000'000'000; // ns

} // namespace

QString exportPackets(const ExportWork &work)
{
    const Export::Options &options = work.options;
    const auto span = work.reader.span();
    if (!span)
        return span.problem();
    const qint64 first = std::max(options.first, span->first);
    const qint64 last = options.last == 0 ? span->last : std::min(options.last, span->last);
    ExportOutput out(work.file, false);
    const auto goesOn
        = [&] { return !options.stop.stop_requested() && work.file.problem().isEmpty(); };
    PacketMaker maker([&out](std::string_view blocks) { out.add(blocks); },
                      {options.shows, options.first, options.last});
    qint64 written = 0;
    const auto visit = [&](const RecordingReader::Played &each) {
        if (each.session) {
            maker.apply(*each.session);
            return goesOn();
        }
        if (each.time > last + Late && !each.ofKeyframe)
            return false;
        const auto events = static_cast<qint64>(each.delta->events.size());
        maker.apply(*each.delta, each.lastEvent - events + 1);
        if (options.progress && last > first && out.written() != written) {
            written = out.written();
            options.progress(
                std::clamp(double(each.time - first) / double(last - first), 0.0, 1.0));
        }
        return goesOn();
    };
    const QString problem = work.reader.stream(options.first, visit);
    maker.end();
    out.writeOut();
    return problem;
}

} // namespace models
