// SPDX-License-Identifier: GPL-3.0-or-later

// `loopscope run scenario.json` from outside: when it ends, with which status, and what it writes.

#include "RunningProgram.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class RunTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itEndsWithItsClientsAndStatusZeroWhereAllLimitsHold();
    void aLimitThatDoesNotHoldIsStatusOneAndInTheReport();
    void itEndsAfterItsDuration();
    void aMalformedScenarioIsStatusTwo();

private:
    QString write(const QByteArray &json)
    {
        const QString path = folder_.filePath(u"scenario.json"_s);
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(json) == json.size() ? path
                                                                                  : QString();
    }

    QTemporaryDir folder_;
};

void RunTest::itEndsWithItsClientsAndStatusZeroWhereAllLimitsHold()
{
    RunningProgram program({u"run"_s, write(R"({"sessions": [
        {"url": "echo://127.0.0.1:0"},
        {"url": "lines://127.0.0.1:0?text=a&text=b", "limits": ["messages>=2"]},
        {"url": "load://127.0.0.1:0?connections=2&rate=50&duration=500ms", "limits": ["errors<1", "p50<5s"]}]})")});
    QCOMPARE(program.waitForEnd(), 0);
    for (const auto &limit :
         {u"limit messages>=2 met"_s, u"limit errors<1 met"_s, u"limit p50<5s met"_s})
        QVERIFY2(program.output().contains(limit), qPrintable(program.output()));
}

void RunTest::aLimitThatDoesNotHoldIsStatusOneAndInTheReport()
{
    const QString report = folder_.filePath(u"junit.xml"_s);
    RunningProgram program({u"run"_s, write(R"({"duration": 0.7, "sessions": [
        {"url": "echo://127.0.0.1:0"},
        {"url": "load://127.0.0.1:0?connections=1&rate=20", "limits": ["rate>100000", "errors<1"]}]})"),
                            u"--junit"_s, report});
    QCOMPARE(program.waitForEnd(), 1);
    QFile file(report);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray xml = file.readAll();
    QVERIFY2(xml.contains("<testsuite name=\"scenario\" tests=\"3\" failures=\"1\""),
             xml.constData());
    QVERIFY2(xml.contains("<failure message=\"rate&gt;100000 not met: "), xml.constData());
}

void RunTest::itEndsAfterItsDuration()
{
    QElapsedTimer timer;
    timer.start();
    RunningProgram program({u"run"_s, write(R"({"duration": "800ms", "sessions": [
        {"url": "echo://127.0.0.1:0"}, {"url": "repeat://127.0.0.1:0"}]})")});
    QCOMPARE(program.waitForEnd(), 0);
    QVERIFY(timer.elapsed() >= 800);
}

void RunTest::aMalformedScenarioIsStatusTwo()
{
    const QString path
        = write("{\"sessions\": [{\"url\": \"echo://127.0.0.1:0\", \"limit\": []}]}");
    RunningProgram program({u"run"_s, path});
    QCOMPARE(program.waitForEnd(), 2);
    QCOMPARE(
        QString::fromUtf8(program.process().readAllStandardError()),
        u"loopscope: %1: /sessions/0/limit: there is no such key; use url, limits or faults.\n"_s
            .arg(path));
}

QTEST_GUILESS_MAIN(RunTest)
#include "RunTest.moc"
