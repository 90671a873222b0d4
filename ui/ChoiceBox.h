// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A combo box with the application's own arrow, since a style sheet takes the style's away, and
// with a name for its list.

#include <QtWidgets/QComboBox>

namespace ui {

class ChoiceBox final : public QComboBox {
    Q_OBJECT
public:
    explicit ChoiceBox(QWidget *parent = nullptr);

    void showPopup() override;

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
};

} // namespace ui
