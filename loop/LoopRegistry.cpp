// SPDX-License-Identifier: MIT
#include "loop/LoopRegistry.h"

namespace loop {

thread_local constinit EventLoop *t_lastLoop = nullptr;

LoopRegistry &loopRegistry()
{
    static LoopRegistry registry;
    return registry;
}

} // namespace loop
