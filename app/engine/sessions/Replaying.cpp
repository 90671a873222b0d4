// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/Replaying.h"

#include "loop/Sleep.h"
#include "models/spec/SessionKinds.h"
#include "models/text/Format.h"
#include "models/text/Tr.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace app {

using models::tr;

namespace {

using namespace std::chrono_literals;

constexpr auto datagramLinger = 200ms; // over udp nobody says that it was all
constexpr auto madeUpFor = 100ms; // of lateness; more is a machine that stood still

} // namespace

Replaying::Pace Replaying::Pace::of(const models::SessionUrl &url)
{
    Pace pace;
    pace.speed = models::readSpeed(url.text(u"speed")).value_or(1);
    pace.timeout = url.duration(u"timeout");
    if (url.transport == u"udp")
        pace.linger = datagramLinger;
    return pace;
}

Replaying::Replaying(loop::EventLoop &loop, ReplayLine &line, ReplaySource &source, Pace pace,
                     ReplayReport &report)
    : loop_(loop)
    , line_(line)
    , source_(source)
    , pace_(pace)
    , report_(report)
{ }

loop::Coro<void> Replaying::play()
{
    std::exception_ptr end;
    try {
        co_await playSteps();
    } catch (const loop::CancelledError &) {
        throw; // what is missing then is nobody's fault
    } catch (...) {
        end = std::current_exception();
    }
    countMissing();
    if (end)
        std::rethrow_exception(end);
}

loop::Coro<void> Replaying::playSteps()
{
    bool open = true;
    ReplaySource::Steps steps = co_await source_.following(0);
    if (!steps->empty())
        anchor(loop_.time(), steps->front().time);
    while (open && !steps->empty()) {
        for (const Step &step : *steps) {
            open = co_await perform(step);
            if (!open)
                break;
        }
        const qint64 last = steps->back().event;
        if (open)
            steps = co_await source_.following(last);
    }
    if (open) {
        report_.played();
        co_await listenToTheEnd();
    } else if (problem_.isEmpty()) {
        problem_
            = tr("The peer ended the conversation after %1 of the %2 bytes that it said in the "
                 "recording.")
                  .arg(position_)
                  .arg(source_.toHear().bytes);
    }
}

loop::Coro<bool> Replaying::perform(const Step &step)
{
    loop::Coro<bool> performing = step.speaker == source_.played() ? say(step) : hear(step);
    const bool done = co_await std::move(performing);
    co_return done;
}

loop::Duration Replaying::since(qint64 recorded) const
{
    const double ahead = double(recorded - recorded_) / pace_.speed;
    return loop::Duration(std::isfinite(ahead) ? std::int64_t(std::max(ahead, 0.0)) : 0);
}

void Replaying::anchor(loop::TimePoint at, qint64 recorded)
{
    at_ = at;
    recorded_ = recorded;
}

loop::Coro<bool> Replaying::say(const Step &step)
{
    const loop::TimePoint due = at_ + since(step.time);
    if (due > loop_.time())
        co_await loop::sleep(due - loop_.time());
    anchor(std::max(due, loop_.time() - madeUpFor), step.time);
    if (step.ends) {
        line_.end();
        co_return true;
    }
    line_.write(std::string_view(step.bytes.constData(), std::size_t(step.bytes.size())));
    report_.said();
    said_ += std::uint64_t(step.bytes.size());
    loop::Coro<bool> draining = line_.drain(pace_.timeout);
    const bool taken = co_await std::move(draining);
    if (!taken)
        problem_ = tr("The peer took nothing for %1, at event %2 of the recording: the replay ends "
                      "there. See whether it still reads, or give timeout= more.")
                       .arg(models::format::duration(pace_.timeout.count()))
                       .arg(step.event);
    co_return taken;
}

loop::Coro<bool> Replaying::hear(const Step &step)
{
    if (step.ends && said_ >= source_.toSay().bytes)
        co_return true; // it may have ended because we did, which no recording says
    const loop::TimePoint late = std::max(at_ + since(step.time), loop_.time()) + pace_.timeout;
    const auto size = std::uint64_t(step.bytes.size());
    const std::uint64_t wanted = step.ends ? std::uint64_t(-1) : size + step.missing;
    for (std::uint64_t done = 0; done < wanted;) {
        if (taken_ == pending_.size()) {
            const bool more = co_await receive(late - loop_.time());
            if (!more && ended_ && step.ends)
                break;
            if (!more)
                co_return false;
        }
        if (step.ends) {
            countSurplus();
            continue;
        }
        const bool kept = done < size;
        const std::string_view got = take((kept ? size : wanted) - done);
        if (kept)
            compare(got, step.bytes.constData() + done, step.event);
        position_ += got.size();
        done += got.size();
    }
    anchor(loop_.time(), step.time);
    co_return true;
}

std::string_view Replaying::take(std::uint64_t atMost)
{
    const auto bytes = std::size_t(std::min<std::uint64_t>(atMost, pending_.size() - taken_));
    const std::string_view got(pending_.data() + taken_, bytes);
    taken_ += bytes;
    return got;
}

loop::Coro<bool> Replaying::receive(loop::Duration atMost)
{
    taken_ = 0;
    pending_.clear();
    if (ended_)
        co_return false;
    loop::Coro<std::optional<std::string>> reading = line_.read(atMost);
    std::optional<std::string> data = co_await std::move(reading);
    if (!data) {
        problem_
            = tr("The peer sent nothing more within %1, after %2 bytes: the replay ends there. "
                 "See what it waits for, or give timeout= more.")
                  .arg(models::format::duration(pace_.timeout.count()))
                  .arg(position_);
        co_return false;
    }
    ended_ = data->empty();
    report_.heard(data->size());
    pending_ = std::move(*data);
    co_return !ended_;
}

// What still comes is too much; then it is over.
loop::Coro<void> Replaying::listenToTheEnd()
{
    countSurplus();
    line_.end();
    const loop::TimePoint end = loop_.time() + pace_.linger;
    bool more = !ended_;
    try {
        while (more) {
            loop::Coro<bool> receiving = receive(end - loop_.time());
            more = co_await std::move(receiving);
            countSurplus();
        }
    } catch (const std::exception &) { // how it ends after all was said does not matter
    }
    problem_.clear(); // that no more came is as it should be
}

void Replaying::compare(std::string_view got, const char *expected, qint64 event)
{
    if (std::memcmp(got.data(), expected, got.size()) == 0)
        return;
    for (std::size_t i = 0; i < got.size(); ++i) {
        if (got[i] == expected[i])
            continue;
        ReplayDifference difference;
        difference.at = position_ + i;
        difference.event = event;
        difference.expected = static_cast<unsigned char>(expected[i]);
        difference.got = static_cast<unsigned char>(got[i]);
        report_.found(difference);
    }
}

void Replaying::countMissing()
{
    const std::uint64_t whole = source_.toHear().bytes;
    if (position_ >= whole)
        return;
    ReplayDifference difference;
    difference.kind = ReplayDifference::Missing;
    difference.at = position_;
    difference.bytes = whole - position_;
    report_.found(difference);
}

void Replaying::countSurplus()
{
    const std::string_view surplus = take(pending_.size());
    if (surplus.empty())
        return;
    ReplayDifference difference;
    difference.kind = ReplayDifference::Surplus;
    difference.at = position_;
    difference.bytes = surplus.size();
    report_.found(difference);
    position_ += surplus.size();
}

} // namespace app
