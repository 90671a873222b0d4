// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Two sockets that are joined: what is written to one is read from the other. Neither blocks.

#include "loop/Descriptor.h"

#include <QtCore/QtGlobal>

#include <sys/socket.h>

struct SocketPair {
    SocketPair()
    {
        int ends[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) != 0)
            qFatal("no sockets");
        a = loop::Descriptor(ends[0]);
        b = loop::Descriptor(ends[1]);
    }
    loop::Descriptor a, b;
};
