// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/RowView.h"

#include "ui/PlainLabel.h"
#include "ui/RowHeader.h"
#include "ui/SettingsKeys.h"

#include <QtCore/QSet>
#include <QtCore/QSettings>
#include <QtCore/QtMath>
#include <QtGui/QClipboard>
#include <QtGui/QContextMenuEvent>
#include <QtGui/QFontMetrics>
#include <QtGui/QGuiApplication>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QStyle>
#include <QtWidgets/QToolButton>

#include <algorithm>
#include <vector>

namespace ui {

namespace {
constexpr int kMostAsked = 1000; // rows, for what can be done to a selection
constexpr std::size_t kMostCopied = 10'000; // rows; what is read of a log is all in memory then
} // namespace

RowView::RowView(const Theme &theme, const QString &name, const QString &key, QWidget *parent)
    : QTableView(parent)
    , theme_(theme)
    , key_(key)
    , delegate_(new CellDelegate(theme, this))
    , header_(new RowHeader(theme, delegate_->margin(), this))
    , corner_(new QWidget(this))
    , rowHeight_(theme.rowHeight())
{
    setObjectName(key);
    setAccessibleName(name);
    setItemDelegate(delegate_);
    setHorizontalHeader(header_);
    header_->setView(key);
    setShowGrid(false);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setTabKeyNavigation(false);
    setAlternatingRowColors(true);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setFrameShape(NoFrame);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setRowHeight(theme.rowHeight());
    corner_->setProperty("ground", QStringLiteral("header"));
    corner_->setAttribute(Qt::WA_StyledBackground);
    corner_->setFixedHeight(header_->height());
    addScrollBarWidget(corner_, Qt::AlignTop);
    connect(header_, &RowHeader::chosen, this, [this] { columnsChosen_ = true; });
    connect(header_, &QHeaderView::sectionResized, this, &RowView::noteLast);
    connect(header_, &QHeaderView::sectionMoved, this, &RowView::noteLast);
    connect(&theme, &Theme::fontsChanged, this, &RowView::refreshFonts);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        atTail_ = value == verticalScrollBar()->maximum();
        offerNewest();
    });
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, &RowView::followTail);
}

void RowView::show(QAbstractItemModel &model, const QList<ColumnLook> &columns)
{
    looks_ = columns;
    delegate_->setColumns(columns);
    setModel(&model);
    applyWidths();
}

void RowView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitColumns();
    offerNewest();
}

void RowView::offerNewest()
{
    if (!newest_)
        return;
    const QRect port = viewport()->geometry();
    const QSize size = newest_->sizeHint();
    const int gap = rowHeight_ / 3;
    const QRect corner(port.right() - gap - size.width(), port.bottom() - gap - size.height(),
                       size.width(), size.height());
    newest_->setGeometry(QStyle::visualRect(layoutDirection(), port, corner));
    const QScrollBar *bar = verticalScrollBar();
    newest_->setVisible(followsTail_ && !atTail_ && bar->value() < bar->maximum()
                        && port.height() > 3 * size.height());
    newest_->raise();
}

