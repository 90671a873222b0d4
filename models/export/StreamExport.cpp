// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/export/StreamExport.h"

#include <limits>

namespace models {

namespace {

// What a Delta reports may be as old as this: its loop was blocked.
constexpr qint64 Late = 10'000'000'000; // ns
constexpr double Step = 0.001; // of progress

} // namespace

// How far it is goes by the place in the file: the clock may have been set back meanwhile.
QString eachOfStream(const ExportWork &work,
                     const std::function<void(const RecordingReader::Played &)> &visit)
{
    const Export::Options &options = work.options;
    const qint64 last
        = options.last == 0 ? std::numeric_limits<qint64>::max() : options.last + Late;
    double told = -1;
    return work.reader.stream(options.first, last, [&](const RecordingReader::Played &each) {
        visit(each);
        if (options.progress && each.place >= told + Step)
            options.progress(told = each.place);
        return !options.stop.stop_requested() && work.file.problem().isEmpty();
    });
}

} // namespace models
