// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/FaultPlan.h"

#include <QtCore/QRandomGenerator>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using models::Fault;
using models::FaultDirection;
using models::FaultKind;
using models::parseFault;
using models::parseFaultPlan;
using models::parseFaultPlanJson;
using models::Traffic;

class FaultPlanTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLineIsRead();
    void bytesToMatchMayBeAny();
    void aWrittenFaultReadsBackEqual_data();
    void aWrittenFaultReadsBackEqual();
    void fieldsAreWithoutTheEscapesOfALine();
    void theBoundsThemselvesAreInside();
    void aWrongLineSaysWhatIsRight_data();
    void aWrongLineSaysWhatIsRight();
    void whatIsForDatagramsIsRefusedOnStreamsAndTheOtherWayRound();
    void aPlanIsReadFromJson();
    void wrongJsonSaysWhere_data();
    void wrongJsonSaysWhere();
    void garbageIsRefusedInWords();
};

void FaultPlanTest::aLineIsRead()
{
    const auto read
        = parseFault(u"latency:50ms,jitter:10ms,direction:out,probability:5%,message:3,after:2s"_s);
    QVERIFY2(read.fault, qPrintable(read.problem));
    QCOMPARE(read.fault->kind, FaultKind::Latency);
    QCOMPARE(read.fault->time, 50ms);
    QCOMPARE(read.fault->spread, 10ms);
    QCOMPARE(read.fault->direction, FaultDirection::Out);
    QCOMPARE(read.fault->probability, 0.05);
    QCOMPARE(read.fault->message, 3);
    QCOMPARE(read.fault->after, 2s);
    QVERIFY(read.fault->fits(FaultDirection::Out));
    QVERIFY(!read.fault->fits(FaultDirection::In));
    QCOMPARE(parseFault(u"reset,direction:both"_s).fault->direction, FaultDirection::Both);
    QCOMPARE(parseFault(u"bandwidth:64k"_s).fault->amount, 65536);
    QCOMPARE(parseFault(u"stall"_s).fault->time, 0s); // for ever
}

void FaultPlanTest::bytesToMatchMayBeAny()
{
    const auto read = parseFault(u"reset,match:a\\,b:\\r\\n\\x00\\xff\\\\"_s);
    QVERIFY2(read.fault, qPrintable(read.problem));
    QCOMPARE(read.fault->match, QByteArray("a,b:\r\n\0\xff\\", 9));
}

void FaultPlanTest::aWrittenFaultReadsBackEqual_data()
{
    QTest::addColumn<QString>("line");
    for (const auto line :
         {"latency:50ms,jitter:10ms,direction:out", "latency:0.5", "latency:0s,jitter:1ms",
          "bandwidth:64k", "slice:10,gap:20ms,direction:in", "stall",
          "stall:1500ms,probability:0.001", "limit:1M", "reset,message:3", "half-close,after:2s",
          "corrupt:100,match:\\x00\\,\\\\", "drop,probability:5%", "duplicate,match:\u20ac",
          "reorder"})
        QTest::newRow(line) << QString::fromUtf8(line);
}

void FaultPlanTest::aWrittenFaultReadsBackEqual()
{
    QFETCH(QString, line);
    const auto first = parseFault(line);
    QVERIFY2(first.fault, qPrintable(first.problem));
    const auto second = parseFault(first.fault->toString());
    QVERIFY2(second.fault, qPrintable(second.problem));
    QVERIFY2(*second.fault == *first.fault, qPrintable(first.fault->toString()));
}

void FaultPlanTest::aWrongLineSaysWhatIsRight_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("says");
    QTest::newRow("kind") << u"lag:50ms"_s << u"there is no fault 'lag'; use latency, bandwidth"_s;
    QTest::newRow("no value") << u"latency"_s << u"latency needs a time, as in latency:50ms"_s;
    QTest::newRow("time") << u"latency:soon"_s
                          << u"latency:soon is not a time up to a day; write it as 50ms"_s;
    QTest::newRow("size") << u"bandwidth:0"_s
                          << u"bandwidth needs a size above 0, as in bandwidth:64k"_s;
    QTest::newRow("every") << u"corrupt:often"_s
                           << u"corrupt needs a number above 0, as in corrupt:100"_s;
    QTest::newRow("no value wanted")
        << u"reset:3"_s << u"reset takes no value; write reset alone"_s;
    QTest::newRow("name") << u"latency:1s,gap:1s"_s
                          << u"'gap' is unknown to latency; use jitter, direction"_s;
    QTest::newRow("direction") << u"reset,direction:up"_s << u"use in, out or both"_s;
    QTest::newRow("probability") << u"reset,probability:2"_s
                                 << u"use a number above 0 and up to 1"_s;
    QTest::newRow("message") << u"reset,message:0"_s << u"use 1 or more"_s;
    QTest::newRow("match") << u"reset,match:\\q"_s << u"match:\\q matches no bytes"_s;
    QTest::newRow("match, two digits")
        << u"reset,match:\\q41"_s << u"match:\\q41 matches no bytes"_s;
    QTest::newRow("a moment beyond a day")
        << u"latency:86400001ms"_s << u"is not a time up to a day"_s;
    QTest::newRow("an hour beyond a day") << u"latency:25h"_s << u"is not a time up to a day"_s;
    QTest::newRow("jitter beyond a day")
        << u"latency:1s,jitter:25h"_s << u"jitter:25h is not a time up to a day"_s;
    QTest::newRow("never") << u"reset,probability:0"_s << u"use a number above 0 and up to 1"_s;
    QTest::newRow("never, in percent")
        << u"reset,probability:0%"_s << u"use a number above 0 and up to 1"_s;
    QTest::newRow("more than always")
        << u"reset,probability:1.000001"_s << u"use a number above 0 and up to 1"_s;
    QTest::newRow("empty") << u"latency:1s,"_s << u"'' is unknown to latency"_s;
}

