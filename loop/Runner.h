// SPDX-License-Identifier: MIT
#pragma once

// run(): a program's one coroutine, from an empty process to a closed loop. What is left running
// when it returns is cancelled and awaited. Runner does the same for several coroutines on one
// loop.
//
//     int main() { loop::run(serve()); }
//
// Ctrl-C cancels the main task, which may clean up; then KeyboardInterrupt is thrown (L-13). A
// second one stops the loop at once. asyncio has it interrupt even a main that blocks, which C++
// cannot: if the second has not reached the loop in half a second, or the first when the second
// comes, the loop is blocked, and the program ends as if there were no handler. One that comes
// while main takes its last step is a KeyboardInterrupt, too, unless main fails by itself. Only in
// the main thread, and only where SIGINT has no handler yet.

#include "loop/Policy.h"

namespace loop {

struct RunnerOptions {
    RunnerOptions() { } // no aggregate: see HACKING.md, g++ 12

    std::optional<bool> debug; // none: as the environment says
    std::function<std::unique_ptr<EventLoop>()> loopFactory; // none: newEventLoop()
};

class Runner {
public:
    explicit Runner(RunnerOptions options = {});
    ~Runner(); // close()
    Runner(const Runner &) = delete;
    Runner &operator=(const Runner &) = delete;

    // Its result, or throws what it threw. RuntimeError inside a running loop, and once closed.
    template <class T> T run(Coro<T> main)
    {
        EventLoop &loop = checkedLoop();
        const std::source_location at = main.promise().coroutine;
        Task<T> task = loop.createTask(std::move(main), {}, at);
        Interruptible interruptible(*this, task.base());
        try {
            if constexpr (std::is_void_v<T>) {
                loop.runUntilComplete(task);
                interruptible.end();
                throwInterrupt();
            } else {
                T result = loop.runUntilComplete(task);
                interruptible.end();
                throwInterrupt();
                return result;
            }
        } catch (...) {
            interruptible.end();
            throwInterrupt(); // if that is the reason
            throw;
        }
    }
    [[nodiscard]] EventLoop &getLoop(); // made when first needed
    void close(); // again: nothing

private:
    class Interruptible { // SIGINT is ours while it lives
    public:
        Interruptible(Runner &runner, TaskBase &main);
        ~Interruptible();
        void end(); // hears what is in flight; again: nothing

    private:
        Runner &m_runner;
        bool m_installed = false;
    };

    EventLoop &checkedLoop();
    void interrupted();
    void throwInterrupt();
    void cancelAllTasks();

    RunnerOptions m_options;
    std::unique_ptr<EventLoop> m_loop;
    Ref<TaskBase> m_main; // while it runs
    int m_interrupts = 0;
    bool m_stopped = false; // by one that main cannot answer any more
    bool m_closed = false;
};

template <class T> T run(Coro<T> main, RunnerOptions options = {})
{
    Runner runner(std::move(options));
    return runner.run(std::move(main));
}

} // namespace loop
