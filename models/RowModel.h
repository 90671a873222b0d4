// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A TableModel of rows of one plain type. The template only turns slots into rows; what is left to
// say for a model is text, roles, sort value and filter values of a Row. Main thread.

#include "models/TableModel.h"

#include <deque>

namespace models {

// What a column is, apart from its rows.
struct ColumnTraits {
    const char *title = ""; // in English; translated when it is asked for
    Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter;
    bool monospace = false;
    bool byText = false; // sorts by text, not by number
    bool prose = false; // sentences, which run as their language does
};

template <class Row> class RowModel : public TableModel {
public:
    // The row of an id, or null. Valid until the next batch.
    [[nodiscard]] const Row *find(quint64 id) const
    {
        const int slot = slotOf(id);
        return slot < 0 ? nullptr : &rows_[static_cast<std::size_t>(slot)];
    }

    // Every row there is, shown or not, in no order.
    template <class Visit> void each(Visit visit) const
    {
        for (int slot = 0; slot < slotCount(); ++slot) {
            if (isKept(slot))
                visit(row(slot));
        }
    }

protected:
    using TableModel::TableModel;

    virtual QString text(const Row &row, int column) const = 0;
    virtual QVariant special(const Row &row, int column, int role) const = 0; // tones, gauges, ...
    virtual double number(const Row &row, int column) const = 0;
    virtual const ColumnTraits &traits(int column) const = 0;
    virtual QString filterValue(const Row &row, int key) const = 0;
    virtual double filterNumber(const Row &row, int key) const = 0;
    // From when to when a row lived, where that is known.
    virtual TimeSpan lifeOf(const Row &) const { return {0, TimeSpan::Forever}; }
    virtual bool isWordColumn(int column) const { return traits(column).byText; }

    Row &row(int slot)
    {
        if (static_cast<std::size_t>(slot) >= rows_.size())
            rows_.resize(static_cast<std::size_t>(slot) + 1);
        return rows_[static_cast<std::size_t>(slot)];
    }
    const Row &row(int slot) const { return rows_[static_cast<std::size_t>(slot)]; }

    QVariant cell(int slot, int column, int role) const final
    {
        const Row &value = row(slot);
        switch (role) {
        case Qt::DisplayRole:
            return text(value, column);
        case SortRole:
            return sortsByText(column) ? QVariant(text(value, column))
                                       : QVariant(number(value, column));
        case MonospaceRole:
            return traits(column).monospace;
        case LiteralRole:
            return traits(column).monospace && !traits(column).prose;
        case Qt::AccessibleTextRole:
            return text(value, column);
        case ContextRole:
            return value.context;
        case WordRole:
            return filterValue(value, column); // keys of columns have their numbers
        case FilterKeyRole:
            return column;
        default:
            return special(value, column, role);
        }
    }
    QString title(int column) const final { return tr(traits(column).title); }
    Qt::Alignment alignment(int column) const final { return traits(column).alignment; }
    bool sortsByText(int column) const final { return traits(column).byText; }
    double sortNumber(int slot, int column) const final { return number(row(slot), column); }
    QString sortText(int slot, int column) const final { return text(row(slot), column); }
    TimeSpan life(int slot) const final { return lifeOf(row(slot)); }
    void slotFreed(int slot) final { row(slot) = Row {}; }

    bool accepts(const Filter &filter, int slot) const final
    {
        return filter.matches(Subject(*this, row(slot)));
    }

private:
    class Subject final : public FilterRow {
    public:
        Subject(const RowModel &model, const Row &row)
            : model_(model)
            , row_(row)
        { }
        bool hasWord(const QString &word) const final
        {
            for (int column = 0; column < model_.columnCount(); ++column) {
                if (model_.isWordColumn(column)
                    && model_.text(row_, column).contains(word, Qt::CaseInsensitive))
                    return true;
            }
            return false;
        }
        QString text(int key) const final { return model_.filterValue(row_, key); }
        double number(int key) const final { return model_.filterNumber(row_, key); }

    private:
        const RowModel &model_;
        const Row &row_;
    };

    std::deque<Row> rows_; // by slot
};

} // namespace models
