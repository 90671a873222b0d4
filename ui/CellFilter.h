// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The filter that a cell stands for: "peer:127.0.0.1:49152" of a peer. Pure functions over the
// filter language of a table; nothing throws.

#include "models/Filter.h"

#include <QtCore/QModelIndex>

namespace ui {

// "" where the filter has no key for that column, or the cell is empty.
[[nodiscard]] QString filterOf(const QModelIndex &cell, const QList<models::FilterKey> &keys);
// What is shown already, and that, or not that. What it contradicts, or has already, is replaced.
[[nodiscard]] QString narrowed(const QString &filter, const QString &by, bool exclude);

} // namespace ui
