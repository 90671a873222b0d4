// SPDX-License-Identifier: MIT
#include "loop/Awaitable.h"

namespace loop {

void checkLoop(EventLoop &loop, const FutureBase &future)
{
    if (&future.loop() == &loop)
        return;
    const char *const message
        = "The future belongs to a different loop than the one specified as the loop argument";
    loop.misused(WarningKind::OtherLoop, message, future.created());
    throw ValueError(message);
}

} // namespace loop
