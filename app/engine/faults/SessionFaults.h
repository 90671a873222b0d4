// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The faults of one session: the plan that its connections work by, each with dice of its own, and
// how often each fault hit: of the plan for all, and of those that connections have for themselves.
// Connections share it, and it knows those that are open, so a plan can change while they run. Hits
// are told as they happen; beyond a hundred a second they are counted and told together. Net
// thread.

#include "loop/Datagrams.h"
#include "loop/EventLoop.h"
#include "models/spec/FaultPlan.h"

#include <QtCore/QHash>

#include <array>
#include <functional>
#include <memory>
#include <string_view>
#include <unordered_map>

namespace app {

class FaultyConnection;

class SessionFaults final : public std::enable_shared_from_this<SessionFaults> {
public:
    // Of so many hits; of several connections, it names none.
    using Note = std::function<void(loop::ConnectionId, std::string_view words, std::uint32_t)>;
    using Hits = std::array<std::uint64_t, std::size_t(models::FaultKind::Count)>;

    explicit SessionFaults(loop::EventLoop &loop);
    ~SessionFaults();

    void setNote(Note note) { note_ = std::move(note); }
    void begin(models::FaultPlan plan); // a session starts: as if it was the first time
    void setPlan(models::FaultPlan plan); // for every connection, open or to come
    bool setPlan(loop::ConnectionId connection,
                 models::FaultPlan plan); // false: there is none such
    [[nodiscard]] const models::FaultPlan &plan() const { return *all_.plan; }
    // Those that setPlan() gave to one connection, as long as it is open and no plan came for all.
    [[nodiscard]] QHash<quint64, models::FaultPlan> ownPlans() const;
    [[nodiscard]] const Hits &hits() const { return hits_; } // whatever the plan was
    // Of each fault of plan(); of one that was changed with what it hit before.
    [[nodiscard]] const QList<qint64> &hitsOfPlan() const { return all_.hits; }
    [[nodiscard]] QHash<quint64, QList<qint64>> ownHits() const; // of each of ownPlans()
    [[nodiscard]] std::uint64_t hitCount() const;
    [[nodiscard]] QString hitsAsText() const; // "latency 12, reset 1", or ""

    // A protocol for the loop, through which the session's own one meets the faults.
    [[nodiscard]] std::shared_ptr<loop::Protocol> through(std::shared_ptr<loop::Protocol> protocol);
    [[nodiscard]] std::shared_ptr<loop::DatagramProtocol>
    through(std::shared_ptr<loop::DatagramProtocol> protocol);

    // For connections.
    void joined(loop::ConnectionId id, FaultyConnection &connection);
    void left(loop::ConnectionId id) { members_.erase(id); }
    // Bytes that may be under way on each line of each connection, so that all together stay within
    // a bound: of many connections each holds less.
    [[nodiscard]] std::size_t share() const;
    // `fault` counts in the plan that the connection was given last.
    void hit(std::size_t fault, loop::ConnectionId connection, std::string_view words);
    // Those that were not told one by one; each second, and at the end.
    void tellMerged();

private:
    struct Counted {
        std::shared_ptr<const models::FaultPlan> plan;
        QList<qint64> hits; // of each of its faults
    };
    struct Member {
        FaultyConnection *connection;
        std::uint64_t dice;
        Counted own; // without a plan: that of all
    };
    static Counted counted(models::FaultPlan plan, const Counted &before);

    loop::EventLoop &loop_;
    Note note_;
    Counted all_ {std::make_shared<models::FaultPlan>(), {}};
    std::unordered_map<loop::ConnectionId, Member> members_;
    std::uint64_t connections_ = 0; // so far
    Hits hits_ {};
    Hits merged_ {}; // of them, those not told one by one
    int told_ = 0; // one by one, in this second
    loop::Handle second_;
};

} // namespace app
