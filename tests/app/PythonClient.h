// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A Python client of a server under test: `code` has the connected socket `s`, and rest(), which
// reads until the end. Gives what it prints, errors too.

#include <QtCore/QProcess>

inline QByteArray python(int port, const QString &code)
{
    const QString connect = QStringLiteral("import socket, time\n"
                                           "s = socket.create_connection(('127.0.0.1', %1))\n"
                                           "s.settimeout(15)\n"
                                           "def rest():\n"
                                           "    return b''.join(iter(lambda: s.recv(99), b''))\n");
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral("python3"), {QStringLiteral("-c"), connect.arg(port) + code});
    process.waitForFinished(20'000);
    return process.readAll().trimmed();
}
