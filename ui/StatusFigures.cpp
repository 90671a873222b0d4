// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/StatusFigures.h"

#include "ui/CellPainting.h"
#include "ui/PlainLabel.h"

#include <QtGui/QFontMetrics>
#include <QtGui/QPainter>
#include <QtWidgets/QStyle>

#include <utility>

namespace ui {

StatusFigures::StatusFigures(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , theme_(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setAccessibleName(tr("State of the loops"));
    connect(&theme, &Theme::fontsChanged, this, [this] {
        const QList<Figure> figures = std::exchange(figures_, {});
        shapedState_ = {};
        shaped_.clear();
        showFigures(tone_, std::exchange(state_, {}), figures);
    });
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void StatusFigures::shape(Word &word, const QString &text, const QFont &font)
{
    setPlainText(word.text, text);
    word.text.prepare({}, font);
    word.width = QFontMetrics(font).horizontalAdvance(text);
}

void StatusFigures::showFigures(models::Tone tone, const QString &state,
                                const QList<Figure> &figures)
{
    if (tone == tone_ && state == state_ && figures == figures_)
        return;
    if (state != state_ || shapedState_.widest == 0) {
        shape(shapedState_.value, state, theme_.font());
        const int before = shapedState_.widest;
        shapedState_.widest = qMax(before, shapedState_.value.width);
        if (shapedState_.widest != before)
            updateGeometry();
    }
    shaped_.resize(figures.size());
    for (qsizetype i = 0; i < figures.size(); ++i) {
        const bool known = i < figures_.size();
        Shaped &shaped = shaped_[i];
        if (!known || figures.at(i).caption != figures_.at(i).caption)
            shape(shaped.caption, figures.at(i).caption, theme_.font());
        if (!known || figures.at(i).value != figures_.at(i).value)
            shape(shaped.value, figures.at(i).value, theme_.monospace());
        shaped.widest = qMax(shaped.widest, shaped.value.width);
    }
    tone_ = tone;
    state_ = state;
    figures_ = figures;
    update();
}

QSize StatusFigures::sizeHint() const
{
    const int line = QFontMetrics(theme_.font()).height();
    return {2 * line + shapedState_.widest, theme_.rowHeight()};
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
    const auto draw = [&](const QFont &font, const QColor &color, const Word &word, int width) {
        painter.setFont(font);
        painter.setPen(color);
        const QRect place
            = QStyle::visualRect(layoutDirection(), rect(), {x, 0, width + 1, height()});
        const qreal top = (height() - word.text.size().height()) / 2;
        painter.drawStaticText(QPointF(place.left(), top), word.text);
        x += width;
    };
    if (shapedState_.widest == 0)
        return;
    draw(theme_.font(), tone_ == models::Tone::Error ? theme_.tokens().error : theme_.tokens().text,
         shapedState_.value, shapedState_.widest);
    for (const Shaped &shaped : std::as_const(shaped_)) {
        const int captioned = shaped.caption.width;
        const int beside = captioned == 0 ? 0 : captioned + gap / 2 + 1;
        if (x + 2 * gap + beside + shaped.widest > width() - gap)
            break; // no figure is cut; the first ones say most
        x += 2 * gap;
        if (captioned != 0) {
            draw(theme_.font(), theme_.tokens().muted, shaped.caption, captioned);
            x += gap / 2 + 1;
        }
        draw(theme_.monospace(), theme_.tokens().text, shaped.value, shaped.widest);
    }
}

} // namespace ui
