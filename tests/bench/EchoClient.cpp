// SPDX-License-Identifier: GPL-3.0-or-later

// The load for echo servers, over bare epoll so that the server is what is measured.
//   bench_echo_client messages PORT CONNECTIONS SIZE [IDLE]   ping-pong: messages a second
//   bench_echo_client connects PORT CONNECTIONS SIZE          connect, echo, close, that many at a
//                                                             time: connections a second
//   bench_echo_client resumes PORT CONNECTIONS SIZE           that, with the session of one before
// With `tls` before its arguments, over TLS 1.3, and nothing is verified.
// Prints "ready" once each had a message back. Then each line of its stdin is a number of seconds
// to run for, answered by a line with the result once nothing is on its way any more, and with how
// many messages there were since the line before.

#include "tests/bench/Measure.h"
#include "tests/support/FreshCertificate.h"

#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;

struct Connection {
    int fd = -1;
    SSL *ssl = nullptr; // over TLS
    std::size_t received = 0; // of the message on its way
    std::size_t sent = 0;
};

[[noreturn]] void die(const char *what)
{
    std::perror(what);
    std::exit(1);
}

// An address of its own every few thousand connections, since ports run out.
int connectTo(int port, int number, int socketFlags)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | socketFlags, 0);
    sockaddr_in local {}, peer {};
    local.sin_family = peer.sin_family = AF_INET;
    local.sin_addr.s_addr = htonl(INADDR_LOOPBACK + static_cast<unsigned>(number / 20'000));
    peer.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    peer.sin_port = htons(static_cast<std::uint16_t>(port));
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    if (number >= 20'000 && ::bind(fd, reinterpret_cast<sockaddr *>(&local), sizeof local) != 0)
        die("bind");
    if (::connect(fd, reinterpret_cast<sockaddr *>(&peer), sizeof peer) != 0
        && errno != EINPROGRESS)
        die("connect");
    return fd;
}

SSL_SESSION *t_session = nullptr; // the last that a server gave

int keepSession(SSL *, SSL_SESSION *session)
{
    SSL_SESSION_free(std::exchange(t_session, session));
    return 1;
}

class Load {
public:
    Load(SSL_CTX *tls, bool reconnects, bool resumes, int port, int connections, std::size_t size,
         int idle)
        : m_tls(tls)
        , m_reconnects(reconnects)
        , m_resumes(resumes)
        , m_port(port)
        , m_message(size, 'x')
        , m_scratch(1 << 20)
        , m_connections(static_cast<std::size_t>(connections))
    {
        for (; m_connected < idle; ++m_connected)
            shakeHands(connectTo(port, m_connected, 0));
    }

    void once() // one message each
    {
        startAll();
        finishAll();
    }

    // How many messages, each of them of a new connection if it reconnects, a second.
    double run(double seconds)
    {
        startAll();
        drive(seconds / 4); // to have caches warm
        m_all += m_messages;
        m_messages = m_resumed = 0;
        const auto began = Clock::now();
        drive(seconds);
        const std::chrono::duration<double> took = Clock::now() - began;
        const double rate = static_cast<double>(m_messages) / took.count();
        if (m_resumes && m_resumed < m_messages * 9 / 10)
            die("too few sessions were resumed");
        finishAll();
        return rate;
    }

    // How many messages since this was asked before: those before and after what was measured, too.
    std::uint64_t takeAll() { return std::exchange(m_all, 0) + std::exchange(m_messages, 0); }

private:
    // Connecting again and again must not block: one lost SYN would hold up all the others.
    void open(Connection &connection)
    {
        connection.fd = connectTo(m_port, m_connected++, m_reconnects ? SOCK_NONBLOCK : 0);
        connection.ssl = shakeHands(connection.fd);
        const std::uint32_t events = m_reconnects ? EPOLLIN | EPOLLOUT | EPOLLET : EPOLLIN;
        epoll_event event {.events = events, .data = {.ptr = &connection}};
        ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, connection.fd, &event);
    }

    // At once where the socket blocks. Null: in the clear.
    SSL *shakeHands(int fd) const
    {
        if (!m_tls)
            return nullptr;
        SSL *const ssl = SSL_new(m_tls);
        SSL_set_fd(ssl, fd);
        SSL_set_connect_state(ssl);
        if (m_resumes && t_session)
            SSL_set_session(ssl, t_session); // run() demands that it was good for something
        if (!m_reconnects && SSL_do_handshake(ssl) != 1)
            die("SSL_do_handshake");
        if (!m_reconnects)
            ::fcntl(fd, F_SETFL, O_NONBLOCK);
        return ssl;
    }

    // As recv() and send().
    ssize_t take(Connection &connection)
    {
        if (!connection.ssl)
            return ::recv(connection.fd, m_scratch.data(), m_scratch.size(), MSG_DONTWAIT);
        return answerOf(
            connection.ssl,
            SSL_read(connection.ssl, m_scratch.data(), static_cast<int>(m_scratch.size())));
    }
    ssize_t give(Connection &connection) const
    {
        const char *const data = m_message.data() + connection.sent;
        const std::size_t size = m_message.size() - connection.sent;
        if (!connection.ssl)
            return ::send(connection.fd, data, size, MSG_DONTWAIT | MSG_NOSIGNAL);
        return answerOf(connection.ssl, SSL_write(connection.ssl, data, static_cast<int>(size)));
    }
    static ssize_t answerOf(SSL *ssl, int count)
    {
        if (count > 0)
            return count;
        const int error = SSL_get_error(ssl, count);
        errno = error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? EAGAIN : EPROTO;
        return error == SSL_ERROR_ZERO_RETURN ? 0 : -1;
    }

    void drive(double seconds)
    {
        const auto end = Clock::now() + std::chrono::duration<double>(seconds);
        std::vector<epoll_event> events(512);
        while (Clock::now() < end) {
            const int count
                = ::epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), 100);
            for (int i = 0; i < count; ++i)
                ready(*static_cast<Connection *>(events[static_cast<std::size_t>(i)].data.ptr),
                      events[static_cast<std::size_t>(i)].events);
        }
    }

    void ready(Connection &connection, std::uint32_t events)
    {
        if (events & EPOLLOUT)
            send(connection);
        if (!(events & EPOLLIN))
            return;
        do {
            const ssize_t count = take(connection);
            if (count < 0 && errno == EAGAIN) {
                if (connection.ssl && connection.sent < m_message.size())
                    send(connection); // hands may have been shaken
                return;
            }
            if (count <= 0)
                die("recv");
            connection.received += static_cast<std::size_t>(count);
        } while (connection.ssl && SSL_has_pending(connection.ssl));
        if (connection.received >= m_message.size())
            finish(connection);
    }

    void finish(Connection &connection)
    {
        ++m_messages;
        --m_underWay;
        if (m_resumes)
            m_resumed += SSL_session_reused(connection.ssl) ? 1 : 0;
        if (m_reconnects) {
            if (connection.ssl) // else OpenSSL forgets its session
                SSL_set_shutdown(connection.ssl, SSL_SENT_SHUTDOWN);
            SSL_free(std::exchange(connection.ssl, nullptr));
            ::close(connection.fd);
            connection.fd = -1;
        }
        if (!m_finishing)
            start(connection);
    }

    void startAll()
    {
        m_finishing = false;
        for (Connection &connection : m_connections)
            start(connection);
    }

    void finishAll()
    {
        m_finishing = true;
        while (m_underWay > 0)
            drive(0.001);
    }

    void start(Connection &connection)
    {
        ++m_underWay;
        connection.received = 0;
        connection.sent = 0;
        if (connection.fd < 0)
            open(connection);
        send(connection);
    }

    void send(Connection &connection)
    {
        if (connection.sent == m_message.size())
            return;
        const ssize_t count = give(connection);
        if (count > 0)
            connection.sent += static_cast<std::size_t>(count);
        const bool rest = connection.sent < m_message.size();
        if (m_message.size() > 16 * 1024 && !m_reconnects) {
            epoll_event event {.events = EPOLLIN | (rest ? EPOLLOUT : 0u),
                               .data = {.ptr = &connection}};
            ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, connection.fd, &event);
        }
    }

    SSL_CTX *const m_tls; // null: in the clear
    const bool m_reconnects;
    const bool m_resumes;
    const int m_port;
    int m_connected = 0; // so far
    int m_epoll = ::epoll_create1(EPOLL_CLOEXEC);
    std::string m_message;
    std::vector<char> m_scratch;
    std::vector<Connection> m_connections;
    std::uint64_t m_messages = 0;
    std::uint64_t m_all = 0; // of before m_messages
    std::uint64_t m_resumed = 0; // of those connections
    std::size_t m_underWay = 0; // messages
    bool m_finishing = false;
};

} // namespace

