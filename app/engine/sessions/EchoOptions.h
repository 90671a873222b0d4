// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the echo servers of all levels read from their URL. Plain values.

#include "loop/Time.h"
#include "models/spec/SessionUrl.h"

#include <string>

namespace app {

struct EchoOptions {
    explicit EchoOptions(const models::SessionUrl &url)
        : prefix(url.text(u"prefix").toStdString())
        , idle(url.duration(u"idle"))
    { }

    const std::string prefix; // before each reply
    const loop::Duration idle; // a connection without data for so long is closed; 0: never
};

} // namespace app
