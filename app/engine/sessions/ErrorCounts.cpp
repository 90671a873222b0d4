// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/ErrorCounts.h"

#include "loop/Errors.h"
#include "loop/TlsContext.h"
#include "models/text/Format.h"
#include "models/text/Plural.h"

#include <QtCore/QStringList>

#include <cerrno>
#include <numeric>

namespace app {

using models::tr;

namespace {

constexpr std::array<const char *, ErrorCounts::KindCount> names {
    QT_TRANSLATE_NOOP("ErrorCounts", "%1 refused"),
    QT_TRANSLATE_NOOP("ErrorCounts", "%1 reset"),
    QT_TRANSLATE_NOOP("ErrorCounts", "%1 timeout"),
    QT_TRANSLATE_NOOP("ErrorCounts", "%1 mismatch"),
    QT_TRANSLATE_NOOP("ErrorCounts", "%1 unanswered"),
    QT_TRANSLATE_NOOP("ErrorCounts", "%1 unreachable"),
    QT_TRANSLATE_NOOP("ErrorCounts", "%1 unknown host"),
    QT_TRANSLATE_NOOP("ErrorCounts", "%1 TLS"),
    QT_TRANSLATE_NOOP("ErrorCounts", "%1 permission denied"),
    QT_TRANSLATE_NOOP("ErrorCounts", "%1 out of descriptors"),
    QT_TRANSLATE_NOOP("ErrorCounts", "%1 out of local ports"),
    QT_TRANSLATE_NOOP("ErrorCounts", "%1 out of memory"),
    QT_TRANSLATE_NOOP("ErrorCounts", "%1 too large for a datagram"),
    QT_TRANSLATE_NOOP("ErrorCounts", "%1 other"),
};

ErrorCounts::Kind kindOfErrno(int error)
{
    switch (error) {
    case ECONNREFUSED:
    case ENOENT: // no such Unix socket
    case EAGAIN: // its queue is full
        return ErrorCounts::Refused;
    case ECONNRESET:
    case ECONNABORTED:
    case EPIPE:
    case ENOTCONN:
        return ErrorCounts::Reset;
    case ETIMEDOUT:
        return ErrorCounts::Timeout;
    case ENETUNREACH:
    case EHOSTUNREACH:
    case ENETDOWN:
    case EHOSTDOWN:
    case ENETRESET:
    case ENONET:
        return ErrorCounts::Unreachable;
    case EACCES:
    case EPERM:
        return ErrorCounts::Denied;
    case EMFILE:
    case ENFILE:
    case ENOSPC: // of what epoll may watch
        return ErrorCounts::Descriptors;
    case EADDRNOTAVAIL:
    case EADDRINUSE:
        return ErrorCounts::Ports;
    case ENOBUFS:
    case ENOMEM:
        return ErrorCounts::Memory;
    case EMSGSIZE:
        return ErrorCounts::TooLarge;
    default:
        return ErrorCounts::Other;
    }
}

} // namespace

ErrorCounts::Kind ErrorCounts::kindOf(const std::exception_ptr &exception)
{
    try {
        std::rethrow_exception(exception);
    } catch (const loop::TimeoutError &) {
        return Timeout;
    } catch (const loop::IncompleteReadError &) {
        return Reset; // closed before it had answered
    } catch (const loop::TlsError &) {
        return Encryption;
    } catch (const std::system_error &error) {
        return std::string_view(error.code().category().name()) == "getaddrinfo"
            ? UnknownHost
            : kindOfErrno(error.code().value());
    } catch (const std::bad_alloc &) {
        return Memory;
    } catch (...) {
        return Other;
    }
}

void ErrorCounts::addFailure(const std::exception_ptr &exception)
{
    const Kind kind = kindOf(exception);
    add(kind);
    if (kind != Other || !firstOther_.isEmpty())
        return;
    try {
        std::rethrow_exception(exception);
    } catch (const std::system_error &error) {
        firstOther_ = QString::fromLocal8Bit(error.code().message().c_str());
    } catch (...) {
        firstOther_ = QString::fromStdString(loop::describe(exception));
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
    case models::Measure::Unanswered:
        return double(of(Unanswered));
    default:
        return std::nullopt;
    }
}

QList<models::SessionResults::Errors> ErrorCounts::byKind() const
{
    QList<models::SessionResults::Errors> errors;
    for (std::size_t kind = 0; kind < counts_.size(); ++kind) {
        if (counts_[kind] > 0) // "%1 refused": what follows the number
            errors << models::SessionResults::Errors {QByteArray(names[kind]).mid(3),
                                                      counts_[kind]};
    }
    return errors;
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
    if (!firstOther_.isEmpty())
        parts.last() += tr(": %1").arg(firstOther_);
    return tr("%1 error(s) (%2)", nullptr, total())
        .arg(models::format::integer(qint64(total())), parts.join(QStringLiteral(", ")));
}

} // namespace app
