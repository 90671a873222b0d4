// SPDX-License-Identifier: MIT
#pragma once

// Whether a private key is that of its certificate, before either is put to use. Any thread.

#include <string_view>

namespace loop::tls {

enum class KeyProblem { None, NoKey, Encrypted, OfAnother };

// Both PEM; of a chain the first certificate counts.
[[nodiscard]] KeyProblem checkKey(std::string_view certificate, std::string_view key);

} // namespace loop::tls
