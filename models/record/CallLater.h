// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Hands a call from any thread to that of an object, which makes it when it comes back to its event
// loop, or never if the object is destroyed before: QMetaObject::invokeMethod() with
// Qt::QueuedConnection. Qt's libraries are not built for the thread sanitizer, so it is told here
// that what the call holds was written before it is read.

#include <QtCore/QObject>

#include <utility>

#if defined(__SANITIZE_THREAD__)
extern "C" void __tsan_acquire(void *address);
extern "C" void __tsan_release(void *address);
#endif

namespace models {

namespace internal {

template <class Call> class HandedOver {
public:
    explicit HandedOver(Call call)
        : call_(std::move(call))
    { }
    HandedOver(HandedOver &&other) noexcept // the last is Qt's, before it posts the call
        : call_(std::move(other.call_))
    {
#if defined(__SANITIZE_THREAD__)
        __tsan_release(&handedOver);
#endif
    }
    HandedOver(const HandedOver &) = delete;
    HandedOver &operator=(const HandedOver &) = delete;
    HandedOver &operator=(HandedOver &&) = delete;
    ~HandedOver()
    {
        take();
    }

    void operator()()
    {
        take();
        call_();
    }

private:
    void take()
    {
#if defined(__SANITIZE_THREAD__)
        __tsan_acquire(&handedOver);
#endif
    }

    static inline char handedOver;
    Call call_;
};

} // namespace internal

template <class Call> void callLater(QObject *object, Call call)
{
    QMetaObject::invokeMethod(object, internal::HandedOver<Call>(std::move(call)),
                              Qt::QueuedConnection);
}

} // namespace models
