// SPDX-License-Identifier: GPL-3.0-or-later
// Connections made again and again from the same options, and the sockets that options may carry.
#include "loop/Combinators.h"
#include "loop/Datagrams.h"
#include "loop/Server.h"
#include "loop/Streams.h"
#include "loop/Subprocess.h"
#include "loop/examples/Arguments.h"
#include "loop/examples/Print.h"
#include "tests/loop/Coroutines.h"
#include "tests/support/Wire.h"

#include <sstream>

#include <sys/socket.h>

#define main programMain
namespace client {
#include "loop/examples/reconnecting-client.cpp"
}
#undef main

using namespace loop;

static_assert(std::copyable<ConnectOptions> && std::copyable<ServerOptions>);
static_assert(std::copyable<DatagramOptions> && std::copyable<SubprocessOptions>);

namespace {

class Printed { // what goes to standard output while it lives
public:
    Printed()
        : m_cout(std::cout.rdbuf(m_text.rdbuf()))
    { }
    ~Printed() { std::cout.rdbuf(m_cout); }
    Printed(const Printed &) = delete;
    [[nodiscard]] std::string text() const { return m_text.str(); }

private:
    std::ostringstream m_text;
    std::streambuf *m_cout;
};

// Says hello, and goes.
Coro<void> greet(StreamReader, StreamWriter writer)
{
    writer.write("hello\nand goodbye\n");
    writer.close();
    co_return;
}

// Serves three times on one port, for ten seconds each, and is away for ten after each.
Coro<void> comeAndGo(std::uint16_t port)
{
    for (int i = 0; i < 3; ++i) {
        const auto server = co_await startServer(greet, "127.0.0.1", port);
        co_await sleep(10s);
        server->close();
        co_await server->waitClosed();
        co_await sleep(10s);
    }
}

std::size_t count(const std::string &text, std::string_view words)
{
    std::size_t found = 0;
    for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1))
        ++found;
    return found;
}

} // namespace

class ReconnectTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void aClientConnectsAgainForAsLongAsItRuns()
    {
        const std::uint16_t port = closedPort();
        const Printed printed;
        ManualLoop manual;
        const auto client = manual.loop.createTask(client::stayConnected("127.0.0.1", port));
        manual.loop.runUntilComplete(comeAndGo(port));
        const std::string text = printed.text();
        if (count(text, "Connected\n") < 3)
            qWarning("%s", text.c_str());
        QVERIFY(count(text, "Connected\n") >= 3);
        QCOMPARE(count(text, "Connected\n"), count(text, "Disconnected\n"));
        QCOMPARE(count(text, "Recv: hello\nRecv: and goodbye\n"), count(text, "Connected\n"));
        QVERIFY(count(text, "Failed: ") >= 6); // 0.5, 1, 2, 4 ... seconds into 10 of nobody
        QVERIFY(count(text, "Failed: ") <= 20);
        client.cancel();
        manual.loop.runUntilComplete(idle(0s));
        QVERIFY(client.cancelled());
    }

    void aSocketAmongOptionsIsTakenOnce()
    {
        EventLoop loop(makeDriver());
        const auto make = [] { return std::make_shared<Recording>(); };
        ConnectOptions options;
        QVERIFY(!options.sock);
        QCOMPARE(options.sock.get(), -1);
        auto ends = tcpPair();
        const Peer peer(std::move(ends.second));
        options.sock = std::move(ends.first);
        QVERIFY(options.sock.get() >= 0);
        const auto connected = loop.runUntilComplete(loop.createConnection(make, options));
        QVERIFY(options.sock); // it was given: a second connection does not just do without
        QCOMPARE(options.sock.get(), -1);
        std::string refused;
        try {
            (void)loop.runUntilComplete(loop.createConnection(make, options));
        } catch (const ValueError &error) {
            refused = error.what();
        }
        QVERIFY2(refused.find("was used before") != std::string::npos, refused.c_str());
        connected.transport->abort();
        QVERIFY(runUntil(loop, [&] { return connected.protocol->lost(); }));
        connected.protocol->transport.reset();
    }

    void aSocketThatNobodyTakesIsClosedWithTheLastOfTheOptions()
    {
        auto ends = tcpPair();
        const Peer peer(std::move(ends.second));
        {
            ConnectOptions options;
            options.sock = std::move(ends.first);
            const ConnectOptions copy = options;
            QCOMPARE(copy.sock.get(), options.sock.get());
        }
        QCOMPARE(peer.receive(), std::string());
    }
};

QTEST_GUILESS_MAIN(ReconnectTest)
#include "ReconnectTest.moc"
