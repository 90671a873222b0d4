// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/ReplayServer.h"

#include "app/engine/sessions/Replaying.h"
#include "models/text/Tr.h"

#include <algorithm>

namespace app {

using models::tr;

loop::Coro<void> ReplayServer::prepare()
{
    talks_.clear();
    saidFull_ = false;
    co_await openSource(ReplaySource::Side::Server);
}

loop::Coro<void> ReplayServer::serve(loop::StreamReader reader, loop::StreamWriter writer)
{
    StreamLine line(loop::Streams(std::move(reader), std::move(writer)));
    loop::Coro<void> playing = play(line);
    co_await std::move(playing);
}

loop::Coro<void> ReplayServer::play(ReplayLine &line)
{
    Replaying replaying(loop(), line, *source_, Replaying::Pace::of(url()), report_);
    loop::Coro<void> playing = replaying.play();
    co_await std::move(playing);
    if (!replaying.problem().isEmpty()) {
        failed();
        show(replaying.problem());
    }
}

void ReplayServer::datagram(std::string_view data, const loop::SocketAddress &from,
                            loop::DatagramTransport &endpoint)
{
    const auto isOver = [](const auto &talk) { return talk.second.task.done(); };
    const std::string peer = from.toString();
    auto known = talks_.find(peer);
    if (known == talks_.end() || isOver(*known)) {
        std::erase_if(talks_, isOver);
        known = talks_.end();
    }
    if (known == talks_.end() && talks_.size() >= MostTalks) {
        missed();
        if (!std::exchange(saidFull_, true))
            say(tr("%1 peers are talked to at once, which is as many as there may be: %2 gets no "
                   "answer. Others are counted.")
                    .arg(MostTalks)
                    .arg(QString::fromStdString(peer)));
        return;
    }
    if (known == talks_.end()) {
        const auto line = std::make_shared<DatagramLine>(
            std::static_pointer_cast<loop::DatagramTransport>(endpoint.shared_from_this()), from);
        known = talks_.emplace(peer, Talk {line, {}}).first;
        known->second.task = loop().createTask(talk(line), "replay " + peer);
    }
    if (!known->second.line->take(data))
        missed();
}

loop::Coro<void> ReplayServer::talk(std::shared_ptr<DatagramLine> line)
{
    try {
        loop::Coro<void> playing = play(*line);
        co_await std::move(playing);
    } catch (const std::exception &) {
        failed();
    }
}

void ReplayServer::closeConnections()
{
    for (const auto &[peer, talk] : talks_)
        talk.task.cancel();
    ReplaySession::closeConnections();
}

std::size_t ReplayServer::connectionCount() const
{
    const auto talking = std::count_if(talks_.begin(), talks_.end(),
                                       [](const auto &talk) { return !talk.second.task.done(); });
    return ReplaySession::connectionCount() + std::size_t(talking);
}

QString ReplayServer::figures()
{
    const QString served = ReplaySession::figures(); // "" before it serves
    return served.isEmpty() ? served : served + QStringLiteral(", ") + report_.figures();
}

} // namespace app
