// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// As high as what is in it where there is room, and never higher; scrolled where there is none: so
// that much to say of a subject never makes the window higher than its screen. Main thread; owns
// its content.

#include <QtWidgets/QScrollArea>

namespace ui {

class HeadArea final : public QScrollArea {
    Q_OBJECT
public:
    explicit HeadArea(QWidget *content, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool eventFilter(QObject *object, QEvent *event) override;
};

} // namespace ui
