// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Commands.h"

#include "app/CompareCommand.h"
#include "app/EndingSignals.h"
#include "app/ExportCommand.h"
#include "app/QueryCommand.h"
#include "app/StandardStreams.h"

#include "loop/EventLoop.h"

namespace app {

namespace {

template <class Job, class Run> Command commandOf(const JobResult<Job> &result, Run run)
{
    if (!result.job)
        return {{}, result.error};
    return {[job = *result.job, run](StandardStreams &streams) { return run(job, streams); }, {}};
}

loop::Coro<QString> working(std::function<QString(std::stop_token)> work)
{
    loop::EventLoop &loop = *loop::EventLoop::running();
    std::stop_source stop;
    onEndingSignal(loop, [&stop] { stop.request_stop(); });
    auto call = [work = std::move(work), token = stop.get_token()] { return work(token); };
    co_return co_await loop.runInExecutor(nullptr, std::move(call));
}

} // namespace

std::optional<Command> parseCommand(const QStringList &arguments)
{
    const QString name = arguments.value(0);
    if (name == u"export")
        return commandOf(parseExportJob(arguments.mid(1)), runExport);
    if (name == u"query")
        return commandOf(parseQueryJob(arguments.mid(1)), runQuery);
    if (name == u"compare")
        return commandOf(parseCompareJob(arguments.mid(1)), runCompare);
    return std::nullopt;
}

int runToItsEnd(StandardStreams &streams, const std::function<QString(std::stop_token)> &work)
{
    loop::EventLoop eventLoop;
    const QString problem = eventLoop.runUntilComplete(working(work));
    eventLoop.close();
    if (!problem.isEmpty())
        streams.report(problem);
    return problem.isEmpty() ? 0 : 1;
}

} // namespace app
