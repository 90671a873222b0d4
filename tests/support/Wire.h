// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What tests of connections share: a protocol that writes down what it is told, a peer that is a
// plain blocking socket outside of any loop, and a Wire, which joins the two through a transport of
// a loop.

#include "loop/EventLoop.h"
#include "loop/Log.h"
#include "loop/Sleep.h"
#include "loop/Transport.h"
#include "tests/support/Drivers.h"

#include <functional>
#include <string>
#include <thread>
#include <vector>

struct Recording : loop::Protocol {
    using Hook = std::function<void(Recording &)>;

    void connectionMade(loop::Transport &t) override;
    void connectionLost(std::exception_ptr e) override;
    void pauseWriting() override { note("pause", onPause); }
    void resumeWriting() override { note("resume", onResume); }
    void dataReceived(std::string_view data) override;
    bool eofReceived() override;

    [[nodiscard]] std::size_t count(std::string_view event) const;
    [[nodiscard]] bool lost() const { return count("lost") > 0; }
    [[nodiscard]] std::string order() const; // "made data eof lost", repetitions of data once

    std::vector<std::string> events;
    std::string received;
    std::exception_ptr error; // of connectionLost
    std::shared_ptr<loop::Transport> transport; // of connectionMade
    bool keepOpen = false; // what eofReceived() answers
    Hook onMade, onData, onEof, onPause, onResume, onLost;

private:
    void note(const char *event, const Hook &hook);
};

// A blocking stream socket that gives up after a few seconds.
class Peer {
public:
    explicit Peer(loop::Descriptor fd);
    [[nodiscard]] static Peer connectTo(const loop::SocketAddress &address); // throws OsError

    [[nodiscard]] int fd() const noexcept { return m_fd.get(); }
    void send(std::string_view data) const;
    [[nodiscard]] std::string receive(std::size_t atMost = 65536) const; // "" at EOF
    [[nodiscard]] std::string receiveAll() const; // until EOF; throws OsError
    [[nodiscard]] std::string receiveExactly(std::size_t bytes) const;
    void finish() const; // half-close
    void close() noexcept { m_fd.reset(); }
    void reset(); // closes with RST
    void shrinkBuffers() const; // receives little at a time

private:
    loop::Descriptor m_fd;
};

// Two ends of one TCP connection over the loopback interface.
[[nodiscard]] std::pair<loop::Descriptor, loop::Descriptor> tcpPair();
[[nodiscard]] loop::Descriptor listeningSocket(); // on 127.0.0.1, any port; non-blocking
[[nodiscard]] std::uint16_t closedPort(); // where nobody listens

// Runs the loop until the condition holds; false if it does not within some seconds.
[[nodiscard]] bool runUntil(loop::EventLoop &loop, std::function<bool()> condition);
void runOnce(loop::EventLoop &loop); // one iteration that does not wait

struct Wire {
    explicit Wire(std::shared_ptr<Recording> p = std::make_shared<Recording>());
    [[nodiscard]] bool until(std::function<bool()> condition)
    {
        return runUntil(loop, std::move(condition));
    }
    [[nodiscard]] bool untilLost();
    void once() { runOnce(loop); }

    loop::EventLoop loop;
    std::shared_ptr<Recording> protocol;
    Peer peer;
    std::shared_ptr<loop::Transport> transport;

private:
    explicit Wire(std::shared_ptr<Recording> p, std::pair<loop::Descriptor, loop::Descriptor> ends);
};

// Keeps what is logged while it lives, instead of printing it.
class CapturedWarnings {
public:
    CapturedWarnings();
    ~CapturedWarnings();
    [[nodiscard]] std::size_t count(std::string_view text) const; // lines that contain it

    std::vector<std::string> lines;

private:
    loop::LogHandler m_previous;
};

// The type of an exception, as words: "ConnectionResetError", "OsError", ..., "" for none.
[[nodiscard]] std::string typeOf(const std::exception_ptr &exception);

// Bytes that differ from place to place.
[[nodiscard]] std::string pattern(std::size_t bytes);

// What `function` throws, by typeOf(); "" for nothing.
template <class F> [[nodiscard]] std::string thrownBy(F &&function)
{
    try {
        function();
    } catch (...) {
        return typeOf(std::current_exception());
    }
    return {};
}
