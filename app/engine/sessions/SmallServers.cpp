// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/SmallServers.h"

#include "loop/Sleep.h"

#include <QtCore/QDateTime>
#include <QtCore/QLocale>

#include <algorithm>

namespace app {

using namespace Qt::StringLiterals;

namespace {

constexpr char firstPrintable = ' ';
constexpr int printables = 95; // to '~'
constexpr int lineLength = 72;
constexpr std::size_t longestDatagram = 512;
constexpr std::size_t fewCharacters = 4; // which a person may write, too
constexpr std::size_t echoesKnown = 8; // as many seconds, or more
constexpr std::uint32_t from1900To1970 = 2'208'988'800;

// All lines there are: after these, they come again.
const std::string &characters()
{
    static const std::string all = [] {
        std::string text;
        for (int line = 0; line < printables; ++line) {
            for (int column = 0; column < lineLength; ++column)
                text += char(firstPrintable + (line + column) % printables);
            text += "\r\n";
        }
        return text;
    }();
    return all;
}

} // namespace

loop::Coro<void> DiscardServer::serve(loop::StreamReader reader, loop::StreamWriter)
{
    for (;;) {
        const std::string data = co_await reader.read(chunk);
        if (data.empty())
            co_return;
        received(data.size());
    }
}

loop::Coro<void> ChargenServer::serve(loop::StreamReader, loop::StreamWriter writer)
{
    while (!writer.isClosing()) {
        writer.write(characters());
        sent(characters().size());
        co_await writer.drain();
        co_await loop::sleep(
            loop::Duration::zero()); // others get their turn, however fast this client reads
    }
}

void ChargenServer::datagram(std::string_view data, const loop::SocketAddress &from,
                             loop::DatagramTransport &endpoint)
{
    if (data.size() >= fewCharacters && std::string_view(characters()).starts_with(data))
        return missed();
    const auto length = std::uniform_int_distribution<std::size_t>(0, longestDatagram)(random_);
    endpoint.sendto(std::string_view(characters()).substr(0, length), from);
    sent(length);
}

loop::Coro<void> AnswerServer::serve(loop::StreamReader, loop::StreamWriter writer)
{
    writer.write(answer());
    co_await writer.drain();
}

void AnswerServer::datagram(std::string_view data, const loop::SocketAddress &from,
                            loop::DatagramTransport &endpoint)
{
    if (std::find(lately_.begin(), lately_.end(), data) != lately_.end())
        return missed();
    const std::string words = answer();
    if (lately_.empty() || lately_.front() != words)
        lately_.push_front(words);
    if (lately_.size() > echoesKnown)
        lately_.pop_back();
    endpoint.sendto(words, from);
}

std::string DaytimeServer::answer() const
{
    const QDateTime now = QDateTime::currentDateTime();
    return (QLocale::c().toString(now, u"dddd, MMMM d, yyyy HH:mm:ss"_s) + u'-'
            + now.timeZoneAbbreviation() + "\r\n"_L1)
        .toStdString();
}

std::string TimeServer::answer() const
{
    const auto seconds = std::uint32_t(QDateTime::currentSecsSinceEpoch()) + from1900To1970;
    return {char(seconds >> 24), char(seconds >> 16), char(seconds >> 8), char(seconds)};
}

} // namespace app
