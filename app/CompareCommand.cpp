// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/CompareCommand.h"

#include "models/export/ExportOutput.h"
#include "models/files/CheckedFile.h"
#include "models/spec/SessionKinds.h"
#include "models/text/Format.h"
#include "models/text/Tr.h"

#include <unistd.h>

namespace app {

using models::tr;

namespace {

using namespace Qt::StringLiterals;

QString compare(const CompareJob &job, const std::stop_token &stop)
{
    const models::format::Spelling plain(models::format::Spelling::Plain);
    const auto first = models::RunFigures::of(job.first, stop);
    if (!first)
        return first.problem();
    const auto second = models::RunFigures::of(job.second, stop);
    if (!second)
        return second.problem();
    if (stop.stop_requested())
        return tr("The comparison was cancelled.");
    const models::Comparison comparison(*first, *second);
    models::CheckedFile file(STDOUT_FILENO, tr("Standard output"), stop);
    models::ExportOutput out(file, ::isatty(STDOUT_FILENO) != 0);
    out.add(job.json ? comparison.json() : comparison.text().toUtf8());
    out.writeOut();
    if (!file.commit())
        return file.problem();
    QStringList unmet;
    for (const models::RunLimit &limit : job.limits) {
        if (limit.holds(*first, *second))
            continue;
        const auto *const before = first->figure(limit.figure);
        const auto *const now = second->figure(limit.figure);
        unmet << tr("%1 (%2 after %3)")
                     .arg(limit.text, now ? wordsOf(*now) : u"-"_s,
                          before ? wordsOf(*before) : u"-"_s);
    }
    QStringList problems {first->damage, second->damage};
    if (!unmet.isEmpty())
        problems << tr("Limits not met by %1: %2.").arg(job.second, unmet.join(u", "));
    problems.removeAll(QString());
    return problems.join(u' ');
}

} // namespace

JobResult<CompareJob> parseCompareJob(const QStringList &arguments)
{
    CompareJob job;
    QStringList names;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString &argument = arguments[i];
        if (argument == u"--help" || argument == u"-h")
            return {};
        if (argument == u"--json") {
            job.json = true;
        } else if (argument == u"--limit" || argument.startsWith(u"--limit=")) {
            const QString text = argument == u"--limit" ? arguments.value(++i) : argument.mid(8);
            const auto limit = models::RunLimit::read(text);
            if (!limit)
                return {std::nullopt, tr("compare: --limit %1 %2.").arg(text, limit.problem())};
            job.limits << *limit;
        } else if (argument.startsWith(u'-')) {
            return {std::nullopt,
                    tr("compare: %1 is not understood; use --limit or --json.").arg(argument)};
        } else {
            names << argument;
        }
    }
    if (names.size() != 2)
        return {std::nullopt,
                tr("compare needs two recordings; write loopscope compare FIRST.loopscope "
                   "SECOND.loopscope --limit 'p99<1.1x'.")};
    job.first = names[0];
    job.second = names[1];
    // A limit on a figure that no recording has would never be met.
    static const QStringList known = models::RunFigures::names();
    for (const models::RunLimit &limit : std::as_const(job.limits)) {
        if (!known.contains(limit.figure))
            return {std::nullopt,
                    tr("compare: --limit %1: %2 is not a figure of a recording; use %3.")
                        .arg(limit.text, limit.figure, models::joinedByOr(known))};
    }
    return {job, {}};
}

int runCompare(const CompareJob &job, StandardStreams &streams)
{
    return runToItsEnd(streams, [&job](const std::stop_token &stop) { return compare(job, stop); });
}

} // namespace app
