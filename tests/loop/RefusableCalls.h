// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// For one program alone: calls of the C library that it can have refused. Its own functions stand
// before the library's.

#include <cerrno>
#include <cstdarg>
#include <deque>
#include <string_view>

#include <dlfcn.h>
#include <fcntl.h>
#include <netdb.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>
extern "C" { // glibc 2.36 leaves that to us
#include <sys/pidfd.h>
}

namespace {

std::string_view g_call; // which is refused,
std::deque<int> g_errors; // its next ones for these reasons; 0: that one is not

bool refused(std::string_view call) noexcept
{
    if (call != g_call || g_errors.empty())
        return false;
    const int error = g_errors.front();
    g_errors.pop_front();
    if (error != 0)
        errno = error;
    return error != 0;
}

// The next ones of that call, each for its reason.
void refuse(std::string_view call, std::initializer_list<int> errors)
{
    g_call = call;
    g_errors = errors;
}

template <class F> F *inLibrary(const char *name)
{
    return reinterpret_cast<F *>(::dlsym(RTLD_NEXT, name));
}

} // namespace

// One that can be refused, and else does what the C library's does.
#define REFUSABLE(refusal, result, name, parameters, arguments, ...)                               \
    extern "C" result name parameters __VA_ARGS__                                                  \
    {                                                                                              \
        static const auto call = inLibrary<result parameters>(#name);                              \
        return refused(#name) ? result(refusal) : call arguments;                                  \
    }

REFUSABLE(-1, int, epoll_create1, (int flags), (flags), noexcept)
REFUSABLE(-1, int, eventfd, (unsigned int value, int flags), (value, flags), noexcept)
REFUSABLE(-1, int, timerfd_create, (clockid_t clock, int flags), (clock, flags), noexcept)
REFUSABLE(-1, int, pipe2, (int *ends, int flags), (ends, flags), noexcept)
REFUSABLE(-1, int, socket, (int family, int type, int protocol), (family, type, protocol), noexcept)
REFUSABLE(-1, int, listen, (int fd, int backlog), (fd, backlog), noexcept)
REFUSABLE(-1, int, setsockopt, (int fd, int level, int option, const void *value, socklen_t size),
          (fd, level, option, value, size), noexcept)
REFUSABLE(-1, int, accept4, (int fd, sockaddr *address, socklen_t *size, int flags),
          (fd, address, size, flags))
REFUSABLE(-1, ssize_t, sendto,
          (int fd, const void *data, std::size_t size, int flags, const sockaddr *address,
           socklen_t length),
          (fd, data, size, flags, address, length))
REFUSABLE(-1, ssize_t, read, (int fd, void *data, std::size_t size), (fd, data, size))
REFUSABLE(-1, ssize_t, write, (int fd, const void *data, std::size_t size), (fd, data, size))
REFUSABLE(-1, int, unlink, (const char *path), (path), noexcept)
REFUSABLE(-1, int, pidfd_open, (pid_t pid, unsigned int flags), (pid, flags), noexcept)
REFUSABLE(-1, int, pidfd_send_signal, (int fd, int signal, siginfo_t *info, unsigned int flags),
          (fd, signal, info, flags), noexcept)
REFUSABLE(EAI_SYSTEM, int, getaddrinfo,
          (const char *host, const char *service, const addrinfo *hints, addrinfo **found),
          (host, service, hints, found))
REFUSABLE(EAI_SYSTEM, int, getnameinfo,
          (const sockaddr *address, socklen_t length, char *host, socklen_t hostLength,
           char *service, socklen_t serviceLength, int flags),
          (address, length, host, hostLength, service, serviceLength, flags))

extern "C" int fcntl(int fd, int command, ...)
{
    static const auto call = inLibrary<int(int, int, ...)>("fcntl");
    va_list rest;
    va_start(rest, command);
    void *const argument = va_arg(rest, void *);
    va_end(rest);
    return command == F_DUPFD_CLOEXEC && refused("fcntl") ? -1 : call(fd, command, argument);
}

// As loop/SocketCalls.h receives and sends.
extern "C" long syscall(long number, ...) noexcept
{
    static const auto call = inLibrary<long(long, ...)>("syscall");
    long given[6];
    va_list rest;
    va_start(rest, number);
    for (long &each : given)
        each = va_arg(rest, long);
    va_end(rest);
    const bool receives = number == SYS_recvfrom;
    if ((receives || number == SYS_sendto) && refused(receives ? "recv" : "send"))
        return -1;
    return call(number, given[0], given[1], given[2], given[3], given[4], given[5]);
}
