// SPDX-License-Identifier: GPL-3.0-or-later

// The coroutines of the example programs, with each of their tasks cancelled at each of its steps.
// However early or late that is: tasks end, every connection that was made is lost once, and no
// descriptor is left.

#include "loop/EventLoop.h"
#include "loop/Probe.h"
#include "loop/Runner.h"
#include "loop/Server.h"
#include "loop/Sleep.h"
#include "loop/Streams.h"
#include "loop/TaskGroup.h"
#include "loop/Timeout.h"
#include "loop/examples/Arguments.h"
#include "loop/examples/Lines.h"
#include "loop/examples/Logging.h"
#include "loop/examples/Print.h"
#include "tests/support/LogCapture.h"

#include <QtTest/QTest>

#include <array>
#include <csignal>
#include <filesystem>
#include <sstream>
#include <vector>

// Each program in a namespace of its own; all that they include is included above. Their main() is
// not called.
#define main programMain
namespace asking {
#include "loop/examples/asking-server.cpp"
}
namespace hello {
#include "loop/examples/hello-coroutine.cpp"
}
namespace madeIt {
#include "loop/examples/made-it.cpp"
}
namespace minimal {
#include "loop/examples/minimal-echo-server.cpp"
}
namespace partsClient {
#include "loop/examples/parts-client.cpp"
}
namespace partsServer {
#include "loop/examples/parts-server.cpp"
}
namespace forwarder {
#include "loop/examples/port-forwarder.cpp"
}
namespace receiver {
#include "loop/examples/receiver.cpp"
}
namespace streamsClient {
#include "loop/examples/streams-echo-client.cpp"
}
namespace streamsServer {
#include "loop/examples/streams-echo-server.cpp"
}
#undef main

