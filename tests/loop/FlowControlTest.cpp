// SPDX-License-Identifier: GPL-3.0-or-later
// When a protocol is asked to stop writing, and when it may go on (W).
#include "tests/support/Wire.h"

#include <sys/socket.h>

namespace {

// A wire whose kernel buffers are full, so that every byte written from now on stays in ours.
struct FullWire : Wire {
    FullWire()
    {
        const int small = 64 * 1024;
        ::setsockopt(std::any_cast<int>(transport->getExtraInfo("socket")), SOL_SOCKET, SO_SNDBUF,
                     &small, sizeof small);
        transport->setWriteBufferLimits(1'000'000'000);
        transport->write(pattern(8 * 1024 * 1024));
        once();
        once();
        base = transport->getWriteBufferSize();
    }
    // Reads at the far end until the buffer holds this much at most.
    bool drainTo(std::size_t bytes)
    {
        return until([this, bytes] {
            std::string ignored(16 * 1024, '\0');
            if (transport->getWriteBufferSize() > bytes)
                (void)::recv(peer.fd(), ignored.data(), ignored.size(), MSG_DONTWAIT);
            return transport->getWriteBufferSize() <= bytes;
        });
    }
    std::size_t base = 0;
};

} // namespace

class FlowControlTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void pausesOnceAboveTheHighMark();
    void resumesAtTheLowMark();
    void resumesExactlyAtTheLowMark();
    void pausesAndResumesAlternate();
    void limitsHaveDefaultsAndBounds();
    void highZeroPausesWheneverThereIsSomething();
    void lowZeroResumesOnlyWhenEmpty();
    void loweringTheMarkPausesAtOnce();
    void everyKindOfProtocolHasIt();
    void writingInsideResumeWritingPausesAgain();
};

// W-01
void FlowControlTest::pausesOnceAboveTheHighMark()
{
    FullWire wire;
    QVERIFY(wire.base > 0);
    wire.transport->setWriteBufferLimits(wire.base + 10);
    wire.transport->write("0123456789"); // exactly the mark
    QCOMPARE(wire.protocol->count("pause"), std::size_t(0));
    wire.transport->write("+");
    QCOMPARE(wire.protocol->count("pause"), std::size_t(1));
    for (int i = 0; i < 10; ++i)
        wire.transport->write("more and more");
    QCOMPARE(wire.protocol->count("pause"), std::size_t(1));
}

// W-02
void FlowControlTest::resumesAtTheLowMark()
{
    FullWire wire;
    const std::size_t low = wire.base / 2;
    wire.transport->setWriteBufferLimits(wire.base - 1, low);
    QCOMPARE(wire.protocol->count("pause"), std::size_t(1));
    std::size_t sizeAtResume = 0;
    wire.protocol->onResume
        = [&](Recording &self) { sizeAtResume = self.transport->getWriteBufferSize(); };
    QVERIFY(wire.drainTo(low));
    QCOMPARE(wire.protocol->count("resume"), std::size_t(1));
    QVERIFY(sizeAtResume <= low && sizeAtResume > 0);
}

// W-02, Trap 8: equal counts as drained.
void FlowControlTest::resumesExactlyAtTheLowMark()
{
    FullWire wire;
    wire.transport->setWriteBufferLimits(wire.base - 1, wire.base - 1);
    QCOMPARE(wire.protocol->count("pause"), std::size_t(1));
    wire.transport->setWriteBufferLimits(wire.base, wire.base - 1);
    QCOMPARE(wire.protocol->count("resume"), std::size_t(0)); // one byte above it
    wire.transport->setWriteBufferLimits(wire.base, wire.base);
    QCOMPARE(wire.protocol->count("resume"), std::size_t(1));
}

