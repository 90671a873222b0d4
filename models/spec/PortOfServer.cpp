// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/PortOfServer.h"

#include "models/spec/SessionKinds.h"

namespace models {

bool takesPort(const SessionUrl &client)
{
    return client.role() == SessionRole::Client && client.port == 0 && !client.isUnix();
}

bool reaches(const SessionUrl &client, const SessionUrl &server)
{
    return server.role() == SessionRole::Server
        && (client.transport == server.transport
            || (server.kind == u"forward" && server.transport == u"tcp"
                && client.transport == u"tls"));
}

} // namespace models
