// SPDX-License-Identifier: MIT
#pragma once

// All that combines awaitables (K): which to take, and where it stands.
//
//     gather       several at once, all results in order             loop/Gather.h
//     wait         until some or all are done, nothing thrown        loop/Wait.h
//     asCompleted  one after the other, as they finish               loop/Wait.h
//     timeout, timeoutAt, waitFor   one, but not for longer than     loop/Timeout.h
//     shield       one that must not be cancelled along with us      loop/Shield.h
//     runCoroutineThreadsafe, wrapFuture, toThread   across threads  loop/Threadsafe.h

#include "loop/Gather.h"
#include "loop/Shield.h"
#include "loop/Threadsafe.h"
#include "loop/Timeout.h"
#include "loop/Wait.h"
