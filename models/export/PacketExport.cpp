// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/export/ExportOutput.h"
#include "models/export/PacketMaker.h"
#include "models/export/StreamExport.h"

namespace models {

QString exportPackets(const ExportWork &work)
{
    const Export::Options &options = work.options;
    ExportOutput out(work.file, false);
    PacketMaker maker([&out](std::string_view blocks) { out.add(blocks); },
                      {options.shows, options.first, options.last});
    QString problem = eachOfStream(work, [&](const RecordingReader::Played &each) {
        if (each.session) {
            maker.apply(*each.session);
            return;
        }
        const auto events = static_cast<qint64>(each.delta->events.size());
        maker.apply(*each.delta, each.lastEvent - events + 1, each.continued);
    });
    maker.end();
    out.writeOut();
    return problem;
}

} // namespace models
