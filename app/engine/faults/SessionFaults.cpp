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
    all_.hits.clear();
    setPlan(std::move(plan));
}

// A fault that is still there keeps its count; so does one that another of its kind replaces, for
// that is the same with another value.
SessionFaults::Counted SessionFaults::counted(models::FaultPlan plan, const Counted &before)
{
    Counted made {nullptr, QList<qint64>(plan.faults.size())};
    QList<models::Fault> faults
        = before.hits.isEmpty() ? QList<models::Fault> {} : before.plan->faults;
    QList<qint64> hits = before.hits;
    QList<bool> found(plan.faults.size());
    const auto take = [&](const auto &same) {
        for (qsizetype i = 0; i < plan.faults.size(); ++i) {
            const auto old = std::find_if(faults.begin(), faults.end(), [&](const auto &each) {
                return same(each, plan.faults.at(i));
            });
            if (found.at(i) || old == faults.end())
                continue;
            found[i] = true;
            made.hits[i] = hits.takeAt(old - faults.begin());
            faults.erase(old);
        }
    };
    take([](const models::Fault &one, const models::Fault &other) { return one == other; });
    take([](const models::Fault &one, const models::Fault &other) {
        return one.kind == other.kind;
    });
    made.plan = std::make_shared<models::FaultPlan>(std::move(plan));
    return made;
}

void SessionFaults::setPlan(models::FaultPlan plan)
{
    all_ = counted(std::move(plan), all_);
    for (auto &[id, member] : members_) {
        member.own = {};
        member.connection->setPlan(all_.plan, member.dice);
    }
}

bool SessionFaults::setPlan(loop::ConnectionId connection, models::FaultPlan plan)
{
    const auto it = members_.find(connection);
    if (it == members_.end())
        return false;
    Member &member = it->second;
    member.own = counted(std::move(plan), member.own);
    member.connection->setPlan(member.own.plan, member.dice);
    return true;
}

QHash<quint64, models::FaultPlan> SessionFaults::ownPlans() const
{
    QHash<quint64, models::FaultPlan> plans;
    for (const auto &[id, member] : members_) {
        if (member.own.plan)
            plans.insert(id.value, *member.own.plan);
    }
    return plans;
}

QHash<quint64, QList<qint64>> SessionFaults::ownHits() const
{
    QHash<quint64, QList<qint64>> hits;
    for (const auto &[id, member] : members_) {
        if (member.own.plan)
            hits.insert(id.value, member.own.hits);
    }
    return hits;
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
    const Member member {&connection, ++connections_, {}};
    members_.insert({id, member});
    connection.setPlan(all_.plan, member.dice);
}

std::size_t SessionFaults::share() const
{
    return mostUnderWay / (2 * std::max<std::size_t>(1, members_.size())); // a line each way
}

void SessionFaults::hit(std::size_t fault, loop::ConnectionId connection, std::string_view words)
{
    const auto member = members_.find(connection);
    Counted &in = member != members_.end() && member->second.own.plan ? member->second.own : all_;
    const models::FaultKind kind = in.plan->faults.at(qsizetype(fault)).kind;
    ++in.hits[qsizetype(fault)];
    ++hits_[std::size_t(kind)];
    if (!second_.pending()) {
        told_ = 0;
        second_ = loop_.callLater(1s, [this] { tellMerged(); });
    }
    if (++told_ > toldInASecond)
        ++merged_[std::size_t(kind)];
    else if (note_)
        note_(connection, words, 1);
}

void SessionFaults::tellMerged()
{
    for (std::size_t kind = 0; kind < merged_.size(); ++kind) {
        const std::uint64_t count = std::exchange(merged_[kind], 0);
        if (count == 0 || !note_)
            continue;
        std::string words = models::nameOf(models::FaultKind(kind)).toStdString();
        words.append(", ").append(std::to_string(count)).append(" more hits");
        note_({}, words, static_cast<std::uint32_t>(count));
    }
}

} // namespace app
