// SPDX-License-Identifier: GPL-3.0-or-later
// What throws, of processes, datagrams and factories: the exception handler hears of it once, the
// loop goes on, each end comes exactly once, and no descriptor stays behind.
#include "loop/EventLoop.h"
#include "tests/support/Pipe.h"
#include "tests/support/Wire.h"

#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

using namespace loop;

namespace {

enum class At {
    ProcessMade,
    PipeData,
    PipeLost,
    ProcessExited,
    ProcessLost,
    EndpointMade,
    EndpointError,
    EndpointLost
};

struct Calls {
    At bomb;
    int made = 0, lost = 0, thrown = 0;

    void reach(At place)
    {
        if (place != bomb)
            return;
        ++thrown;
        throw std::domain_error("bomb");
    }
};

struct Child final : SubprocessProtocol {
    explicit Child(Calls &c)
        : calls(c)
    { }
    void connectionMade(SubprocessTransport &) override
    {
        ++calls.made;
        calls.reach(At::ProcessMade);
    }
    void pipeDataReceived(int, std::string_view) override { calls.reach(At::PipeData); }
    void pipeConnectionLost(int, std::exception_ptr) override { calls.reach(At::PipeLost); }
    void processExited() override { calls.reach(At::ProcessExited); }
    void connectionLost(std::exception_ptr) override
    {
        ++calls.lost;
        calls.reach(At::ProcessLost);
    }
    Calls &calls;
};

struct Endpoint final : DatagramProtocol {
    explicit Endpoint(Calls &c)
        : calls(c)
    { }
    void connectionMade(DatagramTransport &) override
    {
        ++calls.made;
        calls.reach(At::EndpointMade);
    }
    void errorReceived(const OsError &) override
    {
        heardError = true;
        calls.reach(At::EndpointError);
    }
    void connectionLost(std::exception_ptr) override
    {
        ++calls.lost;
        calls.reach(At::EndpointLost);
    }
    Calls &calls;
    bool heardError = false;
};

std::ptrdiff_t openDescriptors()
{
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

std::vector<std::string> echo()
{
    return {"echo", "hello"};
}

// A factory that throws in place of making a P.
template <class P> auto failing()
{
    return []() -> std::shared_ptr<P> { throw std::domain_error("no protocol"); };
}

template <class F> std::string whatOf(F &&function)
{
    try {
        function();
    } catch (const std::exception &error) {
        return error.what();
    }
    return {};
}

} // namespace

class ThrowingCallbacksTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void ofAProcess_data()
    {
        QTest::addColumn<int>("place");
        QTest::addRow("connectionMade") << int(At::ProcessMade);
        QTest::addRow("pipeDataReceived") << int(At::PipeData);
        QTest::addRow("pipeConnectionLost") << int(At::PipeLost);
        QTest::addRow("processExited") << int(At::ProcessExited);
        QTest::addRow("connectionLost") << int(At::ProcessLost);
    }
    void ofAProcess()
    {
        QFETCH(int, place);
        Calls calls {At(place)};
        checkBalance(calls, [&calls](EventLoop &loop) {
            auto factory = [&calls] { return std::make_shared<Child>(calls); };
            (void)loop.runUntilComplete(loop.subprocessExec(factory, echo()));
            QVERIFY(runUntil(loop, [&calls] { return calls.lost > 0; }));
        });
    }

    void ofAnEndpoint_data()
    {
        QTest::addColumn<int>("place");
        QTest::addRow("connectionMade") << int(At::EndpointMade);
        QTest::addRow("errorReceived") << int(At::EndpointError);
        QTest::addRow("connectionLost") << int(At::EndpointLost);
    }
    void ofAnEndpoint()
    {
        QFETCH(int, place);
        Calls calls {At(place)};
        checkBalance(calls, [&calls, place](EventLoop &loop) {
            auto factory = [&calls] { return std::make_shared<Endpoint>(calls); };
            DatagramOptions options;
            options.remoteAddr.emplace("127.0.0.1", closedPort());
            const auto endpoint
                = loop.runUntilComplete(loop.createDatagramEndpoint(factory, std::move(options)));
            if (At(place) == At::EndpointError) {
                endpoint.transport->sendto("into the void");
                QVERIFY(runUntil(loop, [&] { return endpoint.protocol->heardError; }));
                QVERIFY(!endpoint.transport->isClosing()); // it stays open
            }
            endpoint.transport->close();
            QVERIFY(runUntil(loop, [&calls] { return calls.lost > 0; }));
        });
    }

    void aFactoryThatThrowsLeavesNothingBehind()
    {
        const Descriptor listening = listeningSocket();
        const std::uint16_t port = SocketAddress::ofSocket(listening.get()).port();
        EventLoop loop(makeDriver());
        runOnce(loop);
        const std::ptrdiff_t before = openDescriptors();
        const std::string expected = "no protocol";
        QCOMPARE(whatOf([&] {
                     (void)loop.runUntilComplete(
                         loop.createConnection(failing<Protocol>(), "127.0.0.1", port));
                 }),
                 expected);
        QCOMPARE(whatOf([&] {
                     DatagramOptions options;
                     options.localAddr.emplace("127.0.0.1", 0);
                     (void)loop.runUntilComplete(loop.createDatagramEndpoint(
                         failing<DatagramProtocol>(), std::move(options)));
                 }),
                 expected);
        for (const bool reading : {true, false}) {
            Pipe pipe(O_NONBLOCK);
            QCOMPARE(whatOf([&] {
                         Descriptor ours = std::move(reading ? pipe.reading : pipe.writing);
                         auto made = reading
                             ? loop.connectReadPipe(failing<Protocol>(), std::move(ours))
                             : loop.connectWritePipe(failing<Protocol>(), std::move(ours));
                         (void)loop.runUntilComplete(std::move(made));
                     }),
                     expected);
        }
        QCOMPARE(whatOf([&] {
                     (void)loop.runUntilComplete(
                         loop.subprocessExec(failing<SubprocessProtocol>(), echo()));
                 }),
                 expected);
        QCOMPARE(openDescriptors(), before);
        QCOMPARE(loop.totals().connections, std::size_t(0));
    }

private:
    // `program` throws what it throws, on a loop that goes on.
    template <class F> static void checkBalance(Calls &calls, F program)
    {
        const std::ptrdiff_t before = openDescriptors();
        int reported = 0;
        {
            EventLoop loop(makeDriver());
            loop.setExceptionHandler([&](EventLoop &, const ExceptionContext &context) {
                ++reported;
                QCOMPARE(typeOf(context.exception),
                         typeOf(std::make_exception_ptr(std::domain_error("bomb"))));
            });
            program(loop);
            bool alive = false;
            loop.callSoon([&alive] { alive = true; });
            QVERIFY(runUntil(loop, [&alive] { return alive; }));
            loop.close();
        }
        QVERIFY(calls.thrown > 0);
        QCOMPARE(reported, calls.thrown);
        QCOMPARE(calls.made, 1);
        QCOMPARE(calls.lost, 1);
        QCOMPARE(openDescriptors(), before);
    }
};

QTEST_GUILESS_MAIN(ThrowingCallbacksTest)
#include "ThrowingCallbacksTest.moc"
