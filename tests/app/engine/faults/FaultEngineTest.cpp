// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/engine/faults/EngineBench.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using app::FaultEngine;
using app::Passage;
using Bench = EngineBench;
using models::FaultDirection;
using models::Traffic;

Q_DECLARE_METATYPE(models::Traffic)

class FaultEngineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutFaultsItIsIdle();
    void latencyDelaysAndKeepsTheOrder();
    void jitterStaysWithinItsBounds();
    void bandwidthSendsAtItsRate();
    void slicesAreApart();
    void aMessageInManySlicesTakesLittleMore();
    void slicesOnASlowLineTakeTheirTime();
    void datagramsThatWaitForAnotherAreBounded();
    void copiesOfCopiesAreBounded();
    void aStallHoldsWhatComes();
    void aStallWithoutATimeHoldsForEver();
    void theLimitCutsAndCloses();
    void aResetComesInsteadOfTheMessage();
    void halfCloseComesAfterTheMessage();
    void corruptionHitsTheSameBytesHoweverAStreamIsCut();
    void datagramsAreDroppedDoubledAndReordered();
    void aDatagramThatWaitsForAnotherGoesOnAlone();
    void triggersByMessageBytesAndTime();
    void bytesMatchAcrossMessagesOfAStream();
    void whatActsAloneNeedsNoMessage();
    void whatActsAloneIsDecidedOnce();
    void probabilityIsKept();
    void theSameSeedGivesTheSame();
    void anotherSeedOrConnectionGivesAnother();
    void eachHitIsTold();
    void severalFaultsOfOneMessage_data();
    void severalFaultsOfOneMessage();
    void aDelayIsNeverNegative();
    void aLineHoldsAsMuchAsItsDelay();
    void whatHurriesComesInItsOrder();
    void anotherPlanBeginsAfresh_data();
    void anotherPlanBeginsAfresh();
};

void FaultEngineTest::withoutFaultsItIsIdle()
{
    QVERIFY(Bench({}).engine.isIdle());
    QVERIFY(Bench({u"latency:1s,direction:in"_s}).engine.isIdle()); // the other direction
    QVERIFY(!Bench({u"latency:1s"_s}).engine.isIdle());
}

void FaultEngineTest::latencyDelaysAndKeepsTheOrder()
{
    Bench bench({u"latency:50ms"_s, u"latency:100ms,message:1"_s});
    bench.pass("a");
    bench.pass("b", 10ms);
    bench.pass("c", 200ms);
    bench.engine.passEnd(start + 220ms, bench.queue);
    QCOMPARE(bench.arrivals(), u"150 a|150 b|250 c|370 END"_s); // the end is slowed by both
}

void FaultEngineTest::jitterStaysWithinItsBounds()
{
    Bench bench({u"latency:50ms,jitter:10ms"_s}, Traffic::Datagrams);
    QList<double> delays;
    for (int i = 0; i < 1000; ++i) {
        bench.pass("x", i * 1s);
        delays << bench.arrivals().section(u' ', 0, 0).toDouble() - i * 1000;
    }
    const auto [least, most] = std::minmax_element(delays.begin(), delays.end());
    QVERIFY2(*least >= 40 && *least < 41, qPrintable(QString::number(*least)));
    QVERIFY2(*most <= 60 && *most > 59, qPrintable(QString::number(*most)));
}

void FaultEngineTest::bandwidthSendsAtItsRate()
{
    Bench bench({u"bandwidth:1000"_s});
    bench.pass(std::string(500, 'x'));
    QVERIFY(bench.queue.nextDue() - start <= 50ms); // in pieces, not all at the end
    QVERIFY(bench.arrivals().section(u'|', -1).startsWith(u"500 "));
    bench.pass(std::string(100, 'x'), 200ms); // the line is still busy
    QVERIFY(bench.arrivals().section(u'|', -1).startsWith(u"600 "));
    bench.pass(std::string(100, 'x'), 2s); // it was free in between
    QVERIFY(bench.arrivals().section(u'|', -1).startsWith(u"2100 "));
}

void FaultEngineTest::aMessageInManySlicesTakesLittleMore()
{
    Bench bench({u"slice:1,gap:1ms"_s});
    const std::string data(256 * 1024, 'x');
    bench.pass(data);
    QVERIFY2(bench.queue.weight() < data.size() + 1024, "a passage for each byte");
    QCOMPARE(bench.queue.bytes(), data.size());
    for (std::size_t i = 0; i < data.size(); ++i) {
        const Passage passage = bench.queue.take();
        QCOMPARE(passage.data, std::string("x"));
        QCOMPARE(passage.due, start + 1ms * std::int64_t(i));
    }
    QVERIFY(bench.queue.empty());
    QCOMPARE(bench.queue.weight(), std::size_t(0));
}

