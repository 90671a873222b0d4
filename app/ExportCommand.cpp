// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ExportCommand.h"

#include "app/CommandLineOptions.h"
#include "app/StandardStreams.h"
#include "models/record/RecordingIdentity.h"
#include "models/record/RecordingReader.h"
#include "models/spec/SessionKinds.h"
#include "models/text/Terminal.h"
#include "models/text/Tr.h"

#include <QtCore/QDateTime>
#include <QtCore/QFileInfo>

#include <chrono>
#include <stop_token>

namespace app {

using models::tr;

namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using models::Export;
using models::terminal::line;

constexpr auto progressPace = 100ms;

// What of an export a person sees while it lasts: a line on standard error where that is a
// terminal, which is gone in the end. In the exporting thread.
class ProgressLine {
public:
    ProgressLine(OutputStream &errors, QString name)
        : errors_(errors)
        , name_(std::move(name))
    { }
    ~ProgressLine()
    {
        if (shown_ != std::chrono::steady_clock::time_point())
            errors_.write("\r\x1b[K");
    }
    Q_DISABLE_COPY_MOVE(ProgressLine)

    void show(double part)
    {
        const auto now = std::chrono::steady_clock::now();
        if (now - shown_ < progressPace)
            return;
        shown_ = now;
        const QString words = tr("Writing %1: %2 %").arg(name_).arg(int(part * 100));
        errors_.write('\r' + line(words) + "\x1b[K");
    }

private:
    OutputStream &errors_;
    const QString name_;
    std::chrono::steady_clock::time_point shown_;
};

// A file cannot be read and be replaced by what is read.
bool isSame(const QString &one, const QString &other)
{
    const QString path = QFileInfo(one).canonicalFilePath();
    return !path.isEmpty() && path == QFileInfo(other).canonicalFilePath();
}

QString targetProblem(const ExportJob &job)
{
    for (const QString &target : job.targets) {
        if (target == u"-")
            continue;
        if (isSame(target, job.recording))
            return tr("%1 is the recording itself: name another file to write.").arg(target);
        if (QFileInfo(target).isFile() && models::RecordingIdentity::of(target))
            return tr("%1 is a recording, too: name another file to write, or remove that one "
                      "first.")
                .arg(target);
    }
    return {};
}

// "" or why nobody knows when the recording began.
QString setTimes(Export::Options &options, const ExportJob &job)
{
    options.first = job.first.wall;
    options.last = job.last.wall;
    if (!job.first.sinceBegin && !job.last.sinceBegin)
        return {};
    const auto reader = models::RecordingReader::open(job.recording);
    if (!reader)
        return reader.problem();
    const auto span = (*reader)->span();
    if (!span)
        return span.problem();
    if (job.first.sinceBegin)
        options.first = span->first + job.first.sinceBegin->count();
    if (job.last.sinceBegin)
        options.last = span->first + job.last.sinceBegin->count();
    return {};
}

// In an executor's thread. "" or why it is not written.
QString exportOne(const ExportJob &job, const QString &target, std::stop_token stop,
                  StandardStreams &streams)
{
    // Lines that a person reads on the same terminal are progress enough.
    const bool shows
        = streams.errors.isTerminal() && (target != u"-" || !streams.output.isTerminal());
    const QString name = target == u"-" ? tr("standard output") : target;
    ProgressLine progress(streams.errors, name);
    Export::Options options;
    options.format = job.format;
    options.shows = predicateOf(job.filter);
    options.guardsFormulas = job.guardsFormulas;
    if (QString problem = setTimes(options, job); !problem.isEmpty())
        return problem;
    options.stop = std::move(stop);
    if (shows)
        options.progress = [&progress](double part) { progress.show(part); };
    const auto outcome = Export::run(job.recording, target, options);
    if (!outcome)
        return outcome.problem();
    return *outcome == Export::Outcome::Done ? QString()
                                             : tr("The export to %1 was cancelled.").arg(name);
}

QString exportAll(const ExportJob &job, const std::stop_token &stop, StandardStreams &streams)
{
    if (QString problem = targetProblem(job); !problem.isEmpty())
        return problem;
    // A target that fails does not stop the others.
    QStringList problems;
    for (const QString &target : job.targets) {
        if (const QString problem = exportOne(job, target, stop, streams);
            !problem.isEmpty() && !problems.contains(problem))
            problems << problem;
        if (stop.stop_requested())
            break;
    }
    return problems.join(u' ');
}

class Reader {
public:
    JobResult<ExportJob> read(const QStringList &arguments);

private:
    bool readOption(const Option &option, const QString &value);
    bool fail(const QString &sentence)
    {
        error_ = sentence;
        return false;
    }

