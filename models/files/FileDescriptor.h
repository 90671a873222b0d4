// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// An open file of the system, with its owner, and the words for what went wrong with it. Any
// thread, one at a time.

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include <sys/types.h>
#include <unistd.h>
#include <utility>

namespace models {

class FileDescriptor {
public:
    explicit FileDescriptor(int fd = -1) noexcept
        : fd_(fd)
    { }
    FileDescriptor(FileDescriptor &&other) noexcept
        : fd_(std::exchange(other.fd_, -1))
    { }
    FileDescriptor &operator=(FileDescriptor &&other) noexcept
    {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~FileDescriptor() { close(); }

    explicit operator bool() const noexcept { return fd_ >= 0; }
    [[nodiscard]] int get() const noexcept { return fd_; }
    // False, with errno, where the system reports only now that something was not written.
    bool close() noexcept
    {
        const int fd = std::exchange(fd_, -1);
        return fd < 0 || ::close(fd) == 0;
    }

private:
    int fd_;
};

// The system's words for an errno: "No space left on device".
[[nodiscard]] QString errnoWords(int error);

// A file of a name that nothing has yet: `beginning`, something, `ending`; it gives the name. Its
// mode is less the umask. None, with errno, where it cannot be made.
[[nodiscard]] FileDescriptor makeNewFile(const QByteArray &beginning, const QByteArray &ending,
                                         mode_t mode, QByteArray &name);

// Makes `path` and the folders above it, those that are missing for their owner alone (0700)
// whatever the umask; `path` itself is made so where it is ours and was open to others. "" or, in
// one sentence, why there is no such folder.
[[nodiscard]] QString makePrivateFolder(const QString &path);

} // namespace models
