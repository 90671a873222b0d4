// SPDX-License-Identifier: MIT
#pragma once

// DerivedFuture: a future whose result comes of other futures, its sources. The base of gather()
// and shield(). While it listens, the loop keeps it, so its callbacks come even if nobody else
// holds it.

#include "loop/Future.h"

#include <memory>
#include <vector>

namespace loop {

class DerivedFuture : public FutureBase {
public:
    // The sources are of the same loop: ensureFuture() has seen to it. created() is the last await
    // of the coroutine that makes it, for packs of arguments leave no room to be told.
    DerivedFuture(EventLoop &loop, const std::vector<Ref<FutureBase>> &sources);
    ~DerivedFuture() override;

    // Once, after construction. Sources that are done already count in the next iteration, in their
    // order: who awaits in a loop lets others run, whatever is done.
    void listen();

protected:
    void addSources(std::vector<TaskId> &tasks, std::size_t most) override;
    virtual void sourceDone(FutureBase &source) = 0;
    virtual void allDone() { }
    void stopListening() noexcept;

    [[nodiscard]] std::size_t sourceCount() const noexcept { return m_count; }
    [[nodiscard]] FutureBase &source(std::size_t index) const noexcept;

private:
    class Source;
    void told(FutureBase &source);
    void tellEarly();

    std::size_t m_count;
    std::size_t m_pending;
    std::unique_ptr<Source[]> m_sources;
    std::uint64_t m_kept = 0; // the number under which the loop keeps us
};

// The exception of a future that failed, the CancelledError of one that was cancelled; else null.
[[nodiscard]] std::exception_ptr outcomeError(FutureBase &future);

} // namespace loop
