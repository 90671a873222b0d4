// SPDX-License-Identifier: MIT
#pragma once

// What OpenSSL asks while hands are shaken: which protocol, which context, whether a certificate is
// good, where secrets go. The loop's thread; nothing is thrown through OpenSSL.

#include "loop/tls/TlsContext.h"
#include "loop/tls/internal/OpenSsl.h"

namespace loop::tls {

class ContextCallbacks {
public:
    static void install(TlsContext &context);
    static void verifyAs(SSL &ssl, const TlsContext &context);

    static int chooseAlpn(SSL *ssl, const unsigned char **out, unsigned char *size,
                          const unsigned char *offered, unsigned offeredSize, void *context);
    static int chooseContext(SSL *ssl, int *alert, void *context);
    static int verify(X509_STORE_CTX *store, void *);
    static int keepSession(SSL *ssl, SSL_SESSION *session);
    static void logSecret(const SSL *ssl, const char *line);
};

} // namespace loop::tls
