// SPDX-License-Identifier: MIT
#include "loop/FdWatches.h"

#include "loop/EventLoop.h"

#include <sys/epoll.h>

namespace loop {

class FdWatches::Watch final : public IoHandler {
public:
    std::shared_ptr<Callable> reader;
    std::shared_ptr<Callable> writer;

    [[nodiscard]] std::uint32_t events() const noexcept
    {
        return (reader ? EPOLLIN | EPOLLRDHUP : 0u) | (writer ? EPOLLOUT : 0u);
    }
    [[nodiscard]] std::shared_ptr<Callable> &of(Direction direction) noexcept
    {
        return direction == Direction::Read ? reader : writer;
    }

    // An error or a hang-up is news for both directions, as with select(). A callback may remove
    // either one, or this: shared pointers keep what runs.
    void onReady(std::uint32_t ready) override
    {
        const std::shared_ptr<Callable> read = ready & ~std::uint32_t {EPOLLOUT} ? reader : nullptr;
        if (read)
            (*read)();
        const std::shared_ptr<Callable> write = ready & (EPOLLOUT | EPOLLERR | EPOLLHUP) ? writer : nullptr;
        if (write)
            (*write)();
    }
};

FdWatches::~FdWatches()
{
    for (const auto &[fd, watch] : m_watches)
        m_loop.m_io.remove(fd);
}

void FdWatches::add(int fd, Direction direction, Callable callback)
{
    const auto found = m_watches.find(fd);
    if (found != m_watches.end()) {
        found->second->of(direction) = std::make_shared<Callable>(std::move(callback));
        m_loop.m_io.modify(fd, found->second->events());
        return;
    }
    if (m_loop.m_io.find(fd))
        m_loop.failUse(WarningKind::DescriptorOwned,
            "File descriptor " + std::to_string(fd) + " is used by a transport");
    auto watch = std::make_shared<Watch>();
    watch->of(direction) = std::make_shared<Callable>(std::move(callback));
    m_loop.m_io.add(fd, watch->events(), *watch);
    m_watches.emplace(fd, std::move(watch));
}

bool FdWatches::remove(int fd, Direction direction)
{
    const auto found = m_watches.find(fd);
    if (found == m_watches.end() || !found->second->of(direction))
        return false;
    const std::shared_ptr<Watch> watch = found->second;
    const std::shared_ptr<Callable> callback = std::exchange(watch->of(direction), nullptr);
    if (watch->events() != 0) {
        m_loop.m_io.modify(fd, watch->events());
        return true;
    }
    m_watches.erase(found);
    m_loop.m_io.remove(fd);
    // It may be running: let it go after this iteration's callbacks.
    m_loop.callSoon([watch, callback] { });
    return true;
}

void EventLoop::addReader(int fd, Callable callback)
{
    checkCall();
    if (!m_watches)
        m_watches = std::make_unique<FdWatches>(*this);
    m_watches->add(fd, FdWatches::Direction::Read, std::move(callback));
}

void EventLoop::addWriter(int fd, Callable callback)
{
    checkCall();
    if (!m_watches)
        m_watches = std::make_unique<FdWatches>(*this);
    m_watches->add(fd, FdWatches::Direction::Write, std::move(callback));
}

bool EventLoop::removeReader(int fd)
{
    checkCall();
    return m_watches && m_watches->remove(fd, FdWatches::Direction::Read);
}

bool EventLoop::removeWriter(int fd)
{
    checkCall();
    return m_watches && m_watches->remove(fd, FdWatches::Direction::Write);
}

// --- SocketReady ---

SocketReady::~SocketReady()
{
    detach();
}

void SocketReady::start(PromiseBase &promise)
{
    EventLoop &loop = promise.task->loop();
    Callable ready([this] {
        detach();
        wake();
    });
    if (m_direction == FdWatches::Direction::Read)
        loop.addReader(m_fd, std::move(ready));
    else
        loop.addWriter(m_fd, std::move(ready));
    m_loop = &loop;
    suspend(promise);
}

void SocketReady::detach() noexcept
{
    EventLoop *const loop = std::exchange(m_loop, nullptr);
    if (!loop || loop->isClosed() || !loop->m_watches)
        return;
    loop->m_watches->remove(m_fd, m_direction);
}

bool SocketReady::cancel(const std::string &)
{
    detach();
    return false;
}

} // namespace loop
