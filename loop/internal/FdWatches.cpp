// SPDX-License-Identifier: MIT
#include "loop/internal/FdWatches.h"

#include "loop/EventLoop.h"
#include "loop/Transport.h"
#include "loop/internal/HandleLabel.h"

#include <sys/epoll.h>

namespace loop {

class FdWatches::Watch final : public IoHandler, public std::enable_shared_from_this<Watch> {
public:
    struct Registered {
        std::shared_ptr<Callable> callback;
        std::uint64_t number = 0;
        std::source_location created;
        ContextId context; // of who asked

        [[nodiscard]] std::string label() const { return handleLabel(*callback, created); }
    };
    explicit Watch(FdWatches &watches) noexcept
        : m_watches(watches)
    { }

    Registered reader;
    Registered writer;

    [[nodiscard]] std::uint32_t events() const noexcept
    {
        return (reader.callback ? EPOLLIN | EPOLLRDHUP : 0u) | (writer.callback ? EPOLLOUT : 0u);
    }
    [[nodiscard]] Registered &of(Direction direction) noexcept
    {
        return direction == Direction::Read ? reader : writer;
    }

    [[nodiscard]] std::source_location place() const noexcept override
    {
        return reader.callback ? reader.created : writer.created;
    }
    [[nodiscard]] std::string label() const override
    {
        if (!reader.callback || !writer.callback)
            return reader.callback ? reader.label() : writer.callback ? writer.label() : "";
        return reader.label() + " or " + writer.label();
    }

    // An error or a hang-up is news for both directions, as with select(). A callback may remove
    // either one, or this: shared pointers keep what runs.
    void onReady(std::uint32_t ready) override
    {
        const std::shared_ptr<Watch> self = shared_from_this();
        if (ready & ~std::uint32_t {EPOLLOUT})
            run(reader);
        if (ready & (EPOLLOUT | EPOLLERR | EPOLLHUP))
            run(writer);
    }

private:
    // What one direction throws is no reason for the other to wait.
    void run(Registered registered) noexcept
    {
        if (!registered.callback)
            return;
        m_watches.m_loop.setContext(registered.context);
        try {
            (*registered.callback)();
        } catch (...) {
            m_watches.m_loop.callbackFailed("Exception in callback ", registered.label(), nullptr,
                                            registered.created);
        }
    }

    FdWatches &m_watches;
};

FdWatches::~FdWatches()
{
    for (const auto &[fd, watch] : m_watches)
        m_loop.m_io.remove(fd);
}

void FdWatches::refuseOwned(int fd) const
{
    if (!m_loop.m_io.isOwned(fd))
        return;
    for (const Transport *owner = m_loop.firstTransport(); owner; owner = owner->next())
        if (owner->descriptor() == fd)
            m_loop.failUse(WarningKind::DescriptorOwned,
                           "File descriptor " + std::to_string(fd) + " is used by transport "
                               + owner->describe(),
                           owner->created());
}

std::uint64_t FdWatches::add(int fd, Direction direction, Callable callback,
                             const std::source_location &created)
{
    Watch::Registered registered {std::make_shared<Callable>(std::move(callback)), ++m_last,
                                  created, m_loop.context()};
    const auto found = m_watches.find(fd);
    if (found != m_watches.end()) {
        found->second->of(direction) = std::move(registered);
        m_loop.m_io.modify(fd, found->second->events());
        return m_last;
    }
    refuseOwned(fd);
    if (m_loop.m_io.find(fd))
        m_loop.failUse(WarningKind::DescriptorOwned,
                       "File descriptor " + std::to_string(fd) + " is watched by the loop itself",
                       created);
    auto watch = std::make_shared<Watch>(*this);
    watch->of(direction) = std::move(registered);
    m_loop.m_io.add(fd, watch->events(), *watch);
    m_watches.emplace(fd, std::move(watch));
    return m_last;
}

bool FdWatches::remove(int fd, Direction direction, std::uint64_t only) noexcept
{
    const auto found = m_watches.find(fd);
    if (found == m_watches.end())
        return false;
    const std::shared_ptr<Watch> watch = found->second;
    Watch::Registered &registered = watch->of(direction);
    if (!registered.callback || (only && registered.number != only))
        return false;
    // Dies at the end of this function, or of onReady() if it is what runs.
    const Watch::Registered removed = std::exchange(registered, {});
    if (watch->events() != 0) {
        m_loop.m_io.narrow(fd, watch->events());
        return true;
    }
    m_watches.erase(found);
    m_loop.m_io.remove(fd);
    return true;
}

FdWatches &EventLoop::watches()
{
    checkCall();
    if (!m_watches)
        m_watches = std::make_unique<FdWatches>(*this);
    return *m_watches;
}

void EventLoop::addReader(int fd, Callable callback, const std::source_location &at)
{
    watches().add(fd, FdWatches::Direction::Read, std::move(callback), at);
}

void EventLoop::addWriter(int fd, Callable callback, const std::source_location &at)
{
    watches().add(fd, FdWatches::Direction::Write, std::move(callback), at);
}

bool EventLoop::removeReader(int fd)
{
    watches().refuseOwned(fd);
    return m_watches->remove(fd, FdWatches::Direction::Read);
}

bool EventLoop::removeWriter(int fd)
{
    watches().refuseOwned(fd);
    return m_watches->remove(fd, FdWatches::Direction::Write);
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
    m_registration = loop.watches().add(m_fd, m_direction, std::move(ready), promise.awaitedAt);
    m_loop = &loop;
    suspend(promise);
}

void SocketReady::detach() noexcept
{
    EventLoop *const loop = std::exchange(m_loop, nullptr);
    if (!loop || loop->isClosed() || !loop->m_watches)
        return;
    loop->m_watches->remove(m_fd, m_direction, m_registration);
}

bool SocketReady::cancel(const std::string &)
{
    detach();
    return false;
}

} // namespace loop
