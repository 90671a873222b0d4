// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a person asks of a recording: where it lies, how much of it is kept, what is captured, and
// what makes a flight recorder write its past to a file. The command line, scenarios and settings
// all read it here. Plain values; any thread.

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <chrono>
#include <optional>

namespace models {

// What a dump is made at, and named after.
enum class DumpReason { Warning, Limit, Lost, Signal };
[[nodiscard]] QString wordOf(DumpReason reason); // "warning", "limit", "lost", "SIGUSR1"

struct RecordingOptions {
    QString record; // the file, as it was written; "": none that stays
    QString capture; // of sessions that say nothing else: "all", "none" or a size; "": as they do
    std::optional<qint64> keep; // bytes; the oldest leave beyond it
    std::optional<std::chrono::nanoseconds> keepFor; // what is older leaves
    QList<DumpReason> dumpOn; // each once, in their order

    friend bool operator==(const RecordingOptions &, const RecordingOptions &) = default;
};

struct RecordingOption {
    const char *name; // as the command line has it: "--keep-for"
    const char *key; // as scenarios and settings have it: "keepFor"
    const char *value; // what its value is called: "TIME"
    const char *description; // for --help; to be translated in the context "RecordingOptions"
};
[[nodiscard]] const QList<RecordingOption> &recordingOptions();

// Reads the value of one of them. "" or what is wrong with it as the second half of a sentence,
// without its end: "is not a size; use such as 200MB or 2GB".
[[nodiscard]] QString setRecordingOption(RecordingOptions &options, const QString &key,
                                         const QString &value);
// Takes from `others` what `options` says nothing about.
void fillRecordingOptions(RecordingOptions &options, const RecordingOptions &others);
// As setRecordingOption() reads it; "" where nothing is said.
[[nodiscard]] QString recordingOption(const RecordingOptions &options, const QString &key);

} // namespace models
