// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Writes the log of a recording to JSON Lines or CSV (RFC 4180), all of it or what a filter shows.
// Any thread; it opens its own reader, and keeps about a MiB of what it writes, however large an
// event is. A cancelled or failed export leaves the target as it was (CheckedFile). What goes wrong
// is a returned sentence; nothing is thrown.
//
// Columns of CSV, keys of JSON Lines (absent where they say nothing):
//   number      from 1, in order
//   time        ISO 8601, UTC, microseconds
//   time_ns     the same as nanoseconds since 1970
//   event       connect, data in, data out, eof, pause, resume, close, error, task start, ...
//   loop        number of the loop
//   session     its kind and address
//   connection  number of the connection
//   task        number of the task
//   bytes       how many bytes went over the wire, all merged events together
//   merged      how many events became this one; 1: none was merged
//   detail      words
//   payload     the first of the bytes as text, where they are printable UTF-8
//   payload_base64  else as base64
//   payload_missing how many of the bytes are not in the payload: they were not kept

#include "models/files/Result.h"
#include "models/record/RecordingReader.h"

#include <QtCore/QString>

#include <functional>
#include <optional>
#include <stop_token>

namespace models {

struct Export {
    enum class Format { JsonLines, Csv };
    enum class Outcome { Done, Cancelled };

    struct Options {
        std::optional<Format> format; // none: the target's name says it
        // Which events are written, all where it is empty; `session` is the name of the event's.
        // The numbers of those that are left out are missing.
        std::function<bool(const StoredEvent &event, const QString &session)> shows;
        std::stop_token stop;
        std::function<void(double)> progress; // 0..1, on the exporting thread
    };

    // By extension: .csv; .jsonl, .ndjson, .json.
    static Result<Format> formatOf(const QString &path);

    // `target` may be "-" for standard output: JSON Lines unless the options say otherwise, fit for
    // a terminal where it is one, and at the pace of its reader.
    static Result<Outcome> run(const QString &recording, const QString &target,
                               const Options &options = {});
};

} // namespace models
