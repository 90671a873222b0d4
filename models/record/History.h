// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The whole span of a recording at a glance, for the bar that moves through it: how much happened
// when, and what stands out. Plain values; times are wall clock, ns since 1970.

#include <QtCore/QList>
#include <QtCore/QString>

#include <cstdint>

namespace models {

struct History {
    struct Second { // of all loops together
        std::int64_t time = 0; // its end
        double messages = 0, bytesIn = 0, bytesOut = 0; // per second
        double lag = 0; // ms, the largest
    };
    struct Incident {
        enum Kind { Warning, Fault, Error, Blocked };
        std::int64_t time = 0;
        std::int64_t lasted = 0; // ns; of Blocked alone
        Kind kind = Warning;
        quint64 count = 1; // of its kind, then
        QString words; // of a warning, one line
    };
    struct Mark { // a moment that somebody named
        std::int64_t time = 0;
        QString name;
        friend bool operator==(const Mark &, const Mark &) = default;
    };

    std::int64_t first = 0, last = 0; // 0: nothing was recorded
    QList<Second> seconds; // in the order of their times, as all lists here
    QList<Incident> incidents; // of very many, some
    QList<Mark> marks;
};

} // namespace models
