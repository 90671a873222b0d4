// SPDX-License-Identifier: MIT
#pragma once

// How sockets are made ready before a transport or a listener takes them: opened, bound, checked.
// For the loop's own use. Every failure is an OsError or ValueError that says what was attempted.

#include "loop/Descriptor.h"
#include "loop/Network.h"

#include <cstdint>
#include <string>

namespace loop {

[[nodiscard]] Descriptor openSocket(int family, int type, int proto, const std::string &purpose);
void setOption(const Descriptor &fd, int level, int option, const char *name); // to 1
void bindTo(const Descriptor &fd, const SocketAddress &address); // N-23

// Frees the path of a Unix socket that nobody may bind to otherwise: removes what is there, if it
// is a socket. Neither an abstract name nor another kind of file is touched.
void removeStaleSocket(const SocketAddress &address);

// The file of a bound Unix socket, by its inode: another that has taken its path meanwhile stays.
// Nothing for another family, an abstract name, or a file that is gone.
class SocketFile {
public:
    explicit SocketFile(const SocketAddress &address);
    void remove() const noexcept; // at most once; a failure is logged

private:
    std::string m_path; // absolute; "": there is no file
    std::uint64_t m_device = 0;
    std::uint64_t m_inode = 0;
};

void setKeepAlive(const Descriptor &fd, const KeepAlive &keepAlive); // nothing if it is off

// A socket of the caller's, now ours and non-blocking. ValueError unless it has this type and, if
// given, this family.
[[nodiscard]] Descriptor takeSocket(Descriptor sock, int type, int family = AF_UNSPEC);

} // namespace loop
