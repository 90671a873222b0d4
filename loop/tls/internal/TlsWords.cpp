// SPDX-License-Identifier: MIT
#include "loop/tls/internal/TlsWords.h"

#include <array>
#include <utility>

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace loop::tls {

namespace {

struct Alert {
    int number;
    std::string_view name; // as the RFCs write it
    std::string_view meaning; // of the peer's, for a person; "": its name says it
};

constexpr std::string_view refused = "the peer refused our certificate";
constexpr std::string_view noVersion = "no version of TLS is spoken by both sides";
constexpr std::string_view noCipher = "both sides have no cipher in common";

constexpr std::array alerts {
    Alert {0, "close_notify", {}},
    Alert {10, "unexpected_message", {}},
    Alert {20, "bad_record_mac", "the peer could not decrypt what we sent"},
    Alert {22, "record_overflow", {}},
    Alert {40, "handshake_failure", "the peer accepts nothing of what we offer"},
    Alert {42, "bad_certificate", refused},
    Alert {43, "unsupported_certificate", refused},
    Alert {44, "certificate_revoked", "the peer refused our certificate, as it was revoked"},
    Alert {45, "certificate_expired", "the peer refused our certificate, as it has expired"},
    Alert {46, "certificate_unknown", refused},
    Alert {47, "illegal_parameter", {}},
    Alert {48, "unknown_ca", "the peer refused our certificate, as it does not know who signed it"},
    Alert {49, "access_denied", "the peer refused our certificate, as it gives no access"},
    Alert {50, "decode_error", {}},
    Alert {51, "decrypt_error", {}},
    Alert {70, "protocol_version", noVersion},
    Alert {71, "insufficient_security", "the peer demands stronger ciphers"},
    Alert {80, "internal_error", "the peer has failed"},
    Alert {86, "inappropriate_fallback", {}},
    Alert {90, "user_canceled", "the peer gave up"},
    Alert {100, "no_renegotiation", {}},
    Alert {109, "missing_extension", {}},
    Alert {110, "unsupported_extension", {}},
    Alert {112, "unrecognized_name", "the peer is no server of the name we asked for"},
    Alert {113, "bad_certificate_status_response", {}},
    Alert {115, "unknown_psk_identity", {}},
    Alert {116, "certificate_required", "the peer demands a certificate of ours"},
    Alert {120, "no_application_protocol", "both sides have no ALPN protocol in common"},
};

struct Step {
    OSSL_HANDSHAKE_STATE state;
    std::string_view name;
};

constexpr std::array steps {
    Step {TLS_ST_CW_CLNT_HELLO, "ClientHello sent"},
    Step {TLS_ST_SR_CLNT_HELLO, "ClientHello received"},
    Step {TLS_ST_SW_SRVR_HELLO, "ServerHello sent"},
    Step {TLS_ST_CR_SRVR_HELLO, "ServerHello received"},
    Step {TLS_ST_SW_ENCRYPTED_EXTENSIONS, "EncryptedExtensions sent"},
    Step {TLS_ST_CR_ENCRYPTED_EXTENSIONS, "EncryptedExtensions received"},
    Step {TLS_ST_SW_CERT_REQ, "CertificateRequest sent"},
    Step {TLS_ST_CR_CERT_REQ, "CertificateRequest received"},
    Step {TLS_ST_SW_CERT, "Certificate sent"},
    Step {TLS_ST_CW_CERT, "Certificate sent"},
    Step {TLS_ST_SR_CERT, "Certificate received"},
    Step {TLS_ST_CR_CERT, "Certificate received"},
    Step {TLS_ST_CR_CERT_STATUS, "CertificateStatus received"},
    Step {TLS_ST_SW_CERT_STATUS, "CertificateStatus sent"},
    Step {TLS_ST_SW_CERT_VRFY, "CertificateVerify sent"},
    Step {TLS_ST_CW_CERT_VRFY, "CertificateVerify sent"},
    Step {TLS_ST_SR_CERT_VRFY, "CertificateVerify received"},
    Step {TLS_ST_CR_CERT_VRFY, "CertificateVerify received"},
    Step {TLS_ST_SW_KEY_EXCH, "ServerKeyExchange sent"},
    Step {TLS_ST_CR_KEY_EXCH, "ServerKeyExchange received"},
    Step {TLS_ST_CW_KEY_EXCH, "ClientKeyExchange sent"},
    Step {TLS_ST_SR_KEY_EXCH, "ClientKeyExchange received"},
    Step {TLS_ST_SW_SRVR_DONE, "ServerHelloDone sent"},
    Step {TLS_ST_CR_SRVR_DONE, "ServerHelloDone received"},
    Step {TLS_ST_SW_CHANGE, "ChangeCipherSpec sent"},
    Step {TLS_ST_CW_CHANGE, "ChangeCipherSpec sent"},
    Step {TLS_ST_SR_CHANGE, "ChangeCipherSpec received"},
    Step {TLS_ST_CR_CHANGE, "ChangeCipherSpec received"},
    Step {TLS_ST_SR_FINISHED, "Finished received"},
    Step {TLS_ST_CR_FINISHED, "Finished received"},
    Step {TLS_ST_SW_FINISHED, "Finished sent"},
    Step {TLS_ST_CW_FINISHED, "Finished sent"},
};

const Alert *find(int number) noexcept
{
    for (const Alert &alert : alerts)
        if (alert.number == number)
            return &alert;
    return nullptr;
}

std::string_view meaningOf(int reason) noexcept
{
    switch (reason) {
    case SSL_R_HTTP_REQUEST:
    case SSL_R_HTTPS_PROXY_REQUEST:
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_PACKET_LENGTH_TOO_LONG:
    case SSL_R_RECORD_TOO_SMALL:
        return "the peer speaks no TLS";
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_NO_PROTOCOLS_AVAILABLE:
    case SSL_R_WRONG_SSL_VERSION:
        return noVersion;
    case SSL_R_NO_SHARED_CIPHER:
    case SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM:
    case SSL_R_NO_SUITABLE_KEY_SHARE:
    case SSL_R_NO_SHARED_GROUPS:
        return noCipher;
    case SSL_R_NO_APPLICATION_PROTOCOL:
        return "both sides have no ALPN protocol in common";
    case SSL_R_CALLBACK_FAILED:
        return "there is no server of the name that the peer asked for";
    case SSL_R_DECRYPTION_FAILED_OR_BAD_RECORD_MAC:
        return "what the peer sent was changed on its way";
    default:
        return {};
    }
}

} // namespace

std::string_view nameOfAlert(int alert) noexcept
{
    const Alert *const known = find(alert);
    return known ? known->name : "unknown";
}

std::string_view nameOfStep(OSSL_HANDSHAKE_STATE state, bool server) noexcept
{
    if (state == TLS_ST_BEFORE)
        return {};
    if (state == TLS_ST_EARLY_DATA) // where a server of TLS 1.3 waits for the client's part
        return server ? "Finished sent" : "ClientHello sent";
    for (const Step &step : steps)
        if (step.state == state)
            return step.name;
    return "Finished received";
}

std::string takeError()
{
    const unsigned long first = ERR_get_error();
    unsigned long code = first; // of TLS, if there is one: behind what a cipher says of itself
    while (code != 0 && ERR_GET_LIB(code) != ERR_LIB_SSL)
        code = ERR_get_error();
    if (code == 0)
        code = first;
    ERR_clear_error();
    if (code == 0)
        return "the connection is broken";
    const int reason = ERR_GET_REASON(code);
    std::string last;
    std::string_view meaning;
    if (ERR_GET_LIB(code) == ERR_LIB_SSL && reason > SSL_AD_REASON_OFFSET) {
        const int number = reason - SSL_AD_REASON_OFFSET;
        last.append("alert ").append(nameOfAlert(number));
        const Alert *const alert = find(number);
        meaning = alert && !alert->meaning.empty() ? alert->meaning : "the peer gave up";
    } else {
        const char *const words = ERR_reason_error_string(code);
        last = words ? words : std::to_string(code);
        if (ERR_GET_LIB(code) == ERR_LIB_SSL)
            meaning = meaningOf(reason);
    }
    return meaning.empty() ? last : std::string(meaning).append(" (").append(last).append(")");
}

bool peerShowedNoCertificate() noexcept
{
    const unsigned long code = ERR_peek_error();
    return ERR_GET_LIB(code) == ERR_LIB_SSL
        && ERR_GET_REASON(code) == SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE;
}

} // namespace loop::tls
