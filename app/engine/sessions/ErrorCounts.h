// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What went wrong for a client, counted by kind: one count for a connection that failed, or a
// message whose answer was wrong or never came. One thread at a time.

#include "models/record/SessionResults.h"
#include "models/spec/Limit.h"

#include <QtCore/QString>

#include <array>
#include <cstdint>
#include <exception>

namespace app {

class ErrorCounts {
public:
    enum Kind {
        Refused, // nobody accepts there
        Reset, // the peer broke it off
        Timeout,
        Mismatch, // another answer than what was sent
        Unanswered, // due, and no answer when its connection or the run ended
        Unreachable, // no way there, or the interface is down
        UnknownHost,
        Encryption, // the handshake or the certificate
        Denied, // by permissions or a firewall
        Descriptors, // none is left
        Ports, // no local one is left
        Memory, // of the kernel, for sockets
        TooLarge, // for one datagram
        Other,
        KindCount
    };

    [[nodiscard]] static Kind
    kindOf(const std::exception_ptr &exception); // of a connection that failed

    void add(Kind kind, std::uint64_t count = 1) noexcept { counts_[kind] += count; }
    void addFailure(const std::exception_ptr &exception); // and what an `other` one was
    [[nodiscard]] std::uint64_t of(Kind kind) const noexcept { return counts_[kind]; }
    [[nodiscard]] std::uint64_t total() const noexcept;
    [[nodiscard]] std::optional<double>
    measured(models::Measure measure) const; // none: not of errors
    [[nodiscard]] QList<models::SessionResults::Errors> byKind() const; // those above 0
    // "3 errors (2 refused, 1 other: Protocol not supported)"; "" for none
    [[nodiscard]] QString text() const;

private:
    std::array<std::uint64_t, KindCount> counts_ {};
    QString firstOther_; // in words
};

} // namespace app
