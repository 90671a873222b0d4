// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/ReplayServer.h"

namespace app {

loop::Coro<void> ReplayServer::prepare()
{
    report_.begin();
    source_.emplace(loop(), ReplaySource::Side::Server);
    loop::Coro<void> opening
        = source_->open(url().text(u"file"), quint64(url().integer(u"connection")));
    co_await std::move(opening);
}

loop::Coro<void> ReplayServer::serve(loop::StreamReader reader, loop::StreamWriter writer)
{
    Replaying replaying(loop(), loop::Streams(std::move(reader), std::move(writer)), *source_,
                        Replaying::Pace::of(url()), report_);
    co_await replaying.play();
    if (!replaying.problem().isEmpty()) {
        failed();
        show(replaying.problem());
    }
}

QString ReplayServer::figures()
{
    const QString served = StreamServer::figures(); // "" before it serves
    return served.isEmpty() ? served : served + QStringLiteral(", ") + report_.figures();
}

} // namespace app
