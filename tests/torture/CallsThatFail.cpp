// SPDX-License-Identifier: GPL-3.0-or-later

// A library to preload: it counts the calls of the program that may fail, and lets one of them fail
// as the system would. Only the program's own calls are counted, and those of SQLite on its behalf;
// what Qt does for itself is Qt's. From outside:
//
//     TORTURE_FAIL=7     the seventh fails; 0 or unset: none
//     TORTURE_REPORT=F   what failed is written to F, "7 accept4 of tcp", or at the end "of 93" if
//     none did

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace {

struct Range {
    std::uintptr_t begin = 0, end = 0;
};
Range ours[2]; // the program, SQLite
std::atomic<long> calls = 0;
long toFail = 0;

int find(dl_phdr_info *info, std::size_t, void *)
{
    const std::size_t at = !info->dlpi_name || !*info->dlpi_name ? 0 : 1;
    if (at == 1 && !std::strstr(info->dlpi_name, "libsqlite3"))
        return 0;
    for (int i = 0; i < info->dlpi_phnum; ++i) {
        const auto &header = info->dlpi_phdr[i];
        if (header.p_type != PT_LOAD || !(header.p_flags & PF_X))
            continue;
        ours[at].begin = info->dlpi_addr + header.p_vaddr;
        ours[at].end = ours[at].begin + header.p_memsz;
    }
    return 0;
}

void report(const char *text, std::size_t size)
{
    const char *const path = std::getenv("TORTURE_REPORT");
    const long file = path ? ::syscall(SYS_open, path, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
    if (file >= 0) {
        (void)::syscall(SYS_write, file, text, size);
        (void)::syscall(SYS_close, file);
    }
}

__attribute__((constructor)) void begin()
{
    const char *const which = std::getenv("TORTURE_FAIL");
    toFail = which ? std::atol(which) : 0;
    ::dl_iterate_phdr(find, nullptr);
}

__attribute__((destructor)) void end()
{
    if (toFail != 0 && calls >= toFail)
        return;
    char text[40];
    report(text, std::size_t(std::snprintf(text, sizeof text, "of %ld", calls.load())));
}

// Whether this call is the one.
bool fails(const char *name, const void *caller)
{
    const auto at = reinterpret_cast<std::uintptr_t>(caller);
    const bool counted
        = (at >= ours[0].begin && at < ours[0].end) || (at >= ours[1].begin && at < ours[1].end);
    if (!counted || ++calls != toFail)
        return false;
    char text[80];
    report(text, std::size_t(std::snprintf(text, sizeof text, "%ld %s", toFail, name)));
    return true;
}

template <class F> F real(const char *name)
{
    return reinterpret_cast<F>(::dlsym(RTLD_NEXT, name));
}

} // namespace

// One that fails with `error`, and else does what the C library's does.
#define CALL(error, result, name, parameters, arguments)                                           \
    extern "C" result name parameters                                                              \
    {                                                                                              \
        static const auto call = real<result(*) parameters>(#name);                                \
        if (fails(#name, __builtin_return_address(0))) {                                           \
            errno = error;                                                                         \
            return result(-1);                                                                     \
        }                                                                                          \
        return call arguments;                                                                     \
    }

CALL(EMFILE, int, socket, (int family, int type, int protocol), (family, type, protocol))
CALL(EADDRINUSE, int, bind, (int fd, const sockaddr *address, socklen_t size), (fd, address, size))
CALL(EADDRINUSE, int, listen, (int fd, int backlog) noexcept, (fd, backlog))
CALL(EMFILE, int, accept4, (int fd, sockaddr *address, socklen_t *size, int flags),
     (fd, address, size, flags))
CALL(ENETUNREACH, int, connect, (int fd, const sockaddr *address, socklen_t size),
     (fd, address, size))
CALL(EMFILE, int, epoll_create1, (int flags) noexcept, (flags))
CALL(EMFILE, int, eventfd, (unsigned int value, int flags) noexcept, (value, flags))
CALL(EMFILE, int, timerfd_create, (clockid_t clock, int flags) noexcept, (clock, flags))
CALL(ECONNRESET, ssize_t, recv, (int fd, void *data, std::size_t size, int flags),
     (fd, data, size, flags))
CALL(ENOBUFS, ssize_t, recvfrom,
     (int fd, void *data, std::size_t size, int flags, sockaddr *address, socklen_t *length),
     (fd, data, size, flags, address, length))
CALL(ECONNRESET, ssize_t, send, (int fd, const void *data, std::size_t size, int flags),
     (fd, data, size, flags))
CALL(ENOBUFS, ssize_t, sendto,
     (int fd, const void *data, std::size_t size, int flags, const sockaddr *address,
      socklen_t length),
     (fd, data, size, flags, address, length))
CALL(ENOSPC, ssize_t, pwrite64, (int fd, const void *data, std::size_t size, off64_t at),
     (fd, data, size, at))
CALL(EIO, int, fsync, (int fd), (fd))
CALL(EIO, int, fdatasync, (int fd), (fd))

// To begin to watch a descriptor takes memory; to change that or to end it does not.
extern "C" int epoll_ctl(int set, int operation, int fd, epoll_event *event) noexcept
{
    static const auto call = real<decltype(&::epoll_ctl)>("epoll_ctl");
    if (operation == EPOLL_CTL_ADD && fails("epoll_ctl", __builtin_return_address(0))) {
        errno = ENOMEM;
        return -1;
    }
    return call(set, operation, fd, event);
}

// Files, pipes and terminals; what wakes a loop (an eventfd has no type) always has room.
extern "C" ssize_t write(int fd, const void *data, std::size_t size)
{
    static const auto call = real<decltype(&::write)>("write");
    struct stat status { };
    const bool mayFail = ::fstat(fd, &status) == 0 && (status.st_mode & S_IFMT) != 0;
    if (mayFail && fails("write", __builtin_return_address(0))) {
        errno = ENOSPC;
        return -1;
    }
    return call(fd, data, size);
}

extern "C" int open(const char *path, int flags, ...)
{
    std::va_list list;
    va_start(list, flags);
    const auto mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(list, mode_t) : mode_t(0);
    va_end(list);
    static const auto call = real<int (*)(const char *, int, ...)>("open");
    if (fails("open", __builtin_return_address(0))) {
        errno = EMFILE;
        return -1;
    }
    return call(path, flags, mode);
}

extern "C" int open64(const char *path, int flags, ...)
{
    std::va_list list;
    va_start(list, flags);
    const auto mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(list, mode_t) : mode_t(0);
    va_end(list);
    static const auto call = real<int (*)(const char *, int, ...)>("open64");
    if (fails("open64", __builtin_return_address(0))) {
        errno = EMFILE;
        return -1;
    }
    return call(path, flags, mode);
}

// How the loop receives and sends (loop/SocketCalls.h).
extern "C" long syscall(long number, ...) noexcept
{
    std::va_list list;
    va_start(list, number);
    long arguments[6];
    for (long &argument : arguments)
        argument = va_arg(list, long);
    va_end(list);
    static const auto call = real<long (*)(long, ...)>("syscall");
    const bool receives = number == SYS_recvfrom, sends = number == SYS_sendto;
    if ((receives || sends)
        && fails(receives ? "recvfrom" : "sendto", __builtin_return_address(0))) {
        errno = ECONNRESET;
        return -1;
    }
    return call(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4],
                arguments[5]);
}

// Threads are begun by Qt and by the C++ library on the program's behalf: all of them count.
extern "C" int pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                              void *(*run)(void *), void *argument) noexcept
{
    static const auto call = real<decltype(&::pthread_create)>("pthread_create");
    const void *const program = reinterpret_cast<const void *>(ours[0].begin);
    return fails("pthread_create", program) ? EAGAIN : call(thread, attributes, run, argument);
}
