// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/files/BoundedFile.h"
#include "models/text/Tr.h"

#include <QtCore/QFile>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

namespace models {

namespace {

constexpr qint64 readAtOnce = 64 * 1024;
const dev_t nullDevice = makedev(1, 3);

QString kindOf(unsigned mode)
{
    if (S_ISDIR(mode))
        return tr("a folder");
    if (S_ISFIFO(mode))
        return tr("a pipe");
    if (S_ISSOCK(mode))
        return tr("a socket");
    return tr("a device");
}

QString sizeOf(qint64 limit)
{
    const qint64 mebibytes = limit >> 20;
    return mebibytes > 0 ? tr("%1 MiB").arg(mebibytes) : tr("%1 bytes").arg(limit);
}

} // namespace

BoundedFile::BoundedFile(const QString &path)
    : name_(path)
{
    // A FIFO without a writer would be waited for, and a terminal could become ours.
    const QByteArray name = QFile::encodeName(path);
    file_ = FileDescriptor(::open(name.constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    const int error = errno;
    struct stat status { };
    if ((file_ ? ::fstat(file_.get(), &status) : ::stat(name.constData(), &status)) == 0)
        checkType(status);
    if (problem_.isEmpty() && !file_)
        fail(error);
}

BoundedFile::BoundedFile(int descriptor, const QString &name)
    : name_(name)
    , file_(::fcntl(descriptor, F_DUPFD_CLOEXEC, 0))
{
    struct stat status { };
    if (!file_ || ::fstat(file_.get(), &status) != 0)
        fail(errno);
    else
        checkType(status);
}

void BoundedFile::checkType(const struct stat &status)
{
    const bool null = S_ISCHR(status.st_mode) && status.st_rdev == nullDevice;
    if (S_ISREG(status.st_mode) || null)
        return;
    problem_ = tr("%1 cannot be read: it is %2. Name a file.").arg(name_, kindOf(status.st_mode));
    file_.close();
}

void BoundedFile::fail(int error)
{
    problem_ = tr("%1 cannot be read: %2. Check its name and its permissions.")
                   .arg(name_, errnoWords(error));
    file_.close();
}

QByteArray BoundedFile::read(qint64 most)
{
    if (!file_)
        return {};
    QByteArray bytes(most, Qt::Uninitialized);
    ssize_t got = 0;
    do {
        got = ::read(file_.get(), bytes.data(), std::size_t(most));
    } while (got < 0 && errno == EINTR);
    if (got < 0)
        fail(errno);
    bytes.truncate(std::max<ssize_t>(got, 0));
    return bytes;
}

Result<QByteArray> BoundedFile::readAll(qint64 limit)
{
    QByteArray all;
    for (QByteArray part = read(readAtOnce); !part.isEmpty(); part = read(readAtOnce)) {
        all += part;
        if (all.size() > limit) {
            problem_ = tr("%1 cannot be read: it is larger than %2, the most that is taken here. "
                          "Use a smaller file.")
                           .arg(name_, sizeOf(limit));
            break;
        }
    }
    if (!problem_.isEmpty())
        return Failure {problem_};
    return all;
}

Result<QByteArray> readFile(const QString &path, qint64 limit)
{
    return BoundedFile(path).readAll(limit);
}

} // namespace models
