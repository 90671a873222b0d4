// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Standard input, whatever it is. A thread of its own reads it with calls that may block, one piece
// each time somebody waits for more, so that the descriptor, which other programs may share, keeps
// its flags. What came too late for a reader that was cancelled, the next one gets. Net thread; one
// for the process, owned by SessionHost.

#include "loop/EventLoop.h"

#include <memory>
#include <string>

namespace app {

class StandardInput {
public:
    static constexpr std::size_t piece = 64 * 1024;

    // The descriptor stays open for as long as the process lives.
    StandardInput(loop::EventLoop &loop, int fd);
    ~StandardInput();
    StandardInput(const StandardInput &) = delete;

    // What comes next, at most a piece; "" at the end, and once `released`, which outlives the
    // call, is true. Several readers take turns. Throws OsError where it cannot be read.
    [[nodiscard]] loop::Coro<std::string> read(const bool &released);
    void wake(); // readers look at what `released` says now

private:
    struct State;
    std::shared_ptr<State>
        state_; // the thread's, too, which may outlive this in a call that blocks
};

} // namespace app
