// SPDX-License-Identifier: GPL-3.0-or-later

// What each option of the command line takes, the last value that it takes, and the first that it
// refuses.

#include "app/CommandLine.h"
#include "app/CommandLineOptions.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using app::CommandLine;
using app::parseCommandLine;

class CommandLineValuesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void optionsOfQtArePassedOver();
    void whatTheWindowIsToBeIsRead();
    void packetsAreServedAtAnAddress();
    void aFileIsARecordingUnlessItIsAScenario();
    void aScenarioRecordsBesideItself();
    void aValueIsRefused_data();
    void aValueIsRefused();
    void whatGoesTogetherIsTaken_data();
    void whatGoesTogetherIsTaken();
    void aMarkNeedsItsName();
    void everyOptionIsFoundAndExplained();
};

void CommandLineValuesTest::optionsOfQtArePassedOver()
{
    const auto line = parseCommandLine(
                          {u"-platform"_s, u"offscreen"_s, u"--style"_s, u"Fusion"_s, u"--debug"_s})
                          .commandLine;
    QVERIFY(line);
    QVERIFY(line->debug);
    // Each with the value after it, where it has one.
    for (const auto &option : {u"-platform"_s, u"-style"_s, u"-stylesheet"_s, u"-display"_s,
                               u"-qwindowgeometry"_s, u"-qwindowtitle"_s, u"-qwindowicon"_s}) {
        for (const QString &name : {option, u'-' + option}) {
            const auto read = parseCommandLine({name, u"--headless"_s, u"--debug"_s}).commandLine;
            QVERIFY2(read && read->debug && !read->headless, qPrintable(name));
        }
    }
    for (const auto &option : {u"-reverse"_s, u"-style=Fusion"_s, u"--style=Fusion"_s}) {
        const auto read = parseCommandLine({option, u"--debug"_s}).commandLine;
        QVERIFY2(read && read->debug, qPrintable(option));
    }
}

