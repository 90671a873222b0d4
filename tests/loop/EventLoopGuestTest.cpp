// SPDX-License-Identifier: GPL-3.0-or-later

// A loop and Qt's event loop in one thread: nested, and as a guest.

#include "loop/EventLoop.h"
#include "loop/Sleep.h"
#include "tests/support/Drivers.h"
#include "tests/support/SocketPair.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEventLoop>
#include <QtCore/QTimer>

#include <ctime>
#include <sys/socket.h>

using namespace std::chrono_literals;

namespace {

loop::Coro<int> answer(int value)
{
    co_await loop::sleep(0s);
    co_return value;
}

// What this thread has computed: what others on this machine do does not count.
std::chrono::nanoseconds threadTime()
{
    timespec now {};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

// Qt's loop, until the guest in it has stopped; not for ever.
void runWhile(QEventLoop &qt, const loop::EventLoop &guest)
{
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &qt, [&] {
        if (!guest.isRunning())
            qt.quit();
    });
    look.start(1ms);
    QTimer::singleShot(10s, &qt, &QEventLoop::quit);
    qt.exec();
}

loop::Coro<void> spin(const bool *stop, std::chrono::nanoseconds atMost)
{
    while (!*stop && threadTime() < atMost)
        co_await loop::sleep(0s);
}

} // namespace

class EventLoopGuestTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void aDriverThatCannotBeginLeavesItAsItWas() // L-12
    {
        struct Refusing final : loop::Driver {
            [[nodiscard]] std::string_view name() const noexcept override { return "Refusing"; }
            void setHost(Host &) noexcept override { }
            void run() override { throw loop::RuntimeError("not now"); }
            void quit() noexcept override { }
            void start() override { throw loop::RuntimeError("not now"); }
            void reschedule() noexcept override { }
            void wakeUp() noexcept override { }
            int add(int, std::uint32_t, std::uint64_t) noexcept override { return 0; }
            int modify(int, std::uint32_t, std::uint64_t) noexcept override { return 0; }
            void remove(int) noexcept override { }
        };
        loop::EventLoop refused(std::make_unique<Refusing>());
        for (int times = 0; times < 2; ++times) { // the second time for the same reason
            QVERIFY_THROWS_EXCEPTION(loop::RuntimeError, refused.start());
            QVERIFY(!refused.isRunning());
            QVERIFY_THROWS_EXCEPTION(loop::RuntimeError, refused.runForever());
            QVERIFY(!refused.isRunning());
        }
        loop::EventLoop other(makeDriver()); // this thread is free
        QCOMPARE(other.runUntilComplete(answer(5)), 5);
        refused.close();
        QVERIFY(refused.isClosed());
    }

    void callbacksNeverOverlapUnderNestedQtEvents() // L-12
    {
        loop::EventLoop loop(makeDriver());
        SocketPair pair;
        int depth = 0;
        int deepest = 0;
        int inner = 0;
        bool qtRan = false;
        const auto enter = [&](auto body) {
            deepest = std::max(deepest, ++depth);
            body();
            --depth;
        };
        const auto ran = [&] { ++inner; };
        loop.addReader(pair.a.get(), [&] {
            enter([&] {
                char byte;
                QCOMPARE(::read(pair.a.get(), &byte, 1), 1);
                ran();
            });
        });
        loop.callSoon([&] {
            enter([&] {
                loop.callSoon([&] { enter(ran); });
                loop.callLater(0s, [&] { enter(ran); });
                QCOMPARE(::write(pair.b.get(), "x", 1), 1);
                QTimer::singleShot(0, this, [&] { qtRan = true; });
                while (!qtRan)
                    QCoreApplication::processEvents();
                QCOMPARE(inner, 0); // all wait for this callback to end
            });
        });
        if (currentDriver() == DriverKind::Qt)
            loop.start();
        else
            runReady(loop, 5);
        QTRY_COMPARE(inner, 3); // as soon as that one has ended
        QCOMPARE(deepest, 1);
        loop.removeReader(pair.a.get());
        loop.stop();
    }

    void aNestedQtLoopIsNotKeptAwake() // L-12
    {
        if (currentDriver() != DriverKind::Qt)
            QSKIP("concerns Qt's notifier");
        loop::EventLoop loop(makeDriver());
        std::chrono::nanoseconds used {};
        bool goesOn = false;
        loop.callSoon([&] {
            loop.callSoon([&goesOn] { goesOn = true; });
            loop.wakeUp();
            QEventLoop nested;
            QTimer::singleShot(200, &nested, &QEventLoop::quit);
            const auto before = threadTime();
            nested.exec();
            used = threadTime() - before;
        });
        loop.start();
        QTRY_VERIFY(goesOn); // once it is over
        loop.stop();
        QVERIFY2(used < 50ms, qPrintable(QString::number(used / 1us)));
    }

    void aTaskThatIsAlwaysReadyLeavesQtItsTurns() // C-11, L-11
    {
        if (currentDriver() != DriverKind::Qt)
            QSKIP("concerns Qt's event loop");
        loop::EventLoop loop(makeDriver());
        bool fired = false;
        const auto before = threadTime();
        std::chrono::nanoseconds used {};
        QTimer::singleShot(50, this, [&] {
            fired = true;
            used = threadTime() - before;
        });
        loop.runUntilComplete(spin(&fired, before + 5s));
        QVERIFY(fired);
        QVERIFY2(used < 400ms, qPrintable(QString::number(used / 1us)));
    }

    void guestIteratesInsideQtsOwnLoop() // L-02, L-11
    {
        loop::EventLoop loop(makeDriver());
        if (currentDriver() != DriverKind::Qt) {
            QVERIFY_THROWS_EXCEPTION(loop::NotSupportedError, loop.start());
            QVERIFY(!loop.isRunning());
            return;
        }
        QEventLoop qt;
        for (int round = 0; round < 2; ++round) {
            std::string order;
            loop.start();
            QVERIFY(loop.isRunning());
            QVERIFY_THROWS_EXCEPTION(loop::RuntimeError, loop.close());
            auto task = loop.createTask(answer(5));
            task.addDoneCallback([&] {
                order += 't';
                loop.callLater(3ms, [&] {
                    order += 's';
                    loop.stop();
                    loop.callSoon([&] { order += 'z'; });
                });
            });
            runWhile(qt, loop);
            QVERIFY(!loop.isRunning());
            QCOMPARE(order, std::string("ts"));
            QCOMPARE(task.result(), 5);
            loop.stop();
            loop.runForever(); // what was left over
            QCOMPARE(order, std::string("tsz"));
        }
        loop.close();
    }

    void guestIsWokenByWhatQtsSlotsSchedule() // L-11, C-09
    {
        if (currentDriver() != DriverKind::Qt)
            QSKIP("only the Qt driver is a guest");
        loop::EventLoop loop(makeDriver());
        loop.start();
        QEventLoop qt;
        int ran = 0;
        QTimer::singleShot(2, &qt, [&] { // outside of any iteration
            loop.callSoon([&] { ++ran; });
            loop.callLater(1ms, [&] {
                ++ran;
                qt.quit();
            });
        });
        QTimer::singleShot(2000, &qt, &QEventLoop::quit);
        qt.exec();
        QCOMPARE(ran, 2);
        loop.stop();
        QTRY_VERIFY(!loop.isRunning());
    }

    void aLoopThatEndedWaitsForItsNextRun() // L-05
    {
        loop::EventLoop loop(makeDriver());
        QCOMPARE(loop.runUntilComplete(answer(1)), 1);
        int ran = 0;
        loop.callSoon([&ran] { ++ran; });
        loop.callSoonThreadsafe([&ran] { ++ran; });
        loop.callLater(1ms, [&ran] { ++ran; });
        QEventLoop qt; // which has nothing to do with it
        QTimer::singleShot(20, &qt, &QEventLoop::quit);
        qt.exec();
        QCOMPARE(ran, 0);
        QCOMPARE(loop.runUntilComplete(answer(2)), 2);
        QCOMPARE(ran, 3);
    }

    // What Qt runs before it deletes what woke the guest is not the guest's.
    void aGuestThatWasStoppedIsNotWoken() // L-05, L-11
    {
        if (currentDriver() != DriverKind::Qt)
            QSKIP("only the Qt driver is a guest");
        loop::EventLoop loop(makeDriver());
        loop.start();
        QEventLoop qt;
        bool wasRunning = true;
        bool ran = false;
        const auto afterStop = [&] {
            wasRunning = loop.isRunning();
            loop.callSoonThreadsafe([&ran] { ran = true; });
            QEventLoop inner; // in which Qt deletes nothing that was to be deleted outside of it
            QTimer::singleShot(20, &inner, &QEventLoop::quit);
            inner.exec();
            qt.quit();
        };
        loop.callSoon([&] {
            QMetaObject::invokeMethod(&qt, afterStop, Qt::QueuedConnection);
            loop.stop();
        });
        qt.exec();
        QVERIFY(!wasRunning);
        QVERIFY(!ran);
    }

    void aThreadRunsOneLoopAtATime() // M-01
    {
        if (currentDriver() != DriverKind::Qt)
            QSKIP("only the Qt driver is a guest");
        loop::EventLoop guest(makeDriver());
        guest.start();
        loop::EventLoop second(makeDriver());
        loop::EventLoop third; // on epoll
        QVERIFY_EXCEPTION_THROWN(second.start(), loop::RuntimeError);
        QVERIFY_EXCEPTION_THROWN((void)third.runUntilComplete(answer(1)), loop::RuntimeError);
        guest.stop();
        QTRY_VERIFY(!guest.isRunning());
        QCOMPARE(third.runUntilComplete(answer(1)), 1);
    }
};

QTEST_GUILESS_MAIN(EventLoopGuestTest)
#include "EventLoopGuestTest.moc"
