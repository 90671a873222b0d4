// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/export/ExportOutput.h"
#include "models/export/ExportWork.h"
#include "models/export/StreamExport.h"
#include "models/export/TraceMaker.h"

namespace models {

QString exportTrace(const ExportWork &work)
{
    const Export::Options &options = work.options;
    const auto names = work.reader.sessionNames();
    const auto span = work.reader.span();
    if (!names || !span)
        return names.problem() + span.problem();
    const auto samples = work.reader.samples(span->first - ActivitySample::Length, span->last);
    if (!samples)
        return samples.problem();
    ExportOutput out(work.file, false);
    const auto shows = [&](const loop::Delta &delta, const loop::LogEvent &event) {
        return !options.shows
            || options.shows(storedEvent(0, delta, event), names->value(event.context.value));
    };
    TraceMaker maker([&out](std::string_view packets) { out.add(packets); }, options.first,
                     options.last, shows);
    QString problem = eachOfStream(work, [&](const RecordingReader::Played &each) {
        if (each.delta)
            maker.apply(*each.delta, each.continued || each.ofKeyframe);
    });
    for (const ActivitySample &sample : *samples)
        maker.apply(sample);
    maker.end();
    out.writeOut();
    return problem;
}

} // namespace models
