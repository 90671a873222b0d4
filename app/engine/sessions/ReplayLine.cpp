// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/ReplayLine.h"

#include "app/engine/sessions/ReadWithin.h"
#include "loop/Sleep.h"
#include "loop/Timeout.h"

#include <utility>

namespace app {

namespace {

using namespace std::chrono_literals;

constexpr auto drainPace = 10ms; // between two looks at an endpoint's buffer
constexpr std::size_t datagramWeight = 64; // of an empty one

loop::Coro<void> drained(loop::StreamWriter writer)
{
    co_await writer.drain();
}

loop::Coro<void> wasSet(loop::Event &event)
{
    co_await event.wait();
}

} // namespace

loop::Coro<std::optional<std::string>> StreamLine::read(loop::Duration atMost)
{
    return readWithin(streams_.reader, atMost);
}

void StreamLine::write(std::string_view bytes)
{
    streams_.writer.write(bytes);
}

loop::Coro<bool> StreamLine::drain(loop::Duration atMost)
{
    try {
        loop::Coro<void> draining = drained(streams_.writer);
        co_await loop::timeout(atMost, std::move(draining));
        co_return true;
    } catch (const loop::TimeoutError &) {
        streams_.writer.transport().abort();
        co_return false;
    }
}

void StreamLine::end()
{
    if (streams_.writer.canWriteEof() && !streams_.writer.isClosing())
        streams_.writer.writeEof();
}

bool DatagramLine::take(std::string_view datagram)
{
    if (bytes_ >= MostWaiting)
        return false;
    waiting_.emplace_back(datagram);
    bytes_ += datagram.size() + datagramWeight;
    came_.set();
    return true;
}

loop::Coro<std::optional<std::string>> DatagramLine::read(loop::Duration atMost)
{
    try {
        while (waiting_.empty()
               || waiting_.front().empty()) { // an empty one has no bytes to compare
            if (!waiting_.empty()) {
                waiting_.pop_front();
                bytes_ -= datagramWeight;
                continue;
            }
            came_.clear();
            loop::Coro<void> coming = wasSet(came_);
            co_await loop::timeout(atMost, std::move(coming));
        }
    } catch (const loop::TimeoutError &) {
        co_return std::nullopt;
    }
    std::optional<std::string> datagram(std::move(waiting_.front()));
    waiting_.pop_front();
    bytes_ -= datagram->size() + datagramWeight;
    co_return datagram;
}

void DatagramLine::write(std::string_view bytes)
{
    if (!endpoint_->isClosing())
        endpoint_->sendto(bytes, peer_);
}

// The endpoint's buffer is shared by all of its peers: only what the kernel takes empties it.
loop::Coro<bool> DatagramLine::drain(loop::Duration atMost)
{
    for (loop::Duration waited {}; endpoint_->getWriteBufferSize() > MostWaiting;
         waited += drainPace) {
        if (waited >= atMost)
            co_return false;
        co_await loop::sleep(drainPace);
    }
    co_return true;
}

} // namespace app
