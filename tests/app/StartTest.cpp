// SPDX-License-Identifier: GPL-3.0-or-later

// The real program where it cannot start: one sentence that says why, and status 1.

#include <QtCore/QElapsedTimer>
#include <QtCore/QProcess>
#include <QtTest/QTest>

#include <csignal>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 20'000;

struct Ended {
    int status = -1; // of a crash, too, and where it did not end
    QString errors;
};

Ended run(const QString &program, const QStringList &arguments,
          const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment())
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    const bool ended = process.waitForFinished(patience);
    const QString errors = QString::fromUtf8(process.readAllStandardError());
    if (!ended)
        process.kill();
    process.waitForFinished();
    return {ended && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            errors};
}

QProcessEnvironment withoutDisplay()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"QT_QPA_PLATFORM"_s})
        environment.remove(name);
    return environment;
}

} // namespace

class StartTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutADisplayItSaysSo();
    void aDisplayThatCannotBeOpenedIsNamed();
    void tooFewDescriptorsAreToldInASentence();
    void noMoreThreadsAreToldInASentence();
};

void StartTest::withoutADisplayItSaysSo()
{
#ifndef LOOPSCOPE_HAS_WINDOW
    QSKIP("this program has no window");
#endif
    const Ended ended = run(QStringLiteral(LOOPSCOPE_PROGRAM),
                            {u"--serve"_s, u"echo://127.0.0.1:0"_s}, withoutDisplay());
    QCOMPARE(ended.errors,
             u"loopscope: There is no display for a window: neither DISPLAY nor WAYLAND_DISPLAY is "
             u"set. Use --headless to run without one.\n"_s);
    QCOMPARE(ended.status, 1);
}

void StartTest::aDisplayThatCannotBeOpenedIsNamed()
{
#ifndef LOOPSCOPE_HAS_WINDOW
    QSKIP("this program has no window");
#endif
    QProcessEnvironment environment = withoutDisplay();
    environment.insert(u"DISPLAY"_s, u":98765"_s);
    const Ended ended = run(QStringLiteral(LOOPSCOPE_PROGRAM),
                            {u"--serve"_s, u"echo://127.0.0.1:0"_s}, environment);
    QVERIFY2(ended.errors.startsWith(u"loopscope: The window cannot be opened: "_s)
                 && ended.errors.contains(u":98765"_s) && ended.errors.count(u'\n') == 1,
             qPrintable(ended.errors));
    QCOMPARE(ended.status, 1);
}

// From none to what is enough: never a crash, never silence.
void StartTest::tooFewDescriptorsAreToldInASentence()
{
    for (int limit = 8; limit <= 32; limit += 4) {
        const Ended ended = run(u"bash"_s,
                                {u"-c"_s,
                                 u"ulimit -n %1; exec \"$0\" --headless --for 0.1 --serve "
                                 "echo://127.0.0.1:0"_s.arg(limit),
                                 QStringLiteral(LOOPSCOPE_PROGRAM)});
        QVERIFY2(ended.errors.startsWith(u"loopscope: The program cannot start: "_s)
                     && ended.errors.count(u'\n') == 1,
                 qPrintable(ended.errors));
        QCOMPARE(ended.status, 1);
    }
}

void StartTest::noMoreThreadsAreToldInASentence()
{
    // The limit does not hold for root, so root becomes another user.
    const QString user = ::geteuid() == 0
        ? u"setpriv --reuid 65533 --regid 65533 --clear-groups prlimit --nproc=1 "_s
        : u"prlimit --nproc=1 "_s;
    const Ended able = run(u"bash"_s,
                           {u"-c"_s, user.section(u" prlimit"_s, 0, 0) + u" test -x \"$0\""_s,
                            QStringLiteral(LOOPSCOPE_PROGRAM)});
    if (::geteuid() == 0 && able.status != 0)
        QSKIP("another user cannot start the program here");
    // A leak sanitizer looks with a thread of its own.
    const Ended ended = run(u"bash"_s,
                            {u"-c"_s,
                             u"ASAN_OPTIONS=detect_leaks=0 "_s + user
                                 + u"\"$0\" --headless --for 1 --serve echo://127.0.0.1:0"_s,
                             QStringLiteral(LOOPSCOPE_PROGRAM)});
    QVERIFY2(ended.errors.startsWith(u"loopscope: The program cannot start: "_s)
                 && ended.errors.count(u'\n') == 1,
             qPrintable(ended.errors));
    QCOMPARE(ended.status, 1);
}

QTEST_GUILESS_MAIN(StartTest)
#include "StartTest.moc"
