// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/DeltaParts.h"

#include <algorithm>
#include <utility>

namespace models {

namespace {

class Parts {
public:
    Parts(const loop::Delta &whole, std::size_t most, const TakeDelta &take)
        : whole_(whole)
        , most_(most)
        , take_(take)
        , part_(begin())
    {
        part_->opened = whole.opened;
        part_->created = whole.created;
    }

    void add(const loop::LogEvent &event)
    {
        loop::LogEvent left = event;
        left.inPieces = false;
        left.payloadSize = 0;
        if (room() < event.payloadSize && event.payloadSize <= most_)
            next();
        setDetail(left);
        whole_.eachOfPayload(event, [&](std::string_view bytes) {
            while (!bytes.empty()) {
                if (room() == 0)
                    split(left);
                const std::string_view some = bytes.substr(0, room());
                part_->text += some;
                left.payloadSize += static_cast<std::uint32_t>(some.size());
                bytes.remove_prefix(some.size());
            }
        });
        part_->events.push_back(left);
    }

    void finish()
    {
        auto last = std::make_shared<loop::Delta>(withoutEvents(whole_));
        last->opened = std::move(part_->opened);
        last->created = std::move(part_->created);
        last->events = std::move(part_->events);
        last->text = std::move(part_->text);
        take_(std::move(last));
    }

private:
    [[nodiscard]] std::shared_ptr<loop::Delta> begin() const
    {
        auto made = std::make_shared<loop::Delta>();
        made->loop = whole_.loop;
        made->loopName = whole_.loopName;
        made->time = whole_.time;
        made->wallOffset = whole_.wallOffset;
        made->sample = whole_.sample;
        return made;
    }
    [[nodiscard]] std::size_t room() const { return most_ - std::min(most_, part_->text.size()); }
    void next() { take_(std::exchange(part_, begin())); }
    void setDetail(loop::LogEvent &event)
    {
        const std::string_view words
            = std::string_view(whole_.text).substr(event.detailAt, event.detailSize);
        event.detailAt = static_cast<std::uint32_t>(part_->text.size());
        part_->text += words;
        event.payloadAt = static_cast<std::uint32_t>(part_->text.size());
    }
    // What is known of `left` so far is an event of its own; the rest begins in the next part. What
    // was not kept is missing at the end of the last.
    void split(loop::LogEvent &left)
    {
        if (left.payloadSize != 0) {
            loop::LogEvent done = left;
            done.bytes = left.payloadSize;
            const double share = static_cast<double>(done.bytes)
                / static_cast<double>(std::max(left.bytes, done.bytes));
            done.merged = std::clamp<std::uint32_t>(static_cast<std::uint32_t>(share * left.merged),
                                                    1, std::max(1U, left.merged - 1));
            part_->events.push_back(done);
            left.bytes -= std::min(left.bytes, done.bytes);
            left.merged = std::max(1U, left.merged - std::min(left.merged, done.merged));
            left.payloadSize = 0;
            left.detailSize = 0; // it is said once
        }
        next();
        setDetail(left);
    }

    const loop::Delta &whole_;
    const std::size_t most_;
    const TakeDelta &take_;
    std::shared_ptr<loop::Delta> part_;
};

} // namespace

void eachPart(const std::shared_ptr<const loop::Delta> &delta, std::size_t most,
              const TakeDelta &take)
{
    if (delta->text.size() <= 2 * most)
        return take(delta);
    Parts parts(*delta, most, take);
    for (const loop::LogEvent &event : delta->events)
        parts.add(event);
    parts.finish();
}

loop::Delta withoutEvents(const loop::Delta &whole)
{
    loop::Delta made;
    made.loop = whole.loop;
    made.loopName = whole.loopName;
    made.time = whole.time;
    made.wallOffset = whole.wallOffset;
    made.sample = whole.sample;
    made.opened = whole.opened;
    made.connections = whole.connections;
    made.notes = whole.notes;
    made.created = whole.created;
    made.tasks = whole.tasks;
    made.chains = whole.chains;
    made.timers = whole.timers;
    made.timersSampled = whole.timersSampled;
    made.handles = whole.handles;
    made.warnings = whole.warnings;
    made.spans = whole.spans;
    made.closed = whole.closed;
    return made;
}

std::size_t weightOf(const loop::Delta &delta)
{
    std::size_t bytes = sizeof delta + delta.text.size()
        + delta.events.size() * sizeof(loop::LogEvent)
        + delta.pieces.size() * sizeof(loop::PayloadPiece)
        + delta.spans.size() * sizeof(loop::StepSpan)
        + delta.connections.size() * sizeof(loop::ConnectionSample)
        + delta.tasks.size() * sizeof(loop::TaskSample)
        + delta.opened.size() * sizeof(loop::ConnectionOpened)
        + delta.created.size() * sizeof(loop::TaskCreated)
        + delta.warnings.size() * sizeof(loop::WarningRecord);
    for (const loop::WarningRecord &warning : delta.warnings)
        bytes += warning.message.size();
    return bytes;
}

} // namespace models
