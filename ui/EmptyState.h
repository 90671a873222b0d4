// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the middle shows while there is no session: what this is, what to do first, and one button
// that starts a sample.

#include <QtWidgets/QWidget>

class QPushButton;

namespace ui {

class Theme;

class EmptyState final : public QWidget {
    Q_OBJECT
public:
    explicit EmptyState(const Theme &theme, QWidget *parent = nullptr);

Q_SIGNALS:
    void sampleRequested();
    void newServerRequested();
    void newClientRequested();
};

} // namespace ui
