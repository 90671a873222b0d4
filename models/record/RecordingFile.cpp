// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/RecordingFile.h"

#include "models/files/CheckedFile.h"
#include "models/record/RecordingReader.h"
#include "models/record/Sqlite.h"
#include "models/text/Format.h"
#include "models/text/Tr.h"

#include <QtCore/QDateTime>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QRandomGenerator>

#include <algorithm>

#include <cerrno>
#include <cstdio>
#include <sys/stat.h>

namespace models {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype mostKept = 10;
constexpr auto asideEnd = ".replaced"_L1;
constexpr auto patience = 1s; // with a program that looks whether we are gone

QString lockOf(const QString &path)
{
    return path + u"-lock"_s;
}

void removeDatabase(const QString &path)
{
    for (const char16_t *end : {u"", u"-wal", u"-shm"})
        QFile::remove(path + QString::fromUtf16(end));
}

// Not a link, not somebody else's: folders for temporary files are open to everybody.
bool isOurs(const QString &path)
{
    struct stat status { };
    return ::lstat(QFile::encodeName(path).constData(), &status) == 0 && S_ISREG(status.st_mode)
        && status.st_uid == ::geteuid();
}

// Takes in what SQLite kept beside it. Throws SqliteError.
bool holdsEvents(const QString &path)
{
    SqliteDatabase database(path.toStdString(), SqliteDatabase::Mode::Write);
    SqliteStatement tables(database, "SELECT count(*) FROM sqlite_master WHERE name = 'segments'");
    const bool made = tables.step() && tables.integer(0) > 0;
    tables.reset();
    if (!made)
        return false;
    database.run("PRAGMA journal_mode = DELETE");
    SqliteStatement last(database, "SELECT max(last_event) FROM segments");
    const bool some = last.step() && last.integer(0) > 0;
    last.reset();
    return some;
}

bool rename(const QString &from, const QString &to)
{
    return std::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) == 0;
}

// With what a program that was killed left beside it, without which it would not be whole.
bool moveDatabase(const QString &from, const QString &to)
{
    removeDatabase(to);
    QFile::remove(from + u"-shm"_s); // made anew by whoever opens it
    const QString log = u"-wal"_s;
    return (!QFileInfo::exists(from + log) || rename(from + log, to + log)) && rename(from, to);
}

// Takes in what SQLite kept beside it, so that one file is the whole recording. Where somebody
// reads it, that stays as it is.
void foldIn(const QString &path)
{
    try {
        SqliteDatabase database(path.toStdString(), SqliteDatabase::Mode::Write);
        database.run("PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE");
    } catch (const SqliteError &) {
        return; // it can be read all the same
    }
}

QString freeName(const QString &folder, const QDateTime &time)
{
    const QString begin = folder + u"/kept-"_s + time.toString(u"yyyy-MM-dd-HHmmss"_s);
    QString name = begin + u".loopscope"_s;
    for (int i = 2; QFileInfo::exists(name); ++i)
        name = begin + u'-' + QString::number(i) + u".loopscope"_s;
    return name;
}

// Looks at a stop, and reports progress, while SQLite copies.
class CopyWatch {
public:
    CopyWatch(const SqliteDatabase &database, const QString &from, QString to,
              const std::stop_token &stop, const std::function<void(double)> &progress)
        : database_(database)
        , to_(std::move(to))
        , whole_(static_cast<double>(QFileInfo(from).size() + QFileInfo(from + u"-wal"_s).size()))
        , stop_(stop)
        , progress_(progress)
    {
        sqlite3_progress_handler(database.handle(), StepsBetween, &look, this);
    }
    ~CopyWatch() { sqlite3_progress_handler(database_.handle(), 0, nullptr, nullptr); }
    Q_DISABLE_COPY_MOVE(CopyWatch)

private:
    static constexpr int StepsBetween = 2000; // of SQLite's machine: each copies a row or less

