// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Work that an object lets other threads do on its behalf. Its end waits for what runs: an Errands
// that is the object's last member makes sure that nothing the work refers to is gone before the
// work is. Main thread, but for the tokens, which are dropped by the thread that did the work.

#include <condition_variable>
#include <memory>
#include <mutex>

namespace app {

class Errands {
public:
    Errands() = default;
    Errands(const Errands &) = delete;
    ~Errands()
    {
        std::unique_lock lock(state_->mutex);
        state_->changed.wait(lock, [this] { return state_->running == 0; });
    }

    // For the work to hold until it is done, or dropped.
    [[nodiscard]] std::shared_ptr<void> token()
    {
        const std::lock_guard lock(state_->mutex);
        ++state_->running;
        return {nullptr, [state = state_](void *) {
                    const std::lock_guard ended(state->mutex);
                    --state->running;
                    state->changed.notify_all();
                }};
    }

private:
    struct State {
        std::mutex mutex; // protects `running`
        std::condition_variable changed;
        int running = 0;
    };
    const std::shared_ptr<State> state_ = std::make_shared<State>();
};

} // namespace app
