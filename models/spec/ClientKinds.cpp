// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/KindBuilders.h"
#include "models/spec/Message.h"

#include <QtCore/QCoreApplication>

namespace models {

using namespace Qt::StringLiterals;

namespace {

constexpr double mebibyte = 1024 * 1024;

QString tr(const char *text)
{
    return QCoreApplication::translate("SessionKinds", text);
}

SessionOption timeoutOption(const QString &description)
{
    return durationOption(u"timeout"_s, u"10"_s, {0.001, secondsInADay}, description);
}

// What every client can be told of TLS.
QList<SessionOption> tlsOptions()
{
    SessionOption verify
        = booleanOption(u"verify"_s, tr("Accept only a certificate that is valid for the host"));
    verify.defaultValue = u"true"_s;
    QList<SessionOption> options {
        verify,
        textOption(u"ca"_s, tr("A PEM file of authorities to trust instead of the system's")),
        textOption(u"trust"_s,
                   tr("A PEM file with the one certificate to accept, whoever signed it")),
        textOption(u"cert"_s, tr("A PEM file with the client's own certificate and its chain")),
        textOption(u"key"_s, tr("A PEM file with its key; none: in the file of cert")),
        textOption(u"server_name"_s,
                   tr("The name that the certificate must be for; none: the host")),
        textOption(u"alpn"_s, tr("Protocols to offer, the preferred first, such as h2,http/1.1")),
    };
    for (SessionOption &option : options)
        option = onlyOver({u"tls"_s}, option);
    return options;
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

SessionOption fileOption(const QString &description)
{
    return textOption(u"file"_s, description);
}

SessionOption formatOption()
{
    return choiceOption(u"format"_s, messageForms(),
                        tr("How lines are written: with escapes, \\r \\n \\x00 are bytes"));
}

// Where a client's lines come from, and how they are written.
QList<SessionOption> lineOptions(const QString &defaultText, const QString &defaultEnd)
{
    SessionOption text
        = textOption(u"text"_s, tr("A line to send; may be repeated, or hold several lines"));
    text.repeatable = true;
    text.defaultValue = defaultText;
    SessionOption end = textOption(
        u"end"_s, tr("Put after each line, such as %0A for a line feed, or 0a in hex"));
    end.defaultValue = defaultEnd;
    return {text, fileOption(tr("A file whose lines are sent instead; - for standard input")),
            formatOption(), end};
}

SessionKind lines()
{
    const QString text = u"A few lines of text\n"
                         "including non-ASCII characters: \u20ac\u00a3\n"
                         "to test the operation\n"
                         "of both server\n"
                         "and client."_s;
    return client(u"lines"_s, tr("Sends lines one by one, each after the answer to the one before"),
                  lineOptions(text, {})
                      + QList<SessionOption> {
                          durationOption(u"wait"_s, u"1"_s, {0, secondsInADay},
                                         tr("How long a short answer holds up the next line")),
                          timeoutOption(tr("How long connecting may take")), limitOption()});
}

SessionKind repeat()
{
    return client(u"repeat"_s, tr("Sends the same line again and again, at fixed times"),
                  lineOptions(u"a"_s, u"\n"_s)
                      + QList<SessionOption> {
                          durationOption(u"every"_s, u"1"_s, {0.001, secondsInADay},
                                         tr("Time between two lines")),
                          integerOption(u"count"_s, u"0"_s, {0, 1'000'000'000, tr("until stopped")},
                                        tr("How many lines")),
                          timeoutOption(tr("How long connecting may take")), limitOption()});
}

SessionKind talk()
{
    SessionKind kind = client(
        u"talk"_s, tr("Sends what a person types, and shows what comes"),
        {formatOption(),
         choiceOption(u"end"_s, lineEnds(), tr("Put after each line; never after hex")),
         fileOption(tr("A file whose lines are sent at once; - for standard input, as it is "
                       "without a window")),
         onlyOver({u"tcp"_s, u"unix"_s},
                  booleanOption(u"half_close"_s,
                                tr("At the end of the file, say that nothing more will be sent"))),
         timeoutOption(tr("How long connecting may take"))});
    kind.takesMessages = true;
    return kind;
}

SessionKind load()
{
    return client(
        u"load"_s, tr("Sends messages over many connections and measures how soon each comes back"),
        {integerOption(u"connections"_s, u"50"_s, {1, 100'000}, tr("How many connections at once")),
         integerOption(u"depth"_s, u"1"_s, {1, 10'000},
                       tr("Messages on their way at once, a connection")),
         sizeOption(u"size"_s, u"64"_s, {1, 64 * mebibyte}, tr("Bytes in a message")),
         integerOption(u"rate"_s, u"0"_s, {0, 10'000'000, tr("as fast as it goes")},
                       tr("Messages a second in all, timed from when due")),
         durationOption(u"ramp"_s, u"0"_s, {0, secondsInADay, tr("at once")},
                        tr("Time over which the connections open")),
         timeoutOption(tr("How long connecting or an answer may take")),
         durationOption(u"duration"_s, u"0"_s, {0, 365 * secondsInADay, tr("until stopped")},
                        tr("How long it runs")),
         limitOption()});
}

} // namespace

QList<SessionKind> clientKinds()
{
    return {lines(), talk(), repeat(), load()};
}

} // namespace models
