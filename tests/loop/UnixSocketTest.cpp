// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/EventLoop.h"
#include "loop/Server.h"
#include "loop/Sleep.h"
#include "loop/Streams.h"
#include "tests/support/Drivers.h"
#include "tests/support/Peers.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

using namespace loop;

namespace {

// Sends back what comes, and closes when the peer does.
class Echo final : public Protocol {
public:
    void connectionMade(Transport &transport) override { m_transport = &transport; }
    void dataReceived(std::string_view data) override { m_transport->write(data); }

private:
    Transport *m_transport = nullptr;
};

// Gathers what comes, until the connection is lost.
class Gather final : public Protocol {
public:
    explicit Gather(EventLoop &loop)
        : lost(loop.createFuture<std::string>())
    { }
    void dataReceived(std::string_view data) override { m_data += data; }
    void connectionLost(std::exception_ptr) override { lost.setResult(m_data); }

    Future<std::string> lost;

private:
    std::string m_data;
};

std::shared_ptr<Echo> makeEcho()
{
    return std::make_shared<Echo>();
}

Coro<std::string> echoOnce(EventLoop &loop, std::string path, std::string data)
{
    auto factory = [&loop] { return std::make_shared<Gather>(loop); };
    auto made = co_await loop.createUnixConnection(std::move(factory), path);
    made.transport->write(data);
    made.transport->writeEof();
    co_return co_await made.protocol->lost;
}

// The same with a peer that may not listen yet.
Coro<std::string> echoOnceServed(EventLoop &loop, std::string path, std::string data)
{
    for (int i = 0; i < 400; ++i) {
        try {
            co_return co_await echoOnce(loop, path, data);
        } catch (const OsError &) { // no such path, or nobody accepts at it
        }
        co_await sleep(std::chrono::milliseconds(5));
    }
    co_return std::string();
}

Coro<void> echoStream(StreamReader reader, StreamWriter writer)
{
    const std::string line = co_await reader.readline();
    writer.write(line);
    co_await writer.drain();
    writer.close();
}

template <class E, class C> std::string whatOf(EventLoop &loop, C coro)
{
    try {
        (void)loop.runUntilComplete(std::move(coro));
    } catch (const E &error) {
        return error.what();
    }
    return {};
}

Descriptor unixSocket(int type)
{
    return Descriptor(::socket(AF_UNIX, type | SOCK_CLOEXEC, 0));
}

} // namespace

class UnixSocketTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_path = m_directory->filePath(QStringLiteral("s")).toStdString();
    }

    // unix(7): a path and the byte that ends it have 108 bytes
    void aPathHasAtMost107Bytes()
    {
        for (const char first : {'/', '\0'}) {
            const std::string longest = first + std::string(106, 'x');
            QCOMPARE(SocketAddress::unixPath(longest).host().size(), std::size_t(107));
            QVERIFY_THROWS_EXCEPTION(ValueError, (void)SocketAddress::unixPath(longest + 'x'));
        }
        QVERIFY_THROWS_EXCEPTION(ValueError, (void)SocketAddress::unixPath(""));
        QTemporaryDir directory; // and such a path can be bound
        std::string path = directory.path().toStdString() + '/';
        path += std::string(107 - path.size(), 'x');
        EventLoop loop(makeDriver());
        const auto make = [] { return std::make_shared<Echo>(); };
        const auto server = loop.runUntilComplete(loop.createUnixServer(make, path));
        QVERIFY(QFile::exists(QString::fromStdString(path)));
        QCOMPARE(server->sockets().front().address.host(), path);
        server->close();
        QVERIFY(!QFile::exists(QString::fromStdString(path)));
        loop.close();
    }

    // U-01, Python 3.13: its own file alone, and unless told not to.
    void closingAServerRemovesItsFile()
    {
        const auto exists = [this] { return ::access(m_path.c_str(), F_OK) == 0; };
        EventLoop loop(makeDriver());
        loop.runUntilComplete(loop.createUnixServer(makeEcho, m_path))->close();
        QVERIFY(!exists());
        ServerOptions options;
        options.cleanupSocket = false;
        loop.runUntilComplete(loop.createUnixServer(makeEcho, m_path, std::move(options)))->close();
        QVERIFY(exists());

        const auto first = loop.runUntilComplete(loop.createUnixServer(makeEcho, m_path));
        const auto second = loop.runUntilComplete(loop.createUnixServer(makeEcho, m_path));
        first->close();
        QVERIFY(exists()); // the second's
        QCOMPARE(loop.runUntilComplete(echoOnce(loop, m_path, "on")), std::string("on"));
        ServerOptions bound;
        bound.sock = unixSocket(SOCK_STREAM);
        const std::string other = m_path + "2";
        const SocketAddress address = SocketAddress::unixPath(other);
        QCOMPARE(::bind(bound.sock.get(), address.data(), address.size()), 0);
        (void)loop.runUntilComplete(loop.createUnixServer(makeEcho, {}, std::move(bound)));
        loop.close(); // ends the servers
        QVERIFY(!exists());
        QVERIFY(::access(other.c_str(), F_OK) != 0);
    }

    // U-01: where the program is by then does not matter
    void theFileOfARelativePathIsRemovedFromAnotherFolder()
    {
        const QString before = QDir::currentPath();
        EventLoop loop(makeDriver());
        QVERIFY(QDir::setCurrent(m_directory->path()));
        const auto server = loop.runUntilComplete(loop.createUnixServer(makeEcho, "s"));
        QVERIFY(QDir::setCurrent(before));
        QVERIFY(::access(m_path.c_str(), F_OK) == 0);
        server->close();
        QVERIFY(::access(m_path.c_str(), F_OK) != 0);
        loop.close();
    }

    // U-01, U-02
    void protocolsEchoOverAPath()
    {
        EventLoop loop(makeDriver());
        const auto server = loop.runUntilComplete(loop.createUnixServer(makeEcho, m_path));
        QCOMPARE(server->sockets().size(), std::size_t {1});
        QCOMPARE(server->sockets().front().address.toString(), m_path);
        QCOMPARE(loop.runUntilComplete(echoOnce(loop, m_path, "hello")), std::string("hello"));
        server->close();
        loop.close();
    }

    // U-01: views tell it from TCP, and see both names
    void aConnectionIsOfUnixKindAndKnowsItsPeer()
    {
        EventLoop loop(makeDriver());
        const auto server = loop.runUntilComplete(loop.createUnixServer(makeEcho, m_path));
        auto factory = [&loop] { return std::make_shared<Gather>(loop); };
        const auto made = loop.runUntilComplete(loop.createUnixConnection(factory, m_path));
        QVERIFY(made.transport->kind() == TransportKind::Unix);
        const auto name = std::any_cast<SocketAddress>(made.transport->getExtraInfo("peername"));
        QCOMPARE(name.toString(), m_path);
        made.transport->abort();
        server->close();
        loop.close();
    }

    // U-01
    void anAbstractNameIsReached()
    {
        EventLoop loop(makeDriver());
        const std::string name = std::string(1, '\0') + m_path;
        const auto server = loop.runUntilComplete(loop.createUnixServer(makeEcho, name));
        QCOMPARE(server->sockets().front().address.toString(), '@' + m_path);
        QCOMPARE(loop.runUntilComplete(echoOnce(loop, name, "abstract")), std::string("abstract"));
        const std::string command = "printf socat | timeout 5 socat - ABSTRACT-CONNECT:" + m_path;
        QCOMPARE(loop.runUntilComplete(peer(loop, command)), std::string("socat"));
        server->close();
        loop.close();
    }

    // U-02, U-03: nc is somebody else's client, on the same machine
    void netcatTalksToOurServer()
    {
        EventLoop loop(makeDriver());
        const auto server = loop.runUntilComplete(loop.createUnixServer(makeEcho, m_path));
        QCOMPARE(loop.runUntilComplete(peer(loop, "printf hello | timeout 5 nc -N -U " + m_path)),
                 std::string("hello"));
        server->close();
        loop.close();
    }

    // U-01: socat is somebody else's server
    void weTalkToSocat()
    {
        EventLoop loop(makeDriver());
        const auto served = peer(loop, "timeout 5 socat UNIX-LISTEN:" + m_path + " EXEC:cat");
        QCOMPARE(loop.runUntilComplete(echoOnceServed(loop, m_path, "to socat")),
                 std::string("to socat"));
        (void)loop.runUntilComplete(served);
        loop.close();
    }

    // U-02: path xor sock
    void pathAndSockExcludeEachOther()
    {
        EventLoop loop(makeDriver());
        ConnectOptions both;
        both.sock = unixSocket(SOCK_STREAM);
        QCOMPARE(
            whatOf<ValueError>(loop, loop.createUnixConnection(makeEcho, m_path, std::move(both))),
            std::string("path and sock can not be specified at the same time"));
        QCOMPARE(whatOf<ValueError>(loop, loop.createUnixConnection(makeEcho, {})),
                 std::string("no path and sock were specified"));
        ServerOptions server;
        server.sock = unixSocket(SOCK_STREAM);
        QCOMPARE(
            whatOf<ValueError>(loop, loop.createUnixServer(makeEcho, m_path, std::move(server))),
            std::string("path and sock can not be specified at the same time"));
        QCOMPARE(whatOf<ValueError>(loop, loop.createUnixServer(makeEcho, {})),
                 std::string("no path and sock were specified"));
        loop.close();
    }

    // U-01: a Unix socket of type stream, nothing else
    void otherSocketsAreRefused()
    {
        EventLoop loop(makeDriver());
        ConnectOptions datagram;
        datagram.sock = unixSocket(SOCK_DGRAM);
        QVERIFY(
            whatOf<ValueError>(loop, loop.createUnixConnection(makeEcho, {}, std::move(datagram)))
                .starts_with("A UNIX Domain Stream Socket was expected"));
        ConnectOptions tcp;
        tcp.sock = Descriptor(::socket(AF_INET, SOCK_STREAM, 0));
        QVERIFY(whatOf<ValueError>(loop, loop.createUnixConnection(makeEcho, {}, std::move(tcp)))
                    .starts_with("A UNIX Domain Stream Socket was expected"));
        ConnectOptions named;
        named.serverHostname = "localhost";
        QVERIFY(
            !whatOf<ValueError>(loop, loop.createUnixConnection(makeEcho, m_path, std::move(named)))
                 .empty());
        loop.close();
    }

    // U-01
    void aSocketPairServesAsBothEnds()
    {
        EventLoop loop(makeDriver());
        int pair[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
        ConnectOptions here;
        here.sock = Descriptor(pair[0]);
        ConnectOptions there;
        there.sock = Descriptor(pair[1]);
        const auto echo
            = loop.runUntilComplete(loop.createUnixConnection(makeEcho, {}, std::move(here)));
        auto factory = [&loop] { return std::make_shared<Gather>(loop); };
        const auto made
            = loop.runUntilComplete(loop.createUnixConnection(factory, {}, std::move(there)));
        made.transport->write("pair");
        made.transport->writeEof();
        QCOMPARE(loop.runUntilComplete(made.protocol->lost), std::string("pair"));
        loop.close();
    }

    // U-02: as asyncio, a socket left behind at the path gives way; anything else stays
    void aStaleSocketIsReplacedButAFileIsNot()
    {
        EventLoop loop(makeDriver());
        {
            const Descriptor left = unixSocket(SOCK_STREAM);
            const SocketAddress address = SocketAddress::unixPath(m_path);
            QCOMPARE(::bind(left.get(), address.data(), address.size()), 0);
        }
        const auto server = loop.runUntilComplete(loop.createUnixServer(makeEcho, m_path));
        QCOMPARE(loop.runUntilComplete(echoOnce(loop, m_path, "fresh")), std::string("fresh"));
        server->close();

        const std::string file = m_directory->filePath(QStringLiteral("file")).toStdString();
        QVERIFY(Descriptor(::open(file.c_str(), O_CREAT | O_WRONLY, 0600)));
        QVERIFY(whatOf<OsError>(loop, loop.createUnixServer(makeEcho, file))
                    .starts_with("Address " + file + " is already in use"));
        QCOMPARE(::access(file.c_str(), F_OK), 0);
        loop.close();
    }

    void aStaleSocketForDatagramsIsReplacedToo() // U-02
    {
        EventLoop loop(makeDriver());
        {
            const Descriptor left = unixSocket(SOCK_DGRAM);
            const SocketAddress address = SocketAddress::unixPath(m_path);
            QCOMPARE(::bind(left.get(), address.data(), address.size()), 0);
        }
        DatagramOptions here;
        here.family = AF_UNIX;
        here.localAddr.emplace(m_path, 0);
        const auto opened = loop.runUntilComplete(loop.createDatagramEndpoint(
            [] { return std::make_shared<DatagramProtocol>(); }, std::move(here)));
        QCOMPARE(opened.transport->sockName().host(), m_path);
        opened.transport->abort();
        loop.close();
    }

    // U-01
    void connectingToNobodyNamesThePath()
    {
        EventLoop loop(makeDriver());
        QVERIFY(whatOf<OsError>(loop, loop.createUnixConnection(makeEcho, m_path)).find(m_path)
                != std::string::npos);
        QVERIFY(!whatOf<ValueError>(loop, loop.createUnixServer(makeEcho, std::string(200, 'x')))
                     .empty());
        loop.close();
    }

    // ST-03
    void streamsEchoALine()
    {
        EventLoop loop(makeDriver());
        const auto server = loop.runUntilComplete(
            startUnixServer(echoStream, m_path, {}, defaultStreamLimit, &loop));
        Streams streams
            = loop.runUntilComplete(openUnixConnection(m_path, {}, defaultStreamLimit, &loop));
        streams.writer.write("line one\nline two\n");
        const auto read
            = [](StreamReader reader) -> Coro<std::string> { co_return co_await reader.read(); };
        QCOMPARE(loop.runUntilComplete(read(streams.reader)), std::string("line one\n"));
        streams.writer.close();
        server->close();
        loop.close();
    }

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    std::string m_path;
};

QTEST_GUILESS_MAIN(UnixSocketTest)
#include "UnixSocketTest.moc"
