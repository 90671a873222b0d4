// SPDX-License-Identifier: MIT
#include "loop/Policy.h"

#include "loop/internal/LoopRegistry.h"
#include "loop/internal/MainThread.h"

#include <mutex>

#include <unistd.h>

namespace loop {

namespace {

// The default policy's memory of one thread. Its end comes before that of static objects, so a loop
// made for the main thread still finds what it needs to close.
struct ThreadLoop {
    LoopId loop; // by its id, for whoever owns it may let it go
    bool set = false; // by setEventLoop()
    std::unique_ptr<EventLoop> made;
};

thread_local ThreadLoop t_loop;

std::mutex g_mutex; // protects g_policy
std::shared_ptr<EventLoopPolicy> g_policy;

} // namespace

EventLoop &DefaultEventLoopPolicy::getEventLoop()
{
    if (!t_loop.loop && !t_loop.set && inMainThread()) {
        t_loop.made = newEventLoop();
        setEventLoop(t_loop.made.get());
    }
    if (!t_loop.loop)
        throw RuntimeError("There is no current event loop in this thread.");
    LoopRegistry &registry = loopRegistry();
    const std::lock_guard lock(registry.mutex);
    const auto found = registry.loops.find(t_loop.loop.value);
    if (found == registry.loops.end())
        throw RuntimeError("The current event loop of this thread is gone.");
    return *found->second;
}

void DefaultEventLoopPolicy::setEventLoop(EventLoop *loop)
{
    t_loop.loop = loop ? loop->id() : LoopId();
    t_loop.set = true;
}

std::unique_ptr<EventLoop> DefaultEventLoopPolicy::newEventLoop()
{
    return std::make_unique<EventLoop>();
}

std::shared_ptr<EventLoopPolicy> getEventLoopPolicy()
{
    const std::lock_guard lock(g_mutex);
    if (!g_policy)
        g_policy = std::make_shared<DefaultEventLoopPolicy>();
    return g_policy;
}

void setEventLoopPolicy(std::shared_ptr<EventLoopPolicy> policy)
{
    const std::lock_guard lock(g_mutex);
    g_policy = std::move(policy);
}

EventLoop &getEventLoop()
{
    if (EventLoop *const loop = EventLoop::running())
        return *loop;
    return getEventLoopPolicy()->getEventLoop();
}

EventLoop &getRunningLoop()
{
    if (EventLoop *const loop = EventLoop::running())
        return *loop;
    throw RuntimeError("no running event loop");
}

void setEventLoop(EventLoop *loop)
{
    getEventLoopPolicy()->setEventLoop(loop);
}

std::unique_ptr<EventLoop> newEventLoop()
{
    return getEventLoopPolicy()->newEventLoop();
}

} // namespace loop
