// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The conversations that forward servers of this process pass on, and which of them is a part of
// which other: the connection that one opens may be the one that another accepted, and so a circle
// of servers is found before it has taken every descriptor. A circle that leads through another
// process is not; the number of conversations ends that one. Net thread.

#include "loop/Coro.h"
#include "loop/Ids.h"
#include "loop/Transport.h"

#include <string>

namespace app {

class Conversation {
public:
    // `server` has accepted this connection. One whose ends have no addresses leads nowhere.
    Conversation(loop::ContextId server, const loop::Transport &connection);
    ~Conversation();
    Conversation(const Conversation &) = delete;
    Conversation &operator=(const Conversation &) = delete;

    // Both ends of a connection within the process come up in the same few iterations, in any
    // order: until the one that was opened is known, if there is one. Before the next one is
    // opened.
    [[nodiscard]] loop::Coro<void> settle() const;
    void goesOnOver(const loop::Transport &connection); // the connection that was opened for it
    // A conversation of the same server is passed on by this one, or passes this one on.
    [[nodiscard]] bool isInCircle() const;

private:
    const loop::ContextId server_;
    const std::string from_; // both ends of the connection, the one that opened it first; or ""
    std::string to_; // and of the one that was opened, "" before
};

} // namespace app
