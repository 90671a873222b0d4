// SPDX-License-Identifier: GPL-3.0-or-later

// The program and its files, from outside: what does not fit is reported and changes nothing, what
// is not a file holds up nobody, and what a killed program left is found.

#include "tests/app/RunningProgram.h"
#include "tests/support/SmallDisk.h"

#include <QtCore/QDir>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

#include <csignal>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool put(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

} // namespace

class FilesTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;

    QString path(const char *name) const { return folder_->filePath(QString::fromUtf8(name)); }
    static QString errorsOf(RunningProgram &program)
    {
        return QString::fromUtf8(program.process().readAllStandardError());
    }

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir(folder_->path()).mkdir(u"tmp"_s));
        qputenv("TMPDIR", path("tmp").toUtf8());
        qputenv("XDG_STATE_HOME", path("state").toUtf8());
    }
    void cleanup()
    {
        qunsetenv("TMPDIR");
        qunsetenv("XDG_STATE_HOME");
    }

    void whatDoesNotFitKeepsTheOldFile_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("name");
        QTest::newRow("export") << u"--export"_s << u"disk/x.jsonl"_s;
        QTest::newRow("JUnit") << u"--junit"_s << u"disk/x.xml"_s;
    }

    void whatDoesNotFitKeepsTheOldFile()
    {
        QFETCH(QString, option);
        QFETCH(QString, name);
        QVERIFY(QDir(folder_->path()).mkdir(u"disk"_s));
        const test::OwnDisk disk(path("disk"), 64);
        if (!disk.mounted())
            QSKIP("needs root: mounts a small disk");
        const QString target = folder_->filePath(name);
        QVERIFY(put(target, "good"));
        disk.fill();
        RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--connect"_s,
                                u"lines://127.0.0.1:0?text=hello"_s, u"--for"_s, u"0.3"_s, option,
                                target});
        QCOMPARE(program.waitForEnd(), 1);
        QCOMPARE(errorsOf(program),
                 u"loopscope: %1 cannot be written: No space left on device. Free some space "
                 "there, or choose another place.\n"_s.arg(target));
        QCOMPARE(contentOf(target), "good");
    }

    // A limit on the size of files is a full disk that everybody can make.
    void aRecordingThatCannotGoOnIsReported()
    {
        const QString target = path("x.jsonl");
        int status = 0;
        QString errors;
        {
            const test::SmallDisk disk(100'000);
            const QString text(1000, u'a');
            RunningProgram program({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--connect"_s,
                                    u"repeat://127.0.0.1:0?every=0.001&count=1000&text="_s + text,
                                    u"--for"_s, u"5"_s, u"--export"_s, target});
            status = program.waitForEnd();
            errors = errorsOf(program);
        }
        QCOMPARE(status, 1);
        QVERIFY2(errors.contains(u"loopscope: The recording has stopped: "), qPrintable(errors));
    }

    void aPayloadThatWasCutSaysSo()
    {
        const QString target = path("x.jsonl");
        RunningProgram program({u"--serve"_s, u"discard://127.0.0.1:0"_s, u"--export"_s, target});
        QTcpSocket client;
        client.connectToHost(u"127.0.0.1"_s, quint16(program.port()));
        QVERIFY(client.waitForConnected());
        client.write(QByteArray(5000, 'x'));
        client.disconnectFromHost();
        QVERIFY(client.state() == QAbstractSocket::UnconnectedState
                || client.waitForDisconnected());
        QVERIFY(program.waitForSummary());
        QCOMPARE(::kill(pid_t(program.process().processId()), SIGTERM), 0);
        QCOMPARE(program.waitForEnd(), 0);
        qint64 payload = 0, missing = 0;
        for (const QByteArray &line : contentOf(target).split('\n')) {
            const QJsonObject event = QJsonDocument::fromJson(line).object();
            payload += event[u"payload"].toString().size();
            missing += event[u"payload_missing"].toInteger();
        }
        QCOMPARE(payload + missing, 5000);
    }

    void whatAKilledProgramRecordedIsKeptByTheNext()
    {
        {
            RunningProgram killed({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--connect"_s,
                                   u"repeat://127.0.0.1:0?every=0.01"_s, u"--export"_s,
                                   path("x.jsonl")});
            QVERIFY(killed.waitForSummary()); // what was seen before it is on disk
            QCOMPARE(::kill(pid_t(killed.process().processId()), SIGKILL), 0);
            killed.process().waitForFinished();
        }
        QVERIFY(!QDir(path("tmp")).isEmpty());
        RunningProgram next({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--for"_s, u"0.1"_s});
        QCOMPARE(next.waitForEnd(), 0);
        const QString errors = errorsOf(next);
        static const QRegularExpression kept(
            u"^The recording of a run that did not end properly is kept as (.+\\.loopscope)\\.\n$"_s);
        const auto match = kept.match(errors);
        QVERIFY2(match.hasMatch(), qPrintable(errors));
        QVERIFY(match.captured(1).startsWith(path("state")));
        QVERIFY(QFileInfo(match.captured(1)).size() > 0);
        QVERIFY(QDir(path("tmp")).isEmpty());
    }

    void whatIsNoFileHoldsUpNobody_data()
    {
        QTest::addColumn<QString>("url");
        for (const char *option : {"echo+tls://127.0.0.1:0?cert=%1", "reply://127.0.0.1:0?rules=%1",
                                   "echo+tls://127.0.0.1:0?client_ca=%1"})
            QTest::newRow(option) << u"--serve %1"_s.arg(QString::fromUtf8(option));
        for (const char *option :
             {"lines://127.0.0.1:1?file=%1", "lines+tls://127.0.0.1:1?ca=%1",
              "lines+tls://127.0.0.1:1?cert=%1", "lines+tls://127.0.0.1:1?trust=%1"})
            QTest::newRow(option) << u"--connect %1"_s.arg(QString::fromUtf8(option));
        QTest::newRow("run") << u"run %1"_s;
    }

    void whatIsNoFileHoldsUpNobody()
    {
        QFETCH(QString, url);
        QCOMPARE(::mkfifo(QFile::encodeName(path("pipe")).constData(), 0600), 0);
        for (const QString &file : {path("pipe"), u"/dev/zero"_s}) {
            QProcess program;
            program.start(QStringLiteral(LOOPSCOPE_PROGRAM),
                          QStringList {u"--headless"_s} + url.arg(file).split(u' '));
            QVERIFY2(program.waitForFinished(10'000), "it waits for it");
            QVERIFY(program.exitCode() == 1 || program.exitCode() == 2);
            const QString errors = QString::fromUtf8(program.readAllStandardError());
            QVERIFY2(errors.contains(file + u" cannot be read: it is a "_s), qPrintable(errors));
        }
    }
};

QTEST_GUILESS_MAIN(FilesTest)
#include "FilesTest.moc"
