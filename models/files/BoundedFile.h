// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one way in which Loopscope reads a file that a person, a scenario or a rule names: opened
// without waiting, only if it is a regular file, read up to a limit in bytes. A FIFO, a device or
// an endless file is refused in one sentence; /dev/null is an empty file. Any thread, one at a
// time.

#include "models/files/FileDescriptor.h"
#include "models/files/Result.h"

#include <QtCore/QByteArray>

struct stat;

namespace models {

inline constexpr qint64 mostScenario = qint64 {4} << 20; // bytes: scenarios, rules, PEM files
inline constexpr qint64 mostLines = qint64 {64} << 20; // of lines that a client is to send

class BoundedFile {
public:
    // problem() says why it is not open.
    explicit BoundedFile(const QString &path);
    // Of a descriptor that stays open, such as standard input; `name` is for the sentence.
    BoundedFile(int descriptor, const QString &name);

    // The next bytes, at most so many; "" at the end, and where they cannot be read: see problem().
    [[nodiscard]] QByteArray read(qint64 most);
    // What is left; a failure where that is more than `limit`.
    [[nodiscard]] Result<QByteArray> readAll(qint64 limit);

    // "" while all is well, or why it cannot be read and what to do:
    // "/no/such.json cannot be read: No such file or directory. Check its name ...".
    [[nodiscard]] QString problem() const { return problem_; }

private:
    void checkType(const struct stat &status);
    void fail(int error);

    QString name_;
    FileDescriptor file_;
    QString problem_;
};

[[nodiscard]] Result<QByteArray> readFile(const QString &path, qint64 limit);

} // namespace models
