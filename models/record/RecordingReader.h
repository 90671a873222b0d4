// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reads a recording through a connection of its own, while it is written or after. One reader
// belongs to the thread that made it. Events are numbered from 1 without gaps. What cannot be read
// is a returned sentence for a person; nothing is thrown, and the next call may go well.

#include "loop/Records.h"
#include "models/files/Result.h"

#include <QtCore/QByteArray>
#include <QtCore/QHash>
#include <QtCore/QList>
#include <QtCore/QString>

#include <functional>
#include <memory>

namespace models {

// One event as the file keeps it.
struct StoredEvent {
    qint64 number = 0; // from 1
    qint64 time = 0; // wall clock, ns since 1970
    quint64 loop = 0, context = 0, connection = 0, task = 0;
    quint64 bytes = 0;
    quint32 merged = 1;
    loop::EventKind kind = loop::EventKind::Session;
    QString detail;
    QByteArray payload; // the first of the bytes, or all

    [[nodiscard]] bool isData() const // received or sent; of an empty datagram, 0 bytes
    {
        return kind == loop::EventKind::DataIn || kind == loop::EventKind::DataOut;
    }
};

class RecordingReader {
public:
    static Result<std::unique_ptr<RecordingReader>> open(const QString &path);
    ~RecordingReader();
    Q_DISABLE_COPY_MOVE(RecordingReader)

    Result<qint64> eventCount() const;
    // Number 0 where there is none.
    Result<StoredEvent> event(qint64 number) const;
    // Up to `limit` events from number `first` on.
    Result<QList<StoredEvent>> events(qint64 first, int limit) const;

    // Only what concerns a connection or a task; 0: any.
    struct Narrowing {
        quint64 connection = 0, task = 0;
    };
    // Calls `visit` for each such event with a number in first..last, in order, until it returns
    // false. "" or why the rest cannot be read.
    [[nodiscard]] QString scan(qint64 first, qint64 last, const Narrowing &narrowing,
                               const std::function<bool(const StoredEvent &)> &visit) const;

    // "echo 127.0.0.1:8881" by session id.
    Result<QHash<quint64, QString>> sessionNames() const;

private:
    struct Database;

    explicit RecordingReader(const QString &path); // throws SqliteError
    template <class Work> auto reading(Work work) const -> Result<decltype(work())>;

    QString path_;
    std::unique_ptr<Database> database_;
};

} // namespace models
