// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A limit on what a session measures, as `limit=p99<5ms` says it, and the verdict at its end. Here
// limits are read, compared and put into words; the measuring is done by the sessions. Plain
// values; any thread.

#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <optional>

namespace models {

// Times are in nanoseconds, Rate in messages a second, the others are counts. Errors is the sum of
// Refused to Unanswered and of all others.
enum class Measure {
    P50,
    P90,
    P99,
    P999,
    Max,
    Rate,
    Messages,
    Errors,
    Refused,
    Reset,
    Timeout,
    Mismatch,
    Unanswered,
    Differences
};

struct MeasureDoc {
    QString names; // "p50, p90, p99, p99.9"
    QString meaning; // for a person, without a full stop
};
// Every measure that a limit can name, for --help and the manual page.
[[nodiscard]] QStringList measureNames();
[[nodiscard]] QList<MeasureDoc> measureDocs();

struct Limit {
    enum class Comparison { Below, AtMost, Above, AtLeast };

    QString text; // as it was written
    Measure measure = Measure::Errors;
    Comparison comparison = Comparison::Below;
    double bound = 0; // in the measure's unit

    [[nodiscard]] bool holds(double measured) const;
    [[nodiscard]] bool isUpper() const // it says what must not be exceeded
    {
        return comparison == Comparison::Below || comparison == Comparison::AtMost;
    }
};

struct LimitResult {
    std::optional<Limit> limit;
    QString problem; // where there is none: the second half of a sentence, as of optionProblem()
};

[[nodiscard]] LimitResult readLimit(const QString &text);
[[nodiscard]] QString
limitProblem(const QString &text); // "" for a right one, and for no text at all

// What became of one limit. A session that never measured the value does not meet the limit.
struct Verdict {
    QString limit; // as it was written
    bool holds = false;
    QString measured; // "0.8 ms"; "" where nothing was

    friend bool operator==(const Verdict &, const Verdict &) = default;
};

// A verdict is earned. Of a session that measured nothing good (no message had its answer), only
// a limit that demands something to happen can hold, shown by a count above zero: `refused>=1` can,
// `errors<1` cannot.
enum class Evidence { Something, Nothing };
[[nodiscard]] Verdict verdictOn(const Limit &limit, std::optional<double> measured,
                                Evidence evidence = Evidence::Something);
[[nodiscard]] QString sentenceOf(const Verdict &verdict); // "p99<5ms not met: 7.2 ms"
[[nodiscard]] QString
sentenceOf(const QList<Verdict> &verdicts); // those not met; or that all are; "" for none
[[nodiscard]] QString
unmet(const QList<Verdict> &verdicts); // "p99<5ms (7.2 ms), rate>10 (nothing was measured)"
[[nodiscard]] bool allHold(const QList<Verdict> &verdicts);

} // namespace models
