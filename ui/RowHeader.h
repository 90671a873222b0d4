// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The header of a RowView: captions aligned with their columns, a small arrow on the sorted one.
// Knows nothing of the rows. Columns are shown and hidden from its context menu.

#include "ui/Theme.h"

#include <QtWidgets/QHeaderView>

class QMenu;

namespace ui {

class RowHeader final : public QHeaderView {
    Q_OBJECT
public:
    RowHeader(const Theme &theme, int margin, QWidget *parent);

    void setMargin(int margin);
    // The last section has what is left of a row: a caption over numbers stays within `width`.
    void setLast(int section, int width);
    // One checkable action a column; the last one shown cannot be hidden.
    void fillColumnsMenu(QMenu &menu);
    // What the columns of that view mean is said in tooltips.
    void setView(const QString &key) { view_ = key; }
    // With its title whole, whether it is shown or not; sectionSizeHint() says 0 of what is hidden.
    [[nodiscard]] QSize sectionSizeFromContents(int logicalIndex) const override;

Q_SIGNALS:
    void chosen(); // a person changed, moved, showed or hid a column

protected:
    void paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const override;
    bool viewportEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    [[nodiscard]] QString caption(int section) const;

    const Theme &theme_;
    int margin_;
    int last_ = -1, lastWidth_ = 0;
    bool pressed_ = false; // by the mouse: what moves meanwhile is moved by it
    QString view_;
};

} // namespace ui
