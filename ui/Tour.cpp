// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/Tour.h"

#include "ui/PlainLabel.h"

#include <QtCore/QEvent>
#include <QtGui/QFontMetrics>
#include <QtGui/QPainter>
#include <QtWidgets/QApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPushButton>

namespace ui {

// Around what a note is about; the mouse goes through it.
class Tour::Frame final : public QWidget {
public:
    Frame(const Theme &theme, QWidget *parent)
        : QWidget(parent)
        , theme_(theme)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setAttribute(Qt::WA_NoSystemBackground);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme_.tokens().accent, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }

private:
    const Theme &theme_;
};

Tour::Tour(const Theme &theme, QList<Note> notes, QWidget &window)
    : QFrame(&window)
    , notes_(std::move(notes))
    , window_(window)
    , frame_(new Frame(theme, &window))
    , title_(new PlainLabel(this))
    , text_(new PlainLabel(this))
    , number_(new PlainLabel(this))
    , dismiss_(new QPushButton(tr("Do not show this again"), this))
    , next_(new QPushButton(this))
{
    const int line = QFontMetrics(theme.font()).height();
    setObjectName(QStringLiteral("tour"));
    setProperty("card", true);
    setAttribute(Qt::WA_StyledBackground);
    setAccessibleName(tr("Tour of the window"));
    setFixedWidth(25 * line);
    QFont bold = theme.font();
    bold.setWeight(QFont::DemiBold);
    title_->setFont(bold);
    text_->setWordWrap(true);
    number_->setProperty("role", QStringLiteral("muted"));
    auto *foot = new QHBoxLayout;
    foot->addWidget(number_, 1);
    foot->addWidget(dismiss_);
    foot->addWidget(next_);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(line, line, line, line);
    column->setSpacing(line / 2);
    column->addWidget(title_);
    column->addWidget(text_);
    column->addLayout(foot);
    for (QPushButton *button : {dismiss_, next_})
        button->setAutoDefault(false);
    window.installEventFilter(this);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *old, QWidget *now) {
        if (old && isAncestorOf(now) && !isAncestorOf(old))
            before_ = old;
    });
    connect(dismiss_, &QPushButton::clicked, this, &Tour::end);
    connect(next_, &QPushButton::clicked, this, [this] {
        if (current_ + 1 < notes_.size())
            show(current_ + 1);
        else
            end();
    });
    show(0);
    QFrame::show();
}

void Tour::show(int note)
{
    current_ = note;
    title_->setText(notes_.at(note).title);
    text_->setText(notes_.at(note).text);
    number_->setText(tr("%1 of %2").arg(note + 1).arg(notes_.size()));
    const bool last = note + 1 == notes_.size();
    next_->setText(last ? tr("Done") : tr("Next"));
    dismiss_->setVisible(!last);
    setAccessibleDescription(notes_.at(note).text);
    place();
}

// The card keeps its place, so that its buttons stay under the pointer; where there is nothing to
// point at it stands in the middle.
void Tour::place()
{
    const int line = QFontMetrics(font()).height();
    const QWidget *about = notes_.at(current_).about;
    const bool seen = about && about->isVisible();
    frame_->setVisible(seen);
    if (seen)
        frame_->setGeometry(
            QRect(about->mapTo(&window_, QPoint()), about->size()).adjusted(-2, -2, 2, 2));
    setFixedHeight(heightForWidth(width()));
    if (seen)
        move(window_.width() - width() - line, window_.height() - height() - 3 * line);
    else
        move((window_.width() - width()) / 2, (window_.height() - height()) / 2);
    frame_->raise();
    raise();
}

bool Tour::eventFilter(QObject *object, QEvent *event)
{
    if (object == &window_
        && (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest))
        QMetaObject::invokeMethod(this, &Tour::place, Qt::QueuedConnection);
    return QFrame::eventFilter(object, event);
}

void Tour::end()
{
    window_.removeEventFilter(this);
    if (QWidget *focused = window_.focusWidget(); focused && isAncestorOf(focused)) {
        focused->clearFocus();
        if (before_ && before_->isVisible() && before_->window() == &window_)
            before_->setFocus();
    }
    hide();
    frame_->deleteLater();
    deleteLater();
    Q_EMIT finished();
}

} // namespace ui
