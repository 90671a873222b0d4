// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A pipe, closed with the object. Its ends block, as those that a shell makes do, unless O_NONBLOCK
// is asked for.

#include "loop/Descriptor.h"

#include <QtCore/QtGlobal>

#include <fcntl.h>
#include <unistd.h>

struct Pipe {
    explicit Pipe(int flags = 0)
    {
        int ends[2];
        if (::pipe2(ends, flags | O_CLOEXEC) != 0)
            qFatal("no pipe");
        reading = loop::Descriptor(ends[0]);
        writing = loop::Descriptor(ends[1]);
    }
    // As by a reader who reads nothing: what is written next waits.
    void fill() const
    {
        const int flags = ::fcntl(writing.get(), F_GETFL);
        ::fcntl(writing.get(), F_SETFL, flags | O_NONBLOCK);
        while (::write(writing.get(), "x", 1) == 1) { }
        ::fcntl(writing.get(), F_SETFL, flags);
    }
    loop::Descriptor reading, writing;
};
