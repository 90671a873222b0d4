// SPDX-License-Identifier: GPL-3.0-or-later

// Clients of the real program over every transport, against servers that are other programs, and
// what they say of a peer that cannot be reached or should not be trusted.

#include "RunningProgram.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpServer>
#include <QtTest/QTest>

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

// echo_peer.py, once it serves.
class Echo {
public:
    explicit Echo(const QStringList &arguments)
    {
        process_.start(u"python3"_s, QStringList {QStringLiteral(ECHO_PEER)} + arguments);
        if (waitForLine(u"ready "_s))
            port_ = output_.section(u' ', 1, 1).trimmed();
    }
    ~Echo()
    {
        process_.kill();
        process_.waitForFinished();
    }
    [[nodiscard]] QString port() const { return port_; }
    [[nodiscard]] QString output() const { return output_; }
    bool waitForLine(const QString &beginning)
    {
        while (!output_.contains(beginning) || !output_.endsWith(u'\n')) {
            if (!process_.waitForReadyRead(10'000))
                return false;
            output_ += QString::fromUtf8(process_.readAllStandardOutput());
        }
        return true;
    }

private:
    QProcess process_;
    QString output_;
    QString port_;
};

// A port whose queue of connections is full: what comes now is dropped, as behind a firewall.
class BlackHole {
public:
    BlackHole()
    {
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address);
        auto *const any = reinterpret_cast<sockaddr *>(&address);
        const int listener = open();
        if (bind(listener, any, size) != 0 || listen(listener, 0) != 0
            || getsockname(listener, any, &size) != 0)
            return;
        port_ = ntohs(address.sin_port);
        for (int i = 0; i < 4; ++i)
            (void)connect(open(), any, size);
    }
    ~BlackHole()
    {
        for (const int fd : fds_)
            close(fd);
    }
    [[nodiscard]] int port() const { return port_; }

private:
    int open()
    {
        fds_ << socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        return fds_.last();
    }

    QList<int> fds_;
    int port_ = 0;
};

struct Ended {
    int status = -1;
    QString output;
    QString error;
};

Ended run(const QString &url)
{
    RunningProgram program({u"--connect"_s, url});
    Ended ended;
    ended.status = program.waitForEnd();
    ended.output = program.output();
    ended.error = QString::fromUtf8(program.process().readAllStandardError());
    return ended;
}

} // namespace

class ConnectingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aCertificateDecidesWhetherToTalk_data();
    void aCertificateDecidesWhetherToTalk();
    void theClientShowsItsCertificateAndWhatItSpeaks();
    void aClientWithoutTheCertificateItNeedsIsToldSo();
    void opensslReversesWhatItIsSent();
    void aPeerWithoutTlsIsToldInWords();
    void aFileThatCannotBeUsedIsTold_data();
    void aFileThatCannotBeUsedIsTold();
    void clientsGoOverTheTransport_data();
    void clientsGoOverTheTransport();
    void nobodyListeningIsRefused_data();
    void nobodyListeningIsRefused();
    void aPeerThatDoesNotAnswerIsGivenUp_data();
    void aPeerThatDoesNotAnswerIsGivenUp();
    void anOptionOfTlsIsRefusedOverTcp();

private:
    void makeCertificate(const QString &name);
    [[nodiscard]] QString pem(const QString &name) const
    {
        return folder_.filePath(name + u".pem"_s);
    }

    QTemporaryDir folder_;
    std::unique_ptr<Echo> tls_; // as localhost
    std::unique_ptr<Echo> udp_;
};

// One self-signed file with certificate and key.
void ConnectingTest::makeCertificate(const QString &name)
{
    QProcess openssl;
    openssl.start(u"openssl"_s,
                  {u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s,
                   u"ec_paramgen_curve:P-256"_s, u"-nodes"_s, u"-keyout"_s, pem(name) + u".key"_s,
                   u"-out"_s, pem(name), u"-days"_s, u"2"_s, u"-subj"_s, u"/CN="_s + name,
                   u"-addext"_s, u"subjectAltName=DNS:"_s + name});
    QVERIFY(openssl.waitForFinished());
    QVERIFY2(openssl.exitCode() == 0, openssl.readAllStandardError().constData());
    QFile key(pem(name) + u".key"_s), file(pem(name));
    QVERIFY(key.open(QIODevice::ReadOnly) && file.open(QIODevice::Append));
    file.write(key.readAll());
}

void ConnectingTest::initTestCase()
{
    for (const QString &name : {u"localhost"_s, u"other"_s})
        makeCertificate(name);
    tls_ = std::make_unique<Echo>(QStringList {u"tls"_s, pem(u"localhost"_s)});
    udp_ = std::make_unique<Echo>(QStringList {u"udp"_s});
    QVERIFY(!tls_->port().isEmpty() && !udp_->port().isEmpty());
}

