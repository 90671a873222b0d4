// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is a command of its own (loopscope export ...) instead of sessions and a window: it is read
// before anything is opened, and then runs to its end in a loop of its own, which a signal cancels.
// Main thread.

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <functional>
#include <optional>
#include <stop_token>

namespace app {

class StandardStreams;

struct Command {
    std::function<int(StandardStreams &)> run; // gives the exit status; none and no error: help
    QString error; // one sentence
};

template <class Job> struct JobResult {
    std::optional<Job> job; // none and no error: help is asked for
    QString error; // one sentence
};

// None where the first of the arguments is no command.
[[nodiscard]] std::optional<Command> parseCommand(const QStringList &arguments);

// Does `work` in another thread, with a stop that a signal requests; its "" or sentence is
// reported. The exit status: 0, or 1 where there is a sentence.
[[nodiscard]] int runToItsEnd(StandardStreams &streams,
                              const std::function<QString(std::stop_token)> &work);

} // namespace app
