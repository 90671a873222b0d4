// SPDX-License-Identifier: GPL-3.0-or-later

// co_await on real signals, timers, futures, and replies of a server in Python.

#include "loop/qt/QtAwait.h"
#include "loop/Combinators.h"
#include "loop/EventLoop.h"
#include "loop/Server.h"
#include "loop/Sleep.h"
#include "loop/Streams.h"
#include "loop/qt/QtDriver.h"
#include "tests/loop/qt/ErrorOf.h"
#include "tests/loop/qt/OtherThread.h"
#include "tests/loop/qt/PageServer.h"
#include "tests/support/LogCapture.h"
#include "tests/support/PatientDriver.h"

#include <QtCore/QPromise>
#include <QtCore/QThread>
#include <QtCore/QTimer>
#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QNetworkReply>
#include <QtTest/QTest>

using namespace loop;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

class Bell : public QObject {
    Q_OBJECT

public:
    using QObject::isSignalConnected;
    using QObject::receivers;

Q_SIGNALS:
    void rung();
    void rungTimes(int times);
    void rungBy(const QString &who, int times);
};

QThread *g_resumedIn = nullptr;

Coro<int> timesRung(Bell *bell)
{
    const int times = co_await qt::signal(bell, &Bell::rungTimes);
    g_resumedIn = QThread::currentThread();
    co_return times;
}

Coro<QString> whoRang(Bell *bell, QObject *context)
{
    const std::tuple<QString, int> call = co_await qt::signal(bell, &Bell::rungBy, context);
    co_return std::get<0>(call) + QString::number(std::get<1>(call));
}

Coro<void> rung(Bell *bell)
{
    co_await qt::signal(bell, &Bell::rung);
}

Coro<void> rungBeforeTheAwait(Bell *bell)
{
    auto ringing = qt::signal(bell, &Bell::rung);
    Q_EMIT bell->rung();
    co_await ringing;
}

template <class T> Coro<T> finishedIn(Duration limit, QFuture<T> future)
{
    auto whole = qt::finished(future);
    co_return co_await timeout(limit, std::move(whole));
}

Coro<QByteArray> fetched(QNetworkAccessManager *manager, QUrl url)
{
    const std::unique_ptr<QNetworkReply> reply(manager->get(QNetworkRequest(url)));
    co_await qt::finished(reply.get());
    if (reply->error() != QNetworkReply::NoError)
        throw RuntimeError(reply->errorString().toStdString());
    co_return reply->readAll();
}

Coro<void> neverAnswer(StreamReader reader, StreamWriter writer)
{
    for (std::string data = "-"; !data.empty();)
        data = co_await reader.read(4096);
    writer.close();
}

Coro<std::shared_ptr<Server>> deafServer()
{
    co_return co_await startServer(neverAnswer, "127.0.0.1", 0);
}

Coro<void> nobodyIsConnected(EventLoop *loop)
{
    while (loop->totals().connections > 0)
        co_await sleep(1ms);
}

QUrl urlOf(const Server &server)
{
    return QUrl(u"http://127.0.0.1:%1/"_s.arg(server.sockets().front().address.port()));
}

// Runs the task to its first wait, and a little further.
void settle(EventLoop &loop)
{
    loop.runUntilComplete(sleep(1ms, 0));
}

} // namespace

class QtAwaitTest final : public QObject {
    Q_OBJECT

    EventLoop m_loop {std::make_unique<PatientDriver>(std::make_unique<qt::QtDriver>())};

private Q_SLOTS:
    void aSignalGivesItsArguments()
    {
        Bell bell;
        const auto times = m_loop.createTask(timesRung(&bell));
        const auto who = m_loop.createTask(whoRang(&bell, nullptr));
        const auto plain = m_loop.createTask(rung(&bell));
        settle(m_loop);
        QVERIFY(!times.done() && !who.done() && !plain.done());
        Q_EMIT bell.rungTimes(5);
        Q_EMIT bell.rungTimes(6);
        Q_EMIT bell.rungBy(u"Ada"_s, 2);
        Q_EMIT bell.rung();
        QVERIFY(!times.done()); // resumed through the ready queue, never inside the signal
        QCOMPARE(m_loop.runUntilComplete(times), 5);
        QCOMPARE(m_loop.runUntilComplete(who), u"Ada2"_s);
        m_loop.runUntilComplete(plain);
    }

