// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Says above the views that all of them are narrowed to a span of time, and to which; one button
// takes that away. Hidden while they are not. Main thread.

#include "models/TimeSpan.h"

#include <QtWidgets/QWidget>

#include <optional>

class QLabel;
class QPushButton;

namespace ui {

class Theme;

class SpanBar final : public QWidget {
    Q_OBJECT
public:
    explicit SpanBar(const Theme &theme, QWidget *parent = nullptr);

    void showSpan(const std::optional<models::TimeSpan> &span);
    [[nodiscard]] const std::optional<models::TimeSpan> &span() const { return span_; }
    [[nodiscard]] QPushButton &widenButton() const { return *widen_; }

Q_SIGNALS:
    void widenRequested();

private:
    std::optional<models::TimeSpan> span_;
    QLabel *words_;
    QPushButton *widen_;
};

} // namespace ui