// Nothing is scrolled where nothing is.
void RowView::updateGeometries()
{
    const bool empty = !model() || model()->rowCount() == 0;
    setHorizontalScrollBarPolicy(empty ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    QTableView::updateGeometries();
}

void RowView::setFollowsTail(bool follows)
{
    followsTail_ = follows;
    atTail_ = follows;
    if (follows && !newest_) {
        newest_ = new QToolButton(this);
        newest_->setText(tr("↓ Newest"));
        newest_->setAccessibleName(tr("Go to the newest row and follow what comes"));
        setTip(*newest_, tr("Go to the newest row and follow what comes"));
        newest_->setFocusPolicy(Qt::NoFocus); // End does the same
        newest_->hide();
        connect(newest_, &QToolButton::clicked, this, &QAbstractItemView::scrollToBottom);
    }
    followTail();
}

void RowView::followTail()
{
    if (followsTail_ && atTail_)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    offerNewest();
}

void RowView::hideHeader()
{
    header_->hide();
    corner_->hide();
}

void RowView::setHighlights()
{
    delegate_->setHighlights();
}

void RowView::setCompact(CellDelegate::Margins margins)
{
    delegate_->setCompact(margins);
    header_->setMargin(delegate_->margin());
    compact_ = true;
    setRowHeight(QFontMetrics(delegate_->monospace()).height() + 4);
    applyWidths();
}

void RowView::setRowHeight(int height)
{
    rowHeight_ = height;
    verticalHeader()->setMinimumSectionSize(height);
    verticalHeader()->setDefaultSectionSize(height);
}

// Columns that a person made wider stay so, in proportion.
void RowView::refreshFonts()
{
    const QFont before = delegate_->monospace();
    delegate_->refreshFonts();
    const qreal scale = delegate_->monospace().pointSizeF() / before.pointSizeF();
    header_->setMargin(delegate_->margin());
    header_->setFixedHeight(theme_.rowHeight() + 3);
    corner_->setFixedHeight(header_->height());
    setRowHeight(compact_ ? QFontMetrics(delegate_->monospace()).height() + 4 : theme_.rowHeight());
    if (!columnsChosen_)
        return applyWidths();
    for (int column = 0; column < header_->count(); ++column)
        header_->resizeSection(column, qRound(header_->sectionSize(column) * scale));
}

quint64 RowView::current(models::Role role) const
{
    const QModelIndex index = currentIndex();
    return index.isValid() ? index.data(role).toULongLong() : 0;
}

// Rows are selected whole, so the ranges of a selection never share one.
void RowView::visitSelected(const std::function<bool(int row)> &visit) const
{
    if (!selectionModel())
        return;
    const QItemSelection selection = selectionModel()->selection();
    for (const QItemSelectionRange &range : selection) {
        for (int row = range.top(); row <= range.bottom(); ++row) {
            if (!visit(row))
                return;
        }
    }
}

QList<quint64> RowView::selected(models::Role role) const
{
    QList<quint64> ids;
    QSet<quint64> seen;
    visitSelected([&](int row) {
        const quint64 id = model()->index(row, 0).data(role).toULongLong();
        if (id != 0 && !seen.contains(id)) {
            seen.insert(id);
            ids.append(id);
        }
        return true;
    });
    return ids;
}

bool RowView::anySelected(models::Role role, const std::function<bool(quint64)> &passes) const
{
    bool found = false;
    int asked = 0;
    visitSelected([&](int row) {
        const quint64 id = model()->index(row, 0).data(role).toULongLong();
        found = ++asked > kMostAsked || (id != 0 && passes(id));
        return !found;
    });
    return found;
}

RowView::Span RowView::selectedSpan() const
{
    Span span;
    if (!selectionModel())
        return span;
    const QItemSelection selection = selectionModel()->selection();
    for (const QItemSelectionRange &range : selection) {
        const bool none = span.last < span.first;
        span.first = none ? range.top() : qMin(span.first, range.top());
        span.last = none ? range.bottom() : qMax(span.last, range.bottom());
    }
    return span;
}

bool RowView::selectId(quint64 id, models::Role role)
{
    if (!model() || id == 0)
        return false;
    for (int row = 0; row < model()->rowCount(); ++row) {
        if (model()->index(row, 0).data(role).toULongLong() != id)
            continue;
        const int column = qMax(0, header_->logicalIndex(header_->visualIndexAt(0)));
        pick(model()->index(row, column));
        return true;
    }
    return false;
}

// setCurrentIndex() asks which keys are held down: of Ctrl+T the Ctrl would take the row out of the
// selection that is in it already.
void RowView::pick(const QModelIndex &index)
{
    selectionModel()->setCurrentIndex(
        index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index);
}

// The base class asks the style and accessibility about each batch; here a batch out of sight costs
// two comparisons, and one in sight repaints its rows once.
void RowView::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                          const QList<int> &roles)
{
    if (topLeft.isValid())
        announceWhatCame(topLeft.row(), bottomRight.row());
    if (!copying_.empty())
        QMetaObject::invokeMethod(this, &RowView::copyWhatWasRead, Qt::QueuedConnection);
    if (!isVisible() || !topLeft.isValid())
        return;
    if (topLeft == bottomRight) {
        QTableView::dataChanged(topLeft, bottomRight, roles);
        return;
    }
    const int first = qMax(topLeft.row(), rowAt(0));
    const int lastSeen = rowAt(viewport()->height() - 1);
    const int last = lastSeen < 0 ? bottomRight.row() : qMin(bottomRight.row(), lastSeen);
    if (first > last)
        return;
    const int top = rowViewportPosition(first);
    const int bottom = rowViewportPosition(last) + rowHeight_;
    viewport()->update(0, top, viewport()->width(), bottom - top);
}

// The base class would move on to a neighbour, and the Inspector with it, though nobody asked.
void RowView::rowsAboutToBeRemoved(const QModelIndex &parent, int first, int last)
{
    const int row = currentIndex().row();
    if (row >= first && row <= last) {
        const quint64 id = currentId();
        selectionModel()->clearCurrentIndex();
        left_ = id;
    }
    QTableView::rowsAboutToBeRemoved(parent, first, last);
}

void RowView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    Q_EMIT rowsPicked();
}

void RowView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    left_ = 0;
    if (current.isValid() && previous.isValid()
        && current.data(models::IdRole) == previous.data(models::IdRole))
        return;
    announced_ = current.isValid() ? current.data(models::IdRole).toULongLong() : 0;
    Q_EMIT currentIdChanged(announced_);
}

