// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A table of ten thousand rows that is shown, for the tests of RowView.

#include "tests/ui/Rows.h"
#include "ui/RowView.h"

struct ShownRows {
    explicit ShownRows(const ui::Theme &theme)
        : view(theme, QStringLiteral("Rows"), QStringLiteral("rows"))
    {
        view.show(rows, looks());
        view.setSortingEnabled(true);
        view.resize(900, 640);
        view.QWidget::show();
    }
    static QList<ui::ColumnLook> looks() { return {{6}, {10}, {14}, {10}, {20}}; }

    Rows rows {10'000};
    ui::RowView view;
};
