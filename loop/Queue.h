// SPDX-License-Identifier: MIT
#pragma once

// Queue, PriorityQueue and LifoQueue: items handed from task to task of one loop, with room for
// `maxsize` of them, 0 for any number (Y-05). Items may be move-only. Not for threads.
//
// Two sets of permits make a queue: put() takes one of the free slots and gives an item; get()
// takes an item and gives a slot. So a cancelled put() or get() leaves its slot or its item to the
// next (Y-06), and an item that is promised to a waiting get() is no longer counted in qsize().
//
// shutdown() is how a queue ends (asyncio's Queue.shutdown, Python 3.13): whoever puts, and whoever
// gets where nothing is left, has a QueueShutDown. There is no way back.

#include "loop/Synchronisation.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <optional>
#include <vector>

namespace loop {

class QueueEmpty final : public RuntimeError {
public:
    QueueEmpty()
        : RuntimeError("queue is empty")
    { }
};

class QueueFull final : public RuntimeError {
public:
    QueueFull()
        : RuntimeError("queue is full")
    { }
};

class QueueShutDown final : public RuntimeError {
public:
    QueueShutDown()
        : RuntimeError("queue is shut down")
    { }
};

// What does not depend on the item: slots, items, and tasks that are not done.
class QueueBase {
public:
    [[nodiscard]] std::size_t maxsize() const noexcept { return m_maxsize; }
    [[nodiscard]] std::size_t qsize() const noexcept { return m_items->free(); }
    [[nodiscard]] bool empty() const noexcept { return qsize() == 0; }
    [[nodiscard]] bool full() const noexcept { return m_slots->free() == 0; }

