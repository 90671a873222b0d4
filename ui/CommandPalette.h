// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Every command by name: a field, and below it what fits what was typed, the best first. It knows
// no command itself: commandsOf() reads them out of menus, so what is in a menu is in the palette.
// Main thread; deletes itself when it closes, before the command that was chosen runs.

#include "ui/ReadingOrder.h"
#include "ui/Theme.h"

#include <QtCore/QPointer>

#include <functional>

class QAction;
class QLineEdit;
class QListView;
class QMenu;

namespace ui {

struct Command {
    QString group; // "View › Theme"
    QString name;
    QString keys; // its shortcut, or ""
    bool enabled = true; // what is not is shown, faded, and does not run
    std::function<void()> run;
};

// The commands of a menu and of those in it, recursively; those that are made when it opens, too.
// `group` precedes each one's. Separators, hidden actions and ones that are never enabled are left
// out.
[[nodiscard]] QList<Command> commandsOf(QMenu &menu, const QString &group);

class CommandPalette final : public Dialog {
    Q_OBJECT
public:
    CommandPalette(const Theme &theme, QList<Command> commands, QWidget *parent);

    [[nodiscard]] QLineEdit &field() const { return *field_; }
    [[nodiscard]] QListView &list() const { return *list_; }
    void openOver(const QWidget &window);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    class Model;
    class Delegate;

    void choose(const QModelIndex &index);
    void filter(const QString &typed);

    const Theme &theme_;
    QLineEdit *field_;
    QListView *list_;
    Model *model_;
};

} // namespace ui
