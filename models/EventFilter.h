// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which events of a log a filter shows: the language of Filter over the columns of the log. The Log
// view, exports and the command line all ask this one, so that they show the same events. A value;
// an empty one shows everything. Any thread.

#include "models/Filter.h"
#include "models/record/RecordingReader.h"

#include <functional>

namespace models {

class EventFilter {
public:
    EventFilter() = default;
    // Where the text has a mistake, mistake() says so and the filter shows everything.
    explicit EventFilter(const QString &text);

    [[nodiscard]] static QList<FilterKey> keys();
    [[nodiscard]] static int keyOfColumn(int logColumn); // LogColumn; -1: none
    [[nodiscard]] bool isEmpty() const { return filter_.isEmpty(); }
    [[nodiscard]] const QString &text() const { return filter_.text(); }
    [[nodiscard]] const std::optional<FilterMistake> &mistake() const { return filter_.mistake(); }

    // `session` is called where the filter asks for it: the name of the event's session in full,
    // "echo 127.0.0.1:8881", or "" where it has none.
    [[nodiscard]] bool shows(const StoredEvent &event,
                             const std::function<QString()> &session) const;

    // Leaves out what it cannot show, for who reads: other connections, tasks and kinds, and
    // payload that it does not look at. What is narrow already stays.
    void narrow(RecordingReader::Narrowing &narrowing) const;

private:
    Filter filter_;
    QStringList shownKinds_; // as the log shows them, by EventKind
};

// An event in the words of the log's columns; "" where it has none.
[[nodiscard]] QString detailOf(const StoredEvent &event); // with its payload on one line
// "echo :8881" for "echo 127.0.0.1:8881"; of a path, all of it.
[[nodiscard]] QString shortSessionName(const QString &name);

} // namespace models
