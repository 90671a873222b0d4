// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The log, columns LogColumn, one row an event in the order in which they happened. Rows are read from the
// session file as they are looked at, a page at a time; memory does not grow with the log. It can be narrowed
// to a connection, a task or a filter: then the log is searched bit by bit, in slices of a few
// milliseconds, and searching() is true until the end is reached. It cannot be sorted. Main thread.

#include "models/DeltaSource.h"
#include "models/Filterable.h"
#include "models/Roles.h"
#include "models/SessionReader.h"

#include <QtCore/QAbstractTableModel>
#include <QtCore/QCache>
#include <QtCore/QTimer>

#include <memory>
#include <vector>

namespace models {

class SessionFile;
class SessionModel;

class LogModel final : public QAbstractTableModel, public DeltaConsumer, public Filterable {
    Q_OBJECT

public:
    // Both must outlive this. `sessions` names sessions and may be null.
    LogModel(SessionFile *file, const SessionModel *sessions, QObject *parent = nullptr);
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

    [[nodiscard]] bool searching() const;
    [[nodiscard]] qint64 total() const { return seen_; } // events in the log, narrowed or not
    // The row of the first event at or after a wall-clock time; rowCount() if there is none.
    [[nodiscard]] int rowAt(qint64 wallTime) const;
    // The event of a row, read from the file if need be; number 0 where it cannot be.
    [[nodiscard]] StoredEvent eventAt(int row) const;
    [[nodiscard]] static Tone tone(loop::EventKind kind);

    using DeltaConsumer::apply;
    void apply(const loop::Delta &) override { }
    void batchEnded(std::int64_t now) override;

Q_SIGNALS:
    void totalChanged(qint64 total);
    void searchingChanged(bool searching);

private:
    struct Page {
        QList<StoredEvent> events;
    };

    [[nodiscard]] bool isNarrowed() const { return !where_.isEmpty(); }
    void narrow();
    void grow();
    void search();
    [[nodiscard]] const StoredEvent *event(int row) const;
    [[nodiscard]] SessionReader *reader() const;
    [[nodiscard]] QString text(const StoredEvent &event, int column) const;

    SessionFile *file_;
    const SessionModel *sessions_;
    mutable std::unique_ptr<SessionReader> reader_;
    mutable QCache<int, Page> pages_; // by number of the page
    QTimer searchTimer_;
    Filter filter_;
    quint64 connection_ = 0, task_ = 0;
    QString where_;
    std::vector<qint64> anchors_; // the number of the first event of each page, when narrowed
    qint64 seen_ = 0;             // events the model knows of
    qint64 searched_ = 0;         // the last one looked at, when narrowed
    int rows_ = 0;
};

} // namespace models