// W-03
void FlowControlTest::pausesAndResumesAlternate()
{
    Wire wire;
    wire.transport->setWriteBufferLimits(100'000);
    std::thread reader(
        [&] { (void)thrownBy([&] { (void)wire.peer.receiveExactly(8 * 3'000'000); }); });
    for (int i = 0; i < 8; ++i) {
        wire.transport->write(pattern(3'000'000));
        if (!wire.until(
                [&] { return wire.protocol->count("pause") == wire.protocol->count("resume"); }))
            break;
    }
    reader.join();
    QVERIFY(wire.protocol->count("resume") > 0);
    std::vector<std::string> flow(wire.protocol->events.begin() + 1, wire.protocol->events.end());
    for (std::size_t i = 0; i < flow.size(); ++i)
        QCOMPARE(flow[i], std::string(i % 2 ? "resume" : "pause"));
}

// W-04, W-05, Trap 9
void FlowControlTest::limitsHaveDefaultsAndBounds()
{
    Wire wire;
    loop::Transport &t = *wire.transport;
    const auto marks = [&t] { return std::pair(t.writeHigh(), t.writeLow()); };
    using Marks = std::pair<std::size_t, std::size_t>;
    QCOMPARE(marks(), Marks(65536, 16384));
    t.setWriteBufferLimits(1000);
    QCOMPARE(marks(), Marks(1000, 250));
    t.setWriteBufferLimits({}, 1000);
    QCOMPARE(marks(), Marks(4000, 1000));
    t.setWriteBufferLimits(7, 7);
    QCOMPARE(marks(), Marks(7, 7));
    t.setWriteBufferLimits(0);
    QCOMPARE(marks(), Marks(0, 0));
    QCOMPARE(thrownBy([&] { t.setWriteBufferLimits(7, 8); }), std::string("ValueError"));
    QCOMPARE(thrownBy([&] { t.setWriteBufferLimits(0, 1); }), std::string("ValueError"));
    QCOMPARE(marks(), Marks(0, 0));
    t.setWriteBufferLimits();
    QCOMPARE(marks(), Marks(65536, 16384));
}

// W-05
void FlowControlTest::highZeroPausesWheneverThereIsSomething()
{
    Wire wire;
    wire.transport->setWriteBufferLimits(0);
    wire.transport->write("the kernel takes it all");
    QCOMPARE(wire.protocol->count("pause"), std::size_t(0));
    wire.transport->write(pattern(24 * 1024 * 1024));
    QCOMPARE(wire.protocol->count("pause"), std::size_t(1));
}

// W-05
void FlowControlTest::lowZeroResumesOnlyWhenEmpty()
{
    FullWire wire;
    wire.transport->setWriteBufferLimits(10, 0);
    std::size_t left = 1;
    wire.protocol->onResume
        = [&left](Recording &self) { left = self.transport->getWriteBufferSize(); };
    QVERIFY(wire.drainTo(0));
    QCOMPARE(wire.protocol->count("resume"), std::size_t(1));
    QCOMPARE(left, std::size_t(0));
}

// W-06
void FlowControlTest::loweringTheMarkPausesAtOnce()
{
    FullWire wire;
    QCOMPARE(wire.protocol->count("pause"), std::size_t(0));
    wire.transport->setWriteBufferLimits(wire.base / 2);
    QCOMPARE(wire.protocol->count("pause"), std::size_t(1)); // on return
}

// W-07: the callbacks are BaseProtocol's, which datagram and subprocess protocols derive from, too.
void FlowControlTest::everyKindOfProtocolHasIt()
{
    struct Base : loop::BaseProtocol {
        void pauseWriting() override { }
        void resumeWriting() override { }
    };
    static_assert(std::is_base_of_v<loop::BaseProtocol, loop::Protocol>);
    QVERIFY(!std::is_abstract_v<Base>);
}

// W-03
void FlowControlTest::writingInsideResumeWritingPausesAgain()
{
    Wire wire;
    int left = 6;
    const auto more = [&left](Recording &self) {
        while (left-- > 0) {
            self.transport->write(pattern(16 * 1024 * 1024));
            if (self.transport->getWriteBufferSize() > self.transport->writeHigh())
                return; // else the reader was quick enough for all of it, and nothing will resume
                        // us
        }
        self.transport->close();
    };
    wire.protocol->onResume = more;
    std::size_t received = 0;
    std::thread reader([&] {
        (void)thrownBy([&] {
            for (std::string part = wire.peer.receive(1 << 20); !part.empty();
                 part = wire.peer.receive(1 << 20))
                received += part.size();
        });
    });
    more(*wire.protocol);
    const bool lost = wire.untilLost();
    reader.join();
    QVERIFY(lost);
    QCOMPARE(received, std::size_t(6) * 16 * 1024 * 1024);
    QCOMPARE(wire.protocol->count("pause"), wire.protocol->count("resume"));
    QVERIFY(!wire.protocol->error);
}

QTEST_GUILESS_MAIN(FlowControlTest)
#include "FlowControlTest.moc"
