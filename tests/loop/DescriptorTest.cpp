// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/EventLoop.h"
#include "tests/support/Drivers.h"
#include "tests/support/SocketPair.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QtCore/QTemporaryFile>

using namespace std::chrono_literals;

// F-03 is about Windows, where this core does not run: what it can watch here, it says at the end.
class DescriptorTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void readersAreLevelTriggered() // F-01
    {
        loop::EventLoop loop(makeDriver());
        SocketPair pair;
        std::string got;
        QCOMPARE(::write(pair.b.get(), "abc", 3), 3);
        loop.addReader(pair.a.get(), [&] { // reads less than there is, and is called again
            char byte;
            QCOMPARE(::read(pair.a.get(), &byte, 1), 1);
            got += byte;
            if (got.size() == 3)
                loop.stop();
        });
        loop.runForever();
        QCOMPARE(got, std::string("abc"));
        QVERIFY(loop.removeReader(pair.a.get()));
    }

    void directionsAreIndependent() // F-01
    {
        loop::EventLoop loop(makeDriver());
        SocketPair pair;
        int reads = 0;
        int writes = 0;
        loop.addReader(pair.a.get(), [&] { ++reads; });
        loop.addWriter(pair.a.get(), [&] { ++writes; });
        runReady(loop);
        QCOMPARE(reads, 0);
        QCOMPARE(writes, 1);
        QVERIFY(loop.removeWriter(pair.a.get()));
        QCOMPARE(::write(pair.b.get(), "x", 1), 1);
        runReady(loop);
        QCOMPARE(reads, 1);
        QCOMPARE(writes, 1);
        QVERIFY(loop.removeReader(pair.a.get()));
        runReady(loop);
        QCOMPARE(reads, 1);
    }

    void addingAgainReplaces() // F-01
    {
        loop::EventLoop loop(makeDriver());
        SocketPair pair;
        std::string order;
        const auto token = std::make_shared<int>(0);
        loop.addReader(pair.a.get(), [&, token] { order += '1'; });
        loop.addReader(pair.a.get(), [&] { order += '2'; });
        QCOMPARE(token.use_count(), 1L);
        QCOMPARE(::write(pair.b.get(), "x", 1), 1);
        runReady(loop);
        QCOMPARE(order, std::string("2"));
        QVERIFY(loop.removeReader(pair.a.get()));
        QVERIFY(!loop.removeReader(pair.a.get()));
    }

    void removingTellsWhetherSomebodyWatched() // F-02
    {
        loop::EventLoop loop(makeDriver());
        SocketPair pair;
        QVERIFY(!loop.removeReader(pair.a.get()));
        QVERIFY(!loop.removeWriter(pair.a.get()));
        loop.addReader(pair.a.get(), [] {});
        QVERIFY(!loop.removeWriter(pair.a.get()));
        QVERIFY(loop.removeReader(pair.a.get()));
        QVERIFY(!loop.removeReader(pair.a.get()));
        QVERIFY(!loop.removeReader(-1));
        QVERIFY_THROWS_EXCEPTION(loop::ValueError, loop.addReader(-1, [] {}));
    }

    void aCallbackMayRemoveItselfTheOtherAndReplaceItself() // F-02
    {
        loop::EventLoop loop(makeDriver());
        SocketPair pair;
        std::string order;
        const auto token = std::make_shared<int>(0);
        loop.addWriter(pair.a.get(), [&] { order += 'w'; });
        loop.addReader(pair.a.get(), [&, token] {
            order += 'r';
            QVERIFY(loop.removeWriter(pair.a.get()));
            QVERIFY(loop.removeReader(pair.a.get()));
            order += std::to_string(*token); // captures live until it returns
            loop.addReader(pair.a.get(), [&] { order += 'n'; });
        });
        QCOMPARE(::write(pair.b.get(), "x", 1), 1);
        runReady(loop);
        runReady(loop);
        QVERIFY2(order == "r0n" || order == "r0wn", order.c_str());
        QCOMPARE(token.use_count(), 1L);
        loop.removeReader(pair.a.get());
    }

    void anEventGatheredBeforeRemovalReachesNobody() // F-02
    {
        loop::EventLoop loop(makeDriver());
        SocketPair one;
        SocketPair two;
        int calls = 0;
        const auto both = [&](int self, int other) {
            return [&loop, &calls, self, other] {
                ++calls;
                loop.removeReader(self);
                loop.removeReader(other);
            };
        };
        loop.addReader(one.a.get(), both(one.a.get(), two.a.get()));
        loop.addReader(two.a.get(), both(two.a.get(), one.a.get()));
        QCOMPARE(::write(one.b.get(), "x", 1), 1);
        QCOMPARE(::write(two.b.get(), "x", 1), 1);
        runReady(loop);
        QCOMPARE(calls, 1);
    }

    void aDescriptorNumberUsedAgainBelongsToItsNewOwner() // F-02
    {
        loop::EventLoop loop(makeDriver());
        std::string order;
        auto pair = std::make_unique<SocketPair>();
        const int number = pair->a.get();
        loop.addReader(number, [&] { order += 'o'; });
        loop.removeReader(number);
        pair.reset();
        SocketPair next;
        QCOMPARE(next.a.get(), number);
        loop.addReader(number, [&] { order += 'n'; });
        QCOMPARE(::write(next.b.get(), "x", 1), 1);
        runReady(loop);
        QCOMPARE(order, std::string("n"));
        loop.removeReader(number);
    }

    void hangUpIsNewsForReaderAndWriter() // F-01
    {
        loop::EventLoop loop(makeDriver());
        int ends[2];
        QCOMPARE(::pipe2(ends, O_NONBLOCK | O_CLOEXEC), 0);
        loop::Descriptor reading(ends[0]);
        loop::Descriptor writing(ends[1]);
        int reads = 0;
        int writes = 0;
        loop.addReader(reading.get(), [&] { ++reads; });
        loop.addWriter(writing.get(), [&] { ++writes; });
        runReady(loop);
        QCOMPARE(reads, 0);
        QCOMPARE(writes, 1);
        QVERIFY(loop.removeWriter(writing.get()));
        writing.reset();
        runReady(loop);
        QCOMPARE(reads, 1);
        loop.removeReader(reading.get());
    }

    // Of a pipe that is full and whose reader has gone, the kernel reports an error and nothing
    // else.
    void anErrorAloneIsNewsForTheWriter() // F-01
    {
        loop::EventLoop loop(makeDriver());
        int ends[2];
        QCOMPARE(::pipe2(ends, O_NONBLOCK | O_CLOEXEC), 0);
        loop::Descriptor reading(ends[0]);
        const loop::Descriptor writing(ends[1]);
        while (::write(writing.get(), "x", 1) == 1) { }
        int writes = 0;
        loop.addWriter(writing.get(), [&] { ++writes; });
        runReady(loop);
        QCOMPARE(writes, 0);
        reading.reset();
        runReady(loop);
        QCOMPARE(writes, 1);
        loop.removeWriter(writing.get());
    }

    void regularFilesAreRefused() // F-01, F-03
    {
        loop::EventLoop loop(makeDriver());
        QTemporaryFile file;
        QVERIFY(file.open());
        QVERIFY_THROWS_EXCEPTION(loop::OsError, loop.addReader(file.handle(), [] {}));
        QVERIFY(!loop.removeReader(file.handle()));
        QVERIFY_THROWS_EXCEPTION(loop::OsError, loop.addReader(file.handle(), [] {}));
    }

    void theLoopMayCloseWithWatchesAndClosedDescriptors() // L-08
    {
        const auto token = std::make_shared<int>(0);
        {
            loop::EventLoop loop(makeDriver());
            SocketPair pair;
            loop.addReader(pair.a.get(), [token] {});
            loop.addWriter(pair.a.get(), [token] {});
            loop.addReader(pair.b.get(), [token] {});
            pair.b.reset(); // against the rules, and harmless
            loop.removeWriter(pair.a.get());
        }
        QCOMPARE(token.use_count(), 1L);
    }
};

QTEST_GUILESS_MAIN(DescriptorTest)
#include "DescriptorTest.moc"
