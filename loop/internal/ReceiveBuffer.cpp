// SPDX-License-Identifier: MIT
#include "loop/internal/ReceiveBuffer.h"

#include <memory>

#include <malloc.h>

namespace loop {

namespace {

constexpr std::size_t bufferSize = 256 * 1024;

// The C library hands the end of its heap back to the system as soon as 128 KiB of it are free, and
// gets it again, page by page, for what is received next: with 50 connections of 64 KiB messages
// that cost more than all else together. A process that receives keeps up to 64 MiB of what it has
// freed.
bool keepFreedMemory() noexcept
{
    constexpr int mebibyte = 1024 * 1024;
    return ::mallopt(M_TRIM_THRESHOLD, 64 * mebibyte) && ::mallopt(M_MMAP_THRESHOLD, 4 * mebibyte)
        && ::mallopt(M_TOP_PAD, mebibyte);
}

thread_local const std::unique_ptr<char[]> t_buffer(new char[bufferSize]);

} // namespace

std::span<char> receiveBuffer() noexcept
{
    [[maybe_unused]] static const bool kept = keepFreedMemory();
    return {t_buffer.get(), bufferSize};
}

} // namespace loop
