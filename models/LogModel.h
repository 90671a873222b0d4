// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The log, columns LogColumn, one row an event in the order in which they happened. Rows are read
// from the recording as they are looked at, a page at a time; memory does not grow with the log.
// What leaves the recording leaves here. It can be narrowed to a connection, a task or a filter:
// then the log is searched bit by bit, in slices of a few milliseconds, searching() is true until
// its end is reached, and one or two bytes are kept for each match. It cannot be sorted. Main
// thread.

#include "models/EventFilter.h"
#include "models/Filterable.h"
#include "models/MatchList.h"
#include "models/Roles.h"
#include "models/record/DeltaSource.h"
#include "models/record/RecordingReader.h"

#include <QtCore/QAbstractTableModel>
#include <QtCore/QCache>
#include <QtCore/QTimer>

#include <memory>
#include <optional>

namespace models {

class EventStore;
class SessionModel;

class LogModel final : public QAbstractTableModel, public DeltaConsumer, public Filterable {
    Q_OBJECT

public:
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

    [[nodiscard]] bool searching() const { return searchTimer_.isActive(); }
    // Events of the log so far, those that have left it among them, narrowed or not.
    [[nodiscard]] qint64 total() const { return total_; }
    // The row of the first event at or after a wall-clock time, ns; rowCount() if there is none.
    [[nodiscard]] int rowAt(qint64 wallTime) const;
    // What happened to a connection, a task or both (0: to neither: a warning) at a time.
    struct Happening {
        qint64 wallTime = 0;
        quint64 connection = 0;
        quint64 task = 0;
    };
    // The number of such an event, at that time or the next near it, whether the filter shows it
    // or not; 0: none is in the log.
    [[nodiscard]] qint64 find(const Happening &moment) const;
    // The row of an event by its number; -1 where it is not shown.
    [[nodiscard]] int rowOfEvent(qint64 number) const;
    // The row of the newest event that had happened at the moment that was put back; -1: none had.
    // Without such a moment the last one.
    [[nodiscard]] int positionRow() const;
    // The event of a row; number 0 where it cannot be read.
    [[nodiscard]] StoredEvent eventAt(int row) const;
    [[nodiscard]] static Tone tone(loop::EventKind kind);

    // False while no view shows it: it then stands still.
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
    using Page = QList<StoredEvent>;

    [[nodiscard]] bool isNarrowed() const;
    [[nodiscard]] qint64 firstAt(qint64 wallTime) const;
    [[nodiscard]] qint64 lastWanted() const;
    void setPosition(std::optional<qint64> number);
    void restart();
    void grow(int rows);
    void leave(qint64 first);
    [[nodiscard]] const StoredEvent *known(int row) const;
    void search();
    [[nodiscard]] bool shows(const StoredEvent &event) const;
    void setSearching(bool searching);
    struct PageAt {
        qint64 number = 0;
        int row = 0;
    };
    [[nodiscard]] qint64 numberOf(int row) const;
    [[nodiscard]] int matchesBefore(qint64 number) const; // rows before an event
    [[nodiscard]] PageAt pageOf(int row) const;
    [[nodiscard]] const Page *page(qint64 number) const;
    [[nodiscard]] Page readPage(qint64 number, QString &problem) const;
    [[nodiscard]] RecordingReader *reader() const;
    void report(const QString &problem) const;
    [[nodiscard]] QString text(const StoredEvent &event, int column) const;
    [[nodiscard]] QString sessionName(quint64 context) const;

    const EventStore *file_;
    const SessionModel *sessions_;
    mutable std::unique_ptr<RecordingReader> reader_;
    mutable bool reported_ = false; // that it cannot be read
    mutable QCache<qint64, Page> pages_;
    QTimer searchTimer_;
    EventFilter filter_;
    RecordingReader::Narrowing narrowing_;
    std::optional<TimeSpan> span_; // with the numbers of the events that may lie in it
    qint64 spanFirst_ = 0, spanLast_ = 0;
    MatchList matches_; // when narrowed
    std::optional<qint64> position_; // the newest event of the moment that is shown
    qint64 searched_ = 0; // the last number looked at, when narrowed
    qint64 total_ = 0;
    qint64 first_ = 1; // those before it have left
    int rows_ = 0;
    bool active_ = true;
};

} // namespace models
