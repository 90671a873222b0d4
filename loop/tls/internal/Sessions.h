// SPDX-License-Identifier: MIT
#pragma once

// A client's sessions, by server: what it may come back with. The newest of each of the last few
// hundred servers. Any thread.

#include "loop/Transport.h"
#include "loop/tls/internal/OpenSsl.h"

#include <mutex>
#include <string>
#include <unordered_map>

namespace loop::tls {

class TlsContext;

// What a session with the peer of `origin` is kept as; "" where none is resumed.
[[nodiscard]] std::string sessionName(const TlsContext &context, const Transport::Origin &origin,
                                      const std::string &serverName);

class SessionCache {
public:
    void keep(const std::string &server, Session session);
    [[nodiscard]] Session take(const std::string &server); // null: none; one of TLS 1.3 serves once

private:
    std::mutex m_mutex; // protects what follows
    std::unordered_map<std::string, Session> m_sessions;
};

} // namespace loop::tls
