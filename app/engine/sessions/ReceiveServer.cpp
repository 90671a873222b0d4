// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/ReceiveServer.h"

#include <QtCore/QCoreApplication>

namespace app {

using namespace std::chrono_literals;

namespace {

constexpr int shownInASecond = 200;
constexpr std::size_t longestLine = 1000; // bytes; what is longer continues on the next

QString tr(const char *text)
{
    return QCoreApplication::translate("ReceiveServer", text);
}

// The first line of `data`, without its end, which is taken off with it.
std::string_view takeLine(std::string_view &data)
{
    const std::size_t newline = std::min(data.find('\n'), longestLine);
    std::string_view line = data.substr(0, newline);
    data.remove_prefix(std::min(data.size(), newline < longestLine ? newline + 1 : newline));
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

} // namespace

loop::Coro<void> ReceiveServer::serve(loop::StreamReader reader, loop::StreamWriter writer)
{
    struct Client {
        ReceiveServer &server;
        const std::string name;
        ~Client()
        {
            server.showLine(tr("Connection closed: %1").arg(QString::fromStdString(name)));
        }
    } const client {*this, nameOf(writer.transport())};
    showLine(tr("Connection from: %1").arg(QString::fromStdString(client.name)));
    for (;;) {
        const std::string data = co_await reader.read(chunk);
        if (data.empty())
            co_return;
        received(data.size());
        showData(client.name, data);
    }
}

void ReceiveServer::datagram(std::string_view data, const loop::SocketAddress &from,
                             loop::DatagramTransport &)
{
    showData(from.toString(), data);
}

void ReceiveServer::showData(const std::string &who, std::string_view data)
{
    const QString name = QString::fromStdString(who) + QStringLiteral(": ");
    while (!data.empty()) {
        const std::string_view line = takeLine(data);
        showLine(name + QString::fromUtf8(line.data(), qsizetype(line.size())));
    }
}

void ReceiveServer::showLine(const QString &line)
{
    if (loop().time() - second_ > 1s) {
        if (hidden_ > 0)
            show(tr("%1 more lines arrived than can be shown.").arg(hidden_));
        second_ = loop().time();
        shown_ = hidden_ = 0;
    }
    if (shown_++ < shownInASecond)
        show(line);
    else
        ++hidden_;
}

} // namespace app
