// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What all servers share: the order of coming up and going down, and figures. Coming up binds every
// port first, so that a server has all of them or none. Going down closes the listeners, then the
// connections, and gives them a second to send what they still hold before they are cut. Net
// thread.

#include "app/engine/sessions/Refusal.h"
#include "app/engine/sessions/Session.h"
#include "app/engine/sessions/SocketFile.h"

#include <optional>
#include <thread>

namespace app {

class ServerSession : public Session {
public:
    ServerSession(loop::EventLoop &loop, loop::ContextId id, models::SessionUrl url,
                  Changed changed);

    // For its connections, whatever they are written as.
    void received(std::size_t bytes)
    {
        ++messages_;
        bytes_ += bytes;
        if (block_ > loop::Duration::zero())
            std::this_thread::sleep_for(block_); // the mistake that the option is there to show
    }
    void sent(std::size_t bytes) { sentBytes_ += bytes; } // unasked; replies need not be counted
    void missed() { ++missed_; } // a message did not reach somebody it was for
    void failed() { ++failures_; } // one connection ended badly

protected:
    loop::Coro<void> run() final;
    [[nodiscard]] QString figures() override;

    virtual loop::Coro<void> prepare(); // before anything is bound; Refusal where it cannot be
    virtual loop::Coro<void> listen(loop::Descriptor socket) = 0; // bound; called for each
    virtual void closeListeners() = 0; // repeatable
    virtual void closeConnections() = 0;
    virtual void abortConnections() = 0;
    [[nodiscard]] virtual std::size_t connectionCount() const = 0;

    void accepted() { ++accepted_; }
    [[nodiscard]] int backlog() const { return backlog_; }

private:
    loop::Coro<void> open();
    loop::Coro<void> settle();
    void close();

    const loop::Duration block_;
    const int backlog_;
    std::optional<SocketFile> file_;
    bool wasUp_ = false; // since it was started
    std::uint64_t accepted_ = 0;
    std::uint64_t messages_ = 0;
    std::uint64_t bytes_ = 0;
    std::uint64_t sentBytes_ = 0;
    std::uint64_t missed_ = 0;
    std::uint64_t failures_ = 0;
};

} // namespace app
