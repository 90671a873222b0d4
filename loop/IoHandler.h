// SPDX-License-Identifier: MIT
#pragma once

// What the loop calls when a watched descriptor is ready: transports, listeners, descriptor
// watches. It names itself for who asks why the loop was held.

#include <cstdint>
#include <source_location>
#include <string>

namespace loop {

class Transport;

class IoHandler {
public:
    virtual void onReady(std::uint32_t events) = 0; // EPOLLIN | EPOLLOUT | ...

    [[nodiscard]] virtual const Transport *transport() const noexcept
    {
        return nullptr;
    } // whose descriptor it is, if a transport's
    [[nodiscard]] virtual std::source_location place() const noexcept
    {
        return {};
    } // where it was asked for
    [[nodiscard]] virtual std::string label() const { return {}; } // unless a transport's

protected:
    ~IoHandler() = default;
};

} // namespace loop
