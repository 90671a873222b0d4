// SPDX-License-Identifier: GPL-3.0-or-later
// The core against programs that others wrote: Python's asyncio, nc, ncat and socat, as clients of
// our servers and as servers of our clients (N, TR, PR, W, ST).
#include "loop/Server.h"
#include "loop/Streams.h"
#include "tests/support/Peers.h"
#include "tests/support/Wire.h"

#include <QtCore/QStandardPaths>

#include <fcntl.h>
#include <sys/socket.h>

using namespace std::chrono_literals;
using loop::Coro;
using loop::StreamReader;
using loop::StreamWriter;

class InteropTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void hundredMegabytesAndAHalfClose();
    void thousandConnectionsAtOnce();
    void oneByteAtATime();
    void resetReachesTheProtocol();
    void peerThatHalfClosesGoesOnReading();
    void peerThatNeverReadsCostsBoundedMemory();
    void netcatsAsClients_data();
    void netcatsAsClients();
    void asyncioAsServer();
    void netcatsAsServers_data();
    void netcatsAsServers();
};

namespace {

std::string python()
{
    return ::access("/usr/bin/python3", X_OK) == 0 ? "/usr/bin/python3"
                                                   : "python3"; // not a wrapper's
}

std::string script(const std::string &role, std::uint16_t port, int number)
{
    return python() + " " LOOPSCOPE_INTEROP_PEER " " + role + ' ' + std::to_string(port) + ' '
        + std::to_string(number) + " 2>&1";
}

bool installed(const QString &program)
{
    return !QStandardPaths::findExecutable(program).isEmpty();
}

// A program that serves; its output can be read while it runs. Ends it with itself.
class Running {
public:
    explicit Running(const std::string &command)
        : m_pipe(::popen(command.c_str(), "r"))
    { }
    ~Running() { ::pclose(m_pipe); }
    Running(const Running &) = delete;
    [[nodiscard]] std::string line() const
    {
        std::array<char, 200> text {};
        return std::fgets(text.data(), text.size(), m_pipe) ? std::string(text.data())
                                                            : std::string();
    }

private:
    std::FILE *m_pipe;
};

Coro<void> echo(StreamReader reader, StreamWriter writer)
{
    for (;;) {
        const std::string data = co_await reader.read(65536);
        if (data.empty())
            break;
        writer.write(data);
        co_await writer.drain();
    }
    writer.close();
}

// The port of a new server of this handler.
std::uint16_t serve(loop::EventLoop &loop, loop::StreamHandler handler)
{
    loop::ServerOptions options;
    options.backlog = 2000;
    const auto server = loop.runUntilComplete(loop::startServer(
        std::move(handler), "127.0.0.1", 0, std::move(options), loop::defaultStreamLimit, &loop));
    return server->sockets().front().address.port();
}

Coro<std::string> converse(loop::EventLoop *loop, std::uint16_t port, std::string question,
                           bool halfClose)
{
    std::optional<loop::Streams> streams;
    for (int attempt = 0; !streams && attempt < 1000; ++attempt) { // until it listens
        try {
            streams = co_await loop::openConnection("127.0.0.1", port, {}, loop::defaultStreamLimit,
                                                    loop);
        } catch (const loop::OsError &) { }
        if (!streams)
            co_await loop::sleep(10ms);
    }
    if (!streams)
        co_return "nobody listens";
    streams->writer.write(question);
    co_await streams->writer.drain();
    if (halfClose)
        streams->writer.writeEof();
    const std::string answer = co_await streams->reader.read();
    streams->writer.close();
    co_await streams->writer.waitClosed();
    co_return answer;
}

} // namespace

// TR-08, W-01, ST-07, PR-04
void InteropTest::hundredMegabytesAndAHalfClose()
{
    loop::EventLoop loop(makeDriver());
    const std::uint16_t port = serve(loop, echo);
    QCOMPARE(loop.runUntilComplete(peer(loop, script("bulk", port, 100))), std::string("ok\n"));
    QVERIFY(runUntil(loop, [&] { return loop.totals().connections == 0; }));
    QCOMPARE(loop.totals().bytesIn, std::uint64_t(100) << 20);
    QCOMPARE(loop.totals().bytesOut, std::uint64_t(100) << 20);
}

// N-22, ST-02
void InteropTest::thousandConnectionsAtOnce()
{
    loop::EventLoop loop(makeDriver());
    const std::uint16_t port = serve(loop, echo);
    QCOMPARE(loop.runUntilComplete(peer(loop, script("many", port, 1000))), std::string("ok\n"));
    QVERIFY(runUntil(loop, [&] { return loop.totals().connections == 0; }));
    QCOMPARE(loop.totals().tasks, std::size_t(0));
}

// N-22, PR-04
void InteropTest::oneByteAtATime()
{
    loop::EventLoop loop(makeDriver());
    const std::uint16_t port = serve(loop, echo);
    QCOMPARE(loop.runUntilComplete(peer(loop, script("single_bytes", port, 3000))),
             std::string("ok\n"));
}

// PR-03
void InteropTest::resetReachesTheProtocol()
{
    loop::EventLoop loop(makeDriver());
    const auto protocol = std::make_shared<Recording>();
    protocol->onData = [](Recording &self) { self.transport->write(self.received); };
    auto factory = [protocol] { return protocol; };
    const auto server = loop.runUntilComplete(loop.createServer(factory, "127.0.0.1", 0));
    QCOMPARE(loop.runUntilComplete(
                 peer(loop, script("reset", server->sockets().front().address.port(), 0))),
             std::string("ok\n"));
    QVERIFY(runUntil(loop, [&] { return protocol->lost(); }));
    QCOMPARE(protocol->order(), std::string("made data lost"));
    QCOMPARE(typeOf(protocol->error), std::string("ConnectionResetError"));
}