    void taskDone(); // one item that get() gave is dealt with; ValueError if called more often than
                     // put()
    [[nodiscard]] EventAwaiter join() noexcept { return m_finished.wait(); } // until all are

protected:
    explicit QueueBase(std::size_t maxsize);
    ~QueueBase();
    void itemAdded();
    void takeSlot(); // QueueShutDown, QueueFull
    void takeItem(); // QueueEmpty; QueueShutDown if there will be none
    void refuse(); // to take more, and who waits is told
    void itemsDropped(std::size_t count); // all there were, promised ones, too
    void checkOpen() const
    {
        if (m_shutDown)
            throw QueueShutDown();
    }
    [[nodiscard]] bool isShutDown() const noexcept { return m_shutDown; }
    void giveSlot() { m_slots->give(); }
    void giveItem() { m_items->give(); }
    [[nodiscard]] const Ref<Permits> &freeSlots() const noexcept { return m_slots; }
    [[nodiscard]] const Ref<Permits> &items() const noexcept { return m_items; }

private:
    std::size_t m_maxsize;
    Ref<Permits> m_slots;
    Ref<Permits> m_items;
    std::size_t m_unfinished = 0;
    bool m_shutDown = false;
    Event m_finished;
};

// The order in which items leave: first come first, last come first, smallest first.
template <class T> class FifoOrder {
public:
    void add(T item) { m_items.push_back(std::move(item)); }
    T take()
    {
        T item = std::move(m_items.front());
        m_items.pop_front();
        return item;
    }
    [[nodiscard]] std::size_t size() const noexcept { return m_items.size(); }

private:
    std::deque<T> m_items;
};

template <class T> class LifoOrder {
public:
    void add(T item) { m_items.push_back(std::move(item)); }
    T take()
    {
        T item = std::move(m_items.back());
        m_items.pop_back();
        return item;
    }
    [[nodiscard]] std::size_t size() const noexcept { return m_items.size(); }

private:
    std::vector<T> m_items;
};

// A binary heap. std::push_heap() compares while it moves; here all comparisons come first, so that
// one that throws leaves every item where it was.
template <class T> class PriorityOrder {
public:
    void add(T item)
    {
        std::size_t place = m_heap.size();
        while (place > 0 && m_heap[parent(place)] > item)
            place = parent(place);
        m_heap.push_back(std::move(item));
        for (std::size_t at = m_heap.size() - 1; at != place; at = parent(at))
            std::swap(m_heap[at], m_heap[parent(at)]);
    }
    T take()
    {
        const std::size_t last = m_heap.size() - 1; // it fills the gap that the first leaves
        std::size_t place = 0;
        for (std::size_t child = 1; child < last; child = 2 * place + 1) {
            if (child + 1 < last && m_heap[child] > m_heap[child + 1])
                ++child;
            if (!(m_heap[last] > m_heap[child]))
                break;
            place = child;
        }
        T item = std::move(m_heap.back());
        m_heap.pop_back();
        if (last == 0)
            return item;
        for (; place > 0; place = parent(place))
            std::swap(item, m_heap[place]);
        std::swap(item, m_heap.front());
        return item;
    }
    [[nodiscard]] std::size_t size() const noexcept { return m_heap.size(); }

private:
    static std::size_t parent(std::size_t place) noexcept { return (place - 1) / 2; }

    std::vector<T> m_heap;
};

template <class T, class Order> class BasicQueue final : public QueueBase {
public:
    explicit BasicQueue(std::size_t maxsize = 0)
        : QueueBase(maxsize)
    { }

    class [[nodiscard]] GetAwaiter final : public PermitAwaiter {
    public:
        explicit GetAwaiter(BasicQueue &queue) noexcept
            : PermitAwaiter(queue.items())
            , m_queue(queue)
        { }
        [[nodiscard]] bool await_ready()
        {
            if (isCurrent() && PermitAwaiter::await_ready())
                return true;
            m_queue.checkOpen();
            return false;
        }
        T await_resume()
        {
            accept();
            if (!isCurrent())
                throw QueueShutDown(); // the item that was promised is dropped
            if (refused())
                m_queue.takeItem(); // one may have come back from who was cancelled
            return m_queue.takeOut();
        }

    private:
        [[nodiscard]] bool isCurrent() const noexcept { return permits() == m_queue.items(); }

        BasicQueue &m_queue;
    };

    class [[nodiscard]] PutAwaiter final : public PermitAwaiter {
    public:
        PutAwaiter(BasicQueue &queue, T item)
            : PermitAwaiter(queue.freeSlots())
            , m_queue(queue)
            , m_item(std::move(item))
        { }
        [[nodiscard]] bool await_ready()
        {
            m_queue.checkOpen();
            return PermitAwaiter::await_ready();
        }
        void await_resume()
        {
            accept();
            if (m_queue.isShutDown() && !refused())
                m_queue.giveSlot();
            m_queue.checkOpen();
            m_queue.putIn(std::move(m_item));
        }

    private:
        BasicQueue &m_queue;
        T m_item;
    };

    // Waits while empty; QueueShutDown once it is shut down and empty.
    [[nodiscard]] GetAwaiter get() noexcept { return GetAwaiter(*this); }
    // Waits while full; QueueShutDown once it is shut down.
    [[nodiscard]] PutAwaiter put(T item) { return PutAwaiter(*this, std::move(item)); }
    T getNowait() // QueueEmpty, QueueShutDown
    {
        takeItem();
        return takeOut();
    }
    void putNowait(T item) // QueueFull, QueueShutDown
    {
        takeSlot();
        putIn(std::move(item));
    }
    // Nothing more goes in; what is in can be got still. `immediate`: that is dropped, too, and
    // each item counts as done, which may end join(). Who waits to put or to get has a
    // QueueShutDown. Again: only `immediate` makes a difference.
    void shutdown(bool immediate = false)
    {
        refuse();
        if (!immediate)
            return;
        const Order dropped = std::exchange(m_order, Order());
        itemsDropped(dropped.size());
    }

private:
    void putIn(T item)
    {
        try {
            m_order.add(std::move(item));
        } catch (...) { // a comparison of items may
            giveSlot();
            throw;
        }
        itemAdded();
    }
    T takeOut()
    {
        try {
            T item = m_order.take();
            giveSlot();
            return item;
        } catch (...) {
            giveItem();
            throw;
        }
    }

    Order m_order;
};

template <class T> using Queue = BasicQueue<T, FifoOrder<T>>;
template <class T> using LifoQueue = BasicQueue<T, LifoOrder<T>>;
template <class T>
using PriorityQueue = BasicQueue<T, PriorityOrder<T>>; // by operator>, smallest first

} // namespace loop
