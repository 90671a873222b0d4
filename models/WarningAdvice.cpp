// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/WarningAdvice.h"

#include <QtCore/QCoreApplication>

namespace models {

namespace {

struct Words {
    const char *meaning;
    const char *mending;
};

// By kind, in the order of the enumeration.
constexpr Words advice[] = {
    {QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "A callback or a step of a task held the loop for longer than the limit. "
         "Meanwhile nothing else on the loop ran: no connection was read, no timer was "
         "served."),
     QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "Move the work to an executor (runInExecutor), or await in between.")}, // SlowCallback
    {QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "Many callbacks that were ready at once held the loop together for longer than "
         "the limit, though none of them was slow alone."),
     QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "Let fewer become ready at once: bound how many connections or tasks are woken "
         "together.")}, // SlowIteration
    {QT_TRANSLATE_NOOP("WarningAdvice",
                       "A callback holds the loop, and all else on it waits until it returns."),
     QT_TRANSLATE_NOOP("WarningAdvice",
                       "Move what blocks (files, name lookups, long computations, sleep) to an "
                       "executor, or use the awaitable form of it.")}, // LoopBlocked
    {QT_TRANSLATE_NOOP("WarningAdvice",
                       "Looking up a host name took longer than the limit. What waited for its "
                       "address waited as long."),
     QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "Check the resolver of this machine, or use a numeric address.")}, // SlowResolve
    {QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "A coroutine was created and dropped without being awaited: nothing of it ran."),
     QT_TRANSLATE_NOOP("WarningAdvice",
                       "Await it (co_await), or make it a task (createTask).")}, // NeverAwaited
    {QT_TRANSLATE_NOOP("WarningAdvice",
                       "A task ended with an exception, and nobody asked for its result: the error "
                       "would have gone unnoticed."),
     QT_TRANSLATE_NOOP("WarningAdvice",
                       "Await the task, read its exception, or catch the exception inside "
                       "it.")}, // TaskExceptionNeverRetrieved
    {QT_TRANSLATE_NOOP("WarningAdvice",
                       "A future was given an exception, and nobody asked for it: the error would "
                       "have gone unnoticed."),
     QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "Await the future, or read its exception.")}, // FutureExceptionNeverRetrieved
    {QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "A task was dropped before it was done. The rest of its coroutine never ran."),
     QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "Cancel the task and await its end before the loop is closed.")}, // PendingTaskDestroyed
    {QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "A loop was called from a thread that is not its own. Such calls corrupt its "
         "state sooner or later."),
     QT_TRANSLATE_NOOP("WarningAdvice",
                       "Use callSoonThreadsafe() or runCoroutineThreadsafe() from other "
                       "threads.")}, // WrongThread
    {QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "A transport was still open when its loop was closed. What its buffer held is "
         "lost."),
     QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "Close it, and let the loop run until connectionLost() has come.")}, // UnclosedTransport
    {QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "A handler of a stream ended without closing its connection, and nobody else "
         "holds it."),
     QT_TRANSLATE_NOOP("WarningAdvice",
                       "Call writer.close() at the end of the handler, or keep the "
                       "writer.")}, // UnclosedStream
    {QT_TRANSLATE_NOOP("WarningAdvice", "A loop was destroyed without being closed."),
     QT_TRANSLATE_NOOP("WarningAdvice",
                       "Call close() when the loop is not needed any more; Runner does so by "
                       "itself.")}, // UnclosedLoop
    {QT_TRANSLATE_NOOP("WarningAdvice",
                       "A loop was used after it had been closed. The call had no effect."),
     QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "Make another loop, or end what calls it before the loop is closed.")}, // LoopClosed
    {QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "A loop was run from inside a running loop. That would never come back to the "
         "outer one."),
     QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "Await instead, or run the other loop on a thread of its own.")}, // NestedRun
    {QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "A loop was stopped before what it was run for was done. Its result is missing."),
     QT_TRANSLATE_NOOP("WarningAdvice",
                       "Let the coroutine return instead of calling stop().")}, // StoppedEarly
    {QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "A future or task was awaited on a loop other than its own. It would be woken "
         "on the wrong thread."),
     QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "Use runCoroutineThreadsafe() to wait for what runs on another loop.")}, // OtherLoop
    {QT_TRANSLATE_NOOP("WarningAdvice",
                       "A lock was released by code that did not hold it, or is held for ever."),
     QT_TRANSLATE_NOOP("WarningAdvice",
                       "Use a guard: const Held held = co_await lock.hold();")}, // LockMisuse
    {QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "The handler of exceptions threw an exception itself. The default handler took "
         "over."),
     QT_TRANSLATE_NOOP("WarningAdvice",
                       "Let the handler catch all that it may throw.")}, // HandlerFailed
    {QT_TRANSLATE_NOOP("WarningAdvice",
                       "Something was written after the end of the direction had been announced "
                       "(writeEof). It was not sent."),
     QT_TRANSLATE_NOOP("WarningAdvice",
                       "Write before writeEof(), or do not end the stream yet.")}, // WriteAfterEof
    {QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "A connection that is lost is still written to. What is written goes nowhere."),
     QT_TRANSLATE_NOOP("WarningAdvice",
                       "Stop when connectionLost() comes, or await drain(), which reports the "
                       "loss.")}, // WriteToLost
    {QT_TRANSLATE_NOOP("WarningAdvice",
                       "The system gave no descriptor or no memory for a connection, so accepting "
                       "pauses for a while."),
     QT_TRANSLATE_NOOP("WarningAdvice",
                       "Close connections that nobody needs, or raise the limit of descriptors "
                       "(ulimit -n).")}, // OutOfDescriptors
    {QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "A descriptor that a transport owns was to be watched by hand. Both would read "
         "the same bytes."),
     QT_TRANSLATE_NOOP("WarningAdvice",
                       "Use the transport, or a descriptor of your own.")}, // DescriptorOwned
    {QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "A task wakes itself more often than others wake it: it polls, and takes the "
         "processor for it."),
     QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "Await what it waits for, such as an Event, a Queue or a Future.")}, // SelfWaking
    {QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "A task ran for more than a second without suspending once, though it may have "
         "awaited: what it awaited was ready each time."),
     QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "Await sleep(0) now and then, or move the work to an executor.")}, // NeverYields
    {QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "A task waits for a future that only it holds, so nobody can ever complete it. "
         "It waits for ever."),
     QT_TRANSLATE_NOOP("WarningAdvice",
                       "Keep the future where its result is set.")}, // NobodyCanWake
    {QT_TRANSLATE_NOOP("WarningAdvice",
                       "Tasks wait for each other in a circle, and none of them can ever go on."),
     QT_TRANSLATE_NOOP("WarningAdvice",
                       "Break the circle: let one of them not wait for the next, or cancel one of "
                       "them.")}, // AwaitCycle
    {QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "The frame of a coroutine is larger than 16 KiB. Each task of it costs as much "
         "memory."),
     QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "Keep large arrays on the heap, in a std::vector for example.")}, // LargeFrame
    {QT_TRANSLATE_NOOP("WarningAdvice", "A callback threw an exception, and nobody caught it."),
     QT_TRANSLATE_NOOP(
         "WarningAdvice",
         "Catch the exception in the callback, or set an exception handler.")}, // CallbackFailed
};
static_assert(std::size(advice) == std::size_t(loop::WarningKind::Count));

} // namespace

WarningAdvice adviceOn(loop::WarningKind kind)
{
    if (kind >= loop::WarningKind::Count)
        return {};
    const Words &found = advice[std::size_t(kind)];
    return {QCoreApplication::translate("WarningAdvice", found.meaning),
            QCoreApplication::translate("WarningAdvice", found.mending)};
}

} // namespace models