void FaultEngineTest::slicesOnASlowLineTakeTheirTime()
{
    Bench bench(
        {u"slice:2,gap:1ms"_s, u"bandwidth:1k"_s}); // 2 bytes take 2 ms of 1,024 in a second
    bench.pass("abcde");
    bench.pass("f");
    QCOMPARE(bench.arrivals(), u"1.953125 ab|3.90625 cd|4.90625 e|5.882813 f"_s);
}

void FaultEngineTest::datagramsThatWaitForAnotherAreBounded()
{
    Bench bench({u"reorder"_s}, Traffic::Datagrams);
    for (int i = 0; i < 256; ++i)
        bench.pass("x");
    QVERIFY(bench.queue.empty()); // all wait for the next one
    bench.pass("y");
    QCOMPARE(bench.queue.bytes(), std::size_t(257));
}

void FaultEngineTest::copiesOfCopiesAreBounded()
{
    Bench bench(QStringList(30, u"duplicate"_s), Traffic::Datagrams);
    bench.pass("x");
    QCOMPARE(bench.queue.bytes(), std::size_t(64));
}

void FaultEngineTest::slicesAreApart()
{
    Bench bench({u"slice:2,gap:20ms"_s});
    bench.pass("abcde");
    bench.pass("f"); // small enough as it is, but not before the others
    QCOMPARE(bench.arrivals(), u"0 ab|20 cd|40 e|40 f"_s);
}

void FaultEngineTest::aStallHoldsWhatComes()
{
    Bench bench({u"stall:2s,message:2"_s});
    bench.pass("a");
    bench.pass("b", 100ms);
    bench.pass("c", 200ms);
    bench.pass("d", 3s);
    QCOMPARE(bench.arrivals(), u"0 a|2100 b|2100 c|3000 d"_s);
}

void FaultEngineTest::aStallWithoutATimeHoldsForEver()
{
    Bench bench({u"stall,message:2"_s, u"latency:1ms"_s, u"bandwidth:10"_s, u"reset,message:4"_s});
    bench.pass("a");
    bench.pass("b");
    bench.pass("c");
    bench.pass("d", 1s);
    QCOMPARE(bench.arrivals(), u"101 a|1000 RESET|never b|never c"_s);
}

void FaultEngineTest::theLimitCutsAndCloses()
{
    Bench bench({u"limit:5"_s});
    bench.pass("abc");
    bench.pass("defg");
    bench.pass("h");
    QCOMPARE(bench.arrivals(), u"0 abc|0 de|0 CLOSE"_s);
    QVERIFY(bench.engine.isOver());
    Bench late({u"limit:2,message:2"_s});
    late.pass("abc");
    late.pass("d");
    late.pass("ef");
    QCOMPARE(late.arrivals(), u"0 abc|0 d|0 e|0 CLOSE"_s);
}

void FaultEngineTest::aResetComesInsteadOfTheMessage()
{
    Bench bench({u"reset,message:2"_s, u"latency:5ms"_s});
    bench.pass("a");
    bench.pass("b");
    bench.pass("c");
    QCOMPARE(bench.arrivals(), u"5 a|5 RESET"_s);
}

void FaultEngineTest::halfCloseComesAfterTheMessage()
{
    Bench bench({u"half-close,match:bye"_s});
    bench.pass("a");
    bench.pass("bye!");
    bench.pass("c");
    bench.engine.passEnd(start, bench.queue);
    QCOMPARE(bench.arrivals(), u"0 a|0 bye!|0 END"_s);
}

void FaultEngineTest::corruptionHitsTheSameBytesHoweverAStreamIsCut()
{
    const std::string clean(1000, 'x');
    const auto sent = [&](std::size_t piece) {
        Bench bench({u"corrupt:10,probability:50%"_s}, Traffic::Stream, 5);
        for (std::size_t at = 0; at < clean.size(); at += piece)
            bench.pass(std::string_view(clean).substr(at, piece));
        std::string all;
        while (!bench.queue.empty())
            all += bench.queue.take().data;
        return all;
    };
    const std::string whole = sent(1000);
    QCOMPARE(sent(7), whole);
    QCOMPARE(sent(1), whole);
    int changed = 0;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        QVERIFY(whole[i] == 'x' || i % 10 == 9);
        changed += whole[i] != 'x';
    }
    QVERIFY(changed > 30 && changed < 70);
}

