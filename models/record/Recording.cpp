// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/Recording.h"

#include "models/files/CheckedFile.h"
#include "models/record/RecordingWriter.h"
#include "models/text/Format.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace models {

namespace {

constexpr std::chrono::seconds SamplePace {1};
// How long an event may wait for its readers, and for the disk.
constexpr std::chrono::milliseconds StreamPace {100};

std::size_t weigh(const loop::Delta &delta)
{
    std::size_t bytes = delta.text.size() + delta.events.size() * sizeof(loop::LogEvent)
        + delta.connections.size() * sizeof(loop::ConnectionSample)
        + delta.tasks.size() * sizeof(loop::TaskSample)
        + delta.opened.size() * sizeof(loop::ConnectionOpened)
        + delta.created.size() * sizeof(loop::TaskCreated)
        + delta.warnings.size() * sizeof(loop::WarningRecord);
    for (const loop::WarningRecord &warning : delta.warnings)
        bytes += warning.message.size();
    return bytes;
}

bool isData(const loop::LogEvent &event)
{
    return event.kind == loop::EventKind::DataIn || event.kind == loop::EventKind::DataOut;
}

// Takes the data events out of a Delta, with their bytes, and says how many those were.
std::int64_t dropData(loop::Delta &delta)
{
    std::int64_t dropped = 0;
    for (const loop::LogEvent &event : delta.events)
        dropped += isData(event) ? event.merged : 0;
    std::erase_if(delta.events, isData);
    std::string text;
    const auto move = [&text](std::string_view words, std::uint32_t &at) {
        at = static_cast<std::uint32_t>(text.size());
        text += words;
    };
    for (loop::LogEvent &event : delta.events) {
        move(delta.detail(event), event.detailAt);
        move(delta.payload(event), event.payloadAt);
    }
    delta.text = std::move(text);
    return dropped;
}

} // namespace

// The thread and what it shares. Everything below the mutex belongs to it; the writer belongs to
// the thread once it runs.
class Recording::Thread {
public:
    Thread(Recording *file, const std::string &path, std::size_t mostQueued)
        : file_(file)
        , mostQueued_(mostQueued)
        , writer_(std::make_unique<RecordingWriter>(path))
        , thread_([this] { run(); })
    { }
    ~Thread() { stop(); }
    Q_DISABLE_COPY_MOVE(Thread)

    void push(loop::Delta delta)
    {
        {
            const std::lock_guard lock(mutex_);
            if (closing_ || failed_)
                return;
            if (queuedBytes + weigh(delta) > mostQueued_)
                dropped += dropData(delta);
            queuedBytes += weigh(delta);
            deltas_.push_back(std::move(delta));
            ++pushed_;
        }
        wake_.notify_one();
    }

    void push(const SessionRecord &session)
    {
        {
            const std::lock_guard lock(mutex_);
            if (closing_ || failed_)
                return;
            sessions_.push_back(session);
            ++pushed_;
        }
        wake_.notify_one();
    }

    void flush()
    {
        std::unique_lock lock(mutex_);
        if (closing_)
            return;
        flushing_ = true;
        const std::uint64_t target = ++pushed_;
        wake_.notify_one();
        written_.wait(lock, [this, target] { return done_ >= target || failed_; });
    }

    void stop()
    {
        {
            const std::lock_guard lock(mutex_);
            closing_ = true;
        }
        wake_.notify_one();
        if (thread_.joinable())
            thread_.join();
    }

    std::atomic<std::int64_t> events {0};
    std::atomic<std::int64_t> dropped {0};
    std::atomic<std::size_t> queuedBytes {0}; // changed under the mutex alone

private:
    void run()
    {
        using Clock = std::chrono::steady_clock;
        Clock::time_point sampled = Clock::now(), streamed = sampled;
        std::unique_lock lock(mutex_);
        while (!failed_) {
            const auto news = [this] { return done_ != pushed_ || closing_; };
            if (writer_->pending() != 0)
                wake_.wait_until(lock, streamed + StreamPace, news);
            else
                wake_.wait_for(lock, SamplePace, news);
            const std::vector<loop::Delta> deltas = std::exchange(deltas_, {});
            const std::vector<SessionRecord> sessions = std::exchange(sessions_, {});
            const std::uint64_t taken = pushed_;
            const bool closing = closing_;
            const bool all = closing || std::exchange(flushing_, false);
            const std::size_t taking = queuedBytes; // with what the writer holds
            lock.unlock();
            const Clock::time_point now = Clock::now();
            const bool samples = all || now - sampled >= SamplePace;
            const bool stream = all || now - streamed >= StreamPace;
            const bool good = write(deltas, sessions, samples, stream);
            if (samples)
                sampled = now;
            if (stream)
                streamed = now;
            lock.lock();
            // They were in memory until now, and what waits for a part still is.
            queuedBytes -= taking;
            queuedBytes += writer_->pending();
            failed_ = !good;
            done_ = taken;
            written_.notify_all();
            if (closing)
                break;
        }
        writer_.reset();
    }

