// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Python's HTTP server over the source tree, as a peer.

#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtTest/QTest>

class PageServer {
public:
    PageServer()
    {
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.setWorkingDirectory(QStringLiteral(LOOPSCOPE_SOURCE_DIR));
        m_process.start(
            QStringLiteral("python3"),
            QStringLiteral("-u -m http.server --bind 127.0.0.1 0").split(QLatin1Char(' ')));
    }
    ~PageServer()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    [[nodiscard]] QString url() // "" if it does not start
    {
        static const QRegularExpression expression(QStringLiteral("port (\\d+)"));
        if (!QTest::qWaitFor([this] { return m_process.canReadLine(); }, 30'000))
            return {};
        const QString line = QString::fromUtf8(m_process.readLine());
        return QStringLiteral("http://127.0.0.1:%1/").arg(expression.match(line).captured(1));
    }

private:
    QProcess m_process;
};
