// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// `loopscope export`: writes a recording to other formats, later and without a session. Its
// arguments are read before anything is opened; then it runs in a loop of its own, so that a signal
// cancels it. Main thread.

#include "app/Commands.h"
#include "models/EventFilter.h"
#include "models/export/Export.h"

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <chrono>
#include <optional>

namespace app {

class StandardStreams;

// A moment of a recording: of the wall clock, or since it began; neither: none.
struct ExportTime {
    std::optional<std::chrono::nanoseconds> sinceBegin;
    qint64 wall = 0; // ns since 1970

    [[nodiscard]] bool isGiven() const { return sinceBegin || wall != 0; }
    // Of "12.5", "2m" or "2026-11-27T02:00:00Z".
    [[nodiscard]] static std::optional<ExportTime> read(const QString &text);
};

struct ExportJob {
    QString recording;
    QStringList targets; // in the order given; "-": standard output
    std::optional<models::Export::Format> format; // none: each target's name says it
    models::EventFilter filter;
    ExportTime first, last; // what is written is from then to then
    bool guardsFormulas = false;
};

using ExportJobResult = JobResult<ExportJob>;

// `arguments` without the word "export".
[[nodiscard]] ExportJobResult parseExportJob(const QStringList &arguments);

// What a filter that `option` gives shows, for Export::Options; empty where it shows everything.
[[nodiscard]] std::function<bool(const models::StoredEvent &, const QString &)>
predicateOf(const models::EventFilter &filter);
// "" or what is wrong with it: a sentence, and beneath it the filter with the place marked.
[[nodiscard]] QString problemOf(const QString &option, const models::EventFilter &filter);

// The exit status: 0 when all is written, 1 when something is not, and a sentence says why.
[[nodiscard]] int runExport(const ExportJob &job, StandardStreams &streams);

} // namespace app
