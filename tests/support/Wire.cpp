// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/Wire.h"

#include "loop/Errors.h"

#include <algorithm>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

using namespace std::chrono_literals;

namespace {

// In looks, which take longer where the machine is busy with something else; some 4 s of one that
// is not. Of a program that has looked in vain once, the rest is not waited for as long.
int patience = 15'000;

loop::Coro<bool> waitFor(std::function<bool()> condition)
{
    for (int looks = 0; !condition(); ++looks) {
        if (looks > patience) {
            patience = 4'000;
            co_return false;
        }
        co_await loop::sleep(200us);
    }
    co_return true;
}

loop::Coro<std::shared_ptr<loop::Transport>> connectOver(loop::EventLoop &loop, loop::Descriptor fd,
                                                         std::shared_ptr<Recording> protocol)
{
    loop::ConnectOptions options;
    options.sock = std::move(fd);
    auto factory = [protocol] { return protocol; };
    auto connected = co_await loop.createConnection(std::move(factory), std::move(options));
    co_return connected.transport;
}

} // namespace

// --- Recording ---

void Recording::note(const char *event, const Hook &hook)
{
    events.emplace_back(event);
    if (hook)
        hook(*this);
}

void Recording::connectionMade(loop::Transport &t)
{
    transport = t.shared_from_this();
    note("made", onMade);
}

void Recording::connectionLost(std::exception_ptr e)
{
    error = e;
    note("lost", onLost);
}

void Recording::dataReceived(std::string_view data)
{
    received.append(data);
    note(data.empty() ? "empty" : "data", onData);
}

bool Recording::eofReceived()
{
    note("eof", onEof);
    return keepOpen;
}

std::size_t Recording::count(std::string_view event) const
{
    return static_cast<std::size_t>(std::count(events.begin(), events.end(), event));
}

std::string Recording::order() const
{
    std::string text;
    std::string last;
    for (const std::string &event : events) {
        if (event == last && event == "data")
            continue;
        text += (text.empty() ? "" : " ") + event;
        last = event;
    }
    return text;
}

// --- Peer ---

