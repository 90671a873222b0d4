// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/faults/SessionFaults.h"

#include "app/engine/faults/FaultyDatagrams.h"
#include "app/engine/faults/FaultyTransport.h"

#include "models/text/Format.h"

#include <algorithm>
#include <numeric>

namespace app {

using namespace std::chrono_literals;

namespace {

constexpr int toldInASecond = 100;
constexpr std::size_t mostUnderWay = 256 * 1024 * 1024; // bytes

} // namespace

SessionFaults::SessionFaults(loop::EventLoop &loop)
    : loop_(loop)
{ }

SessionFaults::~SessionFaults()
{
    second_.cancel();
}

void SessionFaults::begin(models::FaultPlan plan)
{
    connections_ = 0;
    hits_ = {};
    setPlan(std::move(plan));
}

void SessionFaults::setPlan(models::FaultPlan plan)
{
    plan_ = std::make_shared<models::FaultPlan>(std::move(plan));
    for (auto &[id, member] : members_) {
        member.own.reset();
        member.connection->setPlan(plan_, member.dice);
    }
}

bool SessionFaults::setPlan(loop::ConnectionId connection, models::FaultPlan plan)
{
    const auto it = members_.find(connection);
    if (it == members_.end())
        return false;
    it->second.own = std::make_shared<models::FaultPlan>(std::move(plan));
    it->second.connection->setPlan(it->second.own, it->second.dice);
    return true;
}

QHash<quint64, models::FaultPlan> SessionFaults::ownPlans() const
{
    QHash<quint64, models::FaultPlan> plans;
    for (const auto &[id, member] : members_) {
        if (member.own)
            plans.insert(id.value, *member.own);
    }
    return plans;
}

std::uint64_t SessionFaults::hitCount() const
{
    return std::accumulate(hits_.begin(), hits_.end(), std::uint64_t(0));
}

QString SessionFaults::hitsAsText() const
{
    QStringList parts;
    for (std::size_t kind = 0; kind < hits_.size(); ++kind) {
        if (hits_[kind] > 0)
            parts << models::nameOf(models::FaultKind(kind)) + u' '
                    + models::format::integer(qint64(hits_[kind]));
    }
    return parts.join(u", ");
}

std::shared_ptr<loop::Protocol> SessionFaults::through(std::shared_ptr<loop::Protocol> protocol)
{
    return std::make_shared<FaultyLink>(shared_from_this(), std::move(protocol));
}

std::shared_ptr<loop::DatagramProtocol>
SessionFaults::through(std::shared_ptr<loop::DatagramProtocol> protocol)
{
    return std::make_shared<FaultyDatagramsLink>(shared_from_this(), std::move(protocol));
}

void SessionFaults::joined(loop::ConnectionId id, FaultyConnection &connection)
{
    const Member member {&connection, ++connections_, nullptr};
    members_.insert({id, member});
    connection.setPlan(plan_, member.dice);
}

std::size_t SessionFaults::share() const
{
    return mostUnderWay / (2 * std::max<std::size_t>(1, members_.size())); // a line each way
}

void SessionFaults::hit(models::FaultKind kind, loop::ConnectionId connection,
                        std::string_view words)
{
    ++hits_[std::size_t(kind)];
    if (!second_.pending()) {
        told_ = 0;
        second_ = loop_.callLater(1s, [this] { tellMerged(); });
    }
    if (++told_ > toldInASecond)
        ++merged_[std::size_t(kind)];
    else if (note_)
        note_(connection, words);
}

void SessionFaults::tellMerged()
{
    for (std::size_t kind = 0; kind < merged_.size(); ++kind) {
        const std::uint64_t count = std::exchange(merged_[kind], 0);
        if (count == 0 || !note_)
            continue;
        std::string words = models::nameOf(models::FaultKind(kind)).toStdString();
        words.append(", ").append(std::to_string(count)).append(" more hits");
        note_({}, words);
    }
}

} // namespace app
