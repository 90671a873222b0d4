// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where the rows of a conversation and of a list of events lead: Return or a double click to the
// row of the log, the menu also to the task that read or wrote the bytes, and to the moment. For
// one RowView, which owns it; main thread.

#include "models/Inspected.h"

#include <QtCore/QObject>

namespace ui {

class RowView;

class EventTrail final : public QObject {
    Q_OBJECT
public:
    explicit EventTrail(RowView &rows);

Q_SIGNALS:
    void picked(const models::Reference &goal);

private:
    void popUp(const QPoint &at);
    [[nodiscard]] quint64 current(int role) const;

    RowView &rows_;
};

} // namespace ui
