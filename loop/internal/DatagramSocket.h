// SPDX-License-Identifier: MIT
#pragma once

// DatagramSocket: a DatagramTransport over a socket, which is read until it is empty or others have
// waited long enough. Made by EventLoop::createDatagramEndpoint().

#include "loop/DatagramTransport.h"
#include "loop/Descriptor.h"
#include "loop/IoHandler.h"

#include <deque>

namespace loop {

class DatagramSocket final : public DatagramTransport, private IoHandler {
public:
    DatagramSocket(EventLoop &loop, Descriptor fd, std::shared_ptr<DatagramProtocol> protocol,
                   const Origin &origin);
    ~DatagramSocket() override;

    void sendto(std::string_view data, const std::optional<SocketAddress> &to) override;
    [[nodiscard]] std::any getExtraInfo(std::string_view name,
                                        std::any fallback = {}) const override;
    [[nodiscard]] int descriptor() const noexcept override { return m_fd.get(); }
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
    [[nodiscard]] const Transport *transport() const noexcept override { return this; }
    void receive();
    bool receiveOnce(); // false: nothing more for now
    void flush();
    [[nodiscard]] bool sendNow(std::string_view data,
                               const std::optional<SocketAddress> &to); // false: full
    void tellPeer(const SocketAddress &address) const; // to the probe, before what it is about
    void failed(int error, const char *what);
    void watchWhatMatters();

    Descriptor m_fd;
    const bool m_connected; // else the remote address, if any, is said with each datagram
    std::deque<Waiting> m_waiting;
    std::size_t m_waitingBytes = 0;
    bool m_opened = false;
};

} // namespace loop
