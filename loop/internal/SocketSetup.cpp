// SPDX-License-Identifier: MIT
#include "loop/internal/SocketSetup.h"

#include "loop/Errors.h"
#include "loop/Log.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>

namespace loop {

namespace {

int socketOption(const Descriptor &sock, int option) noexcept
{
    int value = 0;
    socklen_t size = sizeof value;
    return ::getsockopt(sock.get(), SOL_SOCKET, option, &value, &size) == 0 ? value : -1;
}

std::string expected(int type, int family)
{
    return std::string(family == AF_UNIX ? "A UNIX Domain " : "A ")
        + (type == SOCK_DGRAM ? "UDP Socket" : "Stream Socket") + " was expected, got descriptor ";
}

} // namespace

Descriptor openSocket(int family, int type, int proto, const std::string &purpose)
{
    Descriptor fd(::socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, proto));
    if (!fd)
        throwErrno("cannot create a socket for " + purpose);
    return fd;
}

void setOption(const Descriptor &fd, int level, int option, const char *name)
{
    const int on = 1;
    if (::setsockopt(fd.get(), level, option, &on, sizeof on) != 0)
        throwErrno(std::string("cannot set ") + name);
}

namespace {

void setNumber(const Descriptor &fd, int level, int option, long long value, const char *name)
{
    const int number = static_cast<int>(std::min<long long>(value, INT_MAX));
    if (::setsockopt(fd.get(), level, option, &number, sizeof number) != 0)
        throwErrno(std::string("cannot set ") + name + " to " + std::to_string(value));
}

} // namespace

void setKeepAlive(const Descriptor &fd, const KeepAlive &keepAlive)
{
    if (!keepAlive.on())
        return;
    setOption(fd, SOL_SOCKET, SO_KEEPALIVE, "SO_KEEPALIVE");
    if (keepAlive.idle().count() == 0)
        return;
    setNumber(fd, IPPROTO_TCP, TCP_KEEPIDLE, keepAlive.idle().count(), "TCP_KEEPIDLE");
    setNumber(fd, IPPROTO_TCP, TCP_KEEPINTVL, keepAlive.interval().count(), "TCP_KEEPINTVL");
    setNumber(fd, IPPROTO_TCP, TCP_KEEPCNT, keepAlive.probes(), "TCP_KEEPCNT");
}

KeepAlive::KeepAlive(std::chrono::seconds idle, std::chrono::seconds interval, int probes)
    : m_on(true)
    , m_idle(idle)
    , m_interval(interval)
    , m_probes(probes)
{
    if (idle.count() < 1 || interval.count() < 1 || probes < 1)
        throw ValueError("KeepAlive takes at least 1s in silence, 1s between probes and 1 probe");
}

Descriptor GivenSocket::take() const
{
    if (!*m_fd)
        throw ValueError("the socket of these options was used before: a copy of them took it");
    return std::move(*m_fd);
}

void bindTo(const Descriptor &fd, const SocketAddress &address)
{
    if (::bind(fd.get(), address.data(), address.size()) == 0)
        return;
    if (errno == EADDRINUSE && address.family() == AF_UNIX)
        throwErrno("Address " + address.toString() + " is already in use");
    throwErrno("error while attempting to bind on address " + address.toString());
}

void removeStaleSocket(const SocketAddress &address)
{
    const std::string path = address.host();
    if (path.empty() || path.front() == '@')
        return;
    struct stat status { };
    if (::stat(path.c_str(), &status) == 0 && S_ISSOCK(status.st_mode)
        && ::unlink(path.c_str()) != 0)
        log(LogLevel::Error,
            "Unable to check or remove stale UNIX socket " + path + ": " + std::strerror(errno));
}

SocketFile::SocketFile(const SocketAddress &address)
{
    const std::string path = address.family() == AF_UNIX ? address.host() : std::string();
    struct stat status { };
    if (path.empty() || path.front() == '@' || ::stat(path.c_str(), &status) != 0)
        return;
    std::error_code failed; // then as it is
    const std::filesystem::path absolute = std::filesystem::absolute(path, failed);
    m_path = failed ? path : absolute.string();
    m_device = status.st_dev;
    m_inode = status.st_ino;
}

void SocketFile::remove() const noexcept
{
    struct stat status { };
    if (m_path.empty() || ::stat(m_path.c_str(), &status) != 0 || status.st_dev != m_device
        || status.st_ino != m_inode)
        return;
    if (::unlink(m_path.c_str()) != 0 && errno != ENOENT)
        log(LogLevel::Error,
            "Unable to clean up listening UNIX socket " + m_path + ": " + std::strerror(errno));
}

Descriptor takeSocket(Descriptor sock, int type, int family)
{
    if (socketOption(sock, SO_TYPE) != type
        || (family != AF_UNSPEC && socketOption(sock, SO_DOMAIN) != family))
        throw ValueError(expected(type, family) + std::to_string(sock.get()));
    ::fcntl(sock.get(), F_SETFL, ::fcntl(sock.get(), F_GETFL) | O_NONBLOCK);
    return sock;
}

} // namespace loop
