// SPDX-License-Identifier: MIT
#include "loop/internal/DatagramSocket.h"

#include "loop/Datagrams.h"
#include "loop/EventLoop.h"
#include "loop/Probe.h"
#include "loop/internal/ReceiveBuffer.h"

#include <cerrno>

#include <sys/epoll.h>
#include <sys/socket.h>

namespace loop {

namespace {

constexpr int datagramsInARow = 64; // then others get their turn

} // namespace

DatagramSocket::DatagramSocket(EventLoop &loop, Descriptor fd,
                               std::shared_ptr<DatagramProtocol> protocol, const Origin &origin)
    : DatagramTransport(loop, std::move(protocol), origin)
    , m_fd(std::move(fd))
    , m_connected(SocketAddress::ofPeer(m_fd.get()))
{ }

DatagramSocket::~DatagramSocket() = default;

std::any DatagramSocket::getExtraInfo(std::string_view name, std::any fallback) const
{
    if (name == "socket" && m_fd)
        return m_fd.get();
    return DatagramTransport::getExtraInfo(name, std::move(fallback));
}

void DatagramSocket::opened()
{
    m_opened = true;
    watchWhatMatters();
}

void DatagramSocket::watchWhatMatters()
{
    if (m_opened)
        watchFor(m_fd.get(), (isReading() ? EPOLLIN : 0u) | (m_waiting.empty() ? 0u : EPOLLOUT),
                 *this);
}

// --- Ending ---

void DatagramSocket::close()
{
    if (m_closing)
        return;
    m_closing = true;
    watchWhatMatters();
    if (m_waiting.empty())
        scheduleConnectionLost(nullptr);
    changed();
}

void DatagramSocket::forceClose(std::exception_ptr exception)
{
    if (m_lost || m_lostScheduled)
        return;
    m_waiting.clear();
    m_waitingBytes = 0;
    m_closing = true;
    watchWhatMatters();
    scheduleConnectionLost(std::move(exception));
}

void DatagramSocket::release() noexcept
{
    unwatch(m_fd.get());
    m_waiting.clear();
    m_waitingBytes = 0;
    m_fd.reset();
}

// The endpoint stays open: the next datagram may fare better.
void DatagramSocket::failed(int error, const char *what)
{
    handError(OsError(std::error_code(error, std::system_category()), what));
}

// --- Receiving ---

void DatagramSocket::pauseReading()
{
    if (m_readingPaused || m_closing)
        return;
    m_readingPaused = true;
    watchWhatMatters();
    changed();
}

void DatagramSocket::resumeReading()
{
    if (!m_readingPaused)
        return;
    m_readingPaused = false;
    if (m_lost)
        return;
    watchWhatMatters();
    changed();
}

void DatagramSocket::onReady(std::uint32_t events)
{
    m_loop->setContext(context());
    const std::shared_ptr<Transport> self = shared_from_this();
    if (events & ~std::uint32_t {EPOLLOUT})
        receive();
    if (!m_lost && events & (EPOLLOUT | EPOLLERR | EPOLLHUP) && !m_waiting.empty())
        flush();
}

void DatagramSocket::receive()
{
    for (int round = 0; round < datagramsInARow && isReading() && receiveOnce(); ++round) { }
}

bool DatagramSocket::receiveOnce()
{
    const std::span<char> buffer = receiveBuffer();
    sockaddr_storage storage;
    socklen_t size = sizeof storage;
    auto *const address = reinterpret_cast<sockaddr *>(&storage);
    const ssize_t count = ::recvfrom(m_fd.get(), buffer.data(), buffer.size(), 0, address, &size);
    if (count < 0) {
        if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
            failed(errno, "recvfrom");
        return false;
    }
    const SocketAddress from(address, size);
    const std::string_view data(buffer.data(), static_cast<std::size_t>(count));
    tellPeer(from);
    countIn(data);
    handDatagram(data, from);
    return true;
}

// A connected one has its peer's name.
void DatagramSocket::tellPeer(const SocketAddress &address) const
{
    if (Probe *const probe = m_loop->probe(); probe && !m_connected)
        probe->datagramPeer(const_cast<DatagramSocket &>(*this), address);
}

// --- Sending ---

void DatagramSocket::sendto(std::string_view data, const std::optional<SocketAddress> &to)
{
    checkAddress(to);
    if (m_lost || m_closing)
        return;
    if (to)
        tellPeer(*to);
    countOut(data);
    if (m_waiting.empty() && sendNow(data, to))
        return;
    m_waiting.push_back({std::string(data), to});
    m_waitingBytes += data.size();
    watchWhatMatters();
    bufferChanged();
    changed();
}

bool DatagramSocket::sendNow(std::string_view data, const std::optional<SocketAddress> &to)
{
    const SocketAddress target = m_connected ? SocketAddress() : to.value_or(peerName());
    const ssize_t count
        = ::sendto(m_fd.get(), data.data(), data.size(), MSG_NOSIGNAL,
                   m_connected ? nullptr : target.data(), m_connected ? 0 : target.size());
    if (count >= 0)
        return true;
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)
        return false;
    failed(errno, "sendto");
    return true; // gone: nothing would make it succeed later
}

void DatagramSocket::flush()
{
    while (!m_waiting.empty()) {
        const Waiting next = std::move(m_waiting.front()); // errorReceived() may abort()
        m_waiting.pop_front();
        m_waitingBytes -= next.data.size();
        if (!sendNow(next.data, next.to)) {
            m_waitingBytes += next.data.size();
            m_waiting.push_front(next);
            break;
        }
    }
    changed();
    if (m_lost || m_lostScheduled)
        return;
    watchWhatMatters();
    bufferChanged();
    if (m_waiting.empty() && m_closing)
        callConnectionLost(nullptr);
}

} // namespace loop