    void aSignalBeforeTheAwaitIsNotMissed()
    {
        Bell bell;
        m_loop.runUntilComplete(rungBeforeTheAwait(&bell));
    }

    void aSignalOfAnotherThreadResumesInOurs()
    {
        OtherThread other;
        Bell *const bell = other.make<Bell>();
        const auto times = m_loop.createTask(timesRung(bell));
        settle(m_loop);
        other.run([bell] { Q_EMIT bell->rungTimes(7); });
        QCOMPARE(m_loop.runUntilComplete(times), 7);
        QCOMPARE(g_resumedIn, QThread::currentThread());
    }

    void aLoopOutsideQtAwaitsSignalsOfQtsThreads()
    {
        OtherThread other;
        Bell *const bell = other.make<Bell>();
        int result = 0;
        std::thread plain([&] {
            EventLoop loop;
            const auto times = loop.createTask(timesRung(bell));
            loop.callLater(1ms, [&] { other.run([bell] { Q_EMIT bell->rungTimes(8); }); });
            result = loop.runUntilComplete(times);
        });
        plain.join();
        QCOMPARE(result, 8);
    }

    void theEndOfTheSenderEndsTheWait()
    {
        auto bell = std::make_unique<Bell>();
        bell->setObjectName(u"door"_s);
        const auto task = m_loop.createTask(timesRung(bell.get()));
        settle(m_loop);
        bell.reset();
        QVERIFY_EXCEPTION_THROWN((void)m_loop.runUntilComplete(task), qt::ObjectDestroyedError);
        try {
            (void)task.result();
        } catch (const qt::ObjectDestroyedError &error) {
            QCOMPARE(error.what(), "the sender of an awaited signal was destroyed: Bell 'door'");
        }
    }

    void theEndOfTheContextEndsTheWait()
    {
        Bell bell;
        auto context = std::make_unique<QObject>();
        const auto task = m_loop.createTask(whoRang(&bell, context.get()));
        settle(m_loop);
        context.reset();
        QVERIFY_EXCEPTION_THROWN((void)m_loop.runUntilComplete(task), qt::ObjectDestroyedError);
    }

    void nobodyResumesWithAContextThatIsGone()
    {
        Bell bell;
        auto context = std::make_unique<QObject>();
        const auto task = m_loop.createTask(whoRang(&bell, context.get()));
        settle(m_loop);
        Q_EMIT bell.rungBy(u"Ada"_s, 1);
        context.reset();
        QVERIFY_EXCEPTION_THROWN((void)m_loop.runUntilComplete(task), qt::ObjectDestroyedError);
    }

    void cancellingDisconnects()
    {
        Bell bell;
        const auto task = m_loop.createTask(timesRung(&bell));
        settle(m_loop);
        QVERIFY(bell.isSignalConnected(QMetaMethod::fromSignal(&Bell::rungTimes)));
        QVERIFY(task.base().waitInfo().kind == WaitKind::Signal);
        task.cancel();
        QVERIFY(!bell.isSignalConnected(QMetaMethod::fromSignal(&Bell::rungTimes)));
        Q_EMIT bell.rungTimes(1);
        QVERIFY_EXCEPTION_THROWN((void)m_loop.runUntilComplete(task), CancelledError);
    }

    void closingTheLoopForgetsWhoWaits()
    {
        OtherThread other;
        Bell *const bell = other.make<Bell>();
        const LogCapture log; // of a task that is pending still
        {
            EventLoop loop(std::make_unique<qt::QtDriver>());
            const auto task = loop.createTask(timesRung(bell));
            settle(loop);
            other.run([bell] { Q_EMIT bell->rungTimes(1); }); // on its way when the loop ends
        }
        other.run([bell] { Q_EMIT bell->rungTimes(2); });
        QCOMPARE(log.count("Task was destroyed but it is pending!"), 1);
    }

