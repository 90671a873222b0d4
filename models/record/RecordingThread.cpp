// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/RecordingThread.h"

#include "models/record/DeltaParts.h"
#include "models/record/OwnCost.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <pthread.h>

namespace models {

namespace {

constexpr std::chrono::seconds SecondPace {1};
// Rows of what lives are written so seldom that they take about a thousandth of a core: the stream
// tells the same at once.
constexpr std::chrono::milliseconds SamplePace {4}; // for each
constexpr std::chrono::seconds LongestSamplePace {30}; // for all
// How long an event may wait for its readers, and for the disk: longer where it soon completes a
// piece. So many bytes do not wait.
constexpr std::chrono::milliseconds StreamPace {100}, PiecePace {250};
constexpr std::size_t UrgentBytes = std::size_t {4} << 20;
constexpr std::chrono::seconds RetryPace {1};

std::size_t weigh(const RecordingThread::Item &item)
{
    const auto *delta = std::get_if<std::shared_ptr<const loop::Delta>>(&item);
    return delta ? weightOf(**delta) : 0;
}

bool isData(const loop::LogEvent &event)
{
    return event.kind == loop::EventKind::DataIn || event.kind == loop::EventKind::DataOut;
}

// Without the bytes that were sent and received, which are counted; the events stay, and say so.
std::shared_ptr<loop::Delta> withoutPayload(const loop::Delta &whole,
                                            std::atomic<std::int64_t> &missing)
{
    auto less = std::make_shared<loop::Delta>(withoutEvents(whole));
    less->events.reserve(whole.events.size());
    for (const loop::LogEvent &event : whole.events) {
        loop::LogEvent &left = less->events.emplace_back(event);
        left.detailAt = left.payloadAt = static_cast<std::uint32_t>(less->text.size());
        less->text += whole.detail(event);
        left.inPieces = false;
        missing += std::exchange(left.payloadSize, 0);
    }
    return less;
}

// Without the events of data, which are counted, and steps. What went gives its memory back.
void dropData(loop::Delta &delta, std::atomic<std::int64_t> &dropped)
{
    for (const loop::LogEvent &event : delta.events)
        dropped += isData(event) ? event.merged : 0;
    std::erase_if(delta.events, isData);
    delta.events.shrink_to_fit();
    std::vector<loop::StepSpan>().swap(delta.spans);
}

// What a Delta, a session, a block or a mark is for the writer.
struct Taking {
    RecordingWriter &writer;

    void operator()(const std::shared_ptr<const loop::Delta> &delta) const { writer.take(delta); }
    void operator()(const Blocked &blocked) const { writer.take(blocked); }
    void operator()(const Mark &mark) const { writer.take(mark); }
    void operator()(const RecordingThread::SessionChange &change) const
    {
        writer.take(change.session, change.time);
    }
};

} // namespace

RecordingThread::RecordingThread(const std::string &path, std::size_t mostQueued, OnDisk onDisk)
    : mostQueued_(mostQueued)
    , onDisk_(std::move(onDisk))
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
        if (closing_)
            return;
        makeRoom(item);
        queuedBytes += weigh(item);
        urgent = items_.empty() || queuedBytes >= UrgentBytes;
        items_.push_back(std::move(item));
        ++pushed_;
    }
    if (urgent)
        wake_.notify_one();
}

// What is beyond the bound by more than a quarter has lost its data already.
void RecordingThread::makeRoom(Item &item)
{
    auto *const delta = std::get_if<std::shared_ptr<const loop::Delta>>(&item);
    if (!delta || queuedBytes + weigh(item) <= mostQueued_)
        return;
    auto less = withoutPayload(**delta, missing);
    if (queuedBytes + weightOf(*less) > mostQueued_ + mostQueued_ / 4)
        dropData(*less, dropped);
    *delta = std::move(less);
}

