// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// TLS as a server's URL asks for it: certificate, client certificates, ALPN. What cannot be had is
// a Refusal. Net thread.

#include "loop/tls/TlsContext.h"
#include "models/spec/SessionUrl.h"

#include <QtCore/QString>

namespace app {

// Of `cert` and `key`, or else of the certificate that Loopscope made for this machine.
[[nodiscard]] std::shared_ptr<loop::tls::TlsContext> serverTls(const models::SessionUrl &url);

// "TLSv1.3, TLS_AES_256_GCM_SHA384, ALPN h2, certificate of CN=me, issued by CN=our CA".
[[nodiscard]] QString describeTls(const loop::TlsInfo &info);

} // namespace app
