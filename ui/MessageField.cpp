// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/MessageField.h"

#include "ui/Theme.h"

#include <QtGui/QAbstractTextDocumentLayout>
#include <QtGui/QFontMetrics>
#include <QtGui/QKeyEvent>

namespace ui {

namespace {
constexpr int kFewestLines = 2;
constexpr int kMostLines = 8;
} // namespace

MessageField::MessageField(const Theme &theme, QWidget *parent)
    : QPlainTextEdit(parent)
{
    setProperty("field", true);
    setFont(theme.monospace());
    setTabChangesFocus(true);
    setAccessibleName(tr("Message"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
            &MessageField::fit);
}

void MessageField::setMessage(const QString &text)
{
    setPlainText(text);
    moveCursor(QTextCursor::End);
}

void MessageField::keyPressEvent(QKeyEvent *event)
{
    const bool plain
        = !(event->modifiers() & (Qt::ShiftModifier | Qt::AltModifier | Qt::MetaModifier));
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && plain) {
        Q_EMIT submitted();
    } else if (event->key() == Qt::Key_Up && plain && textCursor().blockNumber() == 0) {
        Q_EMIT olderWanted();
    } else if (event->key() == Qt::Key_Down && plain
               && textCursor().blockNumber() == blockCount() - 1) {
        Q_EMIT newerWanted();
    } else {
        QPlainTextEdit::keyPressEvent(event);
    }
}

// The edges are the style's, which it has by now.
void MessageField::showEvent(QShowEvent *event)
{
    QPlainTextEdit::showEvent(event);
    fit();
}

void MessageField::fit()
{
    const int wanted = int(document()->size().height());
    const int lines = qBound(kFewestLines, wanted, kMostLines);
    const int edges = int(2 * document()->documentMargin()) + height() - contentsRect().height();
    setFixedHeight(lines * (QFontMetrics(font()).lineSpacing() + 1) + edges);
    setVerticalScrollBarPolicy(wanted > kMostLines ? Qt::ScrollBarAsNeeded
                                                   : Qt::ScrollBarAlwaysOff);
}

} // namespace ui
