// SPDX-License-Identifier: MIT
#include "loop/Callable.h"

#include <cstdlib>
#include <cxxabi.h>

namespace loop {

std::string demangle(const char *mangled)
{
    int status = 0;
    const std::unique_ptr<char, void (*)(void *)> name(
        abi::__cxa_demangle(mangled, nullptr, nullptr, &status), std::free);
    return status == 0 ? name.get() : mangled;
}

} // namespace loop
