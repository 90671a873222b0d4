// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the user asked for on the command line. It only reads: nothing is opened or started, so a
// wrong one is told before anything happens. It runs before there is an application object, which
// must know whether there will be a window; options of Qt's own (-platform, -style) are passed
// over.

#include "app/Commands.h"
#include "app/PacketServer.h"
#include "app/WindowOptions.h"

#include "models/EventFilter.h"
#include "models/spec/RecordingOptions.h"
#include "models/spec/SessionUrl.h"

#include <QtCore/QList>
#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <chrono>
#include <optional>

namespace app {

struct CommandLine {
    enum class Action { Run, Command, ShowHelp, ShowVersion };

    struct Client {
        models::SessionUrl url;
        qsizetype server
            = -1; // index in `servers` of the one whose port it takes; -1: it names its own
    };

    // What the window asks for at once, as the actions of its desktop entry want it.
    enum class FirstQuestion { None, NewServer, OpenRecording };

    Action action = Action::Run;
    FirstQuestion firstQuestion = FirstQuestion::None;
    QList<models::SessionUrl> servers; // in the order given
    QList<Client> clients;
    bool debug = false;
    bool headless = false;
    std::optional<std::chrono::nanoseconds> runFor;
    QStringList exports;
    models::EventFilter exportFilter; // of all of them
    std::function<int(StandardStreams &)> command; // what `loopscope export` and its like do
    std::optional<PacketAddress> pcapListen; // where packets are served live
    models::RecordingOptions recording; // with what the scenario says of it
    QMap<int, QString> marks; // by signal: what they are called
    QStringList recordings; // to be opened, each in a window of its own
    QString screenshot; // "" for none
    WindowOptions look;
    QString junit; // a file to write at the end; "" for none
    QString
        scenario; // the file that says what to run, or "". It ends with its clients, and is judged

    // Recordings are all that was asked for.
    [[nodiscard]] bool looksOnly() const
    {
        return !recordings.isEmpty() && servers.isEmpty() && clients.isEmpty();
    }
};

struct CommandLineResult {
    std::optional<CommandLine> commandLine;
    QString error; // where there is none: one sentence, names the argument and what is right
};

// `arguments` without the program's name.
[[nodiscard]] CommandLineResult parseCommandLine(const QStringList &arguments);

// What --help prints: every option, every kind with every option of it.
[[nodiscard]] QString commandLineHelp();

} // namespace app
