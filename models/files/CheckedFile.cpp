// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/files/CheckedFile.h"
#include "models/text/Tr.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <sys/stat.h>

namespace models {

namespace {

constexpr mode_t fileOfOwner = 0600;
constexpr int mostLinks = 40; // as the kernel
constexpr std::size_t pipePart = 4096; // what a pipe that poll() calls writable takes at once
constexpr int streamPatience = 10'000; // ms without a byte taken
constexpr int lookAtStop = 100; // ms between two looks
constexpr std::size_t copiedAtOnce = 64 * 1024;

QString adviceFor(int error)
{
    switch (error) {
    case ENOSPC:
    case EDQUOT:
        return tr("Free some space there, or choose another place.");
    case EFBIG:
        return tr("Raise the limit on the size of files with 'ulimit -f', or choose another disk.");
    case ENOENT:
    case ENOTDIR:
        return tr("Make its folder, or choose another place.");
    case EISDIR:
        return tr("Name a file.");
    case EACCES:
    case EPERM:
    case EROFS:
        return tr("Choose a place that you may write to.");
    case EBADF:
        return tr("It was closed at the start: say where it goes, or name a file.");
    case EPIPE:
        return tr("What read it has ended.");
    case ETIMEDOUT:
    case ENXIO:
        return tr("Start what reads it, or name a file.");
    default:
        return tr("Check the disk, or choose another place.");
    }
}

// The number of the descriptor that a name such as /dev/stdout stands for.
std::optional<int> descriptorNamed(const QByteArray &path)
{
    for (const char *folder : {"/dev/fd/", "/proc/self/fd/"}) {
        if (path.startsWith(folder)) {
            bool good = false;
            const int number = path.mid(qsizetype(qstrlen(folder))).toInt(&good);
            return good ? std::optional(number) : std::nullopt;
        }
    }
    return std::nullopt;
}

QString sentenceFor(const QString &name, int error)
{
    return tr("%1 cannot be written: %2. %3").arg(name, errnoWords(error), adviceFor(error));
}

QByteArray folderOf(const QByteArray &path)
{
    const qsizetype slash = path.lastIndexOf('/');
    return slash < 0 ? QByteArray(".") : slash == 0 ? QByteArray("/") : path.left(slash);
}

// Where the links that `path` may be lead, whether or not there is a file there yet.
QByteArray followed(QByteArray path)
{
    QByteArray to(PATH_MAX, '\0');
    for (int links = 0; links < mostLinks && !descriptorNamed(path); ++links) {
        const ssize_t size = ::readlink(path.constData(), to.data(), std::size_t(to.size()));
        if (size < 0)
            break;
        const QByteArray next = to.left(size);
        path = next.startsWith('/') ? next : folderOf(path) + '/' + next;
    }
    return path;
}

// Whether the name of a new file outlives a crash of the machine is up to its folder; the file is
// there in any case.
void flushFolderOf(const QByteArray &path)
{
    const FileDescriptor folder(::open(folderOf(path).constData(), O_RDONLY | O_CLOEXEC));
    if (folder)
        ::fsync(folder.get());
}

// 0, or the errno: ETIMEDOUT where nothing was taken for so many milliseconds.
int waitUntilWritable(int fd, int patience)
{
    pollfd wanted {fd, POLLOUT, 0};
    int ready = 0;
    do {
        ready = ::poll(&wanted, 1, patience);
    } while (ready < 0 && errno == EINTR);
    return ready > 0 ? 0 : ready == 0 ? ETIMEDOUT : errno;
}

} // namespace

CheckedFile::CheckedFile(const QString &path, Readers readers)
    : name_(path)
    , target_(followed(QFile::encodeName(path)))
{
    if (const int error = open(readers))
        fail(error);
}

CheckedFile::CheckedFile(int descriptor, const QString &name, std::stop_token stop)
    : name_(name)
    , file_(::fcntl(descriptor, F_DUPFD_CLOEXEC, 0))
    , way_(Way::Direct)
    , patient_(std::move(stop))
{
    if (!file_)
        fail(errno);
}

CheckedFile::~CheckedFile()
{
    if (!temporary_.isEmpty())
        ::unlink(temporary_.constData());
}

int CheckedFile::open(Readers readers)
{
    if (const auto descriptor = descriptorNamed(target_)) {
        way_ = Way::Direct;
        file_ = FileDescriptor(::fcntl(*descriptor, F_DUPFD_CLOEXEC, 0));
        return file_ ? 0 : errno;
    }
    struct stat status { };
    const bool exists = ::stat(target_.constData(), &status) == 0;
    if (exists && S_ISDIR(status.st_mode))
        return EISDIR;
    if (exists && !S_ISREG(status.st_mode)) {
        way_ = Way::Direct;
        file_ = FileDescriptor(
            ::open(target_.constData(), O_WRONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
        return file_ ? 0 : errno;
    }
    if (exists && ::faccessat(AT_FDCWD, target_.constData(), W_OK, AT_EACCESS) != 0)
        return errno;
    const int error = openBeside(readers);
    const bool refused = error == EACCES || error == EPERM || error == EROFS;
    return exists && refused ? openSpool() : error;
}

int CheckedFile::openBeside(Readers readers)
{
    struct stat old { };
    const bool exists = ::stat(target_.constData(), &old) == 0;
    const mode_t mode = readers == Readers::Owner ? fileOfOwner
        : exists                                  ? old.st_mode & 0777
                                                  : 0666;
    // Its mode comes first: who has opened a file can read what is written to it later.
    file_ = makeNewFile(folderOf(target_) + "/.loopscope-", {}, mode, temporary_);
    if (!file_) {
        temporary_.clear();
        return errno;
    }
    if (!exists || readers == Readers::Owner)
        return 0;
    // A file that is replaced stays its owner's where we may give it away, and as open as it was.
    const bool given = ::fchown(file_.get(), old.st_uid, old.st_gid) == 0;
    return ::fchmod(file_.get(), old.st_mode & (given ? 0777 : 0707)) == 0 ? 0 : errno;
}

int CheckedFile::openSpool()
{
    way_ = Way::Copy;
    QByteArray name;
    file_ = makeNewFile(QFile::encodeName(QDir::tempPath()) + "/loopscope-", {}, fileOfOwner, name);
    if (!file_)
        return errno;
    ::unlink(name.constData());
    return 0;
}

bool CheckedFile::write(QByteArrayView bytes)
{
    if (!problem_.isEmpty())
        return false;
    const int error = put(bytes.data(), std::size_t(bytes.size()));
    return error == 0 || fail(error);
}

int CheckedFile::put(const char *data, std::size_t size)
{
    while (size > 0) {
        std::size_t part = size;
        if (way_ == Way::Direct) {
            if (const int error = waitForReader())
                return error;
            part = std::min(size, pipePart);
        }
        const ssize_t written = ::write(file_.get(), data, part);
        if (written < 0 && errno != EINTR && errno != EAGAIN)
            return errno;
        data += std::max<ssize_t>(written, 0);
        size -= std::size_t(std::max<ssize_t>(written, 0));
    }
    return 0;
}

int CheckedFile::waitForReader()
{
    if (!patient_)
        return waitUntilWritable(file_.get(), streamPatience);
    int error = ETIMEDOUT;
    while (error == ETIMEDOUT && !patient_->stop_requested())
        error = waitUntilWritable(file_.get(), lookAtStop);
    return error == ETIMEDOUT ? ECANCELED : error;
}

bool CheckedFile::commit()
{
    if (!problem_.isEmpty())
        return false;
    const int error = finish();
    return error == 0 || fail(error);
}

int CheckedFile::finish()
{
    // EINVAL: a pipe, a terminal and /dev/null have nothing to flush.
    if (::fsync(file_.get()) != 0 && errno != EINVAL && errno != EROFS)
        return errno;
    if (way_ == Way::Rename)
        return replace();
    if (way_ == Way::Copy)
        return copyOver();
    return file_.close() ? 0 : errno;
}

int CheckedFile::replace()
{
    if (::rename(temporary_.constData(), target_.constData()) != 0)
        return errno == EBUSY ? copyOver() : errno; // a mount of its own
    temporary_.clear();
    flushFolderOf(target_);
    return 0;
}

// The target's room is reserved first, so that a full disk is met while the old bytes are there.
int CheckedFile::copyOver()
{
    FileDescriptor to(::open(target_.constData(), O_WRONLY | O_CLOEXEC));
    const off_t size = ::lseek(file_.get(), 0, SEEK_END);
    if (!to || size < 0 || ::lseek(file_.get(), 0, SEEK_SET) != 0)
        return errno;
    if (size > 0 && ::fallocate(to.get(), FALLOC_FL_KEEP_SIZE, 0, size) != 0 && errno != EOPNOTSUPP)
        return errno;
    std::swap(file_, to); // put() writes to file_
    QByteArray part(qsizetype(copiedAtOnce), Qt::Uninitialized);
    ssize_t got = 0;
    while ((got = ::read(to.get(), part.data(), copiedAtOnce)) > 0) {
        if (const int error = put(part.constData(), std::size_t(got)))
            return error;
    }
    const bool written = got == 0 && ::ftruncate(file_.get(), size) == 0
        && ::fsync(file_.get()) == 0 && file_.close();
    return written ? 0 : errno;
}

bool CheckedFile::fail(int error)
{
    problem_ = sentenceFor(name_, error);
    file_.close();
    if (!temporary_.isEmpty())
        ::unlink(std::exchange(temporary_, {}).constData());
    return false;
}

QString writeFile(const QString &path, QByteArrayView bytes, CheckedFile::Readers readers)
{
    CheckedFile file(path, readers);
    if (file.write(bytes))
        file.commit();
    return file.problem();
}

QString replaceFile(const QString &part, const QString &path)
{
    const QByteArray from = QFile::encodeName(part), to = followed(QFile::encodeName(path));
    const FileDescriptor file(::open(from.constData(), O_RDONLY | O_CLOEXEC));
    if (file && ::fsync(file.get()) == 0 && ::rename(from.constData(), to.constData()) == 0) {
        flushFolderOf(to);
        return {};
    }
    const int error = errno;
    ::unlink(from.constData());
    return sentenceFor(path, error);
}

} // namespace models
