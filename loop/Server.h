// SPDX-License-Identifier: MIT
#pragma once

// Server: listening sockets whose accepted connections get a protocol each (N-11). Made by
// EventLoop::createServer() and its relatives, and listening from then on. The loop keeps it until
// close(), which the end of the loop calls, too. Connections that were accepted outlive it (N-20).
//
// What a factory or connectionMade() throws reaches the exception handler and costs that connection
// alone. Out of descriptors, it warns and accepts nothing for a second: it never spins. Thread: all
// calls belong to the loop's.

#include "loop/Descriptor.h"
#include "loop/Handle.h"
#include "loop/IoHandler.h"
#include "loop/Network.h"
#include "loop/Synchronisation.h"
#include "loop/Task.h"

#include <memory>
#include <optional>
#include <vector>

namespace loop {

class EventLoop;

class Server final : public std::enable_shared_from_this<Server> {
public:
    struct Listening {
        int fd = -1;
        SocketAddress address; // with the port that was taken for 0
    };

    ~Server();
    [[nodiscard]] ServerId id() const noexcept { return m_id; }
    [[nodiscard]] std::vector<Listening> sockets() const; // N-19; empty once closed
    [[nodiscard]] Place created() const noexcept
    {
        return m_created;
    } // the await that asked for it
    [[nodiscard]] bool isServing() const noexcept { return !m_closed; }

    // N-20: the listening sockets, at once, and the file of a Unix one unless ServerOptions keeps
    // it or it is not ours any more; again: nothing.
    void close();
    Coro<void> waitClosed(); // N-21: until close(); does not wait for connections
    // asyncio's Server.serve_forever: suspends until close() or until the task is cancelled, which
    // closes the server; ends with CancelledError either way. RuntimeError if it is closed already,
    // or another coroutine is in here.
    Coro<void> serveForever();

    // Python 3.13's close_clients() and abort_clients(): Transport::close() or abort() of every
    // connection that was accepted and lives, before close() or after; more may be accepted if not
    // after. Nothing once the loop is gone.
    void closeClients();
    void abortClients();

private:
    friend class EventLoop;
    friend class Listener;

    Server(EventLoop &loop, ProtocolFactory factory, const ServerOptions &options);
    void listen(Descriptor fd);
    void accepted(Descriptor fd);
    static Coro<void> waitUntilClosed(std::shared_ptr<Server> server);
    static Coro<void> serve(std::shared_ptr<Server> server);
    [[nodiscard]] std::string describe() const; // "<Server on 127.0.0.1:80>"
    [[nodiscard]] std::vector<std::shared_ptr<Transport>> clients() const;

    EventLoop *m_loop; // null once closed
    Ref<LoopAnchor> m_anchor; // clients outlive that
    ProtocolFactory m_factory;
    ServerId m_id;
    ContextId m_context;
    std::shared_ptr<TlsContext> m_ssl; // null: plain
    TlsTimeouts m_timeouts; // of that
    std::source_location m_created;
    int m_backlog;
    bool m_cleanupSocket;
    bool m_closed = false;
    std::vector<std::unique_ptr<class Listener>> m_listeners;
    Event m_closedEvent; // for waitClosed()
    Future<void> m_forever; // what serveForever() awaits; null: nobody is in it
};

} // namespace loop
