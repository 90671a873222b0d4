// SPDX-License-Identifier: GPL-3.0-or-later

// The second part of SessionForm: files that are chosen, or dropped on it.

#include "ui/SessionForm.h"

#include "ui/DroppedFiles.h"
#include "ui/FoldedGroup.h"
#include "ui/InEveryLanguage.h"
#include "ui/PlainLabel.h"

#include <QtCore/QMimeData>
#include <QtGui/QDropEvent>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>

namespace ui {

namespace {

// The options that such a file may be of, the likeliest first.
QStringList optionsFor(FileKind kind, models::SessionRole role)
{
    switch (kind) {
    case FileKind::Json:
        return {QStringLiteral("rules")};
    case FileKind::Key:
        return {QStringLiteral("key")};
    case FileKind::Certificate:
        return role == models::SessionRole::Server
            ? QStringList {QStringLiteral("cert"), QStringLiteral("ca")}
            : QStringList {QStringLiteral("ca"), QStringLiteral("cert")};
    case FileKind::Recording:
        break;
    }
    return {QStringLiteral("file")};
}

} // namespace

QWidget *SessionForm::browseButton(const QString &caption, QLineEdit *line)
{
    line->installEventFilter(this);
    auto *button = new QPushButton(tr("Browse…"), this);
    const auto title = [caption] { return tr("Choose a file: %1").arg(caption); };
    button->setAccessibleName(title());
    connect(button, &QPushButton::clicked, line, [this, line, title] {
        auto *dialog = new QFileDialog(this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        showPlainText(*dialog);
        dialog->setFileMode(QFileDialog::ExistingFile);
        inEveryLanguage(*dialog, [dialog, title] { dialog->setWindowTitle(title()); });
        connect(dialog, &QFileDialog::fileSelected, line, &QLineEdit::setText);
        dialog->open();
    });
    return button;
}

bool SessionForm::takeFile(const QString &path)
{
    const FileKind kind = kindOf(path);
    const QStringList names = optionsFor(kind, role_);
    for (const QString &name : names) {
        for (const Field &field : std::as_const(options_)) {
            if (field.option != name)
                continue;
            const bool ofTls = kind == FileKind::Certificate || kind == FileKind::Key;
            if (const int tls = transports_->findData(QStringLiteral("tls")); ofTls && tls >= 0)
                transports_->setCurrentIndex(tls);
            if (field.group)
                field.group->setUnfolded(true);
            setValue(*field.editor, path);
            return true;
        }
    }
    return false;
}

void SessionForm::dragEnterEvent(QDragEnterEvent *event)
{
    if (!filesOf(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void SessionForm::dropEvent(QDropEvent *event)
{
    bool taken = false;
    const QStringList paths = filesOf(*event->mimeData());
    for (const QString &path : paths)
        taken = takeFile(path) || taken;
    if (taken)
        event->acceptProposedAction();
}

// A field would take the URL for text.
bool SessionForm::eventFilter(QObject *object, QEvent *event)
{
    auto *line = qobject_cast<QLineEdit *>(object);
    const bool drops = event->type() == QEvent::Drop || event->type() == QEvent::DragEnter
        || event->type() == QEvent::DragMove;
    if (!line || !drops)
        return QWidget::eventFilter(object, event);
    auto *drop = static_cast<QDropEvent *>(event);
    const QStringList paths = filesOf(*drop->mimeData());
    if (paths.isEmpty())
        return QWidget::eventFilter(object, event);
    drop->acceptProposedAction();
    if (event->type() == QEvent::Drop)
        line->setText(paths.first());
    return true;
}

} // namespace ui