Peer::Peer(loop::Descriptor fd)
    : m_fd(std::move(fd))
{
    const timeval timeout {8, 0};
    ::setsockopt(m_fd.get(), SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
    ::setsockopt(m_fd.get(), SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout);
    const int on = 1;
    ::setsockopt(m_fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Peer Peer::connectTo(const loop::SocketAddress &address)
{
    loop::Descriptor fd(::socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (::connect(fd.get(), address.data(), address.size()) != 0)
        loop::throwErrno("connect");
    return Peer(std::move(fd));
}

void Peer::send(std::string_view data) const
{
    while (!data.empty()) {
        const ssize_t count = ::send(m_fd.get(), data.data(), data.size(), MSG_NOSIGNAL);
        if (count < 0)
            loop::throwErrno("send");
        data.remove_prefix(static_cast<std::size_t>(count));
    }
}

std::string Peer::receive(std::size_t atMost) const
{
    std::string data(atMost, '\0');
    const ssize_t count = ::recv(m_fd.get(), data.data(), data.size(), 0);
    if (count < 0)
        loop::throwErrno("recv");
    data.resize(static_cast<std::size_t>(count));
    return data;
}

std::string Peer::receiveAll() const
{
    std::string data;
    for (;;) {
        const std::string part = receive();
        if (part.empty())
            return data;
        data += part;
    }
}

std::string Peer::receiveExactly(std::size_t bytes) const
{
    std::string data(bytes, '\0');
    std::size_t received = 0;
    while (received < bytes) {
        const ssize_t count = ::recv(m_fd.get(), data.data() + received, bytes - received, 0);
        if (count < 0)
            loop::throwErrno("recv");
        if (count == 0)
            break;
        received += static_cast<std::size_t>(count);
    }
    data.resize(received);
    return data;
}

void Peer::finish() const
{
    ::shutdown(m_fd.get(), SHUT_WR);
}

void Peer::reset()
{
    const linger now {1, 0};
    ::setsockopt(m_fd.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    m_fd.reset();
}

void Peer::shrinkBuffers() const
{
    const int bytes = 4096;
    ::setsockopt(m_fd.get(), SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

// --- Sockets and loops ---

loop::Descriptor listeningSocket()
{
    loop::Descriptor fd(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    const auto address = loop::SocketAddress::fromNumeric("127.0.0.1", 0);
    if (::bind(fd.get(), address.data(), address.size()) != 0 || ::listen(fd.get(), 100) != 0)
        loop::throwErrno("listen");
    return fd;
}

std::uint16_t closedPort()
{
    return loop::SocketAddress::ofSocket(listeningSocket().get()).port();
}

std::pair<loop::Descriptor, loop::Descriptor> tcpPair()
{
    const loop::Descriptor listener = listeningSocket();
    loop::Descriptor client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const auto address = loop::SocketAddress::ofSocket(listener.get());
    if (::connect(client.get(), address.data(), address.size()) != 0)
        loop::throwErrno("connect");
    return {std::move(client),
            loop::Descriptor(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC))};
}

bool runUntil(loop::EventLoop &loop, std::function<bool()> condition)
{
    return loop.runUntilComplete(waitFor(std::move(condition)));
}

void runOnce(loop::EventLoop &loop)
{
    loop.stop();
    loop.runForever();
}

Wire::Wire(std::shared_ptr<Recording> p)
    : Wire(std::move(p), tcpPair())
{ }

Wire::Wire(std::shared_ptr<Recording> p, std::pair<loop::Descriptor, loop::Descriptor> ends)
    : loop(makeDriver())
    , protocol(std::move(p))
    , peer(std::move(ends.second))
    , transport(loop.runUntilComplete(connectOver(loop, std::move(ends.first), protocol)))
{ }

bool Wire::untilLost()
{
    return until([this] { return protocol->lost(); });
}

// --- Words ---

CapturedWarnings::CapturedWarnings()
{
    m_previous = loop::setLogHandler(
        [this](loop::LogLevel level, std::string_view, std::string_view text) {
            if (level >= loop::LogLevel::Warning)
                lines.emplace_back(text);
        });
}

CapturedWarnings::~CapturedWarnings()
{
    loop::setLogHandler(m_previous);
}

std::size_t CapturedWarnings::count(std::string_view text) const
{
    return static_cast<std::size_t>(
        std::count_if(lines.begin(), lines.end(), [text](const std::string &line) {
            return line.find(text) != std::string::npos;
        }));
}

std::string typeOf(const std::exception_ptr &exception)
{
    if (!exception)
        return {};
    try {
        std::rethrow_exception(exception);
    } catch (const loop::CancelledError &) {
        return "CancelledError";
    } catch (const loop::ConnectionResetError &) {
        return "ConnectionResetError";
    } catch (const loop::OsError &) {
        return "OsError";
    } catch (const loop::IncompleteReadError &) {
        return "IncompleteReadError";
    } catch (const loop::LimitOverrunError &) {
        return "LimitOverrunError";
    } catch (const loop::TimeoutError &) {
        return "TimeoutError";
    } catch (const loop::NotSupportedError &) {
        return "NotSupportedError";
    } catch (const loop::RuntimeError &) {
        return "RuntimeError";
    } catch (const loop::ValueError &) {
        return "ValueError";
    } catch (const loop::InvalidStateError &) {
        return "InvalidStateError";
    } catch (const std::exception &error) {
        return error.what();
    } catch (...) {
        return "something else";
    }
}

std::string pattern(std::size_t bytes)
{
    static const std::string block = [] {
        std::string made(65521, '\0'); // a prime: no chunk size falls in step with it
        for (std::size_t i = 0; i < made.size(); ++i)
            made[i] = static_cast<char>((i * 2654435761u) >> 13);
        return made;
    }();
    std::string data;
    data.reserve(bytes);
    while (data.size() < bytes)
        data.append(block, 0, bytes - data.size());
    return data;
}
