// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The flow of one connection: its write buffer against the two watermarks over the last minute, and
// when its writer was paused. It samples what the model knows, as often as the activity does, from
// when the connection is shown. Main thread; the models outlive it.

#include "ui/Theme.h"

#include <QtCore/QList>
#include <QtWidgets/QWidget>

#include <deque>

class QLabel;

namespace models {
class Activity;
class ConnectionModel;
} // namespace models

namespace ui {

class FlowChart;

struct FlowSample {
    double buffer = 0, low = 0, high = 0; // bytes
    bool paused = false;
    friend bool operator==(const FlowSample &, const FlowSample &) = default;
};

class FlowTab final : public QWidget {
    Q_OBJECT
public:
    FlowTab(const Theme &theme, const models::ConnectionModel &connections,
            const models::Activity &activity, QWidget *parent = nullptr);

    void show(quint64 connection); // 0: nothing
    void sample(); // as the activity asks for
    [[nodiscard]] const std::deque<FlowSample> &samples() const { return samples_; }
    [[nodiscard]] QString words() const; // "71 KiB wait; paused 3 times"

private:
    void refresh();

    const models::ConnectionModel &connections_;
    quint64 connection_ = 0;
    std::deque<FlowSample> samples_;
    QLabel *words_;
    FlowChart *chart_;
};

} // namespace ui
