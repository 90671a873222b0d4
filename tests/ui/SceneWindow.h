// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the tests of the window begin with: a window over a Scene, with settings of its own in a
// folder that goes with it. A test derives from it, and opens in init() and closes in cleanup().

#include "tests/ui/Scene.h"
#include "ui/MainWindow.h"
#include "ui/Theme.h"

#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>

#include <memory>

class SceneWindow : public QObject {
protected:
    // A window over an empty scene, with settings that nobody changed, as soon as it is shown.
    void openWindow(QSize size = {1280, 720})
    {
        closeWindow();
        folder_ = std::make_unique<QTemporaryDir>();
        settings_ = std::make_unique<QSettings>(folder_->filePath(QStringLiteral("s.ini")),
                                                QSettings::IniFormat);
        scene_ = std::make_unique<Scene>();
        reopenWindow(size);
    }

    // Another window over the same scene and settings, as a next start makes it.
    void reopenWindow(QSize size = {1280, 720})
    {
        window_.reset();
        window_ = std::make_unique<ui::MainWindow>(*theme_, scene_->all(), *settings_);
        window_->resize(size);
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    }

    void closeWindow()
    {
        window_.reset();
        scene_.reset();
        settings_.reset();
        folder_.reset();
    }

    std::unique_ptr<ui::Theme> theme_ = std::make_unique<ui::Theme>(*qApp);
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<QSettings> settings_;
    std::unique_ptr<Scene> scene_;
    std::unique_ptr<ui::MainWindow> window_;
};
