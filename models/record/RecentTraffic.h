// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What went over connections in the ten seconds before a moment, which a moment itself does not
// have: the sparklines. Plain values; any thread.

#include <QtCore/QtGlobal>

#include <array>
#include <cstdint>
#include <unordered_map>

namespace models {

struct RecentTraffic {
    static constexpr std::size_t Steps = 40;
    static constexpr std::int64_t Step = 250'000'000; // ns

    using Rates = std::array<float, Steps>; // bytes/s both ways, oldest first
    std::unordered_map<quint64, Rates> rates; // by connection; of those that sent or received
};

} // namespace models
