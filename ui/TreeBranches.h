// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A tree with rows of one height whose ground spans the branches, and a drawn chevron in place of
// the style's. Knows nothing of what it lists.

#include <QtWidgets/QTreeView>

namespace ui {

class Theme;

class TreeBranches final : public QTreeView {
    Q_OBJECT
public:
    explicit TreeBranches(const Theme &theme, QWidget *parent = nullptr);

protected:
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                 const QModelIndex &index) const override;
    void drawBranches(QPainter *painter, const QRect &rect,
                      const QModelIndex &index) const override;

private:
    const Theme &theme_;
};

} // namespace ui
