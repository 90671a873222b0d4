// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The log of everything, an SQLite database in WAL mode (*.loopscope), written by a thread of its own in
// batches. It is a temporary file that is deleted at exit unless it was saved. Who reads it opens a
// connection of its own (SessionReader). When writing fails (disk full), failed() says so in one
// sentence and nothing more is kept; everything else goes on. Main thread, but for what says otherwise.

#include "models/DeltaSource.h"
#include "models/SessionRecord.h"

#include <QtCore/QObject>

#include <atomic>
#include <memory>

namespace models {

class SessionFile final : public QObject, public DeltaConsumer {
    Q_OBJECT

public:
    // Creates a file with a free name in `folder`, the system's temporary folder where it is empty.
    explicit SessionFile(const QString &folder = {}, QObject *parent = nullptr);
    ~SessionFile() override; // writes what is left, then deletes the file if it is temporary

    [[nodiscard]] QString path() const;
    [[nodiscard]] bool isTemporary() const { return temporary_; }
    // Log events that a reader can see by now. Any thread.
    [[nodiscard]] qint64 eventCount() const;
    // Its size on disk, bytes. Any thread.
    [[nodiscard]] qint64 size() const;
    // Data events left out because the disk could not keep up. States, warnings and errors never are.
    [[nodiscard]] qint64 dropped() const;
    [[nodiscard]] QString error() const { return error_; } // "" while all is well

    // Writes a copy of all that was recorded so far to `path`, over what is there. It then counts as
    // saved. False and error in one sentence if it cannot be written. Any thread.
    bool saveAs(const QString &path, QString *error = nullptr);

    // Waits until everything applied so far can be read.
    void flush();
    // Writes everything and closes the database; nothing is recorded after it. The file stays until exit.
    void close();

    void record(const SessionRecord &session);
    void apply(const loop::Delta &delta) override;
    void apply(const Blocked &blocked) override;
    void batchEnded(std::int64_t now) override;

Q_SIGNALS:
    void failed(const QString &sentence); // once
    void saved(const QString &path);

private:
    class Writer;

    void fail(const QString &sentence);

    std::unique_ptr<Writer> writer_;
    QString error_;
    std::atomic<bool> temporary_ {true};
};

} // namespace models
