// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/ErrorCounts.h"

#include "loop/Errors.h"
#include "models/text/Format.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QStringList>

#include <cerrno>
#include <numeric>

namespace app {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ErrorCounts", text);
}

constexpr const char *names[] {
    QT_TRANSLATE_NOOP("ErrorCounts", "%1 refused"), QT_TRANSLATE_NOOP("ErrorCounts", "%1 reset"),
    QT_TRANSLATE_NOOP("ErrorCounts", "%1 timeout"), QT_TRANSLATE_NOOP("ErrorCounts", "%1 mismatch"),
    QT_TRANSLATE_NOOP("ErrorCounts", "%1 other"),
};

} // namespace

ErrorCounts::Kind ErrorCounts::kindOf(const std::exception_ptr &exception)
{
    try {
        std::rethrow_exception(exception);
    } catch (const loop::TimeoutError &) {
        return Timeout;
    } catch (const loop::IncompleteReadError &) {
        return Reset; // closed before it had answered
    } catch (const std::system_error &error) {
        switch (error.code().value()) {
        case ECONNREFUSED:
            return Refused;
        case ECONNRESET:
        case EPIPE:
            return Reset;
        case ETIMEDOUT:
            return Timeout;
        default:
            return Other;
        }
    } catch (...) {
        return Other;
    }
}

std::uint64_t ErrorCounts::total() const noexcept
{
    return std::accumulate(counts_.begin(), counts_.end(), std::uint64_t(0));
}

std::optional<double> ErrorCounts::measured(models::Measure measure) const
{
    switch (measure) {
    case models::Measure::Errors:
        return double(total());
    case models::Measure::Refused:
        return double(of(Refused));
    case models::Measure::Reset:
        return double(of(Reset));
    case models::Measure::Timeout:
        return double(of(Timeout));
    case models::Measure::Mismatch:
        return double(of(Mismatch));
    default:
        return std::nullopt;
    }
}

QString ErrorCounts::text() const
{
    QStringList parts;
    for (std::size_t kind = 0; kind < counts_.size(); ++kind) {
        if (counts_[kind] > 0)
            parts << tr(names[kind]).arg(models::format::integer(qint64(counts_[kind])));
    }
    if (parts.isEmpty())
        return {};
    const QString head = total() == 1
        ? tr("1 error (%1)")
        : tr("%1 errors (%2)").arg(models::format::integer(qint64(total())));
    return head.arg(parts.join(QStringLiteral(", ")));
}

} // namespace app
