// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/CountTabBar.h"

#include "models/text/Format.h"
#include "ui/Theme.h"

#include <QtGui/QFontMetrics>
#include <QtGui/QMouseEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QStyle>

#include <utility>

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
    connect(&theme, &Theme::fontsChanged, this, [this] {
        const QList<int> tabs = counts_.keys();
        for (const int tab : tabs) {
            counts_[tab].width = 0; // of the font before
            refresh(tab);
        }
    });
}

void CountTabBar::setCount(int tab, qint64 count)
{
    if (std::exchange(counts_[tab].value, count) != count)
        refresh(tab);
}

void CountTabBar::setShown(int tab, qint64 shown)
{
    Count &kept = counts_[tab];
    const qint64 before = std::exchange(kept.shown, shown);
    if (before == shown)
        return;
    if ((before < 0) != (shown < 0))
        kept.width = 0;
    refresh(tab);
}

void CountTabBar::refresh(int tab)
{
    using models::format::integer;
    Count &kept = counts_[tab];
    kept.text = kept.shown < 0 ? integer(kept.value)
                               : tr("%1 of %2").arg(integer(kept.shown), integer(kept.value));
    QString widest = kept.text;
    for (QChar &c : widest)
        c = c.isDigit() ? QChar(u'0') : c; // so that counting on moves nothing
    const int width = theme_.widthOf(widest);
    if (width > kept.width) {
        kept.width = width;
        setTabText(tab, tabText(tab)); // lays out again
    } else {
        update(tabRect(tab));
    }
    setAccessibleTabName(tab, tr("%1, %2", "name of a tab, its count").arg(nameOf(tab), kept.text));
}

QString CountTabBar::nameOf(int tab) const
{
    return tabText(tab).remove(u'&');
}

int CountTabBar::nameWidth(int tab) const
{
    return theme_.widthOf(nameOf(tab));
}

QString CountTabBar::countText(int tab) const
{
    return counts_.value(tab).text;
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
    const int counted = counts_.value(tab).width;
    int edges = density == Loose ? 2 * metrics.height() : metrics.height();
    if (density == Bare) { // what is left is shared, so that as many as possible stay in sight
        int words = 0, shown = 0;
        for (int each = 0; each < count(); ++each) {
            words += isTabVisible(each) ? nameWidth(each) : 0;
            shown += isTabVisible(each) ? 1 : 0;
        }
        const int least = metrics.height() / 2;
        const int needed = words + shown * least;
        if (needed > this->width() && this->width() > 0) // words lose their ends, alike
            return (nameWidth(tab) + least) * this->width() / needed;
        edges = qBound(least, (this->width() - words) / qMax(1, shown), edges);
    }
    const int width = nameWidth(tab) + edges;
    return counted == 0 || density == Bare ? width : width + metrics.height() / 2 + counted;
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
    const Density dense = density();
    for (int tab = 0; tab < count(); ++tab) {
        if (isTabVisible(tab) && tabRect(tab).intersects(event->rect()))
            paintTab(painter, tab, dense);
    }
}

void CountTabBar::paintTab(QPainter &painter, int tab, Density dense) const
{
    const Tokens &tokens = theme_.tokens();
    const QFontMetrics metrics(theme_.font());
    const QRect area = tabRect(tab);
    const bool current = tab == currentIndex();
    const int used = nameWidth(tab);
    const int edge = dense == Loose ? metrics.height()
        : dense == Close            ? metrics.height() / 2
                                    : qMax(2, (area.width() - used) / 2);
    // Nothing is measured that was: counts change thirty times a second.
    const auto draw = [&](int from, const QString &text, int wide) {
        const QRect room(area.left() + from, area.top(), area.width() - from, area.height() - 2);
        painter.drawText(
            QStyle::visualRect(layoutDirection(), area, room), Qt::AlignVCenter | Qt::AlignLeft,
            wide <= room.width() ? text : metrics.elidedText(text, Qt::ElideRight, room.width()));
    };
    painter.setPen(current || tab == hovered_ ? tokens.text : tokens.muted);
    draw(edge, nameOf(tab), used);
    painter.setPen(tokens.muted);
    if (const Count &kept = counts_.value(tab); dense != Bare && !kept.text.isEmpty())
        draw(edge + used + metrics.height() / 2, kept.text, kept.width);
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
