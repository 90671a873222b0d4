// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/RecordingOptions.h"

#include "models/spec/SessionKinds.h"
#include "models/text/Tr.h"

#include <QtCore/QRegularExpression>

#include <algorithm>

namespace models {

namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

constexpr qint64 LeastKept = qint64 {1} << 20; // less holds no whole piece of the stream
constexpr auto LongestKept = 24h * 365;
constexpr DumpReason reasons[]
    = {DumpReason::Warning, DumpReason::Limit, DumpReason::Lost, DumpReason::Signal};

QString setKeep(RecordingOptions &options, const QString &value)
{
    const auto size = readSize(value);
    if (!size)
        return tr("is not a size; use such as 200MB or 2GB");
    if (*size < LeastKept)
        return tr("is too little to record in; use 1M or more");
    options.keep = *size;
    return {};
}

QString setKeepFor(RecordingOptions &options, const QString &value)
{
    const auto time = readDuration(value);
    if (!time || *time < 1s || *time > LongestKept)
        return tr("is not a time to keep; use 1 second to a year, such as 30s, 10min or 2h");
    options.keepFor = *time;
    return {};
}

QString setCapture(RecordingOptions &options, const QString &value)
{
    if (value != u"all" && value != u"none" && !readSize(value))
        return tr("is not what can be captured; use all, none or a size such as 4k");
    options.capture = value;
    return {};
}

QString setDumpOn(RecordingOptions &options, const QString &value)
{
    static const QRegularExpression separators(u"[|,]"_s);
    QList<DumpReason> given;
    for (const QString &word : value.split(separators)) {
        const auto reason
            = std::find_if(std::begin(reasons), std::end(reasons), [&word](DumpReason each) {
                  return wordOf(each).compare(word.trimmed(), Qt::CaseInsensitive) == 0;
              });
        if (reason == std::end(reasons))
            return tr("names no occasion for a dump; use any of warning, limit, lost and SIGUSR1, "
                      "with | or a comma between them");
        given << *reason;
    }
    options.dumpOn.clear();
    for (const DumpReason reason : reasons) {
        if (given.contains(reason))
            options.dumpOn << reason;
    }
    return {};
}

} // namespace

QString wordOf(DumpReason reason)
{
    switch (reason) {
    case DumpReason::Warning:
        return u"warning"_s;
    case DumpReason::Limit:
        return u"limit"_s;
    case DumpReason::Lost:
        return u"lost"_s;
    case DumpReason::Signal:
        break;
    }
    return u"SIGUSR1"_s;
}

const QList<RecordingOption> &recordingOptions()
{
    static const QList<RecordingOption> list {
        {"--record", "record", "FILE",
         QT_TRANSLATE_NOOP("RecordingOptions",
                           "Record into FILE from the beginning; it stays, and can be opened")},
        {"--capture", "capture", "HOW",
         QT_TRANSLATE_NOOP("RecordingOptions",
                           "Payload kept of each message: all, none or its first bytes, as 4k")},
        {"--keep", "keep", "SIZE",
         QT_TRANSLATE_NOOP("RecordingOptions",
                           "Keep the newest of the recording, as 200MB; the oldest leave")},
        {"--keep-for", "keepFor", "TIME",
         QT_TRANSLATE_NOOP("RecordingOptions", "Keep the last of the recording, as 10min")},
        {"--dump-on", "dumpOn", "WHAT",
         QT_TRANSLATE_NOOP("RecordingOptions",
                           "With --keep, write what led to it to a new file at any of "
                           "'warning|limit|lost|SIGUSR1'")},
    };
    return list;
}

QString setRecordingOption(RecordingOptions &options, const QString &key, const QString &value)
{
    if (key == u"record") {
        options.record = value;
        return {};
    }
    if (key == u"capture")
        return setCapture(options, value);
    if (key == u"keep")
        return setKeep(options, value);
    return key == u"keepFor" ? setKeepFor(options, value) : setDumpOn(options, value);
}

void fillRecordingOptions(RecordingOptions &options, const RecordingOptions &others)
{
    for (const RecordingOption &each : recordingOptions()) {
        const QString key = QString::fromLatin1(each.key);
        const QString value = recordingOption(others, key);
        if (!value.isEmpty() && recordingOption(options, key).isEmpty())
            (void)setRecordingOption(options, key, value); // it was read once
    }
}

QString recordingOption(const RecordingOptions &options, const QString &key)
{
    if (key == u"record")
        return options.record;
    if (key == u"capture")
        return options.capture;
    if (key == u"keep")
        return options.keep ? QString::number(*options.keep) : QString();
    if (key == u"keepFor")
        return options.keepFor
            ? QString::number(std::chrono::duration<double>(*options.keepFor).count(), 'g', 12)
            : QString();
    QStringList words;
    for (const DumpReason reason : options.dumpOn)
        words << wordOf(reason);
    return words.join(u'|');
}

} // namespace models
