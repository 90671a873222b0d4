// SPDX-License-Identifier: GPL-3.0-or-later

// The program with its window.

#include "app/Start.h"
#include "app/window/Window.h"

#include <QtGui/QIcon>
#include <QtWidgets/QApplication>

int main(int argc, char **argv)
{
    const app::Desktop desktop {
        [](int &count, char **values) -> std::unique_ptr<QCoreApplication> {
            auto application = std::make_unique<QApplication>(count, values);
            QApplication::setApplicationDisplayName(QStringLiteral("Loopscope"));
            QApplication::setDesktopFileName(QStringLiteral("io.github.loopscope.loopscope"));
            QApplication::setWindowIcon(QIcon(QStringLiteral(":/loopscope/loopscope.svg")));
            QApplication::setQuitOnLastWindowClosed(false); // Program ends sessions first
            return application;
        },
        &app::makeWindow};
    return app::start(argc, argv, &desktop);
}
