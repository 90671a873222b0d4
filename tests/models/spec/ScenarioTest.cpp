// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/Scenario.h"
#include "models/record/JUnit.h"

#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QXmlStreamReader>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using models::readScenario;
using models::Scenario;
using models::SessionRecord;

class ScenarioTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aScenarioIsSessionsWithTheirLimits();
    void aDurationMayBeANumber();
    void numbersAreReadWhole();
    void whatRunsBecomesAScenario();
    void onlyClientsOfThePortThatWasTakenFollowIt();
    void aWrittenScenarioReadsBackEqual();
    void theSchemaKnowsTheKeysThatAreRead();
    void aWrongScenarioSaysWhere_data();
    void aWrongScenarioSaysWhere();
    void aMissingFileIsTold();
    void junitHasACaseForEachLimit();
    void junitTellsOfASessionThatFailed();
    void junitFailsASessionThatFailedThoughItsLimitsAreMet();
    void theSchemaKnowsEveryMeasure();
};

namespace {

// Below the class: moc stumbles over raw strings.
const QByteArray whole = R"({
    "$schema": "scenario.schema.json", "name": "echo", "duration": "1500ms", "seed": 7,
    "record": "run.loopscope", "capture": 4096, "keep": "200MB", "keepFor": 0.5e2, "dumpOn": "limit|warning",
    "sessions": [
        {"url": "echo+tls://127.0.0.1:0?prefix=Re:%20"},
        {"url": "load+tls://localhost:0?verify=no&rate=10", "limits": ["p99<5ms", "errors<1"]}
    ]
})";

} // namespace

void ScenarioTest::aScenarioIsSessionsWithTheirLimits()
{
    const auto [scenario, sentence] = readScenario(whole, u"a.json"_s);
    QVERIFY2(scenario, qPrintable(sentence));
    QCOMPARE(scenario->name, u"echo"_s);
    QVERIFY(scenario->duration == 1500ms);
    QCOMPARE(scenario->seed.value(), 7);
    QCOMPARE(scenario->recording.record, u"run.loopscope"_s);
    QCOMPARE(scenario->recording.capture, u"4096"_s);
    QCOMPARE(*scenario->recording.keep, 200'000'000);
    QVERIFY(*scenario->recording.keepFor == 50s);
    QCOMPARE(scenario->recording.dumpOn,
             QList({models::DumpReason::Warning, models::DumpReason::Limit}));
    QCOMPARE(scenario->sessions.size(), 2);
    QCOMPARE(scenario->sessions[0].text(u"prefix"), u"Re: "_s);
    QCOMPARE(scenario->sessions[1].transport, u"tls"_s);
    QCOMPARE(scenario->sessions[1].texts(u"limit"), QStringList({u"p99<5ms"_s, u"errors<1"_s}));
}

