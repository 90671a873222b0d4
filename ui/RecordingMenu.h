// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How much of recordings is kept, and what is captured: questions with a few choices that last in
// the settings, as a menu, and for the settings dialog. What somebody wrote there by hand is a
// choice, too, where it can be read. Main thread.

#include "models/spec/RecordingOptions.h"

#include <QtWidgets/QMenu>

class QActionGroup;
class QSettings;

namespace ui {

class RecordingMenu final : public QMenu {
    Q_OBJECT
public:
    struct Choice {
        QString value; // as setRecordingOption() reads it; "": nothing is said
        QString text;
    };
    struct Question {
        QString key; // as scenarios and settings have it
        QString title; // with a mnemonic
        QList<Choice> choices;
        QString now; // the value that is chosen
    };

    RecordingMenu(QSettings &settings, QWidget *parent);

    [[nodiscard]] models::RecordingOptions chosen() const;
    [[nodiscard]] QList<Question> questions() const;
    // As if it was picked in the menu.
    void choose(const QString &key, const QString &value);

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] QString current(const QString &key) const;
    void add(const Question &question);

    QSettings &settings_;
    QList<QActionGroup *> groups_;
};

} // namespace ui
