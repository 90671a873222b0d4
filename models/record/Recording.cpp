// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/Recording.h"

#include "models/record/CallLater.h"
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

Recording::Recording(const QString &folder, QObject *parent)
    : Recording(folder, Limits {}, parent)
{ }

Recording::Recording(const QString &folder, const Limits &limits, QObject *parent)
    : QObject(parent)
{
    const QString where = folder.isEmpty() ? QDir::tempPath() : folder;
    Result<RecordingFile> made = RecordingFile::make(where);
    QString why = made.problem();
    if (made) {
        disk_ = std::move(*made);
        why = begin(limits);
    }
    if (why.isEmpty())
        return;
    error_ = tr("Recording is off: cannot create a file in %1 (%2). Make room there, or choose "
                "another folder with TMPDIR.")
                 .arg(where, why.endsWith(u'.') ? why.chopped(1) : why);
    callLater(this, [this] { Q_EMIT failed(error_); });
}

Recording::Recording(RecordingFile file)
    : disk_(std::move(file))
{
    error_ = begin({});
}

Result<std::unique_ptr<Recording>> Recording::at(const QString &path)
{
    Result<RecordingFile> file = RecordingFile::at(path);
    if (!file)
        return Failure {file.problem()};
    std::unique_ptr<Recording> made(new Recording(std::move(*file)));
    if (!made->error_.isEmpty())
        return Failure {
            tr("%1 cannot be recorded into: %2. Free some space there, or choose another "
               "place.")
                .arg(path, made->error_)};
    return made;
}

QString Recording::begin(const Limits &limits)
{
    try {
        thread_ = std::make_unique<RecordingThread>(
            path().toStdString(), limits.queued,
            [this](const SqliteError *error) { diskChanged(error); });
        setLimits(limits);
        return {};
    } catch (const SqliteError &error) {
        return format::text(error.what());
    } catch (const std::system_error &error) { // no more threads
        return QString::fromLocal8Bit(error.what());
    }
}

void Recording::setLimits(const Limits &limits)
{
    mostBytes_ = limits.bytes;
    mostSeconds_ = limits.age.count();
    if (thread_)
        thread_->setBounds(
            {limits.bytes, std::chrono::nanoseconds(limits.age).count(), limits.reserve});
}

Recording::~Recording()
{
    close();
}

qint64 Recording::eventCount() const
{
    return thread_ ? thread_->events.load() : 0;
}

qint64 Recording::firstEvent() const
{
    return thread_ ? thread_->firstEvent.load() : 0;
}

qint64 Recording::missing() const
{
    return thread_ ? thread_->missing.load() : 0;
}

EventStore::Budget Recording::budget() const
{
    return {mostBytes_, std::chrono::seconds(mostSeconds_)};
}

qint64 Recording::size() const
{
    return QFileInfo(path()).size() + QFileInfo(path() + QStringLiteral("-wal")).size();
}

std::int64_t Recording::writingTime() const
{
    return thread_ ? thread_->time() : 0;
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

Result<bool> Recording::saveAs(const QString &path, const std::stop_token &stop,
                               const std::function<void(double)> &progress)
{
    flush();
    const qint64 events = eventCount();
    Result<bool> copied = copyTo(path, stop, progress);
    if (copied && *copied) {
        savedEvents_ = events;
        Q_EMIT saved(path);
    }
    return copied;
}

void Recording::flush() const
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
    if (thread_)
        applyShared(std::make_shared<const loop::Delta>(delta));
}

void Recording::applyShared(const std::shared_ptr<const loop::Delta> &delta)
{
    if (thread_)
        thread_->push(delta);
}

void Recording::apply(const Blocked &blocked)
{
    if (thread_ && blocked.settled)
        thread_->push(blocked);
}

void Recording::diskChanged(const SqliteError *error)
{
    if (!error) {
        const qint64 lost = dropped(), bytes = missing();
        QString sentence = tr("The recording goes on: %1 can be written again.").arg(path());
        if (lost != 0 || bytes != 0)
            sentence += u' '
                + tr("Left out so far: %1 events, %2 of data.")
                      .arg(format::integer(lost), format::bytes(static_cast<double>(bytes)));
        callLater(this, [this, sentence] { resume(sentence); });
        return;
    }
    const QString why = error->code == RecordingWriter::FileIsGone
        ? tr("The recording has stopped: %1 was moved or deleted. Put it back: the recording goes "
             "on by itself, with what memory could keep.")
              .arg(path())
        : error->code == SQLITE_FULL
        ? tr("The recording has stopped: the disk of %1 is full (a recording leaves %2 of it "
             "free). "
             "Free some space there: it goes on by itself, with what memory could keep.")
              .arg(QFileInfo(path()).path(), format::binaryBytes(static_cast<double>(Reserve)))
        : tr("The recording has stopped: %1 cannot be written (%2). Check its disk: it goes on by "
             "itself, with what memory could keep.")
              .arg(path(), format::text(error->what()));
    callLater(this, [this, why] { fail(why); });
}

void Recording::resume(const QString &sentence)
{
    error_.clear();
    Q_EMIT resumed(sentence);
}

void Recording::fail(const QString &sentence)
{
    error_ = sentence;
    Q_EMIT failed(sentence);
}

} // namespace models
