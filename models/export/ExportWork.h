// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What Export hands to the writer of a format, which reads the recording and writes the file;
// Export opens and commits it. A writer looks at the stop of the options at least once a Delta or
// event. "" or, in one sentence, why the rest cannot be read or written.

#include "models/export/Export.h"
#include "models/files/CheckedFile.h"

namespace models {

struct ExportWork {
    const RecordingReader &reader;
    QString recording; // its path
    CheckedFile &file;
    const Export::Options &options;
    Export::Format format;
    bool toTerminal; // a person sees it: it is to be made fit for that
};

[[nodiscard]] QString exportLog(const ExportWork &work); // .jsonl, .csv
[[nodiscard]] QString exportPackets(const ExportWork &work); // .pcapng

[[nodiscard]] QString exportReport(const ExportWork &work); // .html, of all
[[nodiscard]] QString exportTrace(const ExportWork &work); // .perfetto-trace

} // namespace models
