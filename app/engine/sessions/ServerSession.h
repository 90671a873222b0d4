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
        ++counts_.messages;
        counts_.bytes += bytes;
        if (block_ > loop::Duration::zero())
            std::this_thread::sleep_for(block_); // the mistake that the option is there to show
    }
    // Unasked; replies need not be counted.
    void sent(std::size_t bytes) { counts_.sentBytes += bytes; }
    void missed() { ++counts_.missed; } // a message did not reach somebody it was for
    void failed() { ++counts_.failures; } // one connection ended badly

protected:
    loop::Coro<void> run() final;
    [[nodiscard]] QString figures() override;

    virtual loop::Coro<void> prepare(); // before anything is bound; Refusal where it cannot be
    virtual loop::Coro<void> listen(loop::Descriptor socket) = 0; // bound; called for each
    virtual void closeListeners() = 0; // repeatable
    virtual void closeConnections() = 0;
    virtual void abortConnections() = 0;
    [[nodiscard]] virtual std::size_t connectionCount() const = 0;

    void accepted() { ++counts_.accepted; }
    [[nodiscard]] int backlog() const { return backlog_; }

private:
    loop::Coro<void> open();
    loop::Coro<void> settle();
    void close();

    const loop::Duration block_;
    const int backlog_;
    std::optional<SocketFile> file_;
    // Since it was started.
    bool wasUp_ = false;
    struct Counts {
        std::uint64_t accepted = 0, messages = 0, bytes = 0, sentBytes = 0, missed = 0,
                      failures = 0;
    } counts_;
};

} // namespace app
