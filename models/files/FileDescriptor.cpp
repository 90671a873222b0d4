// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/files/FileDescriptor.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QRandomGenerator>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>

namespace models {

namespace {

constexpr mode_t folderOfOwner = 0700;
constexpr int mostTries = 100;

// 0, or the errno that says why it cannot be made.
int makeFolder(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    struct stat status { };
    if (::stat(name.constData(), &status) == 0)
        return S_ISDIR(status.st_mode) ? 0 : ENOTDIR;
    const QString above = QFileInfo(path).absolutePath();
    if (above != path) {
        if (const int error = makeFolder(above))
            return error;
    }
    if (::mkdir(name.constData(), folderOfOwner) != 0)
        return errno == EEXIST ? 0 : errno; // another program was faster
    return 0;
}

} // namespace

QString errnoWords(int error)
{
    return QString::fromLocal8Bit(std::strerror(error));
}

FileDescriptor makeNewFile(const QByteArray &beginning, const QByteArray &ending, mode_t mode,
                           QByteArray &name)
{
    for (int tries = 0; tries < mostTries; ++tries) {
        name
            = beginning + QByteArray::number(QRandomGenerator::global()->generate64(), 36) + ending;
        FileDescriptor made(
            ::open(name.constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
        if (made || errno != EEXIST)
            return made;
    }
    return FileDescriptor();
}

QString makePrivateFolder(const QString &path)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    if (const int error = makeFolder(absolute))
        return QCoreApplication::translate("models::FileDescriptor",
                                           "The folder %1 cannot be made: %2. Make it, or check "
                                           "the permissions of the folders above it.")
            .arg(absolute, errnoWords(error));
    const QByteArray name = QFile::encodeName(absolute);
    struct stat status { };
    if (::stat(name.constData(), &status) == 0 && status.st_uid == ::geteuid()
        && (status.st_mode & 077) != 0)
        ::chmod(name.constData(), folderOfOwner); // what lies in it is 0600 in any case
    return {};
}

} // namespace models
