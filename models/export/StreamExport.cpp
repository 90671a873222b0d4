// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/export/StreamExport.h"

#include <algorithm>

namespace models {

namespace {

// What a Delta reports may be as old as this: its loop was blocked.
constexpr qint64 Late = 10'000'000'000; // ns

} // namespace

QString eachOfStream(const ExportWork &work, const ExportOutput &out,
                     const std::function<void(const RecordingReader::Played &)> &visit)
{
    const Export::Options &options = work.options;
    const auto span = work.reader.span();
    if (!span)
        return span.problem();
    const qint64 first = std::max(options.first, span->first);
    const qint64 last = options.last == 0 ? span->last : std::min(options.last, span->last);
    qint64 written = -1;
    return work.reader.stream(options.first, [&](const RecordingReader::Played &each) {
        if (each.delta && each.time > last + Late && !each.ofKeyframe)
            return false;
        visit(each);
        if (options.progress && last > first && out.written() != written) {
            written = out.written();
            options.progress(
                std::clamp(double(each.time - first) / double(last - first), 0.0, 1.0));
        }
        return !options.stop.stop_requested() && work.file.problem().isEmpty();
    });
}

} // namespace models
