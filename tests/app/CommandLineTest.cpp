// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/CommandLine.h"

#include <QtTest/QTest>

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
    void optionsOfQtArePassedOver();
    void helpAndVersionWinOverTheRest();
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
        << u"--connect lines://h:0: port 0 is that of the --serve before it, and there is none; use 1 to 65535, or put a --serve first."_s;
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
        << u"--sreve is not understood; use run, --serve, --connect, --debug, --headless, --for, --export, --junit, --screenshot, --version or --help."_s;
    QTest::newRow("no time") << QStringList {
        u"--for"_s,
        u"soon"_s} << u"--for soon is not a time to run; use seconds above 0, such as 5 or 0.5."_s;
    QTest::newRow("time 0") << QStringList {
        u"--for"_s,
        u"0"_s} << u"--for 0 is not a time to run; use seconds above 0, such as 5 or 0.5."_s;
    QTest::newRow("export format")
        << QStringList {u"--export"_s, u"log.txt"_s}
        << u"--export log.txt: the name says the format; use one that ends in .jsonl or .csv."_s;
    QTest::newRow("export folder")
        << QStringList {u"--export"_s, u"/no/such/log.csv"_s}
        << u"--export /no/such/log.csv: there is no folder /no/such; make it, or use another."_s;
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
          u"--version"_s, u"--help"_s})
        QVERIFY2(help.contains(option), qPrintable(option));
    const QStringList lines = help.split(u'\n');
    for (const QString &line : lines)
        QVERIFY2(line.size() <= 120, qPrintable(line));
}

QTEST_GUILESS_MAIN(CommandLineTest)
#include "CommandLineTest.moc"