// Each of them is of this run alone, and a window's.
void CommandLineValuesTest::whatTheWindowIsToBeIsRead()
{
    const auto look = [](const QStringList &arguments) {
        const auto result = parseCommandLine(arguments);
        return result.commandLine ? result.commandLine->look : app::WindowOptions();
    };
    for (const auto &theme : {u"system"_s, u"light"_s, u"dark"_s})
        QCOMPARE(look({u"--theme"_s, theme}).theme, theme);
    for (const auto &view :
         {u"connections"_s, u"tasks"_s, u"timers"_s, u"warnings"_s, u"log"_s, u"timeline"_s})
        QCOMPARE(look({u"--view"_s, view}).view, view);
    QCOMPARE(look({u"--language"_s, u"de"_s}).language, u"de"_s);
    QCOMPARE(look({u"--size"_s, u"800x600"_s}).size, QSize(800, 600));
    QCOMPARE(look({u"--size"_s, u"320x10000"_s}).size, QSize(320, 10'000));
    QVERIFY(!look({u"--size"_s, u"800x600"_s}).exact); // as large as its screen allows
    QVERIFY(look({u"--screenshot"_s, u"w.PNG"_s}).exact);
    for (const QStringList &option :
         {QStringList {u"--theme"_s, u"dark"_s}, QStringList {u"--view"_s, u"log"_s},
          QStringList {u"--language"_s, u"de"_s}, QStringList {u"--size"_s, u"800x600"_s}}) {
        const auto headless = parseCommandLine(option + QStringList(u"--headless"_s));
        QVERIFY(!headless.commandLine);
        QCOMPARE(
            headless.error,
            u"--size, --theme, --view and --language are of a window, and --headless has none; use one of them."_s);
    }
    using First = CommandLine::FirstQuestion;
    QVERIFY(parseCommandLine({}).commandLine->firstQuestion == First::None);
    QVERIFY(parseCommandLine({u"--new-server"_s}).commandLine->firstQuestion == First::NewServer);
    QVERIFY(parseCommandLine({u"--open-recording"_s}).commandLine->firstQuestion
            == First::OpenRecording);
}

void CommandLineValuesTest::packetsAreServedAtAnAddress()
{
    QVERIFY(!parseCommandLine({}).commandLine->pcapListen);
    for (const auto &[text, host, port] : {std::tuple {u"19000"_s, u"127.0.0.1"_s, 19000},
                                           {u"0"_s, u"127.0.0.1"_s, 0},
                                           {u":7"_s, u"127.0.0.1"_s, 7},
                                           {u"0.0.0.0:65535"_s, u"0.0.0.0"_s, 65535},
                                           {u"[::1]:7"_s, u"::1"_s, 7}}) {
        const auto result = parseCommandLine({u"--pcap-listen"_s, text});
        QVERIFY2(result.commandLine && result.commandLine->pcapListen, qPrintable(result.error));
        QCOMPARE(result.commandLine->pcapListen->host, host);
        QCOMPARE(result.commandLine->pcapListen->toString(), // as it is written on a command line
                 (host == u"::1" ? u"[::1]:%1"_s : host + u":%1"_s).arg(port));
        QCOMPARE(int(result.commandLine->pcapListen->port), port);
    }
    for (const auto &text : {u"65536"_s, u"-1"_s, u"host:"_s, u"[::1:7"_s, u"tcp://h:1"_s}) {
        const auto result = parseCommandLine({u"--pcap-listen"_s, text});
        QVERIFY2(!result.commandLine, qPrintable(text));
        QCOMPARE(
            result.error,
            u"--pcap-listen %1 is not an address to serve packets at; use HOST:PORT or PORT, such as 127.0.0.1:19000; 0 is any free port."_s
                .arg(text));
    }
}

void CommandLineValuesTest::aFileIsARecordingUnlessItIsAScenario()
{
    const QTemporaryDir folder;
    const auto made = [&folder](const QString &name) {
        QFile file(folder.filePath(name));
        return file.open(QIODevice::WriteOnly) ? file.fileName() : QString();
    };
    const auto recordings = [](const QString &argument) {
        const auto line = parseCommandLine({argument}).commandLine;
        return line ? line->recordings : QStringList();
    };
    for (const QString &path : {made(u"old"_s), folder.filePath(u"missing.LoopScope"_s)})
        QCOMPARE(recordings(path), QStringList(path));
    for (const QString &path : {made(u"a.json"_s), folder.filePath(u"missing"_s), folder.path()})
        QCOMPARE(recordings(path), QStringList());
    const auto client
        = parseCommandLine({u"a.loopscope"_s, u"--connect"_s, u"lines://h:1"_s}).commandLine;
    QVERIFY(client && !client->looksOnly());
    QVERIFY(!parseCommandLine({}).commandLine->looksOnly());
}

// A name in a scenario is beside it, wherever the program was started; the command line's is not.
void CommandLineValuesTest::aScenarioRecordsBesideItself()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"one.json"_s);
    const QByteArray scenario = "{\"sessions\": [{\"url\": \"echo://127.0.0.1:0\"}, {\"url\": "
                                "\"load+unix:///tmp/s\"}], "
                                "\"record\": \"x.loopscope\", \"capture\": \"none\"}";
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(scenario) == scenario.size());
    file.close();
    const auto result = parseCommandLine({u"run"_s, path, u"--headless"_s});
    QVERIFY2(result.commandLine, qPrintable(result.error));
    QCOMPARE(result.commandLine->recording.record, folder.filePath(u"x.loopscope"_s));
    QCOMPARE(result.commandLine->recording.capture, u"none"_s);
    QVERIFY(!result.commandLine->runFor);
    QCOMPARE(result.commandLine->clients[0].server, -1); // a path, which has no port
    const auto own
        = parseCommandLine({u"run"_s, path, u"--record"_s, u"y.loopscope"_s}).commandLine;
    QVERIFY(own);
    QCOMPARE(own->recording.record, u"y.loopscope"_s);
}

void CommandLineValuesTest::aValueIsRefused_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("error");
    QTest::newRow("longer than a year")
        << QStringList {u"--for"_s, u"8761h"_s}
        << u"--for 8761h is not a time to run; use seconds above 0, such as 5 or 0.5."_s;
    QTest::newRow("report's folder")
        << QStringList {u"--junit"_s, u"/no/such/r.xml"_s}
        << u"--junit /no/such/r.xml: there is no folder /no/such; make it, or use another."_s;
    QTest::newRow("picture's folder")
        << QStringList {u"--screenshot"_s, u"/no/such/w.png"_s}
        << u"--screenshot /no/such/w.png: there is no folder /no/such; make it, or use another."_s;
    QTest::newRow("scenario that is missing")
        << QStringList {u"run"_s, u"/no/such.json"_s}
        << u"/no/such.json cannot be read: No such file or directory. Check its name and its permissions."_s;
    for (const auto &[size, name] : {std::pair {u"800"_s, "one side"},
                                     {u"800x600x2"_s, "three sides"},
                                     {u"319x600"_s, "too narrow"},
                                     {u"800x319"_s, "too low"},
                                     {u"10001x600"_s, "too wide"},
                                     {u"800x10001"_s, "too high"},
                                     {u"wide x 600"_s, "words"}})
        QTest::newRow(name)
            << QStringList {u"--size"_s, size}
            << u"--size %1 is not a size; use WIDTHxHEIGHT in pixels, such as 1280x800, of 320 to 10000 each."_s
                   .arg(size);
    QTest::newRow("theme") << QStringList {u"--theme"_s, u"blue"_s}
                           << u"--theme blue is unknown; use system, light or dark."_s;
    QTest::newRow("view")
        << QStringList {u"--view"_s, u"Log"_s}
        << u"--view Log is unknown; use connections, tasks, timers, warnings, log or timeline."_s;
    QTest::newRow("language") << QStringList {
        u"--language"_s,
        u"klingon"_s} << u"--language klingon is not a language; use its code, such as en or de."_s;
    for (const auto &question : {"--new-server", "--open-recording"})
        QTest::newRow(question)
            << QStringList {QString::fromLatin1(question), u"--headless"_s}
            << u"--new-server and --open-recording ask in a window, and --headless has none; use --serve URL, or 'loopscope export RECORDING FILE'."_s;
    QTest::newRow("keep for without a recording")
        << QStringList {u"--headless"_s, u"--keep-for"_s, u"1h"_s}
        << u"--keep-for is about a recording, and without a window there is none; add --record FILE.loopscope."_s;
    QTest::newRow("the other signal twice")
        << QStringList {u"--mark"_s, u"SIGUSR1=a"_s, u"--mark"_s, u"SIGUSR1"_s}
        << u"--mark SIGUSR1: SIGUSR1 has a mark already; use SIGUSR2 for another."_s;
}

