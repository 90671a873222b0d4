// SPDX-License-Identifier: MIT
#include "loop/TaskGroup.h"

namespace loop {

namespace {

std::string countedMessage(const std::string &message, std::size_t count)
{
    return message + " (" + std::to_string(count)
        + (count == 1 ? " sub-exception)" : " sub-exceptions)");
}

} // namespace

ExceptionGroup::ExceptionGroup(const std::string &message,
                               std::vector<std::exception_ptr> exceptions)
    : std::runtime_error(countedMessage(message, exceptions.size()))
    , m_exceptions(std::move(exceptions))
{
    if (m_exceptions.empty())
        throw ValueError("an ExceptionGroup needs an exception");
}

class TaskGroup::Child final : public FutureWaiter {
public:
    Child(TaskGroup &group, TaskBase &task)
        : m_group(group)
        , m_task(&task)
    { }
    ~Child() override
    {
        m_soon.cancel();
        if (m_listed)
            m_task->removeWaiter(*this);
    }
    void listen(std::list<Child>::iterator self)
    {
        m_self = self;
        if (m_task->done()) { // it began eagerly: its end counts as if it had come later
            m_soon = m_task->loop().callSoon([this] { m_group.childDone(m_self); });
            return;
        }
        m_listed = true;
        m_task->addWaiter(*this);
    }
    [[nodiscard]] TaskBase &task() const noexcept { return *m_task; }

private:
    void futureDone(FutureBase &) override
    {
        m_listed = false;
        m_group.childDone(m_self);
    }
    [[nodiscard]] FutureBase *awaiter() noexcept override { return m_group.m_parent.get(); }

    TaskGroup &m_group;
    Ref<TaskBase> m_task;
    std::list<Child>::iterator m_self;
    Handle m_soon;
    bool m_listed = false;
};

// Until its tasks are done: what it waits for are they, not the event that says so.
class TaskGroup::AllDone final : public EventAwaiter {
public:
    explicit AllDone(TaskGroup &group) noexcept
        : EventAwaiter(group.m_allDone)
        , m_group(group)
    { }
    [[nodiscard]] WaitInfo waitInfo() const noexcept override { return {WaitKind::Gather, 0, 0}; }
    void addAwaited(std::vector<TaskId> &tasks, std::size_t most) const override
    {
        for (const Child &child : m_group.m_children)
            child.task().addTasks(tasks, most);
    }

private:
    TaskGroup &m_group;
};

TaskGroup::TaskGroup() = default;
TaskGroup::~TaskGroup() = default;

void TaskGroup::enter()
{
    m_parent = Ref<TaskBase>(getRunningLoop().currentTask());
    m_allDone.set();
    if (m_aborting)
        interruptBody();
}

void TaskGroup::checkOpen() const
{
    if (!m_parent)
        throw RuntimeError("TaskGroup has not been entered");
    if (m_exiting && m_children.empty())
        throw RuntimeError("TaskGroup is finished");
    if (m_aborting)
        throw RuntimeError("TaskGroup is shutting down");
}

void TaskGroup::adopt(TaskBase &task)
{
    m_children.emplace_front(*this, task);
    m_allDone.clear();
    m_children.front().listen(m_children.begin());
    if (m_aborting) // since it began, which was inside of createTask()
        task.cancel();
}

void TaskGroup::childDone(std::list<Child>::iterator child)
{
    const Ref<TaskBase> task(&child->task());
    m_children.erase(child);
    if (m_children.empty())
        m_allDone.set();
    if (!task->failed())
        return;
    m_errors.push_back(task->exception());
    if (isInterrupt(m_errors.back()))
        m_interrupt = m_errors.back();
    if (m_aborting)
        return;
    abort();
    interruptBody();
}

void TaskGroup::cancel()
{
    if (m_parent)
        m_parent->loop().checkThread();
    if (m_aborting || (m_exiting && m_children.empty()))
        return;
    abort();
    if (m_parent) // else enter() does
        interruptBody();
}

void TaskGroup::interruptBody()
{
    if (m_exiting)
        return;
    m_parentCancelled = true;
    m_parent->cancel();
}

void TaskGroup::abort() noexcept
{
    m_aborting = true;
    for (const Child &child : m_children)
        child.task().cancel();
}

Coro<void> TaskGroup::leave(std::exception_ptr error)
{
    m_exiting = true;
    std::exception_ptr cancellation = isCancelled(error) ? error : nullptr;
    if (m_parentCancelled && m_parent->uncancel() == 0)
        cancellation = nullptr; // it was ours alone
    if (error && !m_aborting)
        abort();
    while (!m_children.empty()) {
        try {
            AllDone allDone(*this);
            co_await allDone;
        } catch (const CancelledError &) { // from outside: ours is over
            cancellation = std::current_exception();
            if (!m_aborting)
                abort();
        }
    }
    if (error && !isCancelled(error))
        m_errors.push_back(error);
    if (isInterrupt(error))
        m_interrupt = error;
    if (m_interrupt)
        std::rethrow_exception(m_interrupt);
    if (!m_errors.empty() && m_parent->cancelling() > 0) { // it shall not be lost beside them
        m_parent->uncancel();
        m_parent->cancel();
    }
    if (!m_errors.empty())
        throw ExceptionGroup("unhandled errors in a TaskGroup", std::move(m_errors));
    if (cancellation)
        std::rethrow_exception(cancellation);
}

} // namespace loop
