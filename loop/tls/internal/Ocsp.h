// SPDX-License-Identifier: MIT
#pragma once

// The OCSP answer that a server sends along with its certificate (RFC 6066, 8): is it the issuer's,
// of today, and what does it say? The loop's thread, once the server's certificate was looked at.

#include <string>

#include <openssl/ssl.h>

namespace loop::tls {

// "good", "revoked" or "unknown"; else why the answer counts for nothing. "": there is none.
[[nodiscard]] std::string stapledAnswer(SSL &ssl);

} // namespace loop::tls
