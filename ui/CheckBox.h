// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A check box with the application's own tick: a style sheet that draws the box takes the style's
// away.

#include <QtWidgets/QCheckBox>

namespace ui {

class CheckBox final : public QCheckBox {
    Q_OBJECT
public:
    using QCheckBox::QCheckBox;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace ui
