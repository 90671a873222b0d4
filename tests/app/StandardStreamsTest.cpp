// SPDX-License-Identifier: GPL-3.0-or-later

// The real program with standard streams of every kind: nobody reads them, readers leave, disks are
// full, they are closed. How it begins and ends with them.

#include "ProgramWithStreams.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <optional>

using namespace Qt::StringLiterals;

namespace {

// The exit status of a line of bash, in which $L is the program; its standard error is `errors`.
int bash(const QString &line, QString &errors)
{
    QProcess shell;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"L"_s, QStringLiteral(LOOPSCOPE_PROGRAM));
    shell.setProcessEnvironment(environment);
    shell.start(u"bash"_s, {u"-c"_s, line});
    const bool ended = shell.waitForFinished(patience);
    errors = QString::fromUtf8(shell.readAllStandardError());
    return ended && shell.exitStatus() == QProcess::NormalExit ? shell.exitCode() : -1;
}

} // namespace

class StandardStreamsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aServerWhoseStreamsNobodyReadsServesAndEnds();
    void aReaderWhoLeavesEndsIt();
    void aFullDiskIsStatusOne_data();
    void aFullDiskIsStatusOne();
    void closedStreamsAreNobodyElses();
    void whatIsPrintedToAClosedStreamIsStatusOne_data();
    void whatIsPrintedToAClosedStreamIsStatusOne();

private:
    [[nodiscard]] QString serve() const { return u"echo+unix://"_s + socket_; }

    std::optional<QTemporaryDir> folder_;
    QString socket_;
};

void StandardStreamsTest::init()
{
    folder_.emplace();
    socket_ = folder_->filePath(u"echo"_s);
}

void StandardStreamsTest::aServerWhoseStreamsNobodyReadsServesAndEnds()
{
    const Pipe output, errors;
    output.fill();
    errors.fill();
    ProgramWithStreams program({u"--debug"_s, u"--serve"_s, serve()}, -1, output.writing.get(),
                               errors.writing.get());
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(socket_), patience);
    QVERIFY(answers(socket_));
    program.signal(SIGTERM);
    QCOMPARE(program.status(), 1); // for its last words are lost
    QVERIFY(!QFile::exists(socket_));
}

void StandardStreamsTest::aReaderWhoLeavesEndsIt()
{
    Pipe output;
    ProgramWithStreams program({u"--serve"_s, serve()}, -1, output.writing.get());
    output.writing = loop::Descriptor();
    char byte;
    QCOMPARE(::read(output.reading.get(), &byte, 1), ssize_t(1));
    output.reading = loop::Descriptor();
    QCOMPARE(program.status(), 1);
    QCOMPARE(program.errors(),
             u"loopscope: Whoever read standard output has left, so the program ends.\n"_s);
    QVERIFY(!QFile::exists(socket_));
}

void StandardStreamsTest::aFullDiskIsStatusOne_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::newRow("help") << u"--help"_s;
    QTest::newRow("version") << u"--version"_s;
    QTest::newRow("a server") << u"--headless --for 0.1 --serve echo://127.0.0.1:0"_s;
}

void StandardStreamsTest::aFullDiskIsStatusOne()
{
    QFETCH(QString, arguments);
    QString errors;
    QCOMPARE(bash(u"exec \"$L\" "_s + arguments + u" >/dev/full"_s, errors), 1);
    QCOMPARE(errors,
             u"loopscope: Standard output cannot be written: No space left on device. Check where "
             u"it goes.\n"_s);
}

void StandardStreamsTest::closedStreamsAreNobodyElses()
{
    QProcess program;
    program.start(u"bash"_s,
                  {u"-c"_s, u"exec \"$0\" --headless --serve \"$1\" <&- >&- 2>&-"_s,
                   QStringLiteral(LOOPSCOPE_PROGRAM), serve()});
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(socket_), patience);
    for (int fd = 0; fd < 3; ++fd)
        QCOMPARE(QFileInfo(u"/proc/%1/fd/%2"_s.arg(program.processId()).arg(fd)).symLinkTarget(),
                 u"/dev/null"_s);
    QVERIFY(answers(socket_));
    ::kill(pid_t(program.processId()), SIGTERM);
    QVERIFY(program.waitForFinished(patience));
    QCOMPARE(program.exitCode(), 0);
}

void StandardStreamsTest::whatIsPrintedToAClosedStreamIsStatusOne_data()
{
    QTest::addColumn<QString>("command");
    QTest::newRow("query") << u"query \"$R\" 'SELECT 1'"_s;
    QTest::newRow("compare") << u"compare \"$R\" \"$R\""_s;
    QTest::newRow("export") << u"export \"$R\" - --format csv"_s;
    QTest::newRow("its name") << u"export \"$R\" /dev/stdout --format csv"_s;
}

void StandardStreamsTest::whatIsPrintedToAClosedStreamIsStatusOne()
{
    QFETCH(QString, command);
    const QString recording = folder_->filePath(u"run.loopscope"_s);
    QString errors;
    QCOMPARE(bash(u"exec \"$L\" --headless --for 0.1 --serve "_s + serve() + u" --record "_s
                      + recording + u" >&-"_s,
                  errors),
             0); // its lines are for nobody
    QCOMPARE(errors, QString());
    QCOMPARE(bash(u"R="_s + recording + u"; exec \"$L\" "_s + command + u" >&-"_s, errors), 1);
    QVERIFY2(errors.contains(u" cannot be written: "_s), qPrintable(errors));
}

QTEST_GUILESS_MAIN(StandardStreamsTest)
#include "StandardStreamsTest.moc"
