// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/BackgroundReader.h"

#include "models/record/EventStore.h"

namespace models {

BackgroundReader::BackgroundReader(const EventStore *file)
    : file_(file)
{ }

BackgroundReader::~BackgroundReader()
{
    thread_.request_stop();
}

void BackgroundReader::ask(Work work, Step step)
{
    {
        const std::lock_guard lock(mutex_);
        (work == Work::Seen ? seen_ : whole_).push_back(std::move(step));
    }
    wake_.notify_one();
    if (!thread_.joinable())
        thread_ = std::jthread([this](const std::stop_token &stop) { run(stop); });
}

void BackgroundReader::run(const std::stop_token &stop)
{
    std::unique_lock lock(mutex_);
    while (wake_.wait(lock, stop, [this] { return hasWork(); }) && !stop.stop_requested()) {
        std::deque<Step> &queue = seen_.empty() ? whole_ : seen_;
        Step step = std::move(queue.front());
        queue.pop_front();
        lock.unlock();
        const QString problem = open();
        const bool more = step(reader_.get(), problem);
        if (!more)
            step = nullptr; // what it holds goes before the lock is taken
        lock.lock();
        if (more)
            queue.push_back(std::move(step));
    }
}

// "" or why it cannot be.
QString BackgroundReader::open()
{
    if (reader_ || file_->eventCount() == 0)
        return {};
    auto opened = RecordingReader::open(file_->path());
    if (!opened)
        return opened.problem();
    reader_ = std::move(*opened);
    return {};
}

} // namespace models
