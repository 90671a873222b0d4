// SPDX-License-Identifier: MIT
#pragma once

// Lock, Event, Condition, Semaphore, BoundedSemaphore and Barrier: how tasks of one loop wait for
// each other (Y). They are not for threads: all calls belong to the loop's thread. None takes a
// timeout: waitFor() and timeout() do that for everything. Who waits is served in the order of
// coming.
//
// A wait allocates nothing: the awaiter in the waiting frame is the node of the list. A waiter that
// is cancelled, even one that was served but did not run yet, loses no wake-up: the next one gets
// it (Y-06).

#include "loop/Coro.h"
#include "loop/Ids.h"
#include "loop/Ref.h"

#include <concepts>

namespace loop {

class QueuedWait;

// Tasks that wait, first come first. Binds itself to the loop of the first that ever waited:
// RuntimeError for a task of another loop.
class WaitQueue {
public:
    explicit WaitQueue(PrimitiveKind kind) noexcept
        : m_kind(kind)
    { }
    WaitQueue(const WaitQueue &) = delete;
    WaitQueue &operator=(const WaitQueue &) = delete;
    ~WaitQueue(); // those who still wait are left alone, and debug mode warns: only cancellation
                  // can end their wait

    [[nodiscard]] bool empty() const noexcept { return m_first == nullptr; }
    [[nodiscard]] std::size_t size() const noexcept { return m_size; }
    [[nodiscard]] QueuedWait *first() const noexcept { return m_first; }
    void wakeFirst() noexcept; // not empty; takes it off the list
    void wakeAll() noexcept;
    void checkThread() const; // in debug mode: RuntimeError if who waits belongs to another thread
    void warnOfLoss() const noexcept; // in debug mode: nobody is left who could wake who waits
    void bind(const PromiseBase &promise); // to the loop of who is to wait
    [[nodiscard]] PrimitiveSample sample() const noexcept; // for who waits here
    // What holds up those who wait is another: a probe is told through the first of them.
    void tellProbe() const noexcept;

private:
    friend class QueuedWait;
    QueuedWait *m_first = nullptr;
    QueuedWait *m_last = nullptr;
    LoopId m_loop;
    std::uint64_t m_id = 0; // given to the first who waits
    std::uint32_t m_size = 0;
    mutable std::uint32_t m_change : 24 = 0; // looks at it so far
    PrimitiveKind m_kind;
};

// A place in a WaitQueue: the base of the awaiters below.
class QueuedWait : public Suspension {
public:
    bool cancel(const std::string &message) override; // leaves the queue
    [[nodiscard]] WaitInfo waitInfo() const noexcept override
    {
        return {WaitKind::Synchronisation, 0, 0};
    }
    [[nodiscard]] PrimitiveSample primitive() const noexcept override;

protected:
    QueuedWait() = default;
    ~QueuedWait() { leave(); }
    void join(WaitQueue &queue, PromiseBase &promise);
    void moveTo(WaitQueue &queue) noexcept; // bound to the same loop; goes on waiting there
    void leave() noexcept; // if it is in one

private:
    void append(WaitQueue &queue) noexcept;
    void warnOfLoss() const;

    friend class WaitQueue;
    WaitQueue *m_queue = nullptr; // while in it
    QueuedWait *m_previous = nullptr;
    QueuedWait *m_next = nullptr;
};

// A number of permits that tasks take and give back: what Lock, Semaphore and Queue are made of. A
// permit given while somebody waits is that waiter's at once, so no later comer can snatch it.
class PermitAwaiter;
class Permits final : public RefCounted {
public:
    explicit Permits(std::size_t count, PrimitiveKind kind,
                     const std::source_location &created = {}) noexcept
        : m_waiting(kind)
        , m_free(count)
        , m_created(created)
        , m_hasHolder(count == 1
                      && (kind == PrimitiveKind::Lock || kind == PrimitiveKind::Semaphore))
    { }
    [[nodiscard]] std::size_t free() const noexcept { return m_free; }
    [[nodiscard]] std::size_t waiting() const noexcept { return m_waiting.size(); }
    [[nodiscard]] bool tryTake() noexcept; // false if none is free
    void give() noexcept;
    void refuseWaiters() noexcept; // all who wait go on without one
    void checkThread() const { m_waiting.checkThread(); }
    void ownerGone() const noexcept; // what they belong to is destroyed

private:
    friend class PermitAwaiter;
    void noteHolder() noexcept; // the task that runs

