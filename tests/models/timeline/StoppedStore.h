// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/record/EventStore.h"

#include <atomic>
#include <semaphore>

namespace models::test {

// A recording that counts how often it is read, and whose reader waits, while it is stopped, where
// it asks for what was told so far.
class StoppedStore final : public EventStore {
public:
    explicit StoppedStore(const EventStore &file)
        : file_(file)
    { }
    QString path() const override { return file_.path(); }
    qint64 firstEvent() const override { return file_.firstEvent(); }
    qint64 eventCount() const override { return file_.eventCount(); }
    qint64 size() const override { return file_.size(); }
    qint64 dropped() const override { return file_.dropped(); }
    void flush() const override
    {
        ++readings;
        stopped.acquire();
        stopped.release();
        file_.flush();
    }

    mutable std::atomic<int> readings {0};
    mutable std::counting_semaphore<> stopped {1};

private:
    const EventStore &file_;
};

} // namespace models::test
