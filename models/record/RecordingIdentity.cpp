// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/RecordingIdentity.h"

#include "models/files/BoundedFile.h"
#include "models/record/RecordingWriter.h"
#include "models/record/Sqlite.h"
#include "models/text/Format.h"
#include "models/text/Tr.h"

namespace models {

namespace {

std::int64_t pragma(const SqliteDatabase &database, const char *question)
{
    SqliteStatement statement(database, question);
    return statement.step() ? statement.integer(0) : 0;
}

Failure foreign(const QString &path)
{
    return {tr("%1 is not a recording of Loopscope. Name a file that it saved, which ends in "
               ".loopscope.")
                .arg(path)};
}

} // namespace

Failure unreadable(const QString &path, const SqliteError &error)
{
    if (error.code == SQLITE_NOTADB)
        return foreign(path);
    if (error.code == SQLITE_CORRUPT)
        return {tr("The recording %1 is damaged (%2). Use a copy of it, if there is one.")
                    .arg(path, format::text(error.what()))};
    return {tr("The recording %1 cannot be read: %2. Check its disk, and that the file is still "
               "there.")
                .arg(path, format::text(error.what()))};
}

Result<RecordingIdentity> RecordingIdentity::of(const QString &path)
{
    if (const BoundedFile file(path); !file.problem().isEmpty())
        return Failure {file.problem()}; // in the system's words
    try {
        return of(path, SqliteDatabase(path.toStdString(), SqliteDatabase::Mode::Read));
    } catch (const SqliteError &error) {
        return unreadable(path, error);
    }
}

Result<RecordingIdentity> RecordingIdentity::of(const QString &path, const SqliteDatabase &database)
{
    try {
        if (pragma(database, "PRAGMA application_id") != RecordingWriter::ApplicationId)
            return foreign(path);
        const std::int64_t version = pragma(database, "PRAGMA user_version");
        if (version > RecordingWriter::Version)
            return Failure {tr("%1 was recorded by a newer Loopscope (its format is %2, and this "
                               "one reads up to %3). Read it with that, or update this one.")
                                .arg(path)
                                .arg(version)
                                .arg(RecordingWriter::Version)};
        return RecordingIdentity {version};
    } catch (const SqliteError &error) {
        return unreadable(path, error);
    }
}

} // namespace models
