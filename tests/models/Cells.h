// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// All that a table shows, in every role that a view asks for, one line a cell.

#include "models/Roles.h"

#include <QtCore/QAbstractItemModel>
#include <QtCore/QStringList>

namespace models::test {

inline QString say(const QVariant &value)
{
    if (value.canConvert<Gauge>() && value.typeId() == qMetaTypeId<Gauge>()) {
        const auto gauge = value.value<Gauge>();
        return QStringLiteral("%1 %2 %3").arg(gauge.value).arg(gauge.low).arg(gauge.high);
    }
    if (value.typeId() == qMetaTypeId<QList<Highlight>>()) {
        QString parts;
        for (const Highlight &each : value.value<QList<Highlight>>())
            parts += QStringLiteral("%1+%2%3 ")
                         .arg(each.from)
                         .arg(each.size)
                         .arg(each.current ? QStringLiteral("!") : QString());
        return parts;
    }
    if (value.typeId() == qMetaTypeId<QList<double>>()) {
        QStringList numbers;
        for (const double each : value.value<QList<double>>())
            numbers.push_back(QString::number(each));
        return numbers.join(u',');
    }
    if (value.typeId() == QMetaType::Double)
        return QString::number(value.toDouble(), 'f', 3);
    return value.toString().replace(u'\n', QStringLiteral("\\n"));
}

inline const QList<std::pair<int, const char *>> Roles {
    {Qt::DisplayRole, ""},    {SortRole, "sort"},
    {IdRole, "id"},           {ToneRole, "tone"},
    {SparklineRole, "spark"}, {GaugeRole, "gauge"},
    {FadeRole, "fade"},       {ConnectionRole, "conn"},
    {TaskRole, "task"},       {MonospaceRole, "mono"},
    {EventRole, "event"},     {FilterKeyRole, "key"},
    {ContextRole, "session"}, {LiteralRole, "literal"},
    {PlaceRole, "place"},     {Qt::TextAlignmentRole, "right"},
    {Qt::ToolTipRole, "tip"}, {Qt::AccessibleTextRole, "spoken"},
    {HighlightRole, "found"},
};

inline QStringList cellsOf(const QAbstractItemModel &model)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        for (int column = 0; column < model.columnCount(); ++column) {
            QString line = QStringLiteral("%1 %2").arg(row).arg(
                model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
            for (const auto &[role, name] : Roles) {
                const QVariant value = model.index(row, column).data(role);
                if (!value.isValid())
                    continue;
                if (role == Qt::TextAlignmentRole) {
                    if (value.value<Qt::Alignment>() & Qt::AlignRight)
                        line += QStringLiteral(" | right");
                    continue;
                }
                const QString said = say(value);
                if (role == Qt::DisplayRole)
                    line += QStringLiteral(": ") + said;
                else if (role == Qt::AccessibleTextRole
                         && value == model.index(row, column).data(Qt::DisplayRole))
                    continue;
                else if (!said.isEmpty() && said != QStringLiteral("false"))
                    line += QStringLiteral(" | %1 %2").arg(QLatin1StringView(name), said);
            }
            lines.push_back(line);
        }
    }
    return lines;
}

} // namespace models::test
