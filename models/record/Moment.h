// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A moment of a recording: everything that lived at a place of its stream, as consumers of Deltas
// take it (DeltaConsumer::restore()), and where that place is. Plain values; any thread.

#include "loop/Records.h"
#include "models/record/SessionRecord.h"

#include <QtCore/QList>
#include <QtCore/QString>

#include <string_view>
#include <vector>

namespace models {

// What one loop did in one second of the wall clock.
// The loop that does the program's own work, such as exports, beside its window: what it is late by
// says nothing of the sessions.
inline constexpr std::string_view OwnLoopName = "ui";

struct ActivitySample {
    static constexpr qint64 Length = 1'000'000'000; // ns

    qint64 time = 0; // when the second began; wall clock, ns since 1970
    quint64 loop = 0;
    quint64 messages = 0, bytesIn = 0, bytesOut = 0; // in it
    quint64 events = 0, warnings = 0, faults = 0, errors = 0; // in it
    qint64 lag = 0; // the largest in it, ns
    quint64 connections = 0, tasks = 0; // that lived at its end
};

// A moment that somebody named.
struct Mark {
    qint64 number = 0; // from 1
    qint64 time = 0; // wall clock, ns since 1970
    qint64 event = 0; // the newest event then
    QString name;
};

struct Moment {
    qint64 time = 0; // wall clock, ns since 1970, as it was asked for
    std::vector<loop::Delta> loops; // a keyframe each
    QList<SessionRecord> sessions; // as they were, in the order in which they began
    qint64 lastEvent = 0; // number of the newest event that had happened; 0: none had
    QList<ActivitySample> history; // the minute before
};

} // namespace models