void CommandLineValuesTest::aValueIsRefused()
{
    QFETCH(QStringList, arguments);
    const auto result = parseCommandLine(arguments);
    QVERIFY(!result.commandLine);
    QTEST(result.error, "error");
}

// Each is next to one that is refused.
void CommandLineValuesTest::whatGoesTogetherIsTaken_data()
{
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const QString &arguments) {
        QTest::newRow(qPrintable(arguments)) << arguments.split(u' ');
    };
    row(u"--for 8760h"_s); // a year
    row(u"--for 1ms"_s);
    row(u"--keep-for 10min --dump-on warning"_s);
    row(u"--keep 2GB --dump-on SIGUSR1 --mark SIGUSR2"_s);
    row(u"--keep 2GB --dump-on warning --mark SIGUSR1"_s);
    const QString headless = u"--headless --serve echo://127.0.0.1:0 "_s;
    row(headless + u"--capture 4k --export x.csv"_s); // which says what the file holds
    row(headless + u"--capture 4k --record x.loopscope"_s);
    row(headless + u"--keep 2GB --record x.loopscope"_s);
    row(headless + u"--mark SIGUSR1 --record x.loopscope"_s);
    row(u"--keep 2GB --mark SIGUSR1 --capture none"_s); // a window always records
    row(u"--export x.csv --export y.csv"_s);
    row(u"--record x.loopscope --export x.csv"_s);
}

void CommandLineValuesTest::whatGoesTogetherIsTaken()
{
    QFETCH(QStringList, arguments);
    const auto result = parseCommandLine(arguments);
    QVERIFY2(result.commandLine, qPrintable(result.error));
}

void CommandLineValuesTest::aMarkNeedsItsName()
{
    const auto nameless = parseCommandLine({u"--mark"_s, u"SIGUSR2="_s});
    QVERIFY(!nameless.commandLine);
    QVERIFY2(nameless.error.startsWith(u"--mark SIGUSR2=: "), qPrintable(nameless.error));
}

void CommandLineValuesTest::everyOptionIsFoundAndExplained()
{
    const QString help = app::commandLineHelp();
    for (const app::Option &option : app::commandLineOptions()) {
        QVERIFY2(help.contains(u"\n  "_s + option.text), option.text.data());
        QVERIFY2(*option.description != 0, option.text.data());
        QVERIFY2(app::findOption(app::commandLineOptions(), QString(option.text)) == &option
                     || option.name == app::OptionName::Command,
                 option.text.data());
    }
    for (const auto &[letter, action] : {std::pair {u"-v"_s, CommandLine::Action::ShowVersion},
                                         {u"-h"_s, CommandLine::Action::ShowHelp}})
        QVERIFY(parseCommandLine({letter}).commandLine->action == action);
    QCOMPARE(app::optionsOfCommand(u"nonsense"), nullptr);
    for (const auto &command : {u"export"_s, u"query"_s, u"compare"_s}) {
        QVERIFY(app::optionsOfCommand(command) != nullptr);
        for (const app::Option &option : *app::optionsOfCommand(command))
            QVERIFY2(help.contains(u"\n  "_s + option.text), option.text.data());
    }
}

QTEST_GUILESS_MAIN(CommandLineValuesTest)
#include "CommandLineValuesTest.moc"
