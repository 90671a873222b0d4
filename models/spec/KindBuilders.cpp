// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/KindBuilders.h"

#include "models/spec/FaultPlan.h"
#include "models/spec/Limit.h"
#include "models/text/Tr.h"

#include <QtCore/QCoreApplication>

namespace models {

using namespace Qt::StringLiterals;

namespace {

SessionOption option(OptionType type, const QString &name, const QString &defaultValue,
                     const QString &description)
{
    SessionOption option;
    option.name = name;
    option.type = type;
    option.defaultValue = defaultValue;
    option.description = description;
    return option;
}

SessionOption limited(SessionOption option, const OptionLimits &limits)
{
    option.minimum = limits.minimum;
    option.maximum = limits.maximum;
    option.zero = limits.zero;
    return option;
}

} // namespace

SessionOption booleanOption(const QString &name, const QString &description)
{
    return option(OptionType::Boolean, name, u"false"_s, description);
}

SessionOption choiceOption(const QString &name, const QStringList &choices,
                           const QString &description)
{
    SessionOption made = option(OptionType::Choice, name, choices.first(), description);
    made.choices = choices;
    return made;
}

SessionOption textOption(const QString &name, const QString &description)
{
    return option(OptionType::Text, name, {}, description);
}

SessionOption fileOption(const QString &name, const QString &description)
{
    SessionOption made = textOption(name, description);
    made.isFile = true;
    return made;
}

QList<SessionOption> grouped(OptionGroup group, QList<SessionOption> options)
{
    for (SessionOption &option : options)
        option.group = group;
    return options;
}

QList<SessionOption> encryptionOptions()
{
    const QStringList versions {u"1.2"_s, u"1.3"_s};
    SessionOption oldest
        = choiceOption(u"tls_min"_s, versions, tr("Oldest version of TLS to accept"));
    SessionOption newest
        = choiceOption(u"tls_max"_s, versions, tr("Newest version of TLS to accept"));
    newest.defaultValue = versions.last();
    QList<SessionOption> options {
        oldest, newest,
        textOption(u"ciphers"_s,
                   tr("Ciphers to allow, by OpenSSL's names, separated by colons; names with TLS_ "
                      "are of TLS 1.3, all others of TLS 1.2")),
        textOption(u"sslkeylog"_s,
                   tr("File that the secrets of each connection are appended to, so that Wireshark "
                      "can decrypt a capture; default: $SSLKEYLOGFILE")),
        integerOption(u"tls_threads"_s, u"0"_s, {0, 64, tr("the loop itself")},
                      tr("Threads that take over TLS handshakes, so that many at once do not delay "
                         "the loop"))};
    for (SessionOption &option : options)
        option = onlyOver({u"tls"_s}, option);
    return grouped(OptionGroup::Tls, options);
}

SessionOption onlyOver(const QStringList &transports, SessionOption option)
{
    option.transports = transports;
    return option;
}

SessionOption limitOption()
{
    SessionOption limit
        = textOption(u"limit"_s, tr("Limit to meet, such as p99<5ms or errors<1; may be repeated"));
    limit.group = OptionGroup::Limits;
    limit.repeatable = true;
    limit.problem = limitProblem;
    return limit;
}

QList<SessionOption> replayOptions()
{
    SessionOption file = fileOption(u"file"_s, tr("Recording (.loopscope) with the conversation"));
    file.required = true;
    SessionOption speed
        = textOption(u"speed"_s, tr("Pace: 1 as recorded, 10 for ten times as fast, or max"));
    speed.defaultValue = u"1"_s;
    speed.problem = [](const QString &value) {
        return readSpeed(value) ? QString()
                                : tr("is not a speed; use max or a number such as 1, 10 or 0.5");
    };
    return {
        file,
        integerOption(u"connection"_s, u"0"_s,
                      {0, 9e15, tr("the first over which anything was said")},
                      tr("Number of the connection in the recording")),
        speed,
        durationOption(u"timeout"_s, u"10"_s, {0.001, secondsInADay},
                       tr("Time limit for what the peer is expected to do")),
        limitOption(),
    };
}

QList<SessionOption> faultOptions()
{
    SessionOption fault = textOption(
        u"fault"_s,
        QCoreApplication::translate("SessionKinds",
                                    "Fault applied to each connection, such as "
                                    "latency:50ms,jitter:10ms,direction:out; may be repeated"));
    fault.repeatable = true;
    fault.problem = faultProblem;
    return grouped(
        OptionGroup::Faults,
        {fault,
         integerOption(u"seed"_s, u"1"_s, {0, 1e15},
                       QCoreApplication::translate(
                           "SessionKinds", "Random seed; the same seed repeats the same faults"))});
}

SessionOption captureOption()
{
    SessionOption capture = textOption(
        u"capture"_s,
        tr("What recordings keep of each message: all, none, or its first bytes, as in "
           "4k"));
    capture.group = OptionGroup::Advanced;
    capture.defaultValue = u"all"_s;
    capture.problem = [](const QString &value) {
        return readCapture(value) ? QString()
                                  : tr("is not a capture; use all, none or a size as in 4k");
    };
    return capture;
}

SessionOption integerOption(const QString &name, const QString &defaultValue,
                            const OptionLimits &limits, const QString &description)
{
    return limited(option(OptionType::Integer, name, defaultValue, description), limits);
}

SessionOption durationOption(const QString &name, const QString &defaultValue,
                             const OptionLimits &limits, const QString &description)
{
    return limited(option(OptionType::Duration, name, defaultValue, description), limits);
}

SessionOption sizeOption(const QString &name, const QString &defaultValue,
                         const OptionLimits &limits, const QString &description)
{
    return limited(option(OptionType::Size, name, defaultValue, description), limits);
}

} // namespace models
