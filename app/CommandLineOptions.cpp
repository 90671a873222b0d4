// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/CommandLineOptions.h"

#include "models/export/Export.h"
#include "models/spec/RecordingOptions.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

namespace app {

namespace {

using namespace Qt::StringLiterals;
using Name = OptionName;

QStringList exportEndings()
{
    QStringList endings;
    for (const QString &format : models::Export::formatNames())
        endings << u'.' + format;
    return endings;
}

QList<Option> sessionOptions()
{
    return {
        {Name::Run,
         "run"_L1,
         "FILE"_L1,
         {Completes::Files, {u".json"_s}},
         QT_TRANSLATE_NOOP("CommandLine", "Run a scenario, a JSON file of sessions and limits")},
        {Name::Command,
         "export"_L1,
         "RECORDING OUT"_L1,
         {Completes::Files, {u".loopscope"_s}},
         QT_TRANSLATE_NOOP(
             "CommandLine",
             "Write a recording as .jsonl, .csv, .pcapng, .perfetto-trace, .html or .sqlite; - is "
             "stdout")},
        {Name::Command,
         "query"_L1,
         "RECORDING SQL"_L1,
         {Completes::Files, {u".loopscope"_s}},
         QT_TRANSLATE_NOOP(
             "CommandLine",
             "Print what SQL finds in a recording, whose table of events is 'events'")},
        {Name::Command,
         "compare"_L1,
         "FIRST SECOND"_L1,
         {Completes::Files, {u".loopscope"_s}},
         QT_TRANSLATE_NOOP("CommandLine",
                           "Compare two recordings; --limit 'p99<1.1x' is an exit status for "
                           "scripts")},
        {Name::Serve,
         "--serve"_L1,
         "URL"_L1,
         {Completes::Servers},
         QT_TRANSLATE_NOOP("CommandLine", "Start a server; may be repeated")},
        {Name::Connect,
         "--connect"_L1,
         "URL"_L1,
         {Completes::Clients},
         QT_TRANSLATE_NOOP("CommandLine",
                           "Start a client; may be repeated. Port 0: that of the last --serve "
                           "before it over its transport")},
        {Name::Debug,
         "--debug"_L1,
         {},
         {},
         QT_TRANSLATE_NOOP("CommandLine", "Run the loop in debug mode, which finds mistakes")},
        {Name::Headless,
         "--headless"_L1,
         {},
         {},
         QT_TRANSLATE_NOOP("CommandLine", "Run without a window, with a summary line a second")},
        {Name::For,
         "--for"_L1,
         "SECONDS"_L1,
         {Completes::Words, {u"5"_s, u"60"_s, u"10min"_s}},
         QT_TRANSLATE_NOOP("CommandLine", "Stop after this time")},
    };
}

QList<Option> outputOptions()
{
    return {
        {Name::Export,
         "--export"_L1,
         "FILE"_L1,
         {Completes::Files, exportEndings()},
         QT_TRANSLATE_NOOP(
             "CommandLine",
             "Write what was seen to FILE at the end, in any of these formats; may be repeated")},
        {Name::ExportFilter,
         "--export-filter"_L1,
         "EXPR"_L1,
         {},
         QT_TRANSLATE_NOOP(
             "CommandLine",
             "Export what this filter of the log shows, such as 'event:data bytes>1kB'")},
        {Name::JUnit,
         "--junit"_L1,
         "FILE"_L1,
         {Completes::Files, {u".xml"_s}},
         QT_TRANSLATE_NOOP("CommandLine",
                           "Write what became of each limit to FILE at the end, as JUnit XML")},
        {Name::PcapListen,
         "--pcap-listen"_L1,
         "HOST:PORT"_L1,
         {Completes::Words, {u"19000"_s, u"0"_s}},
         QT_TRANSLATE_NOOP(
             "CommandLine",
             "Serve packets live, for wireshark -k -i TCP@HOST:PORT; without HOST to this "
             "machine alone")},
    };
}

QList<Option> lastOptions()
{
    return {
        {Name::Mark,
         "--mark"_L1,
         "SIGUSR2[=NAME]"_L1,
         {Completes::Words, {u"SIGUSR1"_s, u"SIGUSR2"_s}},
         QT_TRANSLATE_NOOP("CommandLine",
                           "Put a mark of that name into the recording at each such signal; may be "
                           "repeated")},
        {Name::Screenshot,
         "--screenshot"_L1,
         "FILE.png"_L1,
         {Completes::Files, {u".png"_s}},
         QT_TRANSLATE_NOOP(
             "CommandLine",
             "Save a picture of the window after --for seconds (1 if absent), then exit")},
        {Name::Look,
         "--size"_L1,
         "WxH"_L1,
         {},
         QT_TRANSLATE_NOOP("CommandLine",
                           "Size of the window in pixels; of a picture 1280x800 if absent")},
        {Name::Look,
         "--theme"_L1,
         "NAME"_L1,
         {Completes::Words, {u"system"_s, u"light"_s, u"dark"_s}},
         QT_TRANSLATE_NOOP("CommandLine", "Colours of the window: system, light or dark")},
        {Name::Look,
         "--view"_L1,
         "NAME"_L1,
         {Completes::Words,
          {u"connections"_s, u"tasks"_s, u"timers"_s, u"warnings"_s, u"log"_s, u"timeline"_s}},
         QT_TRANSLATE_NOOP(
             "CommandLine",
             "Show connections, tasks, timers, warnings, log or timeline, and inspect "
             "the first row")},
        {Name::Look,
         "--language"_L1,
         "CODE"_L1,
         {Completes::Words, {u"en"_s, u"de"_s}},
         QT_TRANSLATE_NOOP("CommandLine", "Language of the window, such as en or de")},
        {Name::NewServer,
         "--new-server"_L1,
         {},
         {},
         QT_TRANSLATE_NOOP("CommandLine", "Begin by asking for a server to start")},
        {Name::OpenRecording,
         "--open-recording"_L1,
         {},
         {},
         QT_TRANSLATE_NOOP("CommandLine", "Begin by asking for a recording to open")},
        {Name::Version,
         "--version"_L1,
         {},
         {},
         QT_TRANSLATE_NOOP("CommandLine",
                           "Print the version, and those of Qt, OpenSSL and SQLite, then exit"),
         "CommandLine",
         "-v"_L1},
        {Name::Help,
         "--help"_L1,
         {},
         {},
         QT_TRANSLATE_NOOP("CommandLine", "Print this, then exit"),
         "CommandLine",
         "-h"_L1},
    };
}

Completes completionOf(const models::RecordingOption &option)
{
    const QLatin1StringView key(option.key);
    if (key == "record"_L1)
        return {Completes::Files, {u".loopscope"_s}};
    if (key == "capture"_L1)
        return {Completes::Words, {u"all"_s, u"none"_s, u"4k"_s}};
    if (key == "dumpOn"_L1) {
        using models::DumpReason;
        QStringList words;
        for (const auto reason :
             {DumpReason::Warning, DumpReason::Limit, DumpReason::Lost, DumpReason::Signal})
            words << models::wordOf(reason);
        return {Completes::Words, words};
    }
    return {Completes::Words,
            key == "keep"_L1 ? QStringList {u"200MB"_s, u"2GB"_s}
                             : QStringList {u"30s"_s, u"10min"_s}};
}

QList<Option> exportOptions()
{
    return {
        {Name::Filter,
         "--filter"_L1,
         "EXPR"_L1,
         {},
         QT_TRANSLATE_NOOP("ExportCommand",
                           "Write what this filter of the log shows; a report is always of all"),
         "ExportCommand"},
        {Name::Format,
         "--format"_L1,
         "FORMAT"_L1,
         {Completes::Words, models::Export::formatNames()},
         QT_TRANSLATE_NOOP("ExportCommand", "What is written, whatever the names of files say"),
         "ExportCommand"},
        {Name::From,
         "--from"_L1,
         "TIME"_L1,
         {Completes::Words, {u"0"_s, u"10"_s, u"1m"_s}},
         QT_TRANSLATE_NOOP("ExportCommand",
                           "Leave out what was before: seconds since it began, or a date and time"),
         "ExportCommand"},
        {Name::To,
         "--to"_L1,
         "TIME"_L1,
         {Completes::Words, {u"10"_s, u"1m"_s}},
         QT_TRANSLATE_NOOP("ExportCommand", "Leave out what was later"),
         "ExportCommand"},
        {Name::GuardFormulas,
         "--guard-formulas"_L1,
         {},
         {},
         QT_TRANSLATE_NOOP(
             "ExportCommand",
             "Put an apostrophe before cells of CSV that a spreadsheet would take for a formula"),
         "ExportCommand"},
        {Name::Help,
         "--help"_L1,
         {},
         {},
         QT_TRANSLATE_NOOP("CommandLine", "Print this, then exit"),
         "CommandLine",
         "-h"_L1},
    };
}

QList<Option> queryOptions()
{
    return {
        {Name::Json,
         "--json"_L1,
         {},
         {},
         QT_TRANSLATE_NOOP("QueryCommand", "Print JSON"),
         "QueryCommand"},
        {Name::Csv,
         "--csv"_L1,
         {},
         {},
         QT_TRANSLATE_NOOP("QueryCommand", "Print CSV"),
         "QueryCommand"},
        {Name::Help,
         "--help"_L1,
         {},
         {},
         QT_TRANSLATE_NOOP("CommandLine", "Print this, then exit"),
         "CommandLine",
         "-h"_L1},
    };
}

QList<Option> compareOptions()
{
    return {
        {Name::Limit,
         "--limit"_L1,
         "LIMIT"_L1,
         {Completes::Words, {u"p99<1.1x"_s, u"warnings<1"_s}},
         QT_TRANSLATE_NOOP("CompareCommand",
                           "Limit that the second is to meet; x: times the first; may be repeated"),
         "CompareCommand"},
        {Name::Json,
         "--json"_L1,
         {},
         {},
         QT_TRANSLATE_NOOP("CompareCommand", "Print JSON"),
         "CompareCommand"},
        {Name::Help,
         "--help"_L1,
         {},
         {},
         QT_TRANSLATE_NOOP("CommandLine", "Print this, then exit"),
         "CommandLine",
         "-h"_L1},
    };
}

} // namespace

const QList<Option> &commandLineOptions()
{
    static const QList<Option> list = [] {
        QList<Option> made = sessionOptions() + outputOptions();
        for (const models::RecordingOption &each : models::recordingOptions())
            made.append({Name::Recording, QLatin1StringView(each.name),
                         QLatin1StringView(each.value), completionOf(each), each.description,
                         "RecordingOptions"});
        return made + lastOptions();
    }();
    return list;
}

const QList<Option> *optionsOfCommand(QStringView command)
{
    static const QList<Option> ofExport = exportOptions(), ofQuery = queryOptions(),
                               ofCompare = compareOptions();
    if (command == u"export")
        return &ofExport;
    if (command == u"compare")
        return &ofCompare;
    return command == u"query" ? &ofQuery : nullptr;
}

QStringList namesOf(const QList<Option> &options)
{
    QStringList names;
    for (const Option &option : options)
        names << option.text;
    return names;
}

const Option *findOption(const QList<Option> &options, QStringView text)
{
    const auto it = std::find_if(options.begin(), options.end(), [text](const Option &option) {
        return text == option.text || (!option.letter.isEmpty() && text == option.letter);
    });
    return it == options.end() ? nullptr : &*it;
}

} // namespace app
