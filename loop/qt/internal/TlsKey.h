// SPDX-License-Identifier: MIT
#pragma once

// Whether a private key is that of its certificate: OpenSSL can tell, QSslKey cannot. Used by
// QtTlsContext, and by the application before it asks for one. Any thread.

#include <QtCore/QByteArray>

namespace loop::qt {

enum class KeyProblem { None, NoKey, Encrypted, OfAnother };

// Both PEM; of a chain the first certificate counts.
[[nodiscard]] KeyProblem checkKey(const QByteArray &certificate, const QByteArray &key);

} // namespace loop::qt
