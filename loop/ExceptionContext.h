// SPDX-License-Identifier: MIT
#pragma once

// What an exception handler is told: asyncio's context dictionary as a struct of optionals (ER-04).

#include "loop/Future.h"
#include "loop/Handle.h"
#include "loop/Records.h"

#include <functional>
#include <map>
#include <string>

namespace loop {

class BaseProtocol;
class Transport;

struct ExceptionContext {
    std::string message; // always
    std::exception_ptr exception; // may be null
    Ref<FutureBase> future; // may be null
    std::optional<Handle> handle;
    std::string handleDescription; // of `handle`, which is gone once it ran
    BaseProtocol *protocol = nullptr; // valid for the call only, as is `transport`
    Transport *transport = nullptr;
    int socket = -1;
    Place created; // where the thing it is about was created
    std::map<std::string, std::string> extra; // room for more, as asyncio's dictionary has

    [[nodiscard]] std::string text() const; // several lines, as the default handler logs it
};

using ExceptionHandler = std::function<void(EventLoop &, const ExceptionContext &)>;

} // namespace loop
