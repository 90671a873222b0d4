// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// QSettings whose file is written whole or not at all. Qt 6.4 writes settings through a QSaveFile
// that does not see its last flush fail: on a full disk an empty file took the place of all that a
// person had saved. This format is Qt's own INI text, in the same file; only its last flush is
// looked at, and the old file stays where it fails. Any thread.

#include <QtCore/QSettings>

namespace models {

[[nodiscard]] QSettings::Format checkedSettings();

} // namespace models
