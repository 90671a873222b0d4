// SPDX-License-Identifier: MIT
#pragma once

// shield(f): awaits f, but whoever is cancelled while awaiting leaves f alone: f goes on (K-07). If
// f itself is cancelled, awaiting throws CancelledError. Keep a reference to f if its result
// matters after that: an exception that nobody reads is reported. A coroutine becomes a task; what
// is done already is given back as it is. Thread: the loop's.

#include "loop/Awaitable.h"
#include "loop/DerivedFuture.h"

namespace loop {

class ShieldFuture : public DerivedFuture {
public:
    using DerivedFuture::DerivedFuture;
    bool cancel(const std::string &message = {}) override;
    [[nodiscard]] const char *resultOwner() const noexcept override { return "shield"; }
    [[nodiscard]] WaitKind waitKind() const noexcept override { return source(0).waitKind(); }

private:
    void sourceDone(FutureBase &source) override;
    virtual void copyResult(FutureBase &source) = 0;
};

template <class T> class ShieldOf final : public WithResult<T, ShieldFuture> {
public:
    using WithResult<T, ShieldFuture>::WithResult;

private:
    void copyResult(FutureBase &source) override
    {
        if constexpr (std::is_void_v<T>)
            this->setResult();
        else
            this->setResult(valueOf<T>(source));
    }
};

template <Awaitable A> Future<ResultOf<A>> shield(EventLoop &loop, A &&awaitable)
{
    using T = ResultOf<A>;
    const Future<T> inner = ensureFuture(loop, std::forward<A>(awaitable));
    if (inner.done())
        return inner;
    const std::vector<Ref<FutureBase>> sources {inner.state()};
    const Ref<ShieldOf<T>> outer(new ShieldOf<T>(loop, sources));
    outer->listen();
    return Future<T>(Ref<FutureBase>(outer));
}
template <Awaitable A> Future<ResultOf<A>> shield(A &&awaitable)
{
    EventLoop &loop = loopFor(awaitable);
    return shield(loop, std::forward<A>(awaitable));
}

} // namespace loop
