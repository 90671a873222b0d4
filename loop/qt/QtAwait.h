// SPDX-License-Identifier: MIT
#pragma once

// co_await on the things that Qt reports by signals: timers, futures, network replies, processes;
// any other signal with signal() (loop/qt/SignalAwaiter.h). Each is a coroutine, so timeout(),
// gather() and their like take them, and none runs a nested event loop.
//
//     QNetworkReply *const reply = manager.get(request);
//     co_await timeout(5s, qt::finished(reply));
//
// What has happened already is not waited for. Cancelling the task passes the wish on, as said
// below, and CancelledError goes on. ObjectDestroyedError if the object is destroyed first. An
// object may live in another thread; then it must be alive until the co_await suspends.

#include "loop/qt/SignalAwaiter.h"

#include <QtCore/QFuture>
#include <QtCore/QProcess>

class QNetworkReply;
class QTimer;

namespace loop::qt {

// The next timeout() of a timer that runs; RuntimeError if it does not. Cancelling leaves the timer
// alone.
Coro<void> nextTimeout(QTimer *timer);

// Until finished(): whether it succeeded, reply->error() says. Cancelling aborts the request.
Coro<void> finished(QNetworkReply *reply);

// After QProcess::start(). RuntimeError with the reason if the program does not start, or if nobody
// has started it. Cancelling terminates the process.
Coro<void> started(QProcess *process);

struct ProcessEnd {
    int exitCode = 0;
    QProcess::ExitStatus exitStatus = QProcess::NormalExit; // CrashExit: a signal ended it
};
// How the process ended, or how it did the last time if it does not run. RuntimeError and
// cancelling as with started(); Qt cannot tell one that has succeeded and was closed since from one
// that never ran, so that is a RuntimeError, too.
Coro<ProcessEnd> finished(QProcess *process);

// Until a QFuture is finished, whatever came of it. Cancelling cancels it. NotSupportedError if the
// thread has no Qt event loop, as the loop's QtDriver needs one.
Coro<void> settled(QFuture<void> future);

// The (first) result of a QFuture, or what it threw; CancelledError if it was cancelled,
// RuntimeError if it finished without a result. A result that cannot be copied is moved out. Else
// as settled().
template <class T> Coro<T> finished(QFuture<T> future)
{
    co_await settled(QFuture<void>(future));
    future.waitForFinished(); // it is: throws what it holds
    if (future.isCanceled())
        throw CancelledError("the QFuture was cancelled");
    if constexpr (!std::is_void_v<T>) {
        if (future.resultCount() == 0)
            throw RuntimeError("the QFuture finished without a result");
        if constexpr (std::is_copy_constructible_v<T>)
            co_return future.result();
        else
            co_return future.takeResult();
    }
}

} // namespace loop::qt
