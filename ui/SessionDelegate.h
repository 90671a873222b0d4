// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One line of the tree of sessions: a dot in the tone of its state, its name, and at the right what
// it says of itself. Loops and groups are set in bold.

#include <QtWidgets/QStyledItemDelegate>

namespace ui {

class Theme;

class SessionDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit SessionDelegate(const Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

private:
    const Theme &theme_;
};

} // namespace ui
