// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/CountTabBar.h"

#include "models/text/Format.h"
#include "ui/Theme.h"

#include <QtGui/QFontMetrics>
#include <QtGui/QMouseEvent>
#include <QtGui/QPainter>

namespace ui {

CountTabBar::CountTabBar(const Theme &theme, QWidget *parent)
    : QTabBar(parent)
    , theme_(theme)
{
    setDrawBase(false);
    setExpanding(false);
    setMouseTracking(true);
    setUsesScrollButtons(true);
    setElideMode(Qt::ElideNone);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void CountTabBar::setCount(int tab, qint64 count)
{
    Count &kept = counts_[tab];
    if (kept.value == count)
        return;
    kept.value = count;
    kept.text = models::format::integer(count);
    if (kept.text.size() > kept.digits) {
        kept.digits = int(kept.text.size());
        setTabText(tab, tabText(tab)); // lays out again
    } else {
        update(tabRect(tab));
    }
    setAccessibleTabName(tab,
                         tr("%1, %2", "name of a tab, its count").arg(tabText(tab), kept.text));
}

qint64 CountTabBar::countOf(int tab) const
{
    return counts_.value(tab).value;
}

QSize CountTabBar::tabSizeHint(int index) const
{
    const QFontMetrics metrics(theme_.font());
    const int digits = counts_.value(index).digits;
    int width = metrics.size(Qt::TextShowMnemonic, tabText(index)).width() + 2 * metrics.height();
    if (digits > 0)
        width += metrics.height() / 2 + digits * metrics.horizontalAdvance(QLatin1Char('0'));
    return {width, theme_.rowHeight() + metrics.height() / 2};
}

void CountTabBar::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    const Tokens &tokens = theme_.tokens();
    painter.fillRect(event->rect(), tokens.panel);
    painter.fillRect(QRect(0, height() - 1, width(), 1), tokens.border);
    const QFontMetrics metrics(theme_.font());
    painter.setFont(theme_.font());
    for (int tab = 0; tab < count(); ++tab) {
        const QRect area = tabRect(tab);
        const bool current = tab == currentIndex();
        const QRect room = area.adjusted(metrics.height(), 0, -metrics.height() / 2, -2);
        painter.setPen(current || tab == hovered_ ? tokens.text : tokens.muted);
        const int flags = Qt::AlignVCenter | Qt::AlignLeft | Qt::TextHideMnemonic;
        painter.drawText(room, flags, tabText(tab));
        const int used = metrics.size(Qt::TextShowMnemonic, tabText(tab)).width();
        painter.setPen(tokens.muted);
        painter.drawText(room.adjusted(used + metrics.height() / 2, 0, 0, 0), flags,
                         counts_.value(tab).text);
        if (current) {
            painter.fillRect(QRect(area.left(), area.bottom() - 1, area.width(), 2), tokens.accent);
            if (hasFocus())
                painter.fillRect(QRect(area.left(), area.top(), area.width(), 2), tokens.accent);
        }
    }
}

void CountTabBar::mouseMoveEvent(QMouseEvent *event)
{
    QTabBar::mouseMoveEvent(event);
    const int at = tabAt(event->position().toPoint());
    if (at == hovered_)
        return;
    hovered_ = at;
    update();
}

void CountTabBar::leaveEvent(QEvent *event)
{
    QTabBar::leaveEvent(event);
    hovered_ = -1;
    update();
}

} // namespace ui
