// SPDX-License-Identifier: GPL-3.0-or-later

// The program as -DLOOPSCOPE_WINDOW=OFF builds it: which libraries it needs, and that it serves.

#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtTest/QTest>

#include <csignal>

using namespace Qt::StringLiterals;

class HeadlessBuildTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itNeedsNothingThatDraws();
    void itServesWithoutBeingAskedToBeHeadless();
};

void HeadlessBuildTest::itNeedsNothingThatDraws()
{
    QProcess ldd;
    ldd.start(u"ldd"_s, {QStringLiteral(LOOPSCOPE_PROGRAM)});
    QVERIFY(ldd.waitForFinished());
    const QString libraries = QString::fromUtf8(ldd.readAllStandardOutput());
    QVERIFY2(libraries.contains(u"libQt6Core"), qPrintable(libraries));
    static const QRegularExpression drawing(
        u"lib(Qt6(Gui|Widgets|Charts|Svg|OpenGL\\w*)|GL|GLX|EGL|X11|xcb)\\."_s);
    QVERIFY2(!drawing.match(libraries).hasMatch(), qPrintable(libraries));
}

void HeadlessBuildTest::itServesWithoutBeingAskedToBeHeadless()
{
    QProcess program;
    program.start(QStringLiteral(LOOPSCOPE_PROGRAM), {u"--serve"_s, u"echo://127.0.0.1:0"_s});
    QByteArray output;
    while (!output.contains('\n') && program.waitForReadyRead(20'000))
        output += program.readAllStandardOutput();
    QVERIFY2(output.startsWith("serving echo tcp 127.0.0.1:"), output.constData());
    QCOMPARE(::kill(pid_t(program.processId()), SIGTERM), 0);
    QVERIFY(program.waitForFinished());
    QCOMPARE(program.exitCode(), 0);
}

QTEST_GUILESS_MAIN(HeadlessBuildTest)
#include "HeadlessBuildTest.moc"
