// SPDX-License-Identifier: MIT
#pragma once

// Callable: a move-only `void()` that keeps up to 32 bytes of captures in itself, so that
// scheduling a usual callback allocates nothing. bind() attaches arguments, and a label for debug
// output (D-09).

#include <cstddef>
#include <functional>
#include <memory>
#include <new>
#include <sstream>
#include <string>
#include <tuple>
#include <type_traits>
#include <typeinfo>
#include <utility>

namespace loop {

[[nodiscard]] std::string demangle(const char *mangled);

class Callable {
public:
    static constexpr std::size_t inlineSize = 32;

    Callable() noexcept = default;

    template <class F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, Callable>) Callable(F &&function)
    {
        emplace(std::forward<F>(function));
    }

    Callable(Callable &&other) noexcept { moveFrom(other); }
    Callable &operator=(Callable &&other) noexcept
    {
        if (this != &other) {
            reset();
            moveFrom(other);
        }
        return *this;
    }
    ~Callable() { reset(); }

    template <class F> void emplace(F &&function)
    {
        using Stored = std::decay_t<F>;
        static_assert(std::is_invocable_v<Stored &>, "a callback takes no arguments: bind() them");
        if constexpr (fits<Stored>) {
            ::new (m_storage) Stored(std::forward<F>(function));
            m_ops = &inlineOps<Stored>;
        } else {
            ::new (m_storage) Stored *(new Stored(std::forward<F>(function)));
            m_ops = &heapOps<Stored>;
        }
    }

    void operator()() { m_ops->invoke(m_storage); }
    explicit operator bool() const noexcept { return m_ops != nullptr; }

    void reset() noexcept
    {
        if (m_ops)
            std::exchange(m_ops, nullptr)->destroy(m_storage);
    }

    // The callable itself if it is an F and kept inline, else null.
    template <class F> [[nodiscard]] const F *target() const noexcept
    {
        static_assert(fits<F>);
        return m_ops == &inlineOps<F> ? reinterpret_cast<const F *>(m_storage) : nullptr;
    }

    // The label of a bound callable, else the demangled type: "main()::{lambda()#1}".
    [[nodiscard]] std::string describe() const { return m_ops ? m_ops->describe(m_storage) : ""; }

private:
    struct Ops {
        void (*invoke)(void *);
        void (*destroy)(void *) noexcept;
        void (*relocate)(void *to, void *from) noexcept;
        std::string (*describe)(const void *);
    };

    template <class F>
    static constexpr bool fits = sizeof(F) <= inlineSize && alignof(F) <= alignof(void *)
        && std::is_nothrow_move_constructible_v<F>;

    template <class F> static std::string nameOf(const F &function)
    {
        if constexpr (requires { function.label(); })
            return function.label();
        else
            return demangle(typeid(F).name());
    }

    template <class F>
    static constexpr Ops inlineOps = {
        [](void *p) { (void)(*static_cast<F *>(p))(); },
        [](void *p) noexcept { static_cast<F *>(p)->~F(); },
        [](void *to, void *from) noexcept {
            ::new (to) F(std::move(*static_cast<F *>(from)));
            static_cast<F *>(from)->~F();
        },
        [](const void *p) { return nameOf(*static_cast<const F *>(p)); },
    };

    template <class F>
    static constexpr Ops heapOps = {
        [](void *p) { (void)(**static_cast<F **>(p))(); },
        [](void *p) noexcept { delete *static_cast<F **>(p); },
        [](void *to, void *from) noexcept { ::new (to) F *(*static_cast<F **>(from)); },
        [](const void *p) { return nameOf(**static_cast<F *const *>(p)); },
    };

    void moveFrom(Callable &other) noexcept
    {
        if (other.m_ops) {
            m_ops = std::exchange(other.m_ops, nullptr);
            m_ops->relocate(m_storage, other.m_storage);
        }
    }

    const Ops *m_ops = nullptr;
    alignas(void *) std::byte m_storage[inlineSize];
};

// What functools.partial is for asyncio: a callable with its arguments, which can say what it is.
template <class F, class... Args> class Bound {
public:
    template <class G, class... As>
    Bound(std::string label, G &&function, As &&...args)
        : m_label(std::move(label))
        , m_function(std::forward<G>(function))
        , m_args(std::forward<As>(args)...)
    { }

    void operator()() { std::apply(m_function, m_args); }

    [[nodiscard]] std::string label() const
    {
        std::ostringstream out;
        out << (m_label.empty() ? demangle(typeid(F).name()) : m_label) << '(';
        std::apply(
            [&out](const auto &...args) {
                std::size_t index = 0;
                ((out << (index++ ? ", " : ""), print(out, args)), ...);
            },
            m_args);
        out << ')';
        return out.str();
    }

private:
    template <class A> static void print(std::ostream &out, const A &arg)
    {
        if constexpr (requires { out << arg; })
            out << arg;
        else
            out << demangle(typeid(A).name());
    }

    std::string m_label;
    F m_function;
    std::tuple<Args...> m_args;
};

// Arguments are kept by value, as with std::bind; `label` names the callable in debug output.
template <class F, class... Args>
[[nodiscard]] auto bind(std::string label, F &&function, Args &&...args)
{
    return Bound<std::decay_t<F>, std::decay_t<Args>...>(
        std::move(label), std::forward<F>(function), std::forward<Args>(args)...);
}

} // namespace loop
