// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What one client sends goes to all others, with who said it before each line unless raw. A client
// that does not read misses what does not fit; nobody waits for it. What waits for clients is
// bounded for each of them, and for all of them together. Net thread.

#include "app/engine/sessions/StreamServer.h"

#include <map>

namespace models {
class LineAssembler;
}

namespace app {

class BroadcastServer final : public StreamServer {
public:
    using StreamServer::StreamServer;

private:
    loop::Coro<void> serve(loop::StreamReader reader, loop::StreamWriter writer) override;
    void tellLines(loop::ConnectionId from, const std::string &name, models::LineAssembler &lines);
    void tellOthers(loop::ConnectionId from, std::string_view data);

    const bool who_ = !url().boolean(u"raw");
    std::map<loop::ConnectionId, loop::StreamWriter> clients_;
};

} // namespace app
