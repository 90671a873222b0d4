// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A socket for datagrams outside of any loop, on 127.0.0.1.

#include "loop/Descriptor.h"
#include "loop/SocketAddress.h"

#include <QtTest/QTest>

#include <sys/socket.h>

#include <string>
#include <string_view>

class UdpPeer {
public:
    UdpPeer()
    {
        const auto any = loop::SocketAddress::fromNumeric("127.0.0.1", 0);
        if (::bind(fd_.get(), any.data(), any.size()) != 0)
            qFatal("no port for datagrams");
    }
    [[nodiscard]] quint16 port() const { return loop::SocketAddress::ofSocket(fd_.get()).port(); }
    void send(quint16 port, std::string_view data) const
    {
        const auto to = loop::SocketAddress::fromNumeric("127.0.0.1", port);
        (void)::sendto(fd_.get(), data.data(), data.size(), 0, to.data(), to.size());
    }
    // The next datagram, with events of this thread meanwhile; "none" after some seconds.
    [[nodiscard]] std::string receive() const
    {
        std::string data(65536, '\0');
        ssize_t size = -1;
        (void)QTest::qWaitFor([&] {
            size = ::recv(fd_.get(), data.data(), data.size(), 0);
            return size >= 0;
        });
        data.resize(size < 0 ? 0 : std::size_t(size));
        return size < 0 ? "none" : data;
    }

private:
    const loop::Descriptor fd_ {::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
};
