// SPDX-License-Identifier: GPL-3.0-or-later

// What the system refuses: the call that does so is named in a sentence with the system's reason,
// and what is only interrupted goes on. The program's own functions stand before the C library's,
// and refuse what a test asks them to.

#include "loop/EpollDriver.h"
#include "loop/EventLoop.h"
#include "loop/Process.h"
#include "loop/Recorder.h"
#include "loop/Server.h"
#include "loop/Sleep.h"
#include "loop/qt/QtDriver.h"
#include "loop/tls/TlsContext.h"
#include "tests/loop/RefusableCalls.h"
#include "tests/support/Ledger.h"
#include "tests/support/LogCapture.h"
#include "tests/support/Pipe.h"
#include "tests/support/Wire.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <cerrno>
#include <csignal>
#include <functional>

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace loop;
using namespace std::chrono_literals;

struct Heard final : DatagramProtocol {
    void connectionMade(DatagramTransport &made) override { transport = &made; }
    void datagramReceived(std::string_view data, const SocketAddress &) override
    {
        received.emplace_back(data);
    }
    void errorReceived(const OsError &error) override { errors.push_back(error.code().value()); }

    DatagramTransport *transport = nullptr;
    std::vector<std::string> received;
    std::vector<int> errors;
};

DatagramOptions local(std::string host)
{
    DatagramOptions options;
    options.localAddr.emplace(std::move(host), 0);
    return options;
}

std::shared_ptr<Recording> makeRecording()
{
    return std::make_shared<Recording>();
}

void serve(EventLoop &loop, KeepAlive keepAlive = {})
{
    ServerOptions options;
    options.keepAlive = keepAlive;
    (void)loop.runUntilComplete(loop.createServer(makeRecording, "127.0.0.1", 0, options));
}

void spawn(EventLoop &loop, Redirection output = Redirection::devNull())
{
    SubprocessOptions options;
    options.standardInput = options.standardError = Redirection::devNull();
    options.standardOutput = output;
    (void)loop.runUntilComplete(loop.subprocessExec(
        [] { return std::make_shared<SubprocessProtocol>(); }, {"sleep", "60"}, options));
}

using Action = std::function<void(EventLoop &)>;

} // namespace

Q_DECLARE_METATYPE(Action)

class RefusedCallsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void cleanup() { refuse({}, {}); }

    void aRefusalIsASentence_data()
    {
        QTest::addColumn<QByteArray>("call");
        QTest::addColumn<QList<int>>("errors"); // the last one is heard of
        QTest::addColumn<Action>("action");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char *call, const QList<int> &errors, const char *sentence,
                            Action action) {
            QTest::addRow("%s: %s", call, sentence)
                << QByteArray(call) << errors << std::move(action) << QString::fromUtf8(sentence);
        };
        row("epoll_create1", {EMFILE},
            "cannot create an event loop: ", [](EventLoop &) { EpollDriver driver; });
        row("eventfd", {EMFILE},
            "cannot create an event loop: ", [](EventLoop &) { EpollDriver driver; });
        row("timerfd_create", {ENFILE},
            "cannot create an event loop's timer: ", [](EventLoop &) { qt::QtDriver driver; });
        row("socket", {EAFNOSUPPORT},
            "cannot create a socket for 127.0.0.1:0: ", [](EventLoop &loop) { serve(loop); });
        row("listen", {EADDRINUSE},
            "cannot listen on 127.0.0.1:", [](EventLoop &loop) { serve(loop); });
        row("setsockopt", {ENOPROTOOPT},
            "cannot set SO_REUSEADDR: ", [](EventLoop &loop) { serve(loop); });
        row("setsockopt", {0, ENOPROTOOPT}, "cannot set SO_KEEPALIVE: ", [](EventLoop &loop) {
            serve(loop, KeepAlive(60s, 10s, 3));
        });
        row("setsockopt", {0, 0, ENOPROTOOPT}, "cannot set TCP_KEEPIDLE to 60: ",
            [](EventLoop &loop) { serve(loop, KeepAlive(60s, 10s, 3)); });
        row("setsockopt", {0, 0, 0, 0, ENOPROTOOPT}, "cannot set TCP_KEEPCNT to 3: ",
            [](EventLoop &loop) { serve(loop, KeepAlive(60s, 10s, 3)); });
        row("pipe2", {EMFILE},
            "cannot create a pipe: ", [](EventLoop &loop) { spawn(loop, Redirection::pipe()); });
        row("fcntl", {EMFILE}, "cannot duplicate file descriptor 1: ", [](EventLoop &loop) {
            spawn(loop, Redirection::file(STDOUT_FILENO));
        });
        row("pidfd_open", {EMFILE}, "cannot watch process ", [](EventLoop &loop) { spawn(loop); });
        row("pipe2", {EMFILE}, "cannot make a pipe for signals: ", [](EventLoop &loop) {
            loop.addSignalHandler(SIGUSR1, [] {});
        });
        row("getaddrinfo", {EMFILE}, "cannot resolve \"localhost\": ", [](EventLoop &loop) {
            (void)loop.runUntilComplete(loop.getaddrinfo("localhost", "80"));
        });
        row("getnameinfo", {EMFILE}, "cannot name 127.0.0.1:80: ", [](EventLoop &loop) {
            (void)loop.runUntilComplete(
                loop.getnameinfo(SocketAddress::fromNumeric("127.0.0.1", 80)));
        });
        row("read", {EIO}, "cannot read ", [](EventLoop &) {
            tls::TlsContext::forClient()->loadVerifyLocations("/proc/self/exe");
        });
    }
    void aRefusalIsASentence()
    {
        QFETCH(QByteArray, call);
        QFETCH(QList<int>, errors);
        QFETCH(Action, action);
        QFETCH(QString, sentence);
        EventLoop loop;
        std::string what;
        int reason = 0;
        g_errors.assign(errors.begin(), errors.end());
        g_call = call.constData();
        try {
            action(loop);
        } catch (const OsError &error) {
            what = error.what();
            reason = error.code().value();
        }
        QVERIFY2(QString::fromStdString(what).startsWith(sentence), what.c_str());
        QCOMPARE(reason, errors.last());
        QVERIFY(g_errors.empty());
        QCOMPARE(::waitpid(-1, nullptr, WNOHANG), -1); // a child that nobody watches is not left
        loop.close();
    }

    // The first of the reasons, as each of them may have another; one that is not refused is enough
    void ofSeveralAddressesTheFirstReasonIsSaid()
    {
        EventLoop loop;
        const auto open = [&] {
            return loop.runUntilComplete(loop.createDatagramEndpoint(
                [] { return std::make_shared<Heard>(); }, local({}))); // ::1 and 127.0.0.1
        };
        refuse("socket", {EMFILE, EAFNOSUPPORT});
        int reason = 0;
        try {
            (void)open();
        } catch (const OsError &error) {
            reason = error.code().value();
        }
        QCOMPARE(reason, EMFILE);
        QVERIFY(g_errors.empty());
        refuse("socket", {EAFNOSUPPORT});
        QVERIFY(open().protocol->transport);
        QVERIFY(g_errors.empty());
        refuse("socket", {EAFNOSUPPORT});
        const auto server
            = loop.runUntilComplete(loop.createServer(makeRecording, {"::1", "127.0.0.1"}, 0));
        QCOMPARE(server->sockets().size(), std::size_t(1));
        QCOMPARE(server->sockets().front().address.host(), std::string("127.0.0.1"));
        loop.close();
    }

    // G-03: what cannot go now waits; what never can is an error, and the next one goes
    void aDatagramThatIsInterruptedGoesLater_data() { reasonsToWait(); }
    void aDatagramThatIsInterruptedGoesLater()
    {
        QFETCH(int, reason);
        EventLoop loop;
        const auto make = [] { return std::make_shared<Heard>(); };
        const auto server
            = loop.runUntilComplete(loop.createDatagramEndpoint(make, local("127.0.0.1")));
        DatagramOptions options;
        options.remoteAddr.emplace("127.0.0.1", server.transport->sockName().port());
        const auto client
            = loop.runUntilComplete(loop.createDatagramEndpoint(make, std::move(options)));
        refuse("sendto", {reason});
        client.transport->sendto("one");
        QVERIFY(g_errors.empty());
        QCOMPARE(client.transport->getWriteBufferSize(), std::size_t(3));
        client.transport->sendto("two");
        QVERIFY(runUntil(loop, [&] { return server.protocol->received.size() == 2; }));
        QCOMPARE(server.protocol->received, (std::vector<std::string> {"one", "two"}));
        refuse("sendto", {ENOBUFS});
        client.transport->sendto("lost");
        client.transport->sendto("three");
        QVERIFY(runUntil(loop, [&] { return server.protocol->received.size() == 3; }));
        QCOMPARE(server.protocol->received.back(), std::string("three"));
        QCOMPARE(client.protocol->errors, std::vector<int> {ENOBUFS});
        loop.close();
    }

    // Nothing else would say that there is something to read: the kernel has told it once
    void aReadThatIsInterruptedIsTakenUp()
    {
        Wire wire;
        refuse("recv", {EINTR});
        wire.peer.send("hello");
        QVERIFY(wire.until([&] { return wire.protocol->received == "hello"; }));
        QVERIFY(g_errors.empty());
        refuse("recv", {EAGAIN}); // that one is told anew
        wire.peer.send(" again");
        QVERIFY(wire.until([] { return g_errors.empty(); }));
        wire.peer.send("!");
        QVERIFY(wire.until([&] { return wire.protocol->received == "hello again!"; }));
        refuse("recv", {EIO});
        wire.peer.send("never read");
        QVERIFY(wire.untilLost());
        QCOMPARE(typeOf(wire.protocol->error), std::string("OsError"));
    }

    void aWriteThatIsInterruptedIsDoneAgain()
    {
        Wire wire;
        refuse("send", {EINTR, EINTR});
        wire.transport->write("hello");
        QVERIFY(g_errors.empty());
        QCOMPARE(wire.transport->getWriteBufferSize(), std::size_t(0));
        wire.transport->write(" again");
        wire.transport->writeEof();
        QCOMPARE(wire.peer.receiveAll(), std::string("hello again"));
    }

    void aPipeThatIsInterruptedGoesOn_data() { reasonsToWait(); }
    void aPipeThatIsInterruptedGoesOn()
    {
        QFETCH(int, reason);
        EventLoop loop;
        Pipe pipe;
        const auto reader
            = loop.runUntilComplete(loop.connectReadPipe(makeRecording, std::move(pipe.reading)));
        const auto writer
            = loop.runUntilComplete(loop.connectWritePipe(makeRecording, std::move(pipe.writing)));
        refuse("write", {reason});
        writer.transport->write("hello");
        QVERIFY(g_errors.empty());
        QCOMPARE(writer.transport->getWriteBufferSize(), std::size_t(5));
        QVERIFY(runUntil(loop, [&] { return writer.transport->getWriteBufferSize() == 0; }));
        QVERIFY(runUntil(loop, [&] { return reader.protocol->received == "hello"; }));
        writer.transport->write(" again");
        refuse("read", {reason});
        QVERIFY(runUntil(loop, [&] { return reader.protocol->received == "hello again"; }));
        QVERIFY(g_errors.empty());
        QVERIFY(!reader.transport->isClosing());
        QVERIFY(!writer.transport->isClosing());
        loop.close();
    }

    void aPipeThatFailsIsLost()
    {
        EventLoop loop;
        Pipe pipe;
        const auto reader
            = loop.runUntilComplete(loop.connectReadPipe(makeRecording, std::move(pipe.reading)));
        const auto writer
            = loop.runUntilComplete(loop.connectWritePipe(makeRecording, std::move(pipe.writing)));
        writer.transport->write("never read");
        refuse("read", {EIO});
        QVERIFY(runUntil(loop, [&] { return reader.protocol->lost(); }));
        QCOMPARE(reader.protocol->received, std::string());
        QCOMPARE(QString::fromStdString(describe(reader.protocol->error)),
                 QStringLiteral(
                     "loop::OsError: Fatal read error on pipe transport: Input/output error"));
        QVERIFY(runUntil(loop, [&] { return writer.protocol->lost(); }));

        Pipe second;
        const auto other = loop.runUntilComplete(
            loop.connectWritePipe(makeRecording, std::move(second.writing)));
        refuse("write", {EIO});
        other.transport->write("never written");
        QVERIFY(runUntil(loop, [&] { return other.protocol->lost(); }));
        QCOMPARE(QString::fromStdString(describe(other.protocol->error)),
                 QStringLiteral(
                     "loop::OsError: Fatal write error on pipe transport: Input/output error"));
        loop.close();
    }

    // N-21: who has gone before it was accepted is no failure of the server's
    void anAcceptThatIsInterruptedIsNotReported_data()
    {
        QTest::addColumn<int>("reason");
        QTest::newRow("EINTR") << EINTR;
        QTest::newRow("ECONNABORTED") << ECONNABORTED;
        QTest::newRow("EAGAIN") << EAGAIN;
    }
    void anAcceptThatIsInterruptedIsNotReported()
    {
        QFETCH(int, reason);
        EventLoop loop;
        int reports = 0;
        loop.setExceptionHandler([&](EventLoop &, const ExceptionContext &) { ++reports; });
        const auto accepted = makeRecording();
        const auto server = loop.runUntilComplete(
            loop.createServer([accepted] { return accepted; }, "127.0.0.1", 0));
        refuse("accept4", {reason});
        const Peer peer = Peer::connectTo(server->sockets().front().address);
        const TimePoint began = loop.time();
        QVERIFY(runUntil(loop, [&] { return accepted->count("made") == 1; }));
        QVERIFY(loop.time() - began < 900ms); // a failure would have paused it for a second
        QCOMPARE(reports, 0);
        QVERIFY(g_errors.empty());
        loop.close();
    }

    // SP-09: whoever has ended meanwhile is no error of the system's
    void aSignalThatCannotBeSentSaysWhy()
    {
        EventLoop loop;
        SubprocessOptions options;
        options.standardInput = options.standardOutput = options.standardError
            = Redirection::devNull();
        const auto child = loop.runUntilComplete(loop.subprocessExec(
            [] { return std::make_shared<SubprocessProtocol>(); }, {"sleep", "60"}, options));
        refuse("pidfd_send_signal", {ESRCH});
        QVERIFY_THROWS_EXCEPTION(ProcessLookupError, child.transport->terminate());
        refuse("pidfd_send_signal", {EPERM});
        std::string what;
        try {
            child.transport->terminate();
        } catch (const ProcessLookupError &) {
            what = "it was said to be gone";
        } catch (const OsError &error) {
            what = error.what();
        }
        QCOMPARE(QString::fromStdString(what),
                 QStringLiteral("cannot send signal 15 to process %1: Operation not permitted")
                     .arg(child.transport->getPid()));
        child.transport->kill();
        QCOMPARE(loop.runUntilComplete(child.transport->wait()), -SIGKILL);
        loop.close();
    }

    // A child that wants no more input is no error, one that cannot be written to is
    void inputThatCannotBeWrittenIsAnErrorOfTheConversation()
    {
        for (const int reason : {EIO, EPIPE}) {
            EventLoop loop;
            const Process cat = loop.runUntilComplete(createSubprocessExec(
                std::vector<std::string> {"cat"}, {}, defaultStreamLimit, &loop));
            int thrown = 0;
            refuse("write", {reason});
            try {
                (void)loop.runUntilComplete(cat.communicate("hello"));
            } catch (const OsError &error) {
                thrown = error.code().value();
            }
            QVERIFY(g_errors.empty());
            QCOMPARE(thrown, reason == EIO ? EIO : 0);
            QVERIFY(loop.runUntilComplete(cat.wait()) <= 0);
            loop.close();
        }
    }

    // U-01: a file that somebody else removed at the same moment is what was wanted
    void aServersFileThatCannotBeRemovedIsSaid()
    {
        const QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("s")).toStdString();
        for (const int reason : {EACCES, ENOENT}) {
            LogCapture log;
            EventLoop loop;
            const auto server = loop.runUntilComplete(loop.createUnixServer(makeRecording, path));
            refuse("unlink", {reason});
            server->close();
            QVERIFY(g_errors.empty());
            QCOMPARE(log.count("Unable to clean up listening UNIX socket " + path
                               + ": Permission denied"),
                     reason == EACCES ? 1L : 0L);
            QCOMPARE(log.count(LogLevel::Error), reason == EACCES ? 1L : 0L);
            loop.close();
        }
    }

