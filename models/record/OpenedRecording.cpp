// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/OpenedRecording.h"

#include "models/record/RecordingReader.h"
#include "models/record/Sqlite.h"
#include "models/text/Format.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFileInfo>

namespace models {

Result<std::unique_ptr<OpenedRecording>> OpenedRecording::open(const QString &path)
{
    const auto reader = RecordingReader::open(path);
    if (!reader)
        return Failure {reader.problem()};
    const Result<qint64> events = (*reader)->eventCount();
    if (!events)
        return Failure {events.problem()};
    const Result<qint64> first = (*reader)->firstEvent();
    if (!first)
        return Failure {first.problem()};
    if ((*reader)->isLost())
        return Failure {(*reader)->damage()};
    const QFileInfo file(path);
    return std::unique_ptr<OpenedRecording>(
        new OpenedRecording(file.absoluteFilePath(), *first, *events, file.size()));
}

QString OpenedRecording::mark(qint64 time, const QString &name) const
{
    try {
        SqliteDatabase database(path_.toStdString(), SqliteDatabase::Mode::Write);
        SqliteStatement insert(database, "INSERT INTO marks (time, event, name) VALUES (?, 0, ?)");
        insert.runWith(time, name.toStdString());
        return {};
    } catch (const SqliteError &error) {
        return QCoreApplication::translate(
                   "models::OpenedRecording",
                   "The name cannot be kept in %1: %2. Save a copy that you may change, and open "
                   "that one.")
            .arg(path_, format::text(error.what()));
    }
}

} // namespace models
