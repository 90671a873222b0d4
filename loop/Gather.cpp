// SPDX-License-Identifier: MIT
#include "loop/Gather.h"

namespace loop {

GatherFuture::GatherFuture(EventLoop &loop, const std::vector<Ref<FutureBase>> &sources,
                           bool returnsExceptions)
    : DerivedFuture(loop, sources)
    , m_returnExceptions(returnsExceptions)
{ }

bool GatherFuture::cancel(const std::string &message)
{
    if (done())
        return false;
    const Ref<FutureBase> self(this);
    bool cancelledOne = false;
    for (std::size_t i = 0; i < sourceCount(); ++i) {
        m_cancelRequested = true; // before: a plain future is done inside its cancel()
        cancelledOne |= source(i).cancel(message);
    }
    m_cancelRequested = cancelledOne;
    return cancelledOne;
}

void GatherFuture::fail(std::exception_ptr error)
{
    const bool cancelled = isCancelled(error);
    setException(std::move(error));
    if (cancelled)
        setLogTraceback(false);
}

void GatherFuture::sourceDone(FutureBase &source)
{
    if (done()) {
        if (source.failed())
            (void)source.exception(); // retrieved, as far as the source is concerned
        return;
    }
    if (m_returnExceptions)
        return;
    if (std::exception_ptr error = outcomeError(source))
        fail(std::move(error));
}

void GatherFuture::allDone()
{
    if (done())
        return;
    if (m_cancelRequested) {
        for (std::size_t i = 0; i < sourceCount(); ++i)
            if (source(i).failed())
                (void)source(i).exception(); // nobody else can retrieve it
        fail(std::make_exception_ptr(CancelledError()));
        return;
    }
    try {
        collect();
    } catch (...) { // of copying a result
        fail(std::current_exception());
    }
}

} // namespace loop
