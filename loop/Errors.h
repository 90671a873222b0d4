// SPDX-License-Identifier: MIT
#pragma once

// The errors that the core throws, named after Python's. All but CancelledError are
// std::exceptions. System calls report std::error_code inside; throwOsError() is the one place that
// turns it into an OsError.

#include <cstddef>
#include <stdexcept>
#include <string>
#include <system_error>

namespace loop {

// Thrown at the await of a task that cancel() was called on. Not a std::exception, so that
// `catch (const std::exception &)` cannot swallow it: name it, or let it pass.
class CancelledError final {
public:
    CancelledError() = default;
    explicit CancelledError(std::string message)
        : m_message(std::move(message))
    { }
    [[nodiscard]] const std::string &message() const noexcept { return m_message; }

private:
    std::string m_message;
};

class OsError : public std::system_error {
public:
    using std::system_error::system_error;
};

class ConnectionResetError : public OsError {
public:
    explicit ConnectionResetError(const std::string &what = "Connection lost");
};

class InvalidStateError : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

class ValueError : public std::invalid_argument {
public:
    using std::invalid_argument::invalid_argument;
};

class RuntimeError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class NotSupportedError : public RuntimeError {
public:
    using RuntimeError::RuntimeError;
};

class TimeoutError : public std::runtime_error {
public:
    explicit TimeoutError(const std::string &what = "timed out")
        : std::runtime_error(what)
    { }
};

// readexactly() or readuntil() met the end of the stream; `partial` is what came before it.
class IncompleteReadError : public std::runtime_error {
public:
    IncompleteReadError(std::string partial, std::size_t expected); // expected 0: unknown

    std::string partial;
    std::size_t expected;
};

// A line is longer than the reader's limit; `consumed` bytes of it are in the buffer still.
class LimitOverrunError : public std::runtime_error {
public:
    LimitOverrunError(const std::string &what, std::size_t bytesConsumed)
        : std::runtime_error(what)
        , consumed(bytesConsumed)
    { }

    std::size_t consumed;
};

// Ctrl-C. Thrown by a task or a callback it leaves the loop: runForever() and its like throw it.
class KeyboardInterrupt final : public std::runtime_error {
public:
    KeyboardInterrupt()
        : std::runtime_error("KeyboardInterrupt")
    { }
};

[[noreturn]] void throwOsError(std::error_code error, const std::string &what);
[[noreturn]] void throwErrno(const std::string &what); // of errno

// Words for a person: the what() of an exception, with its type where that adds something.
[[nodiscard]] std::string describe(const std::exception_ptr &exception);
[[nodiscard]] bool isCancelled(const std::exception_ptr &exception) noexcept;
[[nodiscard]] bool isInterrupt(const std::exception_ptr &exception) noexcept; // KeyboardInterrupt

} // namespace loop
