// SPDX-License-Identifier: GPL-3.0-or-later

// The load for echo servers, over bare epoll so that the server is what is measured.
//   bench_echo_client messages PORT CONNECTIONS SIZE SECONDS [IDLE]   ping-pong: prints messages a
//   second bench_echo_client connects PORT CONNECTIONS SIZE SECONDS          connect, echo, close,
//   that many at a
//                                                                     time: prints connections a
//                                                                     second
//   bench_echo_client hold PORT CONNECTIONS SIZE                      one message each, "held",
//   then rests
//                                                                     until its stdin ends

#include "tests/bench/Measure.h"

#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;

struct Connection {
    int fd = -1;
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

enum class After { Again, Reconnect, Rest }; // what a connection does once its message is back

class Load {
public:
    Load(After after, int port, int connections, std::size_t size, int idle)
        : m_after(after)
        , m_port(port)
        , m_message(size, 'x')
        , m_scratch(1 << 20)
        , m_connections(static_cast<std::size_t>(connections))
    {
        for (; m_connected < idle; ++m_connected)
            connectTo(port, m_connected, 0);
        for (Connection &connection : m_connections)
            open(connection);
    }

    // How many messages, each of them of a new connection with After::Reconnect, a second.
    double run(double seconds)
    {
        begin();
        drive(0.2 + static_cast<double>(m_connections.size()) / 20'000); // warm up
        m_messages = 0;
        const auto began = Clock::now();
        drive(seconds);
        return static_cast<double>(m_messages)
            / std::chrono::duration<double>(Clock::now() - began).count();
    }

    void finishAll() // with After::Rest
    {
        begin();
        while (m_messages < m_connections.size())
            drive(0.01);
    }

private:
    // Connecting again and again must not block: one lost SYN would hold up all the others.
    void open(Connection &connection)
    {
        const bool blocking = m_after != After::Reconnect;
        connection.fd = connectTo(m_port, m_connected++, blocking ? 0 : SOCK_NONBLOCK);
        const std::uint32_t events = blocking ? EPOLLIN : EPOLLIN | EPOLLOUT | EPOLLET;
        epoll_event event {.events = events, .data = {.ptr = &connection}};
        ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, connection.fd, &event);
    }

    void begin()
    {
        for (Connection &connection : m_connections)
            send(connection);
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
        const ssize_t count
            = ::recv(connection.fd, m_scratch.data(), m_scratch.size(), MSG_DONTWAIT);
        if (count < 0 && errno == EAGAIN)
            return;
        if (count <= 0)
            die("recv");
        connection.received += static_cast<std::size_t>(count);
        if (connection.received >= m_message.size())
            finish(connection);
    }

    void finish(Connection &connection)
    {
        ++m_messages;
        if (m_after == After::Rest)
            return;
        connection.received = 0;
        connection.sent = 0;
        if (m_after == After::Reconnect) {
            ::close(connection.fd);
            open(connection);
        }
        send(connection);
    }

    void send(Connection &connection)
    {
        if (connection.sent == m_message.size())
            return;
        const ssize_t count
            = ::send(connection.fd, m_message.data() + connection.sent,
                     m_message.size() - connection.sent, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count > 0)
            connection.sent += static_cast<std::size_t>(count);
        const bool rest = connection.sent < m_message.size();
        if (m_message.size() > 16 * 1024 && m_after != After::Reconnect) {
            epoll_event event {.events = EPOLLIN | (rest ? EPOLLOUT : 0u),
                               .data = {.ptr = &connection}};
            ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, connection.fd, &event);
        }
    }

    const After m_after;
    const int m_port;
    int m_connected = 0; // so far
    int m_epoll = ::epoll_create1(EPOLL_CLOEXEC);
    std::string m_message;
    std::vector<char> m_scratch;
    std::vector<Connection> m_connections;
    std::uint64_t m_messages = 0;
};

} // namespace

int main(int argc, char **argv)
{
    const std::string kind = argc > 1 ? argv[1] : "";
    const bool hold = kind == "hold";
    if ((kind != "messages" && kind != "connects" && !hold) || argc < (hold ? 5 : 6)) {
        std::fprintf(stderr,
                     "usage: %s messages|connects|hold PORT CONNECTIONS SIZE SECONDS [IDLE]\n",
                     argv[0]);
        return 2;
    }
    bench::raiseDescriptorLimit();
    const After after = hold ? After::Rest : kind == "connects" ? After::Reconnect : After::Again;
    Load load(after, std::atoi(argv[2]), std::atoi(argv[3]),
              static_cast<std::size_t>(std::atoll(argv[4])), argc > 6 ? std::atoi(argv[6]) : 0);
    if (hold) {
        load.finishAll();
        std::puts("held");
        std::fflush(stdout);
        while (std::getchar() != EOF) { }
    } else {
        std::printf("%.0f\n", load.run(std::atof(argv[5])));
    }
}
