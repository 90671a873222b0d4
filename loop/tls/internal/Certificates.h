// SPDX-License-Identifier: MIT
#pragma once

// Certificates and what TLS agreed on, as plain values. The loop's thread.

#include "loop/TlsInfo.h"

#include <openssl/ssl.h>

namespace loop::tls {

[[nodiscard]] std::string
subjectOf(const X509 &certificate); // its common name, or its organisation
[[nodiscard]] TlsCertificate describe(X509 &certificate);
[[nodiscard]] std::string pemOf(X509 &certificate);
[[nodiscard]] std::string peerPem(SSL &ssl); // "" if it showed none
[[nodiscard]] TlsInfo infoOf(SSL &ssl); // as far as the handshake came

} // namespace loop::tls
