// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How much of recordings is kept, and what is captured, as a menu of choices that last in the
// settings. What somebody wrote there by hand is a choice, too, where it can be read. Main thread.

#include "models/spec/RecordingOptions.h"

#include <QtWidgets/QMenu>

class QSettings;

namespace ui {

class RecordingMenu final : public QMenu {
    Q_OBJECT
public:
    RecordingMenu(QSettings &settings, QWidget *parent);

    [[nodiscard]] models::RecordingOptions chosen() const;

Q_SIGNALS:
    void changed();

private:
    struct Choice {
        QString value; // as setRecordingOption() reads it; "": nothing is said
        QString text;
    };
    void add(const QString &key, const QString &title, QList<Choice> choices);

    QSettings &settings_;
};

} // namespace ui
