// SPDX-License-Identifier: GPL-3.0-or-later

// The third part of Inspection: what there is to say of a task, and why it waits.

#include "models/ConnectionModel.h"
#include "models/Inspection.h"
#include "models/SessionModel.h"
#include "models/TaskModel.h"
#include "models/Words.h"
#include "models/text/Format.h"
#include "models/text/Tr.h"

#include <algorithm>
#include <set>

namespace models {

namespace {

QString place(const loop::Place &at)
{
    return QString::fromStdString(at.fileAndLine());
}

// "handle()  server.cpp:61": the coroutine of a task, and the line it waits at.
QString standsAt(const TaskRow &row)
{
    const QString call = row.coroutine.isEmpty() ? QString() : TaskModel::call(row);
    return (call + QStringLiteral("  ") + place(row.awaitedAt)).trimmed();
}

// Follows what a task waits for to the socket, timer, lock or queue at its end, over tasks and over
// who holds a lock; a circle ends where it began.
class Waits {
public:
    Waits(const TaskModel &tasks, const ConnectionModel &connections)
        : tasks_(tasks)
        , connections_(connections)
    { }

    void follow(const TaskRow &from, int depth)
    {
        for (const TaskRow *row = &from; row; ++depth) {
            if (!seen_.insert(row->id).second) {
                steps.push_back({tr("↻ task %1, where it began").arg(row->id), {}, depth});
                return;
            }
            if (steps.size() >= MostSteps) {
                steps.push_back({tr("… and so on"), {}, depth});
                return;
            }
            if (row->wait == loop::WaitKind::None)
                return;
            row = step(*row, depth);
        }
    }
    void link(Reference::Goal goal, quint64 id, const QString &text)
    {
        const auto same
            = [goal, id](const Reference &one) { return one.goal == goal && one.id == id; };
        if (links.size() < MostLinks && std::none_of(links.begin(), links.end(), same))
            links.push_back({goal, id, text});
    }

    QList<ChainStep> steps;
    QList<Reference> links;

private:
    static constexpr qsizetype MostSteps = 64, MostLinks = 12, MostListed = 8;

    // One line, or two where somebody holds a lock; whose wait comes next, or null.
    const TaskRow *step(const TaskRow &row, int depth)
    {
        const QString what = tasks_.waitingFor(row);
        switch (row.wait) {
        case loop::WaitKind::Task: {
            const TaskRow *awaited = tasks_.find(row.waitTarget);
            steps.push_back({what, awaited ? standsAt(*awaited) : QString(), depth});
            linkTask(row.waitTarget);
            return awaited;
        }
        case loop::WaitKind::Synchronisation:
            return primitive(row, what, depth);
        case loop::WaitKind::Read:
        case loop::WaitKind::Drain:
        case loop::WaitKind::Connect:
        case loop::WaitKind::Send:
            steps.push_back({what, stateOf(row), depth});
            if (row.waitTarget != 0)
                link(Reference::Connection, row.waitTarget,
                     tr("connection %1").arg(row.waitTarget));
            return nullptr;
        default:
            steps.push_back({what, {}, depth});
            list(row, depth + 1);
            return nullptr;
        }
    }
    const TaskRow *primitive(const TaskRow &row, const QString &what, int depth)
    {
        const loop::PrimitiveSample *known
            = row.primitive ? tasks_.primitive(row.primitive->id) : nullptr;
        steps.push_back({what, known ? place(known->created) : QString(), depth});
        if (!known || !known->holder)
            return nullptr;
        linkTask(known->holder.value);
        const TaskRow *holder = tasks_.find(known->holder.value);
        steps.push_back({tr("task %1").arg(known->holder.value),
                         holder ? standsAt(*holder) : QString(), depth + 1});
        return holder;
    }
    // Of a gather, a wait or a group: the first of its tasks.
    void list(const TaskRow &row, int depth)
    {
        const auto count = qsizetype(row.awaits.size());
        for (qsizetype i = 0; i < std::min(count, MostListed); ++i) {
            const quint64 id = row.awaits[std::size_t(i)].value;
            const TaskRow *awaited = tasks_.find(id);
            steps.push_back(
                {tr("task %1").arg(id), awaited ? standsAt(*awaited) : QString(), depth});
            linkTask(id);
        }
        if (count > MostListed)
            steps.push_back(
                {Inspection::tr("and %n more", nullptr, int(count - MostListed)), {}, depth});
    }
    void linkTask(quint64 id) { link(Reference::Task, id, tasks_.describe(id)); }
    [[nodiscard]] QString stateOf(const TaskRow &row) const
    {
        const ConnectionRow *connection = connections_.find(row.waitTarget);
        if (!connection)
            return {};
        if (row.wait == loop::WaitKind::Drain)
            return tr("%1 > low %2")
                .arg(format::binaryBytes(static_cast<double>(connection->buffer)),
                     format::binaryBytes(static_cast<double>(connection->low)));
        return row.wait == loop::WaitKind::Read ? wordings::shown(connection->state) : QString();
    }

