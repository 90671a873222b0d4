// SPDX-License-Identifier: MIT
#include "loop/DatagramTransport.h"

#include "loop/Datagrams.h"
#include "loop/EventLoop.h"
#include "loop/ReceiveBuffer.h"

#include <cerrno>

#include <sys/epoll.h>
#include <sys/socket.h>

namespace loop {

namespace {

constexpr int datagramsInARow = 64; // then others get their turn

} // namespace

DatagramTransport::DatagramTransport(EventLoop &loop, Descriptor fd,
                                     std::shared_ptr<DatagramProtocol> protocol,
                                     const Origin &origin)
    : Transport(loop, protocol, origin)
    , m_fd(std::move(fd))
    , m_datagrams(protocol.get())
{ }

DatagramTransport::~DatagramTransport() = default;

void DatagramTransport::setProtocol(std::shared_ptr<BaseProtocol> protocol)
{
    auto *const replacement = dynamic_cast<DatagramProtocol *>(protocol.get());
    if (!replacement)
        throw ValueError("a datagram transport needs a DatagramProtocol");
    m_datagrams = replacement;
    Transport::setProtocol(std::move(protocol));
}

std::any DatagramTransport::getExtraInfo(std::string_view name, std::any fallback) const
{
    if (name == "socket" && m_fd)
        return m_fd.get();
    return Transport::getExtraInfo(name, std::move(fallback));
}

void DatagramTransport::opened()
{
    m_opened = true;
    watchWhatMatters();
}

void DatagramTransport::watchWhatMatters()
{
    if (m_opened)
        watchFor(m_fd.get(), (isReading() ? EPOLLIN : 0u) | (m_waiting.empty() ? 0u : EPOLLOUT),
                 *this);
}

// --- Ending ---

void DatagramTransport::close()
{
    if (m_closing)
        return;
    m_closing = true;
    watchWhatMatters();
    if (m_waiting.empty())
        scheduleConnectionLost(nullptr);
    changed();
}

void DatagramTransport::forceClose(std::exception_ptr exception)
{
    if (m_lost || m_lostScheduled)
        return;
    m_waiting.clear();
    m_waitingBytes = 0;
    m_closing = true;
    watchWhatMatters();
    scheduleConnectionLost(std::move(exception));
}

void DatagramTransport::release() noexcept
{
    unwatch(m_fd.get());
    m_waiting.clear();
    m_waitingBytes = 0;
    m_fd.reset();
}

// The endpoint stays open: the next datagram may fare better.
void DatagramTransport::failed(int error, const char *what)
{
    try {
        m_datagrams->errorReceived(OsError(std::error_code(error, std::system_category()), what));
    } catch (...) {
        reportFailure("Exception in protocol.error_received()");
    }
}

// --- Receiving ---

void DatagramTransport::pauseReading()
{
    if (m_readingPaused || m_closing)
        return;
    m_readingPaused = true;
    watchWhatMatters();
    changed();
}

void DatagramTransport::resumeReading()
{
    if (!m_readingPaused)
        return;
    m_readingPaused = false;
    if (m_lost)
        return;
    watchWhatMatters();
    changed();
}

void DatagramTransport::onReady(std::uint32_t events)
{
    m_loop->setContext(context());
    const std::shared_ptr<Transport> self = shared_from_this();
    if (events & ~std::uint32_t {EPOLLOUT})
        receive();
    if (!m_lost && events & (EPOLLOUT | EPOLLERR | EPOLLHUP) && !m_waiting.empty())
        flush();
}

void DatagramTransport::receive()
{
    for (int round = 0; round < datagramsInARow && isReading() && receiveOnce(); ++round) { }
}

bool DatagramTransport::receiveOnce()
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
    countIn(data);
    try {
        m_datagrams->datagramReceived(data, from);
    } catch (...) {
        reportFailure("Exception in protocol.datagram_received()");
    }
    return true;
}

// --- Sending ---

void DatagramTransport::sendto(std::string_view data, const std::optional<SocketAddress> &to)
{
    if (peerName() && to && *to != peerName())
        throw ValueError("Invalid address: must be None or " + peerName().toString());
    if (!peerName() && !to)
        throw ValueError("This endpoint has no remote address: sendto() needs one");
    if (m_lost || m_closing)
        return;
    countOut(data);
    if (m_waiting.empty() && sendNow(data, to))
        return;
    m_waiting.push_back({std::string(data), to});
    m_waitingBytes += data.size();
    watchWhatMatters();
    bufferChanged();
    changed();
}

bool DatagramTransport::sendNow(std::string_view data, const std::optional<SocketAddress> &to)
{
    const bool connected = static_cast<bool>(peerName());
    const ssize_t count = ::sendto(m_fd.get(), data.data(), data.size(), MSG_NOSIGNAL,
                                   connected ? nullptr : to->data(), connected ? 0 : to->size());
    if (count >= 0)
        return true;
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)
        return false;
    failed(errno, "sendto");
    return true; // gone: nothing would make it succeed later
}

void DatagramTransport::flush()
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
