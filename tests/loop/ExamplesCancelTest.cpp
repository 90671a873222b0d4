// SPDX-License-Identifier: GPL-3.0-or-later

// The coroutines of the example programs, with each of their tasks cancelled at each of its steps,
// until there is none left. However early or late that is: tasks end, every connection that was
// made is lost once, and no descriptor is left.

#include "loop/EventLoop.h"
#include "loop/Executor.h"
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
#include "loop/qt/QtAwait.h"
#include "loop/qt/QtDriver.h"
#include "tests/support/LogCapture.h"

#include <QtCore/QCoreApplication>
#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QNetworkReply>
#include <QtTest/QTest>

#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <set>
#include <sstream>
#include <vector>

// Each program in a namespace of its own; all that they include is included above. Their main() is
// not called.
#define main programMain
namespace asking {
#include "loop/examples/asking-server.cpp"
}
namespace fetching {
#include "loop/qt/examples/fetch.cpp"
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
    void handleEnded(std::int64_t, std::int64_t) noexcept override
    {
        ++steps;
        if (stopsAtSteps)
            loop::EventLoop::running()->stop();
    }
    void connectionMade(loop::Transport &) noexcept override { ++made; }
    void connectionLost(loop::Transport &, const std::exception_ptr &) noexcept override { ++lost; }
    int steps = 0, made = 0, lost = 0;
    bool stopsAtSteps = false; // the loop runs until something happened, and no further
};

// Names are resolved inside the call: how many steps a program takes is not a matter of threads.
class InlineExecutor final : public loop::Executor {
    void submit(loop::Callable work) override { work(); }
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

loop::Coro<void> sendOnceServed(loop::Task<void> server, std::uint16_t port)
{
    co_await server;
    co_await sendTo(port, "to the minimum");
}

void minimalServer(loop::EventLoop &eventLoop, Servers &)
{
    const std::uint16_t port = freePort();
    const auto server = eventLoop.createTask(minimal::echoServer(port));
    (void)eventLoop.createTask(sendOnceServed(server, port));
}

loop::Coro<void> emptyPage(loop::StreamReader reader, loop::StreamWriter writer)
{
    (void)co_await reader.readuntil("\r\n\r\n");
    writer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    writer.close();
}

void fetch_(loop::EventLoop &eventLoop, Servers &servers)
{
    const std::uint16_t port = serveOn(eventLoop, servers, emptyPage);
    const QString address = QStringLiteral("http://localhost:%1/").arg(port);
    (void)eventLoop.createTask(fetching::fetch(QUrl(address)));
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
template <class Enough> void iterate(loop::EventLoop &eventLoop, Witness &witness, Enough enough)
{
    // Qt's network access has threads of its own, which take their time.
    const auto patience
        = std::chrono::milliseconds(eventLoop.selectorName() == "QtSelector" ? 50 : 2);
    bool nothingHappens = false;
    witness.stopsAtSteps = true;
    while (!nothingHappens && !enough() && !eventLoop.allTasks().empty()) {
        loop::Handle limit = eventLoop.callLater(patience, [&] { nothingHappens = true; });
        eventLoop.runForever();
        limit.cancel();
    }
    witness.stopsAtSteps = false;
}

struct Outcome {
    std::string place; // where the task was when it was cancelled; "" if there was none to cancel
    QString trouble;
};

std::string placeOf(const loop::TaskBase &task)
{
    std::string place;
    for (const loop::FrameRecord &frame : task.frames())
        place += frame.coroutine.name() + ' ' + frame.awaitedAt.fileAndLine() + '\n';
    return place;
}

// Cancels task number `which` once `at` steps have run, if the program takes as many.
Outcome cancelled(Program program, bool insideQt, int at, std::size_t which)
{
    Outcome outcome;
    Witness witness;
    {
        loop::EventLoop eventLoop(insideQt ? std::make_unique<loop::qt::QtDriver>() : nullptr);
        eventLoop.setDefaultExecutor(std::make_shared<InlineExecutor>());
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
        if (witness.steps >= at && which < tasks.size()) {
            outcome.place = placeOf(*tasks[which]);
            tasks[which]->cancel();
        }
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
        QTest::addColumn<bool>("endless"); // runs on, however often it has been everywhere
        QTest::newRow("hello-coroutine") << Program(hello_) << true;
        QTest::newRow("made-it") << Program(madeIt_) << false;
        QTest::newRow("streams-echo-client, streams-echo-server") << Program(streamsPair) << false;
        QTest::newRow("parts-client, parts-server") << Program(partsPair) << false;
        QTest::newRow("minimal-echo-server") << Program(minimalServer) << false;
        QTest::newRow("port-forwarder") << Program(forwarding) << false;
        QTest::newRow("receiver") << Program(receiving) << false;
        QTest::newRow("asking-server") << Program(asking_) << true;
        QTest::newRow("fetch") << Program(fetch_) << false;
    }
    void eachTaskMayBeCancelledAtEachOfItsSteps()
    {
        QFETCH(Program, program);
        QFETCH(bool, endless);
        const bool insideQt = program == Program(fetch_);
        const LogCapture quiet;
        (void)cancelled(program, insideQt, 50, 0); // what is opened once and kept is open now
        const std::ptrdiff_t before = openDescriptors();
        std::set<std::string> places;
        int sinceNew = 0; // steps at which no place was new
        for (int at = 0; !endless || sinceNew < 20; ++at) {
            QVERIFY2(at < 400, "the program does not end, or goes to ever new places");
            bool reached = false;
            ++sinceNew;
            for (std::size_t which = 0;; ++which) {
                const Outcome outcome = cancelled(program, insideQt, at, which);
                QVERIFY2(outcome.trouble.isEmpty(),
                         qPrintable(QStringLiteral("task %1 after %2 steps: %3")
                                        .arg(which)
                                        .arg(at)
                                        .arg(outcome.trouble)));
                if (outcome.place.empty())
                    break;
                reached = true;
                if (places.insert(outcome.place).second)
                    sinceNew = 0;
            }
            if (!reached)
                break; // all is over: at the last step there was nothing to cancel
        }
        QVERIFY(places.size() > 1);
        QTRY_COMPARE(openDescriptors(), before);
    }

private:
    std::ostringstream m_printed;
    std::streambuf *m_cout = nullptr;
};

QTEST_GUILESS_MAIN(ExamplesCancelTest)
#include "ExamplesCancelTest.moc"