    const TaskModel &tasks_;
    const ConnectionModel &connections_;
    std::set<quint64> seen_;
};

// Who cancelled it, and through which tasks that waited for one another: outermost first.
void describeCancellation(QList<Fact> &facts, const TaskRow &row, const TaskModel &tasks)
{
    if (row.cancelRequests == 0 && row.state != loop::TaskState::Cancelled)
        return;
    addFact(facts, tr("Cancelled by"),
            row.cancelledBy != 0 ? tasks.describe(row.cancelledBy)
                                 : tr("no task: a person, a time-out or a signal"),
            Tone::Warning);
    QStringList path {tr("this task")};
    std::set<quint64> seen;
    for (quint64 through = row.cancelledThrough; through != 0 && seen.insert(through).second;) {
        path.prepend(tasks.describe(through));
        const TaskRow *outer = tasks.find(through);
        through = outer ? outer->cancelledThrough : 0;
    }
    if (path.size() > 1)
        addFact(facts, tr("Passed on by"), path.join(QStringLiteral(" → ")));
}

QString circleInWords(const QList<quint64> &circle)
{
    QStringList ids;
    for (const quint64 id : circle)
        ids << QString::number(id);
    return ids.isEmpty() ? QString() : (ids << ids.first()).join(QStringLiteral(" → "));
}

} // namespace

Inspected Inspection::describeTask() const
{
    const TaskRow *row = tasks_->find(id_);
    Inspected shown = shown_;
    shown.title = tr("Task %1").arg(id_);
    if (!row)
        return shown;
    shown.state = wordings::shown(row->state);
    shown.tone = TaskModel::tone(row->state);
    shown.subtitle = row->coroutine.isEmpty() ? row->name : row->coroutine;
    shown.facts.clear();
    constexpr std::int64_t slow = 100'000'000; // ns, the limit of asyncio's debug mode
    const auto time = [&shown](const QString &label, std::int64_t wall) {
        addFact(shown.facts, label, wall == 0 ? QString() : format::clockToMilliseconds(wall),
                Tone::Neutral, true);
    };
    addFact(shown.facts, tr("Name"), row->name);
    addPlace(shown.facts, tr("Created at"), place(row->created));
    addFact(shown.facts, tr("Created by"),
            row->parent == 0 ? QString() : tasks_->describe(row->parent));
    time(tr("Started"), row->started);
    time(tr("Ended"), row->ended);
    addFact(shown.facts, tr("Error"), row->error, Tone::Error);
    describeCancellation(shown.facts, *row, *tasks_);
    addFact(shown.facts, tr("Circle"), circleInWords(tasks_->circleOf(id_)), Tone::Error);
    addFact(shown.facts, tr("Session"), sessions_->shortName(row->context));
    addFact(shown.facts, tr("Waiting for"), tasks_->waitingFor(*row));
    addFact(shown.facts, tr("Steps"), format::integer(static_cast<qint64>(row->steps)));
    addFact(shown.facts, tr("Busy"), format::duration(row->busy));
    addFact(shown.facts, tr("Longest step"), format::duration(row->longest),
            row->longest >= slow ? Tone::Warning : Tone::Neutral);
    addFact(shown.facts, tr("To run"), TaskModel::toRunText(*row),
            row->longestToRun >= slow ? Tone::Warning : Tone::Neutral);
    addFact(shown.facts, tr("Warnings"),
            row->warnings == 0 ? QString() : format::integer(row->warnings), Tone::Warning);
    describeChain(shown, *row);
    return shown;
}

// From the outermost coroutine down to the socket, timer or lock that will wake it; and who waits
// for this task, or in one line with it.
void Inspection::describeChain(Inspected &shown, const TaskRow &row) const
{
    shown.chain.clear();
    shown.awaitedBy.clear();
    shown.links.clear();
    Waits waits(*tasks_, *connections_);
    if (row.ended == 0) {
        int depth = 0;
        for (const loop::FrameRecord &frame : chain_.frames)
            shown.chain.push_back(
                {QString::fromStdString(frame.coroutine.name()), place(frame.awaitedAt), depth++});
        if (chain_.frames.empty()) // of the past: the innermost is known
            shown.chain.push_back({shown.subtitle, place(row.awaitedAt), depth++});
        waits.follow(row, depth);
        shown.chain += waits.steps;
        QList<quint64> awaiters = tasks_->awaitersOf(row.id);
        for (const loop::TaskId task : chain_.awaitedBy) { // through futures, too
            if (!awaiters.contains(task.value))
                awaiters.append(task.value);
        }
        for (const quint64 task : std::as_const(awaiters))
            shown.awaitedBy.push_back({Reference::Task, task, tasks_->describe(task)});
        if (row.primitive) {
            for (const quint64 other : tasks_->waitersOf(row.primitive->id)) {
                if (other != row.id)
                    waits.link(Reference::Task, other,
                               tr("%1 waits for it, too").arg(tasks_->describe(other)));
            }
        }
    }
    if (row.cancelledBy != 0)
        waits.link(Reference::Task, row.cancelledBy, tasks_->describe(row.cancelledBy));
    if (sessions_->session(row.context))
        waits.link(Reference::Session, row.context, sessions_->shortName(row.context));
    shown.links = waits.links;
}

} // namespace models
