// SPDX-License-Identifier: MIT
#include "loop/FreedMemory.h"

#include <cstdlib>

#include <malloc.h>

namespace loop {

namespace {

constexpr int mebibyte = 1024 * 1024;
constexpr int kept = 64 * mebibyte; // bytes at the end of a thread's heap

} // namespace

// The C library hands the end of its heap back to the system as soon as 128 KiB of it are free, and
// gets it again, page by page, for what is received next: with 50 connections of 64 KiB messages
// that cost more than all else together.
void keepFreedMemory() noexcept
{
    ::mallopt(M_TRIM_THRESHOLD, kept);
    ::mallopt(M_MMAP_THRESHOLD, 4 * mebibyte);
    ::mallopt(M_TOP_PAD, mebibyte);
}

// malloc_trim() passes over the end of a heap that is not the main thread's. It is looked at when a
// large block is freed, and given back where it is beyond the threshold.
void releaseFreedMemory() noexcept
{
    ::mallopt(M_TRIM_THRESHOLD, 0);
    void *volatile large = std::malloc(128 * 1024); // volatile: the pair must not be left out
    std::free(large);
    ::mallopt(M_TRIM_THRESHOLD, kept);
    ::malloc_trim(0);
}

} // namespace loop
