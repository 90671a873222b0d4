// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a session has measured so far, as numbers: of a load messages, their rate, how long answers
// took as percentiles and as a histogram, and errors by kind. A plain value of a few dozen numbers
// that SessionRecord carries while the session runs and after; words are made where it is shown.
// Times are nanoseconds. Nothing throws; any thread.

#include <QtCore/QByteArray>
#include <QtCore/QList>

namespace models {

struct SessionResults {
    // How many answers took at least `least` and less than `below`.
    struct Bar {
        qint64 least = 0, below = 0;
        quint64 count = 0;
        friend bool operator==(const Bar &, const Bar &) = default;
    };
    struct Errors {
        QByteArray kind; // "refused", "out of local ports": the key of its translation
        quint64 count = 0;
        friend bool operator==(const Errors &, const Errors &) = default;
    };

    bool measured = false; // false: this kind measures nothing, or has not begun
    quint64 messages = 0; // that were answered as they were to be
    double rate = 0; // of these a second: lately, or over the whole run once it is over
    quint64 timed = 0; // what the percentiles are of
    qint64 p50 = 0, p90 = 0, p99 = 0, p999 = 0, max = 0;
    quint64 connections = 0; // that were open at once, or are
    qint64 elapsed = 0; // of the run; 0: not known
    QList<Bar> histogram; // ascending, without gaps from the first that is not empty to the last
    QList<Errors> errors; // none is of count 0

    friend bool operator==(const SessionResults &, const SessionResults &) = default;
};

} // namespace models
