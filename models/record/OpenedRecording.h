// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A recording that a person opened, as it lies on disk. It is not changed, but for the names that a
// person gives to moments. Any thread.

#include "models/files/Result.h"
#include "models/record/EventStore.h"

#include <memory>

namespace models {

class OpenedRecording final : public EventStore {
public:
    // Looks into the file. A missing, foreign, damaged or newer one is a sentence.
    static Result<std::unique_ptr<OpenedRecording>> open(const QString &path);

    [[nodiscard]] QString path() const override { return path_; }
    [[nodiscard]] qint64 firstEvent() const override { return first_; }
    [[nodiscard]] qint64 eventCount() const override { return events_; }
    [[nodiscard]] qint64 size() const override { return size_; }
    [[nodiscard]] qint64 dropped() const override { return -1; }

    // Names a moment (wall clock, ns) in the file. "" or why it cannot be.
    [[nodiscard]] QString mark(qint64 time, const QString &name) const;

private:
    OpenedRecording(const QString &path, qint64 first, qint64 events, qint64 size)
        : path_(path)
        , first_(first)
        , events_(events)
        , size_(size)
    { }

    const QString path_;
    const qint64 first_, events_, size_;
};

} // namespace models