    WaitQueue m_waiting;
    std::size_t m_free;
    std::source_location m_created; // line 0: not known
    TaskId m_holder; // where there is one at most
    bool m_hasHolder;
};

// co_await: takes one permit. It is the caller's afterwards.
class [[nodiscard]] PermitAwaiter : public QueuedWait {
public:
    explicit PermitAwaiter(Ref<Permits> permits) noexcept
        : m_permits(std::move(permits))
    { }
    ~PermitAwaiter();
    [[nodiscard]] bool await_ready() noexcept { return m_permits->tryTake(); }
    template <class P> void await_suspend(std::coroutine_handle<P> frame)
    {
        join(m_permits->m_waiting, frame.promise());
    }
    void await_resume() { accept(); }
    [[nodiscard]] PrimitiveSample primitive() const noexcept override;

protected:
    void accept(); // or throws CancelledError, and the permit goes to the next
    [[nodiscard]] bool refused() const noexcept { return m_refused; } // accepted none
    [[nodiscard]] const Ref<Permits> &permits() const noexcept { return m_permits; }

private:
    friend class Permits;
    [[nodiscard]] TaskId taskId() const noexcept;
    void giveBack() noexcept; // what was granted and not taken

    Ref<Permits> m_permits;
    bool m_granted = false; // while suspended, and not resumed yet
    bool m_refused = false; // by refuseWaiters()
};

// Gives a permit back when it goes out of scope: Python's `async with`.
class [[nodiscard]] Held {
public:
    Held(Ref<Permits> permits, std::size_t limit) noexcept
        : m_permits(std::move(permits))
        , m_limit(limit)
    { }
    Held(Held &&other) noexcept = default;
    Held &operator=(Held &&) = delete;
    ~Held() { release(); }
    void release() noexcept; // early; again: nothing

private:
    Ref<Permits> m_permits; // null once released
    std::size_t m_limit; // never more free permits than these
};

class [[nodiscard]] HoldAwaiter final : public PermitAwaiter {
public:
    HoldAwaiter(Ref<Permits> permits, std::size_t limit) noexcept
        : PermitAwaiter(std::move(permits))
        , m_limit(limit)
    { }
    Held await_resume()
    {
        accept();
        return Held(permits(), m_limit);
    }

private:
    std::size_t m_limit;
};

// Y-01. `const Held held = co_await lock.hold();` or acquire() and release().
class Lock {
public:
    explicit Lock(const std::source_location &at = std::source_location::current())
        : m_permits(new Permits(1, PrimitiveKind::Lock, at))
        , m_created(at)
    { }
    ~Lock(); // debug mode warns if it is held, for nobody can release it then
    Lock(const Lock &) = delete;
    Lock &operator=(const Lock &) = delete;
    [[nodiscard]] PermitAwaiter acquire() const noexcept { return PermitAwaiter(m_permits); }
    [[nodiscard]] HoldAwaiter hold() const noexcept { return {m_permits, 1}; }
    void release(); // RuntimeError if it is not locked
    [[nodiscard]] bool locked() const noexcept { return m_permits->free() == 0; }
    [[nodiscard]] Place created() const noexcept { return m_created; }

private:
    friend class Condition;
    Ref<Permits> m_permits;
    std::source_location m_created;
};

// Y-02. A flag that tasks wait for.
class EventAwaiter;
class Event {
public:
    void set(); // wakes all who wait
    void clear() noexcept { m_set = false; }
    [[nodiscard]] bool isSet() const noexcept { return m_set; }
    [[nodiscard]] EventAwaiter wait() noexcept; // not at all if it is set

private:
    friend class EventAwaiter;
    WaitQueue m_waiting {PrimitiveKind::Event};
    bool m_set = false;
};

class [[nodiscard]] EventAwaiter : public QueuedWait {
public:
    explicit EventAwaiter(Event &event) noexcept
        : m_event(event)
    { }
    [[nodiscard]] bool await_ready() const noexcept { return m_event.isSet(); }
    template <class P> void await_suspend(std::coroutine_handle<P> frame)
    {
        join(m_event.m_waiting, frame.promise());
    }
    void await_resume() { checkCancelled(); }

private:
    Event &m_event;
};

inline EventAwaiter Event::wait() noexcept
{
    return EventAwaiter(*this);
}

// Y-03. Every call but hold() and locked() needs the lock to be held: RuntimeError otherwise.
class Condition {
public:
    explicit Condition(const std::source_location &at = std::source_location::current())
        : m_own(at)
        , m_lock(&m_own)
        , m_shared(new Shared(m_own.m_permits, m_own.created()))
    { }
    explicit Condition(Lock &lock) // shared with others; outlives the condition
        : m_lock(&lock)
        , m_shared(new Shared(lock.m_permits, lock.created()))
    { }
    Condition(const Condition &) = delete;
    Condition &operator=(const Condition &) = delete;
    [[nodiscard]] PermitAwaiter acquire() const noexcept { return m_lock->acquire(); }
    [[nodiscard]] HoldAwaiter hold() const noexcept { return m_lock->hold(); }
    void release() { m_lock->release(); }
    [[nodiscard]] bool locked() const noexcept { return m_lock->locked(); }

