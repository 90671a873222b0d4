// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Text that is too long for its place. Never throws. Any thread.

#include <QtCore/QString>

namespace models::shown {

// The first or the last `most` characters of a text, one fewer where one of two parts (an emoji)
// would be cut in half: half of it is shown as a box, and written as U+FFFD.
[[nodiscard]] QString firstOf(const QString &text, qsizetype most);
[[nodiscard]] QString lastOf(const QString &text, qsizetype most);

} // namespace models::shown
