// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A thread that makes, in order, what its owner is about to want; where the owner comes to it
// before the thread does, the owner makes it, so that nobody waits for what has not been begun.
// What the owner lets go of is not made. It belongs to one thread, and so do the Jobs. What a maker
// throws, get() throws. The thread starts with the first Job; the end waits for a maker that runs.

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

namespace models {

template <class Value> class AheadWorker {
public:
    using Make = std::function<Value()>; // in any thread

    class Job {
    public:
        explicit Job(Make make)
            : make_(std::move(make))
            , value_(make_.get_future())
        { }

        // Once.
        [[nodiscard]] Value get()
        {
            run();
            return value_.get();
        }

    private:
        friend AheadWorker;
        void run()
        {
            if (!begun_.exchange(true))
                make_();
        }

        std::packaged_task<Value()> make_;
        std::future<Value> value_;
        std::atomic<bool> begun_ = false;
    };

    // Throws std::system_error where there is no thread to be had.
    [[nodiscard]] std::shared_ptr<Job> ask(Make make)
    {
        if (!thread_.joinable())
            thread_ = std::jthread([this](const std::stop_token &stop) { work(stop); });
        auto job = std::make_shared<Job>(std::move(make));
        {
            const std::scoped_lock lock(mutex_);
            asked_.push_back(job);
        }
        wake_.notify_one();
        return job;
    }

private:
    void work(const std::stop_token &stop)
    {
        for (;;) {
            std::unique_lock lock(mutex_);
            if (!wake_.wait(lock, stop, [this] { return !asked_.empty(); })
                || stop.stop_requested())
                return;
            const std::shared_ptr<Job> job = asked_.front().lock();
            asked_.pop_front();
            lock.unlock();
            if (job)
                job->run();
        }
    }

    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::deque<std::weak_ptr<Job>> asked_;
    std::jthread thread_; // last: it uses all of the above
};

} // namespace models
