// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A stream connection with faults in it. FaultyLink is the protocol of the real transport, and
// shows the session's protocol a FaultyTransport instead: what goes through either way passes a
// FaultLine. Instruments and the session speak of one connection, since it bears the real one's id,
// and instruments see what goes over the wire. Net thread; the real transport owns the link, which
// owns this.

#include "app/engine/faults/FaultyFront.h"

#include "loop/Protocol.h"
#include "loop/Transport.h"

namespace app {

class FaultyTransport final : public FaultyFront<loop::Transport> {
public:
    FaultyTransport(loop::Transport &inner, std::shared_ptr<loop::Protocol> protocol,
                    SessionFaults &faults);

    void setProtocol(std::shared_ptr<loop::BaseProtocol> protocol) override;
    void close() override; // once what is under way has arrived
    void write(std::string_view data) override;
    void writeEof() override;
    [[nodiscard]] bool canWriteEof() const noexcept override
    {
        return inner_ && inner_->canWriteEof();
    }

    // What the real transport tells.
    void innerMade();
    void innerReceived(std::string_view data);
    [[nodiscard]] bool innerEnded();
    void innerLost(std::exception_ptr exception);

private:
    void arrived(models::FaultDirection side, Passage passage) override;
    void moved(models::FaultDirection side) override;
    void forceClose(std::exception_ptr exception) override;

    void hand(std::string_view data); // to the session's protocol
    [[nodiscard]] bool handEnd();
    void endWriting();

    loop::Protocol *stream_; // m_protocol, with its type
    std::exception_ptr failure_; // why it ended, if not for the inner one's reason
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
