// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What --version prints: the program's version, which CMakeLists.txt's project() says and nothing
// else does, and those of the libraries that it runs with, which may be others than it was built
// with. Any thread.

#include <QtCore/QByteArray>

namespace app {

// "loopscope 0.1.0\nQt 6.4.2, OpenSSL 3.0.15, SQLite 3.40.1\n": scripts read the first line alone.
[[nodiscard]] QByteArray versionText();

} // namespace app
