// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/CellFilter.h"

#include "models/Roles.h"

#include <QtCore/QAbstractItemModel>

#include <algorithm>

namespace ui {

namespace {

// The log asks for what its columns are called, tables for what their filter calls them.
const models::FilterKey *keyOf(const QModelIndex &cell, const QList<models::FilterKey> &keys)
{
    using Type = models::FilterKey::Type;
    const int key = cell.data(models::FilterKeyRole).toInt();
    const auto found = std::find_if(keys.begin(), keys.end(), [key](const models::FilterKey &each) {
        return each.id == key
            && (each.type == Type::Text || each.type == Type::Choice || each.type == Type::Number);
    });
    return found == keys.end() || !cell.data(models::FilterKeyRole).isValid() ? nullptr : &*found;
}

QString quoted(QString value)
{
    static const QString plain = QStringLiteral(".:-_/#@");
    const bool simple = std::all_of(value.begin(), value.end(), [](QChar c) {
        return c.isLetterOrNumber() || plain.contains(c);
    });
    return simple ? value : u'"' + value.remove(u'"') + u'"';
}

} // namespace

QString filterOf(const QModelIndex &cell, const QList<models::FilterKey> &keys)
{
    if (!cell.isValid())
        return {};
    const models::FilterKey *key = keyOf(cell, keys);
    if (!key)
        return {};
    const QString value = key->type == models::FilterKey::Number
        ? cell.data(models::SortRole).toString()
        : cell.data().toString();
    return value.isEmpty() ? QString() : key->name + u':' + quoted(value);
}

QString narrowed(const QString &filter, const QString &by, bool exclude)
{
    const QString more = exclude ? QStringLiteral("not ") + by : by;
    if (filter.trimmed().isEmpty())
        return more;
    const bool alternatives = filter.contains(QStringLiteral(" or "), Qt::CaseInsensitive);
    return (alternatives ? u'(' + filter + u')' : filter) + u' ' + more;
}

} // namespace ui
