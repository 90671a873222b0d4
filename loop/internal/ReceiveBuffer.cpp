// SPDX-License-Identifier: MIT
#include "loop/internal/ReceiveBuffer.h"

#include "loop/FreedMemory.h"

#include <memory>

namespace loop {

namespace {

constexpr std::size_t bufferSize = 256 * 1024;

thread_local const std::unique_ptr<char[]> t_buffer(new char[bufferSize]);

} // namespace

std::span<char> receiveBuffer() noexcept
{
    [[maybe_unused]] static const bool kept = (keepFreedMemory(), true);
    return {t_buffer.get(), bufferSize};
}

} // namespace loop
