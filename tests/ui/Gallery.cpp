// SPDX-License-Identifier: GPL-3.0-or-later

// Pictures of the window with invented data, to look at while it is drawn: gallery FOLDER
// [ROWS...], and with --dialogs those of every kind. Not a test; run it by hand with -platform
// offscreen, or with --stay to keep the last window open.

#include "models/spec/SessionKinds.h"
#include "tests/ui/Scene.h"
#include "ui/Actions.h"
#include "ui/FilterField.h"
#include "ui/Inspector.h"
#include "ui/MainWindow.h"
#include "ui/NewSessionDialog.h"
#include "ui/RowView.h"
#include "ui/SessionForm.h"
#include "ui/SessionsPanel.h"
#include "ui/StreamView.h"
#include "ui/Theme.h"

#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTimer>
#include <QtGui/QAction>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMenuBar>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QTabWidget>

namespace {

void shoot(QWidget &widget, const QString &path)
{
    QTest::qWait(150);
    widget.grab().save(path);
}

void shootTabs(ui::MainWindow &window, const QString &stem)
{
    using ui::RecordTabs;
    for (int tab = 0; tab < RecordTabs::TabCount; ++tab) {
        window.tabs().setCurrentIndex(tab);
        ui::RowView &view = window.tabs().view(RecordTabs::Tab(tab));
        view.setFocus();
        if (tab == RecordTabs::Connections)
            view.selectId(1855) || view.selectId(1841);
        if (tab == RecordTabs::Tasks)
            view.selectId(325) || view.selectId(311);
        QTest::qWait(100);
        shoot(window, stem + QLatin1Char('-') + QString::number(tab) + QStringLiteral(".png"));
    }
}

void shootDetails(ui::MainWindow &window, const QString &stem)
{
    window.tabs().setCurrentIndex(ui::RecordTabs::Connections);
    auto *tabs = window.inspector().findChild<QTabWidget *>();
    window.tabs().view(ui::RecordTabs::Connections).selectId(1848); // over TLS
    tabs->setCurrentIndex(1);
    shoot(window, stem + QStringLiteral("-tls.png"));
    tabs->setCurrentIndex(2);
    window.filter().setFocus();
    QTest::keyClicks(&window.filter(), QStringLiteral("state:open (in>1MB"));
    window.showExportProgress(QStringLiteral("Exporting log.csv"), 0.62);
    shoot(window, stem + QStringLiteral("-details.png"));
    QTest::keyClick(&window.filter(), Qt::Key_Escape);
    tabs->setCurrentIndex(0);
    window.inspector().stream().setHex(false);
    window.showExportEnd(QStringLiteral("The disk is full. Choose another place."), true);
    shoot(window, stem + QStringLiteral("-text.png"));
    window.actions().shortcuts->trigger();
    for (QDialog *dialog : window.findChildren<QDialog *>()) {
        shoot(*dialog, stem + QStringLiteral("-shortcuts.png"));
        dialog->close();
    }
    for (QMenu *menu : window.menuBar()->findChildren<QMenu *>(Qt::FindDirectChildrenOnly)) {
        if (menu->title() != QLatin1String("&View"))
            continue;
        menu->popup({});
        shoot(*menu, stem + QStringLiteral("-menu.png"));
        menu->close();
    }
}

void shootDialog(ui::Theme &theme, models::SessionRole role, const QString &path)
{
    auto *dialog = new ui::NewSessionDialog(theme, role, nullptr);
    dialog->form().setKind(role == models::SessionRole::Server ? QStringLiteral("echo")
                                                               : QStringLiteral("load"));
    if (auto *field = dialog->findChild<QLineEdit *>(QStringLiteral("connections")))
        field->setText(QStringLiteral("many"));
    dialog->show();
    shoot(*dialog, path);
    dialog->close();
}

void shootAndDelete(QDialog *dialog, const QString &path)
{
    dialog->show();
    shoot(*dialog, path);
    delete dialog;
}

// The dialogs of every kind, over every transport; those of faults and rules.
void shootDialogs(ui::Theme &theme, const QString &stem)
{
    for (const models::SessionKind &kind : models::sessionKinds()) {
        for (const QString &transport : kind.transports) {
            auto *dialog = new ui::NewSessionDialog(theme, kind.role, nullptr);
            models::SessionUrl url = dialog->form().url();
            url.kind = kind.name;
            url.transport = transport;
            dialog->form().setUrl(url);
            const auto role = kind.role == models::SessionRole::Server ? u"server" : u"client";
            shootAndDelete(dialog,
                           QStringLiteral("%1-%2-%3-%4.png").arg(stem, role, kind.name, transport));
        }
    }
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    const QString folder = arguments.value(1, QStringLiteral("."));
    const bool stay = arguments.contains(QStringLiteral("--stay"));
    QStringList sizes = arguments.mid(2);
    const bool dialogs = arguments.contains(QStringLiteral("--dialogs"));
    sizes.removeAll(QStringLiteral("--stay"));
    sizes.removeAll(QStringLiteral("--dialogs"));
    if (sizes.isEmpty())
        sizes = {QStringLiteral("0"), QStringLiteral("1"), QStringLiteral("100"),
                 QStringLiteral("10000")};
    ui::Theme theme(application);
    for (const QString &size : std::as_const(sizes)) {
        for (const auto choice : {ui::Theme::Choice::Dark, ui::Theme::Choice::Light}) {
            theme.setChoice(choice);
            const QString stem = folder + QLatin1Char('/')
                + (choice == ui::Theme::Choice::Dark ? QStringLiteral("dark-")
                                                     : QStringLiteral("light-"))
                + size;
            if (dialogs && size == sizes.first())
                shootDialogs(theme, stem);
            QTemporaryDir kept;
            QSettings settings(kept.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
            Scene scene;
            ui::MainWindow window(theme, scene.all(), settings);
            window.resize(1600, 960);
            window.show();
            if (size.toInt() > 0)
                scene.fill(size.toInt(), 48, 11);
            window.setDebugMode(true);
            window.selectSession(7);
            if (size.toInt() > 0) {
                shootTabs(window, stem);
                shootDetails(window, stem);
            } else
                shoot(window, stem + QStringLiteral(".png"));
            shootDialog(theme, models::SessionRole::Server, stem + QStringLiteral("-server.png"));
            shootDialog(theme, models::SessionRole::Client, stem + QStringLiteral("-client.png"));
            if (stay && size == sizes.last() && choice == ui::Theme::Choice::Light) {
                QTimer ticks;
                QObject::connect(&ticks, &QTimer::timeout, &window,
                                 [&] { scene.tick(size.toInt()); });
                ticks.start(250);
                return QApplication::exec();
            }
            window.closeUnasked();
        }
    }
    return 0;
}
