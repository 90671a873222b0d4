// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Gathers what the core logs while it lives, in place of stderr. Any thread may log; ask on one.

#include "loop/Log.h"

#include <algorithm>
#include <mutex>
#include <string>
#include <vector>

class LogCapture {
public:
    struct Line {
        loop::LogLevel level;
        std::string category;
        std::string message;
    };

    LogCapture()
    {
        m_before = loop::setLogHandler(
            [this](loop::LogLevel level, std::string_view category, std::string_view message) {
                const std::lock_guard lock(m_mutex);
                m_lines.push_back({level, std::string(category), std::string(message)});
            });
    }
    ~LogCapture() { loop::setLogHandler(std::move(m_before)); }
    LogCapture(const LogCapture &) = delete;
    LogCapture &operator=(const LogCapture &) = delete;

    [[nodiscard]] std::vector<Line> lines() const
    {
        const std::lock_guard lock(m_mutex);
        return m_lines;
    }
    // How many lines have these words in them.
    [[nodiscard]] long count(std::string_view words) const
    {
        const std::vector<Line> all = lines();
        return std::ranges::count_if(all, [words](const Line &line) {
            return line.message.find(words) != std::string::npos;
        });
    }
    [[nodiscard]] long count(loop::LogLevel level) const
    {
        const std::vector<Line> all = lines();
        return std::ranges::count_if(all,
                                     [level](const Line &line) { return line.level == level; });
    }
    void clear()
    {
        const std::lock_guard lock(m_mutex);
        m_lines.clear();
    }

private:
    mutable std::mutex m_mutex; // protects m_lines
    std::vector<Line> m_lines;
    loop::LogHandler m_before;
};
