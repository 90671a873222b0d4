// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// `openssl s_server` on a port of its own, ended with this. What it prints is kept.

#include <QtCore/QProcess>
#include <QtCore/QStringList>

#include <cstdint>
#include <string>

class OpensslServer {
public:
    // It serves once this is made; port() is 0 where it could not.
    OpensslServer(const std::string &certificate, const std::string &key,
                  const QStringList &options = {})
    {
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QStringLiteral("openssl"),
                      QStringList {QStringLiteral("s_server"), QStringLiteral("-accept"),
                                   QStringLiteral("127.0.0.1:0"), QStringLiteral("-cert"),
                                   QString::fromStdString(certificate), QStringLiteral("-key"),
                                   QString::fromStdString(key)}
                          + options);
        while (!printed.contains("ACCEPT") || !printed.endsWith('\n')) { // "ACCEPT address:port"
            if (!process.waitForReadyRead(5000))
                return;
            printed += process.readAll();
        }
        const qsizetype at = printed.indexOf(':', printed.indexOf("ACCEPT"));
        m_port = std::uint16_t(printed.mid(at + 1, printed.indexOf('\n', at) - at - 1).toInt());
    }
    ~OpensslServer()
    {
        process.kill();
        process.waitForFinished();
    }
    [[nodiscard]] std::uint16_t port() const { return m_port; }

    QProcess process;
    QByteArray printed;

private:
    std::uint16_t m_port = 0;
};