    bool write(const std::vector<loop::Delta> &deltas, const std::vector<SessionRecord> &sessions,
               bool samples, bool stream)
    {
        try {
            writer_->begin();
            for (const SessionRecord &session : sessions)
                writer_->write(session);
            for (const loop::Delta &delta : deltas) {
                writer_->write(delta);
                if (writer_->pending() >= SegmentWriter::WholeSize)
                    writer_->writeStream();
            }
            if (samples)
                writer_->writeSamples();
            if (stream)
                writer_->writeStream();
            writer_->commit();
            events = writer_->eventCount();
            return true;
        } catch (const SqliteError &error) {
            writer_->rollBack();
            const QString why = error.code == SQLITE_FULL
                ? tr("The recording has stopped: the disk of %1 is full. Free some space there, "
                     "save what there is, and start again.")
                      .arg(QFileInfo(file_->path()).path())
                : tr("The recording has stopped: %1 cannot be written (%2). Check its disk, save "
                     "what there is, and start again.")
                      .arg(file_->path(), format::text(error.what()));
            QMetaObject::invokeMethod(
                file_, [file = file_, why] { file->fail(why); }, Qt::QueuedConnection);
            return false;
        }
    }

    Recording *file_;
    const std::size_t mostQueued_;
    std::unique_ptr<RecordingWriter> writer_;

    std::mutex mutex_;
    std::condition_variable wake_, written_;
    std::vector<loop::Delta> deltas_;
    std::vector<SessionRecord> sessions_;
    std::uint64_t pushed_ = 0, done_ = 0;
    bool flushing_ = false, closing_ = false, failed_ = false;

    std::thread thread_; // last: it uses all of the above
};

Recording::Recording(const QString &folder, QObject *parent, std::size_t mostQueued)
    : QObject(parent)
{
    const QString where = folder.isEmpty() ? QDir::tempPath() : folder;
    Result<RecordingFile> made = RecordingFile::make(where);
    QString why = made.problem();
    if (made) {
        disk_ = std::move(*made);
        try {
            thread_ = std::make_unique<Thread>(this, path().toStdString(), mostQueued);
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

void Recording::record(const SessionRecord &session)
{
    if (thread_)
        thread_->push(session);
}

void Recording::apply(const loop::Delta &delta)
{
    const bool something = !delta.events.empty() || !delta.opened.empty()
        || !delta.connections.empty() || !delta.created.empty() || !delta.tasks.empty()
        || !delta.warnings.empty();
    if (!thread_ || !something)
        return;
    loop::Delta copy;
    copy.loop = delta.loop;
    copy.wallOffset = delta.wallOffset;
    copy.opened = delta.opened;
    copy.connections = delta.connections;
    copy.created = delta.created;
    copy.tasks = delta.tasks;
    copy.warnings = delta.warnings;
    copy.events = delta.events;
    copy.text = delta.text;
    thread_->push(std::move(copy));
}

// A blocked loop cannot tell of it itself: it stands in the log once it is over.
void Recording::apply(const Blocked &blocked)
{
    if (!blocked.settled)
        return;
    loop::Delta told;
    told.loop = blocked.loop;
    loop::WarningRecord warning;
    warning.kind = loop::WarningKind::LoopBlocked;
    warning.time = blocked.since;
    warning.message = blockedMessage(blocked).toStdString();
    warning.created = blocked.handle.place;
    warning.context = blocked.handle.context;
    warning.task = blocked.handle.task;
    loop::LogEvent event;
    event.time = blocked.since;
    event.kind = loop::EventKind::Warning;
    event.context = warning.context;
    event.task = warning.task;
    event.detailSize = static_cast<std::uint32_t>(warning.message.size());
    told.text = warning.message;
    told.events.push_back(event);
    told.warnings.push_back(std::move(warning));
    apply(told);
}

void Recording::fail(const QString &sentence)
{
    error_ = sentence;
    Q_EMIT failed(sentence);
}

} // namespace models
