// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The roles and columns that item models offer and views paint by. A view needs nothing else to
// know of a model: state comes as a tone and a word, rates as a list of numbers, ids as numbers.

#include <QtCore/qnamespace.h>

namespace models {

enum Role {
    SortRole = Qt::UserRole, // a number or text that sorts; never formatted
    IdRole, // quint64 of the row: ConnectionId, TaskId, ... by model
    ToneRole, // int of Tone: paint this cell as a pill in that tone
    SparklineRole, // QList<double>, oldest first: paint this cell as a sparkline
    GaugeRole, // Gauge: paint this cell as a bar with two marks
    FadeRole, // qreal 0..1: opacity of the row, below 1 for what has ended
    ConnectionRole, // quint64: the connection the row is about, or 0
    TaskRole, // quint64: the task the row is about, or 0
    MonospaceRole, // bool: set in the fixed-width font
    EventRole, // quint64: the number of the event in the log that the row is about, or 0
    FilterKeyRole, // int: the id of the key that filters by this column; invalid: there is none
    ContextRole, // quint64: the session the row is about, or 0
    LiteralRole, // bool: bytes, addresses, numbers: never reordered, see models/text/Shown.h
    PlaceRole, // QString: the line of source code that the row is about, see models/Places.h
    WordRole, // QString: the word that filters know, where another language shows another one
    HighlightRole // QList<Highlight>: parts of a fixed-width text that stand out
};

// What a state means to the eye; the theme gives each a colour. Never shown without its word.
enum class Tone { Neutral, Good, Active, Busy, Notice, Warning, Error };

struct Gauge {
    double value = 0; // all three as fractions of the bar, 0..1
    double low = 0;
    double high = 0;
};

struct Highlight {
    int from = 0; // characters
    int size = 0;
    bool current = false;
};

namespace ConnectionColumn {
enum Column {
    Id,
    State,
    Session,
    Role,
    Local,
    Peer,
    Program,
    Transport,
    Age,
    In,
    Out,
    Rate,
    Buffer,
    Task,
    ColumnCount
};
}
namespace TaskColumn {
enum Column {
    Id,
    State,
    Coroutine,
    WaitsFor,
    SuspendedAt,
    Steps,
    Busy,
    Longest,
    StepTimes,
    ToRun,
    Warnings,
    ColumnCount
};
}
namespace TimerColumn {
enum Column { Id, Due, Callback, Session, Created, Repeats, ColumnCount };
}
namespace WarningColumn {
enum Column { Time, Kind, Count, Message, Created, Task, Connection, ColumnCount };
}
namespace LongestColumn {
enum Column { Length, Time, Task, Coroutine, Session, ColumnCount };
}
namespace LogColumn {
enum Column { Number, Time, Event, Session, Connection, Task, Bytes, Merged, Detail, ColumnCount };
}

} // namespace models