void FaultEngineTest::datagramsAreDroppedDoubledAndReordered()
{
    Bench bench({u"drop,message:2"_s, u"duplicate,message:3"_s, u"reorder,message:4"_s},
                Traffic::Datagrams);
    for (const auto *datagram : {"a", "b", "c", "d", "e", "f", ""})
        bench.pass(datagram);
    QCOMPARE(bench.arrivals(), u"0 a|0 c|0 c|0 e|0 d|0 f|0 "_s);
}

void FaultEngineTest::aDatagramThatWaitsForAnotherGoesOnAlone()
{
    Bench bench({u"reorder,message:1"_s}, Traffic::Datagrams);
    bench.pass("a");
    QCOMPARE(bench.arrivals(), QString());
    QCOMPARE(*bench.engine.nextAlarm(), start + 100ms);
    bench.engine.alarm(start + 100ms, bench.queue);
    QCOMPARE(bench.arrivals(), u"100 a"_s);
    QVERIFY(!bench.engine.nextAlarm());
}

void FaultEngineTest::triggersByMessageBytesAndTime()
{
    Bench bench(
        {u"drop,message:2"_s, u"drop,match:no"_s, u"drop,after:5s"_s, u"drop,match:x,message:1"_s},
        Traffic::Datagrams);
    bench.pass("1");
    bench.pass("2");
    bench.pass("x no x");
    bench.pass("x");
    bench.pass("5", 5s);
    QCOMPARE(bench.arrivals(), u"0 1|0 x"_s);
}

void FaultEngineTest::bytesMatchAcrossMessagesOfAStream()
{
    Bench bench({u"reset,match:QUIT\\r\\n"_s});
    bench.pass("hello QU");
    bench.pass("IT\r");
    bench.pass("\nrest");
    QCOMPARE(bench.arrivals(), u"0 hello QU|0 IT\r|0 RESET"_s);
    Bench datagrams({u"drop,match:ab"_s}, Traffic::Datagrams);
    datagrams.pass("a");
    datagrams.pass("b");
    QCOMPARE(datagrams.arrivals(), u"0 a|0 b"_s);
}

void FaultEngineTest::whatActsAloneNeedsNoMessage()
{
    Bench bench({u"reset,after:3s"_s});
    bench.pass("a", 1s);
    QCOMPARE(*bench.engine.nextAlarm(), start + 3s);
    bench.engine.alarm(start + 3s, bench.queue);
    bench.pass("b", 4s);
    QCOMPARE(bench.arrivals(), u"1000 a|3000 RESET"_s);
    QVERIFY(!bench.engine.nextAlarm());
    Bench two({u"reset,after:3s"_s, u"half-close,after:1s"_s}); // each at its time, and one alone
    two.engine.alarm(start + 1s, two.queue);
    QVERIFY(!two.engine.nextAlarm());
    two.engine.alarm(start + 3s, two.queue);
    QCOMPARE(two.arrivals(), u"1000 END"_s);
}

// By chance: either at its time, or not at all.
void FaultEngineTest::whatActsAloneIsDecidedOnce()
{
    int acted = 0;
    for (quint64 seed = 1; seed <= 20; ++seed) {
        Bench bench({u"reset,after:1s,probability:50%"_s}, Traffic::Stream, seed);
        bench.engine.alarm(start + 1s, bench.queue);
        const QString first = bench.arrivals();
        acted += first.isEmpty() ? 0 : 1;
        if (!first.isEmpty()) {
            QCOMPARE(first, u"1000 RESET"_s);
            continue;
        }
        QVERIFY(!bench.engine.nextAlarm());
        for (int i = 0; i < 10; ++i) {
            bench.engine.alarm(start + 2s, bench.queue);
            bench.pass("x", 2s);
            QCOMPARE(bench.arrivals(), u"2000 x"_s);
        }
    }
    QVERIFY(acted > 2 && acted < 18);
}

