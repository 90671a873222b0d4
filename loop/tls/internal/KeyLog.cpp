// SPDX-License-Identifier: MIT
#include "loop/tls/internal/KeyLog.h"

#include "loop/Log.h"

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace loop::tls {

KeyLog::KeyLog(std::string path)
    : m_path(std::move(path))
    , m_file(::open(m_path.c_str(),
                    O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0600))
{
    if (!m_file)
        throwErrno("cannot write " + m_path);
}

void KeyLog::append(std::string_view line, const Failed &failed)
{
    int why = 0;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_file || write(std::string(line).append("\n")))
            return;
        why = errno;
        m_file.reset();
    }
    const OsError error(why, std::generic_category(),
                        "cannot write TLS secrets to " + m_path + ", and no more are logged");
    if (!failed)
        return log(LogLevel::Warning, error.what());
    try {
        failed(error);
    } catch (...) { // OpenSSL called us, and cannot be thrown through
        log(LogLevel::Error,
            "TlsContext::keylogFailed failed: " + loop::describe(std::current_exception()));
    }
}

bool KeyLog::write(std::string_view text) const noexcept
{
    while (!text.empty()) {
        const ssize_t count = ::write(m_file.get(), text.data(), text.size());
        if (count < 0 && errno != EINTR)
            return false;
        if (count > 0)
            text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

} // namespace loop::tls
