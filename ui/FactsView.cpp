// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/FactsView.h"

#include "models/text/Shown.h"
#include "ui/PlainLabel.h"
#include "ui/StyleSheet.h"

#include <QtGui/QFontMetrics>
#include <QtWidgets/QGridLayout>

#include <utility>

namespace ui {

namespace {
constexpr int kPairsBeside = 2;
constexpr qsizetype kLongValue = 19; // characters; a longer value has the line to itself,
constexpr qsizetype kLongInMonospace = 12; // which they fill sooner there
constexpr qsizetype kLongWord = 16;

// What a text needs in one line; the hint of one that wraps is of several.
int naturalWidth(const QLabel &value)
{
    return value.wordWrap()
        ? value.fontMetrics().horizontalAdvance(value.text()) + 2 * value.margin() + 1
        : value.sizeHint().width();
}

} // namespace

QString breakable(const QString &text)
{
    QStringList words = text.split(u' ');
    for (QString &word : words) {
        if (word.size() <= kLongWord)
            continue;
        for (const QString &part : {QStringLiteral("::"), QStringLiteral("("), QStringLiteral("/"),
                                    QStringLiteral("="), QStringLiteral(",")})
            word.replace(part, part + models::shown::MayBreak);
    }
    return words.join(u' ');
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
    grid_->setColumnStretch(2 * kPairsBeside - 1, 1); // those before have what they need
}

void FactsView::grow(qsizetype count)
{
    while (pairs_.size() < count) {
        auto *value = new PlainLabel(this);
        value->setElideMode(Qt::ElideMiddle);
        const Pair pair {new PlainLabel(this), value};
        pair.label->setProperty("role", QStringLiteral("muted"));
        pair.label->setAlignment(Qt::AlignLeft | Qt::AlignTop); // beside the first line of a value
        pair.value->setSelectable();
        pair.value->setMinimumWidth(1); // long values are cut, never push the dock wider
        pairs_.append(pair);
    }
}

bool FactsView::widen(const QList<models::Fact> &facts)
{
    bool same = facts.size() == facts_.size();
    for (qsizetype i = 0; same && i < facts.size(); ++i)
        same = facts.at(i).label == facts_.at(i).label;
    QList<bool> wide(facts.size(), false);
    for (qsizetype i = 0; i < facts.size(); ++i)
        wide[i] = facts.at(i).value.size() > (facts.at(i).monospace ? kLongInMonospace : kLongValue)
            || (same && wide_.at(i));
    const bool moved = !same || wide != wide_;
    wide_ = wide;
    if (moved)
        needed_ = 0;
    return moved;
}

void FactsView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (narrow())
        place();
}

// Two pairs stand beside each other where all that are not wide have room for that. True: it is
// otherwise than before.
bool FactsView::narrow()
{
    int labels = 0, values = 0;
    for (qsizetype i = 0; i < facts_.size(); ++i) {
        if (wide_.at(i))
            continue;
        labels = qMax(labels, pairs_.at(i).label->sizeHint().width());
        values = qMax(values, naturalWidth(*pairs_.at(i).value));
    }
    needed_ = qMax(needed_,
                   kPairsBeside * (labels + values)
                       + (2 * kPairsBeside - 1) * grid_->horizontalSpacing());
    const bool narrow = needed_ > width();
    return std::exchange(narrow_, narrow) != narrow;
}

// Without a second column, what would stand in it comes after the first one.
QList<qsizetype> FactsView::order() const
{
    QList<qsizetype> first, second;
    for (qsizetype i = 0; i < facts_.size(); ++i) {
        const bool paired
            = facts_.at(i).second || (i + 1 < facts_.size() && facts_.at(i + 1).second);
        if (!paired)
            first += std::exchange(second, {});
        (facts_.at(i).second && narrow_ ? second : first).append(i);
    }
    return first + second;
}

// What has its line to itself, since it is long or no other one stands beside it, has all of it.
void FactsView::place()
{
    int cell = 0;
    for (const qsizetype i : order()) {
        const bool wide = wide_.at(i) || narrow_;
        if (wide && cell % kPairsBeside != 0)
            ++cell;
        const bool nextIsWide = i + 1 == facts_.size() || wide_.at(i + 1);
        const bool alone = wide || (cell % kPairsBeside == 0 && nextIsWide);
        const int row = cell / kPairsBeside;
        const int column = 2 * (cell % kPairsBeside);
        grid_->addWidget(pairs_.at(i).label, row, column);
        grid_->addWidget(pairs_.at(i).value, row, column + 1, 1, alone ? 2 * kPairsBeside - 1 : 1);
        cell += alone ? kPairsBeside : 1;
    }
    widest_ = 0;
    keepWidth();
}

// The first column of values is as wide as its widest one was, so that nothing moves.
void FactsView::keepWidth()
{
    for (qsizetype i = 0; i < facts_.size(); ++i) {
        int row = 0, column = 0, rows = 0, columns = 0;
        grid_->getItemPosition(grid_->indexOf(pairs_.at(i).value), &row, &column, &rows, &columns);
        if (columns == 1 && column == 1)
            widest_ = qMax(widest_, naturalWidth(*pairs_.at(i).value));
    }
    grid_->setColumnMinimumWidth(1, qMin(widest_, 2 * width() / 5));
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
        // Words go on in the next line; a name is cut in its middle.
        const bool words = !fact.monospace && !fact.place && fact.value.contains(u' ');
        pair.value->setWordWrap(words);
        pair.value->setElideMode(words            ? Qt::ElideNone
                                     : fact.place ? Qt::ElideLeft
                                                  : Qt::ElideMiddle);
        const QString value = words ? breakable(fact.value) : fact.value;
        pair.value->setText(fact.monospace        ? models::shown::inOrder(value)
                                : isRightToLeft() ? models::shown::isolated(value)
                                                  : value);
        setTip(*pair.value, fact.value);
        pair.value->setAccessibleName(fact.label);
        setTone(*pair.value, fact.tone);
        pair.value->setFont(fact.monospace ? theme_.monospace() : theme_.font());
    }
    const bool moved = widen(facts);
    facts_ = facts;
    if (narrow() || moved)
        place();
    else
        keepWidth();
}

} // namespace ui
