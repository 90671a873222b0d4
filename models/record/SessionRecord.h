// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is known of one session (a server or a client) from outside: a plain value, told again whole
// whenever it changed. `figures` is what the session says of itself ("84.2k msg/s, p99 0.9 ms")
// with the numbers of the user's language; all other words, for scripts too, have those of the C
// locale.

#include "loop/Ids.h"
#include "models/record/SessionResults.h"
#include "models/spec/FaultPlan.h"
#include "models/spec/Limit.h"
#include "models/spec/SessionUrl.h"

#include <QtCore/QHash>
#include <QtCore/QMetaType>
#include <QtCore/QString>
#include <QtCore/QStringList>

namespace models {

struct SessionRecord {
    enum State { Starting, Running, Stopping, Stopped, Failed };

    loop::ContextId id;
    loop::LoopId loop;
    bool server = true;
    QString kind; // "echo", "lines", "load"
    QString address; // "127.0.0.1:8881"; for a server where it listens, once it does
    QStringList addresses; // of a server that is up: each one that it listens at
    SessionUrl url; // what makes it
    State state = Starting;
    QString error; // why it failed, one sentence
    QString figures;
    QString plainFigures; // the same, for scripts
    QString faultHits; // "latency 12, reset 1", or ""
    QList<qint64> hitsByFault; // of each fault of its URL, in their order; empty where none hit
    QHash<quint64, FaultPlan> connectionFaults; // those of open connections that have their own
    QHash<quint64, QList<qint64>> connectionHits; // of each fault of these
    QList<Verdict> verdicts; // on its limits, once it is over; it Failed where one does not hold
    QList<Verdict> soFar; // what they would be if it ended now; empty once it is over
    SessionResults results; // the numbers behind `figures`
};

} // namespace models

Q_DECLARE_METATYPE(models::SessionRecord)
