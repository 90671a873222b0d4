// SPDX-License-Identifier: GPL-3.0-or-later

// Servers over TLS as openssl and Python meet them: versions, ALPN, certificates of both sides,
// peers that are killed half-way, and what is said where a certificate cannot be used.

#include "PythonClient.h"
#include "RunningProgram.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

#include <csignal>

using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 20'000;

} // namespace

class TlsServersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void opensslVerifiesTheOwnCertificate_data();
    void opensslVerifiesTheOwnCertificate();
    void theOwnCertificateIsKeptAndItsKeyIsPrivate();
    void aProtocolThatBothKnowIsAgreedOn();
    void aClientComesBackWithItsSession();
    void pythonGetsBackWhatItSent();
    void aPeerKilledHalfWayEndsItsConnectionAlone();
    void aPeerThatIsNotTlsEndsItsConnectionAlone();
    void onlyClientsWithACertificateAreServed();
    void aClientWithoutACertificateIsToldSo();
    void aSessionThatWentWellSaysNothing();
    void aHalfClosedLegCarriesTheAnswer();
    void aPeersGoodbyeIsAnswered_data();
    void aPeersGoodbyeIsAnswered();
    void handshakesThatFailAreCountedAndToldInWords_data();
    void handshakesThatFailAreCountedAndToldInWords();
    void theLogSaysWhatWasNegotiated();
    void aCertificateThatCannotBeUsedIsToldInWords_data();
    void aCertificateThatCannotBeUsedIsToldInWords();
    void aFolderThatCannotBeMadeIsToldInWords();

private:
    [[nodiscard]] QString path(const QString &name) const { return folder_.filePath(name); }
    [[nodiscard]] QString ownCertificate() const
    {
        return path(u"Loopscope/loopscope/localhost.crt"_s);
    }
    QByteArray openssl(const QString &arguments, const QByteArray &input = {});
    QByteArray client(const RunningProgram &program, const QString &arguments,
                      const QByteArray &input = "hello\n");

    QTemporaryDir folder_; // the data of the program, and certificates of the user's own
    int status_ = -1; // of openssl()
};

// Until it has printed what was sent, where something was; then its input ends.
QByteArray TlsServersTest::openssl(const QString &arguments, const QByteArray &input)
{
    QProcess process;
    process.setWorkingDirectory(folder_.path());
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(u"openssl"_s, QProcess::splitCommand(arguments));
    process.write(input);
    QByteArray output;
    while ((input.isEmpty() || !output.contains(input)) && process.waitForReadyRead(patience))
        output += process.readAll();
    process.closeWriteChannel();
    process.waitForFinished(patience);
    status_ = process.exitCode();
    return output + process.readAll();
}

QByteArray TlsServersTest::client(const RunningProgram &program, const QString &arguments,
                                  const QByteArray &input)
{
    return openssl(u"s_client -connect 127.0.0.1:%1 %2"_s.arg(program.port()).arg(arguments),
                   input);
}

void TlsServersTest::initTestCase()
{
    qputenv("XDG_DATA_HOME", folder_.path().toUtf8());
    const QString ec = u" -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "_s;
    openssl(u"req -x509"_s + ec + u"-keyout ca.key -out ca.pem -subj /CN=authority"_s);
    for (const QString &name : {u"mine"_s, u"other"_s}) {
        openssl(u"req"_s + ec + u"-keyout %1.key -out %1.csr -subj /CN=%1"_s.arg(name));
        openssl(
            u"x509 -req -in %1.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out %1.pem"_s
                .arg(name));
    }
    openssl(u"req -x509"_s + ec + u"-keyout self.key -out self.pem -subj /CN=self"_s);
    openssl(u"ec -in mine.key -aes128 -passout pass:secret -out locked.key"_s);
    QVERIFY(QFile::exists(path(u"other.pem"_s)) && QFile::exists(path(u"locked.key"_s)));
}

