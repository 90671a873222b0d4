// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The label of the window: its text is text, never HTML, wherever it comes from. What else Qt makes
// that guesses (message boxes, input dialogs, tooltips) goes through the functions below, so that a
// name such as <img src=/dev/stdin> is shown and opens nothing. Main thread; owned by its parent.

#include <QtWidgets/QLabel>

class QAction;
class QDialog;
class QStaticText;

namespace ui {

class PlainLabel final : public QLabel {
    Q_OBJECT
public:
    explicit PlainLabel(QWidget *parent = nullptr);
    explicit PlainLabel(const QString &text, QWidget *parent = nullptr);

    // One line that does not fit ends in an ellipsis, there; whoever asks for it gives it a tip.
    void setElideMode(Qt::TextElideMode mode) { elide_ = mode; }
    // By mouse; what is copied is the text as it was before models::shown made it fit.
    void setSelectable();
    // Room at both sides of the text. Margins alone would be lost as soon as a style sheet changes.
    void setRoom(int pixels);
    // For what changes all the time: the label keeps the widest place that it ever needed, with
    // whatever digits, so that its window is laid out when that grows, and not with each text.
    void showFigure(const QString &text);
    // It takes no more than it needs for the text that comes next.
    void forgetPlace();

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    Qt::TextElideMode elide_ = Qt::ElideNone;
    int room_ = 0;
    QSize place_; // of figures; invalid until the first one
    QString shape_; // of the last: all of its digits are 0
};

// Text that is painted again and again.
void setPlainText(QStaticText &shown, const QString &text);

// Several lines, of which each can be followed by mouse or key: the one label with links in it.
class LinkLabel final : public QLabel {
    Q_OBJECT
public:
    struct Link {
        quint64 id = 0;
        QString text; // shown as it is
        friend bool operator==(const Link &, const Link &) = default;
    };

    explicit LinkLabel(QWidget *parent = nullptr);
    void showLinks(const QList<Link> &links);

Q_SIGNALS:
    void picked(quint64 id);

private:
    using QLabel::setText;
    QList<Link> links_;
};

// The tooltip, and where it had to be escaped the same words for screen readers. "" takes it away.
void setTip(QWidget &widget, const QString &text);
void setTip(QAction &action, const QString &text);
// What "What is this?" says of it.
void setExplanation(QWidget &widget, const QString &text);

// Every label of a dialog that Qt makes shows plain text, and of those that it opens itself.
void showPlainText(QDialog &dialog);

} // namespace ui
