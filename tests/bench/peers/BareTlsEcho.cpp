// SPDX-License-Identifier: GPL-3.0-or-later

// What servers over TLS are measured against: level-triggered epoll and OpenSSL on the socket,
// which it reads as far ahead as its buffer goes, so that a message costs one recv() and one
// send().

#include "tests/bench/Measure.h"
#include "tests/support/FreshCertificate.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

int listenOnAnyPort()
{
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listener, reinterpret_cast<sockaddr *>(&address), size);
    ::listen(listener, bench::backlog);
    ::getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size);
    bench::announce(ntohs(address.sin_port));
    return listener;
}

SSL *accept(SSL_CTX *context, int listener, int epoll)
{
    const int fd = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK);
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    SSL *const ssl = SSL_new(context);
    SSL_set_fd(ssl, fd);
    SSL_set_accept_state(ssl);
    epoll_event event {.events = EPOLLIN, .data = {.ptr = ssl}};
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    return ssl;
}

// False: the connection is over.
bool echo(SSL *ssl, std::vector<char> &buffer)
{
    for (;;) {
        const int received = SSL_read(ssl, buffer.data(), static_cast<int>(buffer.size()));
        if (received <= 0)
            return SSL_get_error(ssl, received) == SSL_ERROR_WANT_READ;
        for (int sent = 0; sent < received;) {
            const int n = SSL_write(ssl, buffer.data() + sent, received - sent);
            if (n > 0)
                sent += n;
            else if (SSL_get_error(ssl, n) != SSL_ERROR_WANT_WRITE)
                return false;
        }
        if (!SSL_has_pending(ssl))
            return true;
    }
}

} // namespace

int main()
{
    bench::raiseDescriptorLimit();
    SSL_CTX *const context = SSL_CTX_new(TLS_server_method());
    useFreshCertificate(context);
    SSL_CTX_set_read_ahead(context, 1);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    const int listener = listenOnAnyPort();
    const int epoll = ::epoll_create1(0);
    epoll_event event {.events = EPOLLIN, .data = {.ptr = nullptr}};
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    std::vector<char> buffer(256 * 1024);
    std::vector<epoll_event> events(256);
    for (;;) {
        const int count = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            auto *const ssl = static_cast<SSL *>(events[static_cast<std::size_t>(i)].data.ptr);
            if (!ssl) {
                accept(context, listener, epoll);
            } else if (!echo(ssl, buffer)) {
                ::close(SSL_get_fd(ssl));
                SSL_free(ssl);
            }
        }
    }
}