void RecordingThread::setBounds(const RecordingWriter::Bounds &bounds)
{
    const std::lock_guard lock(mutex_);
    bounds_ = bounds;
}

void RecordingThread::flush()
{
    std::unique_lock lock(mutex_);
    if (closing_)
        return;
    flushing_ = true;
    const std::uint64_t target = ++pushed_;
    wake_.notify_one();
    written_.wait(lock, [this, target] { return done_ >= target; });
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

std::int64_t RecordingThread::time()
{
    clockid_t clock {};
    if (thread_.joinable() && pthread_getcpuclockid(thread_.native_handle(), &clock) == 0)
        usedTime_ = std::max(usedTime_, threadTime(clock)); // 0: it is over
    return usedTime_;
}

std::chrono::milliseconds RecordingThread::samplePace(std::int64_t samples)
{
    return std::clamp<std::chrono::milliseconds>(samples * SamplePace, SecondPace,
                                                 LongestSamplePace);
}

void RecordingThread::run()
{
    using Clock = std::chrono::steady_clock;
    Clock::time_point written = Clock::now();
    Clock::time_point secondDue = written + SecondPace, samplesDue = secondDue;
    bool soonWhole = false; // what was encoded and not written
    std::size_t waiting = 0; // bytes that the disk did not take
    std::unique_lock lock(mutex_);
    for (bool closing = false; !closing;) {
        const auto urgent
            = [this] { return flushing_ || closing_ || (queuedBytes >= UrgentBytes && !failing_); };
        const auto news = [this, urgent] { return !items_.empty() || urgent(); };
        if (failing_)
            wake_.wait_until(lock, written + RetryPace, news);
        else if (!soonWhole)
            wake_.wait(lock, news);
        wake_.wait_until(lock, written + (soonWhole ? PiecePace : StreamPace), urgent);
        const std::vector<Item> items = std::exchange(items_, {});
        const std::uint64_t taken = pushed_;
        closing = closing_;
        const bool all = std::exchange(flushing_, false) || closing;
        std::size_t taking = 0;
        for (const Item &item : items)
            taking += weigh(item);
        writer_->setBounds(bounds_);
        lock.unlock();
        for (const Item &item : items)
            std::visit(Taking {*writer_}, item);
        using Extent = RecordingWriter::Extent;
        const Clock::time_point now = Clock::now();
        const Extent extent = all || failing_ || now >= samplesDue ? Extent::All
            : now >= secondDue                                     ? Extent::Second
                                                                   : Extent::Stream;
        bool good = !failing_;
        soonWhole = extent == Extent::Stream && now - written < PiecePace && writer_->isSoonWhole();
        if (!soonWhole && (!failing_ || all || now - written >= RetryPace)) {
            good = write(extent, taking >= UrgentBytes) || (closing && writeRest());
            written = now;
            if (extent != Extent::Stream)
                secondDue = now + SecondPace;
            if (extent == Extent::All)
                samplesDue = now + samplePace(writer_->samples());
        }
        if (writer_->waiting() > 2 * mostQueued_)
            dropped += writer_->dropWaiting();
        lock.lock();
        queuedBytes -= taking + std::exchange(waiting, writer_->waiting());
        queuedBytes += waiting;
        failing_ = !good;
        done_ = taken;
        written_.notify_all();
    }
    writer_.reset();
}

// It is the last chance, and somebody has been told already that the disk takes nothing.
bool RecordingThread::writeRest()
{
    try {
        dropped += writer_->commitRest();
        return true;
    } catch (const SqliteError &) {
        return false;
    }
}

bool RecordingThread::write(RecordingWriter::Extent extent, bool hurry)
{
    try {
        writer_->commit(extent, hurry);
        firstEvent = writer_->firstEvent();
        events = writer_->eventCount();
        if (failing_)
            onDisk_(nullptr);
        return true;
    } catch (const SqliteError &error) {
        if (!failing_)
            onDisk_(&error);
        return false;
    }
}

} // namespace models
