// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/Recording.h"

#include "models/record/RecordingThread.h"
#include "models/text/Format.h"

#include <QtCore/QDir>
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
        why = begin(mostQueued);
    }
    if (why.isEmpty())
        return;
    error_ = tr("Recording is off: cannot create a file in %1 (%2). Make room there, or choose "
                "another folder with TMPDIR.")
                 .arg(where, why.endsWith(u'.') ? why.chopped(1) : why);
    QMetaObject::invokeMethod(
        this, [this] { Q_EMIT failed(error_); }, Qt::QueuedConnection);
}

Recording::Recording(RecordingFile file, std::size_t mostQueued)
    : disk_(std::move(file))
{
    error_ = begin(mostQueued);
}

Result<std::unique_ptr<Recording>> Recording::at(const QString &path, std::size_t mostQueued)
{
    Result<RecordingFile> file = RecordingFile::at(path);
    if (!file)
        return Failure {file.problem()};
    std::unique_ptr<Recording> made(new Recording(std::move(*file), mostQueued));
    if (!made->error_.isEmpty())
        return Failure {
            tr("%1 cannot be recorded into: %2. Free some space there, or choose another "
               "place.")
                .arg(path, made->error_)};
    return made;
}

QString Recording::begin(std::size_t mostQueued)
{
    try {
        thread_ = std::make_unique<RecordingThread>(
            path().toStdString(), mostQueued,
            [this](const SqliteError &error) { writingFailed(error); });
        return {};
    } catch (const SqliteError &error) {
        return format::text(error.what());
    } catch (const std::system_error &error) { // no more threads
        return QString::fromLocal8Bit(error.what());
    }
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
    return !disk_.stays() && eventCount() > savedEvents_;
}

Result<bool> Recording::copyTo(const QString &path, const std::stop_token &stop,
                               const std::function<void(double)> &progress)
{
    if (!thread_)
        return Failure {tr("%1 cannot be saved: nothing was recorded.").arg(path)};
    flush();
    return copyRecording(disk_.path(), path, stop, progress);
}

QString Recording::saveAs(const QString &path)
{
    flush();
    const qint64 events = eventCount();
    const Result<bool> copied = copyTo(path);
    if (!copied)
        return copied.problem();
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
