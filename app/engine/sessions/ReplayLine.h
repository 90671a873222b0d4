// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a conversation is replayed over: a connection's streams, or the datagrams of one peer of an
// endpoint that has many. Net thread; belongs to whoever replays. Throws what broke the connection.

#include "loop/DatagramTransport.h"
#include "loop/Streams.h"
#include "loop/Synchronisation.h"
#include "loop/Time.h"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace app {

class ReplayLine {
public:
    ReplayLine() = default;
    virtual ~ReplayLine() = default;
    ReplayLine(const ReplayLine &) = delete;
    ReplayLine &operator=(const ReplayLine &) = delete;

    // What came; "": the peer has ended; none: nothing came in time.
    virtual loop::Coro<std::optional<std::string>> read(loop::Duration atMost) = 0;
    virtual void write(std::string_view bytes) = 0;
    // There is room for more; or false, and the connection is broken off: what the peer did not
    // take in time would be held for as long as it likes.
    virtual loop::Coro<bool> drain(loop::Duration atMost) = 0;
    virtual void end() = 0; // nothing more is written
};

class StreamLine final : public ReplayLine {
public:
    explicit StreamLine(loop::Streams streams)
        : streams_(std::move(streams))
    { }

    loop::Coro<std::optional<std::string>> read(loop::Duration atMost) override;
    void write(std::string_view bytes) override;
    loop::Coro<bool> drain(loop::Duration atMost) override;
    void end() override;

private:
    loop::Streams streams_;
};

class DatagramLine final : public ReplayLine {
public:
    static constexpr std::size_t MostWaiting = std::size_t {1}
        << 20; // bytes that came, not read yet

    DatagramLine(std::shared_ptr<loop::DatagramTransport> endpoint, loop::SocketAddress peer)
        : endpoint_(std::move(endpoint))
        , peer_(std::move(peer))
    { }

    // One came. False: too much waits already, so it is as if the network had lost it.
    bool take(std::string_view datagram);

    loop::Coro<std::optional<std::string>> read(loop::Duration atMost) override;
    void write(std::string_view bytes) override;
    loop::Coro<bool> drain(loop::Duration atMost) override;
    void end() override { } // there is nothing to say that with

private:
    std::shared_ptr<loop::DatagramTransport> endpoint_;
    loop::SocketAddress peer_;
    std::deque<std::string> waiting_;
    std::size_t bytes_ = 0; // of these
    loop::Event came_;
};

} // namespace app
