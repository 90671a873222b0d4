// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/files/FileLock.h"

#include <QtCore/QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>

namespace models {

using namespace std::chrono_literals;

namespace {

constexpr auto pace = 5ms; // flock() itself can wait, but not for a limited time

// Whether `path` still leads to the file: who held the lock before may have removed it.
bool isStill(int file, const QByteArray &path)
{
    struct stat opened {
    }, named {};
    return ::fstat(file, &opened) == 0 && ::stat(path.constData(), &named) == 0
        && opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

} // namespace

FileLock::FileLock(const QString &path, std::chrono::milliseconds patience, Kind kind)
    : name_(QFile::encodeName(path))
{
    const auto end = std::chrono::steady_clock::now() + patience;
    for (state_ = tryOnce(name_, kind); state_ == State::Busy; state_ = tryOnce(name_, kind)) {
        if (std::chrono::steady_clock::now() >= end)
            return;
        std::this_thread::sleep_for(pace);
    }
}

FileLock::State FileLock::tryOnce(const QByteArray &name, Kind kind)
{
    const int flags = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        | (kind == Kind::Folder ? O_RDONLY | O_DIRECTORY : O_RDWR | O_CREAT);
    FileDescriptor file(::open(name.constData(), flags, 0600));
    if (!file)
        return State::Failed;
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK ? State::Busy : State::Failed;
    if (!isStill(file.get(), name))
        return State::Busy; // until the next try
    file_ = std::move(file);
    return State::Held;
}

void FileLock::remove()
{
    if (!isHeld())
        return;
    ::unlink(name_.constData());
    file_.close();
    state_ = State::Failed;
}

} // namespace models
