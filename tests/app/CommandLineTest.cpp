// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/CommandLine.h"

#include "app/ExportCommand.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using app::CommandLine;
using app::parseCommandLine;

class CommandLineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingGivenRunsAnEmptyWindow();
    void everyOptionIsRead();
    void valuesMayFollowAnEqualsSign();
    void sessionsKeepTheirOrder();
    void aClientOnPortZeroTakesTheServerBeforeIt();
    void withoutAWindowTheFirstTalkReadsStandardInput();
    void whatIsAskedForGoesBeforeTheScenario();
    void optionsOfQtArePassedOver();
    void helpAndVersionWinOverTheRest();
    void whatARecordingIsToBeIsRead();
    void exportIsACommandOfItsOwn();
    void recordingsAreNamedAlone();
    void aRecordingNeedsAWindow();
    void aWrongOneNamesTheArgument_data();
    void aWrongOneNamesTheArgument();
    void helpNamesEveryKindAndOption();
};

void CommandLineTest::nothingGivenRunsAnEmptyWindow()
{
    const auto line = parseCommandLine({}).commandLine;
    QVERIFY(line);
    QVERIFY(line->action == CommandLine::Action::Run);
    QVERIFY(line->servers.isEmpty() && line->clients.isEmpty() && line->exports.isEmpty());
    QVERIFY(!line->debug && !line->headless && !line->runFor && line->screenshot.isEmpty());
}

void CommandLineTest::recordingsAreNamedAlone()
{
    const auto line
        = parseCommandLine({u"a.loopscope"_s, u"--debug"_s, u"/b/c.loopscope"_s}).commandLine;
    QVERIFY(line);
    QCOMPARE(line->recordings, (QStringList {u"a.loopscope"_s, u"/b/c.loopscope"_s}));
    QVERIFY(line->looksOnly());
    const auto both
        = parseCommandLine({u"a.loopscope"_s, u"--serve"_s, u"echo://127.0.0.1:0"_s}).commandLine;
    QVERIFY(both && !both->looksOnly());
}

// The sentence says what can be done with one without a window.
void CommandLineTest::aRecordingNeedsAWindow()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"a.loopscope"_s);
    QVERIFY(QFile(path).open(QIODevice::WriteOnly));
    const auto result = parseCommandLine({u"--headless"_s, path});
    QVERIFY(!result.commandLine);
    QVERIFY2(result.error.contains(u"loopscope export "_s + path), qPrintable(result.error));
}

void CommandLineTest::everyOptionIsRead()
{
    const auto result
        = parseCommandLine({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--connect"_s,
                            u"lines://127.0.0.1:1"_s, u"--debug"_s, u"--headless"_s, u"--for"_s,
                            u"1.5"_s, u"--export"_s, u"/tmp/a.jsonl"_s, u"--export"_s, u"b.csv"_s});
    QVERIFY2(result.commandLine, qPrintable(result.error));
    const auto &line = *result.commandLine;
    QCOMPARE(line.servers.size(), 1);
    QCOMPARE(line.servers[0].kind, u"echo"_s);
    QCOMPARE(line.clients.size(), 1);
    QCOMPARE(line.clients[0].url.port, 1);
    QVERIFY(line.debug && line.headless);
    QVERIFY(line.runFor == 1500ms);
    QCOMPARE(line.exports, QStringList({u"/tmp/a.jsonl"_s, u"b.csv"_s}));
    QCOMPARE(parseCommandLine({u"--screenshot"_s, u"w.png"_s}).commandLine->screenshot, u"w.png"_s);
}

void CommandLineTest::valuesMayFollowAnEqualsSign()
{
    const auto result = parseCommandLine({u"--serve=echo://h:1?prefix=a=b"_s, u"--for=2"_s});
    QVERIFY2(result.commandLine, qPrintable(result.error));
    QCOMPARE(result.commandLine->servers[0].text(u"prefix"), u"a=b"_s);
    QVERIFY(result.commandLine->runFor == 2s);
}

void CommandLineTest::sessionsKeepTheirOrder()
{
    const auto line = parseCommandLine({u"--connect"_s, u"lines://h:1"_s, u"--serve"_s,
                                        u"echo://h:2"_s, u"--serve"_s, u"echo://h:1"_s})
                          .commandLine;
    QVERIFY(line);
    QCOMPARE(line->servers[0].port, 2);
    QCOMPARE(line->servers[1].port, 1);
    QCOMPARE(line->clients[0].server, -1);
}

