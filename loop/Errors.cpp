// SPDX-License-Identifier: MIT
#include "loop/Errors.h"

#include "loop/Callable.h"
#include "loop/Time.h"

#include <cerrno>
#include <exception>

namespace loop {

ConnectionResetError::ConnectionResetError(const std::string &what)
    : OsError(std::make_error_code(std::errc::connection_reset), what)
{ }

IncompleteReadError::IncompleteReadError(std::string partialBytes, std::size_t expectedBytes)
    : std::runtime_error(std::to_string(partialBytes.size()) + " bytes read on a total of "
                         + (expectedBytes ? std::to_string(expectedBytes) : "undefined")
                         + " expected bytes")
    , partial(std::move(partialBytes))
    , expected(expectedBytes)
{ }

void throwOsError(std::error_code error, const std::string &what)
{
    if (error == std::errc::connection_reset)
        throw ConnectionResetError(what);
    throw OsError(error, what);
}

void throwErrno(const std::string &what)
{
    throwOsError(std::error_code(errno, std::system_category()), what);
}

void failNotADelay()
{
    throw ValueError("Invalid delay: NaN (not a number)");
}

std::string describe(const std::exception_ptr &exception)
{
    if (!exception)
        return {};
    try {
        std::rethrow_exception(exception);
    } catch (const CancelledError &error) {
        return error.message().empty() ? "CancelledError" : "CancelledError: " + error.message();
    } catch (const std::exception &error) {
        return demangle(typeid(error).name()) + ": " + error.what();
    } catch (...) {
        return "an exception that is not a std::exception";
    }
}

template <class E> static bool isA(const std::exception_ptr &exception) noexcept
{
    if (!exception)
        return false;
    try {
        std::rethrow_exception(exception);
    } catch (const E &) {
        return true;
    } catch (...) {
        return false;
    }
}

bool isCancelled(const std::exception_ptr &exception) noexcept
{
    return isA<CancelledError>(exception);
}

bool isInterrupt(const std::exception_ptr &exception) noexcept
{
    return isA<KeyboardInterrupt>(exception);
}

} // namespace loop
