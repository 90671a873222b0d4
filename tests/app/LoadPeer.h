// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A server for tests of the load client of the real program. The test itself is the server, so it
// knows what was sent and when, and what the client must therefore report.

#include "RunningProgram.h"

#include <QtCore/QEventLoop>
#include <QtCore/QTimer>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>

#include <functional>

#include <sys/socket.h>

using namespace Qt::StringLiterals;

// Answers each client with what `answer` makes of what came, until `stalled`.
class LoadPeer : public QTcpServer {
public:
    explicit LoadPeer(std::function<QByteArray(const QByteArray &)> answer)
        : answer_(std::move(answer))
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *client = nextPendingConnection()) {
                accepted_ << clock_.elapsed();
                connect(client, &QTcpSocket::readyRead, this, [this, client] { serve(client); });
            }
        });
        clock_.start();
    }

    [[nodiscard]] QString url(const QString &options) const
    {
        return u"load://127.0.0.1:%1?%2"_s.arg(QString::number(serverPort()), options);
    }
    [[nodiscard]] qint64 received() const { return received_; }
    [[nodiscard]] const QList<qint64> &accepted() const { return accepted_; } // ms
    void stall() { stalled_ = true; }
    void resetOne() // the client that connected first
    {
        QTcpSocket *client = findChild<QTcpSocket *>();
        const linger hard {1, 0};
        ::setsockopt(int(client->socketDescriptor()), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
        client->abort();
    }
    void resume()
    {
        stalled_ = false;
        for (QTcpSocket *client : findChildren<QTcpSocket *>())
            serve(client);
    }

private:
    void serve(QTcpSocket *client)
    {
        if (stalled_)
            return;
        const QByteArray data = client->readAll();
        received_ += data.size();
        client->write(answer_(data));
    }

    std::function<QByteArray(const QByteArray &)> answer_;
    QElapsedTimer clock_;
    QList<qint64> accepted_;
    qint64 received_ = 0;
    bool stalled_ = false;
};

inline QByteArray same(const QByteArray &data)
{
    return data;
}

// A server that answers so many bytes, and then no more.
inline auto mostly(qint64 bytes)
{
    return [left = bytes](const QByteArray &data) mutable {
        const QByteArray answer = data.first(std::min<qint64>(left, data.size()));
        left -= answer.size();
        return answer;
    };
}

inline QByteArray nothing(const QByteArray &)
{
    return {};
}

// The exit status, with this thread's servers at work meanwhile.
inline int statusOf(RunningProgram &program)
{
    QEventLoop events;
    QObject::connect(&program.process(), &QProcess::finished, &events, &QEventLoop::quit);
    QTimer::singleShot(20'000, &events, &QEventLoop::quit);
    if (program.process().state() != QProcess::NotRunning)
        events.exec();
    return program.waitForEnd(0);
}

inline double milliseconds(const QString &output, const QString &figure)
{
    const QRegularExpression form(u"\nstopped .*"_s + figure + u" ([0-9.]+) (ms|s)[,\n]"_s);
    const auto match = form.match(output);
    return match.hasMatch() ? match.captured(1).toDouble() * (match.captured(2) == u"s" ? 1000 : 1)
                            : -1;
}
