// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/Recording.h"

#include "models/files/CheckedFile.h"
#include "models/record/RecordingThread.h"
#include "models/text/Format.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include <chrono>
#include <system_error>

namespace models {

namespace {

qint64 wallNow()
{
    using namespace std::chrono;
    return duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count();
}

} // namespace

Recording::Recording(const QString &folder, QObject *parent, std::size_t mostQueued)
    : QObject(parent)
{
    const QString where = folder.isEmpty() ? QDir::tempPath() : folder;
    Result<RecordingFile> made = RecordingFile::make(where);
    QString why = made.problem();
    if (made) {
        disk_ = std::move(*made);
        try {
            thread_ = std::make_unique<RecordingThread>(
                path().toStdString(), mostQueued,
                [this](const SqliteError &error) { writingFailed(error); });
            return;
        } catch (const SqliteError &error) {
            why = format::text(error.what());
        } catch (const std::system_error &error) { // no more threads
            why = QString::fromLocal8Bit(error.what());
        }
    }
    error_ = tr("Recording is off: cannot create a file in %1 (%2). Make room there, or choose "
                "another folder with TMPDIR.")
                 .arg(where, why.endsWith(u'.') ? why.chopped(1) : why);
    QMetaObject::invokeMethod(
        this, [this] { Q_EMIT failed(error_); }, Qt::QueuedConnection);
}

Recording::~Recording()
{
    close();
}

qint64 Recording::eventCount() const
{
    return thread_ ? thread_->events.load() : 0;
}

qint64 Recording::size() const
{
    return QFileInfo(path()).size() + QFileInfo(path() + QStringLiteral("-wal")).size();
}

qint64 Recording::queued() const
{
    return thread_ ? static_cast<qint64>(thread_->queuedBytes.load()) : 0;
}

qint64 Recording::dropped() const
{
    return thread_ ? thread_->dropped.load() : 0;
}

bool Recording::isUnsaved() const
{
    return eventCount() > savedEvents_;
}

QString Recording::saveAs(const QString &path)
{
    const auto failure = [&path](const QString &why) {
        return tr("The recording cannot be saved as %1: %2. Free some space there, or choose "
                  "another place.")
            .arg(path, why);
    };
    if (!thread_)
        return failure(tr("nothing was recorded"));
    flush();
    const qint64 events = eventCount();
    const QString part = path + QStringLiteral(".part");
    QFile::remove(part);
    try {
        const SqliteDatabase database(disk_.path().toStdString(), SqliteDatabase::Mode::Read);
        SqliteStatement copy(database, "VACUUM INTO ?");
        const std::string target = part.toStdString();
        copy.bindText(1, target);
        copy.run();
    } catch (const SqliteError &problem) {
        QFile::remove(part);
        return failure(format::text(problem.what()));
    }
    if (const QString problem = replaceFile(part, path); !problem.isEmpty())
        return problem;
    savedEvents_ = events;
    Q_EMIT saved(path);
    return {};
}

void Recording::flush()
{
    if (thread_)
        thread_->flush();
}

void Recording::close()
{
    if (thread_)
        thread_->stop();
}

void Recording::record(const SessionRecord &session, qint64 time)
{
    if (thread_)
        thread_->push(RecordingThread::SessionChange {session, time != 0 ? time : wallNow()});
}

void Recording::mark(const QString &name, qint64 time)
{
    if (!thread_)
        return;
    Mark made;
    made.time = time != 0 ? time : wallNow();
    made.name = name;
    thread_->push(std::move(made));
}

void Recording::apply(const loop::Delta &delta)
{
    if (!thread_)
        return;
    loop::Delta copy = delta;
    copy.chains.clear(); // of the one task that somebody looks at
    thread_->push(std::move(copy));
}

void Recording::apply(const Blocked &blocked)
{
    if (thread_ && blocked.settled)
        thread_->push(blocked);
}

void Recording::writingFailed(const SqliteError &error)
{
    const QString why = error.code == SQLITE_FULL
        ? tr("The recording has stopped: the disk of %1 is full. Free some space there, save what "
             "there is, and start again.")
              .arg(QFileInfo(path()).path())
        : tr("The recording has stopped: %1 cannot be written (%2). Check its disk, save what "
             "there is, and start again.")
              .arg(path(), format::text(error.what()));
    QMetaObject::invokeMethod(
        this, [this, why] { fail(why); }, Qt::QueuedConnection);
}

void Recording::fail(const QString &sentence)
{
    error_ = sentence;
    Q_EMIT failed(sentence);
}

} // namespace models
