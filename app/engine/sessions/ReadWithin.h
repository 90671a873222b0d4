// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reading from a peer that may say nothing for a while. Net thread.

#include "loop/Streams.h"
#include "loop/Time.h"

#include <optional>
#include <string>

namespace app {

// What comes next, "" at the end; none where nothing came for so long.
[[nodiscard]] loop::Coro<std::optional<std::string>> readWithin(loop::StreamReader reader,
                                                                loop::Duration limit);

} // namespace app
