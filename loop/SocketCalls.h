// SPDX-License-Identifier: MIT
#pragma once

// recv() and send() as the kernel has them. The C library's are cancellation points of POSIX
// threads, which costs four locked instructions a message in every program that has threads; nobody
// cancels the thread of a loop. Both never block and raise no SIGPIPE on the sockets of a loop;
// errno as usual.

#include <cstddef>

#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace loop {

[[nodiscard]] inline ssize_t receiveFrom(int fd, char *data, std::size_t size) noexcept
{
    return ::syscall(SYS_recvfrom, fd, data, size, 0, nullptr, nullptr);
}

[[nodiscard]] inline ssize_t sendTo(int fd, const char *data, std::size_t size) noexcept
{
    return ::syscall(SYS_sendto, fd, data, size, MSG_NOSIGNAL, nullptr, 0);
}

} // namespace loop
