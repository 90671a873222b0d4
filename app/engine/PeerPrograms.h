// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Finds out which program is at the other end of a connection that stays on this machine: of a TCP
// connection over loopback by the kernel's tables in /proc, of a Unix socket by the process that it
// names. A consumer of Deltas on the main thread; the looking is done on a thread of its own, many
// connections at a time and not more often than twice a second, so that neither the loop nor the
// window waits for it. What cannot be found (it is gone, or another user's) is left out. What was
// found is reported on that thread.

#include "models/record/DeltaSource.h"

#include <QtCore/QString>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace app {

class PeerPrograms final : public models::DeltaConsumer {
public:
    using Found = std::function<void(loop::ConnectionNote)>;
    explicit PeerPrograms(Found found);
    ~PeerPrograms() override; // waits for a look that is under way, some 10 ms

    using DeltaConsumer::apply;
    void apply(const loop::Delta &delta) override;
    void reset() override { }

private:
    struct Wanted {
        loop::ConnectionId id;
        std::string local, peer; // as the connection has them
        std::int32_t pid = 0; // of a Unix socket
    };
    static constexpr std::size_t mostWanted = 2'000; // that wait; of more, some stay unknown

    void run();
    void look(const std::vector<Wanted> &wanted) const;

    const Found found_;
    std::mutex mutex_; // protects the two below
    std::condition_variable moved_;
    std::vector<Wanted> wanted_;
    bool ending_ = false;
    std::thread thread_; // last: it uses the others
};

} // namespace app
