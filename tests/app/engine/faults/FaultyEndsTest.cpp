// SPDX-License-Identifier: GPL-3.0-or-later

// Ends of a connection that goes through faults, with something still under way in either
// direction; and who waits for whom where either side takes nothing.
#include "loop/Errors.h"
#include "loop/Streams.h"
#include "tests/app/engine/faults/FaultyWire.h"

#include <QtTest/QTest>

#include <any>
#include <future>
#include <sys/socket.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class FaultyEndsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsUnderWayToWhoClosesIsForNobody()
    {
        FaultyWire wire({u"latency:100ms"_s});
        wire.peer.send("early");
        wire.run(50ms);
        wire.transport().write("bye");
        wire.transport().close();
        wire.peer.send("late");
        wire.run(10ms);
        QVERIFY(!wire.protocol->lost()); // "bye" is under way
        wire.run(200ms);
        QVERIFY(wire.protocol->lost());
        QCOMPARE(wire.protocol->order(), std::string("made lost"));
        QCOMPARE(wire.peer.receiveExactly(3), std::string("bye"));
    }

    void whatIsUnderWayIsLostWithAReset()
    {
        FaultyWire wire({u"latency:1s"_s});
        wire.peer.send("early");
        wire.run(50ms);
        wire.peer.reset();
        wire.run(10ms);
        QCOMPARE(wire.protocol->order(), std::string("made lost"));
        QCOMPARE(typeOf(wire.protocol->error), std::string("ConnectionResetError"));
    }

    void whoAbortsHearsNothingOfWhatWasUnderWay()
    {
        FaultyWire wire({u"latency:1s"_s});
        wire.peer.send("early");
        wire.run(50ms);
        wire.transport().abort();
        wire.transport().abort();
        wire.run(10ms);
        QCOMPARE(wire.protocol->order(), std::string("made lost"));
        QVERIFY(!wire.protocol->error);
        wire.transport().abort(); // it is over
        wire.transport().close();
        wire.transport().write("x");
        wire.transport().writeEof();
        wire.run(2s);
        QCOMPARE(wire.protocol->order(), std::string("made lost"));
    }

    void anEndIsSaidOnce()
    {
        for (const QStringList &faults : {QStringList(), QStringList(u"latency:10ms"_s)}) {
            FaultyWire wire(faults);
            wire.protocol->keepOpen = true;
            wire.transport().write({});
            QCOMPARE(wire.faults->hitCount(), std::uint64_t(0)); // it was no message
            wire.transport().write("all");
            wire.transport().writeEof();
            wire.transport().writeEof();
            wire.run(20ms);
            QCOMPARE(wire.peer.receiveAll(), std::string("all"));
            wire.peer.send("and you?");
            wire.run(20ms);
            QCOMPARE(wire.protocol->received, std::string("and you?"));
            wire.peer.finish();
            wire.run(20ms);
            wire.transport().close();
            wire.transport().writeEof();
            wire.run(20ms);
            QCOMPARE(wire.protocol->order(), std::string("made data eof lost"));
        }
    }

    void whoWantsToEndWithItsPeerDoes()
    {
        for (const QStringList &faults : {QStringList(), QStringList(u"latency:10ms"_s)}) {
            FaultyWire wire(faults);
            wire.peer.finish();
            wire.run(20ms);
            QCOMPARE(wire.protocol->order(), std::string("made eof lost"));
            QCOMPARE(wire.peer.receiveAll(), std::string());
        }
    }

    // What the network does not take stays in the line, and moves as soon as it does again.
    void aPeerThatDoesNotReadHoldsTheLine()
    {
        FaultyWire wire({u"latency:1ms"_s});
        const int fd = std::any_cast<int>(wire.transport().getExtraInfo("socket"));
        const int little = 64 * 1024;
        QCOMPARE(::setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &little, sizeof little), 0);
        const std::string part = pattern(2 << 20);
        for (int i = 0; i < 3; ++i)
            wire.transport().write(part);
        QCOMPARE(wire.protocol->count("pause"), std::size_t(1));
        wire.run(10ms);
        const std::size_t whole = wire.transport().getWriteBufferSize();
        const std::size_t real = wire.loop.findTransport(wire.id)->getWriteBufferSize();
        QVERIFY2(real > 0 && real <= part.size(), qPrintable(QString::number(real)));
        QVERIFY2(whole >= real + 2 * part.size(), qPrintable(QString::number(whole)));
        QCOMPARE(wire.protocol->count("resume"), std::size_t(0));
        auto reading = std::async(std::launch::async,
                                  [&] { return wire.peer.receiveExactly(3 * part.size()); });
        QVERIFY(
            runUntil(wire.loop, [&] { return reading.wait_for(0s) == std::future_status::ready; }));
        QVERIFY(reading.get() == part + part + part);
        wire.run(1ms);
        QCOMPARE(wire.protocol->count("pause"), std::size_t(1));
        QCOMPARE(wire.protocol->count("resume"), std::size_t(1));
        QCOMPARE(wire.transport().getWriteBufferSize(), std::size_t(0));
    }

    // Its line is full: that somebody wants to read again changes nothing.
    void aFullLineIsNotReadForWhoReadsAgain()
    {
        FaultyWire wire({u"stall,direction:in"_s});
        const loop::Transport &real = *wire.loop.findTransport(wire.id);
        const std::string part(64 * 1024, 'x');
        std::uint64_t sent = 0;
        for (; sent < (64U << 20) && real.isReading(); sent += part.size()) {
            wire.peer.send(part);
            wire.run(0ms);
        }
        QVERIFY(!real.isReading());
        const std::uint64_t held = real.counters().bytesIn;
        wire.transport().pauseReading();
        wire.transport().pauseReading();
        wire.transport().resumeReading();
        wire.transport().resumeReading();
        wire.peer.send("x");
        wire.run(10ms);
        QVERIFY(!real.isReading());
        QCOMPARE(real.counters().bytesIn, held);
        wire.faults->setPlan({});
        QVERIFY(runUntil(wire.loop, [&] { return wire.protocol->received.size() == sent + 1; }));
        QVERIFY(real.isReading());
    }

    void theTaskThatReadsIsThatOfTheRealOne()
    {
        loop::EventLoop loop(std::make_unique<ManualDriver>());
        const auto faults = std::make_shared<app::SessionFaults>(loop);
        auto [near, far] = tcpPair();
        const Peer peer(std::move(far));
        const auto stream = std::make_shared<loop::Stream>(loop, loop::defaultStreamLimit);
        loop::ConnectOptions options;
        options.sock = std::move(near);
        const loop::ConnectionId id
            = loop.runUntilComplete(loop.createConnection([&] { return faults->through(stream); },
                                                          std::move(options)))
                  .transport->id();
        loop::StreamReader reader(stream);
        const auto read = [](loop::StreamReader from) -> loop::Coro<std::string> {
            co_return co_await from.read(10);
        };
        for (const QStringList &lines : {QStringList(), QStringList(u"latency:5ms"_s)}) {
            faults->setPlan(faultsOf(lines));
            const auto task = loop.createTask(read(reader), "reads");
            loop.runUntilComplete(passing(1ms));
            peer.send("x");
            QCOMPARE(loop.runUntilComplete(task), std::string("x"));
            QCOMPARE(loop.findTransport(id)->task().value, task.id().value);
        }
        loop.close();
    }
};

QTEST_GUILESS_MAIN(FaultyEndsTest)
#include "FaultyEndsTest.moc"
