// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The certificate of Loopscope's own: for localhost, 127.0.0.1 and ::1, made on first use and kept
// in the folder of the program's data, so that it needs to be trusted once; by one of several
// programs that start at once, under a lock. And what OpenSSL knows of the user's. Any thread, one
// at a time; it may wait for another program for a few seconds.

#include "loop/tls/KeyCheck.h"

#include <QtCore/QString>

namespace app {

struct CertificateFiles {
    QString certificate; // PEM
    QString key; // PEM, for its owner alone
};

// Where it is kept; made if it is not there, or ends within a week. Refusal if that cannot be done.
[[nodiscard]] CertificateFiles ownCertificate();

// Whether the key is that of the first certificate. Both files can be read.
[[nodiscard]] loop::tls::KeyProblem checkKey(const QString &certificateFile,
                                             const QString &keyFile);

} // namespace app