void CommandLineTest::aClientOnPortZeroTakesTheServerBeforeIt()
{
    const auto line
        = parseCommandLine({u"--serve"_s, u"echo://h:0"_s, u"--connect"_s, u"lines://h:0"_s,
                            u"--serve"_s, u"echo://h:0"_s, u"--connect"_s, u"load://h:0"_s})
              .commandLine;
    QVERIFY(line);
    QCOMPARE(line->clients[0].server, 0);
    QCOMPARE(line->clients[1].server, 1);
    const auto mixed
        = parseCommandLine({u"--serve"_s, u"echo+udp://h:0"_s, u"--serve"_s, u"echo://h:0"_s,
                            u"--serve"_s, u"echo+tls://h:0"_s, u"--connect"_s, u"lines+udp://h:0"_s,
                            u"--connect"_s, u"lines://h:0"_s})
              .commandLine;
    QVERIFY(mixed);
    QCOMPARE(mixed->clients[0].server, 0); // the last one of its transport
    QCOMPARE(mixed->clients[1].server, 1);
}

void CommandLineTest::withoutAWindowTheFirstTalkReadsStandardInput()
{
    const QStringList talks {u"--connect"_s,  u"lines://h:1"_s, u"--connect"_s,
                             u"talk://h:1"_s, u"--connect"_s,   u"talk://h:2"_s};
    const auto files = [](const QStringList &arguments) {
        QStringList read;
        const auto line = parseCommandLine(arguments).commandLine;
        for (const CommandLine::Client &client : line->clients)
            read << client.url.text(u"file");
        return read;
    };
    QCOMPARE(files(talks), QStringList({{}, {}, {}}));
    QCOMPARE(files(talks + QStringList {u"--headless"_s}), QStringList({{}, u"-"_s, {}}));
    QCOMPARE(files({u"--connect"_s, u"talk://h:1?file=f"_s, u"--headless"_s}), QStringList(u"f"_s));
    QCOMPARE(files({u"--connect"_s, u"talk://h:1?file=f"_s, u"--connect"_s, u"talk://h:2"_s,
                    u"--headless"_s}),
             QStringList({u"f"_s, u"-"_s}));
    // One alone can.
    QCOMPARE(files({u"--connect"_s, u"talk://h:1"_s, u"--connect"_s, u"talk://h:2?file=-"_s,
                    u"--headless"_s}),
             QStringList({{}, u"-"_s}));
}

// In whatever order: a time of the person's own, and sessions beside those of the file.
void CommandLineTest::whatIsAskedForGoesBeforeTheScenario()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"two.json"_s);
    const QByteArray scenario = "{\"duration\": 7, \"sessions\": ["
                                "{\"url\": \"echo://127.0.0.1:0\"}, "
                                "{\"url\": \"load://127.0.0.1:0\"}]}";
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(scenario) == scenario.size());
    file.close();
    const QStringList run {u"run"_s, path}, time {u"--for"_s, u"2"_s},
        server {u"--serve"_s, u"discard://127.0.0.1:0"_s};
    const auto alone = parseCommandLine(run).commandLine;
    QVERIFY(alone && alone->runFor == 7s);
    QCOMPARE(alone->scenario, path);
    for (const QStringList &arguments : {run + time, time + run}) {
        const auto line = parseCommandLine(arguments).commandLine;
        QVERIFY(line && line->runFor == 2s);
    }
    const auto before = parseCommandLine(server + run).commandLine;
    QVERIFY(before && before->servers.size() == 2 && before->clients.size() == 1);
    QCOMPARE(before->servers[0].kind, u"discard"_s);
    QCOMPARE(before->clients[0].server, 1); // that of the scenario, which stands before it
    const auto after = parseCommandLine(run + server).commandLine;
    QVERIFY(after);
    QCOMPARE(after->servers[1].kind, u"discard"_s);
    QCOMPARE(after->clients[0].server, 0);
}

void CommandLineTest::optionsOfQtArePassedOver()
{
    const auto line = parseCommandLine(
                          {u"-platform"_s, u"offscreen"_s, u"--style"_s, u"Fusion"_s, u"--debug"_s})
                          .commandLine;
    QVERIFY(line);
    QVERIFY(line->debug);
}

