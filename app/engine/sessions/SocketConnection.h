// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A connection that a coroutine serves with sockRecv() and sockSendall(), seen as any other: it has
// a row, it can be closed or aborted from the window. The coroutine owns the descriptor, moves the
// bytes and tells what it moved; closing shuts the socket down, which the coroutine sees as the
// end. Net thread.

#include "loop/Transport.h"

namespace app {

class SocketConnection final : public loop::Transport {
public:
    SocketConnection(loop::EventLoop &loop, int fd);

    using Transport::countIn;
    using Transport::countOut;
    void end(std::exception_ptr error); // before the descriptor is closed; null: as it should

    void close() override;

private:
    void opened() override { }
    void release() noexcept override { }
    void forceClose(std::exception_ptr) override; // a reset for the peer
    void shutDown();

    const int fd_; // open until end()
};

} // namespace app
