// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Says on the desktop what fails while nobody sees the window: a session that failed, and a limit
// that is met no longer, each once. Through org.freedesktop.Notifications; where no such service
// runs nothing happens, since the window says it, too. Main thread.

#include "models/record/SessionRecord.h"

#include <map>
#include <set>

namespace app {

class DesktopNotice {
public:
    // What is worth a notice now that the session is as it is, in one sentence; "": nothing, or it
    // was said. Every change of a session is to be told, whether it is shown or not.
    [[nodiscard]] QString newsOf(const models::SessionRecord &record);
    // Without waiting for anybody.
    static void show(const QString &sentence);

private:
    struct Said {
        bool failed = false;
        std::set<QString> limits;
    };
    std::map<quint64, Said> said_; // by session
};

} // namespace app
