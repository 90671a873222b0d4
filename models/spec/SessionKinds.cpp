// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/SessionKinds.h"

#include "models/spec/KindBuilders.h"
#include "models/text/Tr.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace models {

namespace {

using namespace Qt::StringLiterals;

QString written(double number)
{
    return QString::number(number, 'f', number == std::floor(number) ? 0 : 3);
}

QString rangeProblem(const SessionOption &option, double value)
{
    if (value >= option.minimum && value <= option.maximum)
        return {};
    return tr("is out of range; use %1").arg(optionRange(option));
}

struct Unit {
    QLatin1StringView name;
    double factor;
};

// A number, then one of the units; the number alone is in units of 1. Negative where there is none.
template <std::size_t N> double readWithUnit(QStringView text, const std::array<Unit, N> &units)
{
    const auto digitsEnd = std::find_if(
        text.begin(), text.end(), [](QChar c) { return (c < u'0' || c > u'9') && c != u'.'; });
    const auto digits = text.first(digitsEnd - text.begin());
    const auto name = text.sliced(digits.size());
    bool ok = false;
    const double number = digits.toDouble(&ok);
    if (!ok)
        return -1;
    for (const Unit &unit : units) {
        if (name == unit.name)
            return number * unit.factor;
    }
    return -1;
}

} // namespace

const SessionOption *SessionKind::option(QStringView optionName) const
{
    const auto it = std::find_if(options.begin(), options.end(), [&](const SessionOption &option) {
        return option.name == optionName;
    });
    return it == options.end() ? nullptr : &*it;
}

const QList<SessionKind> &sessionKinds()
{
    static const QList<SessionKind> kinds = [] {
        QList<SessionKind> all = serverKinds() + clientKinds();
        for (SessionKind &kind : all)
            kind.options << faultOptions() << captureOption();
        return all;
    }();
    return kinds;
}

const SessionKind *sessionKind(QStringView name)
{
    const auto &all = sessionKinds();
    const auto it = std::find_if(all.begin(), all.end(),
                                 [&](const SessionKind &kind) { return kind.name == name; });
    return it == all.end() ? nullptr : &*it;
}

bool takesMessages(QStringView kind)
{
    const SessionKind *known = sessionKind(kind);
    return known && known->takesMessages;
}

bool hasRules(QStringView kind)
{
    const SessionKind *known = sessionKind(kind);
    return known
        && std::any_of(known->options.begin(), known->options.end(),
                       [](const auto &option) { return option.type == OptionType::Rules; });
}

QString optionProblem(const SessionOption &option, const QString &value)
{
    if (option.required && value.isEmpty())
        return tr("is needed");
    switch (option.type) {
    case OptionType::Boolean:
        return readBoolean(value) ? QString() : tr("is neither true nor false; use one of them");
    case OptionType::Integer:
        if (const auto number = readInteger(value))
            return rangeProblem(option, double(*number));
        return tr("is not a whole number; use %1").arg(optionRange(option));
    case OptionType::Duration:
        if (const auto time = readDuration(value))
            return rangeProblem(option, std::chrono::duration<double>(*time).count());
        return tr("is not a time; use seconds such as 5 or 0.5, or a unit as in 300ms, 2m, 1h");
    case OptionType::Size:
        if (const auto size = readSize(value))
            return rangeProblem(option, double(*size));
        return tr("is not a size; use bytes such as 64, or a unit as in 64k, 1M");
    case OptionType::Choice:
        if (option.choices.contains(value))
            return {};
        return tr("is not a choice; use %1").arg(optionRange(option));
    case OptionType::Text:
    case OptionType::Rules:
        return option.problem ? option.problem(value) : QString();
    }
    return {};
}

QString optionRange(const SessionOption &option)
{
    switch (option.type) {
    case OptionType::Boolean:
        return tr("true or false");
    case OptionType::Choice:
        return joinedByOr(option.choices);
    case OptionType::Text:
    case OptionType::Rules:
        return tr("text");
    case OptionType::Integer:
    case OptionType::Duration:
    case OptionType::Size:
        break;
    }
    const QString range = tr("%1 to %2").arg(written(option.minimum), written(option.maximum));
    if (option.type == OptionType::Duration)
        return tr("%1 seconds").arg(range);
    return option.type == OptionType::Size ? tr("%1 bytes").arg(range) : range;
}

std::optional<bool> readBoolean(QStringView text)
{
    for (const auto yes : {"true"_L1, "yes"_L1, "on"_L1, "1"_L1}) {
        if (text == yes)
            return true;
    }
    for (const auto no : {"false"_L1, "no"_L1, "off"_L1, "0"_L1}) {
        if (text == no)
            return false;
    }
    return std::nullopt;
}

std::optional<qint64> readInteger(QStringView text)
{
    const bool digitsOnly = std::all_of(
        text.begin(), text.end(), [](QChar c) { return (c >= u'0' && c <= u'9') || c == u'-'; });
    bool ok = false;
    const qint64 number = text.toLongLong(&ok);
    return ok && digitsOnly ? std::optional(number) : std::nullopt;
}

std::optional<std::chrono::nanoseconds> readDuration(QStringView text)
{
    static constexpr std::array<Unit, 6> units {{{""_L1, 1e9},
                                                 {"ms"_L1, 1e6},
                                                 {"s"_L1, 1e9},
                                                 {"m"_L1, 60e9},
                                                 {"min"_L1, 60e9},
                                                 {"h"_L1, 3600e9}}};
    const double nanoseconds = readWithUnit(text, units);
    if (nanoseconds < 0 || nanoseconds > 9e18)
        return std::nullopt;
    return std::chrono::nanoseconds(std::llround(nanoseconds));
}

std::optional<qint64> readSize(QStringView text)
{
    static constexpr std::array<Unit, 12> units {{{""_L1, 1},
                                                  {"B"_L1, 1},
                                                  {"k"_L1, 1024},
                                                  {"K"_L1, 1024},
                                                  {"KiB"_L1, 1024},
                                                  {"M"_L1, mebibyte},
                                                  {"MiB"_L1, mebibyte},
                                                  {"G"_L1, 1024 * mebibyte},
                                                  {"GiB"_L1, 1024 * mebibyte},
                                                  {"kB"_L1, 1e3},
                                                  {"MB"_L1, 1e6},
                                                  {"GB"_L1, 1e9}}};
    const double bytes = readWithUnit(text, units);
    if (bytes < 0 || bytes > 9e18 || bytes != std::floor(bytes))
        return std::nullopt;
    return qint64(bytes);
}

std::optional<qint64> readCapture(QStringView text)
{
    if (text == "all"_L1)
        return std::numeric_limits<qint64>::max();
    return text == "none"_L1 ? 0 : readSize(text);
}

std::optional<double> readSpeed(QStringView text)
{
    if (text == "max"_L1)
        return std::numeric_limits<double>::infinity();
    bool isNumber = false;
    const double speed = text.toDouble(&isNumber);
    return isNumber && speed >= 0.001 && speed <= 1e6 ? std::optional(speed) : std::nullopt;
}

QString joinedByOr(const QStringList &words)
{
    if (words.size() < 2)
        return words.join(u", "_s);
    return tr("%1 or %2").arg(words.first(words.size() - 1).join(u", "_s), words.last());
}

} // namespace models
