// SPDX-License-Identifier: GPL-3.0-or-later

// An echo server on QTcpSocket with QCoro: one coroutine a connection, which awaits readyRead.

#include "tests/bench/Measure.h"

#include <QCoroAbstractSocket>
#include <QCoroTask>

#include <QtCore/QCoreApplication>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>

namespace {

QCoro::Task<> echo(QTcpSocket *socket)
{
    for (;;) {
        const QByteArray data = co_await qCoro(socket).readAll();
        if (data.isEmpty())
            break;
        socket->write(data);
    }
    socket->deleteLater();
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    bench::raiseDescriptorLimit();
    QTcpServer server;
    QObject::connect(&server, &QTcpServer::newConnection, &server, [&server] {
        while (QTcpSocket *const socket = server.nextPendingConnection()) {
            socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
            echo(socket);
        }
    });
    server.setListenBacklogSize(bench::backlog);
    server.setMaxPendingConnections(100'000);
    if (!server.listen(QHostAddress::LocalHost))
        return 1;
    bench::announce(server.serverPort());
    return QCoreApplication::exec();
}
