// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/RecordingThread.h"

#include <chrono>
#include <utility>

namespace models {

namespace {

constexpr std::chrono::seconds SamplePace {1};
// How long an event may wait for its readers, and for the disk; and how many bytes do not wait.
constexpr std::chrono::milliseconds StreamPace {100};
constexpr std::size_t UrgentBytes = std::size_t {4} << 20;

std::size_t weigh(const loop::Delta &delta)
{
    std::size_t bytes = delta.text.size() + delta.events.size() * sizeof(loop::LogEvent)
        + delta.connections.size() * sizeof(loop::ConnectionSample)
        + delta.tasks.size() * sizeof(loop::TaskSample)
        + delta.opened.size() * sizeof(loop::ConnectionOpened)
        + delta.created.size() * sizeof(loop::TaskCreated)
        + delta.warnings.size() * sizeof(loop::WarningRecord);
    for (const loop::WarningRecord &warning : delta.warnings)
        bytes += warning.message.size();
    return bytes;
}

bool isData(const loop::LogEvent &event)
{
    return event.kind == loop::EventKind::DataIn || event.kind == loop::EventKind::DataOut;
}

// Takes the data events out of a Delta, with their bytes, and says how many those were.
std::int64_t dropData(loop::Delta &delta)
{
    std::int64_t dropped = 0;
    for (const loop::LogEvent &event : delta.events)
        dropped += isData(event) ? event.merged : 0;
    std::erase_if(delta.events, isData);
    std::string text;
    const auto move = [&text](std::string_view words, std::uint32_t &at) {
        at = static_cast<std::uint32_t>(text.size());
        text += words;
    };
    for (loop::LogEvent &event : delta.events) {
        move(delta.detail(event), event.detailAt);
        move(delta.payload(event), event.payloadAt);
    }
    delta.text = std::move(text);
    return dropped;
}

std::size_t weigh(const RecordingThread::Item &item)
{
    const auto *delta = std::get_if<loop::Delta>(&item);
    return delta ? weigh(*delta) : 0;
}

// What a Delta, a session, a block or a mark is for the writer.
struct Writing {
    RecordingWriter &writer;

    void operator()(const loop::Delta &delta) const { writer.write(delta); }
    void operator()(const Blocked &blocked) const { writer.write(blocked); }
    void operator()(const Mark &mark) const { writer.write(mark); }
    void operator()(const RecordingThread::SessionChange &change) const
    {
        writer.write(change.session, change.time);
    }
};

} // namespace

RecordingThread::RecordingThread(const std::string &path, std::size_t mostQueued,
                                 OnFailure onFailure)
    : mostQueued_(mostQueued)
    , onFailure_(std::move(onFailure))
    , writer_(std::make_unique<RecordingWriter>(path))
    , thread_([this] { run(); })
{ }

RecordingThread::~RecordingThread()
{
    stop();
}

void RecordingThread::push(Item item)
{
    bool urgent = false;
    {
        const std::lock_guard lock(mutex_);
        if (closing_ || failed_)
            return;
        auto *const delta = std::get_if<loop::Delta>(&item);
        if (delta && queuedBytes + weigh(*delta) > mostQueued_)
            dropped += dropData(*delta);
        queuedBytes += weigh(item);
        urgent = items_.empty() || queuedBytes >= UrgentBytes;
        items_.push_back(std::move(item));
        ++pushed_;
    }
    if (urgent)
        wake_.notify_one();
}

void RecordingThread::flush()
{
    std::unique_lock lock(mutex_);
    if (closing_)
        return;
    flushing_ = true;
    const std::uint64_t target = ++pushed_;
    wake_.notify_one();
    written_.wait(lock, [this, target] { return done_ >= target || failed_; });
}

void RecordingThread::stop()
{
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable())
        thread_.join();
}

void RecordingThread::run()
{
    using Clock = std::chrono::steady_clock;
    Clock::time_point sampled = Clock::now(), written = sampled;
    std::unique_lock lock(mutex_);
    while (!failed_) {
        const auto urgent = [this] { return flushing_ || closing_ || queuedBytes >= UrgentBytes; };
        wake_.wait(lock, [this, urgent] { return !items_.empty() || urgent(); });
        wake_.wait_until(lock, written + StreamPace, urgent);
        const std::vector<Item> items = std::exchange(items_, {});
        const std::uint64_t taken = pushed_;
        const bool closing = closing_;
        const bool all = std::exchange(flushing_, false) || closing;
        const std::size_t taking = queuedBytes;
        lock.unlock();
        written = Clock::now();
        const bool samples = all || written - sampled >= SamplePace;
        const bool good = write(items, samples);
        if (samples)
            sampled = written;
        lock.lock();
        queuedBytes -= taking; // they were in memory until now
        failed_ = !good;
        done_ = taken;
        written_.notify_all();
        if (closing)
            break;
    }
    writer_.reset();
}

bool RecordingThread::write(const std::vector<Item> &items, bool samples)
{
    try {
        writer_->begin();
        for (const Item &item : items) {
            std::visit(Writing {*writer_}, item);
            if (writer_->pending() >= SegmentWriter::WholeSize)
                writer_->writeStream();
        }
        if (samples)
            writer_->writeSamples();
        writer_->writeStream();
        writer_->commit();
        events = writer_->eventCount();
        return true;
    } catch (const SqliteError &error) {
        writer_->rollBack();
        onFailure_(error);
        return false;
    }
}

} // namespace models