namespace {

using Tasks = std::vector<loop::Ref<loop::TaskBase>>;

class Witness final : public loop::Probe {
public:
    void handleEnded(std::int64_t, std::int64_t) noexcept override { ++steps; }
    void connectionMade(loop::Transport &) noexcept override { ++made; }
    void connectionLost(loop::Transport &, const std::exception_ptr &) noexcept override { ++lost; }
    int steps = 0, made = 0, lost = 0;
};

// A program starts its tasks on a loop; servers that must live as long are kept in `servers`.
using Servers = std::vector<std::shared_ptr<loop::Server>>;
using Program = void (*)(loop::EventLoop &, Servers &);

std::uint16_t freePort()
{
    const auto listener = receiver::listenOn(loop::SocketAddress::fromNumeric("127.0.0.1", 0));
    return loop::SocketAddress::ofSocket(listener.get()).port();
}

template <class Handler>
std::uint16_t serveOn(loop::EventLoop &eventLoop, Servers &servers, Handler handler)
{
    servers.push_back(eventLoop.runUntilComplete(
        loop::startServer(handler, "localhost", 0, {}, loop::defaultStreamLimit, &eventLoop)));
    return servers.back()->sockets().front().address.port();
}

loop::Coro<void> sendTo(std::uint16_t port, std::string words)
{
    auto [reader, writer] = co_await loop::openConnection("localhost", port);
    writer.write(words);
    writer.writeEof();
    while (!(co_await reader.read(1024)).empty()) { }
    writer.close();
}

void hello_(loop::EventLoop &eventLoop, Servers &)
{
    (void)eventLoop.createTask(hello::greet(Seconds(0.001)));
}

void madeIt_(loop::EventLoop &eventLoop, Servers &)
{
    (void)eventLoop.createTask(madeIt::hurry(Seconds(0.001), Seconds(0.001)));
}

void streamsPair(loop::EventLoop &eventLoop, Servers &servers)
{
    const std::uint16_t port = serveOn(eventLoop, servers, streamsServer::handle);
    (void)eventLoop.createTask(streamsClient::echoClient(port, linesOf("A few lines of data")));
}

void partsPair(loop::EventLoop &eventLoop, Servers &servers)
{
    (void)eventLoop.createTask(
        partsClient::echoClient(serveOn(eventLoop, servers, partsServer::echo)));
}

void minimalServer(loop::EventLoop &eventLoop, Servers &servers)
{
    (void)eventLoop.createTask(
        sendTo(serveOn(eventLoop, servers, minimal::handleConnection), "to the minimum"));
}

void forwarding(loop::EventLoop &eventLoop, Servers &servers)
{
    const std::uint16_t target = serveOn(eventLoop, servers, partsServer::echo);
    const auto handler = [target](loop::StreamReader reader, loop::StreamWriter writer) {
        return forwarder::forward(std::move(reader), std::move(writer), target);
    };
    (void)eventLoop.createTask(sendTo(serveOn(eventLoop, servers, handler), "through and back"));
}

void receiving(loop::EventLoop &eventLoop, Servers &)
{
    const std::uint16_t port = freePort();
    (void)eventLoop.createTask(receiver::acceptConnections(port));
    (void)eventLoop.createTask(sendTo(port, "receive this"));
}

void asking_(loop::EventLoop &eventLoop, Servers &)
{
    const std::uint16_t port = freePort();
    (void)eventLoop.createTask(asking::serve(port, Seconds(0.001)));
    (void)eventLoop.createTask(sendTo(port, "which tick"));
}

void iterateOnce(loop::EventLoop &eventLoop)
{
    eventLoop.stop();
    eventLoop.runForever();
}

// Until `enough` says so, all tasks are done, or nothing happens any more.
template <class Enough>
void iterate(loop::EventLoop &eventLoop, const Witness &witness, Enough enough)
{
    constexpr int patience = 20; // empty iterations, of a tenth of a millisecond
    for (int idle = 0; idle < patience && !enough() && !eventLoop.allTasks().empty(); ++idle) {
        const int before = witness.steps;
        iterateOnce(eventLoop);
        if (witness.steps != before)
            idle = 0;
        else
            ::usleep(100);
    }
}

struct Outcome {
    bool reached = false; // the task to cancel was there
    QString trouble;
};

// Cancels task number `which` once `at` steps have run.
Outcome cancelled(Program program, int at, std::size_t which)
{
    constexpr int limit = 300; // steps of programs that go on for ever
    Outcome outcome;
    Witness witness;
    {
        loop::EventLoop eventLoop;
        eventLoop.setExceptionHandler(
            [&](loop::EventLoop &, const loop::ExceptionContext &context) {
                if (context.message.find("destroyed") != std::string::npos)
                    outcome.trouble += QString::fromStdString(context.text());
            });
        Servers servers;
        eventLoop.setProbe(&witness);
        program(eventLoop, servers);
        iterate(eventLoop, witness, [&] { return witness.steps >= at; });
        const Tasks tasks = eventLoop.allTasks();
        outcome.reached = at < limit && which < tasks.size();
        if (outcome.reached)
            tasks[which]->cancel();
        const int soon = witness.steps + 100;
        iterate(eventLoop, witness, [&] { return witness.steps >= soon; });
        for (const auto &server : servers)
            server->close();
        iterateOnce(eventLoop); // what was accepted just before has its task now
        for (const auto &task : eventLoop.allTasks())
            task->cancel();
        iterate(eventLoop, witness, [] { return false; });
        if (!eventLoop.allTasks().empty())
            outcome.trouble += QStringLiteral("tasks are left; ");
        eventLoop.close();
    }
    if (witness.made != witness.lost)
        outcome.trouble
            += QStringLiteral("%1 connections made, %2 lost; ").arg(witness.made).arg(witness.lost);
    return outcome;
}

std::ptrdiff_t openDescriptors()
{
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

} // namespace

Q_DECLARE_METATYPE(Program)

class ExamplesCancelTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_cout = std::cout.rdbuf(m_printed.rdbuf()); }
    void cleanupTestCase() { std::cout.rdbuf(m_cout); }

    void eachTaskMayBeCancelledAtEachOfItsSteps_data() // T-06, TR-05, X-01 to X-10
    {
        QTest::addColumn<Program>("program");
        QTest::newRow("hello-coroutine") << Program(hello_);
        QTest::newRow("made-it") << Program(madeIt_);
        QTest::newRow("streams-echo-client, streams-echo-server") << Program(streamsPair);
        QTest::newRow("parts-client, parts-server") << Program(partsPair);
        QTest::newRow("minimal-echo-server") << Program(minimalServer);
        QTest::newRow("port-forwarder") << Program(forwarding);
        QTest::newRow("receiver") << Program(receiving);
        QTest::newRow("asking-server") << Program(asking_);
    }
    void eachTaskMayBeCancelledAtEachOfItsSteps()
    {
        QFETCH(Program, program);
        const LogCapture quiet;
        const std::ptrdiff_t before = openDescriptors();
        constexpr int most = 40;
        int cancellations = 0;
        for (int at = 0; at < most; ++at) {
            for (std::size_t which = 0;; ++which) {
                const Outcome outcome = cancelled(program, at, which);
                QVERIFY2(outcome.trouble.isEmpty(),
                         qPrintable(QStringLiteral("task %1 after %2 steps: %3")
                                        .arg(which)
                                        .arg(at)
                                        .arg(outcome.trouble)));
                if (!outcome.reached)
                    break;
                ++cancellations;
            }
        }
        QVERIFY(cancellations > 3);
        QCOMPARE(openDescriptors(), before);
    }

private:
    std::ostringstream m_printed;
    std::streambuf *m_cout = nullptr;
};

QTEST_GUILESS_MAIN(ExamplesCancelTest)
#include "ExamplesCancelTest.moc"
