// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One direction of a connection as a line that takes its time: a FaultEngine, what is under way on
// it, and the timer that lets it arrive. What arrives, and whether anything may arrive now, is its
// owner's affair. Net thread; a part of its owner.

#include "app/engine/faults/FaultEngine.h"

#include "loop/EventLoop.h"

#include <algorithm>

namespace app {

class FaultLine {
public:
    class Owner : public FaultWitness {
    public:
        [[nodiscard]] virtual bool mayArrive(models::FaultDirection side) const = 0;
        virtual void arrived(models::FaultDirection side, Passage passage) = 0;
        virtual void moved(models::FaultDirection side)
            = 0; // after some arrived: there is more room
        [[nodiscard]] virtual std::shared_ptr<void> kept() = 0; // keeps it alive meanwhile
        [[nodiscard]] virtual std::size_t mayHold() const = 0; // bytes; its share of the session's

    protected:
        ~Owner() = default;
    };

    FaultLine(loop::EventLoop &loop, models::FaultDirection side, models::Traffic traffic,
              Owner &owner);
    ~FaultLine();
    FaultLine(const FaultLine &) = delete;
    FaultLine &operator=(const FaultLine &) = delete;

    // What is under way arrives at once, then the new plan works.
    void setPlan(std::shared_ptr<const models::FaultPlan> plan, std::uint64_t dice);

    void send(std::string_view message, const loop::SocketAddress &peer = {});
    void sendEnd();
    void proceed(); // the owner may take more: in an iteration to come
    void deliverAll(); // without delay, whatever the owner says
    void clear(); // nothing of it arrives

    [[nodiscard]] bool isClear() const
    {
        return engine_.isIdle() && queue_.empty();
    } // may be left out
    [[nodiscard]] bool isOver() const { return engine_.isOver(); }
    [[nodiscard]] bool isEmpty() const { return queue_.empty(); }
    [[nodiscard]] bool isAtRest() const; // nothing more arrives by itself
    [[nodiscard]] std::size_t bytes() const { return queue_.bytes(); }
    [[nodiscard]] bool isFull() const { return queue_.weight() > window(); }
    [[nodiscard]] bool hasRoom() const { return queue_.weight() <= window() / 4; }

private:
    [[nodiscard]] std::size_t window() const
    {
        return std::min(engine_.window(), owner_.mayHold());
    }
    void arriveDue();
    void arm();

    loop::EventLoop &loop_;
    const models::FaultDirection side_;
    Owner &owner_;
    FaultEngine engine_;
    PassageQueue queue_;
    loop::Handle timer_;
    loop::TimePoint armedFor_ {};
};

} // namespace app
