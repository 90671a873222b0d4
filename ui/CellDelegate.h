// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Paints every cell of a RowView from the roles alone: a pill for ToneRole, a sparkline or bars for
// SparklineRole, a gauge for GaugeRole, else text, fixed-width where MonospaceRole says so, faded
// by FadeRole. Paints directly, past the style: 300 cells are painted 30 times a second.

#include "ui/Theme.h"

#include <QtCore/QList>
#include <QtWidgets/QStyledItemDelegate>

namespace ui {

// How one column is shown. Widths are in digits of the fixed-width font.
struct ColumnLook {
    // Tinted: a word in the colour of its tone, without a pill.
    enum Emphasis { Plain, Muted, Bars, Tinted };
    double digits = 10;
    Emphasis emphasis = Plain;
    bool shown = true;
    Qt::TextElideMode elide = Qt::ElideRight; // which end of a text too long goes
    int yields = 0; // where there is no room for all, the highest is left out first; 0: never
    double least = 0; // digits that it gives way to, where that was not enough; 0: never
    double most = 0; // digits that it grows to, where there is more room than all need; 0: never
    QStringList (*pills)() = nullptr; // all that one of its pills can say: it has room for each
};

class CellDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit CellDelegate(const Theme &theme, QObject *parent = nullptr);

    void setColumns(const QList<ColumnLook> &columns) { columns_ = columns; }
    [[nodiscard]] int margin() const { return margin_; } // left and right of what is in a cell

    [[nodiscard]] const QFont &monospace() const { return monospace_; }
    enum class Margins { Tight, Readable }; // readable: between numbers and words beside them
    void setCompact(Margins margins); // smaller type and margins
    // The last column has what is left of a row: its numbers stay within `width`, beside the
    // others.
    void setLast(int column, int width);
    void setHighlights() { highlights_ = true; } // HighlightRole is looked at
    void refreshFonts(); // the theme's have changed

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

private:
    [[nodiscard]] ColumnLook::Emphasis emphasis(int column) const;
    [[nodiscard]] Qt::TextElideMode elide(int column) const;
    void paintText(QPainter &painter, const QRect &whole, const QModelIndex &index,
                   const QColor &color) const;

    void paintHighlights(QPainter &painter, const QRect &cell, const QModelIndex &index) const;

    const Theme &theme_;
    QList<ColumnLook> columns_;
    bool compact_ = false;
    Margins margins_ = Margins::Tight; // of a compact one
    bool highlights_ = false;
    QFont monospace_, plain_;
    int margin_ = 0;
    qreal monospaceAdvance_ = 0;
    int last_ = -1, lastWidth_ = 0;
};

} // namespace ui
