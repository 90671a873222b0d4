// SPDX-License-Identifier: GPL-3.0-or-later

// Two real programs with the real program between them.

#include "RunningProgram.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

struct Ended {
    int status;
    QByteArray output; // with what it said on stderr
};

Ended shell(const QString &command, int milliseconds = 30'000)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(u"/bin/sh"_s, {u"-c"_s, command});
    process.closeWriteChannel();
    if (!process.waitForFinished(milliseconds))
        process.kill();
    process.waitForFinished();
    return {process.exitCode(), process.readAll()};
}

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

// A program that is ended with the test; up once something accepts connections at its port.
class Background {
public:
    Background(quint16 port, const QString &program, const QStringList &arguments,
               const QString &folder = {})
    {
        process_.setWorkingDirectory(folder);
        process_.setStandardOutputFile(QProcess::nullDevice());
        process_.setStandardErrorFile(QProcess::nullDevice());
        process_.start(program, arguments);
        up_ = QTest::qWaitFor(
            [port] {
                QTcpSocket probe;
                probe.connectToHost(u"127.0.0.1"_s, port);
                return probe.waitForConnected(1000);
            },
            20'000);
    }
    ~Background()
    {
        process_.kill();
        process_.waitForFinished();
    }
    [[nodiscard]] bool isUp() const { return up_; }

private:
    QProcess process_;
    bool up_ = false;
};

QString forwardTo(const QString &to, const QString &scheme = u"forward"_s, const QString &more = {})
{
    return scheme + u"://127.0.0.1:0?to="_s + to + more;
}

} // namespace

class ForwardTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void curlReachesAWebServer();
    void curlReachesAnEncryptedOne();
    void anEncryptedClientReachesAPlainServer();
    void whatIsSaidIsInTheLogInClearText();
    void aHalfCloseIsPassedOnBothWays();
    void aResetIsPassedOn();
    void aHundredMegabytesComeThroughAndBack();
    void aSlowReaderHoldsTheSender();
    void tenThousandConnectionsAtOnce();
    void aFarSideThatIsNotThereIsNamed();
    void aCertificateThatIsNotTrustedIsRefused();
    void aUnixSocketIsReached();
    void anAnswerThatTakesItsTimeAfterAHalfCloseComesOverTls();
    void aServerThatLeadsToItselfIsRefused_data();
    void aServerThatLeadsToItselfIsRefused();
    void thePortBesideItsOwnIsAnother_data();
    void thePortBesideItsOwnIsAnother();
    void aCircleInOneProgramIsBrokenOff();
    void aCircleThroughAnotherProgramEndsAtALimit();
    void targetsThatCannotBeAreRefused_data();
    void targetsThatCannotBeAreRefused();

private:
    QTemporaryDir folder_;
};

