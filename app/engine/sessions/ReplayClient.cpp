// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/ReplayClient.h"

#include "app/engine/sessions/Connecting.h"
#include "app/engine/sessions/Refusal.h"
#include "app/engine/sessions/Replaying.h"

namespace app {

loop::Coro<void> ReplayClient::run()
{
    co_await openSource(ReplaySource::Side::Client);

    const Connector connector(Peer::of(url()), warner(), &faults());
    const loop::Streams streams = co_await connector.open(loop());
    connected(connector, streams.writer);
    StreamLine line(streams);
    Replaying replaying(loop(), line, *source_, Replaying::Pace::of(url()), report_);
    loop::Coro<void> playing = replaying.play();
    co_await useAndClose(streams.writer, std::move(playing));
    if (!replaying.problem().isEmpty())
        throw Refusal(replaying.problem());
}

} // namespace app