void ScenarioTest::aDurationMayBeANumber()
{
    const auto scenario
        = readScenario(R"({"duration": 0.25, "sessions": [{"url": "echo://h:1"}]})", {}).scenario;
    QVERIFY(scenario && scenario->duration == 250ms);
}

// Large ones, too, and 0 where it is one.
void ScenarioTest::numbersAreReadWhole()
{
    const auto [scenario, sentence] = readScenario(
        R"({"seed": 0, "keep": 123456789, "sessions": [{"url": "echo://h:1"}]})", {});
    QVERIFY2(scenario, qPrintable(sentence));
    QCOMPARE(scenario->recording.keep.value(), 123'456'789);
    QCOMPARE(scenario->seed.value(), 0);
    QVERIFY(scenario->toJson().contains("\"seed\": 0"));
}

// Of a port that the system chose: neither one that ends alike, nor the same one of UDP.
void ScenarioTest::onlyClientsOfThePortThatWasTakenFollowIt()
{
    const auto running = [](const QString &url, const QString &address) {
        return models::RunningSession {*models::parseSessionUrl(url).url, address};
    };
    const Scenario scenario
        = models::scenarioOf({running(u"echo://127.0.0.1:0"_s, u"127.0.0.1:45123"_s),
                              running(u"lines://127.0.0.1:5123"_s, u"127.0.0.1:5123"_s),
                              running(u"lines+udp://127.0.0.1:45123"_s, u"127.0.0.1:45123"_s)});
    QStringList urls;
    for (const models::SessionUrl &url : scenario.sessions)
        urls << url.toString();
    QCOMPARE(urls,
             QStringList({u"echo://127.0.0.1:0"_s, u"lines://127.0.0.1:5123"_s,
                          u"lines+udp://127.0.0.1:45123"_s}));
}

void ScenarioTest::whatRunsBecomesAScenario()
{
    const auto running = [](const QString &url, const QString &address) {
        return models::RunningSession {*models::parseSessionUrl(url).url, address};
    };
    const Scenario scenario
        = models::scenarioOf({running(u"echo://127.0.0.1:0"_s, u"127.0.0.1:45123"_s),
                              running(u"echo://127.0.0.1:88"_s, u"127.0.0.1:88"_s),
                              running(u"lines://127.0.0.1:88"_s, u"127.0.0.1:88"_s),
                              running(u"load://127.0.0.1:45123"_s, u"127.0.0.1:45123"_s)});
    QStringList urls;
    for (const models::SessionUrl &url : scenario.sessions)
        urls << url.toString();
    QCOMPARE(urls,
             QStringList({u"echo://127.0.0.1:0"_s, u"load://127.0.0.1:0"_s,
                          u"echo://127.0.0.1:88"_s, u"lines://127.0.0.1:88"_s}));
}

void ScenarioTest::aWrittenScenarioReadsBackEqual()
{
    const Scenario scenario = *readScenario(whole, {}).scenario;
    const QByteArray json = scenario.toJson();
    QVERIFY(json.contains("\"p99<5ms\"")
            && json.contains("\"load+tls://localhost:0?verify=no&rate=10\""));
    const auto [again, sentence] = readScenario(json, {});
    QVERIFY2(again, qPrintable(sentence));
    QVERIFY(*again == scenario);
}

void ScenarioTest::theSchemaKnowsTheKeysThatAreRead()
{
    QFile file(QStringLiteral(LOOPSCOPE_SOURCE_DIR "/resources/scenario.schema.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject schema = QJsonDocument::fromJson(file.readAll()).object();
    const QJsonObject root = schema[u"properties"].toObject();
    QCOMPARE(root.keys(),
             QStringList({u"$schema"_s, u"capture"_s, u"dumpOn"_s, u"duration"_s, u"keep"_s,
                          u"keepFor"_s, u"name"_s, u"record"_s, u"seed"_s, u"sessions"_s}));
    const QJsonObject session = root[u"sessions"][u"items"][u"properties"].toObject();
    QCOMPARE(session.keys(), QStringList({u"faults"_s, u"limits"_s, u"url"_s}));
}

void ScenarioTest::aWrongScenarioSaysWhere_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("sentence");

    QTest::newRow("syntax")
        << QByteArray("{\n\"sessions\": [\n,]}")
        << u"a.json: line 3: this is not JSON (illegal value); check commas, quotes and brackets there."_s;
    QTest::newRow("no object") << QByteArray(
        "[]") << u"a.json: /: a scenario is an object; write {\"sessions\": [...]}."_s;
    QTest::newRow("unknown key")
        << QByteArray(R"({"sesions": []})")
        << u"a.json: /sesions: there is no such key; use $schema, name, duration, seed, sessions, record, capture, keep, keepFor or dumpOn."_s;
    QTest::newRow("no session")
        << QByteArray(R"({"name": "x"})")
        << u"a.json: /sessions: there is no session to run; write a list of {\"url\": \"echo://127.0.0.1:0\"}."_s;
    QTest::newRow("duration")
        << QByteArray(R"({"duration": "soon", "sessions": [{"url": "echo://h:1"}]})")
        << u"a.json: /duration: this is not a time to run; use seconds above 0 such as 5, or a text such as \"2m\"."_s;
    QTest::newRow("no time at all")
        << QByteArray(R"({"duration": 0, "sessions": [{"url": "echo://h:1"}]})")
        << u"a.json: /duration: this is not a time to run; use seconds above 0 such as 5, or a text such as \"2m\"."_s;
    QTest::newRow("name") << QByteArray(R"({"name": 5, "sessions": [{"url": "echo://h:1"}]})")
                          << u"a.json: /name: the name must be text; write it in quotes."_s;
    QTest::newRow("seed") << QByteArray(R"({"seed": -1, "sessions": [{"url": "echo://h:1"}]})")
                          << u"a.json: /seed: this is not a seed; use a whole number from 0."_s;
    QTest::newRow("keep") << QByteArray(R"({"keep": "much", "sessions": [{"url": "echo://h:1"}]})")
                          << u"a.json: /keep: 'much' is not a size; use such as 200MB or 2GB."_s;
    QTest::newRow("record") << QByteArray(R"({"record": [], "sessions": [{"url": "echo://h:1"}]})")
                            << u"a.json: /record: '' is not text; write it in quotes."_s;
    QTest::newRow("no URL")
        << QByteArray(R"({"sessions": ["echo://h:1"]})")
        << u"a.json: /sessions/0: a session is an object with a URL; write {\"url\": \"echo://127.0.0.1:0\"}."_s;
    QTest::newRow("wrong URL")
        << QByteArray(R"({"sessions": [{"url": "echo://h:99999"}]})")
        << u"a.json: /sessions/0/url: echo://h:99999: port 99999 is out of range; use 0 to 65535, 0 for any free port."_s;
    QTest::newRow("wrong limit")
        << QByteArray(R"({"sessions": [{"url": "load://h:1", "limits": ["errors<1", "p99"]}]})")
        << u"a.json: /sessions/0/limits/1: 'p99' is not a limit; write it as p99<5ms, errors<1 or rate>1000."_s;
    QTest::newRow("limits of none")
        << QByteArray(R"({"sessions": [{"url": "echo://h:1", "limits": ["errors<1"]}]})")
        << u"a.json: /sessions/0/limits: echo has none; remove them."_s;
    QTest::newRow("port of none")
        << QByteArray(R"({"sessions": [{"url": "load://h:0"}]})")
        << u"a.json: /sessions/0/url: port 0 means the port of the last server before it over TCP, and there is none; use 1 to 65535, or put such a server first."_s;
    QTest::newRow("port 0 of another transport")
        << QByteArray(R"({"sessions": [{"url": "echo+udp://h:1"}, {"url": "load+tls://h:0"}]})")
        << u"a.json: /sessions/1/url: port 0 means the port of the last server before it over TLS, and there is none; use 1 to 65535, or put such a server first."_s;
}

void ScenarioTest::aWrongScenarioSaysWhere()
{
    QFETCH(QByteArray, json);
    const auto result = readScenario(json, u"a.json"_s);
    QVERIFY(!result.scenario);
    QTEST(result.sentence, "sentence");
}

void ScenarioTest::aMissingFileIsTold()
{
    QCOMPARE(
        models::readScenarioFile(u"/no/such.json"_s).sentence,
        u"/no/such.json cannot be read: No such file or directory. Check its name and its permissions."_s);
}

void ScenarioTest::junitHasACaseForEachLimit()
{
    SessionRecord record;
    record.url = *models::parseSessionUrl(u"load://h:1?size=64&rate=5"_s).url;
    record.state = SessionRecord::Failed;
    record.verdicts = {{u"p99<5ms"_s, false, u"7 ms"_s}, {u"errors<1"_s, true, u"0"_s}};
    QXmlStreamReader xml(models::junitXml(u"run"_s, {record}, 1500ms));
    QStringList cases, failures;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement() && xml.name() == u"testsuite")
            QCOMPARE(xml.attributes().value(u"failures"_s).toString()
                         + xml.attributes().value(u"tests"_s).toString(),
                     u"12"_s);
        if (xml.isStartElement() && xml.name() == u"testcase")
            cases << xml.attributes().value(u"name"_s).toString();
        if (xml.isStartElement() && xml.name() == u"failure")
            failures << xml.attributes().value(u"message"_s).toString();
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QCOMPARE(cases, QStringList({u"p99<5ms"_s, u"errors<1"_s}));
    QCOMPARE(failures, QStringList({u"p99<5ms not met: 7 ms"_s}));
}

void ScenarioTest::junitTellsOfASessionThatFailed()
{
    SessionRecord record;
    record.url = *models::parseSessionUrl(u"echo://h:1"_s).url;
    record.state = SessionRecord::Failed;
    record.error = u"Port 1 is in use."_s;
    const QByteArray xml = models::junitXml(u"run"_s, {record}, 1s);
    QVERIFY2(xml.contains("name=\"runs\"")
                 && xml.contains("<failure message=\"Port 1 is in use.\"/>"),
             xml.constData());
}

void ScenarioTest::junitFailsASessionThatFailedThoughItsLimitsAreMet()
{
    SessionRecord record;
    record.url = *models::parseSessionUrl(u"load://h:1"_s).url;
    record.state = SessionRecord::Failed;
    record.error = u"h:1 broke the connection."_s;
    record.verdicts = {{u"p99<5ms"_s, true, u"1 ms"_s}};
    const QByteArray xml = models::junitXml(u"run"_s, {record}, 1s);
    QVERIFY2(xml.contains("tests=\"2\" failures=\"1\""), xml.constData());
    QVERIFY2(xml.contains("<failure message=\"h:1 broke the connection.\"/>"), xml.constData());
}

// Editors check limits against it.
void ScenarioTest::theSchemaKnowsEveryMeasure()
{
    QFile file(QStringLiteral(SCENARIO_SCHEMA));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QString names = models::measureNames().join(u'|');
    const QString pattern = u"^("_s + names.replace(u'.', u"\\\\."_s) + u") *"_s;
    QVERIFY2(QString::fromUtf8(file.readAll()).contains(pattern), qPrintable(pattern));
}

QTEST_GUILESS_MAIN(ScenarioTest)
#include "ScenarioTest.moc"
