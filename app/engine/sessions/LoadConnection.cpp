// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/LoadConnection.h"

#include "loop/Errors.h"
#include "loop/Sleep.h"

#include <algorithm>

namespace app {

using namespace std::chrono_literals;

namespace {

// What one connection does at most before the others have their turn, in messages.
constexpr std::size_t turn = 64;

} // namespace

void LoadRun::countUnsent(loop::TimePoint &due, loop::TimePoint upTo, loop::TimePoint now)
{
    if (!plan.paced() || due > upTo)
        return;
    const auto count = std::uint64_t((upTo - due) / plan.interval) + 1;
    due += plan.interval * std::int64_t(count);
    tally.latencies.recordRun((now - (due - plan.interval)).count(), plan.interval.count(), count);
    tally.errors.add(ErrorCounts::Unanswered, count);
}

LoadConnection::LoadConnection(loop::EventLoop &loop, LoadRun &run, loop::Streams streams,
                               loop::TimePoint &due)
    : loop_(loop)
    , run_(run)
    , streams_(std::move(streams))
    , due_(due)
    , checking_(loop, [this](loop::TimePoint asOf) { checkOverdue(asOf); })
{ }

LoadConnection::~LoadConnection()
{
    sending_.cancel();
}

loop::Coro<void> LoadConnection::run()
{
    checkOverdue(loop_.time());
    std::exception_ptr end;
    try {
        co_await exchange();
    } catch (...) {
        end = std::current_exception();
    }
    sending_.cancel();
    checking_.cancel();
    if (end && isComplete())
        end = nullptr; // ended by runEnds(), or by the peer with nothing left to answer
    if (end)
        countWaiting();
    if (overdue_)
        throw loop::TimeoutError("no answer in time");
    if (end)
        std::rethrow_exception(end);
}

loop::Coro<void> LoadConnection::exchange()
{
    for (std::size_t i = 1; !isComplete(); ++i) {
        sendWhatMayGo();
        const std::string answer = co_await streams_.reader.readexactly(run_.plan.size);
        answered(answer);
        if (i % turn == 0) // what has arrived already does not suspend
            co_await loop::sleep(0ms);
    }
}

void LoadConnection::runEnds()
{
    if (isComplete())
        streams_.reader.feedEof();
}

bool LoadConnection::isComplete() const
{
    return run_.isEnding() && inFlight_.empty() && (!run_.plan.paced() || due_ > run_.until);
}

void LoadConnection::sendWhatMayGo()
{
    sending_.cancel();
    for (std::size_t i = 0; inFlight_.size() < run_.plan.depth; ++i) {
        const loop::TimePoint now = run_.clock.now();
        const loop::TimePoint next = run_.plan.paced() ? due_ : now;
        if (run_.plan.paced() ? next > run_.until : run_.isEnding())
            return;
        if (next > now) {
            sending_ = loop_.callAt(run_.clock.onLoop(next), [this] { sendWhatMayGo(); });
            return;
        }
        if (i == turn) {
            sending_ = loop_.callSoon([this] { sendWhatMayGo(); });
            return;
        }
        inFlight_.push_back({next, now, run_.clock.pauses()});
        due_ += run_.plan.interval;
        streams_.writer.write(run_.plan.payload);
    }
}

void LoadConnection::answered(const std::string &answer)
{
    LoadTally &tally = run_.tally;
    if (inFlight_.empty()) { // the server said it unasked
        tally.errors.add(ErrorCounts::Mismatch);
        return;
    }
    const Message message = inFlight_.front();
    inFlight_.pop_front();
    if (answer != run_.plan.payload) {
        tally.errors.add(ErrorCounts::Mismatch);
        return;
    }
    const loop::TimePoint now = run_.clock.now();
    const std::int64_t took = (now - message.due).count();
    ++tally.answers;
    tally.last = now;
    tally.slowest = std::max(tally.slowest, took);
    if (message.pauses == run_.clock.pauses())
        tally.latencies.record(took);
    else
        ++tally.untimed; // nobody knows when it came
}

void LoadConnection::countWaiting()
{
    const loop::TimePoint now = run_.clock.now();
    for (const Message &message : inFlight_)
        run_.tally.latencies.record((now - message.due).count());
    // The oldest one of a connection that is overdue is its `timeout`.
    run_.tally.errors.add(ErrorCounts::Unanswered,
                          inFlight_.size() - (overdue_ && !inFlight_.empty() ? 1 : 0));
    inFlight_.clear();
    run_.countUnsent(due_, std::min(now, run_.until), now);
}

void LoadConnection::checkOverdue(loop::TimePoint asOf)
{
    const loop::TimePoint now = run_.clock.now();
    const loop::TimePoint limit
        = (inFlight_.empty() ? now : inFlight_.front().sent) + run_.plan.timeout;
    if (run_.clock.onLoop(limit) > asOf) {
        checking_.set(run_.clock.onLoop(limit));
    } else {
        overdue_ = true;
        streams_.writer.transport().abort();
    }
}

} // namespace app
