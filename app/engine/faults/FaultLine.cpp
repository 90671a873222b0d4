// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/faults/FaultLine.h"

namespace app {

FaultLine::FaultLine(loop::EventLoop &loop, models::FaultDirection side, models::Traffic traffic,
                     Owner &owner)
    : loop_(loop)
    , side_(side)
    , owner_(owner)
    , engine_(side, traffic, owner)
{ }

FaultLine::~FaultLine()
{
    timer_.cancel();
}

void FaultLine::setPlan(std::shared_ptr<const models::FaultPlan> plan, std::uint64_t dice)
{
    engine_.setPlan(std::move(plan), dice, loop_.time());
    queue_.hurry(loop_.time());
    arm();
}

void FaultLine::send(std::string_view message, const loop::SocketAddress &peer)
{
    engine_.pass(message, peer, loop_.time(), queue_);
    arriveDue();
}

void FaultLine::sendEnd()
{
    engine_.passEnd(loop_.time(), queue_);
    arriveDue();
}

void FaultLine::proceed()
{
    arm();
}

void FaultLine::deliverAll()
{
    const std::shared_ptr<void> kept = owner_.kept();
    while (!queue_.empty())
        owner_.arrived(side_, queue_.take());
}

void FaultLine::clear()
{
    timer_.cancel();
    queue_.clear();
}

bool FaultLine::isAtRest() const
{
    return (queue_.empty() || queue_.nextDue() == FaultEngine::forever) && !engine_.nextAlarm();
}

void FaultLine::arriveDue()
{
    const std::shared_ptr<void> kept = owner_.kept();
    engine_.alarm(loop_.time(), queue_);
    bool some = false;
    while (!queue_.empty() && queue_.nextDue() <= loop_.time() && owner_.mayArrive(side_)) {
        owner_.arrived(side_, queue_.take());
        some = true;
    }
    if (some)
        owner_.moved(side_);
    arm();
}

// One timer for what is due next: of what is under way, if the owner takes it, or of the engine.
void FaultLine::arm()
{
    std::optional<loop::TimePoint> next = engine_.nextAlarm();
    if (!queue_.empty() && owner_.mayArrive(side_) && queue_.nextDue() != FaultEngine::forever)
        next = next ? std::min(*next, queue_.nextDue()) : queue_.nextDue();
    if (timer_.pending() && next == armedFor_)
        return;
    timer_.cancel();
    if (!next)
        return;
    armedFor_ = *next;
    timer_ = loop_.callAt(*next, [this] { arriveDue(); });
}

} // namespace app
