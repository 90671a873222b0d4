// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Faults: what is done on purpose to the bytes of a connection, as a person writes it. One fault is
// one line of text, KIND[:VALUE][,NAME:VALUE]..., as in "latency:50ms,jitter:10ms,direction:out"; a
// plan is any number of them with a seed. It says nothing of how faults are done: that is
// app/faults/. Plain values; any thread.
//
// Each message (what is received at once, or written at once; or a datagram) is judged by each
// fault: it is hit if its direction fits, its trigger holds, and the dice say so.

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <chrono>
#include <optional>

namespace models {

enum class FaultKind {
    Latency, // comes `time` later, give or take `spread`
    Bandwidth, // `amount` bytes a second at most
    Slice, // in pieces of `amount` bytes, `spread` apart
    Stall, // nothing moves for `time`; 0: ever again
    Limit, // the connection is closed after `amount` bytes
    Reset, // the connection is reset, instead of the message
    HalfClose, // the direction ends after the message
    Corrupt, // every byte whose number is a multiple of `amount` is changed
    Drop, // datagrams only, as are those below: it never arrives
    Duplicate, // it arrives twice
    Reorder, // it arrives after the next one
    Count
};

enum class FaultDirection { Both, In, Out }; // as the session sees it

struct Fault {
    FaultKind kind = FaultKind::Latency;
    FaultDirection direction = FaultDirection::Both;
    std::chrono::nanoseconds time {};
    std::chrono::nanoseconds spread {}; // "jitter" of Latency, "gap" of Slice
    qint64 amount = 0;
    double probability = 1;
    // The trigger: all that is given has to hold.
    QByteArray match; // the message contains these bytes; "": any
    qint64 message = 0; // it is the nth of its direction; 0: any
    std::chrono::nanoseconds after {}; // so long after the connection was made

    [[nodiscard]] QString toString() const; // parses to an equal one
    [[nodiscard]] bool fits(FaultDirection side) const
    {
        return direction == FaultDirection::Both || direction == side;
    }

    friend bool operator==(const Fault &, const Fault &) = default;
};

struct FaultPlan {
    QList<Fault> faults;
    quint64 seed = 1; // the same seed, the same dice

    [[nodiscard]] QStringList lines() const;

    friend bool operator==(const FaultPlan &, const FaultPlan &) = default;
};

enum class Traffic { Stream, Datagrams };

struct FaultResult {
    std::optional<Fault> fault;
    QString problem; // where there is none: a clause, "latency needs a time, as in latency:50ms"
};
[[nodiscard]] FaultResult parseFault(const QString &text);

// As optionProblem() has it: the second half of a sentence, or "".
[[nodiscard]] QString faultProblem(const QString &text);

struct FaultPlanResult {
    std::optional<FaultPlan> plan;
    QString problem; // where there is none: a clause that names the fault
};
[[nodiscard]] Traffic trafficOf(QStringView transport); // of a session's URL: "udp"
// One fault a line; empty lines are left out.
[[nodiscard]] FaultPlanResult parseFaultPlan(const QStringList &lines, quint64 seed,
                                             Traffic traffic);
// {"seed": 7, "faults": ["reset,message:3", {"fault": "latency", "value": "50ms", "direction":
// "out"}]}
[[nodiscard]] FaultPlanResult parseFaultPlanJson(const QByteArray &json, Traffic traffic);

[[nodiscard]] QString nameOf(FaultKind kind); // "half-close"
// What a form asks of a fault of that kind.
struct FaultForm {
    QString value; // an example of what follows its name: "50ms"; "": nothing does
    bool valueMayBeLeftOut = false;
    QString spread; // what its second time is called: "jitter"; "": it has none
    QString example; // a whole fault: "latency:50ms,jitter:10ms"
};
[[nodiscard]] FaultForm formOf(FaultKind kind);
[[nodiscard]] QList<FaultKind> faultKinds(Traffic traffic); // that act on it
// A fault as its fields: its name with its value first, then what else it has, "direction" with
// "in". faultOf() reads them back; `match` as in a line, but for commas, which it may have as they
// are.
using FaultFields = QList<std::pair<QString, QString>>;
[[nodiscard]] FaultFields fieldsOf(const Fault &fault);
[[nodiscard]] FaultResult faultOf(const FaultFields &fields);
// For --help and dialogs: every kind that acts on it with its values, "stall:2s, corrupt:100"; and
// what may follow each of them.
[[nodiscard]] QString faultGrammar(Traffic traffic);
[[nodiscard]] QString faultFields();

} // namespace models
