// SPDX-License-Identifier: MIT
#pragma once

// FdWatches: addReader() and addWriter() (F-01, F-02), level-triggered, one callback a direction
// and descriptor. Owned by EventLoop. sock*() operations wait through SocketReady, which builds on
// it.

#include "loop/Callable.h"
#include "loop/Coro.h"
#include "loop/IoHandler.h"

#include <memory>
#include <unordered_map>

namespace loop {

class FdWatches {
public:
    explicit FdWatches(EventLoop &loop)
        : m_loop(loop)
    { }
    ~FdWatches();

    enum class Direction { Read, Write };

    void refuseOwned(int fd) const; // RuntimeError for a transport's descriptor
    // The number of this registration. A second one replaces it.
    std::uint64_t add(int fd, Direction direction, Callable callback,
                      const std::source_location &created);
    // False if nobody watches, or somebody else than `only`.
    bool remove(int fd, Direction direction, std::uint64_t only = 0) noexcept;

private:
    class Watch;

    EventLoop &m_loop;
    std::unordered_map<int, std::shared_ptr<Watch>> m_watches;
    std::uint64_t m_last = 0;
};

// co_await SocketReady(fd, direction, kind): until fd can be read from or written to.
class [[nodiscard]] SocketReady final : public Suspension {
public:
    SocketReady(int fd, FdWatches::Direction direction, WaitKind kind) noexcept
        : m_fd(fd)
        , m_direction(direction)
        , m_kind(kind)
    { }
    ~SocketReady();

    [[nodiscard]] bool await_ready() const noexcept { return false; }
    template <class P> void await_suspend(std::coroutine_handle<P> handle)
    {
        start(handle.promise());
    }
    void await_resume() { checkCancelled(); }

    bool cancel(const std::string &message) override;
    [[nodiscard]] WaitInfo waitInfo() const noexcept override { return {m_kind, 0, 0}; }

private:
    void start(PromiseBase &promise);
    void detach() noexcept;

    int m_fd;
    FdWatches::Direction m_direction;
    WaitKind m_kind;
    EventLoop *m_loop = nullptr; // while watching
    std::uint64_t m_registration = 0;
};

} // namespace loop
