// SPDX-License-Identifier: MIT
#pragma once

// What the loop calls when a watched descriptor is ready: transports, listeners, descriptor
// watches.

#include <cstdint>

namespace loop {

class IoHandler {
public:
    virtual void onReady(std::uint32_t events) = 0; // EPOLLIN | EPOLLOUT | ...

protected:
    ~IoHandler() = default;
};

} // namespace loop
