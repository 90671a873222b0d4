// SPDX-License-Identifier: GPL-3.0-or-later

// The part of MainWindow that begins, changes and removes sessions: its dialogs and questions.

#include "ui/MainWindow.h"

#include "models/SessionModel.h"
#include "ui/Actions.h"
#include "ui/DroppedFiles.h"
#include "ui/EmptyState.h"
#include "ui/InEveryLanguage.h"
#include "ui/Inspector.h"
#include "ui/NewSessionDialog.h"
#include "ui/PlainLabel.h"
#include "ui/Preferences.h"
#include "ui/Recents.h"
#include "ui/SessionForm.h"
#include "ui/SessionsPanel.h"
#include "ui/SettingsKeys.h"
#include "ui/WindowMenus.h"

#include <QtCore/QSettings>
#include <QtGui/QAction>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>

#include <algorithm>

namespace ui {

void MainWindow::openNewSession(models::SessionRole role, const QString &kind)
{
    auto *dialog = new NewSessionDialog(theme_, role, this);
    if (!kind.isEmpty())
        dialog->form().setKind(kind);
    const QString address = readPreferences(settings_).newAddress;
    if (role == models::SessionRole::Client)
        dialog->form().offer(newestServer());
    else if (!address.isEmpty())
        dialog->form().setAddress(address);
    connect(dialog, &NewSessionDialog::chosen, this, &MainWindow::requestNew);
    dialog->open();
}

// The one whose port a client takes that names none; of no transport where none runs.
models::SessionUrl MainWindow::newestServer() const
{
    using State = models::SessionRecord::State;
    models::SessionUrl newest;
    quint64 id = 0;
    for (const models::SessionRecord &each : models_.sessions.sessions()) {
        const bool runs = each.state == State::Running || each.state == State::Starting;
        if (runs && each.url.role() == models::SessionRole::Server && each.id.value >= id) {
            newest = each.url;
            id = each.id.value;
        }
    }
    return newest;
}

void MainWindow::openNewServerWith(const QString &path)
{
    auto *dialog = new NewSessionDialog(theme_, models::SessionRole::Server, this);
    if (kindOf(path) == FileKind::Json)
        dialog->form().setKind(QStringLiteral("reply"));
    dialog->form().takeFile(path);
    connect(dialog, &NewSessionDialog::chosen, this, &MainWindow::requestNew);
    dialog->open();
}

// Offered where nothing runs, in words; what this program does not understand any more is left out.
void MainWindow::offerLastSessions()
{
    QStringList urls, words;
    const QStringList before = settings_.value(settings::lastSessions()).toStringList();
    for (const QString &text : before) {
        if (const models::SessionUrlResult parsed = models::parseSessionUrl(text); parsed.url) {
            urls.append(text);
            words.append(WindowMenus::inWords(*parsed.url));
        }
    }
    empty_->offerLast(urls, words);
}

void MainWindow::editSession()
{
    const models::SessionRecord *record = models_.sessions.session(sessions_->currentSession());
    if (!record)
        return;
    auto *dialog = new NewSessionDialog(theme_, record->url.role(), this);
    dialog->edit(record->url, models_.sessions.shortName(record->id.value));
    connect(dialog, &NewSessionDialog::chosen, this,
            [this, id = record->id.value](const QString &url) {
                expectNew();
                Q_EMIT replaceRequested(id, url);
            });
    dialog->open();
}

void MainWindow::duplicateSession()
{
    const models::SessionRecord *record = models_.sessions.session(sessions_->currentSession());
    if (!record)
        return;
    auto *dialog = new NewSessionDialog(theme_, record->url.role(), this);
    dialog->form().setUrl(record->url);
    connect(dialog, &NewSessionDialog::chosen, this, &MainWindow::requestNew);
    dialog->open();
}

void MainWindow::removeSession()
{
    const models::SessionRecord *record = models_.sessions.session(sessions_->currentSession());
    if (!record)
        return;
    const quint64 id = record->id.value;
    if (!actions_->stop->isEnabled()) {
        Q_EMIT removeRequested(id);
        return;
    }
    auto *question = new QMessageBox(QMessageBox::NoIcon, {}, {}, QMessageBox::Cancel, this);
    question->setObjectName(QStringLiteral("remove-question"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    showPlainText(*question);
    QPushButton *yes = question->addButton(QString(), QMessageBox::AcceptRole);
    inEveryLanguage(*question, [question, yes, name = models_.sessions.shortName(id)] {
        question->setWindowTitle(tr("Remove a session"));
        yes->setText(tr("Stop and &remove"));
        fitButtons(*question);
        question->setText(tr("%1 is running. Stop and remove it?").arg(name));
    });
    question->setDefaultButton(yes);
    connect(yes, &QPushButton::clicked, this, [this, id] { Q_EMIT removeRequested(id); });
    question->open();
}

// What a person has just started is what the next keys are about.
void MainWindow::selectNew(quint64 session)
{
    newerThan_.reset();
    sessions_->selectSession(session);
    inspector_->show(models::Inspection::Subject::Session, session);
    if (sessions_->isVisible())
        sessions_->setFocus();
    else
        focusView();
}

void MainWindow::focusView()
{
    QWidget *front = empty_;
    if (!showsEmptyState())
        front = tabs_->currentWidget();
    front->setFocus();
}

void MainWindow::expectNew()
{
    newerThan_ = 0;
    for (const models::SessionRecord &each : models_.sessions.sessions())
        newerThan_ = std::max<quint64>(*newerThan_, each.id.value);
}

void MainWindow::requestNew(const QString &url)
{
    expectNew();
    Recents(settings_, settings::recentSessions()).add(url);
    Q_EMIT newSessionRequested(url);
}

} // namespace ui
