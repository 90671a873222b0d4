// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one table of the application: rows of a fixed height, sorted by its header, copied as
// tab-separated text, remembered by name. Speaks of rows by the id the model gives them (IdRole),
// never by number. Repaints only rows that are seen. Main thread; owned by the tab that shows it.

#include "ui/CellDelegate.h"

#include <QtCore/QList>
#include <QtCore/QPersistentModelIndex>
#include <QtWidgets/QTableView>

#include <functional>
#include <vector>

class QMenu;
class QSettings;
class QToolButton;

namespace ui {

class RowHeader;

class RowView final : public QTableView {
    Q_OBJECT
public:
    // `name` is for screen readers and tests; `key` is what the columns are remembered by.
    RowView(const Theme &theme, const QString &name, const QString &key, QWidget *parent = nullptr);

    // Takes the looks of the model's columns in its order. The model outlives the view. Until a
    // person changes a column, those that yield are left out as long as there is no room for them.
    void show(QAbstractItemModel &model, const QList<ColumnLook> &columns);
    // Keeps the last row in sight while it is in sight; the user's scrolling up ends it, down
    // resumes.
    void setFollowsTail(bool follows);
    void hideHeader();
    // Of a column, until a person changes it, in digits and in pixels.
    void setDigits(int column, double digits);
    [[nodiscard]] int usualWidth(int column) const;
    // What stands there while there is no row.
    void setEmptyText(std::function<QString()> text) { emptyText_ = std::move(text); }
    // What stands in the place of rows, while there are none.
    [[nodiscard]] QString emptyText() const { return emptyText_ ? emptyText_() : QString(); }
    void setHighlights(); // HighlightRole is painted
    // Smaller type and rows, for dumps.
    void setCompact(CellDelegate::Margins margins);
    [[nodiscard]] bool atTail() const { return followsTail_ && atTail_; }

    [[nodiscard]] quint64 currentId() const { return current(models::IdRole); }
    // What the selected rows say in a role that holds ids; without zeros, each once. Asks each of
    // them: for what is done to them, never for what can be done (see anySelected()).
    [[nodiscard]] QList<quint64> selected(models::Role role) const;
    // Whether one of the selected rows has an id in this role that passes. Asks a thousand of them
    // at most, and says true of more: a selection may be of a million rows.
    [[nodiscard]] bool anySelected(models::Role role,
                                   const std::function<bool(quint64)> &passes) const;
    // What the current row says in a role that holds ids; 0 where none is.
    [[nodiscard]] quint64 current(models::Role role) const;
    // The first and last selected row; empty where none is. Costs no more for a million rows.
    struct Span {
        int first = 0;
        int last = -1;
    };
    [[nodiscard]] Span selectedSpan() const;
    // Makes it the current row and the one that is selected, whatever keys are held down.
    void pick(const QModelIndex &index);
    bool selectId(quint64 id, models::Role role = models::IdRole); // false where no row has it
    [[nodiscard]] RowHeader &columns() const { return *header_; }

    // Of the current row that left, until another one is current; 0: none.
    [[nodiscard]] quint64 leftId() const { return left_; }

    void copySelection();
    void remember(QSettings &settings) const;
    void recall(const QSettings &settings);

Q_SIGNALS:
    void currentIdChanged(quint64 id); // by the user or selectId; 0 where its row left
    void rowsPicked(); // the selection changed
    void menuRequested(const QPoint &at, quint64 id); // global point; the row is selected before

protected:
    void announceWhatCame(int firstRow, int lastRow);
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                     const QList<int> &roles) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int first, int last) override;
    void selectionChanged(const QItemSelection &selected,
                          const QItemSelection &deselected) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void updateGeometries() override;

private:
    // Each selected row once, in no order, while `visit` returns true.
    void visitSelected(const std::function<bool(int row)> &visit) const;
    void copyWhatWasRead();
    void setRowHeight(int height);
    void refreshFonts();
    void applyWidths();
    void fitColumns();
    void shareRoom(int tooMuch); // pixels; below 0: there is room left
    void noteLast();
    void followTail();
    void offerNewest(); // where it does not follow the tail just now

    const Theme &theme_;
    QString key_;
    CellDelegate *delegate_;
    RowHeader *header_;
    QWidget *corner_; // over the scroll bar, beside the header
    QList<ColumnLook> looks_;
    int rowHeight_;
    std::function<QString()> emptyText_;
    bool compact_ = false;
    bool columnsChosen_ = false; // by a person, now or in an earlier session
    bool followsTail_ = false;
    bool atTail_ = true;
    QToolButton *newest_ = nullptr; // of what follows its tail
    std::vector<QPersistentModelIndex> copying_; // rows, once all have been read
    std::size_t notCopied_ = 0; // rows that were selected, too
    quint64 left_ = 0; // the id of the current row that left, until another is current
    quint64 announced_ = 0; // the id of the current row, as it was told
};

} // namespace ui
