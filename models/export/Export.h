// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Writes a recording in the formats of other tools, all of it, a span of time, or what a filter
// shows: its log as JSON Lines or CSV (RFC 4180), its traffic as pcapng (PacketMaker), its
// steps as a trace of Perfetto (TraceMaker), what it comes down to as a page (HtmlReport), all of
// it as plain tables of SQLite (TableExport). Any thread; it opens its own reader, and keeps about
// a MiB of what it writes, however large an event is. A cancelled or failed export leaves the
// target as it was (CheckedFile). What goes wrong is a returned sentence; nothing is thrown.
//
// Of a span of time, conversations are told from when they are first met in it.
//
// JSON Lines begin with a line of their own, {"schema": "loopscope.events", "schema_version": 2};
// a key is only ever added within a version.
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
//   bytes       how many bytes came or went, all merged events together; of nothing but data
//   merged      how many events became this one; 1: none was merged
//   detail      words
//   payload     the first of the bytes as text, where they are printable UTF-8
//   payload_base64  in base64: of JSON Lines always, of CSV where they are no text
//   payload_missing how many of the bytes are not in the payload: they were not kept
// and of JSON Lines alone, as OpenTelemetry's semantic conventions name them: network.transport,
// network.local.address, network.local.port, network.peer.address, network.peer.port,
// tls.established, network.io.direction (receive, transmit).

#include "models/files/Result.h"
#include "models/record/RecordingReader.h"

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <functional>
#include <optional>
#include <stop_token>

namespace models {

struct Export {
    enum class Format { JsonLines, Csv, Pcapng, Perfetto, Html, Sqlite };
    enum class Outcome { Done, Cancelled };
    static constexpr int JsonLinesVersion = 2; // 1 had no first line of its own

    struct Options {
        std::optional<Format> format; // none: the target's name says it
        // Which events are written, all where it is empty; `session` is the name of the event's.
        // The numbers of those that are left out are missing.
        std::function<bool(const StoredEvent &event, const QString &session)> shows;
        qint64 first = 0, last = 0; // only events of that time; wall clock, ns since 1970; 0: any
        bool guardsFormulas = false; // cells of CSV that a spreadsheet would take for one
        std::stop_token stop;
        std::function<void(double)> progress; // 0..1, on the exporting thread

        [[nodiscard]] bool holds(qint64 time) const
        {
            return time >= first && (last == 0 || time <= last);
        }
    };

    // By extension.
    static Result<Format> formatOf(const QString &path);
    static QStringList formatNames(); // "jsonl" and so on, as names end in
    // "jsonl, csv or pcapng", each with `before` in front of it.
    static QString formats(const QString &before = {});
    // "" or why that is never written, whatever the recording holds. `format` as in Options;
    // `isPart`: with a filter or times.
    static QString problemOf(const QString &target, const std::optional<Format> &format,
                             bool isPart);

    // `target` may be "-" for standard output: JSON Lines unless the options say otherwise, fit for
    // a terminal where it is one, and at the pace of its reader.
    static Result<Outcome> run(const QString &recording, const QString &target,
                               const Options &options);
    static Result<Outcome> run(const QString &recording, const QString &target);
};

} // namespace models
