// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a recording comes down to: sums, rates, percentiles, and the most remarkable of each kind,
// for a report and to compare two runs. It is read in one pass, in memory that does not grow with
// the recording. Times are ns; of the wall clock since 1970 where they are moments. Any thread.

#include "models/export/Query.h"
#include "models/record/Moment.h"
#include "models/record/SessionRecord.h"

#include <QtCore/QList>
#include <QtCore/QString>

#include <array>
#include <functional>
#include <stop_token>

namespace models {

// Of many durations, within 4 %.
class Durations {
public:
    void add(qint64 duration, quint64 times = 1);
    [[nodiscard]] quint64 count() const { return count_; }
    // That `part` of them (0..1) do not exceed; 0 of none.
    [[nodiscard]] qint64 percentile(double part) const;
    [[nodiscard]] qint64 max() const { return max_; }

private:
    static constexpr int Parts = 16; // of each power of two

    std::array<quint64, std::size_t {64} * Parts> counts_ {};
    quint64 count_ = 0;
    qint64 max_ = 0;
};

struct RunFigures {
    static constexpr int Most = 20; // of each list

    // A number of its own name, which limits and comparisons use.
    struct Figure {
        enum class Unit { Count, Bytes, Time, Rate, BytesRate };
        QString name; // "p99", "step_p99", "bytes_in"
        QString meaning; // for a person
        Unit unit = Unit::Count;
        std::optional<double> value; // none: nothing was measured
        bool lessIsBetter = true;
    };
    struct Coroutine {
        QString name;
        quint64 tasks = 0, steps = 0;
        qint64 busy = 0, longest = 0;
    };
    struct Step {
        qint64 time = 0, length = 0;
        QString name; // "Task-12, echo(StreamReader, StreamWriter)"
    };
    struct Warnings { // of one kind and place
        QString kind, place, message; // of the first
        quint64 count = 0;
    };
    struct Connection {
        quint64 id = 0, bytesIn = 0, bytesOut = 0;
        QString transport, role, local, peer, state, error;
        qint64 opened = 0, closed = 0; // 0: still open
    };

    QString path;
    QString damage; // what of it cannot be read, and is in no figure; "": all can
    qint64 first = 0, last = 0;
    QList<Figure> figures;
    QList<SessionRecord> sessions; // as they were at last, in the order in which they began
    QList<Coroutine> busiest;
    QList<Step> longest; // the longest first
    QList<Warnings> warnings; // the most frequent first
    QList<Connection> connections; // that moved most
    QList<ActivitySample> seconds;

    static Result<RunFigures> of(const QString &recording, const std::stop_token &stop = {},
                                 const std::function<void(double)> &progress = {});
    // Of one that is read already, which then knows of the damage, too.
    static Result<RunFigures> of(const QString &recording, const RecordingReader &reader,
                                 const std::stop_token &stop,
                                 const std::function<void(double)> &progress);
    static QStringList names(); // of all figures
    [[nodiscard]] const Figure *figure(const QString &name) const; // null: there is none
};

// "1.2 ms", "84.2k", "41.2 MB/s", as a person reads it; "-" of none.
[[nodiscard]] QString wordsOf(const RunFigures::Figure &figure);

} // namespace models