    void noSenderIsAnError()
    {
        QCOMPARE(errorOf(m_loop, rung(nullptr)),
                 u"cannot await a signal of no object: the sender is null"_s);
    }

    void aTimerIsAwaited()
    {
        QTimer timer;
        QCOMPARE(errorOf(m_loop, qt::nextTimeout(&timer)),
                 u"the awaited timer does not run: start it first"_s);
        timer.start(2ms);
        m_loop.runUntilComplete(qt::nextTimeout(&timer));
        m_loop.runUntilComplete(qt::nextTimeout(&timer)); // again: a repeating one
        timer.start(1h);
        QCOMPARE(errorOf(m_loop, timeout(1ms, qt::nextTimeout(&timer))), u"timed out"_s);
        QVERIFY(timer.isActive());
    }

    void aTimerOfAnotherThreadIsAwaited()
    {
        OtherThread other;
        QTimer *const timer = other.make<QTimer>();
        other.run([timer] { timer->start(1ms); });
        m_loop.runUntilComplete(qt::nextTimeout(timer));
        other.run([timer] { timer->stop(); });
        QCOMPARE(errorOf(m_loop, qt::nextTimeout(timer)),
                 u"the awaited timer does not run: start it first"_s);
    }

    void aQFutureGivesItsResult()
    {
        QPromise<int> promise;
        promise.start();
        const auto task = m_loop.createTask(qt::finished(promise.future()));
        settle(m_loop);
        QVERIFY(!task.done());
        std::thread worker([&promise] {
            promise.addResult(42);
            promise.finish();
        });
        QCOMPARE(m_loop.runUntilComplete(task), 42);
        worker.join();
        QCOMPARE(m_loop.runUntilComplete(qt::finished(promise.future())), 42); // at once
    }

    void aQFutureMovesWhatCannotBeCopied()
    {
        QPromise<std::unique_ptr<int>> promise;
        promise.start();
        promise.addResult(std::make_unique<int>(3));
        promise.finish();
        QCOMPARE(*m_loop.runUntilComplete(qt::finished(promise.future())), 3);
    }

    void aQFutureThrowsWhatItHolds()
    {
        QPromise<int> failing;
        failing.start();
        failing.setException(std::make_exception_ptr(RuntimeError("no luck")));
        failing.finish();
        QCOMPARE(errorOf(m_loop, qt::finished(failing.future())), u"no luck"_s);

        QPromise<int> empty;
        empty.start();
        empty.finish();
        QCOMPARE(errorOf(m_loop, qt::finished(empty.future())),
                 u"the QFuture finished without a result"_s);

        QPromise<void> cancelled;
        cancelled.start();
        const auto task = m_loop.createTask(qt::finished(cancelled.future()));
        settle(m_loop);
        cancelled.future().cancel();
        cancelled.finish();
        QVERIFY_EXCEPTION_THROWN(m_loop.runUntilComplete(task), CancelledError);
    }

    void cancellingCancelsTheQFuture()
    {
        QPromise<int> promise;
        promise.start();
        QCOMPARE(errorOf(m_loop, finishedIn(1ms, promise.future())), u"timed out"_s);
        QVERIFY(promise.isCanceled());
    }

    void aLoopOutsideQtAwaitsAQFutureThatIsOverAlone()
    {
        QPromise<void> promise;
        for (const bool over : {false, true}) {
            QString error;
            std::thread plain([&] {
                EventLoop loop;
                error = errorOf(loop, qt::finished(promise.future()));
            });
            plain.join();
            QVERIFY2(over ? error.isEmpty() : error.contains(u"use a QtDriver"), qPrintable(error));
            promise.start(), promise.finish();
        }
    }

