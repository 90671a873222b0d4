// SPDX-License-Identifier: MIT
#pragma once

// Python's logging.basicConfig(level=DEBUG, format='%(name)s: %(message)s', stream=stderr), and
// logging.getLogger(name).debug(...).

#include "loop/Log.h"

#include <iostream>
#include <string>

inline void logToStandardError()
{
    loop::setLogHandler([](loop::LogLevel, std::string_view name, std::string_view message) {
        std::cerr << name << ": " << message << std::endl;
    });
}

class Logger {
public:
    explicit Logger(std::string name)
        : m_name(std::move(name))
    { }
    void debug(const std::string &message) const
    {
        loop::log(loop::LogLevel::Debug, message, m_name);
    }

private:
    std::string m_name;
};
