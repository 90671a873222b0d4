// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/HeadArea.h"

#include "ui/PanelScroll.h"

#include <QtCore/QEvent>
#include <QtGui/QFontMetrics>

namespace ui {

namespace {
constexpr int kLeastLines = 3;
}

HeadArea::HeadArea(QWidget *content, QWidget *parent)
    : QScrollArea(parent)
{
    setWidget(content);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    putOnPanel(*this);
    setFocusPolicy(Qt::NoFocus); // what is in it can be reached; the wheel scrolls
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
}

QSize HeadArea::sizeHint() const
{
    const QWidget *content = widget();
    QSize size = content->sizeHint();
    if (content->hasHeightForWidth() && width() > 0)
        size.setHeight(content->heightForWidth(viewport()->width()));
    return size;
}

QSize HeadArea::minimumSizeHint() const
{
    return {0, qMin(sizeHint().height(), kLeastLines * fontMetrics().height())};
}

bool HeadArea::eventFilter(QObject *object, QEvent *event)
{
    if (object == widget() && event->type() == QEvent::LayoutRequest)
        updateGeometry();
    return QScrollArea::eventFilter(object, event);
}

} // namespace ui