// TR-08, PR-06
void InteropTest::peerThatHalfClosesGoesOnReading()
{
    loop::EventLoop loop(makeDriver());
    const std::uint16_t port
        = serve(loop, [](StreamReader reader, StreamWriter writer) -> Coro<void> {
              const std::string question = co_await reader.read();
              for (int i = 0; i < 1000; ++i) { // long after its end
                  writer.write(question);
                  co_await writer.drain();
                  co_await loop::sleep(0s);
              }
              writer.close();
          });
    QCOMPARE(loop.runUntilComplete(peer(loop, script("half_close", port, 0))), std::string("ok\n"));
}

// W-01, ST-05, ST-07: it pours in and takes nothing back; drain() stops us reading more.
void InteropTest::peerThatNeverReadsCostsBoundedMemory()
{
    const CapturedWarnings log; // of the handler, which dies of the reset
    loop::EventLoop loop(makeDriver());
    const std::uint16_t port = serve(loop, echo);
    Peer rude = Peer::connectTo(loop::SocketAddress::fromNumeric("127.0.0.1", port));
    ::fcntl(rude.fd(), F_SETFL, O_NONBLOCK);
    const std::string flood = pattern(1 << 20);
    std::uint64_t sent = 0;
    const auto pour = [&] {
        const ssize_t count = ::send(rude.fd(), flood.data(), flood.size(), MSG_NOSIGNAL);
        sent += count > 0 ? static_cast<std::uint64_t>(count) : 0;
        return count > 0;
    };
    int full = 0;
    QVERIFY(runUntil(loop, [&] { return pour() ? (full = 0) : ++full > 200; })); // stuck for good
    const loop::Transport *const transport = loop.firstTransport();
    QVERIFY(transport);
    QVERIFY(!transport->isReading()); // the reader's buffer is full, too
    QVERIFY(transport->getWriteBufferSize() <= transport->writeHigh() + 65536);
    const std::uint64_t held = transport->counters().bytesIn - transport->counters().bytesOut;
    QVERIFY2(held < 1'000'000, std::to_string(held).c_str());
    QVERIFY(sent > transport->counters().bytesIn); // the rest is the kernel's
    rude.reset();
    QVERIFY(runUntil(loop, [&] { return loop.totals().connections == 0; }));
}

void InteropTest::netcatsAsClients_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QByteArray>("command");
    QTest::newRow("nc") << QStringLiteral("nc") << QByteArray("nc -N 127.0.0.1 %1");
    QTest::newRow("ncat") << QStringLiteral("ncat") << QByteArray("ncat 127.0.0.1 %1");
    QTest::newRow("socat") << QStringLiteral("socat")
                           << QByteArray("socat -t 10 - TCP:127.0.0.1:%1");
}

// ST-02, PR-05, PR-06
void InteropTest::netcatsAsClients()
{
    QFETCH(QString, program);
    QFETCH(QByteArray, command);
    if (!installed(program))
        QSKIP("it is not installed");
    loop::EventLoop loop(makeDriver());
    const std::uint16_t port = serve(loop, echo);
    const std::string line
        = "seq 1 20000 | " + command.replace("%1", QByteArray::number(port)).toStdString();
    const std::string answer = loop.runUntilComplete(peer(loop, line));
    QCOMPARE(answer, shellOutput("seq 1 20000"));
    QVERIFY(runUntil(loop, [&] { return loop.totals().connections == 0; }));
}

// ST-01, TR-08
void InteropTest::asyncioAsServer()
{
    loop::EventLoop loop(makeDriver());
    const Running server(script("echo_server", 0, 20));
    const auto port = static_cast<std::uint16_t>(std::stoi(server.line()));
    const std::string question = pattern(3'000'000);
    std::vector<loop::Task<std::string>> tasks;
    for (int i = 0; i < 20;
         ++i) // not echoed while it is sent: the sizes stay below what the kernel takes
        tasks.push_back(loop.createTask(
            converse(&loop, port, question.substr(0, std::size_t(i) * 5000), true)));
    for (std::size_t i = 0; i < tasks.size(); ++i)
        QVERIFY(loop.runUntilComplete(tasks[i]) == question.substr(0, i * 5000));
    QCOMPARE(server.line(), std::string("ok\n"));
}

void InteropTest::netcatsAsServers_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<bool>("halfClose"); // nc and ncat drop the answer of a client that did
    QTest::newRow("nc") << QStringLiteral("nc")
                        << QByteArray("seq 1 20000 | nc -l -N 127.0.0.1 %1 >/dev/null") << false;
    QTest::newRow("ncat") << QStringLiteral(
        "ncat") << QByteArray("ncat -l 127.0.0.1 %1 --sh-exec 'head -n 1 >/dev/null; seq 1 20000'")
                          << false;
    QTest::newRow("socat")
        << QStringLiteral("socat")
        << QByteArray(
               "socat -t 10 TCP-LISTEN:%1,bind=127.0.0.1 SYSTEM:'cat >/dev/null; seq 1 20000'")
        << true;
}

// ST-01, TR-08, PR-06
void InteropTest::netcatsAsServers()
{
    QFETCH(QString, program);
    QFETCH(QByteArray, command);
    QFETCH(bool, halfClose);
    if (!installed(program))
        QSKIP("it is not installed");
    const std::uint16_t port = closedPort();
    const Running server(command.replace("%1", QByteArray::number(port)).toStdString());
    loop::EventLoop loop(makeDriver());
    const std::string answer = loop.runUntilComplete(converse(&loop, port, "hello\n", halfClose));
    QCOMPARE(answer, shellOutput("seq 1 20000"));
}

QTEST_GUILESS_MAIN(InteropTest)
#include "InteropTest.moc"
