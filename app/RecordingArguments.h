// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What of the command line is about its recording, and more than the reading of one value
// (RecordingOptions): marks, and what cannot be asked for together. It only reads.

#include <QtCore/QMap>
#include <QtCore/QString>

namespace app {

struct CommandLine;

// "SIGUSR2=NAME", or "SIGUSR2" for marks of that name. "" or what is wrong, one sentence.
[[nodiscard]] QString readMark(const QString &value, QMap<int, QString> &marks);

// "" or what of a whole command line does not go together, one sentence.
[[nodiscard]] QString recordingProblem(const CommandLine &line);

} // namespace app
