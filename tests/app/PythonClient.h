// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A Python client of a server under test: `code` has the connected socket `s`, and rest(), which
// reads until the end. Gives what it prints, errors too.

#include <QtCore/QProcess>

inline QByteArray pythonWith(const QString &socket, const QString &code)
{
    const QString prelude = QStringLiteral("import socket, time\n"
                                           "s = %1\n"
                                           "s.settimeout(15)\n"
                                           "def rest():\n"
                                           "    return b''.join(iter(lambda: s.recv(99), b''))\n");
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral("python3"), {QStringLiteral("-c"), prelude.arg(socket) + code});
    process.waitForFinished(20'000);
    return process.readAll().trimmed();
}

inline QByteArray python(int port, const QString &code)
{
    return pythonWith(QStringLiteral("socket.create_connection(('127.0.0.1', %1))").arg(port),
                      code);
}

inline QByteArray pythonOverUdp(int port, const QString &code)
{
    return pythonWith(QStringLiteral("socket.socket(type=socket.SOCK_DGRAM)\n"
                                     "s.connect(('127.0.0.1', %1))")
                          .arg(port),
                      code);
}