void TlsServersTest::opensslVerifiesTheOwnCertificate_data()
{
    QTest::addColumn<QString>("api");
    QTest::addColumn<QString>("version");
    for (const char *api : {"protocol", "streams"}) {
        QTest::addRow("%s, TLS 1.2", api) << QString::fromLatin1(api) << u"1_2"_s;
        QTest::addRow("%s, TLS 1.3", api) << QString::fromLatin1(api) << u"1_3"_s;
    }
}

void TlsServersTest::opensslVerifiesTheOwnCertificate()
{
    QFETCH(QString, api);
    QFETCH(QString, version);
    RunningProgram program({u"--serve"_s, u"echo+tls://127.0.0.1:0?api="_s + api});
    static const QRegularExpression serving(u"serving echo tls 127\\.0\\.0\\.1:\\d+\n"_s);
    QVERIFY(program.waitForOutput(serving).hasMatch());
    for (const QString &name :
         {u"-verify_hostname localhost"_s, u"-verify_ip 127.0.0.1"_s, u"-verify_ip ::1"_s}) {
        const QByteArray output = client(
            program,
            u"-tls%1 -CAfile %2 -verify_return_error %3"_s.arg(version, ownCertificate(), name));
        QVERIFY2(output.contains("Verify return code: 0 (ok)") && output.contains("hello\n"),
                 output.constData());
        QVERIFY2(output.contains(version == u"1_2" ? "New, TLSv1.2" : "New, TLSv1.3"),
                 output.constData());
    }
    client(program,
           u"-CAfile %1 -verify_return_error -verify_hostname elsewhere.example"_s.arg(
               ownCertificate()),
           {});
    QVERIFY(status_ != 0);
}

