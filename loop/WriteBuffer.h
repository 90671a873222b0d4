// SPDX-License-Identifier: MIT
#pragma once

// WriteBuffer: bytes that wait to be sent, in pieces of at most 256 KiB. Appends at the end, drops
// from the front; neither ever moves more than a piece, so that a buffer of any size costs no turn
// of the loop more than another. Gives its memory back as it goes: an idle connection has one
// pointer of it.

#include <algorithm>
#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>

namespace loop {

class WriteBuffer {
public:
    static constexpr std::size_t pieceAtMost = 256 * 1024;

    [[nodiscard]] bool empty() const noexcept { return !m_waiting; }
    [[nodiscard]] std::size_t size() const noexcept { return m_waiting ? m_waiting->size : 0; }
    [[nodiscard]] std::string_view front() const noexcept // what is next; "" if empty
    {
        return m_waiting ? std::string_view(m_waiting->first).substr(m_waiting->begin)
                         : std::string_view();
    }

    void append(std::string_view data)
    {
        if (data.empty())
            return;
        if (!m_waiting)
            m_waiting = std::make_unique<Waiting>();
        m_waiting->size += data.size();
        while (!data.empty()) {
            std::string &last = m_waiting->last();
            const std::size_t fits = std::min(data.size(), pieceAtMost - last.size());
            last.append(data.substr(0, fits));
            data.remove_prefix(fits);
            if (!data.empty())
                m_waiting->more.emplace_back();
        }
    }
    void consume(std::size_t bytes) // of front(), at most all of it
    {
        Waiting &waiting = *m_waiting;
        waiting.begin += bytes;
        waiting.size -= bytes;
        if (waiting.begin < waiting.first.size())
            return;
        if (waiting.more.empty()) {
            clear();
            return;
        }
        waiting.first = std::move(waiting.more.front());
        waiting.more.pop_front();
        waiting.begin = 0;
    }
    void clear() noexcept { m_waiting.reset(); }

private:
    struct Waiting {
        [[nodiscard]] std::string &last() noexcept { return more.empty() ? first : more.back(); }

        std::string first;
        std::list<std::string> more; // behind it
        std::size_t begin = 0; // of `first`: sent already
        std::size_t size = 0; // of all that is not sent
    };

    std::unique_ptr<Waiting> m_waiting; // null while empty
};

} // namespace loop
