// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The log, columns LogColumn, one row an event in the order in which they happened. Rows are read
// from the recording as they are looked at, a page at a time, on a thread of their own
// (BackgroundReader): until a page is here its rows are blank, and no disk stops the window. Memory
// does not grow with the log. What leaves the recording leaves here. It can be narrowed to a
// connection, a task or a filter: then the log is searched, searching() is true until its end is
// reached, and one or two bytes are kept for each match. It cannot be sorted. Main thread.

#include "models/EventFilter.h"
#include "models/Filterable.h"
#include "models/LogReading.h"
#include "models/MatchList.h"
#include "models/Roles.h"
#include "models/record/BackgroundReader.h"
#include "models/record/DeltaSource.h"

#include <QtCore/QAbstractTableModel>
#include <QtCore/QCache>
#include <QtCore/QSet>

#include <array>
#include <atomic>
#include <functional>
#include <optional>
#include <utility>

namespace models {

class EventStore;
class SessionModel;

class LogModel final : public QAbstractTableModel, public DeltaConsumer, public Filterable {
    Q_OBJECT
    Q_PROPERTY(bool reading READ reading)

public:
    using Happening = LoggedMoment;

    // Both must outlive this. `sessions` names sessions and may be null.
    LogModel(const EventStore *file, const SessionModel *sessions, QObject *parent = nullptr);
    ~LogModel() override;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    // Only what concerns one connection or task; 0 for all.
    void setConnection(quint64 connection);
    void setTask(quint64 task);
    QList<FilterKey> filterKeys() const override;
    std::optional<FilterMistake> setFilterText(const QString &text) override;
    QString filterText() const override { return filter_.text(); }
    void setTimeSpan(const std::optional<TimeSpan> &span) override;

    // What the column of times shows: the clock, the time since the first event that the recording
    // has, or since the row before, whatever a filter has left out between.
    enum class Times { Clock, SinceStart, SinceRowBefore };
    void setTimes(Times times);
    [[nodiscard]] Times times() const { return times_; }

    [[nodiscard]] bool searching() const { return searching_; }
    // Something that was asked of the recording is not here yet.
    [[nodiscard]] bool reading() const { return asked_ > 0 || !wanted_.isEmpty(); }
    // Events of the log so far, those that have left it among them, narrowed or not.
    [[nodiscard]] qint64 total() const { return total_; }
    // Calls `found`, later, with the number of an event like that, whether the filter shows it or
    // not; 0: none is in the log.
    void find(const Happening &moment, std::function<void(qint64 number)> found);
    // Has rows for all that came, though the newest may not be read yet; without it they appear
    // once they are.
    void catchUp();
    // The row of an event by its number; -1 where it is not shown.
    [[nodiscard]] int rowOfEvent(qint64 number) const;
    // The row of the newest event that had happened at the moment that was put back; -1: none had.
    // Without such a moment the last one.
    [[nodiscard]] int positionRow() const;
    // The event of a row, without the most of a long payload; number 0 until it has been read.
    [[nodiscard]] StoredEvent eventAt(int row) const;
    [[nodiscard]] static Tone tone(loop::EventKind kind);

    // False while no view shows it: it then reads nothing, and stands still but for its total.
    // True: it has rows for all that came.
    void setActive(bool active);

    using DeltaConsumer::apply;
    void apply(const loop::Delta &) override { }
    void reset() override { setPosition(std::nullopt); }
    // All rows stay: those that had not happened yet are faded.
    void restore(const Moment &moment) override;
    void moveTo(qint64 lastEvent) override { setPosition(lastEvent); }
    void batchEnded(std::int64_t now) override;

Q_SIGNALS:
    void totalChanged(qint64 total);
    void searchingChanged(bool searching);
    void readFailed(const QString &sentence); // once until other rows are shown

private:
    using Page = std::vector<StoredEvent>; // number 0: it could not be read
    struct PageAt {
        qint64 page = 0;
        std::size_t slot = 0;
    };

    [[nodiscard]] bool isNarrowed() const;
    [[nodiscard]] qint64 lastWanted() const;
    void setPosition(std::optional<qint64> number);
    void restart();
    void update(); // to what came and what left
    void grow(int rows);
    void leave(qint64 first);
    void search();
    void take(const LogSearch::Found &found);
    void setSearching(bool searching);
    [[nodiscard]] qint64 numberOf(int row) const;
    [[nodiscard]] int matchesBefore(qint64 number) const; // rows before an event
    [[nodiscard]] PageAt pageOf(int row) const;
    [[nodiscard]] const StoredEvent *known(int row) const;
    [[nodiscard]] const StoredEvent *knownAmongAll(qint64 number) const;
    void want(qint64 page) const;
    void readNext();
    void store(qint64 page, bool ofMatches, const LogPage &read);
    void showTail();
    template <class Read, class Take> void ask(BackgroundReader::Work work, Read read, Take take);
    void report(const QString &problem);
    [[nodiscard]] QString text(const StoredEvent &event, int column) const;
    [[nodiscard]] QString timeText(int row, const StoredEvent &event) const;
    void readStart();
    [[nodiscard]] QString sessionName(quint64 context) const;

    const EventStore *file_;
    const SessionModel *sessions_;
    bool reported_ = false; // that it cannot be read
    std::array<QCache<qint64, Page>, 2> pages_; // of all events, of matches
    std::array<QSet<qint64>, 2> failed_; // of those; tried again with the next batch
    mutable QList<qint64> wanted_; // pages, the one that was looked at last at the end
    std::optional<std::pair<quint64, qint64>> pageAsked_; // with restarts_
    bool tailAsked_ = false;
    int asked_ = 0;
    std::atomic<quint64> restarts_ {0}; // what was asked before the newest is of no interest
    bool searching_ = false;
    EventFilter filter_;
    RecordingReader::Narrowing narrowing_;
    std::optional<TimeSpan> span_; // with the numbers of the events that may lie in it
    qint64 spanLast_ = 0;
    MatchList matches_; // when narrowed
    Times times_ = Times::Clock;
    bool startAsked_ = false;
    std::optional<std::int64_t> start_; // the time of the first event, once it was read for that
    std::optional<qint64> position_; // the newest event of the moment that is shown
    qint64 searched_ = 0; // the last number looked at, when narrowed
    qint64 total_ = 0;
    qint64 first_ = 1; // those before it have left
    int rows_ = 0;
    bool active_ = true;
    BackgroundReader reader_; // last: it answers to all of the above
};

} // namespace models
