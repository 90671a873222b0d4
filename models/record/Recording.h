// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The log of everything, an SQLite database in WAL mode (*.loopscope), written by a thread of its
// own in batches. It is a temporary file (RecordingFile), deleted with this object, unless a person
// named it; saveAs() makes a copy that stays. Readers open a connection of their own
// (RecordingReader). When writing fails (disk full), failed() says so in one sentence and nothing
// more is kept; everything else continues. What waits for the disk is bounded in bytes. Main
// thread, but for what says otherwise.

#include "models/files/Result.h"
#include "models/record/DeltaSource.h"
#include "models/record/EventStore.h"
#include "models/record/RecordingFile.h"
#include "models/record/SessionRecord.h"

#include <QtCore/QObject>

#include <atomic>
#include <memory>

namespace models {

class RecordingThread;
class SqliteError;

class Recording final : public QObject, public DeltaConsumer, public EventStore {
    Q_OBJECT

public:
    static constexpr std::size_t MostQueued = std::size_t {128} << 20; // bytes

    // Creates a file with a free name in `folder`, the system's temporary folder where it is empty.
    // Beyond `mostQueued` bytes that wait for the disk, data events are left out.
    explicit Recording(const QString &folder = {}, QObject *parent = nullptr,
                       std::size_t mostQueued = MostQueued);
    // In a file that stays where a person named it (RecordingFile::at()), or why it cannot be.
    static Result<std::unique_ptr<Recording>> at(const QString &path,
                                                 std::size_t mostQueued = MostQueued);
    ~Recording() override;

    [[nodiscard]] QString path() const override { return disk_.path(); }
    // Log events that a reader can see by now. Any thread.
    [[nodiscard]] qint64 eventCount() const override;
    [[nodiscard]] qint64 size() const override;
    // States, warnings and errors never are.
    [[nodiscard]] qint64 dropped() const override;
    // What waits for the disk, bytes. Any thread.
    [[nodiscard]] qint64 queued() const;
    [[nodiscard]] QString error() const { return error_; } // "" while all is well
    // The recording is to stay: what its file held before it is gone.
    void keep() { disk_.keep(); }
    // Something was recorded since the last saveAs(), and is in no file that stays.
    [[nodiscard]] bool isUnsaved() const;

    // Writes a copy of all that was recorded so far to `path`, over what is there; takes about a
    // second for each GB. "" or, in one sentence, why it cannot be done. Any thread.
    [[nodiscard]] QString saveAs(const QString &path);
    // Such a copy, which saves nothing in the sense of isUnsaved(); see copyRecording(). Any
    // thread.
    [[nodiscard]] Result<bool> copyTo(const QString &path, const std::stop_token &stop = {},
                                      const std::function<void(double)> &progress = {});

    // Waits until everything applied so far can be read. Any thread.
    void flush();
    // Writes everything and lets go of the database; nothing is recorded after it. Still readable.
    void close();

    // From a time on (wall clock, ns since 1970); 0: from now on.
    void record(const SessionRecord &session, qint64 time = 0);
    // Names a moment: that time, or this one.
    void mark(const QString &name, qint64 time = 0);
    void apply(const loop::Delta &delta) override;
    void reset() override { } // what was recorded stays
    void apply(const Blocked &blocked) override;

Q_SIGNALS:
    void failed(const QString &sentence); // once
    void saved(const QString &path); // on the saving thread

private:
    void writingFailed(const SqliteError &error); // on the writing thread
    Recording(RecordingFile file, std::size_t mostQueued);
    QString begin(std::size_t mostQueued); // "" or why nothing can be recorded
    void fail(const QString &sentence);

    RecordingFile disk_;
    QString error_;
    std::unique_ptr<RecordingThread> thread_; // null when the file could not be made
    std::atomic<qint64> savedEvents_ {0};
};

} // namespace models
