// SPDX-License-Identifier: MIT
// EventLoop's sock*() coroutines (S-01 to S-05): the system call first, waiting only if it would
// block.
#include "loop/EventLoop.h"
#include "loop/SocketCalls.h"
#include "loop/internal/FdWatches.h"

#include <cerrno>

#include <fcntl.h>

namespace loop {

namespace {

using Direction = FdWatches::Direction;

bool wouldBlock() noexcept
{
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

std::pair<Descriptor, SocketAddress> acceptOne(int fd) // errno says why there is none
{
    sockaddr_storage storage;
    socklen_t size = sizeof storage;
    auto *const address = reinterpret_cast<sockaddr *>(&storage);
    Descriptor accepted(::accept4(fd, address, &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!accepted)
        return {};
    return {std::move(accepted), SocketAddress(address, size)};
}

void checkNonBlocking(const EventLoop &loop, int fd) // S-05
{
    if (loop.debug() && !(::fcntl(fd, F_GETFL) & O_NONBLOCK))
        throw ValueError("the socket must be non-blocking");
}

} // namespace

Coro<std::pair<Descriptor, SocketAddress>> EventLoop::sockAccept(int fd)
{
    checkNonBlocking(*this, fd);
    for (;;) {
        std::pair<Descriptor, SocketAddress> accepted = acceptOne(fd);
        if (accepted.first)
            co_return accepted;
        if (!wouldBlock())
            throwErrno("accept");
        co_await SocketReady(fd, Direction::Read, WaitKind::Accept);
    }
}

Coro<void> EventLoop::sockConnect(int fd, SocketAddress address)
{
    checkNonBlocking(*this, fd);
    if (::connect(fd, address.data(), address.size()) == 0)
        co_return;
    if (errno != EINPROGRESS && errno != EINTR)
        throwErrno("Connect call failed " + address.toString());
    co_await SocketReady(fd, Direction::Write, WaitKind::Connect);
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error)
        throwOsError(std::error_code(error, std::system_category()),
                     "Connect call failed " + address.toString());
}

Coro<std::string> EventLoop::sockRecv(int fd, std::size_t bytes)
{
    checkNonBlocking(*this, fd);
    if (bytes == 0)
        co_return {};
    std::string data(bytes, '\0');
    for (;;) {
        const ssize_t count = receiveFrom(fd, data.data(), bytes);
        if (count >= 0) {
            data.resize(static_cast<std::size_t>(count));
            co_return data;
        }
        if (!wouldBlock())
            throwErrno("recv");
        co_await SocketReady(fd, Direction::Read, WaitKind::Read);
    }
}

Coro<void> EventLoop::sockSendall(int fd, std::string data)
{
    checkNonBlocking(*this, fd);
    for (std::size_t sent = 0; sent < data.size();) {
        const ssize_t count = sendTo(fd, data.data() + sent, data.size() - sent);
        if (count >= 0) {
            sent += static_cast<std::size_t>(count);
            continue;
        }
        if (!wouldBlock())
            throwErrno("send");
        co_await SocketReady(fd, Direction::Write, WaitKind::Send);
    }
}

} // namespace loop
