// SPDX-License-Identifier: GPL-3.0-or-later

// What 'loopscope export', 'query' and 'compare' take, read without being carried out: each
// argument that is right, and each that is wrong with the sentence for it.

#include "app/CommandLine.h"
#include "app/CompareCommand.h"
#include "app/ExportCommand.h"
#include "app/QueryCommand.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QString errorOf(const QStringList &arguments)
{
    const auto result = app::parseCommandLine(arguments);
    return result.commandLine ? QString() : result.error;
}

} // namespace

class CommandJobsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrongIsSaid_data();
    void whatIsWrongIsSaid();
    void helpWinsWhereverItStands();
    void anExportIsRead();
    void aTimeIsSinceTheBeginningOrADate();
    void whatEndsBeforeItBeginsIsRefused();
    void aQueryIsRead();
    void aComparisonIsRead();
    void aMistakeInAFilterIsPointedAt();
};

void CommandJobsTest::whatIsWrongIsSaid_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("error");
    const QString exportNeeds
        = u"export needs a recording and a file to write; write loopscope export FILE.loopscope OUT.jsonl, or - for standard output."_s;
    QTest::newRow("export of nothing") << QStringList {u"export"_s} << exportNeeds;
    QTest::newRow("export to nothing")
        << QStringList {u"export"_s, u"a.loopscope"_s} << exportNeeds;
    QTest::newRow("export's option")
        << QStringList {u"export"_s, u"--json"_s}
        << u"export: --json is not understood; use --filter, --format, --from, --to, --guard-formulas or --help."_s;
    QTest::newRow("export's format")
        << QStringList {u"export"_s, u"a"_s, u"b"_s, u"--format"_s, u"doc"_s}
        << u"--format doc is not a format; use jsonl, csv, pcapng, perfetto-trace, html or sqlite."_s;
    QTest::newRow("export's filter")
        << QStringList {u"export"_s, u"a"_s, u"b"_s, u"--filter="_s}
        << u"--filter needs a value; write it as in the filter field of the window, such as 'event:data bytes>1kB'."_s;
    QTest::newRow("export's time")
        << QStringList {u"export"_s, u"a"_s, u"b"_s, u"--from"_s, u"noon"_s}
        << u"--from noon is not a time; use seconds since the recording began, such as 12.5 or 2m, or a date and time, such as 2026-11-27T02:00:00Z."_s;
    QTest::newRow("export's end")
        << QStringList {u"export"_s, u"a"_s, u"b"_s, u"--to="_s}
        << u"--to  is not a time; use seconds since the recording began, such as 12.5 or 2m, or a date and time, such as 2026-11-27T02:00:00Z."_s;
    const QString queryNeeds
        = u"query needs a recording and one statement of SQL in quotes; write loopscope query FILE.loopscope \"SELECT kind, count(*) FROM events GROUP BY kind\"."_s;
    QTest::newRow("query of nothing") << QStringList {u"query"_s} << queryNeeds;
    QTest::newRow("query of no SQL") << QStringList {u"query"_s, u"a"_s} << queryNeeds;
    QTest::newRow("query without quotes")
        << QStringList {u"query"_s, u"a"_s, u"SELECT"_s, u"1"_s} << queryNeeds;
    QTest::newRow("query's option") << QStringList {u"query"_s, u"a"_s, u"--xml"_s, u"SELECT 1"_s}
                                    << u"query: --xml is not understood; use --json or --csv."_s;
    const QString compareNeeds
        = u"compare needs two recordings; write loopscope compare FIRST.loopscope SECOND.loopscope --limit 'p99<1.1x'."_s;
    QTest::newRow("compare of one") << QStringList {u"compare"_s, u"a"_s} << compareNeeds;
    QTest::newRow("compare of three")
        << QStringList {u"compare"_s, u"a"_s, u"b"_s, u"c"_s} << compareNeeds;
    QTest::newRow("compare's option")
        << QStringList {u"compare"_s, u"a"_s, u"b"_s, u"--csv"_s}
        << u"compare: --csv is not understood; use --limit or --json."_s;
}

void CommandJobsTest::whatIsWrongIsSaid()
{
    QFETCH(QStringList, arguments);
    QTEST(errorOf(arguments), "error");
}

void CommandJobsTest::helpWinsWhereverItStands()
{
    for (const auto &command : {u"export"_s, u"query"_s, u"compare"_s}) {
        for (const auto &help : {u"--help"_s, u"-h"_s}) {
            for (const QStringList &arguments :
                 {QStringList {command, help}, QStringList {command, u"a"_s, help, u"b"_s},
                  QStringList {u"--headless"_s, command, help}}) {
                const auto result = app::parseCommandLine(arguments);
                QVERIFY2(result.commandLine, qPrintable(result.error));
                QVERIFY(result.commandLine->action == app::CommandLine::Action::ShowHelp);
            }
        }
        QVERIFY(
            app::parseCommandLine({command, u"a.loopscope"_s, u"b.csv"_s}).commandLine->command);
    }
}

