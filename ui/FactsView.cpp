// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/FactsView.h"

#include "ui/Theme.h"

#include <QtGui/QFontMetrics>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QLabel>

namespace ui {

namespace {
constexpr int kPairsBeside = 2;
}

FactsView::FactsView(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , theme_(theme)
    , grid_(new QGridLayout(this))
{
    const int line = QFontMetrics(theme.font()).height();
    grid_->setContentsMargins(0, 0, 0, 0);
    grid_->setHorizontalSpacing(line / 2);
    grid_->setVerticalSpacing(line / 5);
    for (int pair = 0; pair < kPairsBeside; ++pair)
        grid_->setColumnStretch(2 * pair + 1, 1);
    connect(&theme, &Theme::changed, this, &FactsView::applyTones);
}

void FactsView::grow(qsizetype count)
{
    while (pairs_.size() < count) {
        const Pair pair { new QLabel(this), new QLabel(this) };
        const int at = int(pairs_.size());
        pair.label->setProperty("role", QStringLiteral("muted"));
        pair.value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        pair.value->setMinimumWidth(1); // long values are cut, never push the dock wider
        grid_->addWidget(pair.label, at / kPairsBeside, 2 * (at % kPairsBeside), Qt::AlignTop);
        grid_->addWidget(pair.value, at / kPairsBeside, 2 * (at % kPairsBeside) + 1, Qt::AlignTop);
        pairs_.append(pair);
    }
}

void FactsView::showFacts(const QList<models::Fact> &facts)
{
    grow(facts.size());
    for (qsizetype i = 0; i < pairs_.size(); ++i) {
        const Pair &pair = pairs_.at(i);
        const bool used = i < facts.size();
        pair.label->setVisible(used);
        pair.value->setVisible(used);
        if (!used || (i < facts_.size() && facts.at(i) == facts_.at(i)))
            continue;
        const models::Fact &fact = facts.at(i);
        pair.label->setText(fact.label);
        pair.value->setText(fact.value);
        pair.value->setToolTip(fact.value);
        pair.value->setAccessibleName(fact.label);
        pair.value->setFont(fact.monospace ? theme_.monospace() : theme_.font());
    }
    facts_ = facts;
    applyTones();
}

void FactsView::applyTones()
{
    for (qsizetype i = 0; i < facts_.size(); ++i) {
        const models::Tone tone = facts_.at(i).tone;
        const QColor &color = tone == models::Tone::Neutral ? theme_.tokens().text : theme_.color(tone);
        QPalette palette = pairs_.at(i).value->palette();
        if (palette.color(QPalette::WindowText) == color)
            continue;
        palette.setColor(QPalette::WindowText, color);
        pairs_.at(i).value->setPalette(palette);
    }
}

} // namespace ui
