// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ElidedLabel.h"

#include "ui/PlainLabel.h"

#include <QtGui/QPainter>

namespace ui {

namespace {
constexpr int kFewest = 8; // characters that it may be cut to
}

ElidedLabel::ElidedLabel(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
}

void ElidedLabel::setText(const QString &text)
{
    if (text == text_)
        return;
    text_ = text;
    setAccessibleDescription(text);
    refreshTip();
    updateGeometry();
    update();
}

void ElidedLabel::setInk(const QColor &ink)
{
    ink_ = ink;
    update();
}

bool ElidedLabel::isCut() const
{
    return fontMetrics().horizontalAdvance(text_) > contentsRect().width();
}

void ElidedLabel::refreshTip()
{
    setTip(*this, isCut() ? text_ : QString());
}

QSize ElidedLabel::sizeHint() const
{
    const QMargins margins = contentsMargins();
    return {fontMetrics().horizontalAdvance(text_) + 1 + margins.left() + margins.right(),
            fontMetrics().height() + margins.top() + margins.bottom()};
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {qMin(sizeHint().width(), kFewest * fontMetrics().averageCharWidth()),
            sizeHint().height()};
}

void ElidedLabel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    refreshTip();
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(ink_.isValid() ? ink_ : palette().color(QPalette::WindowText));
    painter.drawText(contentsRect(), Qt::AlignLeading | Qt::AlignVCenter | Qt::TextSingleLine,
                     fontMetrics().elidedText(text_, Qt::ElideRight, contentsRect().width()));
}

} // namespace ui
