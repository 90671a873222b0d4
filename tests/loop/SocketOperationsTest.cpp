// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/EventLoop.h"
#include "loop/Sleep.h"
#include "tests/support/Drivers.h"
#include "tests/support/SocketPair.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace std::chrono_literals;

namespace {

loop::EventLoop &here()
{
    return *loop::EventLoop::running();
}

struct Listener {
    Listener()
        : fd(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0))
    {
        const auto any = loop::SocketAddress::fromNumeric("127.0.0.1", 0);
        if (::bind(fd.get(), any.data(), any.size()) != 0 || ::listen(fd.get(), 5) != 0)
            qFatal("cannot listen");
        address = loop::SocketAddress::ofSocket(fd.get());
    }
    loop::Descriptor fd;
    loop::SocketAddress address;
};

loop::Descriptor tcpSocket()
{
    return loop::Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

struct Accepted {
    loop::Descriptor fd;
    loop::SocketAddress peer;
};

loop::Coro<std::shared_ptr<Accepted>> acceptOne(int fd)
{
    auto [accepted, peer] = co_await here().sockAccept(fd);
    auto result = std::make_shared<Accepted>();
    result->fd = std::move(accepted);
    result->peer = peer;
    co_return result;
}

loop::Coro<void> connectTo(int fd, loop::SocketAddress address)
{
    co_await here().sockConnect(fd, address);
}

loop::Coro<std::string> receive(int fd, std::size_t bytes)
{
    co_return co_await here().sockRecv(fd, bytes);
}

loop::Coro<void> send(int fd, std::string data)
{
    co_await here().sockSendall(fd, std::move(data));
}

loop::Coro<std::size_t> receiveSlowly(int fd, std::size_t total, char expected)
{
    std::size_t got = 0;
    bool same = true;
    while (got < total) {
        const std::string data = co_await here().sockRecv(fd, 100'000);
        if (data.empty())
            break;
        got += data.size();
        same = same && data.find_first_not_of(expected) == std::string::npos;
        co_await loop::sleep(0s);
    }
    co_return same ? got : 0;
}

} // namespace

class SocketOperationsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void acceptGivesANonBlockingConnectionAndItsAddress() // S-01, S-02
    {
        loop::EventLoop loop(makeDriver());
        Listener listener;
        const loop::Descriptor client = tcpSocket();
        const auto accepting = loop.createTask(acceptOne(listener.fd.get()));
        loop.runUntilComplete(connectTo(client.get(), listener.address));
        const std::shared_ptr<Accepted> accepted = loop.runUntilComplete(accepting);
        QVERIFY(::fcntl(accepted->fd.get(), F_GETFL) & O_NONBLOCK);
        QCOMPARE(accepted->peer.toString(), loop::SocketAddress::ofSocket(client.get()).toString());
    }

    void connectTakesResolvedAddressesOnly() // S-02, trap 32
    {
        QVERIFY_THROWS_EXCEPTION(loop::ValueError,
                                 (void)loop::SocketAddress::fromNumeric("localhost", 80));
        QVERIFY_THROWS_EXCEPTION(loop::ValueError, (void)loop::SocketAddress::fromNumeric("", 80));
        QCOMPARE(loop::SocketAddress::fromNumeric("127.0.0.1", 80).toString(),
                 std::string("127.0.0.1:80"));
        QCOMPARE(loop::SocketAddress::fromNumeric("::1", 80).toString(), std::string("[::1]:80"));
        using Connect = decltype(&loop::EventLoop::sockConnect);
        static_assert(std::is_same_v<Connect,
                                     loop::Coro<void> (loop::EventLoop::*)(
                                         int, loop::SocketAddress)>); // gives nothing
    }

    void connectReportsRefusal() // S-02
    {
        loop::EventLoop loop(makeDriver());
        loop::SocketAddress address;
        {
            const Listener listener;
            address = listener.address;
        }
        const loop::Descriptor client = tcpSocket();
        try {
            loop.runUntilComplete(connectTo(client.get(), address));
            QFAIL("it connected");
        } catch (const loop::OsError &error) {
            QVERIFY(error.code() == std::errc::connection_refused);
            QVERIFY(std::string(error.what()).find(address.toString()) != std::string::npos);
        }
    }

    void recvGivesAtMostWhatWasAskedForAndNothingAtEof() // S-03
    {
        loop::EventLoop loop(makeDriver());
        SocketPair pair;
        const auto waiting = loop.createTask(receive(pair.a.get(), 3));
        runReady(loop);
        QVERIFY(!waiting.done());
        QVERIFY(waiting.base().waitInfo().kind == loop::WaitKind::Read);
        QCOMPARE(::write(pair.b.get(), "abcde", 5), 5);
        QCOMPARE(loop.runUntilComplete(waiting), std::string("abc"));
        QCOMPARE(loop.runUntilComplete(receive(pair.a.get(), 100)), std::string("de"));
        pair.b.reset();
        QCOMPARE(loop.runUntilComplete(receive(pair.a.get(), 100)), std::string());
    }

    void recvThrowsAfterAReset() // S-03
    {
        loop::EventLoop loop(makeDriver());
        Listener listener;
        const loop::Descriptor client = tcpSocket();
        const auto accepting = loop.createTask(acceptOne(listener.fd.get()));
        loop.runUntilComplete(connectTo(client.get(), listener.address));
        const auto accepted = loop.runUntilComplete(accepting);
        const auto waiting = loop.createTask(receive(client.get(), 10));
        runReady(loop);
        const linger now {1, 0};
        QCOMPARE(::setsockopt(accepted->fd.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now), 0);
        accepted->fd.reset();
        QVERIFY_THROWS_EXCEPTION(loop::ConnectionResetError, (void)loop.runUntilComplete(waiting));
    }

    void sendallSendsEverythingToASlowReader() // S-04
    {
        loop::EventLoop loop(makeDriver());
        SocketPair pair;
        constexpr std::size_t total = 10'000'000;
        const auto reading = loop.createTask(receiveSlowly(pair.b.get(), total, 'x'));
        loop.runUntilComplete(send(pair.a.get(), std::string(total, 'x')));
        QCOMPARE(loop.runUntilComplete(reading), total);
    }

    void sendallThrowsWhenThePeerIsGone() // S-04
    {
        loop::EventLoop loop(makeDriver());
        SocketPair pair;
        const auto sending = loop.createTask(send(pair.a.get(), std::string(10'000'000, 'x')));
        runReady(loop);
        QVERIFY(!sending.done());
        pair.b.reset();
        QVERIFY_THROWS_EXCEPTION(loop::OsError, loop.runUntilComplete(sending));
    }

    void blockingSocketsAreRefusedInDebugMode() // S-05
    {
        loop::EventLoop loop(makeDriver());
        loop.setDebug(true);
        SocketPair pair;
        QCOMPARE(::fcntl(pair.a.get(), F_SETFL, 0), 0);
        QVERIFY_THROWS_EXCEPTION(loop::ValueError,
                                 (void)loop.runUntilComplete(receive(pair.a.get(), 1)));
        QVERIFY_THROWS_EXCEPTION(loop::ValueError, loop.runUntilComplete(send(pair.a.get(), "x")));
        QVERIFY_THROWS_EXCEPTION(loop::ValueError,
                                 (void)loop.runUntilComplete(acceptOne(pair.a.get())));
        QVERIFY_THROWS_EXCEPTION(
            loop::ValueError,
            loop.runUntilComplete(
                connectTo(pair.a.get(), loop::SocketAddress::fromNumeric("127.0.0.1", 1))));
    }

    void aCancelledOperationLetsGoOfItsSocket() // S-03, T-06
    {
        loop::EventLoop loop(makeDriver());
        SocketPair pair;
        const auto reading = loop.createTask(receive(pair.a.get(), 10));
        const auto writing = loop.createTask(send(pair.a.get(), std::string(10'000'000, 'x')));
        runReady(loop);
        reading.cancel();
        QVERIFY(!loop.removeReader(pair.a.get())); // at once
        runReady(loop);
        QVERIFY(reading.cancelled());
        writing.cancel();
        QVERIFY(!loop.removeWriter(pair.a.get()));
        runReady(loop);
        QVERIFY(writing.cancelled());
        QCOMPARE(::write(pair.b.get(), "abc", 3), 3);
        QCOMPARE(loop.runUntilComplete(receive(pair.a.get(), 10)), std::string("abc"));
    }

    void awaiterWhoseWatchWasReplacedLeavesItsSuccessorAlone() // F-01, S-03
    {
        loop::EventLoop loop(makeDriver());
        SocketPair pair;
        const auto first = loop.createTask(receive(pair.a.get(), 10));
        runReady(loop);
        const auto second = loop.createTask(receive(pair.a.get(), 10)); // against the rules
        runReady(loop);
        first.cancel();
        runReady(loop);
        QVERIFY(first.cancelled());
        QCOMPARE(::write(pair.b.get(), "abc", 3), 3);
        runReady(loop, 3);
        QVERIFY(second.done()); // else it waits for ever
        QCOMPARE(second.result(), std::string("abc"));
    }

    void operationsOnADescriptorThatWasClosedAreStillCancelled() // S-03
    {
        loop::EventLoop loop(makeDriver());
        SocketPair pair;
        const auto reading = loop.createTask(receive(pair.a.get(), 10));
        const auto writing = loop.createTask(send(pair.a.get(), std::string(10'000'000, 'x')));
        runReady(loop);
        pair.a.reset();
        reading.cancel();
        writing.cancel();
        runReady(loop);
        QVERIFY(reading.cancelled() && writing.cancelled());
    }

    void theLoopMayCloseWhileOperationsWait() // L-08
    {
        Listener listener;
        SocketPair pair;
        loop::EventLoop loop(makeDriver());
        loop.setExceptionHandler([](loop::EventLoop &, const loop::ExceptionContext &) {});
        (void)loop.createTask(receive(pair.a.get(), 10));
        (void)loop.createTask(send(pair.a.get(), std::string(10'000'000, 'x')));
        (void)loop.createTask(acceptOne(listener.fd.get()));
        runReady(loop);
        QCOMPARE(loop.allTasks().size(), std::size_t(3));
        loop.close();
        QVERIFY(loop.allTasks().empty());
    }

    void receivingNothingIsDoneAtOnce() // S-03
    {
        loop::EventLoop loop(makeDriver());
        SocketPair pair;
        QCOMPARE(loop.runUntilComplete(receive(pair.a.get(), 0)), std::string());
    }

    void aReaderThatThrowsDoesNotHoldUpTheWriter() // F-01, ER-04
    {
        loop::EventLoop loop(makeDriver());
        SocketPair pair;
        QCOMPARE(::write(pair.b.get(), "x", 1), 1);
        int writes = 0;
        std::string reported;
        loop.setExceptionHandler([&](loop::EventLoop &, const loop::ExceptionContext &context) {
            reported = context.message;
        });
        const auto reader = [](int) { throw std::runtime_error("no"); };
        loop.addReader(pair.a.get(), loop::bind("reader", reader, 7));
        loop.addWriter(pair.a.get(), [&] { ++writes; });
        runReady(loop);
        loop.removeReader(pair.a.get());
        loop.removeWriter(pair.a.get());
        QCOMPARE(writes, 1);
        QVERIFY2(reported.find("Exception in callback <Handle reader(7)") == 0, reported.c_str());
    }

    void numericAddressesAreReadWholeAndWithTheirZone() // S-02
    {
        using loop::SocketAddress;
        const auto byNumber = SocketAddress::fromNumeric("fe80::1%1", 80);
        QVERIFY(byNumber == SocketAddress::fromNumeric("fe80::1%lo", 80));
        QVERIFY(byNumber != SocketAddress::fromNumeric("fe80::1", 80));
        QVERIFY_EXCEPTION_THROWN((void)SocketAddress::fromNumeric("fe80::1%nosuch", 80),
                                 loop::ValueError);
        QVERIFY_EXCEPTION_THROWN((void)SocketAddress::fromNumeric({"127.0.0.1\0evil", 14}, 80),
                                 loop::ValueError);
    }
};

QTEST_GUILESS_MAIN(SocketOperationsTest)
#include "SocketOperationsTest.moc"