    ExportJob job_;
    QString error_;
};

// Of two of the same kind: how a time since the beginning and a date compare, the recording says.
bool endsBeforeItBegins(const ExportTime &first, const ExportTime &last)
{
    if (first.sinceBegin && last.sinceBegin)
        return *last.sinceBegin < *first.sinceBegin;
    return first.wall != 0 && last.wall != 0 && last.wall < first.wall;
}

JobResult<ExportJob> Reader::read(const QStringList &arguments)
{
    QStringList names;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &argument = arguments[i];
        if (argument == u"-" || !argument.startsWith(u'-')) {
            names << argument;
            continue;
        }
        const qsizetype equals = argument.indexOf(u'=');
        const QString name = argument.left(equals < 0 ? argument.size() : equals);
        static const QList<Option> &options = *optionsOfCommand(u"export");
        const Option *option = findOption(options, name);
        if (!option)
            return {std::nullopt,
                    tr("export: %1 is not understood; use %2.")
                        .arg(name, models::joinedByOr(namesOf(options)))};
        if (option->name == OptionName::Help)
            return {};
        if (option->name == OptionName::GuardFormulas) {
            job_.guardsFormulas = true;
            continue;
        }
        const QString value = equals < 0 ? arguments.value(++i) : argument.mid(equals + 1);
        if (!readOption(*option, value))
            return {std::nullopt, error_};
    }
    if (names.size() < 2)
        return {std::nullopt,
                tr("export needs a recording and a file to write; write loopscope export "
                   "FILE.loopscope OUT.jsonl, or - for standard output.")};
    if (endsBeforeItBegins(job_.first, job_.last))
        return {std::nullopt,
                tr("--to is before --from, so there is nothing between them; use a later --to.")};
    job_.recording = names.takeFirst();
    job_.targets = names;
    const bool isPart = !job_.filter.isEmpty() || job_.first.isGiven() || job_.last.isGiven();
    for (const QString &target : names) {
        if (const QString problem = Export::problemOf(target, job_.format, isPart);
            !problem.isEmpty())
            return {std::nullopt, problem};
    }
    return {job_, {}};
}

bool Reader::readOption(const Option &option, const QString &value)
{
    if (option.name == OptionName::Filter) {
        if (value.isEmpty())
            return fail(tr("--filter needs a value; write it as in the filter field of the window, "
                           "such as 'event:data bytes>1kB'."));
        job_.filter = models::EventFilter(value);
        const QString problem = problemOf(option.text, job_.filter);
        return problem.isEmpty() || fail(problem);
    }
    if (option.name == OptionName::From || option.name == OptionName::To) {
        const auto time = ExportTime::read(value);
        if (!time)
            return fail(tr("%1 %2 is not a time; use seconds since the recording began, such as "
                           "12.5 or 2m, or a date and time, such as 2026-11-27T02:00:00Z.")
                            .arg(option.text, value));
        (option.name == OptionName::From ? job_.first : job_.last) = *time;
        return true;
    }
    const auto format = Export::formatOf(u"x."_s + value);
    if (!format)
        return fail(tr("--format %1 is not a format; use %2.").arg(value, Export::formats()));
    job_.format = *format;
    return true;
}

} // namespace

std::optional<ExportTime> ExportTime::read(const QString &text)
{
    ExportTime made;
    made.sinceBegin = models::readDuration(text);
    if (made.sinceBegin)
        return made;
    const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!time.isValid())
        return std::nullopt;
    made.wall = time.toMSecsSinceEpoch() * 1'000'000;
    return made;
}

JobResult<ExportJob> parseExportJob(const QStringList &arguments)
{
    return Reader().read(arguments);
}

std::function<bool(const models::StoredEvent &, const QString &)>
predicateOf(const models::EventFilter &filter)
{
    if (filter.isEmpty())
        return {};
    return [filter](const models::StoredEvent &event, const QString &session) {
        return filter.shows(event, [&session] { return session; });
    };
}

QString problemOf(const QString &option, const models::EventFilter &filter)
{
    const auto &mistake = filter.mistake();
    if (!mistake)
        return {};
    // What stands before the mistake takes as many columns as it is written out in.
    const auto columns = [](const QString &text) { return QString::fromUtf8(line(text)).size(); };
    const QString before = filter.text().left(mistake->position);
    const QString wrong = filter.text().mid(mistake->position, mistake->length);
    const QString place = QString(columns(before), u' ') + u'^'
        + QString(std::max<qsizetype>(columns(wrong), 1) - 1, u'~');
    return tr("%1: %2").arg(option, mistake->message) + u'\n'
        + QString::fromUtf8(line(filter.text())) + u'\n' + place;
}

int runExport(const ExportJob &job, StandardStreams &streams)
{
    return runToItsEnd(streams, [&job, &streams](const std::stop_token &stop) {
        return exportAll(job, stop, streams);
    });
}

} // namespace app
