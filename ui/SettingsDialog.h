// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The settings, a page a subject. Each change is applied as it is made: preferencesChanged() and
// recordingChosen() say so, and there is nothing to confirm. Writes nothing itself. Main thread;
// deletes itself when it is closed.

#include "ui/Preferences.h"
#include "ui/ReadingOrder.h"
#include "ui/RecordingMenu.h"

#include <functional>

class QComboBox;
class QFormLayout;
class QPushButton;
class QTabWidget;

namespace ui {

class SettingsDialog final : public Dialog {
    Q_OBJECT
public:
    // `languages`: those that the program speaks, as "de"; the desktop's comes first by itself.
    SettingsDialog(const Theme &theme, const Preferences &now, const RecordingMenu &recording,
                   const QStringList &languages, QWidget *parent);

    [[nodiscard]] int page() const;
    void setPage(int page);

Q_SIGNALS:
    void preferencesChanged(const ui::Preferences &preferences);
    void recordingChosen(const QString &key, const QString &value); // as RecordingMenu::choose()

protected:
    void keyPressEvent(QKeyEvent *event) override; // Enter is of the fields, but on Close

private:
    [[nodiscard]] QFormLayout *addPage(const QString &title);
    void addRow(QFormLayout &form, const QString &label, QWidget *editor, const QString &hint = {});
    void addLook(const QStringList &languages);
    void addRecording(const RecordingMenu &recording);
    void addSources();
    void addSessions();
    [[nodiscard]] QWidget *pointsBox(qreal Preferences::*points, const QString &name);
    [[nodiscard]] QWidget *lineFor(QString Preferences::*text, const QString &placeholder);
    [[nodiscard]] QWidget *folderFor(QString Preferences::*path,
                                     const char *title); // for tr()
    void change(const std::function<void(Preferences &)> &make);

    const Theme &theme_;
    Preferences now_;
    QTabWidget *pages_;
    QPushButton *close_;
};

} // namespace ui