void ForwardTest::curlReachesAWebServer()
{
    QFile file(folder_.filePath(u"page.html"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("the page") == 8);
    file.close();
    const quint16 port = freePort();
    const Background web(
        port, u"python3"_s,
        {u"-m"_s, u"http.server"_s, u"--bind"_s, u"127.0.0.1"_s, QString::number(port)},
        folder_.path());
    QVERIFY(web.isUp());
    RunningProgram program({u"--serve"_s, forwardTo(u"127.0.0.1:%1"_s.arg(port))});
    const Ended curl
        = shell(u"curl -sS --max-time 20 http://127.0.0.1:%1/page.html"_s.arg(program.port()));
    QCOMPARE(curl.output, "the page"_ba);
    // By name, and what the web server says of a page that is not there.
    const Ended missing = shell(
        u"curl -sS --max-time 20 -o /dev/null -w '%{http_code}' http://127.0.0.1:%1/none"_s.replace(
            u"%1"_s, QString::number(program.port())));
    QCOMPARE(missing.output, "404"_ba);
}

void ForwardTest::curlReachesAnEncryptedOne()
{
    QVERIFY(shell(u"cd '%1' && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 "
                  u"-nodes -keyout key.pem "
                  "-out cert.pem -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"_s
                      .arg(folder_.path()))
                .status
            == 0);
    const quint16 port = freePort();
    const Background web(port, u"openssl"_s,
                         {u"s_server"_s, u"-accept"_s, u"127.0.0.1:%1"_s.arg(port), u"-cert"_s,
                          folder_.filePath(u"cert.pem"_s), u"-key"_s,
                          folder_.filePath(u"key.pem"_s), u"-www"_s, u"-quiet"_s});
    QVERIFY(web.isUp());
    const QString trust = u"&trust="_s + folder_.filePath(u"cert.pem"_s);
    for (const QString &scheme : {u"forward"_s, u"forward+tls"_s}) {
        RunningProgram program(
            {u"--serve"_s, forwardTo(u"tls:localhost:%1"_s.arg(port), scheme, trust)});
        const QString http = scheme == u"forward" ? u"http"_s : u"-k https"_s;
        const Ended curl
            = shell(u"curl -sS --max-time 20 %1://127.0.0.1:%2/"_s.arg(http).arg(program.port()));
        QVERIFY2(curl.output.contains("s_server -accept"), curl.output.constData());
        QVERIFY2(curl.output.contains("</html>") || curl.output.contains("</HTML>"),
                 curl.output.constData());
    }
}

void ForwardTest::anEncryptedClientReachesAPlainServer()
{
    RunningProgram echo({u"--serve"_s, u"echo://127.0.0.1:0"_s});
    RunningProgram program(
        {u"--serve"_s, forwardTo(u"127.0.0.1:%1"_s.arg(echo.port()), u"forward+tls"_s)});
    const Ended client = shell(
        u"(echo hello; sleep 1) | openssl s_client -quiet -no_ign_eof -connect 127.0.0.1:%1 2>/dev/null"_s
            .arg(program.port()));
    QCOMPARE(client.output, "hello\n"_ba);
}

void ForwardTest::whatIsSaidIsInTheLogInClearText()
{
    const QString log = folder_.filePath(u"log.jsonl"_s);
    RunningProgram echo({u"--serve"_s, u"echo+tls://127.0.0.1:0"_s});
    RunningProgram program(
        {u"--serve"_s,
         forwardTo(u"tls:127.0.0.1:%1"_s.arg(echo.port()), u"forward"_s, u"&verify=no"_s),
         u"--export"_s, log});
    QCOMPARE(shell(u"printf 'a secret' | nc -N -w 10 127.0.0.1 %1"_s.arg(program.port())).output,
             "a secret"_ba);
    QVERIFY(program.waitForSummary());
    program.process().terminate();
    QCOMPARE(program.waitForEnd(), 0);
    QFile file(log);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY2(text.count("\"a secret\"") >= 4 || text.count(QByteArray("a secret").toBase64()) >= 4
                 || text.count(QByteArray("a secret").toHex()) >= 4,
             text.constData()); // in and out of both legs
}

void ForwardTest::aHalfCloseIsPassedOnBothWays()
{
    RunningProgram echo({u"--serve"_s, u"echo://127.0.0.1:0"_s});
    RunningProgram program({u"--serve"_s, forwardTo(u"127.0.0.1:%1"_s.arg(echo.port()))});
    // nc ends its half; echo answers all the same, then ends, and so nc does.
    QCOMPARE(shell(u"printf hello | nc -N -w 10 127.0.0.1 %1"_s.arg(program.port())).output,
             "hello"_ba);
    // A server that ends its half first still hears what the client says after that.
    const quint16 port = freePort();
    const QString heard = folder_.filePath(u"heard"_s);
    const QString server
        = u"import socket\nl = socket.create_server(('127.0.0.1', %1))\nprint('up', flush=True)\n"
          "c, a = l.accept()\nc.sendall(b'bye')\nc.shutdown(socket.SHUT_WR)\n"
          "open('%2', 'wb').write(b''.join(iter(lambda: c.recv(99), b'')))"_s.arg(port)
              .arg(heard);
    QProcess python;
    python.start(u"python3"_s, {u"-c"_s, server});
    QVERIFY(python.waitForReadyRead(20'000));
    RunningProgram other({u"--serve"_s, forwardTo(u"127.0.0.1:%1"_s.arg(port))});
    const Ended client = shell(
        u"python3 -c \"\nimport socket\ns = socket.create_connection(('127.0.0.1', %1))\n"
        "print(s.makefile('rb').read().decode())\ns.sendall(b'after the end')\ns.close()\""_s.arg(
            other.port()));
    QCOMPARE(client.output, "bye\n"_ba);
    QVERIFY(python.waitForFinished(20'000));
    QFile file(heard);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), "after the end"_ba);
}

void ForwardTest::aResetIsPassedOn()
{
    RunningProgram echo(
        {u"--serve"_s, u"echo://127.0.0.1:0?fault=reset,match:QUIT,direction:in"_s});
    RunningProgram program({u"--serve"_s, forwardTo(u"127.0.0.1:%1"_s.arg(echo.port()))});
    const Ended client = shell(
        u"python3 -c \"\nimport socket\ns = socket.create_connection(('127.0.0.1', %1))\n"
        "s.sendall(b'QUIT')\ntry:\n    print(s.recv(9))\nexcept ConnectionResetError:\n    print('reset')\""_s
            .arg(program.port()));
    QCOMPARE(client.output, "reset\n"_ba);
}

void ForwardTest::aHundredMegabytesComeThroughAndBack()
{
    RunningProgram echo({u"--serve"_s, u"echo://127.0.0.1:0"_s});
    RunningProgram program({u"--serve"_s, forwardTo(u"127.0.0.1:%1"_s.arg(echo.port()))});
    const QString file = folder_.filePath(u"large"_s);
    QVERIFY(shell(u"head -c 100000000 /dev/urandom > '%1'"_s.arg(file)).status == 0);
    const Ended client = shell(
        u"nc -N -w 20 127.0.0.1 %1 < '%2' | cmp - '%2'"_s.arg(program.port()).arg(file), 60'000);
    QCOMPARE(client.output, QByteArray());
    QCOMPARE(client.status, 0);
}

void ForwardTest::aSlowReaderHoldsTheSender()
{
    // A server that accepts and never reads: what the client can send stays within buffers.
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    RunningProgram program({u"--serve"_s, forwardTo(u"127.0.0.1:%1"_s.arg(server.serverPort()))});
    const Ended client
        = shell(u"python3 -c \"\nimport socket\ns = socket.create_connection(('127.0.0.1', %1))\n"
                "s.settimeout(2)\nsent = 0\ntry:\n    while sent < 200000000: sent += "
                "s.send(bytes(65536))\n"
                "except TimeoutError: pass\nprint(sent)\""_s.arg(program.port()));
    const qint64 sent = client.output.trimmed().toLongLong();
    QVERIFY2(sent > 0 && sent < 50'000'000, client.output.constData());
}

void ForwardTest::tenThousandConnectionsAtOnce()
{
    const QByteArray limit = shell(u"ulimit -Hn"_s).output.trimmed(); // each takes two descriptors
    const int connections
        = limit == "unlimited" ? 10'000 : std::min(10'000, limit.toInt() / 2 - 100);
    if (connections < 1'000)
        QSKIP("the hard limit of descriptors is too low here");
    RunningProgram echo({u"--serve"_s, u"echo://127.0.0.1:0?api=protocol"_s});
    RunningProgram program(
        {u"--serve"_s,
         forwardTo(u"127.0.0.1:%1"_s.arg(echo.port()), u"forward"_s, u"&timeout=60"_s)});
    QProcess load;
    load.start(
        QStringLiteral(LOOPSCOPE_PROGRAM),
        {u"--headless"_s, u"--connect"_s,
         u"load://127.0.0.1:%1?connections=%2&rate=5000&duration=8&ramp=4&timeout=60&limit=errors<1"_s
             .arg(program.port())
             .arg(connections)});
    QVERIFY(load.waitForFinished(110'000));
    const QByteArray said = load.readAllStandardError() + load.readAllStandardOutput().right(600);
    QVERIFY2(load.exitCode() == 0, said.constData());
}

void ForwardTest::aFarSideThatIsNotThereIsNamed()
{
    const QString log = folder_.filePath(u"refused.jsonl"_s);
    const quint16 port = freePort();
    RunningProgram program(
        {u"--serve"_s, forwardTo(u"127.0.0.1:%1"_s.arg(port)), u"--export"_s, log});
    (void)shell(u"printf hello | nc -N -w 10 127.0.0.1 %1"_s.arg(program.port()));
    QVERIFY(program.waitForSummary());
    program.process().terminate();
    QCOMPARE(program.waitForEnd(), 0);
    QFile file(log);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY2(text.contains(u"Nothing accepts connections at 127.0.0.1:%1."_s.arg(port).toUtf8()),
             text.constData());
}

void ForwardTest::aCertificateThatIsNotTrustedIsRefused()
{
    const QString log = folder_.filePath(u"untrusted.jsonl"_s);
    RunningProgram echo({u"--serve"_s, u"echo+tls://127.0.0.1:0"_s});
    RunningProgram program(
        {u"--serve"_s, forwardTo(u"tls:127.0.0.1:%1"_s.arg(echo.port())), u"--export"_s, log});
    QCOMPARE(
        shell(u"printf hello | nc -N -w 10 127.0.0.1 %1 2>/dev/null"_s.arg(program.port())).output,
        QByteArray());
    QVERIFY(program.waitForSummary());
    program.process().terminate();
    QCOMPARE(program.waitForEnd(), 0);
    QFile file(log);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("is not accepted"));
}

void ForwardTest::aUnixSocketIsReached()
{
    const QString path = folder_.filePath(u"echo.socket"_s);
    RunningProgram echo(
        {u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--serve"_s, u"echo+unix://"_s + path});
    RunningProgram program({u"--serve"_s, forwardTo(u"unix:"_s + path)});
    QTRY_VERIFY(QFile::exists(path));
    QCOMPARE(shell(u"printf hello | nc -N -w 10 127.0.0.1 %1"_s.arg(program.port())).output,
             "hello"_ba);
}

void ForwardTest::anAnswerThatTakesItsTimeAfterAHalfCloseComesOverTls()
{
    QVERIFY(shell(u"cd '%1' && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 "
                  u"-nodes -keyout slow.key -out slow.pem -days 2 -subj /CN=localhost"_s.arg(
                      folder_.path()))
                .status
            == 0);
    QProcess python;
    python.setWorkingDirectory(folder_.path());
    python.start(u"python3"_s,
                 {u"-c"_s,
                  u"import socket, ssl, time\nx = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\n"
                  "x.load_cert_chain('slow.pem', 'slow.key')\n"
                  "l = socket.create_server(('127.0.0.1', 0))\n"
                  "print(l.getsockname()[1], flush=True)\n"
                  "c = x.wrap_socket(l.accept()[0], server_side=True)\nq = c.recv(99)\n"
                  "time.sleep(3)\nc.sendall(b'answer to ' + q)\n"
                  // A close with our goodbye unread would be a reset.
                  "c.unwrap()\nc.close()"_s});
    QVERIFY(python.waitForReadyRead(20'000));
    const int port = python.readLine().trimmed().toInt();
    RunningProgram program(
        {u"--serve"_s, forwardTo(u"tls:127.0.0.1:%1"_s.arg(port), u"forward"_s, u"&verify=no"_s)});
    QCOMPARE(shell(u"printf ask | nc -N -w 20 127.0.0.1 %1"_s.arg(program.port())).output,
             "answer to ask"_ba);
    QVERIFY(python.waitForFinished(20'000));
}

void ForwardTest::aServerThatLeadsToItselfIsRefused_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("same") << u"forward://127.0.0.1:%1?to=127.0.0.1:%1"_s;
    QTest::newRow("by name") << u"forward://127.0.0.1:%1?to=localhost:%1"_s;
    QTest::newRow("all interfaces") << u"forward://0.0.0.0:%1?to=127.0.0.1:%1"_s;
    QTest::newRow("over tls") << u"forward+tls://127.0.0.1:%1?to=tls:127.0.0.1:%1"_s;
    QTest::newRow("a path")
        << u"forward+unix:///tmp/loopscope-test-%1?to=unix:/tmp/loopscope-test-%1"_s;
}

void ForwardTest::aServerThatLeadsToItselfIsRefused()
{
    QFETCH(QString, url);
    const Ended run = shell(u"'%1' --headless --for 5 --serve '%2'"_s.arg(
        QStringLiteral(LOOPSCOPE_PROGRAM), url.arg(freePort())));
    QCOMPARE(run.status, 1);
    QVERIFY2(
        run.output.contains(" leads to this server itself. Write to=HOST:PORT of another one."),
        run.output.constData());
}

// Its neighbours are other servers: the port before its first, and the one after its last.
void ForwardTest::thePortBesideItsOwnIsAnother_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<int>("away");
    QTest::newRow("after") << u"forward://127.0.0.1:%1?to=127.0.0.1:%2"_s << 1;
    QTest::newRow("before") << u"forward://127.0.0.1:%1?to=127.0.0.1:%2"_s << -1;
    QTest::newRow("after several") << u"forward://127.0.0.1:%1?ports=2&to=127.0.0.1:%2"_s << 2;
}

void ForwardTest::thePortBesideItsOwnIsAnother()
{
    QFETCH(QString, url);
    QFETCH(int, away);
    const int port = freePort();
    const Ended run = shell(u"'%1' --headless --for 0.2 --serve '%2'"_s.arg(
        QStringLiteral(LOOPSCOPE_PROGRAM), url.arg(port).arg(port + away)));
    QVERIFY2(!run.output.contains("leads to this server itself"), run.output.constData());
    const bool isTaken = run.output.contains("in use"); // by another test: the second of two ports
    QVERIFY2(run.status == (isTaken ? 1 : 0), run.output.constData());
}

namespace {

// Connects, says something, and reads to the end: prints what came, and how it ended.
QByteArray askThrough(int port)
{
    return shell(
               u"python3 -c \"\nimport socket\n"
               "s = socket.create_connection(('127.0.0.1', %1))\ns.settimeout(20)\n"
               "try:\n    s.sendall(b'hello')\n    print(s.recv(9))\n"
               "except (ConnectionResetError, BrokenPipeError):\n    print('reset')\""_s.arg(port))
        .output;
}

qsizetype descriptorsOf(const QProcess &process)
{
    return QDir(u"/proc/%1/fd"_s.arg(process.processId()))
        .entryList(QDir::Files | QDir::System)
        .size();
}

} // namespace

void ForwardTest::aCircleInOneProgramIsBrokenOff()
{
    const QString log = folder_.filePath(u"circle.jsonl"_s);
    const quint16 first = freePort(), second = freePort();
    const QString server = u"forward://127.0.0.1:%1?to=127.0.0.1:%2"_s;
    RunningProgram program({u"--serve"_s, server.arg(first).arg(second), u"--serve"_s,
                            server.arg(second).arg(first), u"--export"_s, log});
    QVERIFY(program.waitForOutput(QRegularExpression(u"(serving[^\0]*){2}"_s)).hasMatch());
    QCOMPARE(askThrough(first), "reset\n"_ba);
    QTRY_VERIFY(descriptorsOf(program.process()) < 60);
    QVERIFY(program.waitForSummary());
    program.process().terminate();
    QCOMPARE(program.waitForEnd(), 0);
    QFile file(log);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY2(text.contains(" leads back to this server: such connections are broken off."),
             text.constData());
    const qsizetype connections = text.count("\"event\":\"connect\"");
    QVERIFY2(connections < 20, QByteArray::number(connections).constData());
}

void ForwardTest::aCircleThroughAnotherProgramEndsAtALimit()
{
    const QString log = folder_.filePath(u"circles.jsonl"_s);
    const quint16 first = freePort(), second = freePort();
    QProcess one, other;
    const auto start = [](QProcess &process, int port, int to, const QStringList &more) {
        process.start(u"/bin/sh"_s,
                      QStringList {u"-c"_s, u"ulimit -n 400; exec \"$0\" \"$@\""_s,
                                   QStringLiteral(LOOPSCOPE_PROGRAM), u"--headless"_s, u"--serve"_s,
                                   u"forward://127.0.0.1:%1?to=127.0.0.1:%2"_s.arg(port).arg(to)}
                          + more);
        return process.waitForReadyRead(20'000);
    };
    QVERIFY(start(one, first, second, {u"--export"_s, log}) && start(other, second, first, {}));
    QCOMPARE(askThrough(first), "reset\n"_ba); // the last one is broken off, and so all before it
    QTRY_VERIFY_WITH_TIMEOUT(descriptorsOf(one) < 60 && descriptorsOf(other) < 60, 20'000);
    for (QProcess *process : {&one, &other}) {
        process->terminate();
        QVERIFY(process->waitForFinished(20'000));
        QCOMPARE(process->exitCode(), 0);
    }
    QFile file(log);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY2(text.contains("136 connections are passed on, as many as descriptors allow")
                 || text.contains(" broke the connection"),
             text.right(3000).constData());
}

void ForwardTest::targetsThatCannotBeAreRefused_data()
{
    QTest::addColumn<QString>("to");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("no port") << u"localhost"_s << "the port is missing"_ba;
    QTest::newRow("port 0") << u"localhost:0"_s << "port 0 cannot be connected to"_ba;
    QTest::newRow("host") << u"tls:300.1.1.1:80"_s << "is not an IPv4 address"_ba;
}

void ForwardTest::targetsThatCannotBeAreRefused()
{
    QFETCH(QString, to);
    QFETCH(QByteArray, says);
    const Ended run = shell(u"'%1' --headless --serve 'forward://127.0.0.1:0?to=%2'"_s.arg(
        QStringLiteral(LOOPSCOPE_PROGRAM), to));
    QCOMPARE(run.status, 2);
    QVERIFY2(run.output.contains(says)
                 && run.output.contains("write HOST:PORT, tls:HOST:PORT or unix:PATH"),
             run.output.constData());
}

QTEST_GUILESS_MAIN(ForwardTest)
#include "ForwardTest.moc"
