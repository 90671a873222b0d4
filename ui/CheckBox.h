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
    // One without a text is described elsewhere: all of its line switches it.
    [[nodiscard]] bool hitButton(const QPoint &at) const override
    {
        return text().isEmpty() ? rect().contains(at) : QCheckBox::hitButton(at);
    }
    void paintEvent(QPaintEvent *event) override;
};

} // namespace ui
