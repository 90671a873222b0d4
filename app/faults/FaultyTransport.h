// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A stream connection with faults in it. FaultyLink is the protocol of the real transport, and
// shows the session's protocol a FaultyTransport instead: what goes through either way passes a
// FaultLine. It bears the real transport's id, so instruments and the session speak of one
// connection, and instruments see what goes over the wire. Flow control is kept: a line that is
// full pauses its sender. While there is no plan, calls go straight through. Net thread; the real
// transport owns the link, which owns this.

#include "app/faults/FaultLine.h"
#include "app/faults/FaultyConnection.h"

#include "loop/Protocol.h"
#include "loop/Transport.h"

namespace app {

class SessionFaults;

class FaultyTransport final : public loop::Transport,
                              public FaultyConnection,
                              private FaultLine::Owner {
public:
    FaultyTransport(loop::Transport &inner, std::shared_ptr<loop::Protocol> protocol,
                    SessionFaults &faults);

    void setPlan(const std::shared_ptr<const models::FaultPlan> &plan, std::uint64_t dice) override;

    void setProtocol(std::shared_ptr<loop::BaseProtocol> protocol) override;
    [[nodiscard]] std::any getExtraInfo(std::string_view name,
                                        std::any fallback = {}) const override;
    void close() override; // once what is under way has arrived
    void pauseReading() override;
    void resumeReading() override;
    void write(std::string_view data) override;
    void writeEof() override;
    [[nodiscard]] bool canWriteEof() const noexcept override
    {
        return inner_ && inner_->canWriteEof();
    }
    [[nodiscard]] std::size_t getWriteBufferSize() const noexcept override;

    // What the real transport tells.
    void innerMade();
    void innerReceived(std::string_view data);
    [[nodiscard]] bool innerEnded();
    void innerLost(std::exception_ptr exception);
    void innerPaused(bool paused);

private:
    [[nodiscard]] bool mayArrive(models::FaultDirection side) const override;
    void arrived(models::FaultDirection side, Passage passage) override;
    void moved(models::FaultDirection side) override;
    [[nodiscard]] std::shared_ptr<void> kept() override { return shared_from_this(); }
    void faultHit(std::size_t fault, std::string_view words) override;

    // The loop did not start this one, so it never ends it.
    void opened() override { }
    void release() noexcept override { }
    void forceClose(std::exception_ptr exception) override;

    void hand(std::string_view data); // to the session's protocol
    [[nodiscard]] bool handEnd();
    void endWriting();
    void balanceWriting();
    void balanceReading();

    std::shared_ptr<loop::Transport> inner_; // null once lost
    loop::Protocol *stream_; // m_protocol, with its type
    SessionFaults &faults_; // the link keeps it
    std::shared_ptr<const models::FaultPlan> plan_;
    std::unique_ptr<FaultLine> in_, out_; // null until there is a plan
    std::exception_ptr failure_; // why it ended, if not for the inner one's reason
    bool innerPaused_ = false; // its write buffer is full
    bool held_ = false; // the inner one was told to pause, as the line in is full
};

class FaultyLink final : public loop::Protocol {
public:
    FaultyLink(std::shared_ptr<SessionFaults> faults, std::shared_ptr<loop::Protocol> protocol);
    ~FaultyLink() override;

    void connectionMade(loop::Transport &inner) override;
    void connectionLost(std::exception_ptr exception) override;
    void dataReceived(std::string_view data) override { transport_->innerReceived(data); }
    bool eofReceived() override { return transport_->innerEnded(); }
    void pauseWriting() override { transport_->innerPaused(true); }
    void resumeWriting() override { transport_->innerPaused(false); }

private:
    std::shared_ptr<SessionFaults> faults_;
    std::shared_ptr<loop::Protocol> protocol_; // the session's, until there is a transport
    std::shared_ptr<FaultyTransport> transport_; // null before it is made
};

} // namespace app
