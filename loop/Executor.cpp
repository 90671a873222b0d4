// SPDX-License-Identifier: MIT
#include "loop/Executor.h"

#include "loop/Log.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace loop {

struct ThreadPoolExecutor::Shared {
    std::mutex mutex; // protects all below
    std::condition_variable changed;
    std::deque<Callable> queue;
    std::size_t threads = 0;
    std::size_t idle = 0;
    bool closed = false;
};

ThreadPoolExecutor::ThreadPoolExecutor(std::size_t threads)
    : m_shared(std::make_shared<Shared>())
    , m_limit(threads ? threads
                      : std::min<std::size_t>(32, std::thread::hardware_concurrency() + 4))
{ }

ThreadPoolExecutor::~ThreadPoolExecutor()
{
    shutdown();
}

void ThreadPoolExecutor::submit(Callable job)
{
    const std::lock_guard lock(m_shared->mutex);
    if (m_shared->closed)
        throw RuntimeError("cannot schedule new work after shutdown");
    m_shared->queue.push_back(std::move(job));
    if (m_shared->queue.size() > m_shared->idle && m_shared->threads < m_limit) {
        ++m_shared->threads;
        std::thread(work, m_shared).detach();
    }
    m_shared->changed.notify_one();
}

void ThreadPoolExecutor::shutdown() noexcept
{
    std::deque<Callable> dropped; // dies after the lock is released
    const std::lock_guard lock(m_shared->mutex);
    m_shared->closed = true;
    dropped.swap(m_shared->queue);
    m_shared->changed.notify_all();
}

void ThreadPoolExecutor::finish()
{
    std::unique_lock lock(m_shared->mutex);
    m_shared->closed = true;
    m_shared->changed.notify_all();
    m_shared->changed.wait(lock, [this] { return m_shared->threads == 0; });
}

void ThreadPoolExecutor::work(const std::shared_ptr<Shared> &shared)
{
    std::unique_lock lock(shared->mutex);
    for (;;) {
        ++shared->idle;
        shared->changed.wait(lock, [&] { return shared->closed || !shared->queue.empty(); });
        --shared->idle;
        if (shared->queue.empty()) {
            --shared->threads;
            shared->changed.notify_all(); // to finish()
            return; // closed
        }
        Callable job = std::move(shared->queue.front());
        shared->queue.pop_front();
        lock.unlock();
        try {
            job();
        } catch (...) {
            log(LogLevel::Error,
                "exception in " + job.describe() + ": " + describe(std::current_exception()));
        }
        job.reset();
        lock.lock();
    }
}

// --- EventLoop's ---

std::uint64_t EventLoop::keepJob(Ref<FutureBase> future)
{
    m_jobs.emplace(++m_lastJob, std::move(future));
    return m_lastJob;
}

Ref<FutureBase> EventLoop::takeJob(std::uint64_t job)
{
    auto found = m_jobs.extract(job);
    return found ? std::move(found.mapped()) : nullptr;
}

Coro<void> EventLoop::shutdownDefaultExecutor()
{
    if (!m_executor)
        co_return;
    const Future<void> finished = createFuture<void>();
    Job job(m_id, keepJob(finished.state()));
    // A thread of its own: what still runs may need this loop to get on.
    std::thread([executor = m_executor, job = std::move(job)]() mutable {
        executor->finish();
        job.report([](const Ref<FutureBase> &state) {
            if (state && !state->done())
                Future<void>(state).setResult();
        });
    }).detach();
    co_await finished;
}

Executor &EventLoop::executor(const std::shared_ptr<Executor> &given)
{
    if (given)
        return *given;
    if (!m_executor)
        m_executor = std::make_shared<ThreadPoolExecutor>();
    return *m_executor;
}

} // namespace loop
