// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/KindBuilders.h"
#include "models/spec/Message.h"
#include "models/text/Tr.h"

#include <algorithm>

namespace models {

using namespace Qt::StringLiterals;

namespace {

SessionOption timeoutOption(const QString &description)
{
    return durationOption(u"timeout"_s, u"10"_s, {0.001, secondsInADay}, description);
}

// A host name as TLS sends it (RFC 6066, 3).
QString serverNameProblem(const QString &value)
{
    if (value.isEmpty())
        return {};
    const auto fits = [](QChar c) {
        return c.unicode() < 0x80 && (c.isLetterOrNumber() || c == u'.' || c == u'-' || c == u'_');
    };
    if (!std::all_of(value.begin(), value.end(), fits) || value.size() > 253)
        return tr("is not a host name; use letters, digits, dots and hyphens, and xn-- for others");
    const bool number
        = std::all_of(value.begin(), value.end(), [](QChar c) { return c.isDigit() || c == u'.'; });
    return number ? tr("is an address; a server is asked for by name only") : QString();
}

// What every client can be told of TLS.
QList<SessionOption> tlsOptions()
{
    SessionOption verify
        = booleanOption(u"verify"_s, tr("Accept only a certificate valid for the host"));
    verify.defaultValue = u"true"_s;
    SessionOption sent = textOption(
        u"sni"_s, tr("Host name to ask the server for; default: the one that is verified"));
    sent.problem = serverNameProblem;
    QList<SessionOption> options {
        verify,
        fileOption(u"ca"_s,
                   tr("PEM file of certificate authorities to trust instead of the system's")),
        fileOption(u"trust"_s,
                   tr("PEM file with the only certificate to accept, whoever signed it")),
        fileOption(u"cert"_s, tr("PEM file with the client's certificate and its chain")),
        fileOption(u"key"_s, tr("PEM file with its key; default: the file given as cert")),
        textOption(u"server_name"_s,
                   tr("Name that the certificate must be valid for; default: the host")),
        sent,
        textOption(u"alpn"_s, tr("Protocols to offer, preferred first, such as h2,http/1.1")),
    };
    for (SessionOption &option : options)
        option = onlyOver({u"tls"_s}, option);
    return grouped(OptionGroup::Tls, options) + encryptionOptions();
}

SessionKind client(const QString &name, const QString &description,
                   const QList<SessionOption> &options)
{
    return {name,
            SessionRole::Client,
            {u"tcp"_s, u"tls"_s, u"udp"_s, u"unix"_s},
            description,
            options + tlsOptions()};
}

SessionOption formatOption()
{
    return choiceOption(u"format"_s, messageForms(),
                        tr("How lines are written; with escapes, \\r \\n \\x00 stand for bytes"));
}

// Where a client's lines come from, and how they are written.
QList<SessionOption> lineOptions(const QString &defaultText, const QString &defaultEnd)
{
    SessionOption text
        = textOption(u"text"_s, tr("Line to send; may be repeated, or contain several lines"));
    text.repeatable = true;
    text.defaultValue = defaultText;
    SessionOption end = textOption(
        u"end"_s, tr("Appended to each line, such as %0A for a line feed, or 0a in hex"));
    end.defaultValue = defaultEnd;
    return {text,
            fileOption(u"file"_s, tr("File whose lines are sent instead; - for standard input")),
            formatOption(), end};
}

SessionKind lines()
{
    const QString text = u"A few lines of text\n"
                         "including non-ASCII characters: \u20ac\u00a3\n"
                         "to test the operation\n"
                         "of both server\n"
                         "and client."_s;
    return client(
        u"lines"_s, tr("Sends lines one at a time, waiting for the answer to each"),
        lineOptions(text, {})
            + QList<SessionOption> {
                durationOption(u"wait"_s, u"1"_s, {0, secondsInADay},
                               tr("Longest wait for an answer before the next line is sent")),
                timeoutOption(tr("Time limit for connecting")), limitOption()});
}

SessionKind repeat()
{
    return client(u"repeat"_s, tr("Sends the same line repeatedly, at fixed intervals"),
                  lineOptions(u"a"_s, u"\n"_s)
                      + QList<SessionOption> {
                          durationOption(u"every"_s, u"1"_s, {0.001, secondsInADay},
                                         tr("Interval between lines")),
                          integerOption(u"count"_s, u"0"_s, {0, 1'000'000'000, tr("until stopped")},
                                        tr("Number of lines")),
                          timeoutOption(tr("Time limit for connecting")), limitOption()});
}

SessionKind talk()
{
    SessionKind kind = client(
        u"talk"_s, tr("Sends what you type and shows what comes back"),
        {formatOption(),
         choiceOption(u"end"_s, lineEnds(), tr("Appended to each line, except in hex")),
         fileOption(u"file"_s,
                    tr("File whose lines are sent at once; - for standard input, the default "
                       "without a window")),
         booleanOption(u"raw"_s,
                       tr("Send the file or standard input byte for byte, without lines")),
         onlyOver({u"tcp"_s, u"unix"_s},
                  booleanOption(u"half_close"_s,
                                tr("Half-close the connection at the end of the file"))),
         timeoutOption(tr("Time limit for connecting"))});
    kind.takesMessages = true;
    return kind;
}

SessionKind load()
{
    return client(
        u"load"_s, tr("Sends messages over many connections and measures response times"),
        {integerOption(u"connections"_s, u"50"_s, {1, 100'000},
                       tr("Number of concurrent connections")),
         integerOption(u"depth"_s, u"1"_s, {1, 10'000}, tr("Messages in flight per connection")),
         sizeOption(u"size"_s, u"64"_s, {1, 64 * mebibyte}, tr("Message size in bytes")),
         integerOption(u"rate"_s, u"0"_s, {0, 10'000'000, tr("as fast as possible")},
                       tr("Messages per second in total, each timed from when it is due")),
         durationOption(u"ramp"_s, u"0"_s, {0, secondsInADay, tr("all at once")},
                        tr("Time over which connections are opened")),
         timeoutOption(tr("Time limit for connecting and for each answer")),
         durationOption(u"duration"_s, u"0"_s, {0, 365 * secondsInADay, tr("until stopped")},
                        tr("Duration of the run")),
         limitOption()});
}

SessionKind replay()
{
    SessionKind kind = client(replayKind.toString(),
                              tr("Plays the client's side of a recorded conversation and compares "
                                 "what the server answers"),
                              replayOptions());
    kind.counterpart = replayServerKind.toString();
    return kind;
}

} // namespace

QList<SessionKind> clientKinds()
{
    return {lines(), talk(), repeat(), load(), replay()};
}

} // namespace models
