// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// An endpoint of datagrams with faults in it. As FaultyLink and FaultyTransport do for a stream,
// FaultyDatagramsLink is the protocol of the real endpoint and shows the session's protocol
// FaultyDatagrams instead. What is received passes one FaultLine and what is sent another, whomever
// it comes from or goes to. A line in that is full stops reading, and the kernel loses what it
// cannot keep, as it does for every receiver that is too slow. Net thread; the real endpoint owns
// the link, which owns this.

#include "app/engine/faults/FaultyFront.h"

#include "loop/Datagrams.h"

namespace app {

class FaultyDatagrams final : public FaultyFront<loop::DatagramTransport> {
public:
    FaultyDatagrams(loop::DatagramTransport &inner,
                    std::shared_ptr<loop::DatagramProtocol> protocol, SessionFaults &faults);

    void sendto(std::string_view data, const std::optional<loop::SocketAddress> &to) override;
    void close() override; // once what is under way was sent

    // What the real endpoint tells.
    void innerMade(loop::DatagramProtocol &protocol);
    void innerReceived(std::string_view data, const loop::SocketAddress &from);
    void innerFailed(const loop::OsError &error) { handError(error); }
    void innerLost(std::exception_ptr exception);

private:
    void arrived(models::FaultDirection side, Passage passage) override;
    void moved(models::FaultDirection side) override;
    void forceClose(std::exception_ptr exception) override;

    void hand(std::string_view data, const loop::SocketAddress &from);
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
