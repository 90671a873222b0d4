// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/CountTabBar.h"

#include "models/text/Format.h"
#include "ui/Theme.h"

#include <QtGui/QFontMetrics>
#include <QtGui/QMouseEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QStyle>

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

CountTabBar::Density CountTabBar::density() const
{
    for (const Density each : {Loose, Close}) {
        int all = 0;
        for (int tab = 0; tab < count(); ++tab)
            all += isTabVisible(tab) ? widthOf(tab, each) : 0;
        if (all <= width())
            return each;
    }
    return Bare;
}

int CountTabBar::widthOf(int tab, Density density) const
{
    const QFontMetrics metrics(theme_.font());
    const int digits = counts_.value(tab).digits;
    const int edges = density == Loose ? 2 * metrics.height() : metrics.height();
    const int width = metrics.size(Qt::TextShowMnemonic, tabText(tab)).width() + edges;
    return digits == 0 || density == Bare
        ? width
        : width + metrics.height() / 2 + digits * metrics.horizontalAdvance(QLatin1Char('0'));
}

QSize CountTabBar::tabSizeHint(int index) const
{
    return {widthOf(index, density()),
            theme_.rowHeight() + QFontMetrics(theme_.font()).height() / 2};
}

void CountTabBar::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    const Tokens &tokens = theme_.tokens();
    painter.fillRect(event->rect(), tokens.panel);
    painter.fillRect(QRect(0, height() - 1, width(), 1), tokens.border);
    painter.setFont(theme_.font());
    for (int tab = 0; tab < count(); ++tab) {
        if (isTabVisible(tab))
            paintTab(painter, tab);
    }
}

void CountTabBar::paintTab(QPainter &painter, int tab) const
{
    const Tokens &tokens = theme_.tokens();
    const QFontMetrics metrics(theme_.font());
    const Density dense = density();
    const QRect area = tabRect(tab);
    const bool current = tab == currentIndex();
    const int edge = dense == Loose ? metrics.height() : metrics.height() / 2;
    const int used = metrics.size(Qt::TextShowMnemonic, tabText(tab)).width();
    const auto draw = [&](int from, const QString &text) {
        const QRect room(area.left() + from, area.top(), area.width() - from, area.height() - 2);
        painter.drawText(QStyle::visualRect(layoutDirection(), area, room),
                         Qt::AlignVCenter | Qt::AlignLeft | Qt::TextHideMnemonic, text);
    };
    painter.setPen(current || tab == hovered_ ? tokens.text : tokens.muted);
    draw(edge, tabText(tab));
    painter.setPen(tokens.muted);
    if (dense != Bare)
        draw(edge + used + metrics.height() / 2, counts_.value(tab).text);
    if (current) {
        painter.fillRect(QRect(area.left(), area.bottom() - 1, area.width(), 2), tokens.accent);
        if (hasFocus())
            painter.fillRect(QRect(area.left(), area.top(), area.width(), 2), tokens.accent);
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
