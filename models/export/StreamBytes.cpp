// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/export/StreamBytes.h"

#include "models/files/CheckedFile.h"
#include "models/record/RecordingReader.h"
#include "models/text/Format.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

namespace models {

Result<bool> StreamBytes::write(const QString &recording, const QString &path,
                                const std::stop_token &stop,
                                const std::function<void(double)> &progress) const
{
    const auto reader = RecordingReader::open(recording);
    if (!reader)
        return Failure {reader.problem()};
    const auto first = (*reader)->firstEvent(), newest = (*reader)->eventCount();
    if (!first || !newest)
        return Failure {first ? newest.problem() : first.problem()};
    const qint64 last = lastEvent != 0 ? std::min(lastEvent, *newest) : *newest;
    const auto kind = received ? loop::EventKind::DataIn : loop::EventKind::DataOut;
    CheckedFile file(path);
    quint64 missing = 0;
    qint64 told = *first;
    const QString problem
        = (*reader)->scan(*first, last, {.connection = connection}, [&](const StoredEvent &event) {
              if (event.kind == kind) {
                  (void)file.write(event.payload);
                  missing += event.bytes - std::min(event.bytes, quint64(event.payload.size()));
              }
              if (progress && event.number - told > (last - *first) / 100) {
                  told = event.number;
                  progress(double(told - *first) / double(last - *first));
              }
              return !stop.stop_requested() && file.problem().isEmpty();
          });
    if (stop.stop_requested())
        return false;
    if (!problem.isEmpty())
        return Failure {problem};
    if (!file.commit())
        return Failure {file.problem()};
    if (const QString damage = (*reader)->damage(); !damage.isEmpty())
        return Failure {damage};
    if (missing != 0)
        return Failure {QCoreApplication::translate(
                            "models::StreamBytes",
                            "%1 is not whole: %2 of what went this way were not recorded.")
                            .arg(path, format::bytes(double(missing)))};
    return true;
}

} // namespace models
