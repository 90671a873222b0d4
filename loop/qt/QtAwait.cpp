// SPDX-License-Identifier: MIT
#include "loop/qt/QtAwait.h"

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QFutureWatcher>
#include <QtCore/QPointer>
#include <QtCore/QThread>
#include <QtCore/QTimer>
#include <QtNetwork/QNetworkReply>

namespace loop::qt {

namespace {

// An object that may live in another thread, to be told something in the end if it is still there.
template <class T> class Remote {
public:
    explicit Remote(T *object)
        : m_object(object)
        , m_thread(object->thread())
    { }

    // Its own thread is the only one that can look whether it is there.
    template <class F> void tell(F action) const
    {
        const auto tellNow = [object = m_object, action] {
            if (object)
                action(*object);
        };
        if (m_thread == QThread::currentThread()) {
            tellNow();
            return;
        }
        auto *const messenger = new QObject;
        messenger->moveToThread(m_thread);
        QMetaObject::invokeMethod(messenger, [messenger, tellNow] {
            tellNow();
            messenger->deleteLater();
        });
    }

private:
    QPointer<T> m_object;
    QThread *m_thread;
};

std::exception_ptr startFailure(const QProcess &process)
{
    std::string message("cannot start '");
    message.append(process.program().toStdString())
        .append("': ")
        .append(process.errorString().toStdString());
    return std::make_exception_ptr(RuntimeError(message));
}

// What start() meets before there is a process: an error, but none of the signals that end a
// process.
template <class Arguments>
void failIfNotStarted(SignalAwaiter<Arguments> &awaiter, QProcess *process)
{
    awaiter.failOn(process, &QProcess::errorOccurred, [process](QProcess::ProcessError error) {
        return error == QProcess::FailedToStart ? startFailure(*process) : nullptr;
    });
}

RuntimeError notStarted()
{
    return RuntimeError("the awaited process does not run: start it first");
}

// Of one that does not run. QProcess has no memory of its own of whether it ever did.
bool looksUnused(const QProcess &process)
{
    return !process.isOpen() && process.error() == QProcess::UnknownError && process.exitCode() == 0
        && process.exitStatus() == QProcess::NormalExit;
}

void terminate(QProcess &process)
{
    process.terminate();
}

} // namespace

Coro<void> nextTimeout(QTimer *timer)
{
    auto timeout = signal(timer, &QTimer::timeout);
    timeout.checkFirst(timer, [timer]() -> std::optional<std::tuple<>> {
        if (!timer->isActive())
            throw RuntimeError("the awaited timer does not run: start it first");
        return {};
    });
    co_await timeout;
}

Coro<void> finished(QNetworkReply *reply)
{
    auto end = signal(reply, &QNetworkReply::finished);
    end.checkFirst(reply, [reply] {
        return reply->isFinished() ? std::optional(std::tuple<>()) : std::nullopt;
    });
    const Remote<QNetworkReply> remote(reply);
    try {
        co_await end;
    } catch (const CancelledError &) {
        remote.tell([](QNetworkReply &pending) { pending.abort(); });
        throw;
    }
}

Coro<void> started(QProcess *process)
{
    auto start = signal(process, &QProcess::started);
    failIfNotStarted(start, process);
    start.checkFirst(process, [process]() -> std::optional<std::tuple<>> {
        if (process->state() == QProcess::NotRunning && process->error() == QProcess::FailedToStart)
            std::rethrow_exception(startFailure(*process));
        if (process->state() == QProcess::NotRunning)
            throw notStarted();
        return process->state() == QProcess::Running ? std::optional(std::tuple<>()) : std::nullopt;
    });
    const Remote<QProcess> remote(process);
    try {
        co_await start;
    } catch (const CancelledError &) {
        remote.tell(terminate);
        throw;
    }
}

Coro<ProcessEnd> finished(QProcess *process)
{
    auto end = signal(process, &QProcess::finished);
    failIfNotStarted(end, process);
    end.checkFirst(process, [process]() -> std::optional<std::tuple<int, QProcess::ExitStatus>> {
        if (process->state() != QProcess::NotRunning)
            return {};
        if (process->error() == QProcess::FailedToStart)
            std::rethrow_exception(startFailure(*process));
        if (looksUnused(*process))
            throw notStarted();
        return std::tuple(process->exitCode(), process->exitStatus());
    });
    const Remote<QProcess> remote(process);
    try {
        const auto [exitCode, exitStatus] = co_await end;
        co_return ProcessEnd {exitCode, exitStatus};
    } catch (const CancelledError &) {
        remote.tell(terminate);
        throw;
    }
}

Coro<void> settled(QFuture<void> future)
{
    if (future.isFinished())
        co_return;
    if (!QAbstractEventDispatcher::instance())
        throw NotSupportedError(
            "awaiting a QFuture needs a Qt event loop in this thread: use a QtDriver");
    QFutureWatcher<void> watcher;
    auto end = signal(&watcher, &QFutureWatcher<void>::finished);
    watcher.setFuture(future);
    try {
        co_await end;
    } catch (const CancelledError &) {
        future.cancel();
        throw;
    }
}

} // namespace loop::qt
