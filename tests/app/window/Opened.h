// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The program with its window, inside a test: begun when this is made, ended with it.

#include "app/Program.h"
#include "app/window/Window.h"
#include "models/Roles.h"
#include "models/SessionModel.h"
#include "ui/MainWindow.h"
#include "ui/RowView.h"
#include "ui/SessionsPanel.h"

#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QTreeView>

constexpr int patience = 20'000;

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
        return quint16(
            sessionOf(QStringLiteral("echo")).address.section(QLatin1Char(':'), -1).toUInt());
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

    app::StandardStreams streams;
    app::Program program;
    ui::MainWindow *window = nullptr;
};
