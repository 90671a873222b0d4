// SPDX-License-Identifier: MIT
#pragma once

// Why TLS failed, in words: what OpenSSL's codes and the peer's alerts mean to a person. The loop's
// thread.

#include <string>
#include <string_view>

#include <openssl/ssl.h>

namespace loop::tls {

[[nodiscard]] std::string_view
nameOfAlert(int alert) noexcept; // RFC 8446's: "certificate_required"

// The message that a handshake has come to, as RFC 8446 and 5246 name it: "ServerHello received".
// "": none yet. `server`: it is a server's.
[[nodiscard]] std::string_view nameOfStep(OSSL_HANDSHAKE_STATE state, bool server) noexcept;

// The first of OpenSSL's errors of TLS, and empties its queue: "the peer speaks no TLS (http
// request)", "the peer demands a certificate of ours (alert certificate_required)".
[[nodiscard]] std::string takeError();
[[nodiscard]] bool peerShowedNoCertificate() noexcept; // is that first error

} // namespace loop::tls
