// SPDX-License-Identifier: MIT
#pragma once

// GivenSocket: a socket of the caller's own among the options of a connection, an endpoint or a
// server. Options are copied, to be used again for the next attempt; a socket can be used once. So
// copies share it, and whoever takes it first has it: ValueError for the second. Thread: that of
// the loop that takes it.

#include "loop/Descriptor.h"

#include <memory>

namespace loop {

class GivenSocket {
public:
    GivenSocket() noexcept = default; // none was given
    GivenSocket(Descriptor fd) // NOLINT: implicit on purpose; nor by a Descriptor of nothing
        : m_fd(fd ? std::make_shared<Descriptor>(std::move(fd)) : nullptr)
    { }

    [[nodiscard]] explicit operator bool() const noexcept { return m_fd != nullptr; } // or was
    [[nodiscard]] int get() const noexcept { return m_fd ? m_fd->get() : -1; } // -1 once taken
    [[nodiscard]] Descriptor take() const; // ValueError if it was taken before

private:
    std::shared_ptr<Descriptor> m_fd;
};

} // namespace loop