void TlsServersTest::theOwnCertificateIsKeptAndItsKeyIsPrivate()
{
    const auto contents = [this] {
        QFile file(ownCertificate());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    RunningProgram first({u"--serve"_s, u"echo+tls://127.0.0.1:0"_s});
    const QByteArray certificate = contents();
    QVERIFY(!certificate.isEmpty());
    RunningProgram second({u"--serve"_s, u"echo+tls://127.0.0.1:0"_s});
    QCOMPARE(contents(), certificate);
    const QFile key(path(u"Loopscope/loopscope/localhost.key"_s));
    QVERIFY(key.exists());
    QVERIFY(!(key.permissions()
              & ~(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser)));
}

void TlsServersTest::aProtocolThatBothKnowIsAgreedOn()
{
    RunningProgram program({u"--serve"_s, u"echo+tls://127.0.0.1:0?alpn=h2,http/1.1"_s});
    for (const QByteArray &protocol : {"h2"_ba, "http/1.1"_ba}) {
        const QByteArray output
            = client(program, u"-alpn other,"_s + QString::fromLatin1(protocol));
        QVERIFY2(output.contains("ALPN protocol: " + protocol), output.constData());
    }
    QVERIFY(client(program, {}).contains("No ALPN negotiated"));
}

void TlsServersTest::aClientComesBackWithItsSession()
{
    RunningProgram program({u"--serve"_s, u"echo+tls://127.0.0.1:0"_s});
    const QByteArray output = client(program, u"-tls1_2 -reconnect"_s);
    QCOMPARE(output.count("drop connection and then reconnect"), 5);
    QVERIFY2(output.contains("hello\n"), output.constData());
}

void TlsServersTest::pythonGetsBackWhatItSent()
{
    RunningProgram program({u"--serve"_s, u"echo+tls://127.0.0.1:0"_s});
    QProcess python;
    python.start(u"python3"_s,
                 {QStringLiteral(TLS_CLIENT), QString::number(program.port()), ownCertificate(),
                  u"20"_s, u"1000000"_s});
    QVERIFY(python.waitForFinished(2 * patience));
    QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
}

void TlsServersTest::aPeerKilledHalfWayEndsItsConnectionAlone()
{
    RunningProgram program({u"--serve"_s, u"echo+tls://127.0.0.1:0"_s});
    for (int i = 0; i < 3; ++i) {
        QProcess peer;
        peer.start(
            u"openssl"_s,
            {u"s_client"_s, u"-quiet"_s, u"-connect"_s, u"127.0.0.1:%1"_s.arg(program.port())});
        peer.write(QByteArray(1'000'000, 'x') + '\n');
        QVERIFY(peer.waitForReadyRead(patience)); // some of it came back, most is under way
        peer.kill();
        QVERIFY(peer.waitForFinished(patience));
    }
    QTcpSocket half; // says half of a greeting
    half.connectToHost(u"127.0.0.1"_s, quint16(program.port()));
    QVERIFY(half.waitForConnected(patience));
    half.write(QByteArray::fromHex("160301020001"));
    QVERIFY(half.waitForBytesWritten(patience));
    half.abort();
    QVERIFY(client(program, {}).contains("hello\n"));
    QVERIFY(program.process().state() == QProcess::Running);
}

void TlsServersTest::aPeerThatIsNotTlsEndsItsConnectionAlone()
{
    RunningProgram program({u"--serve"_s, u"echo+tls://127.0.0.1:0"_s});
    QTcpSocket plain;
    plain.connectToHost(u"127.0.0.1"_s, quint16(program.port()));
    QVERIFY(plain.waitForConnected(patience));
    plain.write("GET / HTTP/1.0\r\n\r\n");
    QVERIFY(plain.waitForBytesWritten(patience));
    QVERIFY(plain.state() == QAbstractSocket::UnconnectedState
            || plain.waitForDisconnected(patience));
    QVERIFY(client(program, {}).contains("hello\n"));
}

void TlsServersTest::onlyClientsWithACertificateAreServed()
{
    RunningProgram program({u"--serve"_s,
                            u"echo+tls://127.0.0.1:0?client_ca=%1&cert=%2&key=%3"_s.arg(
                                path(u"ca.pem"_s), path(u"mine.pem"_s), path(u"mine.key"_s))});
    QVERIFY(program.port() > 0);
    const QByteArray output = client(program, u"-cert other.pem -key other.key -CAfile ca.pem"_s);
    QVERIFY2(output.contains("hello\n") && output.contains("Verify return code: 0 (ok)"),
             output.constData());
    QVERIFY(!client(program, {}).contains("hello\n"));
}

// By an alert, whoever it is; ours end with 1 and name the certificate.
void TlsServersTest::aClientWithoutACertificateIsToldSo()
{
    RunningProgram server(
        {u"--serve"_s, u"echo+tls://127.0.0.1:0?client_ca="_s + path(u"ca.pem"_s)});
    QVERIFY(server.port() > 0);
    const QByteArray openssl = client(server, u"-tls1_3"_s, {});
    QVERIFY2(openssl.contains("alert certificate required"), openssl.constData());
    for (const QString &kind : {u"talk"_s, u"lines"_s}) {
        const QString text = kind == u"lines" ? u"&text=a"_s : QString();
        RunningProgram ours(
            {u"--connect"_s,
             u"%1+tls://127.0.0.1:%2?verify=no%3"_s.arg(kind).arg(server.port()).arg(text)});
        ours.process().write("hello\n");
        ours.process().closeWriteChannel();
        QCOMPARE(ours.waitForEnd(), 1);
        const QByteArray error = ours.process().readAllStandardError();
        QVERIFY2(error.contains("the peer demands a certificate of ours"), error.constData());
    }
}

void TlsServersTest::aSessionThatWentWellSaysNothing()
{
    RunningProgram server({u"--serve"_s, u"echo+tls://127.0.0.1:0"_s});
    for (int i = 0; i < 3; ++i) {
        RunningProgram ours(
            {u"--connect"_s, u"lines+tls://127.0.0.1:%1?text=a&verify=no"_s.arg(server.port())});
        QCOMPARE(ours.waitForEnd(), 0);
        QCOMPARE(ours.process().readAllStandardError(), QByteArray());
    }
}

// forward to TLS: a server that answers once all was sent, which it hears by close_notify alone.
void TlsServersTest::aHalfClosedLegCarriesTheAnswer()
{
    QProcess far;
    far.setWorkingDirectory(folder_.path());
    far.start(u"python3"_s,
              {u"-c"_s,
               u"import socket, ssl\n"
               "c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\n"
               "c.load_cert_chain('mine.pem', 'mine.key')\n"
               "s = socket.create_server(('127.0.0.1', 0))\n"
               "print(s.getsockname()[1], flush=True)\n"
               "t = c.wrap_socket(s.accept()[0], server_side=True)\n"
               "all = b''.join(iter(lambda: t.recv(99), b''))\n"
               "t.sendall(b'all of ' + all)\n"
               "t.unwrap()\n"_s});
    QVERIFY(far.waitForReadyRead(patience));
    const int port = far.readLine().trimmed().toInt();
    RunningProgram program(
        {u"--serve"_s, u"forward://127.0.0.1:0?to=tls:127.0.0.1:%1&verify=no"_s.arg(port)});
    QCOMPARE(python(program.port(), u"s.sendall(b'it')\ns.shutdown(1)\nprint(rest())"_s),
             "b'all of it'"_ba);
    QVERIFY(far.waitForFinished(patience));
    QCOMPARE(far.exitCode(), 0);
}

void TlsServersTest::aPeersGoodbyeIsAnswered_data()
{
    opensslVerifiesTheOwnCertificate_data();
}

void TlsServersTest::aPeersGoodbyeIsAnswered()
{
    QFETCH(QString, api);
    QFETCH(QString, version);
    RunningProgram program({u"--serve"_s, u"echo+tls://127.0.0.1:0?api="_s + api});
    // unwrap() throws unless the server's close_notify comes.
    const QByteArray said = python(
        program.port(),
        u"import ssl\nc = ssl._create_unverified_context()\n"
        "c.maximum_version = ssl.TLSVersion.TLSv%1\nt = c.wrap_socket(s)\nt.send(b'hello')\n"
        "print(t.recv(9))\nprint(t.unwrap().recv(9))"_s.arg(version));
    QCOMPARE(said, "b'hello'\nb''"_ba);
}

void TlsServersTest::handshakesThatFailAreCountedAndToldInWords_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("client");
    QTest::addColumn<QByteArray>("sentence");
    const QString handshake = u"import ssl\nc = ssl.create_default_context()\n"
                              "%1\ntry:\n    c.wrap_socket(s, server_hostname='localhost')\n"
                              "    s.recv(9)\nexcept OSError:\n    pass"_s;
    const QString unverified = u"c = ssl._create_unverified_context()\n"_s;
    QTest::newRow("plain text") << QString() << u"s.send(b'GET / HTTP/1.0\\r\\n\\r\\n')\nrest()"_s
                                << "the peer speaks no TLS (http request)"_ba;
    QTest::newRow("a client that refuses us")
        << QString() << handshake.arg(QString())
        << "the peer refused our certificate, as it does not know who signed it"_ba;
    QTest::newRow("a client without a certificate")
        << u"client_ca=%1"_s << handshake.arg(unverified)
        << "certificate verify failed: the peer showed no certificate"_ba;
    QTest::newRow("a client with another's")
        << u"client_ca=%1"_s
        << handshake.arg(
               unverified
               + u"c.load_cert_chain('%1', '%2')"_s.arg(path(u"self.pem"_s), path(u"self.key"_s)))
        << "certificate verify failed: the certificate is self-signed, and untrusted [self]"_ba;
}

