// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The catalogue of sessions: each kind with its role, transports and options, once. Whatever speaks
// of kinds (checking a URL, --help, the New server and New client dialogs) is made from it, so a
// kind that is added here is known everywhere. It says nothing of how a session runs: that is
// app/sessions/. Immutable after first use; any thread.

#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <chrono>
#include <optional>

namespace models {

enum class SessionRole { Server, Client };
enum class OptionType {
    Boolean, // true or false; also yes, no, on, off, 1, 0
    Integer, // a whole number
    Duration, // seconds, fractions allowed; or with a unit: 300ms, 2m, 1h
    Size, // bytes; or with a unit of 1024: 64k, 1M, 1G
    Text, // any text
    Rules, // of a reply server: a file, or the JSON itself
    Choice // one of `choices`
};

// What an option is about; a form keeps all but Own folded away.
enum class OptionGroup { Own, Tls, Faults, Limits, Advanced };

struct SessionOption {
    QString name;
    OptionType type = OptionType::Text;
    QString defaultValue; // as it would be written; of a repeatable option, its values by '\n'
    QString description; // one line for a person
    double minimum = 0; // of Integer, Duration (seconds) and Size (bytes), both included
    double maximum = 0;
    QStringList choices;
    bool repeatable = false; // may be given more than once
    OptionGroup group = OptionGroup::Own;
    bool isFile = false; // of Text and Rules: the path of a file that exists
    QString zero; // what 0 means ("never"), or "" where it is a value like others
    QStringList transports; // that it has a meaning for; empty: all of the kind's
    bool required = false; // a URL without it is none
    QString (*problem)(const QString &value)
        = nullptr; // of Text that has a form; as optionProblem()
};

struct SessionKind {
    QString name;
    SessionRole role = SessionRole::Server;
    QStringList transports; // the first is what a URL without one means
    QString description; // one line for a person
    QList<SessionOption> options;
    bool takesMessages = false; // from a person, while it runs
    QString counterpart
        = {}; // the kind of the other role that is meant by this one's name there, or ""

    [[nodiscard]] const SessionOption *
    option(QStringView optionName) const; // null: it has none such
};

[[nodiscard]] const QList<SessionKind> &sessionKinds();
[[nodiscard]] const SessionKind *sessionKind(QStringView name); // null: there is none such
[[nodiscard]] bool takesMessages(QStringView kind);
[[nodiscard]] bool hasRules(QStringView kind); // OptionType::Rules

// What is wrong with `value`, as the second half of a sentence ("is out of range; use 1 to 65535"),
// or "".
[[nodiscard]] QString optionProblem(const SessionOption &option, const QString &value);

// What may be written for the option, for a person: "protocol, streams or sockets", "1 to 100000".
[[nodiscard]] QString optionRange(const SessionOption &option);

// Readers of single values. None where the text is no such value; ranges are not looked at.
[[nodiscard]] std::optional<bool> readBoolean(QStringView text);
[[nodiscard]] std::optional<qint64> readInteger(QStringView text);
[[nodiscard]] std::optional<std::chrono::nanoseconds> readDuration(QStringView text);
[[nodiscard]] std::optional<qint64> readSize(QStringView text);
// How many of the first bytes of each message a recording keeps: "all", "none" or a size.
[[nodiscard]] std::optional<qint64> readCapture(QStringView text);
// The pace of a replay, as a factor of the recorded one: infinite for "max".
[[nodiscard]] std::optional<double> readSpeed(QStringView text);

// "a", "a or b", "a, b or c".
[[nodiscard]] QString joinedByOr(const QStringList &words);

} // namespace models
