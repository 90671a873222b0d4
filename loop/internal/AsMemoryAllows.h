// SPDX-License-Identifier: MIT
#pragma once

// What instruments and ends have to say is said if there is memory for it: a loop that has none
// goes on, or ends, without the words. Any thread.

#include <new>

namespace loop {

// Runs `report`, which may run out of memory and throws nothing else.
template <class Report> void asMemoryAllows(const Report &report) noexcept
{
    try {
        report();
    } catch (const std::bad_alloc &) { }
}

} // namespace loop