void CommandLineTest::helpAndVersionWinOverTheRest()
{
    QVERIFY(parseCommandLine({u"--help"_s, u"--nonsense"_s}).commandLine->action
            == CommandLine::Action::ShowHelp);
    QVERIFY(parseCommandLine({u"-h"_s}).commandLine->action == CommandLine::Action::ShowHelp);
    QVERIFY(parseCommandLine({u"--debug"_s, u"--version"_s}).commandLine->action
            == CommandLine::Action::ShowVersion);
}

void CommandLineTest::whatARecordingIsToBeIsRead()
{
    const auto result = parseCommandLine(
        {u"--headless"_s, u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--record"_s, u"x.loopscope"_s,
         u"--capture=4k"_s, u"--keep"_s, u"2GB"_s, u"--keep-for"_s, u"10min"_s, u"--dump-on"_s,
         u"SIGUSR1|warning,lost"_s, u"--mark"_s, u"SIGUSR2=a=b"_s});
    QVERIFY2(result.commandLine, qPrintable(result.error));
    const models::RecordingOptions &recording = result.commandLine->recording;
    QCOMPARE(recording.record, u"x.loopscope"_s);
    QCOMPARE(recording.capture, u"4k"_s);
    QCOMPARE(*recording.keep, 2'000'000'000);
    QVERIFY(*recording.keepFor == 10min);
    using models::DumpReason;
    QCOMPARE(recording.dumpOn, QList({DumpReason::Warning, DumpReason::Lost, DumpReason::Signal}));
    QCOMPARE(result.commandLine->marks, (QMap<int, QString> {{SIGUSR2, u"a=b"_s}}));
    QCOMPARE(parseCommandLine({u"--mark"_s, u"SIGUSR1"_s}).commandLine->marks[SIGUSR1],
             u"SIGUSR1"_s);
}

void CommandLineTest::exportIsACommandOfItsOwn()
{
    // As programs without a window begin, too.
    for (const QStringList &before : {QStringList(), QStringList(u"--headless"_s)}) {
        const auto result = parseCommandLine(
            before
            + QStringList {u"export"_s, u"x.loopscope"_s, u"--filter=event:data"_s, u"-"_s,
                           u"y.csv"_s, u"--format"_s, u"ndjson"_s});
        QVERIFY2(result.commandLine, qPrintable(result.error));
        QVERIFY(result.commandLine->action == CommandLine::Action::Command);
        const app::ExportJob job
            = *app::parseExportJob({u"x.loopscope"_s, u"--filter=event:data"_s, u"-"_s, u"y.csv"_s,
                                    u"--format"_s, u"ndjson"_s})
                   .job;
        QCOMPARE(job.recording, u"x.loopscope"_s);
        QCOMPARE(job.targets, QStringList({u"-"_s, u"y.csv"_s}));
        QCOMPARE(job.filter.text(), u"event:data"_s);
        QVERIFY(job.format == models::Export::Format::JsonLines);
    }
    QVERIFY(parseCommandLine({u"export"_s, u"--help"_s}).commandLine->action
            == CommandLine::Action::ShowHelp);
}

void CommandLineTest::aWrongOneNamesTheArgument_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("error");

    QTest::newRow("bad URL")
        << QStringList {u"--serve"_s, u"echo://127.0.0.1:99999"_s}
        << u"--serve echo://127.0.0.1:99999: port 99999 is out of range; use 0 to 65535, 0 for any free port."_s;
    QTest::newRow("client served")
        << QStringList {u"--serve"_s, u"lines://h:1"_s}
        << u"--serve lines://h:1: lines is a client; use --connect for it."_s;
    QTest::newRow("server connected")
        << QStringList {u"--connect"_s, u"echo://h:1"_s}
        << u"--connect echo://h:1: echo is a server; use --serve for it."_s;
    QTest::newRow("port 0 alone")
        << QStringList {u"--connect"_s, u"lines://h:0"_s}
        << u"--connect lines://h:0: port 0 is that of the last --serve before it over TCP, and there is none; use 1 to 65535, or put such a --serve first."_s;
    QTest::newRow("port 0 of another transport")
        << QStringList {u"--serve"_s, u"echo+udp://h:1"_s, u"--connect"_s, u"lines+tls://h:0"_s}
        << u"--connect lines+tls://h:0: port 0 is that of the last --serve before it over TLS, and there is none; use 1 to 65535, or put such a --serve first."_s;
    QTest::newRow("URL alone") << QStringList {u"echo://h:1"_s}
                               << u"echo://h:1: a session needs --serve or --connect before it."_s;
    QTest::newRow("no value") << QStringList {u"--serve"_s}
                              << u"--serve needs a value; write --serve URL."_s;
    QTest::newRow("an option as value")
        << QStringList {u"--for"_s, u"--debug"_s} << u"--for needs a value; write --for SECONDS."_s;
    QTest::newRow("empty value") << QStringList {u"--export="_s}
                                 << u"--export needs a value; write --export FILE."_s;
    QTest::newRow("value to a switch")
        << QStringList {u"--debug=1"_s} << u"--debug takes no value; write it alone."_s;
    QTest::newRow("unknown")
        << QStringList {u"--sreve"_s, u"x"_s}
        << u"--sreve is not understood; use run, export, query, compare, --serve, --connect, --debug, --headless, --for, --export, --export-filter, --junit, --pcap-listen, --record, --capture, --keep, --keep-for, --dump-on, --mark, --screenshot, --size, --theme, --view, --language, --new-server, --open-recording, --version or --help."_s;
    QTest::newRow("no time") << QStringList {
        u"--for"_s,
        u"soon"_s} << u"--for soon is not a time to run; use seconds above 0, such as 5 or 0.5."_s;
    QTest::newRow("time 0") << QStringList {
        u"--for"_s,
        u"0"_s} << u"--for 0 is not a time to run; use seconds above 0, such as 5 or 0.5."_s;
    QTest::newRow("export format")
        << QStringList {u"--export"_s, u"log.txt"_s}
        << u"--export log.txt: the name says the format; use one that ends in .jsonl, .csv, .pcapng, .perfetto-trace, .html or .sqlite."_s;
    QTest::newRow("export folder")
        << QStringList {u"--export"_s, u"/no/such/log.csv"_s}
        << u"--export /no/such/log.csv: there is no folder /no/such; make it, or use another."_s;
    QTest::newRow("filter of no export")
        << QStringList {u"--export-filter"_s, u"event:data"_s}
        << u"--export-filter says what --export writes, and there is none; add --export FILE."_s;
    QTest::newRow("filtered report")
        << QStringList {u"--export"_s, u"x.html"_s, u"--export-filter"_s, u"event:data"_s}
        << u"x.html is a report, which is of the whole recording: leave the filter and the times out, or choose another format."_s;
    QTest::newRow("wrong filter")
        << QStringList {u"--export"_s, u"x.csv"_s, u"--export-filter"_s, u"a\tand (b"_s}
        << u"--export-filter: The closing parenthesis is missing.\na\\tand (b\n       ^"_s;
    QTest::newRow("export not first")
        << QStringList {u"--debug"_s, u"export"_s, u"x.loopscope"_s}
        << u"export comes first; write loopscope export RECORDING OUT."_s;
    QTest::newRow("keep no size") << QStringList {u"--keep"_s, u"much"_s}
                                  << u"--keep much is not a size; use such as 200MB or 2GB."_s;
    QTest::newRow("keep too little") << QStringList {u"--keep"_s, u"4k"_s}
                                     << u"--keep 4k is too little to record in; use 1M or more."_s;
    QTest::newRow("keep no time")
        << QStringList {u"--keep-for"_s, u"0"_s}
        << u"--keep-for 0 is not a time to keep; use 1 second to a year, such as 30s, 10min or 2h."_s;
    QTest::newRow("capture")
        << QStringList {u"--capture"_s, u"some"_s}
        << u"--capture some is not what can be captured; use all, none or a size such as 4k."_s;
    QTest::newRow("dump on")
        << QStringList {u"--keep"_s, u"2GB"_s, u"--dump-on"_s, u"warning|crash"_s}
        << u"--dump-on warning|crash names no occasion for a dump; use any of warning, limit, lost and SIGUSR1, with | or a comma between them."_s;
    QTest::newRow("dump of nothing")
        << QStringList {u"--dump-on"_s, u"warning"_s}
        << u"--dump-on writes what --keep or --keep-for keeps, and there is neither; add --keep 200MB, or --keep-for 10min."_s;
    QTest::newRow("keep without a recording")
        << QStringList {u"--headless"_s, u"--keep"_s, u"2GB"_s}
        << u"--keep is about a recording, and without a window there is none; add --record FILE.loopscope."_s;
    QTest::newRow("mark without a recording")
        << QStringList {u"--headless"_s, u"--mark"_s, u"SIGUSR2"_s}
        << u"--mark is about a recording, and without a window there is none; add --record FILE.loopscope."_s;
    QTest::newRow("capture without a recording")
        << QStringList {u"--headless"_s, u"--capture"_s, u"none"_s}
        << u"--capture is about a recording, and without a window there is none; add --record FILE.loopscope."_s;
    QTest::newRow("mark of no signal")
        << QStringList {u"--mark"_s, u"SIGINT=x"_s}
        << u"--mark SIGINT=x: a mark is set by SIGUSR1 or SIGUSR2; write one of them and, if you like, a name, as in SIGUSR2=before."_s;
    QTest::newRow("two marks of one signal")
        << QStringList {u"--mark"_s, u"SIGUSR2=a"_s, u"--mark"_s, u"SIGUSR2=b"_s}
        << u"--mark SIGUSR2=b: SIGUSR2 has a mark already; use SIGUSR1 for another."_s;
    QTest::newRow("one signal for two things")
        << QStringList {u"--mark"_s, u"SIGUSR1"_s,   u"--keep"_s,
                        u"2GB"_s,    u"--dump-on"_s, u"sigusr1"_s}
        << u"--mark and --dump-on both wait for SIGUSR1; use SIGUSR2 for the mark."_s;
    QTest::newRow("one file for two things")
        << QStringList {u"--record"_s, u"./x.csv"_s, u"--export"_s, u"x.csv"_s}
        << u"--record and --export both write ./x.csv; name two files."_s;
    QTest::newRow("nothing to run")
        << QStringList {u"--headless"_s}
        << u"--headless runs what is named, and nothing is; add --serve URL, --connect URL or 'run FILE'."_s;
    QTest::newRow("no such recording, and no window for it")
        << QStringList {u"--headless"_s, u"no/such.loopscope"_s}
        << u"no/such.loopscope: there is no such file; check the name, and its folder."_s;
    QTest::newRow("forward to nowhere")
        << QStringList {u"--serve"_s, u"forward://127.0.0.1:0"_s}
        << u"--serve forward://127.0.0.1:0: forward needs the option to: Target: HOST:PORT, tls:HOST:PORT or unix:PATH."_s;
    QTest::newRow("picture") << QStringList {u"--screenshot"_s, u"w.jpg"_s}
                             << u"--screenshot w.jpg: use a name that ends in .png."_s;
    QTest::newRow("picture of nothing")
        << QStringList {u"--screenshot"_s, u"w.png"_s, u"--headless"_s}
        << u"--screenshot needs a window, and --headless has none; use one of them, or -platform offscreen instead of --headless."_s;
}

