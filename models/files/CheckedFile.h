// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one way in which Loopscope writes a file: whole, or not at all. Bytes go into a temporary
// file beside the target; commit() flushes it to the disk, checks that, and renames it over the
// target, so that the old file stays until the new one is safe, and stays for good after any error.
// A link is followed, and the file that it leads to keeps its owner and permissions. Any thread,
// one at a time; it blocks for as long as the disk does.
//
// Where no file can be made beside the target, or none can be put in its place (a folder that is
// not ours, a single file that is mounted), the new bytes wait in the folder for temporary files,
// and commit() reserves their room before it touches the target. What is not a file (/dev/stdout,
// /dev/null, a FIFO) is written as the bytes come.

#include "models/files/FileDescriptor.h"

#include <QtCore/QByteArray>

#include <optional>
#include <stop_token>

namespace models {

class CheckedFile {
public:
    enum class Readers { Anybody, Owner }; // a new file is 0666 less the umask, or 0600

    // Makes the temporary file; problem() says why it could not.
    explicit CheckedFile(const QString &path, Readers readers = Readers::Anybody);
    // Of a descriptor that stays open, such as standard output: bytes are written as they come, for
    // as long as somebody is there who will read them, or until a stop. `name` is for the sentence.
    CheckedFile(int descriptor, const QString &name, std::stop_token stop);
    ~CheckedFile(); // without commit(): the target is as it was
    CheckedFile(const CheckedFile &) = delete;

    // False: problem() says why, and nothing more will be written.
    bool write(QByteArrayView bytes);
    bool commit();

    // "" while all is well, or one sentence that names the file, the system's reason and what to
    // do: "/mnt/x.csv cannot be written: No space left on device. Free some space there, ...".
    [[nodiscard]] QString problem() const { return problem_; }

private:
    enum class Way { Rename, Copy, Direct };

    int open(Readers readers); // these give 0 or an errno
    int openBeside(Readers readers);
    int openSpool();
    int put(const char *data, std::size_t size);
    int waitForReader();
    int finish();
    int replace();
    int copyOver();
    bool fail(int error);

    QString name_; // as the person gave it
    QByteArray target_; // links followed
    QByteArray temporary_; // "" where there is none to remove
    FileDescriptor file_;
    Way way_ = Way::Rename;
    std::optional<std::stop_token> patient_; // waits until this for a reader
    QString problem_;
};

// All of it at once: "" or why it cannot be written.
[[nodiscard]] QString writeFile(const QString &path, QByteArrayView bytes,
                                CheckedFile::Readers readers = CheckedFile::Readers::Anybody);

// Of a file that a library wrote to `part`, beside `path`: flushed to the disk, checked, and put in
// its place. "" or why not; `part` is gone then.
[[nodiscard]] QString replaceFile(const QString &part, const QString &path);

} // namespace models
