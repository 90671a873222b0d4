// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What went wrong for a client, counted by kind: one count for a connection that failed or an
// answer that was not what was sent. One thread at a time.

#include "models/spec/Limit.h"

#include <QtCore/QString>

#include <array>
#include <cstdint>
#include <exception>

namespace app {

class ErrorCounts {
public:
    enum Kind { Refused, Reset, Timeout, Mismatch, Other, KindCount };

    [[nodiscard]] static Kind
    kindOf(const std::exception_ptr &exception); // of a connection that failed

    void add(Kind kind) noexcept { ++counts_[kind]; }
    [[nodiscard]] std::uint64_t of(Kind kind) const noexcept { return counts_[kind]; }
    [[nodiscard]] std::uint64_t total() const noexcept;
    [[nodiscard]] std::optional<double>
    measured(models::Measure measure) const; // none: not of errors
    [[nodiscard]] QString text() const; // "3 errors (2 refused, 1 timeout)"; "" for none

private:
    std::array<std::uint64_t, KindCount> counts_ {};
};

} // namespace app
