// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/SavedMenu.h"

#include "models/text/Payload.h"

namespace ui {

namespace {
constexpr int kMessageShown = 40; // characters of a message in a dialog
}

SavedMenu::SavedMenu(QWidget *parent)
    : QMenu(parent)
{
    connect(this, &QMenu::aboutToShow, this, &SavedMenu::fill);
}

void SavedMenu::fill()
{
    for (QAction *action : actions()) {
        if (action->menu())
            delete action->menu(); // and the action, which is its own
        else
            delete action;
    }
    for (const QString &name : messages_.names())
        addMessage(name);
    addSeparator();
    QAction *save = addAction(tr("Save &as…"), this, [this] {
        const QString words = models::payload::asLine(current_.text.toUtf8(), kMessageShown);
        askMessageName(
            {{}, QT_TR_NOOP("Save the message"), QT_TR_NOOP("Keep %1 as"), words, {}, {}},
            [this, message = current_](const QString &name) {
                messages_.save(name, message);
                Q_EMIT messagesChanged();
            });
    });
    save->setEnabled(!current_.text.isEmpty());
}

void SavedMenu::addMessage(const QString &name)
{
    const models::Message message = *messages_.find(name);
    QMenu *menu = addMenu(QString(name).replace(QLatin1Char('&'), QStringLiteral("&&")));
    QAction *send
        = menu->addAction(tr("&Send"), this, [this, message] { Q_EMIT sendPicked(message); });
    send->setEnabled(canSend_ && message.bytes().bytes);
    menu->addAction(tr("&Insert"), this, [this, message] { Q_EMIT insertPicked(message); });
    menu->addSeparator();
    menu->addAction(tr("&Rename…"), this, [this, name] {
        askMessageName({{}, QT_TR_NOOP("Rename the message"), QT_TR_NOOP("Name"), {}, name, {}},
                       [this, name](const QString &chosen) {
                           messages_.rename(name, chosen);
                           Q_EMIT messagesChanged();
                       });
    });
    menu->addAction(tr("&Delete"), this, [this, name] {
        messages_.remove(name);
        Q_EMIT messagesChanged();
    });
}

// A name that another message has is taken from it: the button says so before.
void SavedMenu::askMessageName(NameQuestion question,
                               const std::function<void(const QString &)> &use)
{
    question.objectName = QStringLiteral("message-name");
    question.isTaken = [this, name = question.name](const QString &chosen) {
        return chosen != name && messages_.find(chosen);
    };
    askName(parentWidget(), question, use);
}

} // namespace ui
