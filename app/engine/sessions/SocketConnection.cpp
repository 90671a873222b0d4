// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/SocketConnection.h"

#include "loop/Protocol.h"

#include <sys/socket.h>

namespace app {

namespace {

loop::Transport::Origin originOf(int fd)
{
    using enum loop::TransportKind;
    loop::Transport::Origin origin(Tcp, loop::Role::Server, {}, fd);
    if (origin.sockName.family() == AF_UNIX)
        origin.kind = Unix;
    return origin;
}

} // namespace

SocketConnection::SocketConnection(loop::EventLoop &loop, int fd)
    : Transport(loop, std::make_shared<loop::BaseProtocol>(), originOf(fd))
    , fd_(fd)
{ }

void SocketConnection::end(std::exception_ptr error)
{
    if (!m_lost)
        scheduleConnectionLost(std::move(error));
}

void SocketConnection::close()
{
    if (!m_closing)
        shutDown();
}

void SocketConnection::forceClose(std::exception_ptr)
{
    if (m_lost || m_lostScheduled)
        return;
    // Over TCP a reset, at once: after an end, the peer would be told of none.
    const sockaddr nobody {AF_UNSPEC, {}};
    (void)::connect(fd_, &nobody, sizeof nobody);
    shutDown();
}

void SocketConnection::shutDown()
{
    m_closing = true;
    ::shutdown(fd_, SHUT_RDWR);
    changed();
}

} // namespace app
