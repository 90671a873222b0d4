// SPDX-License-Identifier: GPL-3.0-or-later

// The load for echo servers: N connections in ping-pong over bare epoll, so that the server is what is
// measured. Prints messages a second. Usage: bench_echo_client PORT CONNECTIONS SIZE SECONDS [IDLE]

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
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

void raiseDescriptorLimit()
{
    rlimit limit {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

// Blocking: an address of its own a few thousand connections, since ports run out.
int connectTo(int port, int number)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in local {}, peer {};
    local.sin_family = peer.sin_family = AF_INET;
    local.sin_addr.s_addr = htonl(INADDR_LOOPBACK + static_cast<unsigned>(number / 20'000));
    peer.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    peer.sin_port = htons(static_cast<std::uint16_t>(port));
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (number >= 20'000 && ::bind(fd, reinterpret_cast<sockaddr *>(&local), sizeof local) != 0)
        die("bind");
    if (fd < 0 || ::connect(fd, reinterpret_cast<sockaddr *>(&peer), sizeof peer) != 0)
        die("connect");
    return fd;
}

class Load {
public:
    Load(int port, int connections, std::size_t size, int idle)
        : m_message(size, 'x')
        , m_scratch(1 << 20)
        , m_connections(static_cast<std::size_t>(connections))
    {
        for (int i = 0; i < idle; ++i)
            connectTo(port, i);
        for (int i = 0; i < connections; ++i)
            m_connections[static_cast<std::size_t>(i)].fd = connectTo(port, idle + i);
        for (Connection &connection : m_connections) {
            epoll_event event {.events = EPOLLIN, .data = {.ptr = &connection}};
            ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, connection.fd, &event);
        }
    }

    double run(double seconds)
    {
        for (Connection &connection : m_connections)
            send(connection);
        drive(0.2 + static_cast<double>(m_connections.size()) / 20'000); // warm up
        m_messages = 0;
        const auto began = Clock::now();
        drive(seconds);
        return static_cast<double>(m_messages) / std::chrono::duration<double>(Clock::now() - began).count();
    }

private:
    void drive(double seconds)
    {
        const auto end = Clock::now() + std::chrono::duration<double>(seconds);
        std::vector<epoll_event> events(512);
        while (Clock::now() < end) {
            const int count = ::epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), 100);
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
        const ssize_t count = ::recv(connection.fd, m_scratch.data(), m_scratch.size(), MSG_DONTWAIT);
        if (count <= 0)
            die("recv");
        connection.received += static_cast<std::size_t>(count);
        if (connection.received >= m_message.size()) {
            connection.received = 0;
            connection.sent = 0;
            ++m_messages;
            send(connection);
        }
    }

    void send(Connection &connection)
    {
        const ssize_t count = ::send(connection.fd, m_message.data() + connection.sent,
            m_message.size() - connection.sent, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count > 0)
            connection.sent += static_cast<std::size_t>(count);
        const bool rest = connection.sent < m_message.size();
        if (m_message.size() > 16 * 1024) {
            epoll_event event {.events = EPOLLIN | (rest ? EPOLLOUT : 0u), .data = {.ptr = &connection}};
            ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, connection.fd, &event);
        }
    }

    int m_epoll = ::epoll_create1(EPOLL_CLOEXEC);
    std::string m_message;
    std::vector<char> m_scratch;
    std::vector<Connection> m_connections;
    std::uint64_t m_messages = 0;
};

} // namespace

int main(int argc, char **argv)
{
    if (argc < 5) {
        std::fprintf(stderr, "usage: %s PORT CONNECTIONS SIZE SECONDS [IDLE]\n", argv[0]);
        return 2;
    }
    raiseDescriptorLimit();
    Load load(std::atoi(argv[1]), std::atoi(argv[2]), static_cast<std::size_t>(std::atoll(argv[3])),
        argc > 5 ? std::atoi(argv[5]) : 0);
    std::printf("%.0f\n", load.run(std::atof(argv[4])));
}
