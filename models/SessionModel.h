// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The tree at the left: loops (with their lag), below them Servers and Clients, below those the
// sessions with their live connections. One column. Sessions are told through setSession(); loops
// show themselves through their Deltas. A session can be dragged to another place among those of
// its group. Main thread.

#include "models/Roles.h"
#include "models/record/DeltaSource.h"
#include "models/record/SessionRecord.h"

#include <QtCore/QAbstractItemModel>

#include <memory>
#include <unordered_map>
#include <vector>

namespace models {

class ConnectionModel;

class SessionModel final : public QAbstractItemModel, public DeltaConsumer {
    Q_OBJECT

public:
    // DisplayRole names the line ("echo  127.0.0.1:8881"), ToneRole is its dot; and:
    enum SessionRole {
        NodeRole = TaskRole + 16, // int of Node
        DetailRole, // QString at the end of the line: "1,204", "stopped", "lag 0.3 ms"
        StateWordRole, // QString: "running", "stopped", ...
        UrlRole, // QString
        ErrorRole // QString
    };
    enum class Node { Loop, Group, Session };

    // `connections` counts a session's live connections; it must outlive this.
    explicit SessionModel(const ConnectionModel *connections, QObject *parent = nullptr);
    ~SessionModel() override;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    bool canDropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                         const QModelIndex &parent) const override;
    bool dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                      const QModelIndex &parent) override;
    // Up (negative) or down among the sessions of its group, as far as there is room.
    void moveBy(quint64 id, int places);

    // Adds a session, or replaces what was known of the one with this id.
    void setSession(const SessionRecord &record);
    void removeSession(quint64 id);
    [[nodiscard]] const SessionRecord *session(quint64 id) const; // or null
    [[nodiscard]] QModelIndex indexOf(quint64 id) const;
    [[nodiscard]] quint64 idAt(const QModelIndex &index) const; // 0: not a session
    // "echo 127.0.0.1:8881" as in exports, or "" for an unknown id.
    [[nodiscard]] QString fullName(quint64 id) const;
    // "echo :8881" as in the log, "echo /run/echo", or "" for an unknown id.
    [[nodiscard]] QString shortName(quint64 id) const;
    [[nodiscard]] int count() const { return static_cast<int>(nodeOfSession_.size()); }
    [[nodiscard]] QList<SessionRecord> sessions() const; // by id
    [[nodiscard]] QList<SessionRecord> listed() const; // as they stand, from the top

    void apply(const loop::Delta &delta) override;
    void apply(const Blocked &blocked) override;
    void reset() override;
    void restore(const Moment &moment) override;
    void batchEnded(std::int64_t now) override;

    // "echo  127.0.0.1:8881", "load → 127.0.0.1:8881"
    enum class Length { Full, Short };
    [[nodiscard]] static QString lineOf(const SessionRecord &record, Length length = Length::Full);
    [[nodiscard]] quint64 loopAt(const QModelIndex &index) const; // 0: not a loop
    [[nodiscard]] static QString stateWord(SessionRecord::State state);

Q_SIGNALS:
    void sessionChanged(quint64 id);

private:
    struct Item;

    [[nodiscard]] Item *itemAt(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOfItem(const Item *item) const;
    Item *loopItem(quint64 id);
    Item *groupItem(Item *loop, bool server);
    Item *append(Item *parent, std::unique_ptr<Item> child, int row = -1);
    void erase(Item *item);
    void moveBefore(Item *session, int row); // before what stands there now
    // Where a drop would put a session; -1: nowhere.
    [[nodiscard]] int rowOfDrop(const QMimeData *data, int row, const QModelIndex &parent) const;
    [[nodiscard]] Item *dragged(const QMimeData *data) const; // or null
    void sweep();
    void refreshDetail(Item &item);
    [[nodiscard]] QString detail(const Item &item) const;
    [[nodiscard]] QString display(const Item &item) const;
    [[nodiscard]] Tone tone(const Item &item) const;

    const ConnectionModel *connections_;
    std::unique_ptr<Item> root_;
    std::unordered_map<quint64, Item *> nodeOfSession_;
    std::int64_t detailedAt_ = 0;
    bool stale_ = false; // some items are
};

} // namespace models
