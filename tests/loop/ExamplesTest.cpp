// SPDX-License-Identifier: GPL-3.0-or-later
// The example programs against the output that their sources promise, against each other, and
// against Python's own programs and nc.

#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QStandardPaths>
#include <QtTest/QTest>

#include <csignal>
#include <memory>
#include <vector>

namespace {

constexpr int patience = 30'000; // ms; a loaded machine takes 10 s to start Python

QStringList clientLines(const QString &first)
{
    return {first, QStringLiteral("including non-ASCII characters: €£"),
            QStringLiteral("to test the operation"), QStringLiteral("of both server"),
            QStringLiteral("and client.")};
}

// What the clients of print.
QString clientOutput(const QString &first)
{
    QString text = QStringLiteral("Connected to server\n");
    for (const QString &line : clientLines(first))
        text += QStringLiteral("Sent: %1\nRecv: %1\n").arg(line);
    return text + QStringLiteral("Disconnected from server\n");
}

// A program that runs, with what it has written so far.
class Program final {
public:
    Program(const QString &program, const QStringList &arguments)
    {
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(program, arguments);
    }
    ~Program()
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        m_process.kill();
        m_process.waitForFinished(patience);
    }

    // Reads until the pattern matches what was written, and returns the match; false in time-out.
    QRegularExpressionMatch expect(const QString &pattern)
    {
        const QRegularExpression expression(pattern, QRegularExpression::MultilineOption);
        QRegularExpressionMatch match;
        (void)QTest::qWaitFor(
            [&] {
                m_output += m_process.readAll();
                match = expression.match(output());
                return match.hasMatch();
            },
            patience);
        return match;
    }
    // That a server prints first; 0 if it does not.
    [[nodiscard]] quint16 port() { return listening().captured(2).toUShort(); }
    [[nodiscard]] QString host()
    {
        const QString host = listening().captured(1);
        return host.isEmpty() || host == QLatin1String("::") ? QStringLiteral("localhost") : host;
    }
    [[nodiscard]] QString output() const { return QString::fromUtf8(m_output); }
    [[nodiscard]] bool finish() // with exit code 0
    {
        const bool ended
            = m_process.state() == QProcess::NotRunning || m_process.waitForFinished(patience);
        m_output += m_process.readAll();
        return ended && m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == 0;
    }
    void interrupt() { ::kill(static_cast<pid_t>(m_process.processId()), SIGINT); }
    void write(const QByteArray &data) { m_process.write(data); }
    void closeInput() { m_process.closeWriteChannel(); }

private:
    QRegularExpressionMatch listening()
    {
        return expect(QStringLiteral(
            "^(?:Serving|Listening|Forwarding|main: starting)[^'\n]*(?:'(.*)', |port )(\\d+)"));
    }

    QProcess m_process;
    QByteArray m_output;
};

QString example(const char *name)
{
    return QStringLiteral(LOOPSCOPE_EXAMPLES_DIR "/") + QLatin1String(name);
}

QString peer(const char *name)
{
    return QStringLiteral(LOOPSCOPE_SOURCE_DIR "/tests/loop/peers/") + QLatin1String(name);
}

QString python()
{
    return QStandardPaths::findExecutable(QStringLiteral("python3"));
}

QString netcat()
{
    return QStandardPaths::findExecutable(QStringLiteral("nc"));
}

// A connection as nc makes one: standard input to the socket, the socket to standard output. Python
// where there is no nc.
std::unique_ptr<Program> connectTo(Program &server)
{
    const QStringList address {server.host(), QString::number(server.port())};
    if (!netcat().isEmpty())
        return std::make_unique<Program>(netcat(), address);
    return std::make_unique<Program>(python(), QStringList {peer("netcat.py")} + address);
}

const QStringList anyPort {QStringLiteral("0")};

} // namespace

class ExamplesTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void greetsAgainAndAgain_data() // C-09
    {
        QTest::addColumn<QString>("program");
        QTest::newRow("callback") << example("hello-callback");
        QTest::newRow("coroutine") << example("hello-coroutine");
    }
    void greetsAgainAndAgain()
    {
        QFETCH(QString, program);
        Program hello(program, {QStringLiteral("0.02")});
        QVERIFY(hello.expect(QStringLiteral("\\A(Hello World\n){3}")).hasMatch());
        Program slow(program, {});
        QVERIFY(slow.expect(QStringLiteral("\\AHello World\n\\z")).hasMatch());
    }

    void silentClientIsTimedOut()
    {
        Program server(example("timeout-echo-server"),
                       {QStringLiteral("0"), QStringLiteral("0.2")});
        const auto client = connectTo(server);
        client->write("hello");
        QVERIFY(client->expect(QStringLiteral("Re: hello")).hasMatch());
        QVERIFY(server.expect(QStringLiteral("connection lost: .*\n")).hasMatch());
        QVERIFY2(server.output().endsWith(
                     QStringLiteral("connection made\ndata received:  hello\nconnection timeout, "
                                    "closing.\nconnection lost: None\n")),
                 qPrintable(server.output()));
    }

    void clientThatGoesNeedsNoTimeout()
    {
        Program server(example("timeout-echo-server"), {QStringLiteral("0"), QStringLiteral("60")});
        {
            const auto client = connectTo(server);
            client->write("bye");
            QVERIFY(client->expect(QStringLiteral("Re: bye")).hasMatch());
        }
        QVERIFY(server.expect(QStringLiteral("connection lost: None\n")).hasMatch());
        QVERIFY(!server.output().contains(QStringLiteral("timeout")));
    }

    void echoPairsSayWhatTheSourcesPromise_data()
    {
        QTest::addColumn<QString>("server");
        QTest::addColumn<QString>("client");
        QTest::addColumn<QString>("first");
        QTest::addColumn<bool>("needsPython");
        const QString text = QStringLiteral("A few lines of text"),
                      data = QStringLiteral("A few lines of data");
        QTest::newRow("protocol, protocol")
            << example("protocol-echo-server") << example("protocol-echo-client") << text << false;
        QTest::newRow("streams, streams")
            << example("streams-echo-server") << example("streams-echo-client") << data << false;
        QTest::newRow("streams, protocol")
            << example("streams-echo-server") << example("protocol-echo-client") << text << false;
        QTest::newRow("ours, Python's protocol")
            << example("protocol-echo-server") << peer("protocol_client.py") << text << true;
        QTest::newRow("Python's streams, ours")
            << peer("streams_server.py") << example("streams-echo-client") << data << true;
    }
    void echoPairsSayWhatTheSourcesPromise()
    {
        QFETCH(QString, server);
        QFETCH(QString, client);
        QFETCH(QString, first);
        QFETCH(bool, needsPython);
        if (needsPython && python().isEmpty())
            QSKIP("no python3 here");
        const auto start = [](const QString &program, const QString &port) {
            return program.endsWith(QLatin1String(".py"))
                ? std::make_unique<Program>(python(), QStringList {program, port})
                : std::make_unique<Program>(program, QStringList {port});
        };
        const auto serving = start(server, QStringLiteral("0"));
        const quint16 port = serving->port();
        QVERIFY2(port, qPrintable(serving->output()));
        const auto asking = start(client, QString::number(port));
        QVERIFY(asking->finish());
        QCOMPARE(asking->output(), clientOutput(first));

        QVERIFY(serving->expect(QStringLiteral("^Disconnected from .*\n")).hasMatch());
        QString echoes;
        for (const QString &line : clientLines(first))
            echoes += QStringLiteral("Recv: %1\nEcho: %1\n").arg(line);
        const QRegularExpression promised(
            QStringLiteral("\\AServing (?:at|on) \\('(?:127\\.0\\.0\\.1|::1)', \\d+(?:, 0, 0)?\\)\n"
                           "Connected from (\\(.*\\))\n%1Disconnected from \\1\n\\z")
                .arg(QRegularExpression::escape(echoes)));
        QVERIFY2(promised.match(serving->output()).hasMatch(), qPrintable(serving->output()));
    }

    void interruptClosesServerAndLoop_data() // L-13
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<bool>("withClient");
        QTest::addColumn<QString>("last");
        QTest::newRow("streams") << example("streams-echo-server") << false << QString();
        QTest::newRow("streams, a client connected")
            << example("streams-echo-server") << true << QString();
        QTest::newRow("parts") << example("parts-server") << false
                               << QStringLiteral(
                                      "main: closing server\nmain: closing event loop\n");
    }
    void interruptClosesServerAndLoop()
    {
        QFETCH(QString, program);
        QFETCH(bool, withClient);
        QFETCH(QString, last);
        Program server(program, anyPort);
        QVERIFY(server.port());
        std::unique_ptr<Program> client;
        if (withClient) {
            client = connectTo(server);
            client->write("x");
            QVERIFY(client->expect(QStringLiteral("x")).hasMatch());
        }
        server.interrupt();
        QVERIFY2(server.finish(), qPrintable(server.output()));
        QVERIFY2(server.output().endsWith(last), qPrintable(server.output()));
    }

    void messageInPartsComesBackWhole()
    {
        Program server(example("parts-server"), anyPort);
        const quint16 port = server.port();
        Program client(example("parts-client"), {QString::number(port)});
        QVERIFY2(client.finish(), qPrintable(client.output()));
        const QRegularExpression promised(
            QStringLiteral("\\Aasyncio: Using selector: \\w+\n"
                           "echo_client: connecting to localhost port %1\n"
                           "echo_client: sending b'This is the message. '\necho_client: sending "
                           "b'It will be sent '\n"
                           "echo_client: sending b'in parts.'\necho_client: waiting for response\n"
                           "((?:echo_client: received b'.*'\n)+)echo_client: closing\nmain: "
                           "closing event loop\n\\z")
                .arg(port));
        const auto match = promised.match(client.output());
        QVERIFY2(match.hasMatch(), qPrintable(client.output()));
        const QString whole = QStringLiteral("This is the message. It will be sent in parts.");
        QCOMPARE(together(match.captured(1), QStringLiteral("echo_client: received")), whole);

        QVERIFY(server.expect(QStringLiteral("^echo_.*: closing\n")).hasMatch());
        const QRegularExpression served(
            QStringLiteral("\\Aasyncio: Using selector: \\w+\n"
                           "main: starting up on localhost port %1\n(echo_[0-9a-f.:]+_\\d+): "
                           "connection accepted\n"
                           "((?:\\1: received (b'.*')\n\\1: sent \\3\n)+)\\1: closing\n")
                .arg(port));
        const auto log = served.match(server.output());
        QVERIFY2(log.hasMatch(), qPrintable(server.output()));
        QCOMPARE(together(log.captured(2), log.captured(1) + QStringLiteral(": received")), whole);
    }

    void madeItOrTooSlow_data()
    {
        QTest::addColumn<QString>("seconds");
        QTest::addColumn<QString>("output");
        QTest::newRow("0.2 + 0.2") << QStringLiteral("0.2") << QStringLiteral("Made it!\n");
        QTest::newRow("0.4 + 0.4") << QStringLiteral("0.4") << QStringLiteral("Alas, too slow!\n");
    }
    void madeItOrTooSlow()
    {
        QFETCH(QString, seconds);
        QFETCH(QString, output);
        Program program(example("made-it"), {seconds, seconds});
        QVERIFY(program.finish());
        QCOMPARE(program.output(), output);
    }

    void minimalServerEchoesAndItsConnectionIsClosed() // X-08, Python 3.13
    {
        Program server(example("minimal-echo-server"), anyPort);
        Program client(python(),
                       {peer("half_close.py"), server.host(), QString::number(server.port())});
        QVERIFY(client.finish());
        QCOMPARE(client.output(), QStringLiteral("echo\nclosed\n"));
    }

    void receiverServesManyAtOnce()
    {
        Program server(example("receiver"), anyPort);
        if (!server.port())
            QSKIP("no IPv6 here");
        std::vector<std::unique_ptr<Program>> clients;
        for (const char *const word : {"a", "b", "c", "d"}) {
            clients.push_back(connectTo(server));
            clients.back()->write(word);
            QVERIFY(server.expect(QStringLiteral("^%1\n\n").arg(QLatin1String(word))).hasMatch());
        }
        clients.front()->write("again"); // the synchronous version would serve this one alone
        QVERIFY(server.expect(QStringLiteral("^again\n\n")).hasMatch());
        QVERIFY2(
            QRegularExpression(QStringLiteral("\\AListening on: \\('::', \\d+, 0, 0\\)\n"
                                              "Connection from: (\\(.*\\))\nNext "
                                              "connection\\.\\.\\.\nReceiving from: \\1\na\n\n"))
                .match(server.output())
                .hasMatch(),
            qPrintable(server.output()));
        clients.pop_back();
        QVERIFY(server.expect(QStringLiteral("^Connection closed: \\(.*\\)\n")).hasMatch());
        server.interrupt();
        QVERIFY(server.finish());
        QVERIFY(server.output().endsWith(QStringLiteral("Stopped\n")));
    }

    void protocolMayAskBeforeItAnswers()
    {
        Program server(example("asking-server"), {QStringLiteral("0"), QStringLiteral("0.02")});
        const auto client = connectTo(server);
        client->write("question");
        QVERIFY(client->expect(QStringLiteral("tick \\d+: question")).hasMatch());
        server.interrupt();
        QVERIFY2(server.finish(), qPrintable(server.output()));
    }

    void forwardsBothWays()
    {
        Program server(example("streams-echo-server"), anyPort);
        Program forwarder(example("port-forwarder"),
                          {QString::number(server.port()), QStringLiteral("0")});
        Program client(example("streams-echo-client"), {QString::number(forwarder.port())});
        QVERIFY(client.finish());
        QCOMPARE(client.output(), clientOutput(QStringLiteral("A few lines of data")));
    }

private:
    // The bytes of lines "prefix b'...'", joined.
    static QString together(const QString &lines, const QString &prefix)
    {
        QString text;
        for (const QString &line : lines.split(u'\n'))
            if (line.startsWith(prefix + QStringLiteral(" b'")))
                text += line.mid(prefix.size() + 3).chopped(1);
        return text;
    }
};

QTEST_GUILESS_MAIN(ExamplesTest)
#include "ExamplesTest.moc"
