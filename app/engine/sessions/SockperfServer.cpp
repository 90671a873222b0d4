// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/SockperfServer.h"

#include "loop/Errors.h"

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
        const bool asks = asksForReply(message);
        if (asks)
            message = replyTo(std::move(message));
        co_await pass(std::move(message), length - headerSize, asks, reader, writer);
        received(length);
    }
}

// The header, and the padding that follows it: as one message where that is small, else as it
// comes. What a peer announces takes no memory.
loop::Coro<void> SockperfServer::pass(std::string header, std::size_t padding, bool back,
                                      loop::StreamReader reader, loop::StreamWriter writer)
{
    std::string data = std::move(header);
    while (padding > 0) {
        std::string part;
        if (padding <= chunk)
            part = co_await reader.readexactly(padding);
        else
            part = co_await reader.read(chunk);
        if (part.empty())
            throw loop::IncompleteReadError({}, padding);
        padding -= part.size();
        data += part;
        if (padding == 0)
            break;
        if (back)
            writer.write(data);
        co_await writer.drain();
        data.clear();
    }
    if (back)
        writer.write(data);
    co_await writer.drain();
}

void SockperfServer::datagram(std::string_view data, const loop::SocketAddress &from,
                              loop::DatagramTransport &endpoint)
{
    if (asksForReply(data))
        endpoint.sendto(replyTo(std::string(data)), from);
}

} // namespace app
