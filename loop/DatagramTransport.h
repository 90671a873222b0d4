// SPDX-License-Identifier: MIT
#pragma once

// DatagramTransport: an endpoint that datagrams are sent from and arrive at. It is a Transport, so
// that it has an identity, counters and flow control, and instruments show it among the
// connections; a message of its counters is a datagram. Made by
// EventLoop::createDatagramEndpoint().

#include "loop/Descriptor.h"
#include "loop/Transport.h"

#include <deque>

namespace loop {

class DatagramProtocol;
class OsError;

class DatagramTransport final : public Transport, private IoHandler {
public:
    DatagramTransport(EventLoop &loop, Descriptor fd, std::shared_ptr<DatagramProtocol> protocol,
                      const Origin &origin);
    ~DatagramTransport() override;

    // G-03: never blocks; a datagram that the kernel does not take now waits in order. Without an
    // address it goes to the endpoint's remote one (ValueError if there is none). Where there is
    // one, any other address is a ValueError. Ignored once closing.
    void sendto(std::string_view data, const std::optional<SocketAddress> &to = {});
    void write(std::string_view data) override { sendto(data); }

    void setProtocol(std::shared_ptr<BaseProtocol> protocol) override;
    [[nodiscard]] std::any getExtraInfo(std::string_view name,
                                        std::any fallback = {}) const override;
    void close() override; // sends what waits, then connectionLost(null)
    void pauseReading() override; // what arrives meanwhile stays in the kernel, as far as it fits
    void resumeReading() override;
    [[nodiscard]] std::size_t getWriteBufferSize() const noexcept override
    {
        return m_waitingBytes;
    }

private:
    struct Waiting {
        std::string data;
        std::optional<SocketAddress> to;
    };

    void opened() override;
    void release() noexcept override;
    void forceClose(std::exception_ptr exception) override;

    void onReady(std::uint32_t events) override;
    void receive();
    bool receiveOnce(); // false: nothing more for now
    void flush();
    [[nodiscard]] bool sendNow(std::string_view data,
                               const std::optional<SocketAddress> &to); // false: full
    void failed(int error, const char *what);
    void watchWhatMatters();

    Descriptor m_fd;
    DatagramProtocol *m_datagrams; // m_protocol, with its type
    std::deque<Waiting> m_waiting;
    std::size_t m_waitingBytes = 0;
    bool m_opened = false;
};

} // namespace loop
