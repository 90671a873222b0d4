// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The table of what the command line takes: it is read by it (CommandLine), --help prints it, and
// the build makes the shells' completion of it (resources/Completions.cpp), so that none can miss
// one. Immutable after first use; any thread.

#include <QtCore/QLatin1StringView>
#include <QtCore/QList>
#include <QtCore/QStringList>

namespace app {

enum class OptionName {
    Run,
    Command, // of its own
    Serve,
    Connect,
    Debug,
    Headless,
    For,
    Export,
    ExportFilter,
    JUnit,
    PcapListen,
    Recording, // one of models::recordingOptions()
    Mark,
    Screenshot,
    Look, // one of WindowOptions
    NewServer,
    OpenRecording,
    Version,
    Help,
    Filter, // of `export` alone, as is Format
    Format,
    From,
    To,
    GuardFormulas,
    Json, // of `query` and `compare`
    Csv, // of `query` alone
    Limit // of `compare` alone
};

// What a shell offers for the value of an option.
struct Completes {
    enum What { Nothing, Servers, Clients, Files, Words };

    What what = Nothing;
    QStringList list = {}; // of Files, how they end (".csv"; none: any); of Words, these
};

struct Option {
    OptionName name;
    QLatin1StringView text; // "--serve"
    QLatin1StringView value; // what its value is called; empty: it takes none
    Completes completes;
    const char *description; // one line; to be translated in the context below
    const char *context = "CommandLine";
    QLatin1StringView letter = {}; // "-h"
};

// Of the program, in the order of --help. Those without dashes are commands.
[[nodiscard]] const QList<Option> &commandLineOptions();
// Of a command of its own (`loopscope export ...`), but for what it reads and writes. Null: there
// is no such command.
[[nodiscard]] const QList<Option> *optionsOfCommand(QStringView command);

// "--filter", "--format", ...
[[nodiscard]] QStringList namesOf(const QList<Option> &options);

// Null: there is none such. By its name or letter.
[[nodiscard]] const Option *findOption(const QList<Option> &options, QStringView text);

} // namespace app
