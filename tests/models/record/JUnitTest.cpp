// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/JUnit.h"

#include <QtCore/QXmlStreamReader>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using models::SessionRecord;
using namespace std::chrono_literals;

namespace {

SessionRecord record(SessionRecord::State state, const QList<models::Verdict> &verdicts)
{
    SessionRecord made;
    made.kind = u"load"_s;
    made.url = *models::parseSessionUrl(u"load://127.0.0.1:1"_s).url;
    made.state = state;
    made.error = state == SessionRecord::Failed ? u"The peer left."_s : QString();
    made.figures = u"1,3k msg/s"_s;
    made.plainFigures = u"1.3k msg/s"_s;
    made.verdicts = verdicts;
    return made;
}

QByteArray xml(const SessionRecord &session)
{
    return models::junitXml(u"suite"_s, {session}, 1500ms);
}

} // namespace

class JUnitTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLimitIsATestCase();
    void aSessionWithoutLimitsIsATestCase();
    void aFailedSessionWhoseLimitsHoldFails();
    void numbersAreThoseForScripts();
    void whatReadersAskForIsThere();
};

void JUnitTest::aLimitIsATestCase()
{
    const QByteArray written = xml(record(
        SessionRecord::Failed, {{u"p99<5ms"_s, true, u"1 ms"_s}, {u"errors<1"_s, false, u"7"_s}}));
    QVERIFY2(written.contains("tests=\"2\" failures=\"1\""), written.constData());
    QVERIFY2(written.contains("<failure message=\"errors&lt;1 "), written.constData());
    QVERIFY2(written.contains("time=\"1.500\""), written.constData());
}

void JUnitTest::aSessionWithoutLimitsIsATestCase()
{
    const QByteArray good = xml(record(SessionRecord::Stopped, {}));
    QVERIFY2(good.contains("tests=\"1\" failures=\"0\""), good.constData());
    const QByteArray bad = xml(record(SessionRecord::Failed, {}));
    QVERIFY2(bad.contains("tests=\"1\" failures=\"1\""), bad.constData());
    QVERIFY2(bad.contains("<failure message=\"The peer left.\"/>"), bad.constData());
}

void JUnitTest::aFailedSessionWhoseLimitsHoldFails()
{
    const QByteArray written
        = xml(record(SessionRecord::Failed, {{u"p99<5ms"_s, true, u"1 ms"_s}}));
    QVERIFY2(written.contains("tests=\"2\" failures=\"1\""), written.constData());
    QVERIFY2(written.contains("<failure message=\"The peer left.\"/>"), written.constData());
}

void JUnitTest::numbersAreThoseForScripts()
{
    const QByteArray written = xml(record(SessionRecord::Stopped, {}));
    QVERIFY2(written.contains("<system-out>1.3k msg/s</system-out>"), written.constData());
}

void JUnitTest::whatReadersAskForIsThere()
{
    QXmlStreamReader reader(xml(record(SessionRecord::Stopped, {{u"p99<5ms"_s, true, u"1 ms"_s}})));
    QStringList lines;
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement)
            continue;
        QString line = reader.name().toString();
        for (const QXmlStreamAttribute &each : reader.attributes())
            line += u" %1=%2"_s.arg(each.name(), each.value());
        lines << line;
    }
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    QCOMPARE(lines,
             QStringList({u"testsuites"_s,
                          u"testsuite name=suite tests=1 failures=0 errors=0 time=1.500"_s,
                          u"testcase classname=load://127.0.0.1:1 name=p99<5ms time=1.500"_s,
                          u"system-out"_s}));
}

QTEST_APPLESS_MAIN(JUnitTest)
#include "JUnitTest.moc"
