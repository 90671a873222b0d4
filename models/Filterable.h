// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the filter field of the window needs of the model behind the tab in front: its keys, and the
// filter that is set. The model itself does the filtering. Main thread.

#include "models/Filter.h"
#include "models/TimeSpan.h"

namespace models {

class Filterable {
public:
    virtual ~Filterable() = default;

    virtual QList<FilterKey> filterKeys() const = 0;
    // Ignored where the text has a mistake, which is returned.
    virtual std::optional<FilterMistake> setFilterText(const QString &text) = 0;
    virtual QString filterText() const = 0;
    // Only what happened or lived in it, whatever the filter says; none: at any time.
    virtual void setTimeSpan(const std::optional<TimeSpan> &span) = 0;
};

} // namespace models
