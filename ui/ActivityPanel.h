// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The three charts at the bottom: messages, bytes and lag over the last minute. Costs nothing while
// it is hidden.

#include <QtWidgets/QWidget>

namespace models {
class Activity;
}

namespace ui {

class ActivityChart;
class Theme;

class ActivityPanel final : public QWidget {
    Q_OBJECT
public:
    ActivityPanel(const Theme &theme, const models::Activity &activity, QWidget *parent = nullptr);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void refreshCurves();
    void refreshFigures();

    const models::Activity &activity_;
    ActivityChart *messages_;
    ActivityChart *bytes_;
    ActivityChart *lag_;
};

} // namespace ui