    // Lets go of the lock, waits for notify(), and holds the lock again, also when it throws.
    Coro<void> wait() const { return wait(m_shared); }
    template <std::predicate F> Coro<void> waitFor(F predicate) const // until it says true
    {
        return waitFor(m_shared, std::move(predicate));
    }
    void notify(std::size_t count = 1) const { m_shared->notify(count); }
    void notifyAll() const { notify(m_shared->waiting.size()); }

private:
    // Who waits keeps it: the condition may be gone by the time the wait is cancelled.
    struct Shared final : RefCounted {
        Shared(Ref<Permits> permits, Place made) noexcept
            : lock(std::move(permits))
            , created(made)
        { }
        void checkHeld(const char *what) const;
        void notify(std::size_t count);

        const Ref<Permits> lock;
        const Place created; // of the lock
        WaitQueue waiting {PrimitiveKind::Condition};
    };
    static Coro<void> wait(Ref<Shared> shared);
    template <class F> static Coro<void> waitFor(Ref<Shared> shared, F predicate)
    {
        while (!predicate())
            co_await wait(shared);
    }

    Lock m_own;
    Lock *m_lock;
    Ref<Shared> m_shared; // goes before the lock, which then sees who else holds it
};

// Y-04. co_await acquire() or hold(): takes one of `value` permits.
class Semaphore {
public:
    explicit Semaphore(std::ptrdiff_t value = 1, // ValueError below 0
                       const std::source_location &at = std::source_location::current());
    virtual ~Semaphore() { m_permits->ownerGone(); }
    Semaphore(const Semaphore &) = delete;
    Semaphore &operator=(const Semaphore &) = delete;
    [[nodiscard]] PermitAwaiter acquire() const noexcept { return PermitAwaiter(m_permits); }
    [[nodiscard]] HoldAwaiter hold() const noexcept { return {m_permits, m_limit}; }
    virtual void release();
    [[nodiscard]] bool locked() const noexcept
    {
        return m_permits->free() == 0;
    } // acquire() would wait
    [[nodiscard]] std::size_t value() const noexcept { return m_permits->free(); }

protected:
    Semaphore(std::ptrdiff_t value, std::size_t limit, const std::source_location &at);
    [[nodiscard]] std::size_t limit() const noexcept { return m_limit; }

private:
    Ref<Permits> m_permits;
    std::size_t m_limit; // never more free permits than these
};

// ValueError where release() was called more often than acquire(). A Held that ends where release()
// has given its permit back already gives none.
class BoundedSemaphore final : public Semaphore {
public:
    explicit BoundedSemaphore(std::ptrdiff_t bound = 1,
                              const std::source_location &at = std::source_location::current())
        : Semaphore(bound, static_cast<std::size_t>(bound), at)
        , m_created(at)
    { }
    void release() override;

private:
    std::source_location m_created;
};

class BrokenBarrierError final : public RuntimeError {
public:
    using RuntimeError::RuntimeError;
};

// Tasks that wait until `parties` of them have come; then all go on, and once the last of them has
// left, the barrier fills anew. Who comes while it drains waits for that first. One that is
// cancelled while it waits does not count as having come.
class BarrierAwaiter;
class Barrier {
public:
    explicit Barrier(std::size_t parties); // ValueError for 0
    ~Barrier(); // debug mode warns of those who still wait
    Barrier(const Barrier &) = delete;
    Barrier &operator=(const Barrier &) = delete;
    [[nodiscard]] BarrierAwaiter wait() noexcept; // one of 0 to parties - 1, another one for each
    void reset(); // BrokenBarrierError for who came and has not left; then it fills anew
    void abort(); // BrokenBarrierError for who waits or will, until reset()
    [[nodiscard]] std::size_t parties() const noexcept { return m_state->parties; }
    [[nodiscard]] std::size_t waiting() const noexcept // Python's n_waiting; 0 unless it fills
    {
        return m_state->phase == Phase::Filling ? m_state->inside : 0;
    }
    [[nodiscard]] bool broken() const noexcept { return m_state->phase == Phase::Broken; }

private:
    friend class BarrierAwaiter;
    enum class Phase : std::uint8_t { Filling, Draining, Resetting, Broken };
    // Who waits keeps it: the barrier may be gone by the time they go on.
    struct State final : RefCounted {
        explicit State(std::size_t count) noexcept
            : parties(count)
        { }
        [[nodiscard]] bool draining() const noexcept
        {
            return phase == Phase::Draining || phase == Phase::Resetting;
        }
        [[nodiscard]] bool complete() const noexcept { return inside == parties; }
        void open() noexcept; // all who came go on
        void leave() noexcept; // one of them has
        void admit() noexcept; // who came while it drained

        WaitQueue arrived {PrimitiveKind::Barrier};
        WaitQueue blocked {PrimitiveKind::Barrier}; // until it is drained
        const std::size_t parties;
        std::size_t inside = 0; // came and have not left: at `arrived`, or woken from there
        Phase phase = Phase::Filling;
    };
    Ref<State> m_state;
};

class [[nodiscard]] BarrierAwaiter final : public QueuedWait {
public:
    explicit BarrierAwaiter(Ref<Barrier::State> state) noexcept
        : m_state(std::move(state))
    { }
    ~BarrierAwaiter() { depart(); }
    [[nodiscard]] bool await_ready();
    template <class P> void await_suspend(std::coroutine_handle<P> frame) { wait(frame.promise()); }
    std::size_t await_resume();
    bool cancel(const std::string &message) override;

private:
    friend class Barrier;
    void wait(PromiseBase &promise);
    void arrive() noexcept;
    void depart() noexcept;

    Ref<Barrier::State> m_state;
    std::size_t m_index = 0;
    bool m_inside = false; // counted there
};

inline BarrierAwaiter Barrier::wait() noexcept
{
    return BarrierAwaiter(m_state);
}

} // namespace loop
