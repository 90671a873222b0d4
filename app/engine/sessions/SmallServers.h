// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The small services that every internet host once had: discard (RFC 863), chargen (864), daytime
// (867) and time (868), over streams and datagrams. Net thread.

#include "app/engine/sessions/StreamServer.h"

#include <deque>
#include <random>

namespace app {

// Takes what comes and says nothing.
class DiscardServer final : public StreamServer {
public:
    using StreamServer::StreamServer;

private:
    loop::Coro<void> serve(loop::StreamReader reader, loop::StreamWriter writer) override;
    [[nodiscard]] DatagramAnswers answers() const override { return DatagramAnswers::None; }
};

// Lines of printable characters, each beginning one later, as fast as the client reads; to a
// datagram, up to 512 characters of them, unless it is itself a part of them: that came from such a
// server, or is an echo.
class ChargenServer final : public StreamServer {
public:
    using StreamServer::StreamServer;

private:
    loop::Coro<void> serve(loop::StreamReader reader, loop::StreamWriter writer) override;
    void datagram(std::string_view data, const loop::SocketAddress &from,
                  loop::DatagramTransport &endpoint) override;

    std::minstd_rand random_;
};

// One answer, then the end: to a connection at once, to a datagram whatever it says, except for
// what was answered lately, which is an echo.
class AnswerServer : public StreamServer {
public:
    using StreamServer::StreamServer;

protected:
    [[nodiscard]] virtual std::string answer() const = 0;

private:
    loop::Coro<void> serve(loop::StreamReader reader, loop::StreamWriter writer) final;
    void datagram(std::string_view data, const loop::SocketAddress &from,
                  loop::DatagramTransport &endpoint) final;

    std::deque<std::string> lately_; // different answers to datagrams, the last one first
};

// "Monday, February 22, 1982 17:37:43-PST".
class DaytimeServer final : public AnswerServer {
public:
    using AnswerServer::AnswerServer;

private:
    [[nodiscard]] std::string answer() const override;
};

// Seconds since 1900-01-01 UTC, as 32 bits, the highest first.
class TimeServer final : public AnswerServer {
public:
    using AnswerServer::AnswerServer;

private:
    [[nodiscard]] std::string answer() const override;
};

} // namespace app
