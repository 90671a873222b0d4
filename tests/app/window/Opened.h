// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The program with its window, as the command line starts it, driven by mouse and keys, for the
// tests of the window. Ends with the object.

#include "app/Program.h"
#include "app/window/Window.h"
#include "models/Roles.h"
#include "models/SessionModel.h"
#include "ui/MainWindow.h"
#include "ui/RowView.h"
#include "ui/SessionsPanel.h"

#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtGui/QAction>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QTreeView>

inline constexpr int patience = 20'000; // ms

// All that a program leaves: recordings, settings, temporary files. And closing a window ends
// nothing.
inline void keepEverythingIn(const QTemporaryDir &folder)
{
    qputenv("XDG_STATE_HOME", folder.path().toUtf8());
    qputenv("TMPDIR", folder.path().toUtf8());
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder.path());
    QApplication::setQuitOnLastWindowClosed(false);
}

class Opened {
public:
    explicit Opened(const QStringList &arguments = {})
        : program(*app::parseCommandLine(arguments).commandLine, streams, app::makeWindow)
    {
        program.begin();
        const auto widgets = QApplication::topLevelWidgets();
        for (QWidget *widget : widgets) {
            if (auto *candidate = qobject_cast<ui::MainWindow *>(widget))
                window = candidate;
        }
        window->resize(1280, 800); // all of its panels: the screen may be smaller
    }
    ~Opened()
    {
        program.finish(0);
        [[maybe_unused]] const bool over
            = QTest::qWaitFor([this] { return program.isOver(); }, patience);
    }

    [[nodiscard]] QList<models::SessionRecord> sessions() const
    {
        return qobject_cast<models::SessionModel *>(window->sessions().tree().model())->sessions();
    }
    [[nodiscard]] models::SessionRecord sessionOf(const QString &kind) const
    {
        const QList<models::SessionRecord> all = sessions();
        for (const models::SessionRecord &record : all) {
            if (record.kind == kind)
                return record;
        }
        return {};
    }
    [[nodiscard]] quint16 port() const
    {
        return quint16(sessionOf(QStringLiteral("echo")).address.section(u':', -1).toUInt());
    }
    [[nodiscard]] bool waitForServer() const
    {
        return QTest::qWaitFor(
            [this] {
                return sessionOf(QStringLiteral("echo")).state == models::SessionRecord::Running;
            },
            patience);
    }
    [[nodiscard]] QAbstractItemModel &rows(ui::RecordTabs::Tab tab) const
    {
        return *window->tabs().view(tab).model();
    }
    [[nodiscard]] quint64 firstId(ui::RecordTabs::Tab tab) const
    {
        return rows(tab).index(0, 0).data(models::IdRole).toULongLong();
    }

    // As a person does: a click on the first row of the tab, or on that of an id, then the keys of
    // what is to be done to it.
    void act(ui::RecordTabs::Tab tab, QAction &action, quint64 id = 0) const
    {
        window->tabs().setCurrentIndex(tab);
        ui::RowView &view = window->tabs().view(tab);
        QModelIndex cell = rows(tab).index(0, 0);
        while (id != 0 && cell.isValid() && cell.data(models::IdRole).toULongLong() != id)
            cell = cell.siblingAtRow(cell.row() + 1);
        view.scrollTo(cell);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.visualRect(cell).center());
        press(action);
    }

    void actOnSession(quint64 id, QAction &action) const
    {
        QTreeView &tree = window->sessions().tree();
        const QModelIndex item = qobject_cast<models::SessionModel *>(tree.model())->indexOf(id);
        tree.scrollTo(item);
        QTest::mouseClick(tree.viewport(), Qt::LeftButton, {}, tree.visualRect(item).center());
        press(action);
    }
    // Enter on the question that was asked; false: there is none.
    [[nodiscard]] bool confirm(const QString &question) const
    {
        auto *box = window->findChild<QWidget *>(question);
        if (!box || !box->isVisible())
            return false;
        QTest::keyClick(box, Qt::Key_Return);
        return true;
    }
    void press(QAction &action) const
    {
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window, patience));
        QVERIFY2(action.isEnabled(), qPrintable(action.text()));
        const QKeyCombination keys = action.shortcut()[0];
        QTest::keyClick(window, keys.key(), keys.keyboardModifiers());
    }

    app::StandardStreams streams;
    app::Program program;
    ui::MainWindow *window = nullptr;
};