    void aReplyOfARealServerIsAwaited()
    {
        PageServer server;
        const QString base = server.url();
        QVERIFY(!base.isEmpty());

        QNetworkAccessManager manager;
        const QByteArray text
            = m_loop.runUntilComplete(fetched(&manager, QUrl(base + u"LICENSES/MIT.txt"_s)));
        QVERIFY(text.contains("Permission is hereby granted"));
        const QString missing = errorOf(m_loop, fetched(&manager, QUrl(base + u"missing"_s)));
        QVERIFY2(missing.contains(u"File not found"_s), qPrintable(missing));
    }

#ifdef EXAMPLE_FETCH
    void theExampleFetchesPages()
    {
        PageServer server;
        const QString base = server.url();
        QProcess fetch;
        fetch.start(QStringLiteral(EXAMPLE_FETCH), {base + u"LICENSES/MIT.txt"_s});
        QCOMPARE(m_loop.runUntilComplete(qt::finished(&fetch)).exitCode, 0);
        QVERIFY(fetch.readAllStandardOutput().contains("Permission is hereby granted"));
        fetch.start(QStringLiteral(EXAMPLE_FETCH), {base + u"missing"_s});
        QCOMPARE(m_loop.runUntilComplete(qt::finished(&fetch)).exitCode, 1);
        QVERIFY(fetch.readAllStandardError().contains("File not found"));
    }
#endif

    void cancellingAbortsTheRequest()
    {
        const auto server = m_loop.runUntilComplete(deafServer());
        QNetworkAccessManager manager;
        const std::unique_ptr<QNetworkReply> reply(manager.get(QNetworkRequest(urlOf(*server))));
        QCOMPARE(errorOf(m_loop, timeout(50ms, qt::finished(reply.get()))), u"timed out"_s);
        QCOMPARE(reply->error(), QNetworkReply::OperationCanceledError);
        m_loop.runUntilComplete(timeout(10s, nobodyIsConnected(&m_loop)));
        server->close();
    }

    void abortingFromOutsideEndsTheWait()
    {
        const auto server = m_loop.runUntilComplete(deafServer());
        QNetworkAccessManager manager;
        const std::unique_ptr<QNetworkReply> reply(manager.get(QNetworkRequest(urlOf(*server))));
        m_loop.callLater(20ms, [&reply] { reply->abort(); });
        QCOMPARE(errorOf(m_loop, qt::finished(reply.get())), QString());
        QCOMPARE(reply->error(), QNetworkReply::OperationCanceledError);
        m_loop.runUntilComplete(qt::finished(reply.get())); // at once
        m_loop.runUntilComplete(timeout(10s, nobodyIsConnected(&m_loop)));
        server->close();
    }

    void aHundredAwaitsLeaveNoConnectionAtTheSender()
    {
        Bell bell;
        Bell context;
        for (int i = 0; i < 100; ++i) {
            const auto task = m_loop.createTask(timesRung(&bell));
            const auto other = m_loop.createTask(whoRang(&bell, &context));
            const auto cancelled = m_loop.createTask(rung(&bell));
            settle(m_loop);
            Q_EMIT bell.rungTimes(i);
            Q_EMIT bell.rungBy(u"x"_s, i);
            cancelled.cancel();
            settle(m_loop);
            QVERIFY(task.done() && other.done() && cancelled.cancelled());
        }
        for (const Bell *const each : {&bell, &context}) {
            QCOMPARE(each->receivers(SIGNAL(rung())), 0);
            QCOMPARE(each->receivers(SIGNAL(rungBy(QString, int))), 0);
            QCOMPARE(each->receivers(SIGNAL(destroyed(QObject *))), 0);
        }
    }

    void aSignalOfAnotherThreadFindsItsTaskCancelled()
    {
        OtherThread other;
        Bell *const bell = other.make<Bell>();
        for (int i = 0; i < 20; ++i) {
            const auto task = m_loop.createTask(timesRung(bell));
            settle(m_loop);
            other.run([bell] { Q_EMIT bell->rungTimes(1); }); // on its way to the loop
            task.cancel(); // ends the task first, and what waited in it
            settle(m_loop);
            QVERIFY(task.cancelled());
        }
    }
};

QTEST_GUILESS_MAIN(QtAwaitTest)
#include "QtAwaitTest.moc"
