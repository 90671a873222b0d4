// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The faults of one direction of one connection: what becomes of each message, and when. It moves
// no bytes and reads no clock: it is told the time, and answers with Passages, which somebody else
// lets pass when they are due. So the same plan, seed, messages and times give the same Passages,
// always. Numbers of messages and the trigger `after` count from setPlan(). Net thread; a part of
// who moves the bytes.

#include "loop/SocketAddress.h"
#include "loop/Time.h"
#include "models/spec/FaultPlan.h"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace app {

struct Passage {
    enum class What { Data, End, Close, Reset }; // End: no more of this direction

    loop::TimePoint due; // forever: not before the plan changes
    What what = What::Data;
    std::string data {};
    loop::SocketAddress peer {}; // of a datagram

    // Data that comes in pieces: the first one when it is due, the others one after the other.
    std::size_t piece = 0; // bytes; 0: all at once
    loop::Duration step {}; // from a piece to the next one
    loop::Duration lastStep {}; // to the last one, where that is shorter
    std::size_t passed = 0; // bytes of `data` that came already
};

// Passages in the order in which they are due; those of one time in the order they came. One that
// comes in pieces is one, however many those are.
class PassageQueue {
public:
    void insert(Passage passage);
    [[nodiscard]] Passage take(); // the front one, or its next piece
    [[nodiscard]] bool empty() const { return passages_.empty(); }
    [[nodiscard]] loop::TimePoint nextDue() const { return passages_.front().due; }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    [[nodiscard]] std::size_t weight() const // bytes of memory: an empty datagram takes some, too
    {
        return bytes_ + passages_.size() * sizeof(Passage);
    }
    void hurry(loop::TimePoint now); // all that waits is due, in its order
    void clear();

private:
    void putBack(Passage passage);

    std::deque<Passage> passages_;
    std::size_t bytes_ = 0;
};

// Hears of each hit. `fault` counts in the plan.
class FaultWitness {
public:
    virtual void faultHit(std::size_t fault, std::string_view words) = 0;

protected:
    ~FaultWitness() = default;
};

// Numbers that look random and come alike from the same seed, on every machine (SplitMix64).
class Dice {
public:
    explicit Dice(std::uint64_t seed = 0)
        : state_(seed)
    { }
    std::uint64_t next();
    [[nodiscard]] bool hit(double probability)
    {
        return probability >= 1 || fraction() < probability;
    }
    [[nodiscard]] double fraction() { return double(next() >> 11) * 0x1.0p-53; } // 0 up to 1

private:
    std::uint64_t state_;
};

class FaultEngine {
public:
    static constexpr loop::TimePoint forever = loop::TimePoint::max();

    FaultEngine(models::FaultDirection side, models::Traffic traffic, FaultWitness &witness);
    ~FaultEngine();

    // `dice` tells connections of one plan apart. Faults that worked before are forgotten.
    void setPlan(std::shared_ptr<const models::FaultPlan> plan, std::uint64_t dice,
                 loop::TimePoint now);
    // Nothing would become of any message: who moves bytes may leave the engine out.
    [[nodiscard]] bool isIdle() const { return states_.empty() && !over_; }
    // A fault ended this direction: what is passed from now on is lost.
    [[nodiscard]] bool isOver() const { return over_; }

    void pass(std::string_view message, const loop::SocketAddress &peer, loop::TimePoint now,
              PassageQueue &out);
    void passEnd(loop::TimePoint now, PassageQueue &out); // the sender sends no more

    // When alarm() has something to do even if no message comes.
    [[nodiscard]] std::optional<loop::TimePoint> nextAlarm() const;
    void alarm(loop::TimePoint now, PassageQueue &out);

    // Bytes that may wait in the line before its sender is asked to pause: what the delay alone
    // holds, and a little more.
    [[nodiscard]] std::size_t window() const { return window_; }

private:
    struct State;
    struct Fate;

    [[nodiscard]] bool triggered(State &state, std::string_view message, loop::TimePoint now);
    void judge(State &state, std::string &message, Fate &fate);
    void applyTo(Fate &fate, State &state, std::size_t bytes);
    void corrupt(State &state, std::string &message, loop::TimePoint now);
    void limit(State &state, std::string &message, Fate &fate);
    loop::TimePoint schedule(std::string_view message, const loop::SocketAddress &peer,
                             const Fate &fate, PassageQueue &out);
    void append(Passage passage, PassageQueue &out);
    void finish(Passage::What what, PassageQueue &out, loop::TimePoint now);
    void hit(const State &state, std::size_t bytes, std::string_view more = {});
    void measureWindow();

    const models::FaultDirection side_;
    const models::Traffic traffic_;
    FaultWitness &witness_;
    std::shared_ptr<const models::FaultPlan> plan_;
    std::vector<State> states_; // of the faults that fit
    std::vector<Passage> held_; // datagrams that wait for the next one
    loop::TimePoint began_ {};
    loop::TimePoint last_ {}; // when the latest passage is due
    loop::TimePoint stalled_ {}; // until when
    std::uint64_t messages_ = 0;
    std::size_t window_ = 0;
    bool over_ = false;
};

} // namespace app