private:
    static void reasonsToWait()
    {
        QTest::addColumn<int>("reason");
        QTest::newRow("EINTR") << EINTR;
        QTest::newRow("EAGAIN") << EAGAIN;
    }

    // G-03: it is seen that nothing waits any more, and nothing keeps the loop busy then
    void whatADatagramWaitedForIsOver()
    {
        EventLoop loop;
        Recorder recorder(loop);
        Ledger ledger;
        const auto make = [] { return std::make_shared<Heard>(); };
        const auto server
            = loop.runUntilComplete(loop.createDatagramEndpoint(make, local("127.0.0.1")));
        DatagramOptions options;
        options.remoteAddr.emplace("127.0.0.1", server.transport->sockName().port());
        const auto client
            = loop.runUntilComplete(loop.createDatagramEndpoint(make, std::move(options)));
        const std::uint64_t id = client.transport->id().value;
        refuse("sendto", {EAGAIN, EAGAIN});
        client.transport->sendto("one");
        ledger.drain(recorder, loop);
        QCOMPARE(ledger.connections.at(id).writeBuffer, std::size_t(3));
        QVERIFY(runUntil(loop, [&] { return !server.protocol->received.empty(); }));
        ledger.drain(recorder, loop);
        QCOMPARE(ledger.connections.at(id).writeBuffer, std::size_t(0));
        const auto before = loop.totals().iterations;
        const auto rests = []() -> Coro<void> { co_await sleep(std::chrono::milliseconds(20)); };
        loop.runUntilComplete(rests());
        QVERIFY(loop.totals().iterations - before < 20);
        loop.close();
    }

    // N-21: whatever the system is short of, the server goes on once there is some again
    void anAcceptWithoutResourcesIsSaidAsOne_data()
    {
        QTest::addColumn<int>("reason");
        QTest::addColumn<QString>("sentence");
        const QString shortage = QStringLiteral("socket.accept() out of system resource");
        QTest::newRow("EMFILE") << EMFILE << shortage;
        QTest::newRow("ENFILE") << ENFILE << shortage;
        QTest::newRow("ENOBUFS") << ENOBUFS << shortage;
        QTest::newRow("ENOMEM") << ENOMEM << shortage;
        QTest::newRow("EPERM") << EPERM << QStringLiteral("socket.accept() failed");
    }
    void anAcceptWithoutResourcesIsSaidAsOne()
    {
        QFETCH(int, reason);
        QFETCH(QString, sentence);
        EventLoop loop;
        std::vector<ExceptionContext> reports;
        loop.setExceptionHandler(
            [&](EventLoop &, const ExceptionContext &context) { reports.push_back(context); });
        const auto server = loop.runUntilComplete(loop.createServer(makeRecording, "127.0.0.1", 0));
        refuse("accept4", {reason});
        const Peer peer = Peer::connectTo(server->sockets().front().address);
        QVERIFY(runUntil(loop, [&] { return !reports.empty(); }));
        QCOMPARE(reports.size(), std::size_t(1));
        QCOMPARE(QString::fromStdString(reports.front().message), sentence);
        const QString consequence = QString::fromStdString(reports.front().extra["consequence"]);
        QVERIFY(consequence.endsWith(QStringLiteral("accepting pauses for 1 second")));
        QCOMPARE(consequence.contains(QStringLiteral("descriptors")),
                 reason == EMFILE || reason == ENFILE);
        QVERIFY(server->isServing());
        loop.close();
    }
};

QTEST_GUILESS_MAIN(RefusedCallsTest)
#include "RefusedCallsTest.moc"
