// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is dropped, as paths, and what a path's ending says it is. Touches no file. Main thread.

#include <QtCore/QStringList>

class QMimeData;

namespace ui {

enum class FileKind { Recording, Json, Certificate, Key };

[[nodiscard]] QStringList filesOf(const QMimeData &data); // local ones
[[nodiscard]] FileKind kindOf(const QString &path); // what is not known is taken for a recording

} // namespace ui
