// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/SavedMenu.h"

#include "models/text/Payload.h"
#include "ui/PlainLabel.h"

#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QInputDialog>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>

namespace ui {

namespace {
constexpr int kShown = 40; // characters of a message in a dialog
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
        const QString words = models::payload::asLine(current_.text.toUtf8(), kShown);
        askName(tr("Save the message"), tr("Keep %1 as").arg(words), {},
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
        askName(tr("Rename the message"), tr("Name"), name, [this, name](const QString &chosen) {
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
void SavedMenu::askName(const QString &title, const QString &label, const QString &name,
                        const std::function<void(const QString &)> &use)
{
    auto *dialog = new QInputDialog(parentWidget());
    dialog->setObjectName(QStringLiteral("message-name"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    showPlainText(*dialog); // of a message, say
    dialog->setLabelText(label);
    const auto check = [this, dialog, name](const QString &text) {
        const QString chosen = text.trimmed();
        const bool taken = chosen != name && messages_.find(chosen);
        dialog->setOkButtonText(taken ? tr("&Replace") : tr("&Save"));
        if (auto *buttons = dialog->findChild<QDialogButtonBox *>())
            buttons->button(QDialogButtonBox::Ok)->setEnabled(!chosen.isEmpty());
    };
    connect(dialog, &QInputDialog::textValueChanged, this, check);
    connect(dialog, &QInputDialog::textValueSelected, this,
            [use](const QString &text) { use(text.trimmed()); });
    dialog->setTextValue(name);
    if (auto *field = dialog->findChild<QLineEdit *>())
        field->setMinimumWidth(20 * fontMetrics().height());
    dialog->open();
    check(name);
}

} // namespace ui
