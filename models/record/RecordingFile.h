// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The place of a recording on disk while its program lives: the database, what SQLite keeps beside
// it, and a lock that says that somebody is there. All of it is removed with this. What a program
// that was killed could not remove is found by the next one, which keeps it where a person finds
// it. Any thread, one at a time.

#include "models/files/FileLock.h"
#include "models/files/Result.h"

#include <QtCore/QStringList>

namespace models {

class RecordingFile {
public:
    RecordingFile() = default; // none
    // An empty one of a free name in `folder`, for its owner alone.
    static Result<RecordingFile> make(const QString &folder);
    RecordingFile(RecordingFile &&other) noexcept;
    RecordingFile &operator=(RecordingFile &&other) noexcept;
    ~RecordingFile();

    [[nodiscard]] QString path() const { return path_; } // "" for none

private:
    QString path_;
    FileLock lock_;
};

// Where recordings lie that a person may look for: $XDG_STATE_HOME/loopscope/recordings.
[[nodiscard]] QString recordingsFolder();

// Moves what programs that are gone left in `folders` to `keepIn`, where the newest ten stay. A
// sentence for each, for a person; nothing of what is empty, and nothing of what is in use. It
// takes about a second for each GB that has to go from one disk to another.
[[nodiscard]] QStringList keepLeftBehind(const QStringList &folders, const QString &keepIn);

} // namespace models
