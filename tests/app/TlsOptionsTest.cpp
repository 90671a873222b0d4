// SPDX-License-Identifier: GPL-3.0-or-later

// What a session can be told of TLS, of servers and clients of the real program: versions, ciphers,
// the name that is asked for, and where the secrets go.

#include "RunningProgram.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

#include <csignal>
#include <set>

using namespace Qt::StringLiterals;

class TlsOptionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("XDG_DATA_HOME", folder_.path().toUtf8());
        qunsetenv("SSLKEYLOGFILE");
    }
    void cleanup() { qunsetenv("SSLKEYLOGFILE"); }

    void versionsAndCiphersAreWhatWasAskedFor_data()
    {
        QTest::addColumn<QString>("options");
        QTest::addColumn<QString>("client");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("newest") << u"tls_max=1.2"_s << QString() << "Protocol  : TLSv1.2"_ba;
        QTest::newRow("oldest") << u"tls_min=1.3"_s << u"-tls1_2"_s << "alert protocol version"_ba;
        QTest::newRow("suite") << u"ciphers=TLS_CHACHA20_POLY1305_SHA256"_s << QString()
                               << "Cipher is TLS_CHACHA20_POLY1305_SHA256"_ba;
        QTest::newRow("cipher") << u"ciphers=ECDHE-ECDSA-AES128-GCM-SHA256:!aNULL"_s << u"-tls1_2"_s
                                << "Cipher is ECDHE-ECDSA-AES128-GCM-SHA256"_ba;
        QTest::newRow("others") << u"ciphers=ECDHE-ECDSA-AES128-GCM-SHA256"_s
                                << u"-tls1_2 -cipher ECDHE-ECDSA-AES256-GCM-SHA384"_s
                                << "alert handshake failure"_ba;
    }
    void versionsAndCiphersAreWhatWasAskedFor()
    {
        QFETCH(QString, options);
        QFETCH(QString, client);
        QFETCH(QByteArray, said);
        RunningProgram program({u"--serve"_s, u"echo+tls://127.0.0.1:0?"_s + options});
        const QByteArray output = openssl(program.port(), client);
        QVERIFY2(output.contains(said), output.constData());
    }

    void aClientAsksForAnotherName()
    {
        const QString log = path(u"names.jsonl"_s);
        RunningProgram program(
            {u"--export"_s, log, u"--serve"_s, u"echo+tls://127.0.0.1:0"_s, u"--connect"_s,
             u"lines+tls://localhost:0?text=hello&end=%0A&verify=no&sni=front.example"_s});
        QVERIFY(program.waitForOutput(QRegularExpression(u"1 answered"_s)).hasMatch());
        QVERIFY(ended(program));
        QVERIFY(contents(log).contains("server name front.example"));
    }

    // Both sides' handshakes on threads of their own; a failed one is counted and said as ever
    void handshakesMayBeTakenOver()
    {
        const QString log = path(u"threads.jsonl"_s);
        RunningProgram program(
            {u"--export"_s, log, u"--serve"_s, u"echo+tls://127.0.0.1:0?tls_threads=2"_s,
             u"--connect"_s,
             u"lines+tls://127.0.0.1:0?text=hello&end=%0A&verify=no&tls_threads=2"_s});
        QVERIFY(program.waitForOutput(QRegularExpression(u"1 answered"_s)).hasMatch());
        const QByteArray output = openssl(program.port(), u"-tls1_1"_s);
        QVERIFY2(!output.contains("hello"), output.constData());
        QVERIFY(ended(program));
        QVERIFY(contents(log).contains("no version of TLS is spoken by both sides"));
    }

    // RFC 9850: what openssl logs of the same session
    void theSecretsAreAppendedToAFile_data()
    {
        QTest::addColumn<bool>("byEnvironment");
        QTest::newRow("option") << false;
        QTest::newRow("environment") << true;
    }
    void theSecretsAreAppendedToAFile()
    {
        QFETCH(bool, byEnvironment);
        const QString ours = path(u"ours-%1.log"_s.arg(byEnvironment));
        const QString theirs = path(u"theirs-%1.log"_s.arg(byEnvironment));
        if (byEnvironment)
            qputenv("SSLKEYLOGFILE", ours.toUtf8());
        const QString option = byEnvironment ? QString() : u"?sslkeylog="_s + ours;
        {
            RunningProgram program({u"--serve"_s, u"echo+tls://127.0.0.1:0"_s + option,
                                    u"--connect"_s,
                                    u"lines+tls://127.0.0.1:0?text=hello&end=%0A&verify=no"_s
                                        + QString(option).replace(u'?', u'&')});
            QVERIFY(program.waitForOutput(QRegularExpression(u"1 answered"_s)).hasMatch());
            qunsetenv("SSLKEYLOGFILE");
            const QByteArray output = openssl(program.port(), u"-keylogfile "_s + theirs);
            QVERIFY2(output.contains("hello\n"), output.constData());
        }
        const std::set<QByteArray> written = lines(ours), expected = lines(theirs);
        QVERIFY(expected.size() >= 4);
        for (const QByteArray &line : expected)
            QVERIFY2(written.contains(line), line.constData());
        // and those of our own client, which are those of its server
        QCOMPARE(written.size(), 2 * expected.size());
        QCOMPARE(contents(ours).count('\n'), qsizetype(3 * expected.size()));
        QCOMPARE(QFile::permissions(ours),
                 QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser);
    }

    // ... also where only the side that is connected to is encrypted
    void theSecretsOfAForwardsTargetAreAppended()
    {
        const QString ours = path(u"forward.log"_s), theirs = path(u"target.log"_s);
        RunningProgram target({u"--serve"_s, u"echo+tls://127.0.0.1:0?sslkeylog="_s + theirs});
        RunningProgram between(
            {u"--serve"_s,
             u"forward://127.0.0.1:0?verify=no&to=tls:127.0.0.1:%1&sslkeylog=%2"_s
                 .arg(target.port())
                 .arg(ours)});
        QTcpSocket client;
        client.connectToHost(u"127.0.0.1"_s, between.port());
        client.write("hello\n");
        QTRY_COMPARE(client.peek(9), "hello\n"_ba);
        QVERIFY(lines(theirs).size() >= 4);
        QCOMPARE(lines(ours), lines(theirs));
    }
    void aForwardWithoutTlsHasNoSecrets()
    {
        RunningProgram program(
            {u"--serve"_s, u"forward://127.0.0.1:0?to=127.0.0.1:9&sslkeylog=keys"_s});
        QCOMPARE(program.waitForEnd(), 1);
        const QString error = QString::fromUtf8(program.process().readAllStandardError());
        QVERIFY2(
            error.endsWith(u"sslkeylog=keys would stay empty: neither side is encrypted. Write "
                           "to=tls:HOST:PORT, or forward+tls.\n"_s),
            qPrintable(error));
    }

    void whatCannotBeUsedIsOneSentence_data()
    {
        QTest::addColumn<QString>("options");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("versions")
            << u"tls_min=1.3&tls_max=1.2"_s
            << u"tls_min=1.3 is newer than tls_max=1.2. Leave one of them out."_s;
        QTest::newRow("ciphers")
            << u"ciphers=ECDHE-ECDSA-AES128-GCM-SHA256:TYPO"_s
            << u"ciphers=ECDHE-ECDSA-AES128-GCM-SHA256:TYPO contains a name that OpenSSL does not know. 'openssl ciphers -s -v' lists those that can be used."_s;
        QTest::newRow("suite")
            << u"ciphers=TLS_TYPO"_s
            << u"ciphers=TLS_TYPO contains a name that OpenSSL does not know. 'openssl ciphers -s -v' lists those that can be used."_s;
        QTest::newRow("file")
            << u"sslkeylog=/dev/null/keys"_s
            << u"sslkeylog=/dev/null/keys cannot be written: Not a directory. Name a file in a folder that exists and is yours."_s;
    }
    void whatCannotBeUsedIsOneSentence()
    {
        QFETCH(QString, options);
        QFETCH(QString, sentence);
        RunningProgram server({u"--serve"_s, u"echo+tls://127.0.0.1:0?"_s + options});
        QCOMPARE(server.waitForEnd(), 1);
        const QString error = QString::fromUtf8(server.process().readAllStandardError());
        QVERIFY2(error.endsWith(sentence + u'\n') && error.count(u'\n') == 1, qPrintable(error));
        RunningProgram client({u"--connect"_s, u"lines+tls://127.0.0.1:9?"_s + options});
        QCOMPARE(client.waitForEnd(), 1);
        const QString same = QString::fromUtf8(client.process().readAllStandardError());
        QVERIFY2(same.endsWith(sentence + u'\n'), qPrintable(same));
    }
    void aNameThatIsNoneIsRefused()
    {
        for (const auto &[name, sentence] :
             {std::pair {u"a b"_s, u"is not a host name"_s}, {u"10.0.0.1"_s, u"is an address"_s}}) {
            RunningProgram client({u"--connect"_s, u"lines+tls://127.0.0.1:9?sni="_s + name});
            QCOMPARE(client.waitForEnd(), 2);
            const QString error = QString::fromUtf8(client.process().readAllStandardError());
            QVERIFY2(error.contains(sentence), qPrintable(error));
        }
    }

    // A file that cannot be written costs no session where it was only the environment's
    void anEnvironmentThatCannotBeUsedIsSaid()
    {
        const QString log = path(u"said.jsonl"_s);
        qputenv("SSLKEYLOGFILE", "/dev/null/keys");
        RunningProgram program({u"--export"_s, log, u"--serve"_s, u"echo+tls://127.0.0.1:0"_s});
        QVERIFY(openssl(program.port(), {}).contains("hello\n"));
        QVERIFY(ended(program));
        QCOMPARE(
            contents(log).count("SSLKEYLOGFILE=/dev/null/keys cannot be written: Not a directory"),
            1);
    }
    // ... whichever thread it is that notices
    void aDiskThatIsFullIsSaidOnce_data()
    {
        QTest::addColumn<QString>("threads");
        QTest::newRow("the loop's") << QString();
        QTest::newRow("others") << u"&tls_threads=2"_s;
    }
    void aDiskThatIsFullIsSaidOnce()
    {
        QFETCH(QString, threads);
        const QString log = path(u"full%1.jsonl"_s.arg(threads.size()));
        RunningProgram program({u"--export"_s, log, u"--serve"_s,
                                u"echo+tls://127.0.0.1:0?sslkeylog=/dev/full"_s + threads});
        for (int i = 0; i < 2; ++i)
            QVERIFY(openssl(program.port(), {}).contains("hello\n"));
        QVERIFY(ended(program));
        QCOMPARE(contents(log).count("can no longer be written to /dev/full: No space left"), 1);
    }

private:
    [[nodiscard]] QString path(const QString &name) const { return folder_.filePath(name); }
    [[nodiscard]] static QByteArray contents(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    [[nodiscard]] static std::set<QByteArray> lines(const QString &path)
    {
        std::set<QByteArray> found;
        for (const QByteArray &line : contents(path).split('\n'))
            if (!line.isEmpty() && !line.startsWith('#'))
                found.insert(line);
        return found;
    }
    // Until "hello" came back, or the connection failed.
    static QByteArray openssl(int port, const QString &options)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(
            u"openssl"_s,
            QProcess::splitCommand(u"s_client -connect 127.0.0.1:%1 %2"_s.arg(port).arg(options)));
        process.write("hello\n");
        QByteArray output;
        while (!output.contains("\nhello\n") && process.waitForReadyRead(10'000))
            output += process.readAll();
        process.closeWriteChannel();
        process.waitForFinished(10'000);
        return output + process.readAll();
    }
    static bool ended(RunningProgram &program)
    {
        return program.waitForSummary()
            && ::kill(pid_t(program.process().processId()), SIGTERM) == 0
            && program.waitForEnd() == 0;
    }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(TlsOptionsTest)
#include "TlsOptionsTest.moc"
