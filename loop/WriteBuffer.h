// SPDX-License-Identifier: MIT
#pragma once

// WriteBuffer: bytes that wait to be sent. Appends at the end, drops from the front in constant
// amortised time, and gives its memory back once empty: an idle connection has one pointer of it.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace loop {

class WriteBuffer {
public:
    [[nodiscard]] bool empty() const noexcept { return !m_waiting; }
    [[nodiscard]] std::size_t size() const noexcept
    {
        return m_waiting ? m_waiting->view().size() : 0;
    }
    [[nodiscard]] std::string_view view() const noexcept
    {
        return m_waiting ? m_waiting->view() : std::string_view();
    }

    void append(std::string_view data)
    {
        if (data.empty())
            return;
        if (!m_waiting)
            m_waiting = std::make_unique<Waiting>();
        m_waiting->data.append(data);
    }
    void consume(std::size_t bytes)
    {
        auto &[data, begin] = *m_waiting;
        begin += bytes;
        if (begin == data.size()) {
            clear();
        } else if (begin > data.size() / 2) {
            data.erase(0, begin);
            begin = 0;
        }
    }
    void clear() noexcept { m_waiting.reset(); }

private:
    struct Waiting {
        [[nodiscard]] std::string_view view() const noexcept
        {
            return std::string_view(data).substr(begin);
        }

        std::string data;
        std::size_t begin = 0; // sent already
    };

    std::unique_ptr<Waiting> m_waiting; // null while empty
};

} // namespace loop