void CommandLineTest::aWrongOneNamesTheArgument()
{
    QFETCH(QStringList, arguments);
    const auto result = parseCommandLine(arguments);
    QVERIFY(!result.commandLine);
    QTEST(result.error, "error");
}

void CommandLineTest::helpNamesEveryKindAndOption()
{
    const QString help = app::commandLineHelp();
    for (const models::SessionKind &kind : models::sessionKinds()) {
        QVERIFY(help.contains(kind.name + u' '));
        for (const models::SessionOption &option : kind.options)
            QVERIFY2(help.contains(option.name + u'='), qPrintable(option.name));
    }
    for (const auto &option :
         {u"--serve URL"_s, u"--connect URL"_s, u"--debug"_s, u"--headless"_s, u"--for SECONDS"_s,
          u"--export FILE"_s, u"run FILE"_s, u"--junit FILE"_s, u"--screenshot FILE.png"_s,
          u"--version"_s, u"--help"_s, u"export RECORDING OUT"_s, u"--export-filter EXPR"_s,
          u"--record FILE"_s, u"--capture HOW"_s, u"--keep SIZE"_s, u"--keep-for TIME"_s,
          u"--dump-on WHAT"_s, u"--mark SIGUSR2[=NAME]"_s})
        QVERIFY2(help.contains(option), qPrintable(option));
    const QStringList lines = help.split(u'\n');
    for (const QString &line : lines)
        QVERIFY2(line.size() <= 120, qPrintable(line));
}

QTEST_GUILESS_MAIN(CommandLineTest)
#include "CommandLineTest.moc"
