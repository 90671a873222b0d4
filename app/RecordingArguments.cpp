// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/RecordingArguments.h"

#include "app/CommandLine.h"
#include "models/text/Tr.h"

#include <QtCore/QFileInfo>

#include <csignal>

namespace app {

using models::tr;

namespace {

using namespace Qt::StringLiterals;

QString needsRecording(const char *option)
{
    return tr("%1 is about a recording, and without a window there is none; add --record "
              "FILE.loopscope.")
        .arg(QLatin1StringView(option));
}

} // namespace

QString readMark(const QString &value, QMap<int, QString> &marks)
{
    static const QMap<QString, int> numbers {{u"SIGUSR1"_s, SIGUSR1}, {u"SIGUSR2"_s, SIGUSR2}};
    const qsizetype equals = value.indexOf(u'=');
    const QString signal = equals < 0 ? value : value.left(equals);
    const QString name = equals < 0 ? signal : value.mid(equals + 1);
    if (!numbers.contains(signal) || name.isEmpty())
        return tr("--mark %1: a mark is set by SIGUSR1 or SIGUSR2; write one of them and, if you "
                  "like, a name, as in SIGUSR2=before.")
            .arg(value);
    if (marks.contains(numbers[signal]))
        return tr("--mark %1: %2 has a mark already; use %3 for another.")
            .arg(value, signal, signal == u"SIGUSR1" ? u"SIGUSR2"_s : u"SIGUSR1"_s);
    marks.insert(numbers[signal], name);
    return {};
}

QString recordingProblem(const CommandLine &line)
{
    const models::RecordingOptions &wanted = line.recording;
    const bool keeps = wanted.keep || wanted.keepFor;
    if (!wanted.dumpOn.isEmpty() && !keeps)
        return tr("--dump-on writes what --keep or --keep-for keeps, and there is neither; add "
                  "--keep 200MB, or --keep-for 10min.");
    const bool records = !line.headless || !wanted.record.isEmpty(); // a window always does
    if (!records && keeps)
        return needsRecording(wanted.keep ? "--keep" : "--keep-for");
    if (!records && !line.marks.isEmpty())
        return needsRecording("--mark");
    if (!records && !wanted.capture.isEmpty() && line.exports.isEmpty())
        return needsRecording("--capture");
    if (wanted.dumpOn.contains(models::DumpReason::Signal) && line.marks.contains(SIGUSR1))
        return tr("--mark and --dump-on both wait for SIGUSR1; use SIGUSR2 for the mark.");
    const QString file = QFileInfo(wanted.record).absoluteFilePath();
    for (const QString &path : line.exports) {
        if (!wanted.record.isEmpty() && QFileInfo(path).absoluteFilePath() == file)
            return tr("--record and --export both write %1; name two files.").arg(wanted.record);
    }
    return {};
}

} // namespace app
