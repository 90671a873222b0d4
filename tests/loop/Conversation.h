// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Two transports of one loop that talk to each other: one echoes, the other sends as many messages
// as it was told, each after the echo of the one before, and then stops the loop.

#include "loop/EventLoop.h"
#include "loop/Transport.h"

#include <QtCore/QtGlobal>

#include <sys/socket.h>

class Echo final : public loop::Protocol {
public:
    void connectionMade(loop::Transport &t) override { transport = &t; }
    void dataReceived(std::string_view data) override { transport->write(data); }
    loop::Transport *transport = nullptr;
};

// Sends its messages one after the other, each after the echo of the one before.
class PingPong final : public loop::Protocol {
public:
    explicit PingPong(int messages)
        : m_left(messages)
    { }
    void connectionMade(loop::Transport &t) override
    {
        m_transport = &t;
        t.write("hello");
    }
    void dataReceived(std::string_view) override
    {
        if (--m_left > 0)
            m_transport->write("hello");
        else
            m_transport->loop()->stop();
    }

private:
    loop::Transport *m_transport = nullptr;
    int m_left;
};

template <class P>
loop::Coro<std::shared_ptr<loop::Transport>> adopt(int fd, std::shared_ptr<P> protocol)
{
    auto factory = [protocol] { return protocol; };
    loop::ConnectOptions options;
    options.sock = loop::Descriptor(fd);
    auto connection = co_await loop::EventLoop::running()->createConnection(std::move(factory),
                                                                            std::move(options));
    co_return connection.transport;
}

struct Conversation {
    Conversation(loop::EventLoop &loop, int messages)
    {
        int ends[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) != 0)
            qFatal("no sockets");
        server = loop.runUntilComplete(adopt(ends[0], std::make_shared<Echo>()));
        client = loop.runUntilComplete(adopt(ends[1], std::make_shared<PingPong>(messages)));
    }
    std::shared_ptr<loop::Transport> server, client;
};
