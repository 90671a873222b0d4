// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Stands between the two ends of a TLS connection, and does to its bytes what networks and
// strangers do: passes them on whole or one by one, changes one, ends or resets the connection.

#include "loop/EventLoop.h"
#include "loop/Protocol.h"
#include "loop/Server.h"

#include <functional>
#include <memory>
#include <string>

#include <sys/socket.h>

class TlsRelay {
public:
    enum class Pieces { Whole, Bytes };

    TlsRelay(loop::EventLoop &loop, std::uint16_t to, Pieces pieces = Pieces::Whole)
        : m_loop(loop)
        , m_to(to)
        , m_pieces(pieces)
    {
        auto accept = [this] { return m_near = std::make_shared<Side>(*this); };
        m_server = loop.runUntilComplete(loop.createServer(accept, "127.0.0.1", 0));
    }
    ~TlsRelay() { m_server->close(); }

    [[nodiscard]] std::uint16_t port() const { return m_server->sockets().front().address.port(); }
    void changeNext() { m_change = true; } // a bit in the last byte of what the server sends next
    // Of what the client sends nothing is passed on, until it all is, at once.
    void hold() { m_holding = true; }
    void letGo()
    {
        m_holding = false;
        m_far->transport->write(std::exchange(m_held, {}));
    }
    [[nodiscard]] std::size_t held() const { return m_held.size(); }
    void end() { m_near->transport->writeEof(); } // of what the client hears: a FIN
    void reset() // of the client's connection
    {
        const linger atOnce {1, 0};
        ::setsockopt(m_near->transport->descriptor(), SOL_SOCKET, SO_LINGER, &atOnce,
                     sizeof atOnce);
        m_near->transport->abort();
    }
    // What passes, before it is changed.
    std::function<void(bool fromServer, std::string_view bytes)> watch;
    [[nodiscard]] bool serverIsLost() const { return m_far && !m_far->transport; }

private:
    struct Side final : loop::Protocol {
        explicit Side(TlsRelay &r)
            : relay(r)
        { }
        void connectionMade(loop::Transport &made) override
        {
            transport = made.shared_from_this();
            if (relay.m_near.get() == this)
                relay.connectOn();
            else
                relay.pass(*this, std::exchange(relay.m_early, {}));
        }
        void dataReceived(std::string_view data) override { relay.received(*this, data); }
        bool eofReceived() override
        {
            if (const auto other = relay.otherThan(*this))
                other->writeEof();
            return true;
        }
        void connectionLost(std::exception_ptr) override
        {
            transport.reset();
            if (const auto other = relay.otherThan(*this))
                other->close();
        }

        TlsRelay &relay;
        std::shared_ptr<loop::Transport> transport;
    };

    void connectOn()
    {
        m_far = std::make_shared<Side>(*this);
        m_connecting = m_loop.createTask(
            m_loop.createConnection([side = m_far] { return side; }, "127.0.0.1", m_to));
    }
    [[nodiscard]] std::shared_ptr<loop::Transport> otherThan(const Side &side) const
    {
        const auto &other = &side == m_near.get() ? m_far : m_near;
        return other ? other->transport : nullptr;
    }
    void received(const Side &from, std::string_view data)
    {
        std::string bytes(data);
        if (watch)
            watch(&from == m_far.get(), data);
        if (&from == m_far.get() && std::exchange(m_change, false))
            bytes.back() = static_cast<char>(bytes.back() ^ 1);
        if (m_holding && &from == m_near.get())
            m_held += bytes;
        else if (const auto to = otherThan(from))
            send(*to, bytes);
        else
            m_early += bytes;
    }
    void pass(const Side &to, const std::string &bytes) { send(*to.transport, bytes); }
    void send(loop::Transport &to, const std::string &bytes) const
    {
        if (m_pieces == Pieces::Whole)
            return to.write(bytes);
        for (const char &byte : bytes)
            to.write({&byte, 1});
    }

    loop::EventLoop &m_loop;
    const std::uint16_t m_to;
    const Pieces m_pieces;
    bool m_change = false, m_holding = false;
    std::string m_held; // of the client
    std::string m_early; // from the client, before the server was reached
    std::shared_ptr<Side> m_near, m_far; // the client's and the server's
    std::shared_ptr<loop::Server> m_server;
    loop::Task<loop::Connected<Side>> m_connecting;
};
