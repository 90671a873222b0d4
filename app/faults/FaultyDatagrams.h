// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// An endpoint of datagrams with faults in it. As FaultyLink and FaultyTransport do for a stream,
// FaultyDatagramsLink is the protocol of the real endpoint and shows the session's protocol
// FaultyDatagrams instead; its id is the real one's. What is received passes one FaultLine and what
// is sent another, whomever it comes from or goes to. A line out that is full pauses its sender; a
// line in that is full stops reading, and the kernel loses what it cannot keep, as it does for
// every receiver that is too slow. While there is no plan, calls go straight through. Net thread;
// the real endpoint owns the link, which owns this.

#include "app/faults/FaultLine.h"
#include "app/faults/FaultyConnection.h"

#include "loop/Datagrams.h"

namespace app {

class SessionFaults;

class FaultyDatagrams final : public loop::DatagramTransport,
                              public FaultyConnection,
                              private FaultLine::Owner {
public:
    FaultyDatagrams(loop::DatagramTransport &inner,
                    std::shared_ptr<loop::DatagramProtocol> protocol, SessionFaults &faults);

    void setPlan(const std::shared_ptr<const models::FaultPlan> &plan, std::uint64_t dice) override;

    void sendto(std::string_view data, const std::optional<loop::SocketAddress> &to) override;
    [[nodiscard]] std::any getExtraInfo(std::string_view name,
                                        std::any fallback = {}) const override;
    void close() override; // once what is under way was sent
    void pauseReading() override;
    void resumeReading() override;
    [[nodiscard]] std::size_t getWriteBufferSize() const noexcept override;

    // What the real endpoint tells.
    void innerMade(loop::DatagramProtocol &protocol);
    void innerReceived(std::string_view data, const loop::SocketAddress &from);
    void innerFailed(const loop::OsError &error) { handError(error); }
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

    void hand(std::string_view data, const loop::SocketAddress &from);
    void balance(); // pauses and resumes the sender and the real endpoint, as lines fill and empty

    std::shared_ptr<loop::DatagramTransport> inner_; // null once lost
    SessionFaults &faults_; // the link keeps it
    std::shared_ptr<const models::FaultPlan> plan_;
    std::unique_ptr<FaultLine> in_, out_; // null until there is a plan
    bool held_ = false; // the line in is full
    bool innerPaused_ = false; // the real one's write buffer is
};

class FaultyDatagramsLink final : public loop::DatagramProtocol {
public:
    FaultyDatagramsLink(std::shared_ptr<SessionFaults> faults,
                        std::shared_ptr<loop::DatagramProtocol> protocol);
    ~FaultyDatagramsLink() override;

    void connectionMade(loop::DatagramTransport &inner) override;
    void connectionLost(std::exception_ptr exception) override;
    void datagramReceived(std::string_view data, const loop::SocketAddress &from) override
    {
        endpoint_->innerReceived(data, from);
    }
    void errorReceived(const loop::OsError &error) override { endpoint_->innerFailed(error); }
    void pauseWriting() override { endpoint_->innerPaused(true); }
    void resumeWriting() override { endpoint_->innerPaused(false); }

private:
    std::shared_ptr<SessionFaults> faults_;
    std::shared_ptr<loop::DatagramProtocol> protocol_; // the session's
    std::shared_ptr<FaultyDatagrams> endpoint_; // null before it is made
};

} // namespace app