// A person who edits a field sees and writes what is looked for, not how a line has it.
void FaultPlanTest::fieldsAreWithoutTheEscapesOfALine()
{
    const auto read = parseFault(u"reset,match:a\\,b\\,c,after:2s"_s);
    QVERIFY2(read.fault, qPrintable(read.problem));
    const models::FaultFields fields = models::fieldsOf(*read.fault);
    const auto match = std::find_if(fields.begin(), fields.end(),
                                    [](const auto &field) { return field.first == u"match"; });
    QVERIFY(match != fields.end());
    QCOMPARE(match->second, u"a,b,c"_s);
    const auto again = models::faultOf(fields);
    QVERIFY2(again.fault, qPrintable(again.problem));
    QCOMPARE(*again.fault, *read.fault);
}

void FaultPlanTest::theBoundsThemselvesAreInside()
{
    QCOMPARE(parseFault(u"latency:24h"_s).fault->time, std::chrono::hours(24));
    QCOMPARE(parseFault(u"latency:0"_s).fault->time, std::chrono::nanoseconds(0));
    QCOMPARE(parseFault(u"reset,probability:1"_s).fault->probability, 1.0);
    QCOMPARE(parseFault(u"reset,probability:100%"_s).fault->probability, 1.0);
    QCOMPARE(parseFault(u"reset,probability:1e-9"_s).fault->probability, 1e-9);
    QCOMPARE(parseFault(u"reset,message:1"_s).fault->message, 1);
    QCOMPARE(parseFault(u"bandwidth:1"_s).fault->amount, 1);
}

void FaultPlanTest::aWrongLineSaysWhatIsRight()
{
    QFETCH(QString, line);
    QFETCH(QString, says);
    const auto read = parseFault(line);
    QVERIFY(!read.fault);
    QVERIFY2(read.problem.contains(says), qPrintable(read.problem));
    const auto plan = parseFaultPlan({u"stall:1s"_s, line}, 1, Traffic::Stream);
    QVERIFY(!plan.plan);
    QVERIFY2(plan.problem.startsWith(u"fault '"_s + line + u"': "_s), qPrintable(plan.problem));
}

void FaultPlanTest::whatIsForDatagramsIsRefusedOnStreamsAndTheOtherWayRound()
{
    QVERIFY(
        parseFaultPlan({u"drop"_s}, 1, Traffic::Stream).problem.contains(u"for datagrams only"));
    QVERIFY(parseFaultPlan({u"reset"_s}, 1, Traffic::Datagrams)
                .problem.contains(u"does not apply to datagrams; use latency, bandwidth, stall, "
                                  "corrupt, drop, duplicate or reorder"));
    QVERIFY(parseFaultPlan({u"drop"_s, u"latency:1s"_s}, 1, Traffic::Datagrams).plan);
    QVERIFY(parseFaultPlan({u"reset"_s, u"latency:1s"_s, u" "_s}, 1, Traffic::Stream).plan);
}

void FaultPlanTest::aPlanIsReadFromJson()
{
    const auto read = parseFaultPlanJson(R"({"seed": 7, "faults": ["reset,message:3",
        {"fault": "latency", "value": "50ms", "jitter": 0.01, "direction": "out", "match": "a,b\r\n"}]})",
                                         Traffic::Stream);
    QVERIFY2(read.plan, qPrintable(read.problem));
    QCOMPARE(read.plan->seed, quint64(7));
    QCOMPARE(read.plan->faults.size(), 2);
    QCOMPARE(read.plan->faults[0].kind, FaultKind::Reset);
    QCOMPARE(read.plan->faults[1].spread, 10ms);
    QCOMPARE(read.plan->faults[1].match, "a,b\r\n"_ba);
    QCOMPARE(parseFaultPlan(read.plan->lines(), 7, Traffic::Stream).plan, read.plan);
}

void FaultPlanTest::wrongJsonSaysWhere_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("says");
    QTest::newRow("syntax") << "{\"faults\": ["_ba << u"not valid JSON at byte 12"_s;
    QTest::newRow("shape") << "{}"_ba << u"the faults are not a list; write"_s;
    QTest::newRow("number") << "[\"stall\", 5]"_ba << u"fault 2 of the list is not a fault"_s;
    QTest::newRow("kind") << "[{\"fault\": \"lag\"}]"_ba << u"there is no fault 'lag'"_s;
}

void FaultPlanTest::wrongJsonSaysWhere()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, says);
    const auto read = parseFaultPlanJson(json, Traffic::Stream);
    QVERIFY(!read.plan);
    QVERIFY2(read.problem.contains(says), qPrintable(read.problem));
}

void FaultPlanTest::garbageIsRefusedInWords()
{
    QRandomGenerator random(3);
    const QString letters = u"latencyreset:,\\x0sm1-% "_s;
    for (int i = 0; i < 20'000; ++i) {
        QString line;
        for (int length = random.bounded(30); length > 0; --length)
            line += letters[random.bounded(letters.size())];
        const auto read = parseFault(line);
        QVERIFY(read.fault.has_value() == read.problem.isEmpty());
    }
}

QTEST_GUILESS_MAIN(FaultPlanTest)
#include "FaultPlanTest.moc"
