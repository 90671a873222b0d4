// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A lock that programs hold on a file or folder (flock): the system lets go of it when its holder
// ends, however that ends. A lock file is made for its owner alone (0600) and left where it is,
// unless remove() is called by who holds it. Any thread, one at a time.

#include "models/files/FileDescriptor.h"

#include <chrono>

namespace models {

class FileLock {
public:
    enum class Kind { File, Folder }; // a folder is not made, and no file appears in it
    enum class State { Held, Busy, Failed }; // Busy: another holds it; Failed: there is no locking

    FileLock() = default;
    // Tries for as long as `patience`; once if it is zero.
    explicit FileLock(const QString &path, std::chrono::milliseconds patience = {},
                      Kind kind = Kind::File);

    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] bool isHeld() const { return state_ == State::Held; }
    // Of one that is held: takes its file away and lets go.
    void remove();

private:
    State tryOnce(const QByteArray &name, Kind kind);

    QByteArray name_;
    FileDescriptor file_;
    State state_ = State::Failed;
};

} // namespace models
