// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/Recording.h"

#include "models/files/FileDescriptor.h"
#include "models/record/RecordingWriter.h"
#include "models/text/Format.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>
#include <vector>

namespace models {

namespace {

constexpr std::size_t MostQueued = std::size_t {128} << 20; // bytes of Deltas; then data is dropped
constexpr std::chrono::seconds SamplePace {1};

std::size_t weigh(const loop::Delta &delta)
{
    return delta.text.size() + delta.events.size() * sizeof(loop::LogEvent)
        + delta.connections.size() * sizeof(loop::ConnectionSample)
        + delta.tasks.size() * sizeof(loop::TaskSample);
}

bool isData(const loop::LogEvent &event)
{
    return event.kind == loop::EventKind::DataIn || event.kind == loop::EventKind::DataOut;
}

// Takes the data events out of a Delta and says how many those were.
std::int64_t dropData(loop::Delta &delta)
{
    std::int64_t dropped = 0;
    for (const loop::LogEvent &event : delta.events)
        dropped += isData(event) ? event.merged : 0;
    std::erase_if(delta.events, isData);
    return dropped;
}

} // namespace

// The thread and what it shares. Everything below the mutex belongs to it; the writer belongs to
// the thread once it runs.
class Recording::Thread {
public:
    Thread(Recording *file, const std::string &path)
        : file_(file)
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
            if (queuedBytes_ > MostQueued)
                dropped += dropData(delta);
            queuedBytes_ += weigh(delta);
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

private:
    void run()
    {
        auto sampled = std::chrono::steady_clock::now();
        std::unique_lock lock(mutex_);
        while (!failed_) {
            wake_.wait_for(lock, SamplePace, [this] { return done_ != pushed_ || closing_; });
            const std::vector<loop::Delta> deltas = std::exchange(deltas_, {});
            const std::vector<SessionRecord> sessions = std::exchange(sessions_, {});
            const std::uint64_t taken = pushed_;
            const bool closing = closing_;
            const bool samples = closing || std::exchange(flushing_, false)
                || std::chrono::steady_clock::now() - sampled >= SamplePace;
            queuedBytes_ = 0;
            lock.unlock();
            const bool good = write(deltas, sessions, samples);
            if (samples)
                sampled = std::chrono::steady_clock::now();
            lock.lock();
            failed_ = !good;
            done_ = taken;
            written_.notify_all();
            if (closing)
                break;
        }
        writer_.reset();
    }

    bool write(const std::vector<loop::Delta> &deltas, const std::vector<SessionRecord> &sessions,
               bool samples)
    {
        try {
            writer_->begin();
            for (const SessionRecord &session : sessions)
                writer_->write(session);
            for (const loop::Delta &delta : deltas)
                writer_->write(delta);
            if (samples)
                writer_->writeSamples();
            writer_->commit();
            events = writer_->eventCount();
            return true;
        } catch (const SqliteError &error) {
            writer_->rollBack();
            const QString why = error.code == SQLITE_FULL
                ? tr("The log has stopped: the disk of %1 is full. Free some space there, save "
                     "what there "
                     "is, and start again.")
                      .arg(QFileInfo(file_->path()).path())
                : tr("The log has stopped: %1 cannot be written (%2).")
                      .arg(file_->path(), format::text(error.what()));
            QMetaObject::invokeMethod(
                file_, [file = file_, why] { file->fail(why); }, Qt::QueuedConnection);
            return false;
        }
    }

    Recording *file_;
    std::unique_ptr<RecordingWriter> writer_;

    std::mutex mutex_;
    std::condition_variable wake_, written_;
    std::vector<loop::Delta> deltas_;
    std::vector<SessionRecord> sessions_;
    std::size_t queuedBytes_ = 0;
    std::uint64_t pushed_ = 0, done_ = 0;
    bool flushing_ = false, closing_ = false, failed_ = false;

    std::thread thread_; // last: it uses all of the above
};

Recording::Recording(const QString &folder, QObject *parent)
    : QObject(parent)
{
    const QString where = folder.isEmpty() ? QDir::tempPath() : folder;
    QByteArray name;
    FileDescriptor made
        = makeNewFile(QFile::encodeName(where) + "/loopscope-", ".loopscope", 0600, name);
    QString why = made ? QString() : errnoWords(errno);
    if (made) {
        path_ = QFile::decodeName(name);
        made.close();
        try {
            thread_ = std::make_unique<Thread>(this, path_.toStdString());
            return;
        } catch (const SqliteError &error) {
            why = format::text(error.what());
        }
    }
    const QString sentence
        = tr("There will be no log: no file can be made in %1 (%2).").arg(where, why);
    error_ = sentence;
    QMetaObject::invokeMethod(
        this, [this, sentence] { Q_EMIT failed(sentence); }, Qt::QueuedConnection);
}

Recording::~Recording()
{
    close();
    for (const char16_t *end : {u"", u"-wal", u"-shm"}) {
        if (!path_.isEmpty())
            QFile::remove(path_ + QString::fromUtf16(end));
    }
}

qint64 Recording::eventCount() const
{
    return thread_ ? thread_->events.load() : 0;
}

qint64 Recording::size() const
{
    return QFileInfo(path_).size() + QFileInfo(path_ + QStringLiteral("-wal")).size();
}

qint64 Recording::dropped() const
{
    return thread_ ? thread_->dropped.load() : 0;
}

bool Recording::isUnsaved() const
{
    return eventCount() > savedEvents_;
}

bool Recording::saveAs(const QString &path, QString *error)
{
    flush();
    const qint64 events = eventCount();
    const std::string target = path.toStdString(), part = target + ".part";
    std::remove(part.c_str());
    try {
        if (!thread_)
            throw SqliteError(SQLITE_CANTOPEN, tr("nothing was recorded").toStdString());
        const SqliteDatabase database(path_.toStdString(), SqliteDatabase::Mode::Read);
        SqliteStatement copy(database, "VACUUM INTO ?");
        copy.bindText(1, part);
        copy.run();
        if (std::rename(part.c_str(), target.c_str()) != 0)
            throw SqliteError(SQLITE_CANTOPEN, std::generic_category().message(errno));
    } catch (const SqliteError &problem) {
        std::remove(part.c_str());
        if (error)
            *error = tr("The recording cannot be saved as %1: %2.")
                         .arg(path, format::text(problem.what()));
        return false;
    }
    savedEvents_ = events;
    Q_EMIT saved(path);
    return true;
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
