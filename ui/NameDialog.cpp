// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/NameDialog.h"

#include "models/text/Tr.h"
#include "ui/InEveryLanguage.h"
#include "ui/PlainLabel.h"

#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QInputDialog>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>

namespace ui {

using models::tr;

void askName(QWidget *parent, const NameQuestion &question,
             const std::function<void(const QString &)> &use)
{
    auto *dialog = new QInputDialog(parent);
    dialog->setObjectName(question.objectName);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    showPlainText(*dialog); // of a message, say
    const auto check = [dialog, isTaken = question.isTaken](const QString &text) {
        const QString chosen = text.trimmed();
        const bool taken = isTaken && isTaken(chosen);
        dialog->setOkButtonText(taken ? tr("&Replace") : tr("&Save"));
        if (auto *buttons = dialog->findChild<QDialogButtonBox *>())
            buttons->button(QDialogButtonBox::Ok)->setEnabled(!chosen.isEmpty());
    };
    QObject::connect(dialog, &QInputDialog::textValueChanged, dialog, check);
    QObject::connect(dialog, &QInputDialog::textValueSelected, dialog,
                     [use](const QString &text) { use(text.trimmed()); });
    dialog->setTextValue(question.name);
    if (auto *field = dialog->findChild<QLineEdit *>())
        field->setMinimumWidth(20 * dialog->fontMetrics().height());
    inEveryLanguage(*dialog, [=] {
        dialog->setWindowTitle(tr(question.title));
        const QString label = tr(question.label);
        dialog->setLabelText(question.about.isEmpty() ? label : label.arg(question.about));
        check(dialog->textValue());
    });
    dialog->open();
    check(question.name);
}

} // namespace ui
