// SPDX-License-Identifier: GPL-3.0-or-later
// What a connection leaves to the others of its loop, and what is known of its end (TR).
#include "loop/Recorder.h"
#include "loop/Server.h"
#include "loop/internal/ReceiveBuffer.h"
#include "loop/internal/SocketTransport.h"
#include "tests/support/Wire.h"

#include <atomic>
#include <functional>
#include <future>
#include <thread>

#include <sys/ioctl.h>
#include <sys/socket.h>

using loop::ConnectionState;

class TransportTurnsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void howItEndedIsKept();
    void aFloodingPeerLeavesOthersTheirTurns();
    void aLargeBufferLeavesOthersTheirTurns();
    void slowBeginningsLeaveOthersTheirTurns();
};

void TransportTurnsTest::howItEndedIsKept()
{
    const auto endOf = [](const std::function<void(Wire &)> &end) {
        Wire wire;
        end(wire);
        return wire.untilLost() ? wire.transport->state() : ConnectionState::Open;
    };
    const auto close = [](Wire &wire) { wire.transport->close(); };
    const auto abort = [](Wire &wire) { wire.transport->abort(); };
    const auto closeThenAbort = [](Wire &wire) { // it had nothing to send, so it was closed already
        wire.transport->close();
        wire.transport->abort();
    };
    const auto abortWhatIsSent = [](Wire &wire) {
        wire.transport->write(pattern(16 * 1024 * 1024));
        wire.transport->close();
        wire.transport->abort();
    };
    const auto reset = [](Wire &wire) { wire.peer.reset(); };
    const auto fail = [](Wire &wire) {
        wire.protocol->onData = [](Recording &) { throw loop::RuntimeError("a protocol's"); };
        wire.peer.send("x");
    };
    QVERIFY(endOf(close) == ConnectionState::Closed);
    QVERIFY(endOf(abort) == ConnectionState::Aborted);
    QVERIFY(endOf(closeThenAbort) == ConnectionState::Closed);
    QVERIFY(endOf(abortWhatIsSent) == ConnectionState::Aborted);
    QVERIFY(endOf(reset) == ConnectionState::Reset);
    QVERIFY(endOf(fail) == ConnectionState::Lost);
}

// C-11: of what waits in the kernel, so much is received in a turn.
void TransportTurnsTest::aFloodingPeerLeavesOthersTheirTurns()
{
    Wire wire;
    wire.transport->pauseReading();
    const int large = 32 * 1024 * 1024;
    if (::setsockopt(std::any_cast<int>(wire.transport->getExtraInfo("socket")), SOL_SOCKET,
                     SO_RCVBUFFORCE, &large, sizeof large)
        != 0)
        QSKIP("buffers of this size are for root alone");
    std::atomic<bool> stop = false;
    std::thread flood([&] {
        const std::string chunk = pattern(1024 * 1024);
        for (int i = 0; i < 256 && !stop; ++i)
            while (!stop && ::send(wire.peer.fd(), chunk.data(), chunk.size(), MSG_DONTWAIT) < 0)
                std::this_thread::yield();
    });
    int waiting = 0;
    QVERIFY(wire.until([&] {
        ::ioctl(std::any_cast<int>(wire.transport->getExtraInfo("socket")), FIONREAD, &waiting);
        return waiting > 4 * 1024 * 1024;
    }));
    std::size_t mostInATurn = 0;
    std::size_t before = 0;
    std::size_t received = 0;
    const auto second = std::make_shared<Recording>();
    second->onData = [&](Recording &self) {
        received += self.received.size();
        self.received.clear();
    };
    wire.transport->setProtocol(second);
    std::function<void()> turn = [&] {
        mostInATurn = std::max(mostInATurn, received - std::exchange(before, received));
        if (!stop)
            wire.loop.callSoon(turn);
    };
    turn();
    wire.transport->resumeReading();
    const bool enough = wire.until([&] { return received > 4 * 1024 * 1024; });
    stop = true;
    flood.join();
    QVERIFY(enough);
    const std::size_t eightReceives = 8 * loop::receiveBuffer().size();
    QVERIFY2(mostInATurn <= eightReceives, qPrintable(QString::number(mostInATurn)));
    wire.once();
}

// C-11: of what waits to be sent, so much leaves in a turn, though the kernel would take more.
void TransportTurnsTest::aLargeBufferLeavesOthersTheirTurns()
{
    Wire wire;
    const int large = 32 * 1024 * 1024;
    if (::setsockopt(std::any_cast<int>(wire.transport->getExtraInfo("socket")), SOL_SOCKET,
                     SO_SNDBUFFORCE, &large, sizeof large)
        != 0)
        QSKIP("buffers of this size are for root alone");
    const std::string sent = pattern(100 * 1024 * 1024);
    wire.transport->write(sent);
    std::string received;
    auto reader
        = std::async(std::launch::async, [&] { received = wire.peer.receiveExactly(sent.size()); });
    std::size_t most = 0;
    std::size_t left = wire.transport->getWriteBufferSize();
    QVERIFY(left > 4 * 1024 * 1024);
    std::function<void()> turn = [&] { // one an iteration
        const std::size_t now = wire.transport->getWriteBufferSize();
        most = std::max(most, std::exchange(left, now) - now);
        if (now > 0)
            wire.loop.callSoon(turn);
    };
    turn();
    const bool flushed = wire.until([&] { return left == 0; });
    reader.get();
    QVERIFY(flushed);
    QVERIFY(received == sent);
    QVERIFY2(most <= 1280 * 1024, qPrintable(QString::number(most)));
}

// C-11: of the connections that wait to be accepted, as many as take a moment.
void TransportTurnsTest::slowBeginningsLeaveOthersTheirTurns()
{
    constexpr std::size_t all = 24;
    loop::EventLoop loop(makeDriver());
    std::size_t made = 0;
    auto factory = [&made] {
        ++made;
        const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(3);
        while (std::chrono::steady_clock::now() < until) { }
        return std::make_shared<Recording>();
    };
    const auto server = loop.runUntilComplete(loop.createServer(factory, "127.0.0.1", 0));
    std::vector<Peer> peers;
    for (std::size_t i = 0; i < all; ++i)
        peers.push_back(Peer::connectTo(server->sockets().front().address));
    std::size_t most = 0;
    std::size_t before = 0;
    std::function<void()> turn = [&] { // one an iteration
        most = std::max(most, made - std::exchange(before, made));
        if (made < all)
            loop.callSoon(turn);
    };
    turn();
    QVERIFY(runUntil(loop, [&] { return before == all; }));
    QVERIFY2(most <= 2, qPrintable(QString::number(most)));
    server->close();
    loop.close();
}

QTEST_GUILESS_MAIN(TransportTurnsTest)
#include "TransportTurnsTest.moc"
