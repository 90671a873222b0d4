// SPDX-License-Identifier: MIT
#include "loop/tls/internal/Sessions.h"

#include "loop/tls/TlsContext.h"

namespace loop::tls {

namespace {

constexpr std::size_t atMost = 256;

} // namespace

std::string sessionName(const TlsContext &context, const Transport::Origin &origin,
                        const std::string &serverName)
{
    if (!context.resumeSessions || origin.role == Role::Server)
        return {};
    return serverName + ' ' + origin.peerName.toString();
}

void SessionCache::keep(const std::string &server, Session session)
{
    const std::lock_guard lock(m_mutex);
    if (m_sessions.size() >= atMost && !m_sessions.contains(server))
        m_sessions.erase(m_sessions.begin());
    m_sessions[server] = std::move(session);
}

Session SessionCache::take(const std::string &server)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_sessions.find(server);
    if (found == m_sessions.end())
        return {};
    if (SSL_SESSION_get_protocol_version(found->second.get()) == TLS1_3_VERSION)
        return std::move(m_sessions.extract(found).mapped());
    SSL_SESSION_up_ref(found->second.get());
    return Session(found->second.get());
}

} // namespace loop::tls
