// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What each column of each view means, in a sentence, for the tooltip of its header. Views are
// known by the key that they are remembered by. Any thread.

#include <QtCore/QString>

namespace ui {

[[nodiscard]] QString columnTip(const QString &view, int column); // "": there is nothing to say

} // namespace ui
