// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Clients of servers under test: what they ask with, and read the answers by.

#include <QtCore/QProcess>
#include <QtCore/QStandardPaths>
#include <QtCore/QStringList>
#include <QtNetwork/QTcpSocket>
#include <QtNetwork/QUdpSocket>

#include <memory>

inline constexpr int peersPatience = 10'000;

// What a program prints for this input, or an error.
inline QByteArray outputOf(const QString &program, const QStringList &arguments,
                           const QByteArray &input = {})
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    return process.waitForFinished(peersPatience) ? process.readAll()
                                                  : "no end: " + process.errorString().toUtf8();
}

inline QByteArray readFrom(QTcpSocket &socket, qsizetype bytes)
{
    QByteArray data;
    while (data.size() < bytes
           && (socket.bytesAvailable() > 0 || socket.waitForReadyRead(peersPatience)))
        data += socket.read(bytes - data.size());
    return data;
}

inline std::unique_ptr<QTcpSocket> connectedTo(int port,
                                               const QString &host = QStringLiteral("127.0.0.1"))
{
    auto socket = std::make_unique<QTcpSocket>();
    socket->connectToHost(host, quint16(port));
    return socket->waitForConnected(peersPatience) ? std::move(socket) : nullptr;
}

inline QByteArray datagramAnswer(int port, const QByteArray &question)
{
    QUdpSocket socket;
    socket.bind(QHostAddress::LocalHost);
    socket.writeDatagram(question, QHostAddress::LocalHost, quint16(port));
    if (!socket.waitForReadyRead(peersPatience))
        return "no answer";
    QByteArray answer(socket.pendingDatagramSize(), '\0');
    socket.readDatagram(answer.data(), answer.size());
    return answer;
}

inline bool hasProgram(const QString &name)
{
    return !QStandardPaths::findExecutable(name).isEmpty();
}
