// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A stand-in for the live tables: as many rows as wanted with every kind of cell that a view
// paints. Sorts by permutation, as the real ones do.

#include "models/Roles.h"

#include <QtCore/QAbstractTableModel>

#include <algorithm>
#include <numeric>
#include <vector>

class Rows final : public QAbstractTableModel {
public:
    enum Column { Id, State, Rate, Buffer, Name, ColumnCount };

    explicit Rows(int count) { append(count); }

    void append(int count)
    {
        beginInsertRows({}, rowCount(), rowCount() + count - 1);
        for (int i = 0; i < count; ++i)
            order_.push_back(++last_);
        endInsertRows();
    }

    void removeFirst(int count)
    {
        beginRemoveRows({}, 0, count - 1);
        order_.erase(order_.begin(), order_.begin() + count);
        endRemoveRows();
    }

    void refresh(int first, int last)
    {
        ++tick_;
        Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1));
    }

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(order_.size());
    }
    int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(ColumnCount);
    }

    QVariant data(const QModelIndex &index, int role) const override
    {
        using namespace models;
        const quint64 id = order_[std::size_t(index.row())];
        switch (role) {
        case Qt::DisplayRole:
            ++asked;
            return index.column() == State ? QStringLiteral("open")
                : index.column() == Name   ? QStringLiteral("name %1").arg(id)
                : index.column() == Id     ? QString::number(id)
                                           : QString();
        case IdRole:
            return id;
        case TaskRole:
            return id + 1000;
        case ToneRole:
            return index.column() == State ? QVariant(int(Tone::Good)) : QVariant();
        case SparklineRole: {
            if (index.column() != Rate)
                return {};
            QList<double> values;
            for (int i = 0; i < 40; ++i)
                values.append(double((id * 7 + quint64(i * i) + quint64(tick_)) % 97));
            return QVariant::fromValue(values);
        }
        case GaugeRole:
            return index.column() == Buffer ? QVariant::fromValue(Gauge {0.4, 0.2, 0.8})
                                            : QVariant();
        case MonospaceRole:
            return index.column() == Id;
        case Qt::TextAlignmentRole:
            return int((index.column() == Id ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        default:
            return {};
        }
    }

    QVariant headerData(int section, Qt::Orientation, int role) const override
    {
        static const char *const names[] = {"#", "State", "Rate", "Buffer", "Name"};
        return role == Qt::DisplayRole ? QString::fromLatin1(names[section]) : QVariant();
    }

    void sort(int column, Qt::SortOrder order) override
    {
        sortColumn = column;
        sortOrder = order;
        Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
        const QModelIndexList before = persistentIndexList();
        QList<quint64> ids;
        for (const QModelIndex &index : before)
            ids.append(order_[std::size_t(index.row())]);
        std::sort(order_.begin(), order_.end(), [order](quint64 a, quint64 b) {
            return order == Qt::AscendingOrder ? a < b : a > b;
        });
        for (qsizetype i = 0; i < before.size(); ++i) {
            const auto at = std::find(order_.begin(), order_.end(), ids.at(i));
            changePersistentIndex(before.at(i),
                                  index(int(at - order_.begin()), before.at(i).column()));
        }
        Q_EMIT layoutChanged({}, VerticalSortHint);
    }

    mutable int asked = 0; // cells whose text was asked for
    int sortColumn = -1;
    Qt::SortOrder sortOrder = Qt::AscendingOrder;

private:
    std::vector<quint64> order_;
    quint64 last_ = 0;
    int tick_ = 0;
};
