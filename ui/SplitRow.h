// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Two groups of controls, beside each other where there is room for both, else one below the other,
// so that none of them is ever cut. Main thread.

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QWidget>

namespace ui {

class SplitRow final : public QWidget {
    Q_OBJECT
public:
    SplitRow(int spacing, QWidget *parent);

    [[nodiscard]] QHBoxLayout &first() const { return *first_; }
    [[nodiscard]] QHBoxLayout &second() const { return *second_; }

protected:
    bool event(QEvent *event) override;

private:
    QBoxLayout *both_;
    QHBoxLayout *first_, *second_; // in it
};

} // namespace ui
