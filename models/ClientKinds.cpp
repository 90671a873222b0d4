// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/KindBuilders.h"

#include <QtCore/QCoreApplication>

namespace models {

using namespace Qt::StringLiterals;

namespace {

constexpr double mebibyte = 1024 * 1024;

QString tr(const char *text)
{
    return QCoreApplication::translate("SessionKinds", text);
}

SessionKind lines()
{
    SessionOption text = textOption(u"text"_s, tr("A line to send; may be repeated, or hold several lines"));
    text.repeatable = true;
    text.defaultValue = u"A few lines of text\n"
                        "including non-ASCII characters: \u20ac\u00a3\n"
                        "to test the operation\n"
                        "of both server\n"
                        "and client."_s;
    return {u"lines"_s, SessionRole::Client, {u"tcp"_s},
            tr("Sends lines one by one, each after the answer to the one before"),
            {text,
             textOption(u"file"_s, tr("A text file whose lines are sent instead")),
             textOption(u"end"_s, tr("Text put after each line, such as %0A for a line feed")),
             durationOption(u"wait"_s, u"1"_s, {0, secondsInADay},
                            tr("How long a short answer holds up the next line"))}};
}

SessionKind load()
{
    return {u"load"_s, SessionRole::Client, {u"tcp"_s},
            tr("Sends messages over many connections and measures how soon each comes back"),
            {integerOption(u"connections"_s, u"50"_s, {1, 100'000}, tr("How many connections at once")),
             integerOption(u"depth"_s, u"1"_s, {1, 10'000}, tr("Messages on their way at once, a connection")),
             sizeOption(u"size"_s, u"64"_s, {1, 64 * mebibyte}, tr("Bytes in a message")),
             integerOption(u"rate"_s, u"0"_s, {0, 10'000'000, tr("as fast as it goes")},
                           tr("Messages a second in all, timed from when due")),
             durationOption(u"ramp"_s, u"0"_s, {0, secondsInADay, tr("at once")},
                            tr("Time over which the connections open")),
             durationOption(u"timeout"_s, u"10"_s, {0.001, secondsInADay},
                            tr("How long a connection or an answer may take")),
             durationOption(u"duration"_s, u"0"_s, {0, 365 * secondsInADay, tr("until stopped")},
                            tr("How long it runs")),
             limitOption()}};
}

} // namespace

QList<SessionKind> clientKinds()
{
    return {lines(), load()};
}

} // namespace models
