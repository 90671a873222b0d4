// SPDX-License-Identifier: MIT
#include "loop/Runner.h"

#include "loop/Log.h"
#include "loop/Timeout.h"
#include "loop/Wait.h"

#include <csignal>

namespace loop {

namespace {

constexpr std::chrono::seconds executorAtMost(300); // asyncio's
constexpr std::chrono::milliseconds secondInterruptAtMost(500);

Coro<void> untilDone(std::vector<Ref<FutureBase>> tasks)
{
    co_await UntilDone(std::move(tasks), std::nullopt, ReturnWhen::AllCompleted);
}

bool nobodyHandlesInterrupts()
{
    struct sigaction action { };
    ::sigaction(SIGINT, nullptr, &action);
    return !(action.sa_flags & SA_SIGINFO) && action.sa_handler == SIG_DFL;
}

} // namespace

Runner::Runner(RunnerOptions options)
    : m_options(std::move(options))
{ }

Runner::~Runner()
{
    close();
}

EventLoop &Runner::getLoop()
{
    if (m_closed)
        throw RuntimeError("Runner is closed");
    if (!m_loop) {
        m_loop = m_options.loopFactory ? m_options.loopFactory() : newEventLoop();
        setEventLoop(m_loop.get());
        if (m_options.debug)
            m_loop->setDebug(*m_options.debug);
    }
    return *m_loop;
}

EventLoop &Runner::checkedLoop()
{
    if (EventLoop::running())
        throw RuntimeError("run() cannot be called from a running event loop");
    return getLoop();
}

// --- Ctrl-C ---

Runner::Interruptible::Interruptible(Runner &runner, TaskBase &main)
    : m_runner(runner)
{
    runner.m_main = Ref<TaskBase>(&main);
    runner.m_interrupts = 0;
    runner.m_stopped = false;
    if (!nobodyHandlesInterrupts())
        return;
    try {
        runner.m_loop->addSignalHandler(SIGINT, [&runner] { runner.interrupted(); });
        m_installed = true;
        runner.m_loop->setImpatient(SIGINT);
    } catch (const RuntimeError &) {
        // Not the main thread, or another loop has the process's signals: Ctrl-C is theirs.
    }
}

Runner::Interruptible::~Interruptible()
{
    end();
    m_runner.m_main = nullptr;
}

void Runner::Interruptible::end()
{
    if (!std::exchange(m_installed, false))
        return;
    if (m_runner.m_loop->takeSignals(SIGINT) > 0)
        m_runner.m_stopped = true;
    m_runner.m_loop->removeSignalHandler(SIGINT);
}

void Runner::interrupted()
{
    if (++m_interrupts == 1 && !m_main->done()) {
        m_main->cancel();
        m_loop->setImpatient(SIGINT, secondInterruptAtMost);
    } else {
        m_stopped = true;
        m_loop->stop();
    }
}

void Runner::throwInterrupt()
{
    if (m_main->done() && m_main->failed())
        return; // what main says comes first
    if (m_stopped || (m_interrupts == 1 && m_main->cancelled() && m_main->uncancel() == 0))
        throw KeyboardInterrupt();
}

// --- The end ---

void Runner::cancelAllTasks()
{
    std::vector<Ref<FutureBase>> tasks;
    for (const Ref<TaskBase> &task : m_loop->allTasks()) {
        task->cancel();
        tasks.emplace_back(task);
    }
    if (tasks.empty())
        return;
    m_loop->runUntilComplete(untilDone(tasks));
    for (const Ref<FutureBase> &task : tasks) {
        if (!task->failed())
            continue;
        ExceptionContext context;
        context.message = "unhandled exception during run() shutdown";
        context.exception = task->exception();
        context.future = task;
        m_loop->callExceptionHandler(context);
    }
}

void Runner::close()
{
    if (std::exchange(m_closed, true) || !m_loop)
        return;
    try {
        cancelAllTasks();
        m_loop->runUntilComplete(timeout(executorAtMost, m_loop->shutdownDefaultExecutor()));
    } catch (const TimeoutError &) {
        log(LogLevel::Warning,
            "The executor did not finish joining its threads within 300 seconds.");
    } catch (const KeyboardInterrupt &) {
        // Thrown by a task while it was cancelled: close() reports each task that is left.
    } catch (const RuntimeError &) {
        // Somebody stopped the loop meanwhile: close() reports each task that is left.
    }
    setEventLoop(nullptr);
    m_loop->close();
    m_loop.reset();
}

} // namespace loop