void FaultEngineTest::probabilityIsKept()
{
    Bench bench({u"drop,probability:0.25"_s}, Traffic::Datagrams);
    for (int i = 0; i < 10'000; ++i)
        bench.pass("x");
    const auto left = bench.arrivals().count(u'x');
    QVERIFY2(left > 7300 && left < 7700, qPrintable(QString::number(left)));
}

void FaultEngineTest::theSameSeedGivesTheSame()
{
    const auto run = [] {
        Bench bench({u"latency:50ms,jitter:40ms,probability:0.5"_s, u"drop,probability:0.2"_s,
                     u"reorder,probability:0.1"_s, u"corrupt:3,probability:0.3"_s},
                    Traffic::Datagrams, 42);
        for (int i = 0; i < 200; ++i)
            bench.pass(std::to_string(i), i * 1ms);
        return bench.arrivals();
    };
    const QString first = run();
    QCOMPARE(run(), first);
    // On every machine and in every version: so a seed in a bug report stays worth something.
    Bench bench({u"corrupt:1"_s}, Traffic::Stream, 42);
    bench.pass(std::string(4, '\0'));
    QCOMPARE(QByteArray::fromStdString(bench.queue.take().data).toHex(), "86c84423"_ba);
}

void FaultEngineTest::anotherSeedOrConnectionGivesAnother()
{
    const auto run = [](quint64 seed, FaultDirection side, std::uint64_t dice) {
        Bench bench({u"drop,probability:0.5"_s}, Traffic::Datagrams, seed, side, dice);
        for (int i = 0; i < 100; ++i)
            bench.pass(std::to_string(i));
        return bench.arrivals();
    };
    const QSet<QString> runs {run(1, FaultDirection::In, 1), run(1, FaultDirection::Out, 1),
                              run(1, FaultDirection::In, 2), run(2, FaultDirection::In, 1)};
    QCOMPARE(runs.size(), 4);
}

void FaultEngineTest::eachHitIsTold()
{
    Bench none({u"corrupt:10"_s});
    none.pass("abc"); // of which it changes nothing
    QCOMPARE(none.hits, QStringList());
    Bench bench({u"latency:50ms"_s, u"corrupt:2"_s, u"reset,after:1s"_s});
    bench.pass("abcde");
    bench.engine.alarm(start + 1s, bench.queue);
    QCOMPARE(bench.hits,
             (QStringList {u"latency out, 5 B, 50 ms"_s, u"corrupt out, 5 B, 2 changed"_s,
                           u"reset out"_s}));
}

// "aa", "a", "aaa" and "a" are sent a second apart: what arrives, and what is reported.
void FaultEngineTest::severalFaultsOfOneMessage_data()
{
    QTest::addColumn<Traffic>("traffic");
    QTest::addColumn<QStringList>("lines");
    QTest::addColumn<QString>("arrivals");
    QTest::addColumn<int>("hits");
    const auto row = [](Traffic traffic, const QStringList &lines, const QString &arrivals,
                        int hits) {
        QTest::newRow(qPrintable(lines.join(u" and "_s))) << traffic << lines << arrivals << hits;
    };
    const Traffic stream = Traffic::Stream, datagrams = Traffic::Datagrams;
    row(stream, {u"limit:3"_s}, u"0 aa|1000 a|1000 CLOSE"_s, 1); // as much as there is room for
    row(stream, {u"limit:4"_s}, u"0 aa|1000 a|2000 a|2000 CLOSE"_s, 1);
    row(stream, {u"slice:3,gap:20ms"_s}, u"0 aa|1000 a|2000 aaa|3000 a"_s, 0); // none is longer
    row(stream, {u"slice:2,gap:20ms"_s}, u"0 aa|1000 a|2000 aa|2020 a|3000 a"_s, 1);
    row(stream, {u"latency:50ms,match:aa"_s}, u"50 aa|1000 a|2050 aaa|3000 a"_s, 2); // used up
    row(stream, {u"latency:50ms,match:a"_s, u"latency:70ms,message:2"_s},
        u"50 aa|1120 a|2050 aaa|3050 a"_s, 5);
    row(stream, {u"stall:1500ms"_s}, u"1500 aa|1500 a|3500 aaa|3500 a"_s, 2); // not while it lasts
    row(stream, {u"reset,after:1s,message:4"_s}, u"0 aa|1000 a|2000 aaa|3000 RESET"_s, 1);
    row(stream, {u"reset,after:1s,match:aaa"_s}, u"0 aa|1000 RESET"_s, 1); // across two of them
    row(datagrams, {u"drop,message:1"_s, u"reorder,message:1"_s}, u"1000 a|2000 aaa|3000 a"_s, 2);
    row(datagrams, {u"reorder,message:1"_s, u"drop,message:2"_s}, u"2000 aaa|2000 aa|3000 a"_s, 2);
    row(datagrams, {u"drop,after:1s,match:aaa"_s}, u"0 aa|1000 a|3000 a"_s, 1);
    row(datagrams, {u"duplicate,message:2"_s, u"drop,message:2"_s}, u"0 aa|2000 aaa|3000 a"_s, 2);
}

void FaultEngineTest::severalFaultsOfOneMessage()
{
    QFETCH(Traffic, traffic);
    QFETCH(QStringList, lines);
    Bench bench(lines, traffic);
    QVERIFY(!bench.engine.nextAlarm());
    int second = 0;
    for (const char *message : {"aa", "a", "aaa", "a"})
        bench.pass(message, second++ * 1s);
    QTEST(bench.arrivals(), "arrivals");
    QTEST(int(bench.hits.size()), "hits");
}

void FaultEngineTest::aDelayIsNeverNegative()
{
    Bench bench({u"latency:1ms,jitter:50ms"_s}, Traffic::Datagrams);
    for (int i = 0; i < 100; ++i)
        bench.pass("x");
    QCOMPARE(bench.queue.nextDue(), start); // some of them at once, and none before
    QVERIFY(bench.hits.contains(u"latency out, 1 B, 0 ms"_s));
    QCOMPARE(bench.hits.filter(u"-"_s), QStringList());
}

// So much is on its way at any moment, and a little waits to be.
void FaultEngineTest::aLineHoldsAsMuchAsItsDelay()
{
    constexpr std::size_t little = 64 * 1024;
    const auto window = [](const QStringList &lines) { return Bench(lines).engine.window(); };
    QCOMPARE(window({}), little);
    QCOMPARE(window({u"bandwidth:1M"_s}), little);
    const QString slow = u"bandwidth:1024"_s, fast = u"bandwidth:1M"_s;
    QCOMPARE(window({u"latency:1s"_s, slow}), little + 1024);
    QCOMPARE(window({u"latency:1s,jitter:1s"_s, slow}), little + 2048);
    QCOMPARE(window({u"latency:1s"_s, u"latency:2s"_s, slow}), little + 3072);
    QCOMPARE(window({u"latency:1s"_s, slow, fast}), little + 1024); // the slowest decides
    QCOMPARE(window({u"latency:1s"_s, fast, slow}), little + 1024);
    QCOMPARE(window({u"latency:1s"_s}), std::size_t(16 * 1024 * 1024)); // and no more than this
}

// As where a plan is taken away: the pieces of a message that had begun, too.
void FaultEngineTest::whatHurriesComesInItsOrder()
{
    Bench bench({u"slice:2,gap:20ms"_s, u"latency:1s"_s});
    bench.pass("abcde");
    bench.pass("f");
    QCOMPARE(bench.queue.take().data, std::string("ab"));
    bench.queue.hurry(start + 1s);
    QCOMPARE(bench.arrivals(), u"1000 cd|1000 e|1000 f"_s);
    QCOMPARE(bench.queue.bytes(), std::size_t(0));
}

// The same one for a second time: all that it counts, waits for and remembers is as at first.
void FaultEngineTest::anotherPlanBeginsAfresh_data()
{
    QTest::addColumn<QStringList>("lines");
    QTest::addColumn<Traffic>("traffic");
    for (const char *const line :
         {"latency:50ms,message:1", "latency:50ms,message:2", "latency:50ms,after:5s",
          "latency:50ms,match:ea", "latency:50ms,jitter:40ms", "limit:20", "corrupt:4",
          "corrupt:4,probability:0.5", "bandwidth:1000", "slice:2,gap:20ms", "stall", "stall:20s"})
        QTest::newRow(line) << QStringList(QString::fromUtf8(line)) << Traffic::Stream;
    for (const char *const line :
         {"drop,message:2", "drop,probability:0.5", "duplicate,match:e", "reorder,message:1"})
        QTest::newRow(line) << QStringList(QString::fromUtf8(line)) << Traffic::Datagrams;
}

void FaultEngineTest::anotherPlanBeginsAfresh()
{
    QFETCH(QStringList, lines);
    QFETCH(Traffic, traffic);
    Bench bench(lines, traffic);
    const auto round = [&bench] {
        for (const auto at : {0s, 1s, 2s}) // the last one ends in the middle of a match
            bench.pass("abcde", at);
        return bench.arrivals();
    };
    const QString first = round();
    QVERIFY(!bench.hits.isEmpty() || lines.first().contains(u"after"_s)
            || lines.first().startsWith(u"limit"_s));
    bench.from += 10s;
    bench.engine.setPlan(bench.plan, 1, bench.from);
    QCOMPARE(round(), first);
}

QTEST_GUILESS_MAIN(FaultEngineTest)
#include "FaultEngineTest.moc"