    static int look(void *self) { return static_cast<CopyWatch *>(self)->look(); }
    int look()
    {
        if (progress_ && whole_ > 0)
            progress_(std::min(1.0, static_cast<double>(QFileInfo(to_).size()) / whole_));
        return stop_.stop_requested() ? 1 : 0;
    }

    const SqliteDatabase &database_;
    const QString to_;
    const double whole_; // bytes; an estimate
    const std::stop_token &stop_;
    const std::function<void(double)> &progress_;
};

// "" or, as a sentence, why it could not be moved. Throws SqliteError.
QString move(const QString &from, const QString &to)
{
    if (rename(from, to))
        return {};
    if (errno != EXDEV)
        return errnoWords(errno);
    QString problem = copyRecording(from, to).problem();
    if (problem.isEmpty())
        removeDatabase(from);
    return problem;
}

// No sentence where nothing was in it.
LeftBehind keep(const QString &path, const QString &keepIn)
{
    QString why;
    try {
        if (!holdsEvents(path)) {
            removeDatabase(path);
            return {};
        }
        const QString target = freeName(keepIn, QFileInfo(path).lastModified());
        why = makePrivateFolder(keepIn);
        if (why.isEmpty())
            why = move(path, target);
        if (why.isEmpty())
            return {
                target,
                tr("The recording of a run that did not end properly is kept as %1.").arg(target)};
    } catch (const SqliteError &error) {
        why = format::text(error.what());
    }
    return {{},
            tr("The recording of a run that did not end properly is left at %1: %2.")
                .arg(path, why.endsWith(u'.') ? why.chopped(1) : why)};
}

// What nobody fetches does not fill the disk.
void removeOldest(const QString &keepIn)
{
    const QFileInfoList kept = QDir(keepIn).entryInfoList({u"kept-*.loopscope"_s}, QDir::Files,
                                                          QDir::Time); // the newest first
    for (const QFileInfo &each : kept.mid(mostKept))
        QFile::remove(each.filePath());
}

} // namespace

Result<RecordingFile> RecordingFile::make(const QString &folder)
{
    RecordingFile made;
    const quint64 number = QRandomGenerator::system()->generate64();
    const QString path = folder + u"/loopscope-"_s + QString::number(number, 36) + u".loopscope"_s;
    made.lock_ = FileLock(lockOf(path), patience); // before there is anything to find
    if (const QString problem = writeFile(path, {}, CheckedFile::Readers::Owner);
        !problem.isEmpty()) {
        made.lock_.remove();
        return Failure {problem};
    }
    made.path_ = path;
    return made;
}

namespace {

// Of a damaged one somebody may want what is left.
bool mayBeReplaced(const QString &path)
{
    const auto reader = RecordingReader::open(path);
    return reader && (*reader)->eventCount() && (*reader)->damage().isEmpty();
}

} // namespace

Result<RecordingFile> RecordingFile::at(const QString &path)
{
    RecordingFile made;
    const QFileInfo there(path);
    const QString name = there.exists() ? there.canonicalFilePath() : path; // links followed
    // An empty one is what mktemp makes for us.
    const bool old = there.exists() && (there.size() > 0 || !there.isFile());
    if (old && !mayBeReplaced(name))
        return Failure {tr("%1 is there already, and is not a recording that may be replaced. Name "
                           "another file, or remove it.")
                            .arg(path)};
    made.lock_ = FileLock(lockOf(name), patience);
    if (made.lock_.state() == FileLock::State::Busy)
        return Failure {
            tr("%1 is being recorded by another program. Name another file, or end that program.")
                .arg(path)};
    if (old && !moveDatabase(name, name + asideEnd)) {
        const QString why = errnoWords(errno);
        made.lock_.remove();
        return Failure {
            tr("%1 cannot be replaced: %2. Name another file, or remove it.").arg(path, why)};
    }
    if (const QString problem = writeFile(name, {}, CheckedFile::Readers::Owner);
        !problem.isEmpty()) {
        if (old)
            moveDatabase(name + asideEnd, name);
        made.lock_.remove();
        return Failure {problem};
    }
    made.aside_ = old ? name + asideEnd : QString();
    made.path_ = name;
    made.stays_ = true;
    return made;
}

