// SPDX-License-Identifier: GPL-3.0-or-later

// The second part of SessionModel: how a person puts sessions in another order.

#include "models/SessionItem.h"

#include <QtCore/QMimeData>

#include <algorithm>

namespace models {

Qt::ItemFlags SessionModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags plain = QAbstractItemModel::flags(index);
    if (!index.isValid() || itemAt(index)->node == Node::Loop)
        return plain;
    const bool isSession = itemAt(index)->node == Node::Session;
    return plain | Qt::ItemIsDropEnabled | (isSession ? Qt::ItemIsDragEnabled : Qt::NoItemFlags);
}

QStringList SessionModel::mimeTypes() const
{
    return {QStringLiteral("application/x-loopscope-session")};
}

QMimeData *SessionModel::mimeData(const QModelIndexList &indexes) const
{
    const quint64 id = indexes.isEmpty() ? 0 : idAt(indexes.first());
    if (id == 0)
        return nullptr;
    auto *data = new QMimeData; // the caller's
    data->setData(mimeTypes().first(), QByteArray::number(id));
    return data;
}

SessionModel::Item *SessionModel::dragged(const QMimeData *data) const
{
    const auto known = nodeOfSession_.find(data->data(mimeTypes().first()).toULongLong());
    return known == nodeOfSession_.end() ? nullptr : known->second;
}

// Between two sessions, on one, or on the title of the group, which is its beginning.
int SessionModel::rowOfDrop(const QMimeData *data, int row, const QModelIndex &parent) const
{
    const Item *const session = dragged(data);
    if (!session || !parent.isValid())
        return -1;
    const Item *const at = itemAt(parent);
    if (at->node == Node::Session)
        return at->parent == session->parent ? at->row() : -1;
    return at == session->parent ? std::max(0, row) : -1;
}

bool SessionModel::canDropMimeData(const QMimeData *data, Qt::DropAction, int row, int,
                                   const QModelIndex &parent) const
{
    return rowOfDrop(data, row, parent) >= 0;
}

bool SessionModel::dropMimeData(const QMimeData *data, Qt::DropAction, int row, int,
                                const QModelIndex &parent)
{
    const int to = rowOfDrop(data, row, parent);
    if (to < 0)
        return false;
    Item *const session = dragged(data);
    const bool onOneBelow = row < 0 && itemAt(parent)->node == Node::Session && to > session->row();
    moveBefore(session, onOneBelow ? to + 1 : to);
    return true;
}

void SessionModel::moveBy(quint64 id, int places)
{
    const auto known = nodeOfSession_.find(id);
    if (known == nodeOfSession_.end())
        return;
    Item *const session = known->second;
    const int last = static_cast<int>(session->parent->children.size()) - 1;
    const int to = std::clamp(session->row() + places, 0, last);
    moveBefore(session, to > session->row() ? to + 1 : to);
}

void SessionModel::moveBefore(Item *session, int row)
{
    auto &all = session->parent->children;
    const int from = session->row();
    const QModelIndex group = indexOfItem(session->parent);
    row = std::min(row, static_cast<int>(all.size()));
    if (!beginMoveRows(group, from, from, group, row))
        return; // it stands there
    const auto first = all.begin();
    if (row > from)
        std::rotate(first + from, first + from + 1, first + row);
    else
        std::rotate(first + row, first + from, first + from + 1);
    endMoveRows();
}

} // namespace models