void CommandJobsTest::anExportIsRead()
{
    const auto result
        = app::parseExportJob({u"-"_s, u"a.jsonl"_s, u"b.csv"_s, u"--guard-formulas"_s,
                               u"--from=1m"_s, u"--to"_s, u"2m"_s});
    QVERIFY2(result.job, qPrintable(result.error));
    QCOMPARE(result.job->recording, u"-"_s); // as it stands: whether it is one is seen later
    QCOMPARE(result.job->targets, QStringList({u"a.jsonl"_s, u"b.csv"_s}));
    QVERIFY(result.job->guardsFormulas);
    QVERIFY(!result.job->format);
    QVERIFY(result.job->filter.isEmpty());
    QVERIFY(*result.job->first.sinceBegin == 60s && *result.job->last.sinceBegin == 120s);
    const auto plain = app::parseExportJob({u"a"_s, u"b.csv"_s});
    QVERIFY(plain.job && !plain.job->guardsFormulas && !plain.job->first.sinceBegin);
    QCOMPARE(plain.job->last.wall, 0);
    for (const QString &format : models::Export::formatNames())
        QVERIFY2(app::parseExportJob({u"a"_s, u"b"_s, u"--format"_s, format}).job->format,
                 qPrintable(format));
}

void CommandJobsTest::aTimeIsSinceTheBeginningOrADate()
{
    QVERIFY(*app::ExportTime::read(u"12.5"_s)->sinceBegin == 12500ms);
    QVERIFY(*app::ExportTime::read(u"0"_s)->sinceBegin == 0s);
    const auto date = app::ExportTime::read(u"1970-01-01T00:00:01.250Z"_s);
    QVERIFY(date && !date->sinceBegin);
    QCOMPARE(date->wall, 1'250'000'000);
    QVERIFY(!app::ExportTime::read(u"yesterday"_s));
    QVERIFY(!app::ExportTime::read({}));
}

void CommandJobsTest::whatEndsBeforeItBeginsIsRefused()
{
    const auto error = [](const QString &from, const QString &to) {
        return app::parseExportJob({u"a"_s, u"b.csv"_s, u"--from"_s, from, u"--to"_s, to}).error;
    };
    const QString refused
        = u"--to is before --from, so there is nothing between them; use a later --to."_s;
    const QString early = u"2026-01-01T00:00:00Z"_s, late = u"2026-01-01T00:00:01Z"_s;
    QCOMPARE(error(u"2"_s, u"1"_s), refused);
    QCOMPARE(error(u"1"_s, u"1"_s), QString());
    QCOMPARE(error(late, early), refused);
    QCOMPARE(error(early, early), QString());
    QCOMPARE(error(early, late), QString());
    QCOMPARE(error(u"5"_s, early), QString()); // the recording says
    QCOMPARE(error(early, u"5"_s), QString());
}

void CommandJobsTest::aQueryIsRead()
{
    using Format = models::QueryOutput::Format;
    const auto plain = app::parseQueryJob({u"a.loopscope"_s, u"-- all\nSELECT 1"_s});
    QVERIFY2(plain.job, qPrintable(plain.error)); // a comment is no option
    QCOMPARE(plain.job->recording, u"a.loopscope"_s);
    QCOMPARE(plain.job->sql, u"-- all\nSELECT 1"_s);
    const auto json = app::parseQueryJob({u"--json"_s, u"a"_s, u"b"_s});
    const auto csv = app::parseQueryJob({u"a"_s, u"b"_s, u"--csv"_s});
    QVERIFY(json.job && json.job->format == Format::Json);
    QVERIFY(csv.job && csv.job->format == Format::Csv);
    QVERIFY(plain.job->format != Format::Json && plain.job->format != Format::Csv);
}

void CommandJobsTest::aComparisonIsRead()
{
    const auto result = app::parseCompareJob(
        {u"a"_s, u"--limit"_s, u"p99<1.1x"_s, u"b"_s, u"--limit=warnings<1"_s, u"--json"_s});
    QVERIFY2(result.job, qPrintable(result.error));
    QCOMPARE(result.job->first, u"a"_s);
    QCOMPARE(result.job->second, u"b"_s);
    QCOMPARE(result.job->limits.size(), 2);
    QCOMPARE(result.job->limits[1].text, u"warnings<1"_s);
    QVERIFY(result.job->json);
    QVERIFY(!app::parseCompareJob({u"a"_s, u"b"_s}).job->json);
    const auto none = app::parseCompareJob({u"a"_s, u"b"_s, u"--limit"_s, u"speed<1"_s});
    QVERIFY(!none.job);
    QVERIFY2(none.error.startsWith(
                 u"compare: --limit speed<1: speed is not a figure of a recording; use "),
             qPrintable(none.error));
    const auto bad = app::parseCompareJob({u"a"_s, u"b"_s, u"--limit"_s});
    QVERIFY(!bad.job);
    QVERIFY2(bad.error.startsWith(u"compare: --limit "), qPrintable(bad.error));
}

void CommandJobsTest::aMistakeInAFilterIsPointedAt()
{
    QCOMPARE(errorOf({u"export"_s, u"a"_s, u"b"_s, u"--filter"_s, u"bytes>1kB and nosuch:1"_s})
                 .section(u'\n', 1),
             u"bytes>1kB and nosuch:1\n              ^~~~~~~~"_s);
    QCOMPARE(app::problemOf(u"--filter"_s, models::EventFilter(u"event:data"_s)), QString());
}

QTEST_GUILESS_MAIN(CommandJobsTest)
#include "CommandJobsTest.moc"
