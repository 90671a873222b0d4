// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/ReceiveServer.h"

#include "models/text/LineAssembler.h"
#include "models/text/Tr.h"

#include <utility>

namespace app {

using models::tr;

using namespace std::chrono_literals;

namespace {

constexpr int shownInASecond = 200;
constexpr std::size_t longestShown = 1000; // bytes; what is longer continues on the next

} // namespace

ReceiveServer::~ReceiveServer()
{
    second_.cancel();
}

loop::Coro<void> ReceiveServer::serve(loop::StreamReader reader, loop::StreamWriter writer)
{
    struct Client {
        ReceiveServer &server;
        const std::string name;
        ~Client() { server.showEvent(tr("Connection closed: %1"), name); }
    } const client {*this, nameOf(writer.transport())};
    showEvent(tr("Connection from: %1"), client.name);
    models::LineAssembler lines(longestShown);
    for (;;) {
        const std::string data = co_await reader.read(chunk);
        if (data.empty())
            break;
        received(data.size());
        lines.add(data);
        showLines(client.name, lines);
    }
    if (const auto line = lines.last())
        showLine(client.name, *line);
}

void ReceiveServer::datagram(std::string_view data, const loop::SocketAddress &from,
                             loop::DatagramTransport &)
{
    const std::string who = from.toString();
    if (data.empty())
        return showLine(who, {}); // it came, and that is what there is to see of it
    models::LineAssembler lines(longestShown);
    lines.add(data);
    showLines(who, lines);
    if (const auto line = lines.last())
        showLine(who, *line);
}

void ReceiveServer::showEvent(const QString &words, const std::string &who)
{
    if (mayShow())
        show(words.arg(QString::fromStdString(who)));
}

void ReceiveServer::showLines(const std::string &who, models::LineAssembler &lines)
{
    while (const auto line = lines.next())
        showLine(who, *line);
}

void ReceiveServer::showLine(const std::string &who, const std::string &line)
{
    if (mayShow())
        show(QString::fromStdString(who) + QStringLiteral(": ") + QString::fromStdString(line));
}

// False beyond what a person can read of a second: counted, and said when it is over, whatever
// comes after it.
bool ReceiveServer::mayShow()
{
    if (!second_.pending()) {
        shown_ = 0;
        second_ = loop().callLater(1s, [this] { secondIsOver(); });
    }
    if (shown_ < shownInASecond) {
        ++shown_;
        return true;
    }
    ++hidden_;
    return false;
}

void ReceiveServer::secondIsOver()
{
    if (const int hidden = std::exchange(hidden_, 0))
        show(tr("%1 more lines arrived than can be shown.").arg(hidden));
}

} // namespace app
