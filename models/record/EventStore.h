// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where the events of a log are: the file of a recording, how many of them can be read by now, and
// within which budget it is kept. A Recording that goes on is one, and so is a file that was
// opened. Any thread.

#include <QtCore/QString>

#include <chrono>

namespace models {

class EventStore {
public:
    virtual ~EventStore() = default;
    [[nodiscard]] virtual QString path() const = 0;
    // The number of the first: those before it have left. At most 1 where there is none.
    [[nodiscard]] virtual qint64 firstEvent() const = 0;
    [[nodiscard]] virtual qint64 eventCount() const = 0; // the number of the last one
    [[nodiscard]] virtual qint64 size() const = 0; // on disk, bytes
    // Data events left out because the disk could not keep up, merged ones counted each; -1:
    // nobody knows any more.
    [[nodiscard]] virtual qint64 dropped() const = 0;
    // Bytes of data left out for the same reason, of events that are there; 0 where nobody knows.
    [[nodiscard]] virtual qint64 missing() const { return 0; }
    // Beyond it the oldest leave; 0: any. A file that was opened has none any more.
    struct Budget {
        qint64 bytes = 0; // on disk
        std::chrono::seconds age {0};
    };
    [[nodiscard]] virtual Budget budget() const { return {}; }
    // What the thread that writes it has used of a processor so far, ns; 0 where there is none.
    [[nodiscard]] virtual std::int64_t writingTime() const { return 0; }
    // Waits until all that was told so far can be read.
    virtual void flush() const { }

protected:
    EventStore() = default;
    Q_DISABLE_COPY_MOVE(EventStore)
};

} // namespace models
