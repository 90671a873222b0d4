// SPDX-License-Identifier: GPL-3.0-or-later
// What newcomers write. Not part of the build: MistakesTest has the compiler look at it, and
// expects of each line with "says:" that the compiler refuses or warns of it with these words. With
// -DCORRECTED it is what the words say, and compiles.
// clang-format off
#include "loop/Combinators.h"
#include "loop/EventLoop.h"
#include "loop/Sleep.h"
#include "loop/TaskGroup.h"

using namespace std::chrono_literals;

loop::Coro<int> answer();

#ifdef CORRECTED

namespace sees {
using namespace loop;

Coro<void> corrected(EventLoop &loop)
{
    co_await sleep(1s);
    co_await sleep(500ms);
    (void)co_await sleep(1s, 2);
    (void)co_await timeout(500ms, answer());
    (void)co_await waitFor(answer(), std::nullopt);
    co_await timeoutAt(loop.time() + 5s, sleep(1s, 2));
    loop.callLater(1s, [] { });
    Coro<int> coro = answer();
    Coro<int> other = answer();
    (void)loop.createTask(std::move(coro));
    (void)co_await gather(std::move(other), answer());
    Coro<int> last = answer();
    (void)co_await std::move(last);
}

} // namespace sees

unsigned meant() // in a thread without a loop, say
{
    return ::sleep(1U);
}

#else

namespace sees { // all of loop
using namespace loop;

Coro<void> withoutUnits(EventLoop &loop)
{
    co_await sleep(1); // says: sleep() takes a duration: write co_await sleep(1s)
    sleep(0.5); // says: sleep() takes a duration: write co_await sleep(1s)
    (void)co_await sleep(1L, 2); // says: sleep() takes a duration: write co_await sleep(1s, result)
    sleep(1U); // says: is ambiguous
    (void)co_await timeout(0.5, answer()); // says: a time limit has a unit: write 5s or 500ms
    (void)co_await waitFor(answer(), 5); // says: a time limit has a unit: write 5s or 500ms
    Timeout limit(5L); // says: a time limit has a unit: write 5s or 500ms
    co_await timeoutAt(5.0, answer()); // says: write loop.time() + 5s
    loop.callLater(1, [] { }); // says: callLater() takes a duration
    co_await 1s; // says: to pass time, write co_await sleep(1s)
    co_await 5; // says: co_await takes a Coro, a Future, a Task
}

Coro<void> withoutMoves(EventLoop &loop)
{
    Coro<int> coro = answer();
    Coro<long> task = []() -> Coro<long> { co_return 1; }();
    (void)loop.createTask(task); // says: a Coro is moved, never copied: write std::move(coro)
    (void)co_await gather(coro, answer()); // says: write std::move(coro), or call the function
    (void)co_await coro; // says: write co_await std::move(coro)
    Coro<char> limited = []() -> Coro<char> { co_return 'a'; }();
    (void)co_await timeout(1s, limited); // says: a Coro is moved, never copied
    Coro<short> child = []() -> Coro<short> { co_return 1; }();
    TaskGroup group;
    group.createTask(child); // says: a Coro is moved, never copied
    const Coro<int> fixed = answer();
    (void)loop.createTask(fixed); // says: a coroutine runs once and is moved: write std::move(coro)
}

} // namespace sees

namespace does_not { // nothing of loop is in sight

loop::Coro<void> sleeps()
{
    sleep(1); // says: this sleep() blocks the thread and every task of its loop
    co_await sleep(1L); // says: this sleep() blocks the thread and every task of its loop
    co_await sleep(1LL); // says: co_await takes a Coro, a Future, a Task
    loop::sleep(1U); // says: takes a duration: write co_await sleep(1s)
}

} // namespace does_not

#endif
