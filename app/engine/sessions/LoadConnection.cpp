// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/LoadConnection.h"

#include "loop/Errors.h"

namespace app {

LoadConnection::LoadConnection(loop::EventLoop &loop, const LoadPlan &plan, LoadTally &tally,
                               loop::Streams streams)
    : loop_(loop)
    , plan_(plan)
    , tally_(tally)
    , streams_(std::move(streams))
{ }

LoadConnection::~LoadConnection()
{
    sending_.cancel();
    checking_.cancel();
    if (!streams_.writer.isClosing())
        streams_.writer.close();
}

loop::Coro<void> LoadConnection::run(loop::TimePoint first)
{
    due_ = first;
    checkOverdue();
    std::exception_ptr end;
    try {
        co_await exchange();
    } catch (const loop::CancelledError &) {
        end = std::current_exception();
        countWaiting();
    } catch (...) {
        end = std::current_exception();
    }
    if (overdue_) {
        countWaiting();
        throw loop::TimeoutError("no answer in time");
    }
    std::rethrow_exception(end);
}

loop::Coro<void> LoadConnection::exchange()
{
    for (;;) {
        sendWhatMayGo();
        const std::string answer = co_await streams_.reader.readexactly(plan_.size);
        answered(answer);
    }
}

void LoadConnection::sendWhatMayGo()
{
    sending_.cancel();
    while (inFlight_.size() < plan_.depth) {
        const loop::TimePoint now = loop_.time();
        if (paced() && due_ > now) {
            sending_ = loop_.callAt(due_, [this] { sendWhatMayGo(); });
            return;
        }
        inFlight_.push_back({paced() ? due_ : now, now});
        due_ += plan_.interval;
        streams_.writer.write(plan_.payload);
    }
}

void LoadConnection::answered(const std::string &answer)
{
    if (answer != plan_.payload)
        tally_.errors.add(ErrorCounts::Mismatch);
    if (inFlight_.empty())
        return; // the server said it unasked
    tally_.latencies.record((loop_.time() - inFlight_.front().due).count());
    ++tally_.answers;
    inFlight_.pop_front();
}

void LoadConnection::countWaiting()
{
    if (!paced())
        return;
    const loop::TimePoint now = loop_.time();
    for (const Message &message : inFlight_)
        tally_.latencies.record((now - message.due).count());
    for (; due_ <= now; due_ += plan_.interval)
        tally_.latencies.record((now - due_).count());
    inFlight_.clear();
}

void LoadConnection::checkOverdue()
{
    const loop::TimePoint now = loop_.time();
    const loop::TimePoint limit
        = (inFlight_.empty() ? now : inFlight_.front().sent) + plan_.timeout;
    overdue_ = limit <= now;
    if (overdue_)
        streams_.writer.transport().abort();
    else
        checking_ = loop_.callAt(limit, [this] { checkOverdue(); });
}

} // namespace app
