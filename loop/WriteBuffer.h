// SPDX-License-Identifier: MIT
#pragma once

// WriteBuffer: bytes that wait to be sent. Appends at the end, drops from the front in constant
// amortised time, and gives its memory back once empty, so that an idle connection holds none.

#include <string>
#include <string_view>

namespace loop {

class WriteBuffer {
public:
    [[nodiscard]] bool empty() const noexcept { return m_begin == m_data.size(); }
    [[nodiscard]] std::size_t size() const noexcept { return m_data.size() - m_begin; }
    [[nodiscard]] std::string_view view() const noexcept { return std::string_view(m_data).substr(m_begin); }

    void append(std::string_view data) { m_data.append(data); }
    void consume(std::size_t bytes)
    {
        m_begin += bytes;
        if (m_begin == m_data.size()) {
            clear();
        } else if (m_begin > m_data.size() / 2) {
            m_data.erase(0, m_begin);
            m_begin = 0;
        }
    }
    void clear() noexcept
    {
        std::string().swap(m_data);
        m_begin = 0;
    }

private:
    std::string m_data;
    std::size_t m_begin = 0; // sent already
};

} // namespace loop
