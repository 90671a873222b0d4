// SPDX-License-Identifier: MIT
#include "loop/Server.h"

#include "loop/EventLoop.h"
#include "loop/Transport.h"
#include "loop/internal/CallSite.h"
#include "loop/internal/SocketSetup.h"

#include <algorithm>
#include <atomic>
#include <cerrno>

#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>

namespace loop {

namespace {

constexpr int acceptsInARow = 256; // then others get their turn,
constexpr std::chrono::milliseconds acceptsAtMost(2); // as they do after this time
constexpr std::chrono::seconds acceptRetryDelay(1);

ServerId nextServerId() noexcept
{
    static std::atomic<std::uint64_t> last = 0;
    return {++last};
}

bool outOfResources(int error) noexcept
{
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

std::string adviceFor(int error)
{
    if (error == ENFILE)
        return "the whole system has no descriptors left; ";
    if (error != EMFILE)
        return {};
    rlimit limit {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return std::to_string(limit.rlim_cur)
        + " descriptors are allowed, raise the limit with ulimit -n; ";
}

} // namespace

// One listening socket, level-triggered. What cannot be accepted pauses it for a second: it never
// spins.
class Listener final : private IoHandler {
public:
    Listener(Server &server, EventLoop &loop, Descriptor fd, bool removesFile)
        : m_server(server)
        , m_loop(loop)
        , m_fd(std::move(fd))
        , m_address(SocketAddress::ofSocket(m_fd.get()))
    {
        if (removesFile)
            m_file.emplace(m_address);
        m_loop.m_io.add(m_fd.get(), EPOLLIN, *this);
    }
    ~Listener()
    {
        m_retry.cancel();
        m_loop.m_io.remove(m_fd.get());
        if (m_file)
            m_file->remove();
    }

    [[nodiscard]] Server::Listening listening() const { return {m_fd.get(), m_address}; }

private:
    [[nodiscard]] std::string label() const override
    {
        return "<Server on " + m_address.toString() + " accepting>";
    }
    void onReady(std::uint32_t) override
    {
        const std::shared_ptr<Server> keep = m_server.shared_from_this();
        const auto until = std::chrono::steady_clock::now() + acceptsAtMost;
        for (int i = 0; i < acceptsInARow && keep->isServing(); ++i) {
            Descriptor fd(::accept4(m_fd.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
            if (fd)
                keep->accepted(std::move(fd));
            else if (!acceptFailed(errno))
                return;
            if (std::chrono::steady_clock::now() >= until)
                return;
        }
    }

    // True to go on accepting.
    bool acceptFailed(int error)
    {
        if (error == EINTR || error == ECONNABORTED)
            return true;
        if (error == EAGAIN || error == EWOULDBLOCK)
            return false;
        m_loop.m_io.remove(m_fd.get()); // a hang-up would be told whatever we ask for
        m_retry = m_loop.callLater(acceptRetryDelay,
                                   [this] { m_loop.m_io.add(m_fd.get(), EPOLLIN, *this); });
        reportFailure(error); // the exception handler may close the server
        return false;
    }

    void reportFailure(int error)
    {
        const bool resource = outOfResources(error);
        const std::error_code code(error, std::system_category());
        ExceptionContext context;
        context.message
            = resource ? "socket.accept() out of system resource" : "socket.accept() failed";
        context.exception
            = std::make_exception_ptr(OsError(code, "accept on " + m_address.toString()));
        context.socket = m_fd.get();
        context.created = m_server.created();
        context.extra["consequence"] = adviceFor(error) + "accepting pauses for 1 second";
        m_loop.report({resource ? WarningKind::OutOfDescriptors : WarningKind::CallbackFailed,
                       0,
                       context.message + " on " + m_address.toString() + ": " + code.message()
                           + "; " + context.extra["consequence"],
                       m_server.created(),
                       m_server.m_context,
                       {},
                       {}},
                      context);
    }

    Server &m_server;
    EventLoop &m_loop;
    Descriptor m_fd;
    SocketAddress m_address;
    std::optional<SocketFile> m_file; // to be removed
    Handle m_retry;
};

Server::Server(EventLoop &loop, ProtocolFactory factory, const ServerOptions &options)
    : m_loop(&loop)
    , m_anchor(loop.m_anchor)
    , m_factory(std::move(factory))
    , m_id(nextServerId())
    , m_context(options.context ? options.context : loop.context())
    , m_ssl(options.ssl)
    , m_timeouts(options)
    , m_created(callSite(loop))
    , m_backlog(std::max(0, options.backlog))
    , m_cleanupSocket(options.cleanupSocket)
{ }

Server::~Server() = default;

std::vector<Server::Listening> Server::sockets() const
{
    std::vector<Listening> sockets;
    sockets.reserve(m_listeners.size());
    for (const auto &listener : m_listeners)
        sockets.push_back(listener->listening());
    return sockets;
}

void Server::listen(Descriptor fd)
{
    if (::listen(fd.get(), m_backlog) != 0)
        throwErrno("cannot listen on " + SocketAddress::ofSocket(fd.get()).toString());
    m_listeners.push_back(
        std::make_unique<Listener>(*this, *m_loop, std::move(fd), m_cleanupSocket));
}

void Server::accepted(Descriptor fd)
{
    EventLoop &loop = *m_loop; // the factory may close us
    loop.m_context = m_context;
    try {
        auto protocol = std::dynamic_pointer_cast<Protocol>(m_factory());
        if (!protocol)
            throw ValueError("the protocol factory of a stream server returned no Protocol");
        const auto transport = loop.makeTransport(std::move(fd), std::move(protocol), Role::Server,
                                                  m_id, m_ssl, {}, m_timeouts);
        transport->m_created = m_created;
        transport->start({});
    } catch (...) {
        loop.callbackFailed("Error on transport creation for incoming connection", {}, nullptr);
    }
}

void Server::close()
{
    if (m_closed)
        return;
    const std::shared_ptr<Server> self = shared_from_this();
    m_closed = true;
    m_listeners.clear();
    EventLoop &loop = *std::exchange(m_loop, nullptr);
    std::erase(loop.m_servers, self);
    --loop.m_totals.servers;
    m_closedEvent.set();
    if (m_forever.state())
        m_forever.cancel();
}

Coro<void> Server::waitClosed()
{
    return waitUntilClosed(shared_from_this());
}

Coro<void> Server::waitUntilClosed(std::shared_ptr<Server> server)
{
    co_await server->m_closedEvent.wait();
}

Coro<void> Server::serveForever()
{
    return serve(shared_from_this());
}

Coro<void> Server::serve(std::shared_ptr<Server> server)
{
    if (server->m_forever.state())
        throw RuntimeError("server " + server->describe()
                           + " is already being awaited on serve_forever()");
    if (server->m_closed)
        throw RuntimeError("server " + server->describe() + " is closed");
    server->m_forever = server->m_loop->createFuture<void>();
    try {
        co_await server->m_forever;
    } catch (const CancelledError &) {
        server->m_forever = {};
        server->close(); // so that waitClosed() would be over at once
        throw;
    }
}

std::string Server::describe() const
{
    std::string text = "<Server";
    for (const auto &listener : m_listeners)
        text += (listener == m_listeners.front() ? " on " : ", ")
            + listener->listening().address.toString();
    return text + '>';
}

std::vector<std::shared_ptr<Transport>> Server::clients() const
{
    std::vector<std::shared_ptr<Transport>> clients;
    if (!m_anchor->loop)
        return clients;
    m_anchor->loop->checkThread();
    for (auto *transport = m_anchor->loop->firstTransport(); transport;
         transport = transport->next())
        if (transport->server() == m_id)
            clients.push_back(transport->shared_from_this());
    return clients;
}

void Server::closeClients()
{
    for (const std::shared_ptr<Transport> &client : clients())
        client->close();
}

void Server::abortClients()
{
    for (const std::shared_ptr<Transport> &client : clients())
        client->abort();
}

} // namespace loop
