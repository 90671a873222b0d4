// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A group of fields under a line that folds it away and says how many of them were changed. Main
// thread.

#include <QtWidgets/QWidget>

class QFormLayout;
class QToolButton;

namespace ui {

class Theme;

class FoldedGroup final : public QWidget {
    Q_OBJECT
public:
    FoldedGroup(const Theme &theme, const QString &title, QWidget *parent);

    [[nodiscard]] QFormLayout &form() const { return *form_; }
    [[nodiscard]] QToolButton &head() const { return *head_; }
    void setUnfolded(bool unfolded);
    [[nodiscard]] bool isUnfolded() const;
    void showChanged(int fields); // that differ from their defaults

private:
    void refresh();

    const QString title_;
    QToolButton *head_;
    QWidget *content_;
    QFormLayout *form_;
    int changed_ = 0;
};

} // namespace ui
