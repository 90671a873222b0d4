// SPDX-License-Identifier: MIT
#include "loop/DerivedFuture.h"

#include "loop/EventLoop.h"
#include "loop/internal/CallSite.h"

namespace loop {

class DerivedFuture::Source final : public FutureWaiter {
public:
    ~Source() override { ignore(); }

    void listen(DerivedFuture &owner)
    {
        m_owner = &owner;
        future->addWaiter(*this);
    }
    void ignore() noexcept
    {
        if (std::exchange(m_owner, nullptr))
            future->removeWaiter(*this);
    }

    Ref<FutureBase> future;
    bool early = false; // done before the owner listened

private:
    void futureDone(FutureBase &done) override { std::exchange(m_owner, nullptr)->told(done); }
    [[nodiscard]] FutureBase *awaiter() noexcept override { return m_owner; }

    DerivedFuture *m_owner = nullptr; // while listening
};

DerivedFuture::DerivedFuture(EventLoop &loop, const std::vector<Ref<FutureBase>> &sources)
    : FutureBase(loop, callSite())
    , m_count(sources.size())
    , m_pending(sources.size())
    , m_sources(std::make_unique<Source[]>(sources.size()))
{
    for (std::size_t i = 0; i < m_count; ++i)
        m_sources[i].future = sources[i];
}

DerivedFuture::~DerivedFuture() = default;

FutureBase &DerivedFuture::source(std::size_t index) const noexcept
{
    return *m_sources[index].future;
}

void DerivedFuture::addSources(std::vector<TaskId> &tasks, std::size_t most)
{
    for (std::size_t i = 0; i < m_count; ++i)
        source(i).addTasks(tasks, most);
}

void DerivedFuture::listen()
{
    const Ref<DerivedFuture> self(this);
    m_kept = loop().keepJob(self);
    bool early = m_count == 0;
    for (std::size_t i = 0; i < m_count; ++i) {
        early |= m_sources[i].early = source(i).done();
        if (!m_sources[i].early)
            m_sources[i].listen(*this);
    }
    if (early)
        loop().callSoon([self] { self->tellEarly(); });
}

void DerivedFuture::tellEarly()
{
    for (std::size_t i = 0; i < m_count && m_kept; ++i)
        if (m_sources[i].early)
            told(source(i));
    if (m_count == 0 && m_kept) {
        stopListening();
        allDone();
    }
}

void DerivedFuture::told(FutureBase &source)
{
    const Ref<FutureBase> self(this);
    sourceDone(source);
    if (--m_pending == 0) {
        stopListening();
        allDone();
    }
}

void DerivedFuture::stopListening() noexcept
{
    for (std::size_t i = 0; i < m_count; ++i)
        m_sources[i].ignore();
    const std::uint64_t kept = std::exchange(m_kept, 0);
    if (EventLoop *const loop = loopOrNull(); loop && kept)
        loop->takeJob(kept);
}

std::exception_ptr outcomeError(FutureBase &future)
{
    if (!future.cancelled())
        return future.exception();
    try {
        future.checkResult();
    } catch (...) {
        return std::current_exception();
    }
    return nullptr;
}

} // namespace loop
