// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Server `forward`: for each connection that it accepts it opens one to another program, and passes
// on what either says, over tls on either side as asked for. So a conversation between two real
// programs is seen in clear text: both legs are connections of this session. A half-close, a reset
// and a full buffer on one leg become one on the other; where a transport cannot be half-closed,
// whoever may still answer is waited for. Faults are in the leg that was accepted.
//
// What leads back to itself is refused where it is evident from the URL, and broken off where it
// shows later; and there are never more conversations than descriptors for them, so a circle
// through other programs ends, too. Net thread.

#include "app/engine/sessions/Connecting.h"
#include "app/engine/sessions/Conversations.h"
#include "app/engine/sessions/StreamServer.h"

#include "loop/Synchronisation.h"

#include <optional>

namespace app {

class ForwardServer final : public StreamServer {
public:
    ForwardServer(loop::EventLoop &loop, loop::ContextId id, models::SessionUrl url,
                  Changed changed);

private:
    // One direction of one conversation.
    struct Leg {
        loop::StreamReader from;
        loop::StreamWriter fromWriter; // of the same connection
        loop::StreamWriter to;

        Leg(loop::StreamReader reader, loop::StreamWriter writer, loop::StreamWriter other)
            : from(std::move(reader))
            , fromWriter(std::move(writer))
            , to(std::move(other))
        { }
    };
    struct Counted; // among the open ones

    loop::Coro<void> prepare() override;
    [[nodiscard]] loop::Coro<bool> leadsToItself() const;
    loop::Coro<void> serve(loop::StreamReader reader, loop::StreamWriter writer) override;
    loop::Coro<void> converse(loop::StreamReader reader, loop::StreamWriter writer,
                              loop::Streams far);
    loop::Coro<std::optional<loop::Streams>> reach();
    loop::Coro<void> pass(std::shared_ptr<Leg> leg);
    loop::Coro<void> passUntilEnd(std::shared_ptr<Leg> leg);
    [[nodiscard]] QString figures() override;
    void trouble(const QString &words);

    models::SessionUrl target_; // as a client's
    std::optional<Connector> connector_;
    QString trouble_; // the last with the far side, one sentence
    loop::TimePoint tellAgain_ {}; // of the same
    std::size_t open_ = 0; // conversations
    std::size_t mostOpen_ = 0;
};

} // namespace app
