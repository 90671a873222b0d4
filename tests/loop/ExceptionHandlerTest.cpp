// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/EventLoop.h"
#include "loop/Sleep.h"
#include "tests/support/Drivers.h"
#include "tests/support/LogCapture.h"

#include <sys/socket.h>

using namespace std::chrono_literals;

namespace {

loop::Coro<void> failing()
{
    co_await loop::sleep(0s);
    throw std::domain_error("lost");
}

void throwing()
{
    throw std::domain_error("thrown");
}

bool isDomainError(const std::exception_ptr &exception)
{
    try {
        std::rethrow_exception(exception);
    } catch (const std::domain_error &) {
        return true;
    } catch (...) {
        return false;
    }
}

} // namespace

class ExceptionHandlerTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void aCustomHandlerReceivesTheContext() // ER-01, ER-03, ER-04
    {
        LogCapture log;
        loop::EventLoop loop(makeDriver());
        loop::EventLoop *which = nullptr;
        std::vector<loop::ExceptionContext> seen;
        loop.setExceptionHandler([&](loop::EventLoop &l, const loop::ExceptionContext &context) {
            which = &l;
            seen.push_back(context);
        });
        loop::ExceptionContext context;
        context.message = "something happened";
        context.extra["my key"] = "my value";
        loop.callExceptionHandler(context);
        QCOMPARE(which, &loop);
        QCOMPARE(seen.size(), std::size_t(1));
        QCOMPARE(seen[0].message, std::string("something happened"));
        QCOMPARE(seen[0].extra["my key"], std::string("my value"));
        QVERIFY(!seen[0].exception && !seen[0].future && !seen[0].handle && !seen[0].transport);
        QCOMPARE(log.count(loop::LogLevel::Error), 0L);
    }

    void theDefaultHandlerLogs() // ER-02
    {
        LogCapture log;
        loop::EventLoop loop(makeDriver());
        loop::ExceptionContext context;
        context.message = "something happened";
        context.exception = std::make_exception_ptr(std::domain_error("because"));
        context.extra["my key"] = "my value";
        loop.callExceptionHandler(context);
        QCOMPARE(log.count(loop::LogLevel::Error), 1L);
        QCOMPARE(log.count("something happened"), 1L);
        QCOMPARE(log.count("because"), 1L);
        QCOMPARE(log.count("my key: my value"), 1L);
    }

    void aCustomHandlerMayDeferToTheDefault() // ER-02
    {
        LogCapture log;
        loop::EventLoop loop(makeDriver());
        loop.setExceptionHandler([](loop::EventLoop &l, const loop::ExceptionContext &context) {
            l.defaultExceptionHandler(context);
        });
        loop.callSoon(throwing);
        runReady(loop);
        QCOMPARE(log.count("thrown"), 1L);
    }

    void handlersAreSetReadAndReset() // ER-03
    {
        LogCapture log;
        loop::EventLoop loop(makeDriver());
        QVERIFY(!loop.exceptionHandler());
        int called = 0;
        loop.setExceptionHandler(
            [&called](loop::EventLoop &, const loop::ExceptionContext &) { ++called; });
        QVERIFY(loop.exceptionHandler() != nullptr);
        loop.exceptionHandler()(loop, {});
        QCOMPARE(called, 1);
        loop.setExceptionHandler(nullptr);
        QVERIFY(!loop.exceptionHandler());
        loop.callSoon(throwing);
        runReady(loop);
        QCOMPARE(called, 1);
        QCOMPARE(log.count(loop::LogLevel::Error), 1L);
        static_assert(
            !std::is_constructible_v<loop::ExceptionHandler, int>); // nothing but a callable
    }

    void aThrowingCallbackIsReportedWithItsHandle() // ER-04, ER-05
    {
        loop::EventLoop loop(makeDriver());
        std::vector<loop::ExceptionContext> seen;
        loop.setExceptionHandler([&seen](loop::EventLoop &, const loop::ExceptionContext &context) {
            seen.push_back(context);
        });
        bool next = false;
        const loop::Handle handle = loop.callSoon(loop::bind("explode", throwing));
        loop.callSoon([&] { next = true; });
        runReady(loop);
        QVERIFY(next);
        QCOMPARE(seen.size(), std::size_t(1));
        QVERIFY(seen[0].message.starts_with("Exception in callback "));
        QVERIFY(isDomainError(seen[0].exception));
        QVERIFY(seen[0].handle.has_value());
        QVERIFY(*seen[0].handle == handle);
        QVERIFY(seen[0].handleDescription.find("explode()") != std::string::npos);
        QVERIFY(seen[0].handleDescription.find("ExceptionHandlerTest.cpp:") != std::string::npos);
    }

    void everyKindOfCallbackMayThrow() // ER-05
    {
        loop::EventLoop loop(makeDriver());
        int reported = 0;
        int placed = 0;
        loop.setExceptionHandler([&](loop::EventLoop &, const loop::ExceptionContext &context) {
            reported += isDomainError(context.exception) ? 1 : 0;
            placed
                += context.created.fileAndLine().starts_with("ExceptionHandlerTest.cpp:") ? 1 : 0;
        });
        int ends[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
        const loop::Descriptor a(ends[0]);
        const loop::Descriptor b(ends[1]);
        QCOMPARE(::write(b.get(), "x", 1), 1);
        loop.callSoon(throwing);
        loop.callSoonThreadsafe(throwing);
        loop.callLater(0s, throwing);
        loop.callLater(0s, [] { throw 5; }); // reported, too, but no std::exception
        loop.addReader(a.get(), [&] {
            loop.removeReader(a.get());
            throwing();
        });
        loop.addWriter(a.get(), [&] {
            loop.removeWriter(a.get());
            throwing();
        });
        const auto future = loop.createFuture<void>();
        future.addDoneCallback(throwing);
        future.addDoneCallback(throwing);
        future.setResult();
        loop.callLater(5ms, [&loop] { loop.stop(); });
        loop.runForever();
        QCOMPARE(reported, 7);
        QCOMPARE(placed, 8); // and the one that is no std::exception
    }

    void aLostFutureIsReportedWithIt() // ER-04, D-07
    {
        loop::EventLoop loop(makeDriver());
        std::vector<loop::ExceptionContext> seen;
        loop.setExceptionHandler([&seen](loop::EventLoop &, const loop::ExceptionContext &context) {
            seen.push_back(context);
        });
        loop.createFuture<void>().setException(std::domain_error("unread"));
        QCOMPARE(seen.size(), std::size_t(1));
        QCOMPARE(seen[0].message, std::string("Future exception was never retrieved"));
        QVERIFY(isDomainError(seen[0].exception));
        QVERIFY(seen[0].future);
        QVERIFY(isDomainError(seen[0].future->exception())); // alive while somebody holds it
        (void)loop.createTask(failing());
        runReady(loop, 3);
        QCOMPARE(seen.size(), std::size_t(2));
        QCOMPARE(seen[1].message, std::string("Task exception was never retrieved"));
        QVERIFY(seen[1].future->asTask() != nullptr);
    }

    void aReadFutureIsNotReported() // D-07
    {
        loop::EventLoop loop(makeDriver());
        int reported = 0;
        loop.setExceptionHandler(
            [&](loop::EventLoop &, const loop::ExceptionContext &) { ++reported; });
        {
            const auto future = loop.createFuture<void>();
            future.setException(std::domain_error("read"));
            QVERIFY(future.exception() != nullptr);
            const auto task = loop.createTask(failing());
            QVERIFY_THROWS_EXCEPTION(std::domain_error, loop.runUntilComplete(task));
        }
        runReady(loop, 2);
        QCOMPARE(reported, 0);
    }

    void aThrowingHandlerIsReportedByTheDefault() // ER-06
    {
        LogCapture log;
        loop::EventLoop loop(makeDriver());
        loop.setExceptionHandler([](loop::EventLoop &, const loop::ExceptionContext &) {
            throw std::domain_error("handler");
        });
        bool next = false;
        loop.callSoon(throwing);
        loop.callSoon([&] { next = true; });
        runReady(loop);
        QVERIFY(next);
        QCOMPARE(log.count("Unhandled error in exception handler"), 1L);
        QCOMPARE(log.count("handler"), 1L);
        QCOMPARE(log.count("domain_error: handler"), 1L);
        QCOMPARE(log.count("thrown"), 1L); // the first error is not lost
    }

    void aThrowingLogHandlerEndsNothing() // ER-05
    {
        const loop::LogHandler before = loop::setLogHandler(
            [](loop::LogLevel, std::string_view, std::string_view) { throw 1; });
        loop::EventLoop loop(makeDriver());
        bool next = false;
        loop.callSoon(throwing);
        loop.callSoon([&] { next = true; });
        runReady(loop);
        loop::setLogHandler(before);
        QVERIFY(next);
    }

    void aHandlerMayReplaceItself() // ER-03
    {
        loop::EventLoop loop(makeDriver());
        std::string order;
        loop.setExceptionHandler([&order](loop::EventLoop &l, const loop::ExceptionContext &) {
            l.setExceptionHandler(
                [&order](loop::EventLoop &, const loop::ExceptionContext &) { order += 'b'; });
            order += 'a';
        });
        loop.callSoon(throwing);
        loop.callSoon(throwing);
        runReady(loop);
        QCOMPARE(order, std::string("ab"));
    }
};

QTEST_GUILESS_MAIN(ExceptionHandlerTest)
#include "ExceptionHandlerTest.moc"
