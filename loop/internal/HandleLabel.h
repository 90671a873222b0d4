// SPDX-License-Identifier: MIT
#pragma once

// What debug mode calls a scheduled callback (D-09), wherever it is kept:
// "<Handle print(1) created at a.cpp:3>". Used by the core alone.

#include "loop/Callable.h"
#include "loop/Records.h"

namespace loop {

[[nodiscard]] inline std::string handleLabel(const Callable &callback,
                                             const std::source_location &created,
                                             const char *what = "<Handle ")
{
    return what + callback.describe() + " created at " + Place(created).fileAndLine() + '>';
}

} // namespace loop
