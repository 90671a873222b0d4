// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The place of a recording on disk while its program lives: the database, what SQLite keeps beside
// it, and a lock that says that somebody is there. All of it is removed with this, unless a person
// named it. What a program that was killed could not remove is found by the next one, which keeps
// it where a person finds it. Any thread, one at a time.

#include "models/files/FileLock.h"
#include "models/files/Result.h"

#include <QtCore/QStringList>

#include <functional>
#include <stop_token>

namespace models {

class RecordingFile {
public:
    RecordingFile() = default; // none
    // An empty one of a free name in `folder`, for its owner alone.
    static Result<RecordingFile> make(const QString &folder);
    // An empty one at `path`, for its owner alone, that stays. A recording that is there already is
    // put aside, and is back after this unless keep() was called; what else is there is refused.
    static Result<RecordingFile> at(const QString &path);
    RecordingFile(RecordingFile &&other) noexcept;
    RecordingFile &operator=(RecordingFile &&other) noexcept;
    ~RecordingFile();

    [[nodiscard]] QString path() const { return path_; } // "" for none
    [[nodiscard]] bool stays() const { return stays_; } // a person named it
    // What is recorded takes the place of what was there, for good.
    void keep();

private:
    QString path_;
    QString aside_; // where what was there waits; "" for none
    bool stays_ = false;
    FileLock lock_;
};

// Writes a copy of the recording at `from`, as it is at this moment, to `to`, over what is there,
// for its owner alone; `from` may be written meanwhile. About a second for each GB. False: stopped,
// and `to` is as it was. `progress` is told 0..1 on this thread.
[[nodiscard]] Result<bool> copyRecording(const QString &from, const QString &to,
                                         const std::stop_token &stop = {},
                                         const std::function<void(double)> &progress = {});

// Where recordings lie that a person may look for: $XDG_STATE_HOME/loopscope/recordings.
[[nodiscard]] QString recordingsFolder();

struct LeftBehind {
    QString path; // where it is kept; "": it could not be
    QString sentence; // for a person
};

// Moves what programs that are gone left in `folders` to `keepIn`, where the newest ten stay;
// nothing of what is empty, and nothing of what is in use. It takes about a second for each GB that
// has to go from one disk to another.
[[nodiscard]] QList<LeftBehind> keepLeftBehind(const QStringList &folders, const QString &keepIn);

// Removes one that nobody wants. "" or why it cannot be.
[[nodiscard]] QString discardRecording(const QString &path);

} // namespace models
