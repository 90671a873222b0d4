// SPDX-License-Identifier: GPL-3.0-or-later

// What the real program recorded, handed to other tools: traces, reports, and two runs compared.

#include "models/export/RunFigures.h"
#include "models/record/RecordingReader.h"
#include "models/record/Sqlite.h"
#include "tests/app/RunningProgram.h"
#include "tests/models/export/TraceReader.h"

#include <QtCore/QDateTime>
#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonValue>
#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

struct Run {
    explicit Run(const QStringList &arguments)
    {
        process.start(QStringLiteral(LOOPSCOPE_PROGRAM), arguments);
        process.waitForFinished(20'000);
        status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
        output = QString::fromUtf8(process.readAllStandardOutput());
        errors = QString::fromUtf8(process.readAllStandardError());
    }

    QProcess process;
    int status = -1;
    QString output, errors;
};

} // namespace

class ExportsTest final : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QString slow_; // what that run printed

    QString path(const char *name) const { return folder_.filePath(QString::fromUtf8(name)); }
    // A load on an echo server, and what the server's faults are; "" or what it printed.
    QString record(const char *name, const QString &faults) const
    {
        RunningProgram program({u"--debug"_s, u"--serve"_s, u"echo://127.0.0.1:0"_s + faults,
                                u"--connect"_s,
                                u"load://127.0.0.1:0?connections=4&rate=400&duration=1"_s,
                                u"--for"_s, u"1.5"_s, u"--record"_s, path(name)});
        return program.waitForEnd() == 0 ? program.output() : QString();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(!record("calm.loopscope", {}).isEmpty());
        slow_ = record("slow.loopscope", u"?fault=latency:20ms"_s);
        QVERIFY(!slow_.isEmpty());
    }

    void aTraceOfARealRunHoldsTogether()
    {
        const Run run({u"export"_s, path("calm.loopscope"), path("calm.perfetto-trace")});
        QCOMPARE(run.status, 0);
        const auto trace = models::test::Trace::of(path("calm.perfetto-trace"));
        QCOMPARE(trace.problem, QString());
        QVERIFY(trace.slicesOf("loop net").size() > 400);
        QVERIFY(trace.flows().size() > 0);
        const auto reader = models::RecordingReader::open(path("calm.loopscope"));
        const auto span = (*reader)->span();
        const auto samples = (*reader)->samples(span->first - 1'000'000'000, span->last);
        QCOMPARE(qsizetype(trace.countersOf("messages a second").size()), samples->size());
    }

    void aSpanOfTimeIsNamedSinceTheBeginningOrByTheClock()
    {
        const auto timesOf = [this](const QStringList &options) {
            const Run run(QStringList {u"export"_s, path("calm.loopscope"), u"-"_s} + options);
            QList<qint64> times;
            for (const QString &line : run.output.split(u'\n', Qt::SkipEmptyParts).mid(1))
                times << QJsonDocument::fromJson(line.toUtf8())[u"time_ns"_s].toInteger();
            return times;
        };
        const auto all = timesOf({});
        const auto reader = models::RecordingReader::open(path("calm.loopscope"));
        const qint64 begin = (*reader)->span()->first;
        const auto some = timesOf({u"--from"_s, u"500ms"_s, u"--to=1"_s});
        QVERIFY(some.size() > 100 && some.size() < all.size());
        QVERIFY(some.first() >= begin + 500'000'000 && some.last() <= begin + 1'000'000'000);
        const QDateTime clock = QDateTime::fromMSecsSinceEpoch(begin / 1'000'000 + 500, Qt::UTC);
        const auto later = timesOf({u"--from"_s, clock.toString(Qt::ISODateWithMs)});
        QVERIFY(later.size() >= some.size() && later.last() == all.last());
        QVERIFY(later.first() >= clock.toMSecsSinceEpoch() * 1'000'000);
    }

    // Nothing in it asks for anything outside of it, and its figures are the recording's.
    void aReportIsOnePageByItself()
    {
        const Run run({u"export"_s, path("slow.loopscope"), path("slow.html")});
        QVERIFY2(run.status == 0, qPrintable(run.errors));
        QFile file(path("slow.html"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString page = QString::fromUtf8(file.readAll());
        static const QRegularExpression outside(
            u"(src|href)\\s*=\\s*\"(?!data:)|url\\(|@import|<script|<iframe"_s);
        QVERIFY(!outside.match(page).hasMatch());
        QCOMPARE(page.count(u"<svg "_s), 3);
        const auto figures = models::RunFigures::of(path("slow.loopscope"));
        for (const char *name : {"p99", "messages", "bytes_in", "faults", "step_max"}) {
            const auto *const figure = figures->figure(QString::fromUtf8(name));
            QVERIFY2(page.contains(u"<td>%1</td><td class=\"n\">%2</td>"_s.arg(
                         figure->name, models::wordsOf(*figure))),
                     name);
        }
        // Beyond so many a second they are one event.
        static const QRegularExpression counted(uR"(\nstopped echo .*, (\d+) faults\n)"_s);
        const auto match = counted.match(slow_);
        QVERIFY2(match.hasMatch() && match.captured(1).toInt() > 100, qPrintable(slow_));
        QCOMPARE(figures->figure(u"faults"_s)->value, match.captured(1).toDouble());
        quint64 ofSeconds = 0;
        for (const models::ActivitySample &second : figures->seconds)
            ofSeconds += second.faults;
        QCOMPARE(double(ofSeconds), match.captured(1).toDouble());
    }

    void aFaultInOneOfTwoRunsFailsTheLimit()
    {
        const QStringList both {u"compare"_s, path("calm.loopscope"), path("slow.loopscope")};
        const Run looked(both);
        QCOMPARE(looked.status, 0);
        static const QRegularExpression faults(u"\\n *faults +0 +[1-9][0-9,]* +new +!"_s);
        QVERIFY2(faults.match(looked.output).hasMatch(), qPrintable(looked.output));
        const Run judged(both + QStringList {u"--limit"_s, u"p50<1.1x"_s});
        QCOMPARE(judged.status, 1);
        QVERIFY2(judged.errors.contains(u"p50<1.1x ("_s), qPrintable(judged.errors));
        const Run same({u"compare"_s, path("calm.loopscope"), path("calm.loopscope"),
                        u"--limit=p50<=1x"_s, u"--json"_s});
        QVERIFY2(same.status == 0, qPrintable(same.errors));
    }

    void whatIsDamagedInEitherRunIsSaid()
    {
        const QString whole = path("calm.loopscope"), damaged = path("damaged.loopscope");
        QVERIFY(QFile::copy(whole, damaged));
        models::SqliteDatabase(damaged.toStdString(), models::SqliteDatabase::Mode::Write)
            .run("UPDATE segments SET data = x''");
        for (const QStringList &both : {QStringList {damaged, whole}, {whole, damaged}}) {
            const Run compared(QStringList(u"compare"_s) + both);
            QCOMPARE(compared.status, 1);
            QVERIFY2(compared.errors.contains(u"/damaged.loopscope is damaged"_s),
                     qPrintable(compared.errors));
            QVERIFY2(compared.output.contains(u"messages"_s), qPrintable(compared.output));
        }
    }

    void mistakesAreOneSentence_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("says");
        const QString a = path("calm.loopscope");
        QTest::newRow("one") << QStringList {u"compare"_s, a} << 2 << u"two recordings"_s;
        QTest::newRow("limit") << QStringList {u"compare"_s, a, a, u"--limit"_s, u"p99"_s} << 2
                               << u"--limit p99 is not a limit"_s;
        QTest::newRow("figure") << QStringList {u"compare"_s, a, a, u"--limit"_s, u"p98<1x"_s} << 2
                                << u"p98 is not a figure of a recording; use p50"_s;
        QTest::newRow("file") << QStringList {u"compare"_s, a, path("none.loopscope")} << 1
                              << u"none.loopscope"_s;
        QTest::newRow("query") << QStringList {u"query"_s, a} << 2 << u"one statement of SQL"_s;
        QTest::newRow("SQL") << QStringList {u"query"_s, a, u"SELECT x"_s} << 1
                             << u"no such column: x"_s;
        QTest::newRow("time") << QStringList {u"export"_s, a, u"-"_s, u"--from"_s, u"noon"_s} << 2
                              << u"--from noon is not a time"_s;
        QTest::newRow("times") << QStringList {u"export"_s, a,         u"-"_s,  u"--from"_s,
                                               u"5"_s,      u"--to"_s, u"4.9"_s}
                               << 2 << u"--to is before --from"_s;
        QTest::newRow("memory") << QStringList {u"query"_s, a, u"SELECT hex(zeroblob(499000000))"_s}
                                << 1 << u"it needs more memory than it may have"_s;
        QTest::newRow("format") << QStringList {u"export"_s, a, path("x.foo")} << 2
                                << u"x.foo ends in no known format: choose .jsonl, "_s;
        QTest::newRow("report") << QStringList {u"export"_s, a, path("x.html"), u"--filter"_s,
                                                u"event:data"_s}
                                << 2 << u"is a report, which is of the whole recording"_s;
    }

    void mistakesAreOneSentence()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, status);
        QFETCH(QString, says);
        const Run run(arguments);
        QCOMPARE(run.status, status);
        QVERIFY2(run.errors.contains(says), qPrintable(run.errors));
    }

    void aQueryIsAnsweredOnStandardOutput()
    {
        const Run run({u"query"_s, path("calm.loopscope"),
                       u"SELECT count(*) > 500 AS many FROM events WHERE kind = 'data in'"_s,
                       u"--csv"_s});
        QVERIFY2(run.status == 0, qPrintable(run.errors));
        QCOMPARE(run.output, u"many\r\n1\r\n"_s);
    }
};

QTEST_GUILESS_MAIN(ExportsTest)
#include "ExportsTest.moc"
