// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/Limit.h"

#include "models/spec/SessionKinds.h"
#include "models/text/Format.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QStringList>

#include <algorithm>

namespace models {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Limit", text);
}

struct Named {
    QLatin1StringView name;
    Measure measure;
};

constexpr Named measures[] {
    {"p50"_L1, Measure::P50},           {"p90"_L1, Measure::P90},
    {"p99"_L1, Measure::P99},           {"p99.9"_L1, Measure::P999},
    {"max"_L1, Measure::Max},           {"rate"_L1, Measure::Rate},
    {"messages"_L1, Measure::Messages}, {"errors"_L1, Measure::Errors},
    {"refused"_L1, Measure::Refused},   {"reset"_L1, Measure::Reset},
    {"timeout"_L1, Measure::Timeout},   {"mismatch"_L1, Measure::Mismatch},
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

QString measureNames()
{
    QStringList names;
    for (const Named &named : measures)
        names << named.name;
    return joinedByOr(names);
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
        return {std::nullopt, tr("is no limit; write it as p99<5ms, errors<1 or rate>1000")};
    Limit limit;
    limit.text = text;
    const qsizetype at = sign - text.begin();
    const QString name = text.left(at).trimmed();
    const bool orEqual = text.mid(at + 1, 1) == u'=';
    limit.comparison = comparisonOf(*sign, orEqual);
    const QString bound = text.mid(at + (orEqual ? 2 : 1)).trimmed();
    const auto measure = readMeasure(name);
    if (!measure)
        return {std::nullopt,
                tr("limits '%1', which is not measured; use %2").arg(name, measureNames())};
    limit.measure = *measure;
    if (isTime(*measure)) {
        const auto time = readDuration(bound);
        if (!time)
            return {std::nullopt, tr("has no time as its bound; use one such as 5ms or 0.5s")};
        limit.bound = double(time->count());
        return {limit, {}};
    }
    bool isNumber = false;
    limit.bound = bound.toDouble(&isNumber);
    if (!isNumber || limit.bound < 0)
        return {std::nullopt, tr("has no number as its bound; use one such as 1 or 1000")};
    return {limit, {}};
}

QString limitProblem(const QString &text)
{
    return text.isEmpty() ? QString() : readLimit(text).problem;
}

Verdict verdictOn(const Limit &limit, std::optional<double> measured)
{
    if (!measured)
        return {limit.text, false, {}};
    return {limit.text, limit.holds(*measured), measuredText(limit.measure, *measured)};
}

QString sentenceOf(const Verdict &verdict)
{
    if (verdict.measured.isEmpty())
        return tr("%1 does not hold: nothing was measured").arg(verdict.limit);
    return (verdict.holds ? tr("%1 holds: %2") : tr("%1 does not hold: %2"))
        .arg(verdict.limit, verdict.measured);
}

QString sentenceOf(const QList<Verdict> &verdicts)
{
    QStringList broken, kept;
    for (const Verdict &verdict : verdicts) {
        kept << verdict.limit;
        if (!verdict.holds)
            broken << sentenceOf(verdict);
    }
    if (verdicts.isEmpty() || !broken.isEmpty())
        return broken.join(u", "_s);
    return kept.size() == 1 ? tr("%1 holds").arg(kept.first())
                            : tr("%1 hold").arg(kept.join(u", "_s));
}

bool allHold(const QList<Verdict> &verdicts)
{
    return std::all_of(verdicts.begin(), verdicts.end(),
                       [](const Verdict &verdict) { return verdict.holds; });
}

} // namespace models
