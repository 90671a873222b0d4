// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What one connection said and heard, in order and whole, from the recording: the Stream tab. Rows
// of hex (16 bytes each) or of text (a line each). A thread of its own reads it (BackgroundReader):
// of each 64 KiB a few numbers are kept, and the bytes of those that are looked at; until they are
// here their rows are blank. note() says what is missing: bytes that were never kept, events that
// were merged, and what has left the recording. Main thread.

#include "models/ByteSearch.h"
#include "models/ConversationPages.h"
#include "models/StreamMatches.h"
#include "models/record/BackgroundReader.h"
#include "models/record/DeltaSource.h"

#include <QtCore/QAbstractTableModel>
#include <QtCore/QCache>

#include <atomic>
#include <deque>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

namespace models {

class EventStore;

namespace conversation {
class Find;
}

namespace ConversationColumn {
enum Column { Direction, Offset, Content, Text, ColumnCount }; // Text: beside hex, else empty
}

class Conversation final : public QAbstractTableModel, public DeltaConsumer {
    Q_OBJECT
    Q_PROPERTY(bool reading READ reading)

public:
    using Mode = conversation::Mode;
    using Direction = conversation::Direction;

    // `file` must outlive this.
    explicit Conversation(const EventStore *file, QObject *parent = nullptr);
    ~Conversation() override;

    void setConnection(quint64 connection); // 0: none
    [[nodiscard]] quint64 connection() const { return connection_; }
    // The number of the last event that is shown of it; 0: those that come are, too.
    [[nodiscard]] qint64 lastEvent() const { return end_.value_or(0); }
    void setMode(Mode mode);
    [[nodiscard]] Mode mode() const { return mode_; }
    // Something that was asked of the recording is not here yet.
    [[nodiscard]] bool reading() const { return asked_ > 0 || !wanted_.isEmpty(); }

    // "12.4 kB of 41.2 MB kept; 3,112 events merged", or "" where nothing is missing.
    [[nodiscard]] QString note() const;

    // What rows say. Whole, but for what goes beyond `most` bytes.
    struct Collected {
        QByteArray bytes; // as they were said
        QString text; // where it was asked for: rows as they are shown, a line each
        bool cut = false;
    };
    struct Wanted {
        int firstRow = 0, lastRow = std::numeric_limits<int>::max();
        std::optional<Direction> direction; // none: both, in their order
        bool asShown = false;
        qsizetype most = std::numeric_limits<qsizetype>::max();
    };
    // Calls `done`, later; not at all where another connection is set before.
    void collect(const Wanted &wanted, std::function<void(const Collected &)> done);

    // What is looked for in all that there is and that comes; nothing: no more.
    void setSearch(std::optional<ByteSearch> search);
    [[nodiscard]] bool searching() const { return finding_; }
    [[nodiscard]] const StreamMatches &matches() const { return matches_; }
    // To the next match or the one before, from a row on where none is current. Its row, or -1.
    int stepMatch(bool forward, int fromRow);

    // False while no view shows it: it then reads nothing new.
    void setActive(bool active);

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
    using Block = conversation::Block;
    using Page = std::shared_ptr<const conversation::Page>;
    struct Known {
        Page page; // null: it could not be read
        qint64 rows = 0; // of its block then
    };
    struct Place {
        Page page;
        conversation::Row row;
    };

    void setEnd(std::optional<qint64> number);
    [[nodiscard]] qint64 end() const;
    void restart();
    void update(); // to what came and what left
    void load();
    void take(const conversation::Scan::News &news);
    void leave(qint64 first);
    void cutFront(const Block &gone);
    void readNext();
    [[nodiscard]] std::deque<Block>::const_iterator blockWith(qint64 ordinal) const;
    void store(const Block &asked, const Page &page);
    void find();
    void showMatches();
    void report(const QString &problem);
    [[nodiscard]] std::size_t number() const { return static_cast<std::size_t>(mode_); }
    [[nodiscard]] qint64 firstRow() const; // of those counted from the first ever
    [[nodiscard]] std::deque<Block>::const_iterator blockOf(qint64 row) const;
    [[nodiscard]] std::optional<Place> placeOf(int row) const; // none: not here yet
    [[nodiscard]] QVariant highlights(const Place &place, int column) const;
    template <class Read, class Take> void ask(BackgroundReader::Work work, Read read, Take take);

    const EventStore *file_;
    quint64 connection_ = 0;
    bool active_ = true;
    Mode mode_ = Mode::Hex;
    std::deque<Block> blocks_;
    qint64 rows_ = 0;
    quint64 left_ = 0; // bytes that have left the recording
    mutable QCache<qint64, Known> pages_; // by ordinal
    mutable QList<qint64> wanted_; // blocks, the one that was looked at last at the end
    std::optional<std::pair<quint64, qint64>> pageAsked_; // with restarts_
    std::optional<qint64> end_; // number of the last event to be shown
    std::shared_ptr<conversation::Scan> scan_; // used on the reading thread alone
    qint64 loaded_ = 0; // the last event that the scan was asked for
    bool loading_ = false, cutting_ = false;
    std::optional<ByteSearch> search_;
    std::shared_ptr<conversation::Find> find_; // used on the reading thread alone
    qint64 foundTo_ = 0; // the last event of the blocks that were looked through
    bool finding_ = false;
    StreamMatches matches_;
    bool reported_ = false; // that the recording cannot be read
    int asked_ = 0;
    std::atomic<quint64> restarts_ {0}; // what was asked before the newest is of no interest
    std::atomic<quint64> searches_ {0};
    BackgroundReader reader_; // last: it answers to all of the above
};

} // namespace models
