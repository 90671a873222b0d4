// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What came of a session's replays: counted, and each difference shown to a person, as many as
// somebody reads. Net thread.

#include "models/spec/Limit.h"

#include <QtCore/QString>

#include <cstdint>
#include <functional>
#include <optional>

namespace app {

// One stretch of what the peer says that does not stand in the recording like that.
struct ReplayDifference {
    enum Kind { Other, Missing, Surplus } kind = Other; // Other: one byte
    std::uint64_t at = 0; // in what the peer says, from 0
    std::uint64_t bytes = 1;
    std::int64_t event = 0; // where the recording has it; 0: nowhere
    unsigned char expected = 0, got = 0; // of Other

    [[nodiscard]] QString words() const; // "at byte 5 expected 61 'a', got 62 'b' (event 17)"
};

class ReplayReport {
public:
    static constexpr std::uint64_t MostShown = 20; // differences; all are counted
    using Show = std::function<void(const QString &)>;

    explicit ReplayReport(Show show)
        : show_(std::move(show))
    { }
    void begin(); // anew

    void found(const ReplayDifference &difference);
    void said() { ++said_; } // a message
    void heard(std::uint64_t bytes) { heard_ += bytes; } // of the peer, looked at
    void played() { ++whole_; } // a conversation, to its end

    [[nodiscard]] QString figures() const;
    [[nodiscard]] std::optional<double> measured(models::Measure measure) const;
    [[nodiscard]] models::Evidence evidence() const;

private:
    Show show_;
    std::uint64_t said_ = 0, heard_ = 0, whole_ = 0, differences_ = 0,
                  shown_ = 0; // differences_ in bytes
    std::optional<ReplayDifference> first_;
};

} // namespace app
