// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/faults/FaultEngine.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace app {

using models::Fault;
using models::FaultKind;
using namespace std::chrono_literals;

namespace {

constexpr auto reorderWait = 100ms; // for the datagram to let pass; then it goes on alone
constexpr auto pieceTime = 50ms; // what a slow line sends at once
constexpr int mostCopies = 64; // of a datagram, by several faults
constexpr std::size_t mostHeld = 256; // datagrams that wait for the next one
constexpr std::size_t lineBuffer = 64 * 1024;
constexpr std::size_t windowAtMost = 16 * 1024 * 1024;

loop::Duration timeToSend(std::size_t bytes, qint64 perSecond)
{
    return loop::toDuration(std::chrono::duration<double>(double(bytes) / double(perSecond)));
}

std::string milliseconds(loop::Duration time)
{
    std::string text
        = std::to_string(std::llround(std::chrono::duration<double, std::milli>(time).count()));
    text += " ms";
    return text;
}

// Reset and half-close need no message to come: with `after` alone they act when it is time.
bool actsAlone(const Fault &fault)
{
    return (fault.kind == FaultKind::Reset || fault.kind == FaultKind::HalfClose)
        && fault.after > 0s && fault.match.isEmpty() && fault.message == 0;
}

} // namespace

std::uint64_t Dice::next()
{
    state_ += 0x9e3779b97f4a7c15u;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

// --- PassageQueue ---

void PassageQueue::insert(Passage passage)
{
    bytes_ += passage.data.size();
    const auto after = std::upper_bound(
        passages_.begin(), passages_.end(), passage.due,
        [](loop::TimePoint due, const Passage &other) { return due < other.due; });
    passages_.insert(after, std::move(passage));
}

Passage PassageQueue::take()
{
    Passage passage = std::move(passages_.front());
    passages_.pop_front();
    const std::size_t left = passage.data.size() - passage.passed;
    bytes_ -= left;
    if (passage.piece == 0 || left <= passage.piece) {
        passage.data.erase(0, passage.passed);
        return passage;
    }
    Passage piece {passage.due, passage.what, passage.data.substr(passage.passed, passage.piece),
                   passage.peer};
    passage.passed += passage.piece;
    if (passage.due != FaultEngine::forever)
        passage.due += left - passage.piece < passage.piece ? passage.lastStep : passage.step;
    putBack(std::move(passage));
    return piece;
}

// Before others of its time: it came before them.
void PassageQueue::putBack(Passage passage)
{
    bytes_ += passage.data.size() - passage.passed;
    const auto before = std::lower_bound(
        passages_.begin(), passages_.end(), passage.due,
        [](const Passage &other, loop::TimePoint due) { return other.due < due; });
    passages_.insert(before, std::move(passage));
}

void PassageQueue::hurry(loop::TimePoint now)
{
    for (Passage &passage : passages_) {
        passage.due = std::min(passage.due, now);
        passage.step = passage.lastStep = {};
    }
}

void PassageQueue::clear()
{
    passages_.clear();
    bytes_ = 0;
}

// --- FaultEngine ---

struct FaultEngine::State {
    const Fault *fault = nullptr;
    std::size_t number = 0; // in the plan
    Dice dice;
    std::string tail; // the end of what came before, for bytes that match across messages
    std::uint64_t bytes = 0; // seen by Corrupt and, once it began, by Limit
    loop::TimePoint free {}; // when the line is for Bandwidth and Slice
    bool began = false; // Limit
    bool done = false; // what acts alone has acted
};

// What the faults do to one message.
struct FaultEngine::Fate {
    loop::TimePoint now;
    loop::Duration delay {};
    std::vector<State *> lines {}; // Bandwidth
    State *slice = nullptr; // Slice
    int copies = 1;
    bool reordered = false;
    std::optional<Passage::What> then {}; // after it
};

FaultEngine::FaultEngine(models::FaultDirection side, models::Traffic traffic,
                         FaultWitness &witness)
    : side_(side)
    , traffic_(traffic)
    , witness_(witness)
{ }

FaultEngine::~FaultEngine() = default;

void FaultEngine::setPlan(std::shared_ptr<const models::FaultPlan> plan, std::uint64_t dice,
                          loop::TimePoint now)
{
    plan_ = std::move(plan);
    states_.clear();
    began_ = last_ = stalled_ = now;
    messages_ = 0;
    for (std::size_t i = 0; plan_ && i < std::size_t(plan_->faults.size()); ++i) {
        const Fault &fault = plan_->faults[qsizetype(i)];
        if (!fault.fits(side_))
            continue;
        State &state = states_.emplace_back();
        state.fault = &fault;
        state.number = i;
        state.free = now;
        Dice mixed(plan_->seed ^ Dice(dice * 4 + std::uint64_t(side_)).next());
        state.dice = Dice(mixed.next() + i);
    }
    measureWindow();
}

void FaultEngine::measureWindow()
{
    double delay = 0, perSecond = 64.0 * 1024 * 1024;
    for (const State &state : states_) {
        if (state.fault->kind == FaultKind::Latency)
            delay += std::chrono::duration<double>(state.fault->time + state.fault->spread).count();
        else if (state.fault->kind == FaultKind::Bandwidth)
            perSecond = std::min(perSecond, double(state.fault->amount));
    }
    window_ = std::min(windowAtMost, lineBuffer + std::size_t(delay * perSecond));
}

// --- What becomes of a message ---

void FaultEngine::pass(std::string_view data, const loop::SocketAddress &peer, loop::TimePoint now,
                       PassageQueue &out)
{
    if (over_)
        return;
    ++messages_;
    std::string message(data);
    Fate fate {.now = now};
    for (State &state : states_) {
        judge(state, message, fate);
        if (fate.then == Passage::What::Reset)
            return finish(Passage::What::Reset, out, now);
    }
    if (fate.reordered && held_.size() < mostHeld) {
        held_.push_back({now + reorderWait, Passage::What::Data, message, peer});
    } else if (fate.copies > 0) {
        loop::TimePoint due {};
        for (int copy = 0; copy < fate.copies; ++copy)
            due = schedule(message, peer, fate, out);
        for (Passage &passage : std::exchange(held_, {})) { // what waited for this one
            passage.due = due;
            append(std::move(passage), out);
        }
    }
    if (fate.then)
        finish(*fate.then, out, now);
}

void FaultEngine::passEnd(loop::TimePoint now, PassageQueue &out)
{
    loop::Duration delay {};
    for (const State &state : states_) {
        if (state.fault->kind == FaultKind::Latency)
            delay += state.fault->time;
    }
    if (!over_)
        append({std::max({now + delay, stalled_, last_}), Passage::What::End}, out);
}

// Whether the trigger holds for this message.
bool FaultEngine::triggered(State &state, std::string_view message, loop::TimePoint now)
{
    const Fault &fault = *state.fault;
    bool matches = true;
    if (!fault.match.isEmpty()) {
        const std::string_view wanted(fault.match.constData(), std::size_t(fault.match.size()));
        if (traffic_ == models::Traffic::Datagrams)
            state.tail.clear();
        state.tail.append(message);
        matches = state.tail.find(wanted) != std::string::npos;
        const std::size_t keep = matches ? 0 : std::min(state.tail.size(), wanted.size() - 1);
        state.tail.erase(0, state.tail.size() - keep);
    }
    const bool counted = fault.message == 0 || std::uint64_t(fault.message) == messages_;
    return matches && counted && now - began_ >= fault.after;
}

void FaultEngine::judge(State &state, std::string &message, Fate &fate)
{
    const Fault &fault = *state.fault;
    if (fault.kind == FaultKind::Corrupt)
        return corrupt(state, message, fate.now);
    if (fault.kind == FaultKind::Limit)
        return limit(state, message, fate);
    if (actsAlone(fault) || (fault.kind == FaultKind::Stall && fate.now < stalled_))
        return;
    if (triggered(state, message, fate.now) && state.dice.hit(fault.probability))
        applyTo(fate, state, message.size());
}

void FaultEngine::applyTo(Fate &fate, State &state, std::size_t bytes)
{
    const Fault &fault = *state.fault;
    switch (fault.kind) {
    case FaultKind::Latency: {
        const double sway = double(fault.spread.count()) * (2 * state.dice.fraction() - 1);
        const loop::Duration delay
            = std::max(loop::Duration::zero(), fault.time + loop::Duration(std::llround(sway)));
        fate.delay += delay;
        return hit(state, bytes, milliseconds(delay));
    }
    case FaultKind::Bandwidth:
        fate.lines.push_back(&state);
        break;
    case FaultKind::Slice:
        if (bytes <= std::size_t(fault.amount))
            return;
        fate.slice = &state;
        break;
    case FaultKind::Stall:
        stalled_ = fault.time == 0s ? forever : fate.now + fault.time;
        break;
    case FaultKind::Reset:
        fate.then = Passage::What::Reset;
        break;
    case FaultKind::HalfClose:
        fate.then = Passage::What::End;
        break;
    case FaultKind::Drop:
        fate.copies = 0;
        break;
    case FaultKind::Duplicate:
        fate.copies = std::min(2 * fate.copies, mostCopies);
        break;
    case FaultKind::Reorder:
        fate.reordered = fate.copies > 0;
        break;
    case FaultKind::Corrupt:
    case FaultKind::Limit:
    case FaultKind::Count:
        return;
    }
    hit(state, bytes);
}

// Each byte that may be changed has its own throw of the dice, so how a stream is cut changes
// nothing.
void FaultEngine::corrupt(State &state, std::string &message, loop::TimePoint now)
{
    const auto every = std::uint64_t(state.fault->amount);
    const std::uint64_t before = std::exchange(state.bytes, state.bytes + message.size());
    if (!triggered(state, message, now))
        return;
    std::size_t changed = 0;
    for (std::uint64_t at = every - before % every; at <= message.size(); at += every) {
        if (!state.dice.hit(state.fault->probability))
            continue;
        char &byte = message[std::size_t(at) - 1];
        byte = char(std::uint8_t(byte) ^ std::uint8_t(1 + state.dice.next() % 255));
        ++changed;
    }
    if (changed > 0)
        hit(state, message.size(), std::to_string(changed) + " changed");
}

void FaultEngine::limit(State &state, std::string &message, Fate &fate)
{
    state.began = state.began
        || (triggered(state, message, fate.now) && state.dice.hit(state.fault->probability));
    if (!state.began)
        return;
    const std::uint64_t room = std::uint64_t(state.fault->amount) - state.bytes;
    state.bytes += std::min<std::uint64_t>(room, message.size());
    if (message.size() < room)
        return;
    message.resize(std::size_t(room));
    fate.then = Passage::What::Close;
    hit(state, message.size(), "closed");
}

// --- When it arrives ---

loop::TimePoint FaultEngine::schedule(std::string_view message, const loop::SocketAddress &peer,
                                      const Fate &fate, PassageQueue &out)
{
    const bool stream = traffic_ == models::Traffic::Stream;
    std::size_t size = std::max<std::size_t>(message.size(), 1);
    if (fate.slice)
        size = std::min(size, std::size_t(fate.slice->fault->amount));
    for (const State *line : fate.lines) {
        if (stream)
            size = std::min(size,
                            std::max<std::size_t>(
                                1,
                                std::size_t(double(line->fault->amount)
                                            * std::chrono::duration<double>(pieceTime).count())));
    }
    loop::TimePoint due = std::max(fate.now + fate.delay, stalled_);
    if (stream)
        due = std::max(due, last_);
    Passage passage {due, Passage::What::Data, std::string(message), peer};
    const std::size_t pieces = std::max<std::size_t>(1, (message.size() + size - 1) / size);
    const std::size_t lastSize = message.size() - (pieces - 1) * size;
    passage.piece = pieces > 1 ? size : 0;
    if (due == forever) {
        append(std::move(passage), out);
        return due;
    }
    // What a piece takes: on each slow line, one after the other, and at least the pause of Slice.
    const auto timeOf = [&fate](std::size_t bytes) {
        loop::Duration time {};
        for (const State *line : fate.lines)
            time += timeToSend(bytes, line->fault->amount);
        return time;
    };
    const std::size_t first = pieces > 1 ? size : lastSize;
    for (State *line : fate.lines)
        due = line->free = std::max(due, line->free) + timeToSend(first, line->fault->amount);
    const loop::Duration pause = fate.slice ? fate.slice->fault->spread : loop::Duration::zero();
    if (fate.slice)
        due = std::max(due, fate.slice->free);
    passage.due = due;
    passage.step = std::max(timeOf(size), pause);
    passage.lastStep = std::max(timeOf(lastSize), pause);
    const loop::Duration others = pieces > 1
        ? passage.step * std::int64_t(pieces - 2) + passage.lastStep
        : loop::Duration::zero();
    due += others;
    for (State *line : fate.lines)
        line->free += others;
    if (fate.slice)
        fate.slice->free = due + pause;
    append(std::move(passage), out);
    last_ = std::max(last_, due);
    return due;
}

void FaultEngine::append(Passage passage, PassageQueue &out)
{
    last_ = std::max(last_, passage.due);
    out.insert(std::move(passage));
}

// The last passage: after those before it, but a stall without end does not hold it up.
void FaultEngine::finish(Passage::What what, PassageQueue &out, loop::TimePoint now)
{
    over_ = true;
    append({last_ == forever ? now : std::max(last_, now), what}, out);
}

// --- Without a message ---

std::optional<loop::TimePoint> FaultEngine::nextAlarm() const
{
    std::optional<loop::TimePoint> next;
    const auto consider = [&](loop::TimePoint time) { next = next ? std::min(*next, time) : time; };
    for (const State &state : states_) {
        if (!over_ && !state.done && actsAlone(*state.fault))
            consider(began_ + state.fault->after);
    }
    for (const Passage &passage : held_)
        consider(passage.due);
    return next;
}

void FaultEngine::alarm(loop::TimePoint now, PassageQueue &out)
{
    for (State &state : states_) {
        const Fault &fault = *state.fault;
        if (over_ || state.done || !actsAlone(fault) || now - began_ < fault.after)
            continue;
        state.done = true;
        if (!state.dice.hit(fault.probability))
            continue;
        hit(state, 0);
        finish(fault.kind == FaultKind::Reset ? Passage::What::Reset : Passage::What::End, out,
               now);
    }
    while (!held_.empty() && held_.front().due <= now) {
        append(std::move(held_.front()), out);
        held_.erase(held_.begin());
    }
}

void FaultEngine::hit(const State &state, std::size_t bytes, std::string_view more)
{
    std::string words = models::nameOf(state.fault->kind).toStdString();
    words += side_ == models::FaultDirection::In ? " in" : " out";
    if (bytes > 0)
        words.append(", ").append(std::to_string(bytes)).append(" B");
    if (!more.empty())
        words.append(", ").append(more);
    witness_.faultHit(state.number, words);
}

} // namespace app
