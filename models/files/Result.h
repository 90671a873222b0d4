// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A value, or one sentence for a person that says why there is none: what calls about files return
// where they might have thrown. A plain value; any thread. Reading the value of a failure is a bug
// of the caller (std::bad_variant_access).

#include <QtCore/QString>

#include <utility>
#include <variant>

namespace models {

struct Failure {
    QString sentence;
};

template <class T> class [[nodiscard]] Result {
public:
    Result(T value) // NOLINT: a value is its own result
        : value_(std::in_place_index<0>, std::move(value))
    { }
    Result(Failure failure) // NOLINT
        : value_(std::in_place_index<1>, std::move(failure))
    { }

    explicit operator bool() const { return value_.index() == 0; }
    [[nodiscard]] T &operator*() { return std::get<0>(value_); }
    [[nodiscard]] const T &operator*() const { return std::get<0>(value_); }
    [[nodiscard]] T *operator->() { return &std::get<0>(value_); }
    [[nodiscard]] const T *operator->() const { return &std::get<0>(value_); }
    // "" where there is a value.
    [[nodiscard]] QString problem() const
    {
        const Failure *failure = std::get_if<1>(&value_);
        return failure ? failure->sentence : QString();
    }

private:
    std::variant<T, Failure> value_;
};

} // namespace models
