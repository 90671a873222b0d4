// SPDX-License-Identifier: MIT
#pragma once

// Ref<T>: a counted reference to an object that counts for itself. Not atomic: futures, tasks and
// all else that is counted so belongs to one loop's thread.

#include <cstdint>
#include <utility>

namespace loop {

class RefCounted {
public:
    RefCounted() = default;
    RefCounted(const RefCounted &) = delete;
    RefCounted &operator=(const RefCounted &) = delete;
    virtual ~RefCounted() = default;

    void retain() const noexcept { ++m_references; }
    void release() const noexcept
    {
        if (--m_references == 0)
            const_cast<RefCounted *>(this)->lastReferenceGone();
    }
    [[nodiscard]] std::uint32_t references() const noexcept { return m_references; }

protected:
    virtual void lastReferenceGone() noexcept
    {
        delete this;
    } // may take one again, and be called again

private:
    mutable std::uint32_t m_references = 0;
};

template <class T> class Ref {
public:
    Ref() noexcept = default;
    Ref(T *object) noexcept
        : m_object(object)
    {
        if (m_object)
            m_object->retain();
    }
    Ref(const Ref &other) noexcept
        : Ref(other.m_object)
    { }
    template <class U>
    Ref(const Ref<U> &other) noexcept
        : Ref(other.get())
    { }
    Ref(Ref &&other) noexcept
        : m_object(std::exchange(other.m_object, nullptr))
    { }
    Ref &operator=(Ref other) noexcept
    {
        std::swap(m_object, other.m_object);
        return *this;
    }
    ~Ref()
    {
        if (m_object)
            m_object->release();
    }

    [[nodiscard]] T *get() const noexcept { return m_object; }
    T *operator->() const noexcept { return m_object; }
    T &operator*() const noexcept { return *m_object; }
    explicit operator bool() const noexcept { return m_object != nullptr; }
    friend bool operator==(const Ref &, const Ref &) = default;

private:
    T *m_object = nullptr;
};

} // namespace loop
