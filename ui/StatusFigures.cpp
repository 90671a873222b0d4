// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/StatusFigures.h"

#include "ui/CellPainting.h"

#include <QtGui/QFontMetrics>
#include <QtGui/QPainter>
#include <QtWidgets/QStyle>

namespace ui {

StatusFigures::StatusFigures(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , theme_(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setAccessibleName(tr("State of the loops"));
    connect(&theme, &Theme::fontsChanged, this, [this] { widths_.clear(); });
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void StatusFigures::showFigures(models::Tone tone, const QString &state,
                                const QList<Figure> &figures)
{
    if (tone == tone_ && state == state_ && figures == figures_)
        return;
    tone_ = tone;
    state_ = state;
    figures_ = figures;
    widths_.resize(figures.size() + 1);
    const int before = widths_.at(0);
    widths_[0] = qMax(before, QFontMetrics(theme_.font()).horizontalAdvance(state));
    if (widths_.at(0) != before)
        updateGeometry();
    const QFontMetrics mono(theme_.monospace());
    for (qsizetype i = 0; i < figures.size(); ++i)
        widths_[i + 1] = qMax(widths_.at(i + 1), mono.horizontalAdvance(figures.at(i).value));
    update();
}

QSize StatusFigures::sizeHint() const
{
    const int line = QFontMetrics(theme_.font()).height();
    return {2 * line + widths_.value(0), theme_.rowHeight()};
}

void StatusFigures::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QFontMetrics metrics(theme_.font());
    const int gap = metrics.height() / 2;
    const qreal radius = qMax(3.5, metrics.height() / 4.5);
    int x = gap;
    painter.setLayoutDirection(Qt::LeftToRight); // "1.2 ms" is that in any window
    const qreal middle = isRightToLeft() ? width() - x - radius : x + radius;
    paintDot(painter, {middle, height() / 2.0}, radius, theme_.color(tone_));
    x += qRound(2 * radius) + gap;
    const auto draw = [&](const QFont &font, const QColor &color, const QString &text, int width) {
        painter.setFont(font);
        painter.setPen(color);
        painter.drawText(QStyle::visualRect(layoutDirection(), rect(), {x, 0, width + 1, height()}),
                         Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine | Qt::TextDontClip,
                         text);
        x += width;
    };
    if (widths_.isEmpty())
        return;
    draw(theme_.font(), tone_ == models::Tone::Error ? theme_.tokens().error : theme_.tokens().text,
         state_, widths_.at(0));
    for (qsizetype i = 0; i < figures_.size(); ++i) {
        const QString &caption = figures_.at(i).caption;
        const int beside = caption.isEmpty() ? 0 : metrics.horizontalAdvance(caption) + gap / 2 + 1;
        if (x + 2 * gap + beside + widths_.at(i + 1) > width() - gap)
            break; // no figure is cut; the first ones say most
        x += 2 * gap;
        if (!caption.isEmpty()) {
            draw(theme_.font(), theme_.tokens().muted, caption, metrics.horizontalAdvance(caption));
            x += gap / 2 + 1;
        }
        draw(theme_.monospace(), theme_.tokens().text, figures_.at(i).value, widths_.at(i + 1));
    }
}

} // namespace ui