void TlsServersTest::handshakesThatFailAreCountedAndToldInWords()
{
    QFETCH(QString, options);
    QFETCH(QString, client);
    QFETCH(QByteArray, sentence);
    const QString log = path(u"failed.jsonl"_s);
    RunningProgram program(
        {u"--export"_s, log, u"--serve"_s,
         u"echo+tls://127.0.0.1:0?"_s + options.replace(u"%1"_s, path(u"ca.pem"_s))});
    python(program.port(), client);
    QVERIFY(program.waitForSummary());
    QCOMPARE(::kill(pid_t(program.process().processId()), SIGTERM), 0);
    QCOMPARE(program.waitForEnd(), 0);
    QVERIFY2(program.output().contains(u", 1 failed\n"_s), qPrintable(program.output()));
    QFile file(log);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY2(text.contains(sentence), text.constData());
}

void TlsServersTest::theLogSaysWhatWasNegotiated()
{
    const QString log = path(u"log.jsonl"_s);
    RunningProgram program({u"--export"_s, log, u"--serve"_s,
                            u"echo+tls://127.0.0.1:0?alpn=h2&client_ca="_s + path(u"ca.pem"_s)});
    const QByteArray output = client(program, u"-alpn h2 -cert other.pem -key other.key"_s);
    QVERIFY2(output.contains("hello\n"), output.constData());
    QCOMPARE(::kill(pid_t(program.process().processId()), SIGTERM), 0);
    QCOMPARE(program.waitForEnd(), 0);
    QFile file(log);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY2(text.contains(": TLSv1.3, TLS_AES_256_GCM_SHA384, ALPN h2, certificate of other, "
                           "issued by authority"),
             text.constData());
}

