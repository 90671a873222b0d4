// SPDX-License-Identifier: MIT
#pragma once

// What TLS agreed on for one connection: plain values, as getExtraInfo("tls") and Records.h have
// them.

#include <cstdint>
#include <string>
#include <vector>

namespace loop {

struct TlsCertificate {
    std::string subject; // whom it is for: "localhost"
    std::string issuer;
    std::int64_t notBefore = 0, notAfter = 0; // seconds since 1970-01-01 UTC
    std::string sha256; // "AA:BB:...", of the whole certificate
    std::string pem;
};

struct TlsInfo {
    std::string version; // "TLSv1.3"
    std::string cipher; // "TLS_AES_256_GCM_SHA384"
    std::string group; // of the key exchange: "X25519"; "" if there was none
    std::string alpn; // "h2"; "" if none was agreed on
    std::string serverName; // the name that the client asked for (SNI); "" if it sent none
    bool resumed = false; // from a session of before: no certificates were sent
    std::vector<TlsCertificate> peerChain; // the peer's own first; empty if it showed none
};

} // namespace loop
