// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/text/Format.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDateTime>
#include <QtCore/QLocale>

#include <atomic>
#include <cmath>
#include <iterator>
#include <utility>

namespace models::format {

namespace {

constexpr double Microsecond = 1e3, Millisecond = 1e6, Second = 1e9;

thread_local Spelling::Kind current = Spelling::Users;

std::atomic<const QLocale *> users = nullptr;

QLocale locale()
{
    if (current == Spelling::Plain)
        return QLocale::c();
    const QLocale *chosen = users.load(std::memory_order_acquire);
    return chosen ? *chosen : QLocale();
}

QString with(double value, int digits, const QString &unit)
{
    return decimal(value, digits) + QChar::Space + unit;
}

// The number of steps by which `value` has to shrink to be below a step with one decimal.
template <std::size_t N>
QString scaled(double value, double step, const char16_t *const (&units)[N])
{
    std::size_t unit = 0;
    for (; unit + 1 < N && std::abs(value) >= step - (unit == 0 ? 0.5 : 0.05); ++unit)
        value /= step;
    return with(value, unit == 0 ? 0 : 1, QString::fromUtf16(units[unit]));
}

QString spans(const char *text, qint64 large, qint64 small)
{
    return QCoreApplication::translate("models::format", text).arg(large).arg(small);
}

QString localTime(std::int64_t wall, const QString &pattern)
{
    return QDateTime::fromMSecsSinceEpoch(wall / 1'000'000).toString(pattern);
}

} // namespace

void useLocale(const QLocale *locale)
{
    users.store(locale, std::memory_order_release);
}

Spelling::Spelling(Kind kind)
    : before_(std::exchange(current, kind))
{ }

bool Spelling::isPlain()
{
    return current == Plain;
}

Spelling::~Spelling()
{
    current = before_;
}

QString decimal(double value, int digits)
{
    return locale().toString(value, 'f', digits);
}

QString bytes(double value)
{
    static constexpr const char16_t *units[] = {u"B", u"kB", u"MB", u"GB", u"TB", u"PB"};
    return scaled(value, 1000, units);
}

QString binaryBytes(double value)
{
    static constexpr const char16_t *units[] = {u"B", u"KiB", u"MiB", u"GiB", u"TiB"};
    std::size_t unit = 0;
    for (; unit + 1 < std::size(units) && std::abs(value) >= (unit == 0 ? 1024 : 1023.5); ++unit)
        value /= 1024;
    const bool whole = unit == 0 || std::abs(value) >= 10 || value == std::floor(value);
    return with(value, whole ? 0 : 1, QString::fromUtf16(units[unit]));
}

QString bytesPerSecond(double rate)
{
    return bytes(rate) + QStringLiteral("/s");
}

QString count(double value)
{
    static constexpr char16_t units[] = {u'k', u'M', u'G'};
    if (std::abs(value) < 999.5)
        return decimal(value, 0);
    std::size_t unit = 0;
    for (value /= 1000; unit + 1 < std::size(units) && std::abs(value) >= 999.95; ++unit)
        value /= 1000;
    return decimal(value, 1) + QChar(units[unit]);
}

QString integer(qint64 number)
{
    return locale().toString(number);
}

QString duration(std::int64_t ns)
{
    const auto value = static_cast<double>(ns);
    const double size = std::abs(value);
    if (size < Microsecond)
        return with(value, 0, QStringLiteral("ns"));
    if (size < 100 * Microsecond)
        return with(value / Microsecond, size < 10 * Microsecond ? 1 : 0, QStringLiteral("µs"));
    if (size < 999.5 * Millisecond) {
        const int digits = size < Millisecond ? 2 : size < 100 * Millisecond ? 1 : 0;
        return with(value / Millisecond, digits, QStringLiteral("ms"));
    }
    if (size < 60 * Second)
        return with(value / Second, size < 10 * Second ? 2 : 1, QStringLiteral("s"));
    const qint64 whole = ns / 1'000'000'000;
    if (size < 3600 * Second)
        return spans(QT_TRANSLATE_NOOP("models::format", "%1 min %2 s"), whole / 60, whole % 60);
    return spans(QT_TRANSLATE_NOOP("models::format", "%1 h %2 min"), whole / 3600, whole / 60 % 60);
}

QString countdown(std::int64_t ns)
{
    const auto value = static_cast<double>(ns);
    if (value < 0.95 * Second)
        return with(std::max(0.0, value) / Millisecond, 0, QStringLiteral("ms"));
    return value < 60 * Second ? with(value / Second, 1, QStringLiteral("s")) : duration(ns);
}

QString seconds(std::int64_t ns)
{
    return with(static_cast<double>(ns) / Second, 3, QStringLiteral("s"));
}

QString age(std::int64_t ns)
{
    const qint64 whole = std::max<std::int64_t>(0, ns) / 1'000'000'000;
    const auto two = [](qint64 number) { return QString::number(number).rightJustified(2, u'0'); };
    const QString rest = two(whole / 60 % 60) + u':' + two(whole % 60);
    return whole < 3600 ? rest : QString::number(whole / 3600) + u':' + rest;
}

QString clock(std::int64_t wall)
{
    return localTime(wall, QStringLiteral("HH:mm:ss.zzz"))
        + QString::number(wall / 1000 % 1000).rightJustified(3, u'0');
}

QString dateAndTime(std::int64_t wall)
{
    return localTime(wall, QStringLiteral("yyyy-MM-dd HH:mm"));
}

QString clockToMilliseconds(std::int64_t wall)
{
    return localTime(wall, QStringLiteral("HH:mm:ss.zzz"));
}

QString isoTime(std::int64_t wall)
{
    return QDateTime::fromMSecsSinceEpoch(wall / 1'000'000, Qt::UTC)
               .toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss.zzz"))
        + QString::number(wall / 1000 % 1000).rightJustified(3, u'0') + u'Z';
}

} // namespace models::format
