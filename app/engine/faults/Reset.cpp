// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/faults/Reset.h"

#include <sys/socket.h>

namespace app {

void resetConnection(loop::Transport &transport)
{
    const auto fd = std::any_cast<int>(transport.getExtraInfo("socket", -1));
    const linger atOnce {1, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    transport.abort();
}

} // namespace app
