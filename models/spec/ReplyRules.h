// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a reply server does, as its JSON says:
//
//     {"messages": "lines",
//      "rules": [
//         {"on": "connect", "do": [{"send": "220 ready\r\n"}]},
//         {"on": {"text": "HELO"}, "do": [{"wait": "200ms"}, {"send": "250 hello\r\n"}]},
//         {"on": {"hex": "00ff"}, "do": [{"hex": "ff00"}, {"file": "answer.bin"}]},
//         {"on": {"regex": "^QUIT"}, "do": ["close"]},
//         {"on": {"message": 3}, "do": ["reset"]},
//         {"on": {"silence": "5s"}, "do": [{"send": "still there?\r\n"}]}]}
//
// The first rule that a message fits is done; nothing is, where none fits. A message is what comes
// at once, or with "messages": "lines" a line. A regular expression reads the first 8 KiB of it,
// and gives up on what would take it too long. Plain values; any thread.

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QRegularExpression>
#include <QtCore/QString>

#include <chrono>
#include <optional>
#include <string_view>

class QJsonObject;

namespace models {

struct ReplyTrigger {
    enum Kind { Connect, Bytes, Pattern, Message, Silence };

    Kind kind = Connect;
    QByteArray bytes; // Bytes: the message contains them
    QRegularExpression pattern; // Pattern: bytes as the characters of Latin-1
    qint64 message = 0; // Message: the nth of the connection, or over udp of all
    std::chrono::nanoseconds
        silence {}; // Silence: nothing came for so long; once until something comes

    enum class Fit { No, Yes, GaveUp }; // GaveUp: the pattern would take too long
    [[nodiscard]] Fit fits(std::string_view text, qint64 number) const; // of a message
};

struct ReplyAction {
    enum Kind { Send, SendFile, Wait, Close, Reset };

    Kind kind = Send;
    QByteArray bytes; // Send
    QString file; // SendFile
    std::chrono::nanoseconds time {}; // Wait
};

struct ReplyRule {
    ReplyTrigger on;
    QList<ReplyAction> actions;
};

struct ReplyRules {
    bool byLines = false;
    QList<ReplyRule> rules;

    // The first rule that a message fits, or null. `gaveUp`, if given: the first rule before it
    // whose pattern gave up on the message, counted from 1; else left as it is.
    [[nodiscard]] const ReplyRule *ruleFor(std::string_view text, qint64 number,
                                           qsizetype *gaveUp = nullptr) const;
    [[nodiscard]] const ReplyRule *ruleFor(ReplyTrigger::Kind kind) const; // Connect or Silence
};

struct ReplyRulesResult {
    std::optional<ReplyRules> rules;
    QString problem; // where there are none: one clause with the place, "rule 2: ..."
};

// Files that rules name are looked for in `folder`, unless their names are absolute.
[[nodiscard]] ReplyRulesResult parseReplyRules(const QByteArray &json, const QString &folder = {});
// The rules that an option names: a file, or JSON that begins with '{'; "": exampleReplyRules().
// The problem names the file.
[[nodiscard]] ReplyRulesResult readReplyRules(const QString &option);
// As optionProblem() has it: the second half of a sentence, or "". It reads no file.
[[nodiscard]] QString replyRulesProblem(const QString &option);
[[nodiscard]] QByteArray exampleReplyRules();

// For a person to edit: what an option says, and the folder of its file, if it names one that can
// be read. And back: the option that says what such a text does, right or wrong.
struct ReplyRulesText {
    QString text;
    QString folder;
};
[[nodiscard]] ReplyRulesText replyRulesText(const QString &option);
[[nodiscard]] QString replyRulesOption(const ReplyRulesText &edited);
// The same rules as a person reads them: one on each line.
[[nodiscard]] QString laidOutRules(const QJsonObject &rules);

} // namespace models
