// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/RecordingFile.h"

#include "models/files/CheckedFile.h"
#include "models/record/Sqlite.h"
#include "models/text/Format.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDateTime>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QRandomGenerator>

#include <cerrno>
#include <cstdio>
#include <sys/stat.h>

namespace models {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype mostKept = 10;
constexpr auto patience = 1s; // with a program that looks whether we are gone

QString tr(const char *text)
{
    return QCoreApplication::translate("models::RecordingFile", text);
}

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

QString freeName(const QString &folder, const QDateTime &time)
{
    const QString begin = folder + u"/kept-"_s + time.toString(u"yyyy-MM-dd-HHmmss"_s);
    QString name = begin + u".loopscope"_s;
    for (int i = 2; QFileInfo::exists(name); ++i)
        name = begin + u'-' + QString::number(i) + u".loopscope"_s;
    return name;
}

// "" or, as a sentence, why it could not be moved. Throws SqliteError.
QString move(const QString &from, const QString &to)
{
    if (std::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) == 0)
        return {};
    if (errno != EXDEV)
        return errnoWords(errno);
    const QString part = to + u".part"_s;
    QFile::remove(part);
    {
        const SqliteDatabase database(from.toStdString(), SqliteDatabase::Mode::Read);
        SqliteStatement copy(database, "VACUUM INTO ?");
        const std::string target = part.toStdString();
        copy.bindText(1, target);
        copy.run();
    }
    QFile::setPermissions(part, QFile::ReadOwner | QFile::WriteOwner);
    const QString problem = replaceFile(part, to);
    if (problem.isEmpty())
        removeDatabase(from);
    return problem;
}

// A sentence, or "" where nothing was in it.
QString keep(const QString &path, const QString &keepIn)
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
            return tr("The recording of a run that did not end properly is kept as %1.")
                .arg(target);
    } catch (const SqliteError &error) {
        why = format::text(error.what());
    }
    return tr("The recording of a run that did not end properly is left at %1: %2.")
        .arg(path, why.endsWith(u'.') ? why.chopped(1) : why);
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

RecordingFile::RecordingFile(RecordingFile &&other) noexcept
    : path_(std::exchange(other.path_, {}))
    , lock_(std::move(other.lock_))
{ }

RecordingFile &RecordingFile::operator=(RecordingFile &&other) noexcept
{
    std::swap(path_, other.path_);
    std::swap(lock_, other.lock_);
    return *this;
}

RecordingFile::~RecordingFile()
{
    if (path_.isEmpty())
        return;
    removeDatabase(path_);
    lock_.remove(); // last: until then somebody is there
}

QString recordingsFolder()
{
    const QString state = qEnvironmentVariable("XDG_STATE_HOME");
    return (state.startsWith(u'/') ? state : QDir::homePath() + u"/.local/state"_s)
        + u"/loopscope/recordings"_s;
}

QStringList keepLeftBehind(const QStringList &folders, const QString &keepIn)
{
    QStringList sentences;
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
                if (const QString sentence = keep(path, keepIn); !sentence.isEmpty())
                    sentences << sentence;
            }
            lock.remove();
        }
    }
    if (!sentences.isEmpty())
        removeOldest(keepIn);
    return sentences;
}

} // namespace models
