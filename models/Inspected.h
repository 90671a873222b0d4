// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the Inspector says of its subject, as plain lists: heading, labelled values, the waiting
// chain of a task, what a session measured, what keeps a loop busy, what a warning means, and where
// one can go from here. Values; nothing throws; any thread.

#include "models/Roles.h"
#include "models/record/SessionResults.h"
#include "models/spec/Limit.h"

#include <QtCore/QList>
#include <QtCore/QString>

namespace models {

struct Fact {
    QString label, value;
    Tone tone = Tone::Neutral; // of the value
    bool monospace = false;
    bool place = false; // in sources: what is at its end is shown
    bool second = false; // of two columns, where there is room for them
    friend bool operator==(const Fact &, const Fact &) = default;
};

// One that has nothing to say is left out.
inline void addFact(QList<Fact> &facts, const QString &label, const QString &value,
                    Tone tone = Tone::Neutral, bool monospace = false)
{
    if (!value.isEmpty())
        facts.push_back({label, value, tone, monospace});
}

inline void addPlace(QList<Fact> &facts, const QString &label, const QString &place)
{
    if (!place.isEmpty())
        facts.push_back({label, place, Tone::Neutral, true, true});
}

// One line of a waiting chain, outermost first: what waits, and where.
struct ChainStep {
    QString what, where;
    int depth = 0;
    friend bool operator==(const ChainStep &, const ChainStep &) = default;
};

// Something else to look at: a click goes there.
struct Reference {
    enum Goal {
        Task,
        Connection,
        Session,
        Loop,
        Log, // the event `id`, or that of `connection` and `task` at `time`
        Moment // the same, with every view as it was then
    };
    Goal goal = Task;
    quint64 id = 0; // of a task, connection, session, loop; number of an event
    QString text;
    qint64 time = 0; // wall clock, ns since 1970
    quint64 connection = 0, task = 0;
    friend bool operator==(const Reference &, const Reference &) = default;
};

// So many of one kind that live on a loop and were made at one place.
struct Holding {
    QString what, where;
    quint64 count = 0;
    friend bool operator==(const Holding &, const Holding &) = default;
};

struct Inspected {
    QString title, state, subtitle;
    Tone tone = Tone::Neutral; // of the state
    QList<Fact> facts, tls;
    QList<ChainStep> chain;
    QList<Reference> awaitedBy; // tasks
    SessionResults results; // of a session
    QList<Verdict> limits;
    bool limitsAreFinal = false; // else as they stand now
    QList<Fact> options;
    QString command; // that makes the session
    QString meaning, mending; // of a warning: a sentence or two each
    QList<Holding> holdings; // of a loop
    QList<Reference> links;
    friend bool operator==(const Inspected &, const Inspected &) = default;
};

} // namespace models