void TlsServersTest::aCertificateThatCannotBeUsedIsToldInWords_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("no file")
        << u"cert=%1/none.pem"_s
        << u"cert=%1/none.pem cannot be read: No such file or directory. Check its name and its permissions."_s;
    QTest::newRow("a folder") << u"cert=%1"_s
                              << u"cert=%1 cannot be read: it is a folder. Name a file."_s;
    QTest::newRow("no certificate")
        << u"cert=%1/mine.key"_s
        << u"cert=%1/mine.key contains no certificate in PEM form. Use a file with a BEGIN CERTIFICATE line."_s;
    QTest::newRow("no key")
        << u"cert=%1/mine.pem"_s
        << u"%1/mine.pem contains no private key in PEM form. Name the file with the key as key=FILE."_s;
    QTest::newRow("another's key")
        << u"cert=%1/mine.pem&key=%1/other.key"_s
        << u"The key in %1/other.key does not belong to the certificate in %1/mine.pem. Name the key it was made with."_s;
    QTest::newRow("locked key")
        << u"cert=%1/mine.pem&key=%1/locked.key"_s
        << u"The key in %1/locked.key is protected by a passphrase. Save it without one, as 'openssl pkey' does."_s;
    QTest::newRow("key alone")
        << u"key=%1/mine.key"_s
        << u"key=%1/mine.key is given without a certificate. Add cert= with the PEM file of its certificate."_s;
    QTest::newRow("authority")
        << u"client_ca=%1/none.pem"_s
        << u"client_ca=%1/none.pem cannot be read: No such file or directory. Check its name and its permissions."_s;
}

void TlsServersTest::aCertificateThatCannotBeUsedIsToldInWords()
{
    QFETCH(QString, options);
    QFETCH(QString, sentence);
    RunningProgram program(
        {u"--serve"_s, u"echo+tls://127.0.0.1:0?"_s + options.arg(folder_.path())});
    QCOMPARE(program.waitForEnd(), 1);
    const QString error = QString::fromUtf8(program.process().readAllStandardError());
    QVERIFY2(error.endsWith(u": "_s + sentence.arg(folder_.path()) + u'\n'), qPrintable(error));
    QCOMPARE(error.count(u'\n'), 1);
}

void TlsServersTest::aFolderThatCannotBeMadeIsToldInWords()
{
    qputenv("XDG_DATA_HOME", "/dev/null");
    RunningProgram program({u"--serve"_s, u"echo+tls://127.0.0.1:0"_s});
    qputenv("XDG_DATA_HOME", folder_.path().toUtf8());
    QCOMPARE(program.waitForEnd(), 1);
    const QByteArray error = program.process().readAllStandardError();
    QVERIFY2(
        error.contains("The folder /dev/null/Loopscope/loopscope cannot be made: Not a directory."),
        error.constData());
}

QTEST_GUILESS_MAIN(TlsServersTest)
#include "TlsServersTest.moc"
