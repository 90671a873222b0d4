// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The file that a Unix socket is in the file system: who has it, taken over from a program that is
// gone, and removed at the end. Net thread.

#include "loop/Descriptor.h"
#include "loop/SocketAddress.h"

#include <sys/types.h>

#include <string>

namespace app {

// A stream socket bound to a path or an abstract name, not listening yet. What a program that ended
// left there is replaced; a socket that somebody serves, or has bound and will serve, never is.
// None, with errno, where it is not to be had: EADDRINUSE for somebody's, EEXIST for another file.
[[nodiscard]] loop::Descriptor bindUnixSocket(const loop::SocketAddress &address);

// Removes the file of a bound socket with this, unless another took its place. The socket is best
// closed after it: while it is open, no other file gets the number by which its own is known.
class SocketFile {
public:
    explicit SocketFile(std::string path); // of a socket that is bound; an abstract name has none
    ~SocketFile();
    SocketFile(const SocketFile &) = delete;
    SocketFile &operator=(const SocketFile &) = delete;

    // Of a process that ends without ending its threads: removes the files of all that live. Any
    // thread.
    static void removeAll();

private:
    void remove() const;

    std::string path_;
    dev_t device_ = 0;
    ino_t inode_ = 0; // 0: there is none
};

} // namespace app
