// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What one connection said and heard, in order, from the recording: the Stream tab. Rows of hex
// (16 bytes each) or of text (a line each). It keeps the newest 1 MB; note() says what is not
// there: bytes that were never kept, events that were merged, and what lies before. The log is read
// bit by bit, in slices of a few milliseconds. Main thread.

#include "models/ByteSearch.h"
#include "models/StreamMatches.h"
#include "models/record/DeltaSource.h"
#include "models/record/RecordingReader.h"

#include <QtCore/QAbstractTableModel>
#include <QtCore/QElapsedTimer>
#include <QtCore/QTimer>

#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace models {

class EventStore;

namespace ConversationColumn {
enum Column { Direction, Offset, Content, Text, ColumnCount }; // Text: beside hex, else empty
}

class Conversation final : public QAbstractTableModel, public DeltaConsumer {
    Q_OBJECT

public:
    enum class Mode { Hex, Text };
    enum class Direction { In, Out }; // as the connection sees it

    // `file` must outlive this.
    explicit Conversation(const EventStore *file, QObject *parent = nullptr);
    ~Conversation() override;

    void setConnection(quint64 connection); // 0: none
    [[nodiscard]] quint64 connection() const { return connection_; }
    void setMode(Mode mode);
    [[nodiscard]] Mode mode() const { return mode_; }

    // "12.4 kB of 41.2 MB kept; 3,112 events merged", or "" where nothing is missing.
    [[nodiscard]] QString note() const;
    // What is kept of one direction, as it went over the wire.
    [[nodiscard]] QByteArray bytes(Direction direction) const;
    // Rows as text for the clipboard, a line each.
    [[nodiscard]] QString textOf(int firstRow, int lastRow) const;
    // The bytes of rows as they were said, of both directions.
    [[nodiscard]] QByteArray bytesOf(int firstRow, int lastRow) const;

    // What is looked for in all that is kept and that comes; nothing: no more.
    void setSearch(std::optional<ByteSearch> search);
    [[nodiscard]] const StreamMatches &matches() const { return matches_; }
    // To the next match or the one before, from a row on where none is current. Its row, or -1.
    int stepMatch(bool forward, int fromRow);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    using DeltaConsumer::apply;
    void apply(const loop::Delta &) override { }
    void reset() override { setEnd(std::nullopt); }
    void restore(const Moment &moment) override; // what had been said until then
    void moveTo(qint64 lastEvent) override { setEnd(lastEvent); }
    void batchEnded(std::int64_t now) override;

Q_SIGNALS:
    void noteChanged();
    void matchesChanged();
    void readFailed(const QString &sentence); // once a connection

private:
    // Some bytes that went one way in one piece.
    struct Chunk {
        Direction direction = Direction::In;
        qint64 time = 0;
        qint64 event = 0; // of the log
        quint64 task = 0; // that read or wrote it
        quint64 offset = 0; // in its direction
        quint64 missing = 0; // bytes after it that were not kept
        QByteArray bytes;
    };
    struct Row {
        qint64 chunk = 0; // counted from the first one ever
        int at = 0;
        int size = 0; // -1: the line that tells what is missing
    };

    void setEnd(std::optional<qint64> number);
    [[nodiscard]] qint64 end() const;
    void restart();
    void load();
    [[nodiscard]] QString loadSlice(qint64 end);
    void take(const StoredEvent &event);
    void layOut(const Chunk &chunk, qint64 ordinal, std::vector<Row> &rows) const;
    void showFresh();
    void trim();
    void findMatches();
    [[nodiscard]] QVariant highlights(const Row &row, int column) const;
    [[nodiscard]] const Chunk &chunkOf(const Row &row) const;
    [[nodiscard]] QString cell(const Row &row, int column) const;

    const EventStore *file_;
    std::unique_ptr<RecordingReader> reader_;
    QTimer timer_;
    quint64 connection_ = 0;
    Mode mode_ = Mode::Hex;
    std::deque<Chunk> chunks_;
    qint64 firstChunk_ = 0; // how many were dropped before chunks_
    std::deque<Row> rows_;
    std::vector<Row> fresh_; // laid out, not shown yet
    std::optional<qint64> end_; // number of the last event to be shown
    qint64 loaded_ = 0; // the last event looked at
    quint64 total_[2] = {0, 0};
    qint64 kept_ = 0;
    quint64 merged_ = 0;
    std::optional<ByteSearch> search_;
    StreamMatches matches_;
    QElapsedTimer searched_;
    bool reported_ = false; // that the recording cannot be read
};

} // namespace models
