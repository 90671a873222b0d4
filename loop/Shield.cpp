// SPDX-License-Identifier: MIT
#include "loop/Shield.h"

namespace loop {

bool ShieldFuture::cancel(const std::string &message)
{
    const Ref<FutureBase> self(this);
    if (!FutureBase::cancel(message))
        return false;
    stopListening();
    return true;
}

void ShieldFuture::sourceDone(FutureBase &source)
{
    if (source.cancelled()) {
        FutureBase::cancel();
        return;
    }
    if (std::exception_ptr error = source.exception()) {
        setException(std::move(error));
        return;
    }
    try {
        copyResult(source);
    } catch (...) {
        setException(std::current_exception());
    }
}

} // namespace loop
