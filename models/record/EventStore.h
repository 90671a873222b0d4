// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where the events of a log are: the file of a recording, and how many of them can be read by now.
// A Recording that goes on is one, and so is a file that was opened. Any thread.

#include "models/record/RecordingReader.h"

namespace models {

class EventStore {
public:
    virtual ~EventStore() = default;
    [[nodiscard]] virtual QString path() const = 0;
    [[nodiscard]] virtual qint64 eventCount() const = 0; // the number of the last one

protected:
    EventStore() = default;
    Q_DISABLE_COPY_MOVE(EventStore)
};

// A file that nobody writes any more.
class OpenedRecording final : public EventStore {
public:
    static Result<std::unique_ptr<OpenedRecording>> open(const QString &path)
    {
        const auto reader = RecordingReader::open(path);
        if (!reader)
            return Failure {reader.problem()};
        const Result<qint64> count = (*reader)->eventCount();
        if (!count)
            return Failure {count.problem()};
        return std::unique_ptr<OpenedRecording>(new OpenedRecording(path, *count));
    }

    [[nodiscard]] QString path() const override { return path_; }
    [[nodiscard]] qint64 eventCount() const override { return count_; }

private:
    OpenedRecording(const QString &path, qint64 count)
        : path_(path)
        , count_(count)
    { }

    const QString path_;
    const qint64 count_;
};

} // namespace models