void ConnectingTest::aCertificateDecidesWhetherToTalk_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("trouble"); // "": they talk

    const QString ca = u"ca="_s + pem(u"localhost"_s),
                  refused = u"is not accepted: certificate verify failed"_s;
    QTest::newRow("unknown authority") << u"localhost"_s << QString() << refused;
    QTest::newRow("named authority") << u"localhost"_s << ca << QString();
    QTest::newRow("wrong name") << u"127.0.0.1"_s << ca << refused;
    QTest::newRow("named server") << u"127.0.0.1"_s << QString(ca + u"&server_name=localhost"_s)
                                  << QString();
    QTest::newRow("any") << u"127.0.0.1"_s << u"verify=no"_s << QString();
    QTest::newRow("the trusted one")
        << u"127.0.0.1"_s << QString(u"trust="_s + pem(u"localhost"_s)) << QString();
    QTest::newRow("not the trusted one") << u"localhost"_s << QString(u"trust="_s + pem(u"other"_s))
                                         << u"does not show the certificate in"_s;
}

void ConnectingTest::aCertificateDecidesWhetherToTalk()
{
    QFETCH(QString, host);
    QFETCH(QString, options);
    QFETCH(QString, trouble);
    const Ended ended = run(u"lines+tls://%1:%2?text=hello&%3"_s.arg(host, tls_->port(), options));
    QCOMPARE(ended.status, trouble.isEmpty() ? 0 : 1);
    QVERIFY2(ended.error.contains(trouble), qPrintable(ended.error));
    QCOMPARE(ended.output.contains(u"1 of 1 lines sent, 1 answered, 5 B back"_s),
             trouble.isEmpty());
}

void ConnectingTest::theClientShowsItsCertificateAndWhatItSpeaks()
{
    Echo peer({u"tls"_s, pem(u"localhost"_s), pem(u"other"_s), u"echo/2,echo/1"_s});
    const QString url
        = u"lines+tls://localhost:%1?text=hello&ca=%2"_s.arg(peer.port(), pem(u"localhost"_s));
    const Ended ended = run(url + u"&alpn=none,echo/1&cert="_s + pem(u"other"_s));
    QVERIFY2(ended.status == 0, qPrintable(ended.error));
    QVERIFY(peer.waitForLine(u"client TLSv1.3 alpn echo/1 names other\n"_s));
    QVERIFY2(ended.output.contains(u"1 answered"), qPrintable(ended.output));
    QCOMPARE(run(url).status, 1); // it shows none
}

// In TLS 1.3 it is told after its handshake: as an error, not as the end of what comes.
void ConnectingTest::aClientWithoutTheCertificateItNeedsIsToldSo()
{
    Echo peer({u"tls"_s, pem(u"localhost"_s), pem(u"other"_s)});
    const Ended ended
        = run(u"lines+tls://localhost:%1?text=hello&ca=%2"_s.arg(peer.port(), pem(u"localhost"_s)));
    QCOMPARE(ended.status, 1);
    QVERIFY2(ended.error.contains(u"the peer demands a certificate of ours"),
             qPrintable(ended.error));
}

