// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The log of everything, an SQLite database in WAL mode (*.loopscope), written by a thread of its
// own in batches. It is a temporary file (RecordingFile), deleted with this object, unless a person
// named it; saveAs() makes a copy that stays. Readers open a connection of their own
// (RecordingReader). It is bounded: the oldest of the stream leaves first, what lived stays. While
// writing fails (a disk is full once no more than a reserve is left of it), failed() has said so in
// one sentence, and memory keeps what it can; resumed() when writing goes on, with that. Everything
// else continues. Main thread, but for what says otherwise.

#include "models/files/Result.h"
#include "models/record/DeltaSource.h"
#include "models/record/EventStore.h"
#include "models/record/RecordingFile.h"
#include "models/record/SessionRecord.h"

#include <QtCore/QObject>

#include <atomic>
#include <chrono>
#include <memory>

namespace models {

class RecordingThread;
class SqliteError;

class Recording final : public QObject, public DeltaConsumer, public EventStore {
    Q_OBJECT

public:
    static constexpr std::size_t MostQueued = std::size_t {256} << 20; // bytes
    // Nobody's disk is filled to the last byte, and there is room for the end of what was recorded.
    static constexpr qint64 Reserve = qint64 {2} << 20; // bytes

    struct Limits {
        qint64 bytes = 2'000'000'000; // on disk; 0: any
        std::chrono::seconds age {0}; // 0: any
        std::size_t queued = MostQueued; // in memory, for the disk; then data is left out
        qint64 reserve = Reserve; // of the disk, bytes: with less left it counts as full
    };

    // Creates a file with a free name in `folder`, the system's temporary folder where it is empty.
    explicit Recording(const QString &folder = {}, QObject *parent = nullptr);
    Recording(const QString &folder, const Limits &limits, QObject *parent = nullptr);
    // In a file that stays where a person named it (RecordingFile::at()), or why it cannot be.
    static Result<std::unique_ptr<Recording>> at(const QString &path);
    ~Recording() override;

    [[nodiscard]] QString path() const override { return disk_.path(); }
    // Of bytes and age, from now on.
    void setLimits(const Limits &limits);
    // The first and the last event that a reader can see by now. Any thread.
    [[nodiscard]] qint64 firstEvent() const override;
    [[nodiscard]] qint64 eventCount() const override;
    // What is on disk, bytes. Any thread.
    [[nodiscard]] qint64 size() const override;
    // Events left out because the disk could not keep up, merged ones counted each: of data first,
    // and all only while it takes nothing at all. What lives, its sums and its end never are. Any
    // thread.
    [[nodiscard]] qint64 dropped() const override;
    // Bytes of data left out before that, of events that are there and say so. Any thread.
    [[nodiscard]] qint64 missing() const override;
    [[nodiscard]] Budget budget() const override;
    [[nodiscard]] std::int64_t writingTime() const override;
    // What waits for the disk, bytes. Any thread.
    [[nodiscard]] qint64 queued() const;
    [[nodiscard]] QString error() const { return error_; } // "" while writing goes well
    // The recording is to stay: what its file held before it is gone.
    void keep() { disk_.keep(); }
    // Something was recorded since the last saveAs(), and is in no file that stays.
    [[nodiscard]] bool isUnsaved() const;

    // Writes a copy of all that was recorded so far to `path`, over what is there; takes about a
    // second for each GB; see copyRecording(). Any thread.
    [[nodiscard]] Result<bool> saveAs(const QString &path, const std::stop_token &stop = {},
                                      const std::function<void(double)> &progress = {});
    // Such a copy, which saves nothing in the sense of isUnsaved(); see copyRecording(). Any
    // thread.
    [[nodiscard]] Result<bool> copyTo(const QString &path, const std::stop_token &stop = {},
                                      const std::function<void(double)> &progress = {});

    // Waits until everything applied so far can be read. Any thread.
    void flush() const override;
    // Writes everything and lets go of the database; nothing is recorded after it. Still readable.
    void close();

    // From a time on (wall clock, ns since 1970); 0: from now on.
    void record(const SessionRecord &session, qint64 time = 0);
    // Names a moment: that time, or this one.
    void mark(const QString &name, qint64 time = 0);
    void apply(const loop::Delta &delta) override;
    void applyShared(const std::shared_ptr<const loop::Delta> &delta) override;
    void reset() override { } // what was recorded stays
    void apply(const Blocked &blocked) override;

Q_SIGNALS:
    void failed(const QString &sentence); // once until it goes on
    void resumed(const QString &sentence);
    void saved(const QString &path); // on the saving thread

private:
    explicit Recording(RecordingFile file);
    QString begin(const Limits &limits); // "" or why nothing can be recorded
    void diskChanged(const SqliteError *error); // on the writing thread
    void resume(const QString &sentence);
    void fail(const QString &sentence);

    RecordingFile disk_;
    QString error_;
    std::unique_ptr<RecordingThread> thread_; // null when the file could not be made
    std::atomic<qint64> savedEvents_ {0};
    std::atomic<qint64> mostBytes_ {0}, mostSeconds_ {0}; // of its limits; 0: any
};

} // namespace models
