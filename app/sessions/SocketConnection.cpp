// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sessions/SocketConnection.h"

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
    const linger reset {.l_onoff = 1, .l_linger = 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    shutDown();
}

void SocketConnection::shutDown()
{
    m_closing = true;
    ::shutdown(fd_, SHUT_RDWR);
    changed();
}

} // namespace app
