// SPDX-License-Identifier: GPL-3.0-or-later

// A scenario of the core, of whose allocations the Nth fails, for every N: an exception that the
// scenario sees or the loop reports, no end of the process, nothing that waits for ever, and
// nothing left of it once the loop is gone.

#include "loop/EpollDriver.h"
#include "loop/EventLoop.h"
#include "loop/Log.h"
#include "loop/Queue.h"
#include "loop/Recorder.h"
#include "loop/Server.h"
#include "loop/Sleep.h"
#include "loop/Streams.h"
#include "loop/TaskGroup.h"
#include "loop/Timeout.h"

#include <QtTest/QTest>

#include <cstdlib>
#include <new>
#include <optional>

namespace {

// Of this thread, while they are counted.
thread_local bool counting = false;
long allocations = 0, toFail = 0, living = 0;

} // namespace

void *operator new(std::size_t size)
{
    if (counting && ++allocations == toFail)
        throw std::bad_alloc();
    void *const block = std::malloc(size ? size : 1);
    if (!block)
        throw std::bad_alloc();
    living += counting ? 1 : 0;
    return block;
}

void operator delete(void *block) noexcept
{
    living -= counting && block ? 1 : 0;
    std::free(block);
}

void operator delete(void *block, std::size_t) noexcept
{
    operator delete(block);
}

namespace {

using namespace loop;
using namespace std::chrono_literals;

Coro<void> echo(StreamReader reader, StreamWriter writer)
{
    for (;;) {
        const std::string line = co_await reader.readline();
        if (line.empty())
            break;
        writer.write(line);
        co_await writer.drain();
    }
    writer.close();
    co_await writer.waitClosed();
}

Coro<std::string> lineOf(StreamReader &reader)
{
    co_return co_await reader.readline();
}

Coro<void> ask(std::uint16_t port, Queue<std::string> &answers)
{
    auto [reader, writer] = co_await openConnection("127.0.0.1", port);
    for (int i = 0; i < 3; ++i) {
        writer.write("hello\n");
        co_await writer.drain();
        co_await answers.put(co_await timeout(5s, lineOf(reader)));
    }
    writer.close();
    co_await writer.waitClosed();
}

// What a reader of it gets is whole in itself, or nothing.
void look(Recorder *recorder)
{
    if (!recorder)
        return;
    Interest interest;
    interest.timers = true;
    const std::unique_ptr<Delta> delta = recorder->take(interest);
    if (!delta)
        return;
    for (const LogEvent &event : delta->events) {
        std::size_t size = delta->detail(event).size();
        delta->eachOfPayload(event, [&size](std::string_view piece) { size += piece.size(); });
        if (size != std::size_t {event.detailSize} + event.payloadSize)
            qFatal("an event's bytes are not there");
    }
}

Coro<void> serveTwoClients(Recorder *recorder)
{
    const auto server = co_await startServer(echo, "127.0.0.1", 0);
    const std::uint16_t port = server->sockets().front().address.port();
    Queue<std::string> answers;
    const auto body = [&](TaskGroup &group) -> Coro<int> {
        group.createTask(ask(port, answers));
        group.createTask(ask(port, answers));
        for (int i = 0; i < 6; ++i) {
            (void)co_await answers.get();
            look(recorder);
        }
        co_return 0;
    };
    co_await timeout(5s, taskGroup(body));
    server->close();
    co_await server->waitClosed();
}

enum class Kind { Plain, Debug, Recorded };

// "": it went well or was refused as it should be; else what is wrong.
QString runOnce(Kind kind)
{
    QElapsedTimer timer;
    timer.start();
    try {
        EventLoop loop(std::make_unique<EpollDriver>());
        loop.setDebug(kind == Kind::Debug);
        std::optional<Recorder> recorder;
        if (kind == Kind::Recorded)
            recorder.emplace(loop);
        Recorder *const reader = recorder ? &*recorder : nullptr;
        try {
            loop.runUntilComplete(serveTwoClients(reader));
        } catch (const std::exception &) { }
        loop.close();
        look(reader);
        look(reader);
    } catch (const std::bad_alloc &) { // the loop could not be made, or says so as it ends
    }
    return timer.elapsed() < 4000 ? QString() : QStringLiteral("it waited for what never came");
}

QString runWith(long number, Kind kind)
{
    allocations = living = 0;
    toFail = number;
    counting = true;
    QString wrong = runOnce(kind);
    counting = false;
    if (wrong.isEmpty() && living != 0)
        wrong = QStringLiteral("%1 blocks are left").arg(living);
    return wrong;
}

} // namespace

class AllocationsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theCoreOutlivesEachAllocationThatFails_data()
    {
        QTest::addColumn<Kind>("kind");
        QTest::newRow("as it is") << Kind::Plain;
        QTest::newRow("in debug mode") << Kind::Debug;
        QTest::newRow("watched by a recorder") << Kind::Recorded;
    }
    void theCoreOutlivesEachAllocationThatFails()
    {
        QFETCH(const Kind, kind);
        const LogHandler before = setLogHandler([](auto &&...) {});
        (void)runWith(0, kind); // what is made once for the process
        QCOMPARE(runWith(0, kind), QString());
        const long all = allocations;
        QVERIFY(all > 50);
        QStringList wrong;
        for (long number = 1; number <= all; ++number) {
            const QString problem = runWith(number, kind);
            if (!problem.isEmpty())
                wrong << QStringLiteral("%1 of %2: %3").arg(number).arg(all).arg(problem);
        }
        setLogHandler(before);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    // Whoever waits for it would wait for ever: it is called at once, and what it throws reported
    void aDoneCallbackThatCannotBeScheduledIsCalled()
    {
        for (const bool throws : {false, true})
            for (long number = 0; number < 6; ++number) {
                EventLoop loop(std::make_unique<EpollDriver>());
                QStringList reported;
                loop.setExceptionHandler([&](EventLoop &, const ExceptionContext &context) {
                    reported << QString::fromStdString(context.message)
                             << QString::fromStdString(describe(context.exception));
                });
                const Future<void> future = loop.createFuture<void>();
                int called = 0;
                future.addDoneCallback([&](const auto &) {
                    ++called;
                    if (throws)
                        throw RuntimeError("of the callback");
                });
                allocations = 0;
                toFail = number;
                counting = true;
                future.setResult();
                counting = false;
                loop.stop();
                loop.runForever();
                QCOMPARE(called, 1);
                QCOMPARE(reported.size(), throws ? 2 : 0);
                if (throws) {
                    QVERIFY(reported.first().startsWith(QStringLiteral("Exception in callback")));
                    QVERIFY(reported.last().contains(QStringLiteral("of the callback")));
                }
            }
    }
};

QTEST_GUILESS_MAIN(AllocationsTest)
#include "AllocationsTest.moc"
