// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/SocketFile.h"

#include "models/files/BoundedFile.h"
#include "models/files/FileLock.h"

#include <QtCore/QFileInfo>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <set>

namespace app {

namespace {

constexpr std::chrono::seconds bindingPatience {
    2}; // with another program that binds in this folder
constexpr timeval diagPatience {1, 0};
constexpr qint64 mostSockets = qint64 {64} << 20; // bytes of the kernel's list

loop::Descriptor unixSocket()
{
    return loop::Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

// Whether one answer of the kernel is about a socket that is bound to this very file.
bool isOf(const nlmsghdr *message, const struct stat &file)
{
    const auto *socket = static_cast<const unix_diag_msg *>(NLMSG_DATA(message));
    auto left = int(message->nlmsg_len - NLMSG_LENGTH(sizeof *socket));
    for (const auto *attribute = reinterpret_cast<const rtattr *>(socket + 1);
         RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left)) {
        if (attribute->rta_type != UNIX_DIAG_VFS)
            continue;
        unix_diag_vfs place {};
        std::memcpy(&place, RTA_DATA(attribute), sizeof place);
        // The kernel's own form of a device: 12 bits and 20.
        const dev_t device = makedev(place.udiag_vfs_dev >> 20, place.udiag_vfs_dev & 0xfffff);
        return device == file.st_dev && place.udiag_vfs_ino == std::uint32_t(file.st_ino);
    }
    return false;
}

// Asks the kernel which sockets are bound or listen, and where. False, too, where it does not say.
bool isBoundTo(const struct stat &file)
{
    const loop::Descriptor kernel(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
    struct {
        nlmsghdr header;
        unix_diag_req request;
    } question {};
    question.header.nlmsg_len = sizeof question;
    question.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    question.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    question.request.sdiag_family = AF_UNIX;
    question.request.udiag_states = (1U << TCP_CLOSE) | (1U << TCP_LISTEN); // bound or served
    question.request.udiag_show = UDIAG_SHOW_VFS;
    ::setsockopt(kernel.get(), SOL_SOCKET, SO_RCVTIMEO, &diagPatience, sizeof diagPatience);
    if (::send(kernel.get(), &question, sizeof question, 0) < 0)
        return false;
    alignas(nlmsghdr) std::array<char, 32 * 1024> answers;
    for (;;) {
        const ssize_t size = ::recv(kernel.get(), answers.data(), answers.size(), 0);
        if (size <= 0)
            return false;
        auto left = std::size_t(size);
        for (const auto *each = reinterpret_cast<const nlmsghdr *>(answers.data());
             NLMSG_OK(each, left); each = NLMSG_NEXT(each, left)) {
            if (each->nlmsg_type != SOCK_DIAG_BY_FAMILY)
                return false; // the end, or an error
            if (isOf(each, file))
                return true;
        }
    }
}

// Where file systems are stacked (containers), a file's numbers are not those that the kernel told
// of: then its name counts. Lines: "Num RefCount Protocol Flags Type St Inode Path".
bool isNamed(const std::string &path)
{
    const auto list = models::readFile(QStringLiteral("/proc/net/unix"), mostSockets);
    if (!list)
        return false;
    const QByteArray name = QFileInfo(QString::fromStdString(path)).absoluteFilePath().toUtf8();
    for (const QByteArray &line : list->split('\n')) {
        const QByteArrayList fields = line.simplified().split(' ');
        const bool bound = fields.size() > 5 && fields[5] == "01";
        if (bound && line.endsWith(' ' + name))
            return true;
    }
    return false;
}

// 0, or the errno that says why nothing may be bound there. A socket that nobody has is removed.
int clearPath(const loop::SocketAddress &address)
{
    const std::string path = address.host();
    struct stat status { };
    if (::lstat(path.c_str(), &status) != 0)
        return 0;
    if (!S_ISSOCK(status.st_mode))
        return EEXIST;
    const loop::Descriptor probe = unixSocket();
    if (::connect(probe.get(), address.data(), address.size()) == 0 || errno == EAGAIN)
        return EADDRINUSE;
    if (errno != ECONNREFUSED)
        return 0; // bind() will say
    if (isBoundTo(status) || isNamed(path))
        return EADDRINUSE; // not served yet
    return ::unlink(path.c_str()) == 0 ? 0 : errno;
}

std::mutex liveMutex; // protects live()
std::set<const SocketFile *> &live()
{
    static std::set<const SocketFile *> files;
    return files;
}

} // namespace

loop::Descriptor bindUnixSocket(const loop::SocketAddress &address)
{
    const std::string path = address.host();
    const bool abstract = path.empty() || path.front() == '@';
    // Of two programs that find the same dead socket, the second must see what the first made.
    const models::FileLock lock = abstract
        ? models::FileLock()
        : models::FileLock(QFileInfo(QString::fromStdString(path)).absolutePath(), bindingPatience,
                           models::FileLock::Kind::Folder);
    if (const int error = abstract ? 0 : clearPath(address)) {
        errno = error;
        return {};
    }
    loop::Descriptor socket = unixSocket();
    if (!socket || ::bind(socket.get(), address.data(), address.size()) != 0)
        return {};
    return socket;
}

SocketFile::SocketFile(std::string path)
    : path_(std::move(path))
{
    struct stat status { };
    if (::lstat(path_.c_str(), &status) == 0 && S_ISSOCK(status.st_mode)) {
        device_ = status.st_dev;
        inode_ = status.st_ino;
    }
    const std::lock_guard lock(liveMutex);
    live().insert(this);
}

SocketFile::~SocketFile()
{
    const std::lock_guard lock(liveMutex);
    live().erase(this);
    remove();
}

void SocketFile::removeAll()
{
    const std::lock_guard lock(liveMutex);
    for (const SocketFile *file : live())
        file->remove();
}

void SocketFile::remove() const
{
    struct stat status { };
    if (inode_ != 0 && ::lstat(path_.c_str(), &status) == 0 && status.st_dev == device_
        && status.st_ino == inode_)
        ::unlink(path_.c_str());
}

} // namespace app
