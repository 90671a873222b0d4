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

// What became of the peer's certificate. None: nobody asked for it, or nobody checks it.
enum class TlsVerification : std::uint8_t { None, Passed, Failed };

struct TlsInfo {
    std::string version; // "TLSv1.3"; as the next two, "" if it had not come to that yet
    std::string cipher; // "TLS_AES_256_GCM_SHA384"
    std::string group; // of the key exchange: "X25519"; "" if there was none
    std::string alpn; // "h2"; "" if none was agreed on
    std::string serverName; // the name that the client asked for (SNI); "" if it sent none
    bool resumed = false; // from a session of before: no certificates were sent
    std::vector<TlsCertificate> peerChain; // the peer's own first; empty if it showed none
    TlsVerification verification = TlsVerification::None;
    std::string problems; // of a certificate that failed: "the certificate has expired [late]; ..."
    // What the OCSP answer that the server sent along says, if it is the issuer's and of today:
    // "good", "revoked", "unknown"; else why it counts for nothing. "" if none was sent.
    std::string ocsp;

    // Of a handshake that failed, or a connection that ended in an alert.
    std::string failure; // what is wrong, and at which step; "": it has not failed
    std::string lastStep; // the message that the handshake had come to: "ServerHello"; "": none
    std::string alertSent, alertReceived; // as the RFCs name them: "unknown_ca"
};

} // namespace loop