void ConnectingTest::opensslReversesWhatItIsSent()
{
    QProcess server;
    server.start(u"openssl"_s,
                 {u"s_server"_s, u"-accept"_s, u"127.0.0.1:0"_s, u"-cert"_s, pem(u"localhost"_s),
                  u"-rev"_s, u"-tls1_2"_s});
    QByteArray said;
    while (!said.contains("ACCEPT") || !said.endsWith('\n'))
        QVERIFY2(server.waitForReadyRead(10'000) && (said += server.readAllStandardOutput(), true),
                 said.constData());
    const QString port = QString::fromUtf8(said.mid(said.lastIndexOf(':') + 1)).trimmed();
    const Ended ended
        = run(u"lines+tls://localhost:%1?text=hello&end=%0A&ca=%2"_s.replace(u"%1"_s, port)
                  .replace(u"%2"_s, pem(u"localhost"_s)));
    server.kill();
    server.waitForFinished();
    QVERIFY2(ended.status == 0, qPrintable(ended.error));
    QVERIFY2(ended.output.contains(u"1 of 1 lines sent, 1 answered, 6 B back"),
             qPrintable(ended.output));
}

void ConnectingTest::aPeerWithoutTlsIsToldInWords()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    RunningProgram program(
        {u"--connect"_s, u"load+tls://127.0.0.1:%1?connections=1"_s.arg(server.serverPort())});
    QVERIFY(server.waitForNewConnection(10'000));
    QTcpSocket *client = server.nextPendingConnection();
    client->write("220 this is no TLS\r\n");
    QVERIFY(client->waitForBytesWritten());
    QCOMPARE(program.waitForEnd(), 1);
    const QString error = QString::fromUtf8(program.process().readAllStandardError());
    QVERIFY2(error.contains(u"TLS with 127.0.0.1:%1 failed: "_s.arg(server.serverPort())),
             qPrintable(error));
    QVERIFY2(error.contains(u". Check that it speaks TLS at this port"_s), qPrintable(error));
}

void ConnectingTest::aFileThatCannotBeUsedIsTold_data()
{
    QTest::addColumn<QString>("option");
    for (const char *option : {"ca", "trust", "cert"})
        QTest::newRow(option) << QString::fromLatin1(option);
}

void ConnectingTest::aFileThatCannotBeUsedIsTold()
{
    QFETCH(QString, option);
    for (const QString &path : {u"/no/such.pem"_s, QStringLiteral(ECHO_PEER)}) {
        const Ended ended = run(u"lines+tls://127.0.0.1:9?%1=%2"_s.arg(option, path));
        QCOMPARE(ended.status, 1);
        QVERIFY2(ended.error.contains(path + u" cannot be "_s), qPrintable(ended.error));
    }
}

void ConnectingTest::clientsGoOverTheTransport_data()
{
    QTest::addColumn<QString>("transport");
    for (const char *transport : {"unix", "udp", "tls"})
        QTest::newRow(transport) << QString::fromLatin1(transport);
}

void ConnectingTest::clientsGoOverTheTransport()
{
    QFETCH(QString, transport);
    const QString path = folder_.filePath(u"echo"_s);
    QProcess socat;
    if (transport == u"unix") {
        socat.start(u"socat"_s, {u"UNIX-LISTEN:"_s + path + u",fork"_s, u"EXEC:cat"_s});
        QTRY_VERIFY(QFile::exists(path));
    }
    const QString address = transport == u"unix" ? path
        : transport == u"tls"                    ? u"localhost:"_s + tls_->port()
                                                 : u"127.0.0.1:"_s + udp_->port();
    const QString options = transport == u"tls" ? u"&ca="_s + pem(u"localhost"_s) : QString();
    const Ended lines
        = run(u"lines+%1://%2?text=one&text=two%3"_s.arg(transport, address, options));
    const Ended load = run(
        u"load+%1://%2?connections=3&rate=60&duration=1&limit=errors<1&limit=messages>30%3"_s.arg(
            transport, address, options));
    RunningProgram talk(
        {u"--connect"_s, u"talk+%1://%2?format=escapes%3"_s.arg(transport, address, options)});
    talk.process().write("one\n");
    const bool talked = talk.waitForOutput(QRegularExpression(u"^one\\\\n\n$"_s)).hasMatch();
    socat.kill();
    socat.waitForFinished();
    QVERIFY2(lines.output.contains(u"2 of 2 lines sent, 2 answered, 6 B back"_s),
             qPrintable(lines.output + lines.error));
    QCOMPARE(lines.status, 0);
    QVERIFY2(load.status == 0, qPrintable(load.output + load.error));
    QVERIFY2(talked, talk.process().readAllStandardError().constData());
}

void ConnectingTest::nobodyListeningIsRefused_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("trouble");
    QTest::newRow("tls") << u"lines+tls://127.0.0.1:1"_s
                         << u"Nothing accepts connections at 127.0.0.1:1."_s;
    QTest::newRow("udp") << u"lines+udp://127.0.0.1:1"_s
                         << u"Nothing accepts connections at 127.0.0.1:1."_s;
    QTest::newRow("unix") << u"lines+unix:///no/such/socket"_s
                          << u"There is no socket at /no/such/socket."_s;
}

void ConnectingTest::nobodyListeningIsRefused()
{
    QFETCH(QString, url);
    QFETCH(QString, trouble);
    const Ended ended = run(url);
    QCOMPARE(ended.status, 1);
    QVERIFY2(ended.error.contains(trouble), qPrintable(ended.error));
}

void ConnectingTest::aPeerThatDoesNotAnswerIsGivenUp_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"lines", "load", "lines+tls"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void ConnectingTest::aPeerThatDoesNotAnswerIsGivenUp()
{
    QFETCH(QString, kind);
    const BlackHole hole;
    QVERIFY(hole.port() > 0);
    QElapsedTimer timer;
    timer.start();
    const Ended ended = run(u"%1://127.0.0.1:%2?timeout=500ms"_s.arg(kind).arg(hole.port()));
    QCOMPARE(ended.status, 1);
    QVERIFY2(ended.error.contains(u"127.0.0.1:%1 does not answer."_s.arg(hole.port())),
             qPrintable(ended.error));
    QVERIFY(timer.elapsed() >= 500);
    QVERIFY2(timer.elapsed() < 8'000, "it waited for longer than it was told");
}

void ConnectingTest::anOptionOfTlsIsRefusedOverTcp()
{
    const Ended ended = run(u"lines://127.0.0.1:1?verify=no"_s);
    QCOMPARE(ended.status, 2);
    QVERIFY2(ended.error.contains(u"option verify is for tls, not for tcp"),
             qPrintable(ended.error));
}

QTEST_GUILESS_MAIN(ConnectingTest)
#include "ConnectingTest.moc"
