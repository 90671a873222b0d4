// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/Limit.h"

#include "models/spec/SessionKinds.h"
#include "models/text/Format.h"
#include "models/text/Tr.h"

#include <algorithm>
#include <cmath>

namespace models {

using namespace Qt::StringLiterals;

namespace {

struct Named {
    QLatin1StringView name;
    Measure measure;
};

constexpr Named measures[] {
    {"p50"_L1, Measure::P50},
    {"p90"_L1, Measure::P90},
    {"p99"_L1, Measure::P99},
    {"p99.9"_L1, Measure::P999},
    {"max"_L1, Measure::Max},
    {"rate"_L1, Measure::Rate},
    {"messages"_L1, Measure::Messages},
    {"errors"_L1, Measure::Errors},
    {"refused"_L1, Measure::Refused},
    {"reset"_L1, Measure::Reset},
    {"timeout"_L1, Measure::Timeout},
    {"mismatch"_L1, Measure::Mismatch},
    {"unanswered"_L1, Measure::Unanswered},
    {"differences"_L1, Measure::Differences},
};

bool isTime(Measure measure)
{
    return measure <= Measure::Max;
}

std::optional<Measure> readMeasure(QStringView name)
{
    const auto it = std::find_if(std::begin(measures), std::end(measures),
                                 [&](const Named &named) { return name == named.name; });
    return it == std::end(measures) ? std::nullopt : std::optional(it->measure);
}

Limit::Comparison comparisonOf(QChar sign, bool orEqual)
{
    if (sign == u'<')
        return orEqual ? Limit::Comparison::AtMost : Limit::Comparison::Below;
    return orEqual ? Limit::Comparison::AtLeast : Limit::Comparison::Above;
}

QString measuredText(Measure measure, double value)
{
    if (isTime(measure))
        return format::duration(std::int64_t(value));
    return measure == Measure::Rate ? tr("%1 msg/s").arg(format::count(value))
                                    : format::integer(qint64(value));
}

} // namespace

QStringList measureNames()
{
    QStringList names;
    for (const Named &named : measures)
        names << named.name;
    return names;
}

QList<MeasureDoc> measureDocs()
{
    return {
        {u"p50, p90, p99, p99.9"_s,
         tr("The time within which that share of the messages was answered: the smallest time "
            "measured that so many do not exceed, so p50 of three is the second, and p99 of 150 "
            "the 149th. With rate= a message is timed from when it was due, not from when it "
            "could be sent. One that was due and never answered counts with its age; a wrong "
            "answer is not timed")},
        {u"max"_s, tr("The longest of these times")},
        {u"rate"_s, tr("Messages answered per second")},
        {u"messages"_s,
         tr("Messages answered as they were sent; for lines, lines answered; for repeat, lines "
            "sent; for replay, messages of the recording that were sent")},
        {u"errors"_s, tr("The sum of the following, and of all other connection failures")},
        {u"refused, reset"_s, tr("Connections refused, or broken off by the peer")},
        {u"timeout"_s,
         tr("Connections not made, or closed because a message had no answer, within timeout=")},
        {u"mismatch"_s, tr("Answers that are not what was sent")},
        {u"unanswered"_s,
         tr("Other messages due and not answered when their connection or the run ended. At the "
            "end, answers that may still come are awaited for a second, or for twice the longest "
            "time measured where that is more")},
        {u"differences"_s,
         tr("For replay and replay-server, bytes of the peer that are not those of the recording: "
            "others in their place, those that are missing, and those that are too many")},
        {tr("pauses"),
         tr("Where this machine itself stands still for a quarter of a second or longer (the "
            "program stopped, a virtual machine paused), nothing becomes due and no time-out runs "
            "meanwhile; messages in flight then count but are not timed. The figures say for how "
            "long and how many")},
    };
}

bool Limit::holds(double measured) const
{
    switch (comparison) {
    case Comparison::Below:
        return measured < bound;
    case Comparison::AtMost:
        return measured <= bound;
    case Comparison::Above:
        return measured > bound;
    case Comparison::AtLeast:
        return measured >= bound;
    }
    return false;
}

LimitResult readLimit(const QString &text)
{
    const auto sign
        = std::find_if(text.begin(), text.end(), [](QChar c) { return c == u'<' || c == u'>'; });
    if (sign == text.end())
        return {std::nullopt, tr("is not a limit; write it as p99<5ms, errors<1 or rate>1000")};
    Limit limit;
    limit.text = text;
    const qsizetype at = sign - text.begin();
    const QString name = text.left(at).trimmed();
    const bool orEqual = text.mid(at + 1, 1) == u'=';
    limit.comparison = comparisonOf(*sign, orEqual);
    const QString bound = text.mid(at + (orEqual ? 2 : 1)).trimmed();
    const auto measure = readMeasure(name);
    if (!measure)
        return {
            std::nullopt,
            tr("limits '%1', which is not measured; use %2").arg(name, joinedByOr(measureNames()))};
    limit.measure = *measure;
    if (isTime(*measure)) {
        const auto time = readDuration(bound);
        if (!time)
            return {std::nullopt, tr("needs a time as its bound, such as 5ms or 0.5s")};
        // Options take seconds without a unit; who writes p99<5 means milliseconds as often, and a
        // limit that is a thousand times too wide is never broken.
        if (bound.back().isDigit() || bound.back() == u'.')
            return {std::nullopt,
                    tr("needs a unit for its time; write %1%2%3ms or %1%2%3s")
                        .arg(name, QString(*sign) + (orEqual ? u"="_s : QString()), bound)};
        limit.bound = double(time->count());
        return {limit, {}};
    }
    bool isNumber = false;
    limit.bound = bound.toDouble(&isNumber);
    if (!isNumber || !std::isfinite(limit.bound) || limit.bound < 0)
        return {std::nullopt, tr("needs a number as its bound, such as 1 or 1000")};
    return {limit, {}};
}

QString limitProblem(const QString &text)
{
    return text.isEmpty() ? QString() : readLimit(text).problem;
}

Verdict verdictOn(const Limit &limit, std::optional<double> measured, Evidence evidence)
{
    const bool earned = evidence == Evidence::Something
        || (measured && (limit.isUpper() ? !limit.holds(*measured) : *measured > 0));
    if (!measured || !earned)
        return {limit.text, false, {}};
    return {limit.text, limit.holds(*measured), measuredText(limit.measure, *measured)};
}

QString sentenceOf(const Verdict &verdict)
{
    if (verdict.measured.isEmpty())
        return tr("%1 not met: nothing was measured").arg(verdict.limit);
    return (verdict.holds ? tr("%1 met: %2") : tr("%1 not met: %2"))
        .arg(verdict.limit, verdict.measured);
}

QString sentenceOf(const QList<Verdict> &verdicts)
{
    QStringList broken, met;
    for (const Verdict &verdict : verdicts) {
        met << verdict.limit;
        if (!verdict.holds)
            broken << sentenceOf(verdict);
    }
    if (verdicts.isEmpty() || !broken.isEmpty())
        return broken.join(u", "_s);
    return tr("%1 met").arg(met.join(u", "_s));
}

QString unmet(const QList<Verdict> &verdicts)
{
    QStringList broken;
    for (const Verdict &verdict : verdicts) {
        if (!verdict.holds)
            broken << tr("%1 (%2)").arg(verdict.limit,
                                        verdict.measured.isEmpty() ? tr("nothing was measured")
                                                                   : verdict.measured);
    }
    return broken.join(u", "_s);
}

bool allHold(const QList<Verdict> &verdicts)
{
    return std::all_of(verdicts.begin(), verdicts.end(),
                       [](const Verdict &verdict) { return verdict.holds; });
}

} // namespace models
