// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Version.h"

#include <QtCore/QList>

#include <openssl/crypto.h>
#include <sqlite3.h>

namespace app {

QByteArray versionText()
{
    // "OpenSSL 3.0.15 3 Sep 2024 (Library: ...)": a distribution's date says nothing of its
    // patches.
    const QByteArray openssl = QByteArray(OpenSSL_version(OPENSSL_VERSION)).split(' ').value(1);
    return QByteArray("loopscope " LOOPSCOPE_VERSION "\nQt ") + qVersion() + ", OpenSSL " + openssl
        + ", SQLite " + sqlite3_libversion() + '\n';
}

} // namespace app
