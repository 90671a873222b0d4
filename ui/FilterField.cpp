// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/FilterField.h"

#include "ui/Icons.h"
#include "ui/PlainLabel.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QStringListModel>
#include <QtGui/QAction>
#include <QtGui/QInputMethodEvent>
#include <QtGui/QKeyEvent>
#include <QtGui/QTextCharFormat>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QCompleter>
#include <QtWidgets/QStyle>
#include <QtWidgets/QToolTip>

namespace ui {

FilterField::FilterField(const Theme &theme, QWidget *parent)
    : QLineEdit(parent)
    , theme_(theme)
    , completer_(new QCompleter(this))
    , candidates_(new QStringListModel(this))
{
    setObjectName(QStringLiteral("filter"));
    setAccessibleName(tr("Filter"));
    setPlaceholderText(
        tr("Filter   peer:127.0.0.1 state:open in>1MB   %1")
            .arg(QKeySequence(QKeySequence::Find).toString(QKeySequence::NativeText)));
    setClearButtonEnabled(false);
    QAction *glass = addAction(icon(Symbol::Find, theme, theme.tokens().muted), LeadingPosition);
    setTip(*glass, tr("Filters used lately or named (Alt+Down)"));
    connect(glass, &QAction::triggered, this, &FilterField::menuRequested);
    connect(&theme, &Theme::changed, this, [this, glass] {
        glass->setIcon(icon(Symbol::Find, theme_, theme_.tokens().muted));
        underline();
    });
    completer_->setModel(candidates_);
    completer_->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    completer_->setWidget(this);
    completer_->popup()->setProperty("popup", true);
    completer_->popup()->setFont(theme.monospace());
    completer_->popup()->setAccessibleName(tr("Completions"));
    installEventFilter(this); // before the completer's, which eats what takes the focus away
    connect(completer_, qOverload<const QString &>(&QCompleter::activated), this,
            &FilterField::insertCompletion);
    connect(this, &QLineEdit::textEdited, this, [this](const QString &text) {
        Q_EMIT filterEdited(text);
        offerCompletion();
    });
}

void FilterField::showFilter(const QString &text)
{
    completer_->popup()->hide();
    if (text != this->text())
        setText(text);
}

void FilterField::choose(const QString &text)
{
    setText(text);
    setFocus();
    Q_EMIT filterEdited(text);
}

void FilterField::showMistake(const std::optional<models::FilterMistake> &mistake)
{
    mistake_ = mistake;
    const QString message = mistake ? mistake->message : QString();
    setProperty("wrong", mistake.has_value());
    style()->unpolish(this);
    style()->polish(this);
    setTip(*this, message);
    setAccessibleDescription(message);
    underline();
    if (mistake && hasFocus() && !completer_->popup()->isVisible())
        QToolTip::showText(mapToGlobal(rect().bottomLeft()), toolTip(), this);
    else
        QToolTip::hideText();
}

// A line edit has no formats of its own, but shows those of text under composition.
void FilterField::underline()
{
    QList<QInputMethodEvent::Attribute> attributes;
    if (mistake_) {
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(theme_.tokens().error);
        format.setForeground(theme_.tokens().error);
        const int end = int(text().size());
        const int start = qBound(0, mistake_->position, qMax(0, end - 1));
        const int length = qBound(1, mistake_->length, qMax(1, end - start));
        attributes.append(
            {QInputMethodEvent::TextFormat, start - cursorPosition(), length, format});
    }
    QInputMethodEvent event(QString(), attributes);
    QCoreApplication::sendEvent(this, &event);
}

void FilterField::offerCompletion(bool asked)
{
    completion_ = models::Filter::complete(text(), cursorPosition(), keys_);
    const QString typed = text().mid(completion_.position, completion_.length);
    // What is whole as it stands is not made longer by Enter: "open" is not "opening".
    const bool whole = completion_.candidates.contains(typed);
    const bool finished = whole && (!asked || completion_.candidates.size() == 1);
    const bool begun = !typed.isEmpty() || text().left(completion_.position).endsWith(u':');
    if ((!begun && !asked) || finished || completion_.candidates.isEmpty()) {
        completer_->popup()->hide();
        return;
    }
    QToolTip::hideText(); // of what is not finished yet
    candidates_->setStringList(completion_.candidates);
    const int widest = completer_->popup()->sizeHintForColumn(0);
    QRect at = cursorRect();
    at.setWidth(qMax(width() / 2, widest + 3 * fontMetrics().height()));
    at.moveBottom(rect().bottom() + fontMetrics().height() / 4);
    completer_->complete(at);
}

void FilterField::insertCompletion(const QString &candidate)
{
    QString changed = text();
    changed.replace(completion_.position, completion_.length, candidate);
    setText(changed);
    setCursorPosition(completion_.position + int(candidate.size()));
    Q_EMIT filterEdited(changed);
    if (candidate.endsWith(QLatin1Char(':')))
        offerCompletion(true);
}

void FilterField::keyPressEvent(QKeyEvent *event)
{
    const bool popup = completer_->popup()->isVisible();
    const int key = event->key();
    if (popup
        && (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Tab
            || key == Qt::Key_Escape)) {
        event->ignore(); // the completer takes it
        return;
    }
    if (key == Qt::Key_Down && event->modifiers().testFlag(Qt::AltModifier)) {
        Q_EMIT menuRequested();
    } else if (key == Qt::Key_Space && event->modifiers().testFlag(Qt::ControlModifier)) {
        offerCompletion(true);
    } else if (key == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        Q_EMIT filterEdited(QString());
    } else if (key == Qt::Key_Escape || key == Qt::Key_Down || key == Qt::Key_Return
               || key == Qt::Key_Enter) {
        Q_EMIT left();
    } else {
        QLineEdit::keyPressEvent(event);
    }
}

bool FilterField::eventFilter(QObject *object, QEvent *event)
{
    if (object == this && event->type() == QEvent::FocusOut
        && static_cast<QFocusEvent *>(event)->reason() != Qt::PopupFocusReason)
        completer_->popup()->hide();
    return QLineEdit::eventFilter(object, event);
}

void FilterField::focusOutEvent(QFocusEvent *event)
{
    QToolTip::hideText();
    if (event->reason() != Qt::PopupFocusReason && !mistake_)
        Q_EMIT used(text());
    QLineEdit::focusOutEvent(event);
}

} // namespace ui
