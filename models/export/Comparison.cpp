// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/export/Comparison.h"

#include "models/spec/SessionKinds.h"
#include "models/text/Format.h"
#include "models/text/Tr.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QRegularExpression>

#include <algorithm>
#include <cmath>
#include <vector>

namespace models {

namespace {

using namespace Qt::StringLiterals;
using Figure = RunFigures::Figure;

constexpr qsizetype StepsShown = 5; // of each run

// Columns of a width each; the first and the last to the left, the others to the right.
class Columns {
public:
    void add(const QStringList &cells) { rows_.push_back(cells); }
    [[nodiscard]] QString text() const
    {
        std::vector<qsizetype> widths;
        for (const QStringList &row : rows_) {
            widths.resize(std::max(widths.size(), std::size_t(row.size())));
            for (qsizetype i = 0; i < row.size(); ++i)
                widths[std::size_t(i)] = std::max(widths[std::size_t(i)], row[i].size());
        }
        QString all;
        for (const QStringList &row : rows_) {
            QString line;
            for (qsizetype i = 0; i < row.size(); ++i) {
                const bool left = i == 0 || i + 1 == row.size();
                const qsizetype width = widths[std::size_t(i)];
                line += (left ? row[i].leftJustified(width) : row[i].rightJustified(width))
                    + u"  "_s;
            }
            all += line.trimmed().isEmpty() ? u"\n"_s : u"  "_s + line.trimmed() + u'\n';
        }
        return all;
    }

private:
    std::vector<QStringList> rows_;
};

// By how much the second differs, as a part of the first; none where that cannot be said.
std::optional<double> changeOf(const Figure &first, const Figure &second)
{
    if (!first.value || !second.value || *first.value == 0)
        return std::nullopt;
    return (*second.value - *first.value) / *first.value;
}

bool isRemarkable(const Figure &first, const Figure &second)
{
    if (first.value.has_value() != second.value.has_value())
        return true;
    const auto change = changeOf(first, second);
    return change ? std::abs(*change) >= Comparison::Remarkable
                  : first.value.value_or(0) != second.value.value_or(0);
}

QString changeWords(const Figure &first, const Figure &second)
{
    const auto change = changeOf(first, second);
    if (!change)
        return first.value.value_or(0) == second.value.value_or(0) ? QString() : tr("new");
    if (*change > 9)
        return tr("%1 times").arg(format::decimal(*change + 1, 0));
    const QString sign = *change < 0 ? u"-"_s : *change > 0 ? u"+"_s : QString();
    return sign + format::decimal(std::abs(*change) * 100, 1) + u" %"_s;
}

QList<RunFigures::Warnings> without(const QList<RunFigures::Warnings> &these,
                                    const QList<RunFigures::Warnings> &those)
{
    QList<RunFigures::Warnings> left;
    for (const RunFigures::Warnings &each : these) {
        const bool known = std::any_of(those.begin(), those.end(), [&](const auto &other) {
            return other.kind == each.kind && other.place == each.place;
        });
        if (!known)
            left << each;
    }
    return left;
}

QJsonArray jsonOf(const QList<RunFigures::Warnings> &warnings)
{
    QJsonArray list;
    for (const RunFigures::Warnings &each : warnings)
        list << QJsonObject {{u"kind"_s, each.kind},
                             {u"place"_s, each.place},
                             {u"message"_s, each.message},
                             {u"count"_s, qint64(each.count)}};
    return list;
}

} // namespace

Result<RunLimit> RunLimit::read(const QString &text)
{
    static const QRegularExpression form(u"^([a-z0-9_.]+)(<=|>=|<|>)(.+)$"_s);
    const auto match = form.match(text.trimmed());
    if (!match.hasMatch())
        return Failure {tr("is not a limit; write a figure, < or >, and a number, such as "
                           "p99<1.1x, which is 1.1 times that of the first run, or warnings<1")};
    RunLimit limit;
    limit.text = text;
    limit.figure = match.captured(1);
    limit.upper = match.captured(2).startsWith(u'<');
    limit.orEqual = match.captured(2).endsWith(u'=');
    QString bound = match.captured(3);
    limit.relative = bound.endsWith(u'x');
    if (limit.relative)
        bound.chop(1);
    bool isNumber = false;
    limit.bound = bound.toDouble(&isNumber);
    if (!isNumber && !limit.relative) {
        if (const auto time = readDuration(bound)) {
            limit.bound = double(time->count());
            isNumber = true;
        }
    }
    if (!isNumber || !std::isfinite(limit.bound))
        return Failure {tr("has no number after the sign; use one such as 1.1x, 5ms or 100")};
    return limit;
}

bool RunLimit::holds(const RunFigures &first, const RunFigures &second) const
{
    const Figure *const before = first.figure(figure), *const now = second.figure(figure);
    if (!before || !now || !now->value || (relative && !before->value))
        return false;
    const double measured = *now->value;
    const double most = relative ? bound * *before->value : bound;
    if (measured == most) // of nothing, any number of times is nothing
        return orEqual || (relative && most == 0);
    return upper ? measured < most : measured > most;
}

QList<RunFigures::Warnings> Comparison::newWarnings() const
{
    return without(second_.warnings, first_.warnings);
}

QList<RunFigures::Warnings> Comparison::goneWarnings() const
{
    return without(first_.warnings, second_.warnings);
}

QList<Comparison::Row> Comparison::figures() const
{
    QList<Row> rows;
    for (const Figure &before : first_.figures) {
        const Figure *const now = second_.figure(before.name);
        if (now && (before.value || now->value))
            rows << Row {before.name,    wordsOf(before),
                         wordsOf(*now),  changeWords(before, *now),
                         before.meaning, isRemarkable(before, *now)};
    }
    return rows;
}

QList<Comparison::Row> Comparison::coroutines() const
{
    QList<RunFigures::Coroutine> all = second_.busiest;
    const auto in = [](const QList<RunFigures::Coroutine> &list, const QString &name) {
        const auto found = std::find_if(list.begin(), list.end(),
                                        [&](const auto &each) { return each.name == name; });
        return found == list.end() ? nullptr : &*found;
    };
    for (const RunFigures::Coroutine &each : first_.busiest) {
        if (!in(all, each.name))
            all << each;
    }
    QList<Row> rows;
    for (const RunFigures::Coroutine &each : std::as_const(all)) {
        const auto *const before = in(first_.busiest, each.name);
        const auto *const now = in(second_.busiest, each.name);
        rows << Row {each.name,
                     before ? format::duration(before->busy) : u"-"_s,
                     now ? format::duration(now->busy) : u"-"_s,
                     {},
                     {},
                     !before || !now};
    }
    return rows;
}

QList<Comparison::Row> Comparison::steps() const
{
    const auto words = [](const QList<RunFigures::Step> &steps, qsizetype at) {
        return at < steps.size() ? format::duration(steps[at].length) + u"  "_s + steps[at].name
                                 : u"-"_s;
    };
    QList<Row> rows;
    const qsizetype most
        = std::min(StepsShown, std::max(first_.longest.size(), second_.longest.size()));
    for (qsizetype i = 0; i < most; ++i)
        rows << Row {QString::number(i + 1),
                     words(first_.longest, i),
                     words(second_.longest, i),
                     {},
                     {},
                     false};
    return rows;
}

QList<Comparison::Row> Comparison::warnings() const
{
    QList<Row> rows;
    const auto countIn
        = [](const QList<RunFigures::Warnings> &list, const RunFigures::Warnings &wanted) {
              const auto found = std::find_if(list.begin(), list.end(), [&](const auto &each) {
                  return each.kind == wanted.kind && each.place == wanted.place;
              });
              return found == list.end() ? u"-"_s : format::integer(qint64(found->count));
          };
    const auto add = [&](const QList<RunFigures::Warnings> &warnings, bool differ) {
        for (const RunFigures::Warnings &each : warnings)
            rows << Row {(each.kind + u' ' + each.place).trimmed(),
                         countIn(first_.warnings, each),
                         countIn(second_.warnings, each),
                         {},
                         each.message,
                         differ};
    };
    add(newWarnings(), true);
    add(goneWarnings(), true);
    add(without(second_.warnings, newWarnings()), false); // of both
    return rows;
}

QList<Comparison::Section> Comparison::sections() const
{
    return {{tr("Figures"), figures()},
            {tr("Busiest coroutines"), coroutines()},
            {tr("Longest steps"), steps()},
            {tr("Warnings"), warnings()}};
}

QString Comparison::figuresText() const
{
    Columns columns;
    columns.add({tr("figure"), tr("first"), tr("second"), tr("change"), u""_s, u""_s});
    for (const Row &row : figures())
        columns.add({row.name, row.first, row.second, row.change, row.differs ? u"!"_s : u""_s,
                     row.meaning});
    return columns.text();
}

QString Comparison::coroutinesText() const
{
    Columns columns;
    columns.add({tr("busiest coroutines"), tr("first"), tr("second"), u""_s});
    for (const Row &row : coroutines())
        columns.add({row.name, row.first, row.second, u""_s});
    return columns.text();
}

QString Comparison::stepsText() const
{
    Columns columns;
    columns.add({tr("longest steps"), tr("length"), u""_s});
    const auto add = [&](const RunFigures &run, const QString &which) {
        for (const RunFigures::Step &each : run.longest.mid(0, StepsShown))
            columns.add({which, format::duration(each.length), each.name});
    };
    add(first_, tr("first"));
    add(second_, tr("second"));
    return columns.text();
}

QString Comparison::warningsText() const
{
    QString all;
    const auto add = [&all](const QString &title, const QList<RunFigures::Warnings> &warnings) {
        if (warnings.isEmpty())
            return;
        all += title + u'\n';
        for (const RunFigures::Warnings &each : warnings)
            all += u"  %1 x %2 %3: %4\n"_s.arg(each.count).arg(each.kind, each.place, each.message);
    };
    add(tr("Warnings of the second run alone:"), newWarnings());
    add(tr("Warnings of the first run alone:"), goneWarnings());
    return all;
}

QString Comparison::text() const
{
    return tr("first   %1\nsecond  %2\n\n").arg(first_.path, second_.path) + figuresText() + u'\n'
        + coroutinesText() + u'\n' + stepsText() + u'\n' + warningsText();
}

QByteArray Comparison::json() const
{
    QJsonArray figures;
    for (const Figure &before : first_.figures) {
        const Figure *const now = second_.figure(before.name);
        const auto value = [](const Figure *figure) {
            return figure && figure->value ? QJsonValue(*figure->value) : QJsonValue();
        };
        figures << QJsonObject {{u"name"_s, before.name},
                                {u"first"_s, value(&before)},
                                {u"second"_s, value(now)},
                                {u"differs"_s, now && isRemarkable(before, *now)}};
    }
    return QJsonDocument(QJsonObject {{u"first"_s, first_.path},
                                      {u"second"_s, second_.path},
                                      {u"figures"_s, figures},
                                      {u"new_warnings"_s, jsonOf(newWarnings())},
                                      {u"gone_warnings"_s, jsonOf(goneWarnings())}})
        .toJson();
}

} // namespace models
