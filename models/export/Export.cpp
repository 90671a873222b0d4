// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/export/Export.h"

#include "models/export/ExportWork.h"
#include "models/export/TableExport.h"
#include "models/spec/SessionKinds.h"
#include "models/text/Tr.h"

#include <QtCore/QFileInfo>

#include <algorithm>

#include <unistd.h>

namespace models {

namespace {

using namespace Qt::StringLiterals;

struct Kind {
    Export::Format format;
    QString endings; // of a file's name; the first is what people are told
    bool isText;
    bool takesPart; // of a recording: what a filter shows, or a span of time
    QString (*write)(const ExportWork &);
};

const Kind kinds[] {
    {Export::Format::JsonLines, u"jsonl ndjson json"_s, true, true, exportLog},
    {Export::Format::Csv, u"csv"_s, true, true, exportLog},
    {Export::Format::Pcapng, u"pcapng"_s, false, true, exportPackets},
    {Export::Format::Perfetto, u"perfetto-trace"_s, false, true, exportTrace},
    {Export::Format::Html, u"html htm"_s, true, false, exportReport},
    {Export::Format::Sqlite, u"sqlite sqlite3 db"_s, false, true,
     nullptr}, // writes its file itself
};

const Kind &kindOf(Export::Format format)
{
    return *std::find_if(std::begin(kinds), std::end(kinds),
                         [format](const Kind &each) { return each.format == format; });
}

// "-" is the standard output.
CheckedFile fileFor(const QString &target, const std::stop_token &stop)
{
    if (target == QStringLiteral("-"))
        return CheckedFile(STDOUT_FILENO, tr("Standard output"), stop);
    return CheckedFile(target);
}

// "" or why it is not written; after a stop nothing is.
QString write(const Kind &kind, const RecordingReader &reader, const QString &recording,
              const QString &target, const Export::Options &options, bool toTerminal)
{
    CheckedFile file = fileFor(target, options.stop);
    QString problem = kind.write({reader, recording, file, options, kind.format, toTerminal});
    if (!problem.isEmpty() || options.stop.stop_requested())
        return problem;
    if (reader.isLost())
        return reader.damage();
    return file.commit() ? QString() : file.problem();
}

Result<Export::Format> formatFor(const QString &target, const std::optional<Export::Format> &given)
{
    if (given)
        return *given;
    return target == QStringLiteral("-") ? Export::Format::JsonLines : Export::formatOf(target);
}

} // namespace

Result<Export::Format> Export::formatOf(const QString &path)
{
    const QString end = QFileInfo(path).suffix().toLower();
    for (const Kind &kind : kinds) {
        if (kind.endings.split(u' ').contains(end))
            return kind.format;
    }
    return Failure {tr("%1 ends in no known format: choose %2.").arg(path, formats(u"."_s))};
}

QStringList Export::formatNames()
{
    QStringList list;
    for (const Kind &kind : kinds)
        list << kind.endings.split(u' ').first();
    return list;
}

QString Export::formats(const QString &before)
{
    QStringList list = formatNames();
    for (QString &each : list)
        each.prepend(before);
    return joinedByOr(list);
}

QString Export::problemOf(const QString &target, const std::optional<Format> &given, bool isPart)
{
    const Result<Format> format = formatFor(target, given);
    if (!format)
        return format.problem();
    const Kind &kind = kindOf(*format);
    if (!kind.write && target == u"-")
        return tr("%1 cannot be written to standard output: name a file.")
            .arg(kind.endings.split(u' ').first());
    if (isPart && !kind.takesPart)
        return tr("%1 is a report, which is of the whole recording: leave the filter and the times "
                  "out, or choose another format.")
            .arg(target);
    return {};
}

Result<Export::Outcome> Export::run(const QString &recording, const QString &target,
                                    const Options &options)
{
    const bool isPart = options.shows || options.first != 0 || options.last != 0;
    if (const QString problem = problemOf(target, options.format, isPart); !problem.isEmpty())
        return Failure {problem};
    const Kind &kind = kindOf(*formatFor(target, options.format));
    const bool toTerminal = target == QStringLiteral("-") && ::isatty(STDOUT_FILENO) != 0;
    if (toTerminal && !kind.isText)
        return Failure {tr("%1 is not for a terminal: name a file, or write into a pipe.")
                            .arg(kind.endings.split(u' ').first())};
    const auto reader = RecordingReader::open(recording);
    if (!reader)
        return Failure {reader.problem()};
    (*reader)->readAhead();
    const QString problem = kind.write
        ? write(kind, **reader, recording, target, options, toTerminal)
        : exportTables(**reader, recording, target, options);
    if (options.stop.stop_requested())
        return Outcome::Cancelled;
    if (!problem.isEmpty())
        return Failure {problem};
    if (options.progress)
        options.progress(1);
    if (const QString damage = (*reader)->damage(); !damage.isEmpty())
        return Failure {damage}; // what could be read is written
    return Outcome::Done;
}

Result<Export::Outcome> Export::run(const QString &recording, const QString &target)
{
    return run(recording, target, {});
}

} // namespace models
