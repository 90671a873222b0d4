// SPDX-License-Identifier: GPL-3.0-or-later

// The second part of RowView: how wide its columns are, and which of them there is room for.

#include "ui/CellPainting.h"
#include "ui/RowHeader.h"
#include "ui/RowView.h"
#include "ui/SettingsKeys.h"

#include <QtCore/QSet>
#include <QtCore/QSettings>
#include <QtCore/QtMath>
#include <QtGui/QFontMetrics>
#include <QtWidgets/QScrollBar>

#include <algorithm>

namespace ui {

void RowView::setDigits(int column, double digits)
{
    looks_[column].digits = digits;
    header_->resizeSection(column, usualWidth(column));
}

int RowView::usualWidth(int column) const
{
    const qreal digit = QFontMetricsF(delegate_->monospace()).horizontalAdvance(QLatin1Char('0'));
    int wanted = qCeil(looks_.at(column).digits * digit) + 2 * delegate_->margin();
    if (const auto pills = looks_.at(column).pills) {
        const QStringList words = pills();
        for (const QString &word : words)
            wanted = qMax(wanted, pillWidth(theme_, word) + delegate_->margin());
    }
    return qMax(wanted, header_->isHidden() ? 0 : header_->sectionSizeFromContents(column).width());
}

void RowView::applyWidths()
{
    for (int column = 0; column < looks_.size() && column < header_->count(); ++column) {
        header_->resizeSection(column, usualWidth(column));
        header_->setSectionHidden(column, !looks_.at(column).shown);
    }
    fitColumns();
}

void RowView::fitColumns()
{
    if (columnsChosen_)
        return;
    QList<int> yielding;
    int all = 0;
    for (int column = 0; column < looks_.size() && column < header_->count(); ++column) {
        if (!looks_.at(column).shown)
            continue;
        all += usualWidth(column);
        if (looks_.at(column).yields > 0)
            yielding.append(column);
    }
    std::sort(yielding.begin(), yielding.end(),
              [this](int a, int b) { return looks_.at(a).yields < looks_.at(b).yields; });
    // Whether the scroll bar is there or not: with columns it would come and go for ever.
    const int room = contentsRect().width() - verticalScrollBar()->sizeHint().width();
    QSet<int> out;
    for (auto column = yielding.crbegin(); column != yielding.crend() && all > room; ++column) {
        out.insert(*column);
        all -= usualWidth(*column);
    }
    // A wide one that left may have made room for narrow ones that left before it.
    for (const int column : yielding) {
        if (out.contains(column) && all + usualWidth(column) <= room) {
            out.remove(column);
            all += usualWidth(column);
        }
    }
    for (const int column : yielding) {
        if (header_->isSectionHidden(column) != out.contains(column))
            header_->setSectionHidden(column, out.contains(column));
    }
    shareRoom(all - room);
}

// Of what is shown those that may be narrower share in what is too much, and those that may be
// wider in what is left.
void RowView::shareRoom(int tooMuch)
{
    const qreal digit = QFontMetricsF(delegate_->monospace()).horizontalAdvance(QLatin1Char('0'));
    const auto slackOf = [this, digit, tooMuch](int column) {
        const ColumnLook &look = looks_.at(column);
        const double end = tooMuch > 0 ? look.least : look.most;
        return end > 0 && !header_->isSectionHidden(column)
            ? qMax(0, qFloor((tooMuch > 0 ? look.digits - end : end - look.digits) * digit))
            : 0;
    };
    const int count = int(qMin<qsizetype>(looks_.size(), header_->count()));
    int slack = 0;
    for (int column = 0; column < count; ++column)
        slack += slackOf(column);
    const double part = slack == 0 ? 0 : qMin(double(qAbs(tooMuch)) / slack, 1.0);
    for (int column = 0; column < count; ++column) {
        if (looks_.at(column).least <= 0 && looks_.at(column).most <= 0)
            continue;
        const double own = slackOf(column) * part;
        header_->resizeSection(column,
                               usualWidth(column) + (tooMuch > 0 ? -qCeil(own) : qFloor(own)));
    }
}

// Which section has what is left of the room, and how much it needs.
void RowView::noteLast()
{
    int at = header_->count() - 1;
    while (at >= 0 && header_->isSectionHidden(header_->logicalIndex(at)))
        --at;
    const int section = at < 0 ? -1 : header_->logicalIndex(at);
    const int last = section < looks_.size() ? section : -1;
    const int width = last < 0 ? 0 : usualWidth(last);
    delegate_->setLast(last, width);
    header_->setLast(last, width);
}

void RowView::remember(QSettings &settings) const
{
    if (columnsChosen_)
        settings.setValue(settings::columns(key_), header_->saveState());
}

void RowView::recall(const QSettings &settings)
{
    const QByteArray state = settings.value(settings::columns(key_)).toByteArray();
    if (!state.isEmpty() && header_->count() > 0)
        columnsChosen_ = header_->restoreState(state);
}

} // namespace ui
