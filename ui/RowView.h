// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one table of the application: rows of a fixed height, sorted by its header, copied as
// tab-separated text, remembered by name. Speaks of rows by the id the model gives them (IdRole),
// never by number. Repaints only rows that are seen. Main thread; owned by the tab that shows it.

#include "ui/CellDelegate.h"

#include <QtCore/QList>
#include <QtWidgets/QTableView>

class QMenu;
class QSettings;

namespace ui {

class RowHeader;

class RowView final : public QTableView {
    Q_OBJECT
public:
    // `name` is for screen readers and tests; `key` is what the columns are remembered by.
    RowView(const Theme &theme, const QString &name, const QString &key, QWidget *parent = nullptr);

    // Takes the looks of the model's columns in its order. The model outlives the view.
    void show(QAbstractItemModel &model, const QList<ColumnLook> &columns);
    // Keeps the last row in sight while it is in sight; the user's scrolling up ends it, down
    // resumes.
    void setFollowsTail(bool follows);
    void hideHeader();
    // Smaller type and rows, for dumps.
    void setCompact();
    [[nodiscard]] bool atTail() const { return followsTail_ && atTail_; }

    [[nodiscard]] quint64 currentId() const; // 0 where no row is current
    // What the selected rows say in a role that holds ids; without zeros, each once.
    [[nodiscard]] QList<quint64> selected(models::Role role) const;
    bool selectId(quint64 id, models::Role role = models::IdRole); // false where no row has it
    [[nodiscard]] RowHeader &columns() const { return *header_; }

    void copySelection() const;
    void remember(QSettings &settings) const;
    void recall(const QSettings &settings);

Q_SIGNALS:
    void currentIdChanged(quint64 id); // by the user or selectId; 0 where its row left
    void rowsPicked(); // the selection changed
    void menuRequested(const QPoint &at, quint64 id); // global point; the row is selected before

protected:
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                     const QList<int> &roles) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int first, int last) override;
    void selectionChanged(const QItemSelection &selected,
                          const QItemSelection &deselected) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void applyWidths();
    void followTail();

    const Theme &theme_;
    QString key_;
    CellDelegate *delegate_;
    RowHeader *header_;
    QWidget *corner_; // over the scroll bar, beside the header
    QList<ColumnLook> looks_;
    int rowHeight_;
    bool followsTail_ = false;
    bool atTail_ = true;
};

} // namespace ui
