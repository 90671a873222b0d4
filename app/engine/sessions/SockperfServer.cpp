// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/SockperfServer.h"

#include <QtCore/QtEndian>

namespace app {

namespace {

// A message begins with its number (8 bytes), flags (2) and its length with all of this (4), the
// highest byte first; the rest is padding.
constexpr std::size_t headerSize = 14;
constexpr std::size_t flagsAt = 9; // the lower byte of them
constexpr std::size_t lengthAt = 10;
constexpr std::size_t longestMessage = 64 * 1024 * 1024;
constexpr char fromClient = 1;
constexpr char wantsReply = 2;

bool asksForReply(std::string_view message)
{
    return message.size() >= headerSize && (message[flagsAt] & fromClient)
        && (message[flagsAt] & wantsReply);
}

std::string replyTo(std::string message)
{
    message[flagsAt] = char(message[flagsAt] & ~fromClient);
    return message;
}

} // namespace

loop::Coro<void> SockperfServer::serve(loop::StreamReader reader, loop::StreamWriter writer)
{
    for (;;) {
        std::string message = co_await reader.read(headerSize);
        if (message.empty())
            co_return;
        if (message.size() < headerSize) {
            const std::string rest = co_await reader.readexactly(headerSize - message.size());
            message += rest;
        }
        const std::size_t length = qFromBigEndian<quint32>(message.data() + lengthAt);
        if (length < headerSize || length > longestMessage)
            throw std::runtime_error("this is not sockperf");
        const std::string padding = co_await reader.readexactly(length - headerSize);
        message += padding;
        received(length);
        if (asksForReply(message))
            writer.write(replyTo(std::move(message)));
        co_await writer.drain();
    }
}

void SockperfServer::datagram(std::string_view data, const loop::SocketAddress &from,
                              loop::DatagramTransport &endpoint)
{
    if (asksForReply(data))
        endpoint.sendto(replyTo(std::string(data)), from);
}

} // namespace app