int main(int argc, char **argv)
{
    SSL_CTX *tls = nullptr;
    if (argc > 1 && std::string(argv[1]) == "tls") {
        tls = SSL_CTX_new(TLS_client_method());
        SSL_CTX_set_mode(tls, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
        SSL_CTX_set_read_ahead(tls, 1);
        SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
        SSL_CTX_sess_set_new_cb(tls, keepSession);
        --argc, ++argv;
    }
    const std::string kind = argc > 1 ? argv[1] : "";
    const bool resumes = kind == "resumes" && tls;
    if ((kind != "messages" && kind != "connects" && !resumes) || argc < 5) {
        std::fprintf(stderr,
                     "usage: %s [tls] messages|connects|resumes PORT CONNECTIONS SIZE [IDLE]\n",
                     argv[0]);
        return 2;
    }
    bench::raiseDescriptorLimit();
    Load load(tls, kind != "messages", resumes, std::atoi(argv[2]), std::atoi(argv[3]),
              static_cast<std::size_t>(std::atoll(argv[4])), argc > 5 ? std::atoi(argv[5]) : 0);
    load.once();
    (void)load.takeAll();
    std::puts("ready");
    std::fflush(stdout);
    for (double seconds = 0; std::scanf("%lf", &seconds) == 1; std::fflush(stdout)) {
        const double rate = load.run(seconds);
        std::printf("%.0f %llu\n", rate, static_cast<unsigned long long>(load.takeAll()));
    }
}