// Of a row that is still being read it was not known what it is.
void RowView::announceWhatCame(int firstRow, int lastRow)
{
    const QModelIndex current = currentIndex();
    if (announced_ != 0 || !current.isValid() || current.row() < firstRow
        || current.row() > lastRow)
        return;
    announced_ = currentId();
    if (announced_ != 0)
        Q_EMIT currentIdChanged(announced_);
}

void RowView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    if (!index.isValid())
        return;
    if (!selectionModel()->isRowSelected(index.row()))
        setCurrentIndex(index);
    const QPoint at
        = byKey ? viewport()->mapToGlobal(visualRect(index).bottomLeft()) : event->globalPos();
    Q_EMIT menuRequested(at, index.data(models::IdRole).toULongLong());
}

void RowView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        event->accept();
        return;
    }
    QTableView::keyPressEvent(event);
}

// The base class would make a cell current where none is, and the Inspector would follow it: focus
// is no choice.
void RowView::focusInEvent(QFocusEvent *event)
{
    if (currentIndex().isValid()) {
        QTableView::focusInEvent(event);
        return;
    }
    QAbstractScrollArea::focusInEvent(event); // NOLINT(bugprone-parent-virtual-call)
    viewport()->update();
}

// Home and End are of the rows, as in every list; a row has no cells to walk through.
QModelIndex RowView::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    if ((action != MoveHome && action != MoveEnd) || !model() || model()->rowCount() == 0)
        return QTableView::moveCursor(action, modifiers);
    const int row = action == MoveHome ? 0 : model()->rowCount() - 1;
    const int column = currentIndex().isValid()
        ? currentIndex().column()
        : qMax(0, header_->logicalIndex(header_->visualIndexAt(0)));
    return model()->index(row, column);
}

// Rows of a model that reads may not be here yet: then they are copied once they are, whatever is
// selected by then.
void RowView::copySelection()
{
    if (!selectionModel() || !selectionModel()->hasSelection())
        return;
    std::vector<int> rows;
    visitSelected([&rows](int row) {
        rows.push_back(row);
        return true;
    });
    std::sort(rows.begin(), rows.end());
    const std::size_t most = std::min(rows.size(), kMostCopied);
    notCopied_ = rows.size() - most;
    copying_.clear();
    for (std::size_t i = 0; i < most; ++i)
        copying_.emplace_back(model()->index(rows[i], 0));
    copyWhatWasRead();
}

// Shown columns in shown order, one caption line first, as a spreadsheet expects it. No text is
// made before all is here: each part that comes calls this again.
void RowView::copyWhatWasRead()
{
    std::vector<int> rows;
    for (const QPersistentModelIndex &index : copying_) {
        if (index.isValid() && index.model() == model()) // it has not left meanwhile
            rows.push_back(index.row());
    }
    std::sort(rows.begin(), rows.end());
    const auto isBlank
        = [this](int row) { return !model()->index(row, 0).data(models::EventRole).isValid(); };
    // All are asked for, not only the first.
    if (std::count_if(rows.begin(), rows.end(), isBlank) > 0
        && model()->property("reading").toBool())
        return;
    copying_.clear();
    if (rows.empty())
        return;
    QList<int> columns;
    for (int visual = 0; visual < header_->count(); ++visual) {
        const int logical = header_->logicalIndex(visual);
        if (!header_->isSectionHidden(logical))
            columns.append(logical);
    }
    const auto line = [&columns](const auto &cell) {
        QStringList cells;
        for (const int column : columns)
            cells.append(QString(cell(column)).replace(QLatin1Char('\t'), QLatin1Char(' ')));
        return cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
    };
    QString text = line(
        [this](int column) { return model()->headerData(column, Qt::Horizontal).toString(); });
    for (const int row : rows) {
        text += line([this, row](int column) {
            return model()->index(row, column).data(Qt::DisplayRole).toString();
        });
    }
    if (notCopied_ > 0) {
        text += tr("… and %1 more rows: export them instead").arg(notCopied_) + QLatin1Char('\n');
    }
    QGuiApplication::clipboard()->setText(text);
}

// A thin bar marks the current row while the keyboard is here.
void RowView::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (model() && model()->rowCount() == 0) {
        QPainter painter(viewport());
        painter.setFont(theme_.font());
        painter.setPen(theme_.tokens().muted);
        const int margin = theme_.rowHeight();
        painter.drawText(viewport()->rect().adjusted(margin, 0, -margin, 0),
                         Qt::AlignCenter | Qt::TextWordWrap, emptyText());
    }
    if (!hasFocus() || !currentIndex().isValid())
        return;
    QPainter painter(viewport());
    painter.fillRect(QRect(0, rowViewportPosition(currentIndex().row()), 2, rowHeight_),
                     theme_.tokens().accent);
}

} // namespace ui
