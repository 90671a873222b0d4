// SPDX-License-Identifier: MIT
#include "loop/Wait.h"

#include <algorithm>

namespace loop {

// --- UntilDone ---

class UntilDone::Node final : public FutureWaiter {
public:
    ~Node() override = default;
    UntilDone *owner = nullptr; // while listed

private:
    void futureDone(FutureBase &future) override { std::exchange(owner, nullptr)->told(future); }
    [[nodiscard]] FutureBase *awaiter() noexcept override { return owner->task(); }
    [[nodiscard]] bool needsIt() const noexcept override
    {
        return owner->m_when == ReturnWhen::AllCompleted && !owner->m_limit.duration();
    }
};

UntilDone::UntilDone(std::vector<Ref<FutureBase>> futures, TimeLimit limit, ReturnWhen when)
    : m_futures(std::move(futures))
    , m_limit(limit)
    , m_when(when)
    , m_pending(m_futures.size())
{
    for (const Ref<FutureBase> &future : m_futures)
        if (future->done())
            count(*future);
}

UntilDone::~UntilDone()
{
    detach();
}

void UntilDone::count(const FutureBase &future) noexcept
{
    --m_pending;
    m_enough |= m_when == ReturnWhen::FirstCompleted
        || (m_when == ReturnWhen::FirstException && future.failed());
}

void UntilDone::start(PromiseBase &promise)
{
    EventLoop &loop = promise.task->loop();
    suspend(promise);
    if (isOver()) {
        wake();
        return;
    }
    m_nodes = std::make_unique<Node[]>(m_futures.size());
    for (std::size_t i = 0; i < m_futures.size(); ++i) {
        if (m_futures[i]->done())
            continue;
        m_nodes[i].owner = this;
        m_futures[i]->addWaiter(m_nodes[i]);
    }
    if (const auto deadline = m_limit.deadline(loop))
        m_timer = loop.callAt(*deadline, [this] {
            detach();
            wake();
        });
}

void UntilDone::told(const FutureBase &future) noexcept
{
    count(future);
    if (isOver()) {
        detach();
        wake();
    }
}

void UntilDone::detach() noexcept
{
    m_timer.cancel();
    for (std::size_t i = 0; m_nodes && i < m_futures.size(); ++i)
        if (std::exchange(m_nodes[i].owner, nullptr))
            m_futures[i]->removeWaiter(m_nodes[i]);
}

bool UntilDone::cancel(const std::string &)
{
    detach();
    return false;
}

// --- CompletionOrder ---

class CompletionOrder::Node final : public FutureWaiter {
public:
    ~Node() override = default;
    Ref<FutureBase> future;
    CompletionOrder *owner = nullptr; // while listed

private:
    void futureDone(FutureBase &done) override { std::exchange(owner, nullptr)->told(done); }
    [[nodiscard]] std::vector<FutureBase *> awaiters() override
    {
        return {owner->m_waiting.begin(), owner->m_waiting.end()};
    }
    [[nodiscard]] bool needsIt() const noexcept override { return false; }
};

CompletionOrder::Waiting::Waiting(CompletionOrder &order)
    : m_order(order)
    , m_task(getRunningLoop().currentTask())
{
    m_order.m_waiting.push_back(m_task);
}

CompletionOrder::Waiting::~Waiting()
{
    m_order.m_waiting.erase(std::find(m_order.m_waiting.begin(), m_order.m_waiting.end(), m_task));
}

CompletionOrder::CompletionOrder(EventLoop &loop, std::vector<Ref<FutureBase>> futures,
                                 TimeLimit limit)
    : m_nodes(std::make_unique<Node[]>(futures.size()))
    , m_count(futures.size())
    , m_pending(m_count)
    , m_left(m_count)
{
    for (std::size_t i = 0; i < m_count; ++i) {
        Node &node = m_nodes[i];
        node.future = std::move(futures[i]);
        if (node.future->done()) {
            m_early.push_back(node.future);
        } else {
            node.owner = this;
            node.future->addWaiter(node);
        }
    }
    if (!m_early.empty())
        m_soon = loop.callSoon([this] { tellEarly(); });
    if (const auto deadline = limit.deadline(loop); deadline && m_pending > 0)
        m_timer = loop.callAt(*deadline, [this] { timeIsUp(); });
}

CompletionOrder::~CompletionOrder()
{
    m_soon.cancel();
    m_timer.cancel();
    for (std::size_t i = 0; i < m_count; ++i)
        if (m_nodes[i].owner)
            m_nodes[i].future->removeWaiter(m_nodes[i]);
}

void CompletionOrder::tellEarly()
{
    m_soon.cancel();
    for (const Ref<FutureBase> &future : std::exchange(m_early, {}))
        told(*future);
}

Coro<Ref<FutureBase>> CompletionOrder::take(std::shared_ptr<CompletionOrder> order)
{
    const Waiting waiting(*order);
    Ref<FutureBase> done = co_await order->m_done.get();
    --order->m_left;
    co_return done;
}

void CompletionOrder::told(FutureBase &future)
{
    tellEarly(); // they were done before
    m_done.putNowait(Ref<FutureBase>(&future));
    if (--m_pending == 0)
        m_timer.cancel();
}

void CompletionOrder::timeIsUp()
{
    for (std::size_t i = 0; i < m_count; ++i) {
        if (!std::exchange(m_nodes[i].owner, nullptr))
            continue;
        m_nodes[i].future->removeWaiter(m_nodes[i]);
        m_done.putNowait(nullptr);
    }
}

} // namespace loop
