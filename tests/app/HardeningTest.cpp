// SPDX-License-Identifier: GPL-3.0-or-later

// What the release build promises to whoever runs it, read from the program's file with binutils.

#include <QtCore/QProcess>
#include <QtTest/QTest>

namespace {

using namespace Qt::StringLiterals;

QString outputOf(const QString &tool, QStringList arguments)
{
    QProcess process;
    process.start(tool, arguments << QStringLiteral(LOOPSCOPE_PROGRAM));
    return process.waitForFinished() && process.exitCode() == 0
        ? QString::fromLocal8Bit(process.readAllStandardOutput())
        : QString();
}

} // namespace

class HardeningTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theProgramCanBeLoadedAnywhere();
    void relocationsAreBoundAtTheStartAndReadOnlyAfterwards();
    void theStackIsProtectedAndNotExecutable();
    void callsOfTheCLibraryAreFortified();
    void functionsAreMarkedForControlFlowProtection();
};

void HardeningTest::theProgramCanBeLoadedAnywhere()
{
    QVERIFY(outputOf(u"readelf"_s, {u"-hW"_s}).contains(u"DYN (Position-Independent Executable"_s));
}

void HardeningTest::relocationsAreBoundAtTheStartAndReadOnlyAfterwards()
{
    QVERIFY(outputOf(u"readelf"_s, {u"-lW"_s}).contains(u"GNU_RELRO"_s));
    QVERIFY(outputOf(u"readelf"_s, {u"-dW"_s}).contains(u"BIND_NOW"_s));
}

void HardeningTest::theStackIsProtectedAndNotExecutable()
{
    const QStringList segments = outputOf(u"readelf"_s, {u"-lW"_s}).split(u'\n');
    const QStringList stack = segments.filter(u"GNU_STACK"_s);
    QCOMPARE(stack.size(), 1);
    QVERIFY2(!stack.constFirst().contains(u"RWE"_s), qPrintable(stack.constFirst()));
    QVERIFY(outputOf(u"readelf"_s, {u"-W"_s, u"--dyn-syms"_s}).contains(u"__stack_chk_fail"_s));
}

void HardeningTest::callsOfTheCLibraryAreFortified()
{
    const QString symbols = outputOf(u"readelf"_s, {u"-W"_s, u"--dyn-syms"_s});
    QVERIFY(symbols.contains(u"_chk@"_s) && symbols.contains(u"__snprintf_chk"_s));
}

void HardeningTest::functionsAreMarkedForControlFlowProtection()
{
#ifdef __x86_64__
    QVERIFY(outputOf(u"objdump"_s, {u"-d"_s, u"--disassemble=main"_s}).contains(u"endbr64"_s));
#else
    QSKIP("only x86-64 marks its functions");
#endif
}

QTEST_GUILESS_MAIN(HardeningTest)
#include "HardeningTest.moc"
