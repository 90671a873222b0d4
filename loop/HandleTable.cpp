// SPDX-License-Identifier: MIT
#include "loop/HandleTable.h"

namespace loop {

std::uint32_t HandleTable::grow()
{
    const std::uint32_t first = m_end;
    m_chunks.push_back(std::make_unique<HandleSlot[]>(chunkSize));
    m_end += chunkSize;
    m_generations.resize(m_end, 1);
    for (std::uint32_t index = m_end; index-- > first;) {
        if (index == 0)
            continue; // 0 means "none"
        at(index).context = m_free;
        m_free = index;
    }
    return m_free;
}

} // namespace loop
