// SPDX-License-Identifier: GPL-3.0-or-later

// The real program, of whose fallible calls the Nth fails, for many N: it ends, without a crash, it
// says what went wrong in a sentence if it ends with 1, and it leaves neither a file behind nor
// memory that nothing leads to (the leak sanitizer is preloaded, too, where the system lets it
// look). So many N as fit into half a minute; TORTURE=all takes every one, TORTURE=17 that one, and
// shows what is said.

#include <QtCore/QDir>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 15'000; // ms: a run takes well under one second
constexpr qint64 budget = 25'000; // ms, in all
constexpr int leaked = 23; // the status that the leak sanitizer is told to end with

// Whether a process may be looked at as the leak sanitizer does it: some containers forbid that.
bool leaksAreSeen()
{
    static const bool seen = [] {
        if (QStringLiteral(LEAK_SANITIZER).isEmpty())
            return false;
        QProcess shell;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"LD_PRELOAD"_s, QStringLiteral(LEAK_SANITIZER));
        shell.setProcessEnvironment(environment);
        shell.start(u"true"_s, {});
        return shell.waitForFinished() && shell.exitCode() == 0;
    }();
    return seen;
}

struct Outcome {
    QByteArray failed; // "7 accept4", or "of 93": none did
    QByteArray said; // on stderr
    int status = -1;
    QString wrong; // "": all is well
};

bool isSentence(const QByteArray &line)
{
    return line.contains(' ') && (line.endsWith('.') || line.contains(". "));
}

QString judge(const Outcome &outcome, const QTemporaryDir &folder)
{
    if (outcome.said.contains("terminate called"))
        return u"an exception that nobody caught"_s;
    if (outcome.status == leaked)
        return u"memory that nothing leads to"_s;
    if (outcome.status != 0 && outcome.status != 1)
        return u"status %1"_s.arg(outcome.status);
    const QByteArrayList lines = outcome.said.split('\n');
    if (outcome.status == 1 && std::none_of(lines.begin(), lines.end(), isSentence))
        return u"no sentence"_s;
    const QStringList left
        = QDir(folder.filePath(u"tmp"_s)).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    if (!left.isEmpty())
        return u"left behind: "_s + left.join(u", "_s);
    return {};
}

Outcome runWith(int number)
{
    const QTemporaryDir folder;
    QDir(folder.path()).mkdir(u"tmp"_s);
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    QString preloaded = QStringLiteral(CALLS_THAT_FAIL);
    if (leaksAreSeen())
        preloaded += u':' + QStringLiteral(LEAK_SANITIZER);
    environment.insert(u"LD_PRELOAD"_s, preloaded);
    environment.insert(u"LSAN_OPTIONS"_s, u"exitcode=%1"_s.arg(leaked));
    environment.insert(u"TORTURE_FAIL"_s, QString::number(number));
    environment.insert(u"TORTURE_REPORT"_s, folder.filePath(u"report"_s));
    environment.insert(u"TMPDIR"_s, folder.filePath(u"tmp"_s));
    environment.insert(u"XDG_DATA_HOME"_s, folder.filePath(u"data"_s));
    environment.insert(u"XDG_CONFIG_HOME"_s, folder.filePath(u"config"_s));
    program.setProcessEnvironment(environment);
    program.start(QStringLiteral(LOOPSCOPE_PROGRAM),
                  {u"--headless"_s, u"--serve"_s, u"echo+unix://"_s + folder.filePath(u"tmp/s"_s),
                   u"--serve"_s, u"echo+udp://127.0.0.1:0"_s, u"--serve"_s, u"echo://127.0.0.1:0"_s,
                   u"--connect"_s, u"lines://127.0.0.1:0?text=one&text=two&wait=0.2"_s,
                   u"--export"_s, folder.filePath(u"log.jsonl"_s), u"--for"_s, u"0.5"_s});
    Outcome outcome;
    if (!program.waitForFinished(patience)) {
        program.kill();
        program.waitForFinished();
        outcome.wrong = u"it did not end"_s;
    }
    outcome.said = program.readAllStandardError();
    outcome.status = program.exitStatus() == QProcess::NormalExit ? program.exitCode() : -1;
    QFile report(folder.filePath(u"report"_s));
    if (report.open(QIODevice::ReadOnly))
        outcome.failed = report.readAll();
    if (outcome.wrong.isEmpty())
        outcome.wrong = judge(outcome, folder);
    return outcome;
}

} // namespace

class TortureTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theProgramOutlivesEachCallThatFails();
};

void TortureTest::theProgramOutlivesEachCallThatFails()
{
    const QByteArray wanted = qgetenv("TORTURE");
    if (const int one = wanted.toInt(); one > 0) {
        const Outcome outcome = runWith(one);
        qInfo("%s: status %d, %s\n%s", outcome.failed.constData(), outcome.status,
              qPrintable(outcome.wrong), outcome.said.constData());
        QVERIFY2(outcome.wrong.isEmpty(), qPrintable(outcome.wrong));
        return;
    }
    const Outcome whole = runWith(0);
    QVERIFY2(whole.failed.startsWith("of ") && whole.status == 0 && whole.wrong.isEmpty(),
             whole.said.constData());
    const int calls = whole.failed.mid(3).toInt();
    QVERIFY(calls > 50);
    // The first ones, and then with gaps, so that the last ones are reached.
    QElapsedTimer timer;
    timer.start();
    const int step = wanted == "all" ? 1 : qMax(1, calls / 30);
    QStringList wrong;
    for (int number = 1; number <= calls; number += step) {
        if (step > 1 && timer.elapsed() > budget)
            break;
        const Outcome outcome = runWith(number);
        if (!outcome.wrong.isEmpty())
            wrong << u"%1: %2\n%3"_s.arg(QString::fromUtf8(outcome.failed), outcome.wrong,
                                         QString::fromUtf8(outcome.said.right(300)));
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
}

QTEST_GUILESS_MAIN(TortureTest)
#include "TortureTest.moc"
