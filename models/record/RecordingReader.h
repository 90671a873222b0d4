// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reads a recording through a connection of its own, while it is written or after. One reader
// belongs to the thread that made it. Events are numbered without gaps, from 1 unless the first
// have left (firstEvent()). A moment is a place in the stream: at a time, all is told that was
// gathered up to it. What cannot be read is a returned sentence for a person; nothing is thrown,
// and the next call may go well. A recording that is damaged in its middle is read around that, and
// damage() says so. Recordings of older programs are read; of a newer one, nothing is.

#include "loop/Records.h"
#include "models/files/Result.h"
#include "models/record/Moment.h"

#include <QtCore/QByteArray>
#include <QtCore/QHash>
#include <QtCore/QList>
#include <QtCore/QString>

#include <functional>
#include <memory>
#include <vector>

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

// Of the stream, as the file keeps it.
[[nodiscard]] StoredEvent storedEvent(qint64 number, const loop::Delta &delta,
                                      const loop::LogEvent &event, bool withPayload = true);

// One warning as the file lists it.
struct StoredWarning {
    qint64 number = 0; // from 1
    qint64 time = 0; // wall clock, ns since 1970
    bool blocked = false; // a loop was, from then on
    QString message;
};

class SqliteStatement;

class RecordingReader {
public:
    // Of this version or an older one; RecordingIdentity says why it is not.
    static Result<std::unique_ptr<RecordingReader>> open(const QString &path);
    ~RecordingReader();
    Q_DISABLE_COPY_MOVE(RecordingReader)

    // For whoever goes through all of it, and has a processor to spare.
    void readAhead();

    // What was passed over so far in one sentence, because the file is damaged there; "": nothing.
    [[nodiscard]] QString damage() const;
    [[nodiscard]] bool isLost() const; // of its events none can be read, as far as was looked

    Result<qint64> eventCount() const; // the number of the last one
    Result<qint64> firstEvent() const; // 0: there is none
    // Number 0 where there is none.
    Result<StoredEvent> event(qint64 number) const;
    // Up to `limit` events from number `first` on.
    Result<QList<StoredEvent>> events(qint64 first, int limit) const;

    // Only what concerns a connection or a task; 0: any.
    struct Narrowing {
        quint64 connection = 0, task = 0;
        bool payload = true; // events come with theirs
        quint64 kinds = 0; // a bit for each loop::EventKind; 0: any
    };
    // Calls `visit` for each such event with a number in first..last, in order, until it returns
    // false. "" or why the rest cannot be read.
    [[nodiscard]] QString scan(qint64 first, qint64 last, const Narrowing &narrowing,
                               const std::function<bool(const StoredEvent &)> &visit) const;

    // From when to when it was recorded: wall clock, ns since 1970; 0 where nothing was.
    struct Span {
        qint64 first = 0, last = 0;
    };
    Result<Span> span() const;
    // All that was shown at a time of the wall clock. It takes some 10 ms, and more the more lives.
    Result<Moment> momentAt(qint64 wallTime) const;
    // The first moment that shows what an event did.
    Result<Moment> momentOf(qint64 event) const;

    // One Delta or session of the stream, in its order: what comes after a moment.
    struct Played {
        const loop::Delta *delta = nullptr; // or
        const SessionRecord *session = nullptr;
        qint64 time = 0; // wall clock
        qint64 lastEvent = 0; // with those of this Delta
        bool ofKeyframe = false; // it tells what lived before on
        bool continued = false; // the rest of the Delta before, which was long
        double place = 0; // in all that is to be visited, from 0 to 1
    };
    // Calls `visit` with what came between two moments, until it returns false: what follows
    // momentAt(from), up to momentAt(to). "" or why the rest cannot be read.
    [[nodiscard]] QString deltas(qint64 from, qint64 to,
                                 const std::function<bool(const Played &)> &visit) const;

    // Calls `visit` with all that the stream holds from a place at or before a time on where all
    // that lived is told (0: from the beginning), up to what was gathered at another (or a little
    // later), until it returns false. "" or why the rest cannot be read: an older file has no
    // stream. A recording that is written meanwhile is held up by nothing; what leaves it meanwhile
    // is not visited.
    [[nodiscard]] QString stream(qint64 from, qint64 to,
                                 const std::function<bool(const Played &)> &visit) const;
    // Calls `visit` with what was gathered from..to and a little before and after, until it returns
    // false; keyframes, which tell of all that lives, among them. "" or why the rest cannot be
    // read.
    [[nodiscard]] QString stretch(qint64 from, qint64 to,
                                  const std::function<bool(const loop::Delta &)> &visit) const;

    // What is known of a task that began at any time; without one that is not known.
    struct StoredTask {
        quint64 id = 0, context = 0;
        QString coroutine; // "echo(StreamReader, StreamWriter)"
    };
    Result<QList<StoredTask>> tasks(const std::vector<quint64> &ids) const;

    // A connection that the recording knows of, with the totals that it had in the end.
    struct StoredConnection {
        quint64 id = 0; // 0: there is none
        bool server = false; // it was accepted
        quint64 bytesIn = 0, bytesOut = 0;
        QByteArray transport; // "TCP", "UDP", "Unix", ... (toString(loop::TransportKind))
        QByteArray local, peer; // "127.0.0.1:8881", "[::1]:8881", a path, or ""
    };
    Result<StoredConnection> connection(quint64 id) const;
    // Up to `limit` of those that carried anything, in the order of their ids.
    Result<QList<quint64>> busyConnections(int limit) const;

    // What was done in each second that began in from..to, by time and loop. An older file has
    // none.
    Result<QList<ActivitySample>> samples(qint64 from, qint64 to) const;
    Result<QList<Mark>> marks() const;
    // Up to `limit` warnings after the one with number `after`, in the order in which they came.
    Result<QList<StoredWarning>> warnings(qint64 after, int limit) const;

    // "echo 127.0.0.1:8881" by session id.
    Result<QHash<quint64, QString>> sessionNames() const;

private:
    struct Database;
    // These throw.
    [[nodiscard]] Moment readMoment(qint64 wallTime, qint64 event) const;
    [[nodiscard]] QList<ActivitySample> readSamples(qint64 from, qint64 to) const;
    [[nodiscard]] bool next(SqliteStatement &statement) const;

    RecordingReader(const QString &path, qint64 version); // throws SqliteError
    template <class Work> auto reading(Work work) const -> Result<decltype(work())>;

    QString path_;
    std::unique_ptr<Database> database_;
};

} // namespace models
