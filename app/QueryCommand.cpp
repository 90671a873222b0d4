// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/QueryCommand.h"

#include "app/CommandLineOptions.h"
#include "models/files/CheckedFile.h"
#include "models/text/Tr.h"

#include <unistd.h>

namespace app {

using models::tr;

namespace {

using namespace Qt::StringLiterals;
using Format = models::QueryOutput::Format;

// "" or why it is not all printed.
QString print(const QueryJob &job, const std::stop_token &stop)
{
    const auto query = models::Query::open(job.recording);
    if (!query)
        return query.problem();
    models::CheckedFile file(STDOUT_FILENO, tr("Standard output"), stop);
    models::ExportOutput out(file, ::isatty(STDOUT_FILENO) != 0);
    models::QueryOutput output(out, job.format);
    bool begun = false;
    const QString problem = (*query)->run(
        job.sql,
        [&](const QStringList &columns) {
            output.begin(columns);
            begun = true;
        },
        [&](const models::Query::Row &row) {
            output.add(row);
            return file.problem().isEmpty();
        },
        stop);
    if (begun)
        output.end();
    out.writeOut();
    if (stop.stop_requested())
        return tr("The query was cancelled.");
    file.commit();
    return problem.isEmpty() ? file.problem() : problem;
}

} // namespace

JobResult<QueryJob> parseQueryJob(const QStringList &arguments)
{
    QueryJob job;
    QStringList words;
    for (const QString &argument : arguments) {
        const Option *option = findOption(*optionsOfCommand(u"query"), argument);
        if (option && option->name == OptionName::Help)
            return {};
        if (option)
            job.format = option->name == OptionName::Json ? Format::Json : Format::Csv;
        else if (argument.startsWith(u"--") && !argument.contains(u' '))
            return {std::nullopt,
                    tr("query: %1 is not understood; use --json or --csv.").arg(argument)};
        else
            words << argument;
    }
    if (words.size() != 2)
        return {std::nullopt,
                tr("query needs a recording and one statement of SQL in quotes; write loopscope "
                   "query FILE.loopscope \"SELECT kind, count(*) FROM events GROUP BY kind\".")};
    job.recording = words[0];
    job.sql = words[1];
    return {job, {}};
}

int runQuery(const QueryJob &job, StandardStreams &streams)
{
    models::Query::boundMemory();
    return runToItsEnd(streams, [&job](const std::stop_token &stop) { return print(job, stop); });
}

} // namespace app