void RecordingFile::keep()
{
    if (!aside_.isEmpty())
        removeDatabase(std::exchange(aside_, {}));
}

Result<bool> copyRecording(const QString &from, const QString &to, const std::stop_token &stop,
                           const std::function<void(double)> &progress)
{
    if (stop.stop_requested())
        return false;
    const QString part = to + u".part"_s;
    QFile::remove(part);
    if (const QString problem = writeFile(part, {}, CheckedFile::Readers::Owner);
        !problem.isEmpty())
        return Failure {problem};
    try {
        const SqliteDatabase database(from.toStdString(), SqliteDatabase::Mode::Read);
        CopyWatch watch(database, from, part, stop, progress);
        SqliteStatement copy(database, "VACUUM INTO ?");
        const std::string target = part.toStdString();
        copy.bindText(1, target);
        copy.run();
    } catch (const SqliteError &error) {
        removeDatabase(part);
        if (error.code == SQLITE_INTERRUPT)
            return false;
        return Failure {
            tr("The recording cannot be saved as %1: %2. Free some space there, or choose another "
               "place.")
                .arg(to, format::text(error.what()))};
    }
    if (const QString problem = replaceFile(part, to); !problem.isEmpty())
        return Failure {problem};
    return true;
}

RecordingFile::RecordingFile(RecordingFile &&other) noexcept
    : path_(std::exchange(other.path_, {}))
    , aside_(std::exchange(other.aside_, {}))
    , stays_(other.stays_)
    , lock_(std::move(other.lock_))
{ }

RecordingFile &RecordingFile::operator=(RecordingFile &&other) noexcept
{
    std::swap(path_, other.path_);
    std::swap(aside_, other.aside_);
    std::swap(stays_, other.stays_);
    std::swap(lock_, other.lock_);
    return *this;
}

RecordingFile::~RecordingFile()
{
    if (path_.isEmpty())
        return;
    if (!stays_ || !aside_.isEmpty() || QFileInfo(path_).size() == 0)
        removeDatabase(path_);
    else
        foldIn(path_);
    if (!aside_.isEmpty())
        moveDatabase(aside_, path_);
    lock_.remove(); // last: until then somebody is there
}

QString recordingsFolder()
{
    const QString state = qEnvironmentVariable("XDG_STATE_HOME");
    return (state.startsWith(u'/') ? state : QDir::homePath() + u"/.local/state"_s)
        + u"/loopscope/recordings"_s;
}

QString discardRecording(const QString &path)
{
    removeDatabase(path);
    return QFileInfo::exists(path)
        ? tr("%1 cannot be removed. Look at who may write to its folder.").arg(path)
        : QString();
}

QList<LeftBehind> keepLeftBehind(const QStringList &folders, const QString &keepIn)
{
    QList<LeftBehind> found;
    for (const QString &folder : folders) {
        const QStringList locks
            = QDir(folder).entryList({u"loopscope-*.loopscope-lock"_s}, QDir::Files);
        for (const QString &name : locks) {
            const QString lockPath = folder + u'/' + name;
            const QString path = lockPath.chopped(lockOf({}).size());
            if (!isOurs(lockPath))
                continue;
            FileLock lock(lockPath);
            if (!lock.isHeld())
                continue; // its program lives
            if (isOurs(path)) {
                if (const LeftBehind kept = keep(path, keepIn); !kept.sentence.isEmpty())
                    found << kept;
            }
            lock.remove();
        }
    }
    if (!found.isEmpty())
        removeOldest(keepIn);
    return found;
}

} // namespace models
