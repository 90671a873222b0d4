// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What stands in front of a real transport and puts faults in it, of streams or of datagrams: what
// FaultyTransport and FaultyDatagrams share. Either way has a FaultLine, once there is a plan;
// while there is none, calls go straight through. A line that is full pauses its sender, so flow
// control is kept. It bears the real transport's id. Net thread; Real is loop::Transport or
// loop::DatagramTransport.

#include "app/engine/faults/FaultLine.h"
#include "app/engine/faults/FaultyConnection.h"
#include "app/engine/faults/SessionFaults.h"

#include "loop/Protocol.h"

namespace app {

template <class Real>
class FaultyFront : public Real, public FaultyConnection, protected FaultLine::Owner {
public:
    void setPlan(const std::shared_ptr<const models::FaultPlan> &plan, std::uint64_t dice) final
    {
        if (this->m_lost || (!in_ && plan->faults.isEmpty()))
            return;
        if (!in_) {
            in_ = line(models::FaultDirection::In);
            out_ = line(models::FaultDirection::Out);
        }
        in_->setPlan(plan, dice);
        out_->setPlan(plan, dice);
    }

    [[nodiscard]] std::any getExtraInfo(std::string_view name, std::any fallback = {}) const final
    {
        return inner_ ? inner_->getExtraInfo(name, std::move(fallback))
                      : Real::getExtraInfo(name, std::move(fallback));
    }
    void pauseReading() final
    {
        if (this->m_readingPaused || this->m_closing || this->m_eofReceived)
            return;
        this->m_readingPaused = true;
        inner_->pauseReading();
    }
    void resumeReading() final
    {
        if (!this->m_readingPaused)
            return;
        this->m_readingPaused = false;
        if (in_)
            in_->proceed();
        if (inner_ && !held_ && !this->m_closing)
            inner_->resumeReading();
    }
    [[nodiscard]] std::size_t getWriteBufferSize() const noexcept final
    {
        return (inner_ ? inner_->getWriteBufferSize() : 0) + (out_ ? out_->bytes() : 0);
    }

    void innerPaused(bool paused) // the real one's write buffer
    {
        innerPaused_ = paused;
        if (out_ && !paused)
            out_->proceed();
        balanceWriting();
    }

protected:
    template <class P>
    FaultyFront(Real &inner, std::shared_ptr<P> protocol, SessionFaults &faults,
                models::Traffic traffic)
        : Real(*inner.loop(), std::move(protocol), loop::Transport::Origin::inFrontOf(inner))
        , inner_(std::static_pointer_cast<Real>(inner.shared_from_this()))
        , faults_(faults)
        , traffic_(traffic)
    { }

    // The real one has ended, and so has this.
    void lost(const std::exception_ptr &exception)
    {
        this->m_lost = this->m_closing = true;
        this->m_lostWithError = exception != nullptr;
        if (in_) {
            in_->clear();
            out_->clear();
        }
        inner_.reset();
        const std::shared_ptr<loop::BaseProtocol> protocol = std::move(this->m_protocol);
        this->m_loop = nullptr;
        protocol->connectionLost(exception);
    }
    void balanceReading()
    {
        if (!in_ || !inner_ || this->m_closing)
            return;
        if (!held_ && in_->isFull()) {
            held_ = true;
            inner_->pauseReading();
        } else if (held_ && in_->hasRoom()) {
            held_ = false;
            if (!this->m_readingPaused)
                inner_->resumeReading();
        }
    }
    void balanceWriting()
    {
        if (this->m_lost)
            return;
        if (!this->m_writingPaused && (innerPaused_ || (out_ && out_->isFull()))) {
            this->m_writingPaused = true;
            this->m_protocol->pauseWriting();
        } else if (this->m_writingPaused && !innerPaused_ && (!out_ || out_->hasRoom())) {
            this->m_writingPaused = false;
            this->m_protocol->resumeWriting();
        }
    }

    [[nodiscard]] bool mayArrive(models::FaultDirection side) const final
    {
        if (this->m_lost)
            return false;
        return side == models::FaultDirection::In ? !this->m_readingPaused && !this->m_closing
                                                  : !innerPaused_;
    }
    [[nodiscard]] std::shared_ptr<void> kept() final { return this->shared_from_this(); }
    [[nodiscard]] std::size_t mayHold() const final { return faults_.share(); }
    void faultHit(std::size_t fault, std::string_view words) final
    {
        faults_.hit(fault, this->id(), words);
    }

    // The loop did not start this one, so it never ends it.
    void opened() final { }
    void release() noexcept final { }

    std::shared_ptr<Real> inner_; // null once lost
    std::unique_ptr<FaultLine> in_, out_; // null until there is a plan

private:
    [[nodiscard]] std::unique_ptr<FaultLine> line(models::FaultDirection side)
    {
        FaultLine::Owner &owner = *this; // to which make_unique has no access
        return std::make_unique<FaultLine>(*this->loop(), side, traffic_, owner);
    }

    SessionFaults &faults_; // the link keeps it
    const models::Traffic traffic_;
    bool held_ = false; // the real one was told to pause, as the line in is full
    bool innerPaused_ = false; // its write buffer is full
};

} // namespace app
