// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// GnuTLS's echo server on a port, ended with this.

#include <QtCore/QProcess>
#include <QtCore/QStringList>

#include <cstdint>
#include <string>

class GnutlsServer {
public:
    // It serves once this is made, unless serves() says otherwise; printed() then says why.
    GnutlsServer(std::uint16_t port, const std::string &certificate, const std::string &key)
    {
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(QStringLiteral("gnutls-serv"),
                        {QStringLiteral("--echo"), QStringLiteral("-p"), QString::number(port),
                         QStringLiteral("--x509certfile"), QString::fromStdString(certificate),
                         QStringLiteral("--x509keyfile"), QString::fromStdString(key)});
        while (!serves() && m_process.waitForReadyRead(5000))
            m_printed += m_process.readAll();
    }
    ~GnutlsServer()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    [[nodiscard]] bool serves() const { return m_printed.count("...done") >= 2; } // IPv4, IPv6
    [[nodiscard]] const QByteArray &printed() const { return m_printed; }

private:
    QProcess m_process;
    QByteArray m_printed;
};
