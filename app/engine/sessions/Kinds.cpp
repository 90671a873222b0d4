// SPDX-License-Identifier: GPL-3.0-or-later

// Which class is which kind of session. What a kind is called and what it may be told stands in
// models/.

#include "app/engine/sessions/BroadcastServer.h"
#include "app/engine/sessions/EchoProtocol.h"
#include "app/engine/sessions/EchoSockets.h"
#include "app/engine/sessions/EchoStreams.h"
#include "app/engine/sessions/ForwardServer.h"
#include "app/engine/sessions/LinesClient.h"
#include "app/engine/sessions/LoadClient.h"
#include "app/engine/sessions/ReceiveServer.h"
#include "app/engine/sessions/RepeatClient.h"
#include "app/engine/sessions/ReplayClient.h"
#include "app/engine/sessions/ReplayServer.h"
#include "app/engine/sessions/ReplyServer.h"
#include "app/engine/sessions/SmallServers.h"
#include "app/engine/sessions/SockperfServer.h"
#include "app/engine/sessions/TalkClient.h"

#include <algorithm>
#include <iterator>

namespace app {

namespace {

using namespace Qt::StringLiterals;

using Made = std::unique_ptr<Session>;

template <class S>
Made make(loop::EventLoop &loop, loop::ContextId id, const models::SessionUrl &url,
          Session::Changed changed)
{
    return std::make_unique<S>(loop, id, url, std::move(changed));
}

Made makeEcho(loop::EventLoop &loop, loop::ContextId id, const models::SessionUrl &url,
              Session::Changed changed)
{
    const QString api = url.text(u"api");
    if (api == u"sockets")
        return make<EchoSocketsServer>(loop, id, url, std::move(changed));
    if (api == u"protocol" && url.transport != u"udp")
        return make<EchoProtocolServer>(loop, id, url, std::move(changed));
    return make<EchoStreamsServer>(loop, id, url, std::move(changed));
}

struct Kind {
    QLatin1StringView name;
    Made (*make)(loop::EventLoop &, loop::ContextId, const models::SessionUrl &, Session::Changed);
};

constexpr Kind kinds[] {
    {"broadcast"_L1, make<BroadcastServer>},
    {"chargen"_L1, make<ChargenServer>},
    {"daytime"_L1, make<DaytimeServer>},
    {"discard"_L1, make<DiscardServer>},
    {"echo"_L1, makeEcho},
    {"forward"_L1, make<ForwardServer>},
    {"lines"_L1, make<LinesClient>},
    {"load"_L1, make<LoadClient>},
    {"receive"_L1, make<ReceiveServer>},
    {"replay"_L1, make<ReplayClient>},
    {"replay-server"_L1, make<ReplayServer>},
    {"reply"_L1, make<ReplyServer>},
    {"sockperf"_L1, make<SockperfServer>},
    {"talk"_L1, make<TalkClient>},
    {"time"_L1, make<TimeServer>},
    {"repeat"_L1, make<RepeatClient>},
};

} // namespace

Made Session::make(loop::EventLoop &loop, loop::ContextId id, const models::SessionUrl &url,
                   Changed changed)
{
    const auto kind = std::find_if(std::begin(kinds), std::end(kinds),
                                   [&](const Kind &each) { return url.kind == each.name; });
    return kind == std::end(kinds) ? nullptr : kind->make(loop, id, url, std::move(changed));
}

} // namespace app
