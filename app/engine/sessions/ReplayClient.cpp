// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/ReplayClient.h"

#include "app/engine/sessions/Connecting.h"
#include "app/engine/sessions/Refusal.h"

namespace app {

loop::Coro<void> ReplayClient::run()
{
    report_.begin();
    source_.emplace(loop(), ReplaySource::Side::Client);
    loop::Coro<void> opening
        = source_->open(url().text(u"file"), quint64(url().integer(u"connection")));
    co_await std::move(opening);

    const Connector connector(Peer::of(url()), warner(), &faults());
    const loop::Streams streams = co_await connector.open(loop());
    connected(connector, streams.writer);
    Replaying replaying(loop(), streams, *source_, Replaying::Pace::of(url()), report_);
    loop::Coro<void> playing = replaying.play();
    co_await useAndClose(streams.writer, std::move(playing));
    if (!replaying.problem().isEmpty())
        throw Refusal(replaying.problem());
}

} // namespace app
