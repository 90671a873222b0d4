// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/SessionsPanel.h"

#include "models/SessionModel.h"
#include "ui/PlainLabel.h"
#include "ui/SessionDelegate.h"
#include "ui/Theme.h"
#include "ui/TreeBranches.h"

#include <QtCore/QScopedValueRollback>
#include <QtGui/QFontMetrics>
#include <QtWidgets/QTreeView>
#include <QtWidgets/QVBoxLayout>

namespace ui {

SessionsPanel::SessionsPanel(const Theme &theme, models::SessionModel &sessions, QWidget *parent)
    : QWidget(parent)
    , sessions_(sessions)
    , tree_(new TreeBranches(theme, this))
    , error_(new PlainLabel(this))
{
    tree_->setObjectName(QStringLiteral("sessions"));
    setMinimumWidth(11 * theme.rowHeight() / 2);
    tree_->setAccessibleName(tr("Sessions"));
    tree_->setItemDelegate(new SessionDelegate(theme, tree_));
    tree_->setModel(&sessions);
    tree_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    tree_->setContextMenuPolicy(Qt::CustomContextMenu);
    tree_->setDragDropMode(QAbstractItemView::InternalMove);
    error_->setProperty("role", QStringLiteral("error"));
    error_->setProperty("ground", QStringLiteral("panel"));
    error_->setWordWrap(true);
    error_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    error_->setMargin(QFontMetrics(theme.font()).height() / 2);
    error_->setAccessibleName(tr("Error of the session"));
    error_->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(tree_, 1);
    column->addWidget(error_);
    setFocusProxy(tree_);

    tree_->expandAll();
    connect(&sessions, &QAbstractItemModel::rowsInserted, tree_,
            [this](const QModelIndex &parentIndex) { tree_->expand(parentIndex); });
    connect(&sessions, &models::SessionModel::sessionChanged, this, &SessionsPanel::sessionTold);
    connect(&sessions, &QAbstractItemModel::rowsRemoved, this, &SessionsPanel::refreshError);
    connect(tree_->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        refreshError();
        Q_EMIT currentSessionChanged(currentSession());
        if (tree_->hasFocus() && !selecting_) // by key, or by the mouse that gave it the focus
            Q_EMIT linePicked(currentSession(), currentLoop());
    });
    // The Inspector may have gone elsewhere since this line became the current one.
    connect(tree_, &QTreeView::clicked, this,
            [this] { Q_EMIT linePicked(currentSession(), currentLoop()); });
    connect(tree_, &QTreeView::activated, this,
            [this] { Q_EMIT sessionActivated(currentSession()); });
    connect(tree_, &QWidget::customContextMenuRequested, this, &SessionsPanel::requestMenu);
}

quint64 SessionsPanel::currentSession() const
{
    return sessions_.idAt(tree_->currentIndex());
}

quint64 SessionsPanel::currentLoop() const
{
    return sessions_.loopAt(tree_->currentIndex());
}

void SessionsPanel::selectSession(quint64 id)
{
    const QModelIndex index = sessions_.indexOf(id);
    const QScopedValueRollback<bool> selecting(selecting_, true);
    if (index.isValid())
        tree_->setCurrentIndex(index);
}

QString SessionsPanel::shownError() const
{
    return error_->isHidden() ? QString() : error_->text();
}

void SessionsPanel::sessionTold(quint64 id)
{
    const models::SessionRecord *record = sessions_.session(id);
    if (record && record->state == models::SessionRecord::Failed)
        lastFailed_ = id;
    refreshError();
}

void SessionsPanel::refreshError()
{
    const models::SessionRecord *record = sessions_.session(currentSession());
    if (!record || record->error.isEmpty())
        record = sessions_.session(lastFailed_);
    const QString sentence = record ? record->error : QString();
    error_->setText(sentence);
    error_->setVisible(!sentence.isEmpty());
}

void SessionsPanel::requestMenu(const QPoint &at)
{
    const QModelIndex index = tree_->indexAt(at);
    if (const quint64 id = sessions_.idAt(index))
        Q_EMIT menuRequested(tree_->viewport()->mapToGlobal(at), id);
}

} // namespace ui
