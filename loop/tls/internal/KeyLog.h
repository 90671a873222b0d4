// SPDX-License-Identifier: MIT
#pragma once

// The file to which a context's connections append their secrets, in the form of RFC 9850, so that
// a capture can be read. Made for its owner alone; others may append to it, too, since each line is
// one write. Nothing here waits: of a pipe that is full the line is lost. The first failure is
// reported, and ends it: half a line may be in the file, and what follows would be unreadable. Any
// thread.

#include "loop/Descriptor.h"
#include "loop/Errors.h"

#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace loop::tls {

class KeyLog {
public:
    using Failed = std::function<void(const OsError &)>;

    explicit KeyLog(std::string path); // OsError
    void append(std::string_view line, const Failed &failed); // without `failed`: a warning's words

private:
    [[nodiscard]] bool write(std::string_view text) const noexcept; // false: errno says why

    std::string m_path;
    std::mutex m_mutex; // protects what follows
    Descriptor m_file; // none: it has failed
};

} // namespace loop::tls
