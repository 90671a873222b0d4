// SPDX-License-Identifier: GPL-3.0-or-later

// The second part of Inspection: what there is to say of sessions, loops and warnings.

#include "models/Inspection.h"

#include "models/ConnectionModel.h"
#include "models/SessionModel.h"
#include "models/TaskModel.h"
#include "models/WarningAdvice.h"
#include "models/WarningModel.h"
#include "models/text/Format.h"
#include "models/text/Tr.h"

#include <QtCore/QCoreApplication>

#include <algorithm>
#include <array>
#include <map>

namespace models {

namespace {

QString count(quint64 number)
{
    return format::integer(static_cast<qint64>(number));
}

// "3 refused", in the user's language: the words are those of the figures.
QString errorsInWords(const SessionResults::Errors &errors)
{
    return QCoreApplication::translate("ErrorCounts", "%1 " + errors.kind).arg(count(errors.count));
}

// "12.3 s of 30 s"; of one that runs until it is stopped, "12.3 s".
QString elapsedInWords(const SessionRecord &record)
{
    const QString elapsed = format::duration(record.results.elapsed);
    const SessionKind *kind = sessionKind(record.url.kind);
    const qint64 whole
        = kind && kind->option(u"duration") ? record.url.duration(u"duration").count() : 0;
    return whole == 0 ? elapsed : tr("%1 of %2").arg(elapsed, format::duration(whole));
}

void addResults(QList<Fact> &facts, const SessionRecord &record)
{
    const SessionResults &results = record.results;
    const auto add = [&facts](const QString &label, const QString &value) {
        addFact(facts, label, value, Tone::Neutral, true);
    };
    const auto addTime = [&](const QString &label, qint64 time) {
        if (results.timed == 0)
            return;
        add(label, format::duration(time));
        facts.last().second = true;
    };
    add(tr("Messages"), count(results.messages));
    addTime(tr("p50"), results.p50);
    add(tr("Rate"), tr("%1/s").arg(format::count(results.rate)));
    addTime(tr("p90"), results.p90);
    add(tr("Connections"), count(results.connections));
    addTime(tr("p99"), results.p99);
    add(tr("Elapsed"), elapsedInWords(record));
    addTime(tr("p99.9"), results.p999);
    if (results.timed > 0)
        add(tr("Timed"), count(results.timed));
    addTime(tr("max"), results.max);
    QStringList errors;
    for (const SessionResults::Errors &each : results.errors)
        errors << errorsInWords(each);
    addFact(facts, tr("Errors"), errors.isEmpty() ? tr("none") : errors.join(u'\n'),
            errors.isEmpty() ? Tone::Good : Tone::Error);
}

// What the session's kind can be told, as it is: what was said first, then what stands by default.
QList<Fact> optionsOf(const SessionUrl &url)
{
    QList<Fact> said, defaults;
    const SessionKind *kind = sessionKind(url.kind);
    if (!kind)
        return said;
    for (const SessionOption &option : kind->options) {
        if (!option.transports.isEmpty() && !option.transports.contains(url.transport))
            continue;
        QStringList values;
        for (const auto &[name, value] : url.options) {
            if (name == option.name)
                values << value;
        }
        if (!values.isEmpty())
            addFact(said, option.name, values.join(u'\n'), Tone::Neutral, true);
        else
            addFact(defaults, option.name, option.defaultValue, Tone::Neutral, true);
    }
    return said + defaults;
}

QString handlesInWords(loop::HandleKind kind)
{
    switch (kind) {
    case loop::HandleKind::Server:
        return tr("servers");
    case loop::HandleKind::Connection:
        return tr("connections");
    case loop::HandleKind::Timer:
        return tr("timers");
    case loop::HandleKind::Job:
        return tr("jobs in executors");
    case loop::HandleKind::Signal:
        break;
    }
    return tr("signal handlers");
}

Tone toneOf(SessionRecord::State state)
{
    switch (state) {
    case SessionRecord::Starting:
        return Tone::Active;
    case SessionRecord::Running:
        return Tone::Good;
    case SessionRecord::Stopping:
        return Tone::Busy;
    case SessionRecord::Failed:
        return Tone::Error;
    case SessionRecord::Stopped:
        break;
    }
    return Tone::Neutral;
}

} // namespace

// One that was removed keeps the last that was known of it.
Inspected Inspection::describeSession() const
{
    const SessionRecord *record = sessions_->session(id_);
    Inspected shown = shown_;
    if (!record) {
        if (shown.title.isEmpty())
            shown.title = tr("Session %1").arg(id_);
        shown.state = tr("removed");
        shown.tone = Tone::Neutral;
        return shown;
    }
    shown = {};
    shown.title = sessions_->lineOf(*record);
    shown.state = SessionModel::stateWord(record->state);
    shown.tone = toneOf(record->state);
    QStringList options;
    for (const auto &[name, value] : record->url.options)
        options << name + u'=' + value;
    shown.subtitle = options.join(u", "); // all of them are in a tab, and the URL in the command
    addFact(shown.facts, tr("Error"), record->error, Tone::Error);
    if (record->results.measured)
        addResults(shown.facts, *record);
    else
        addFact(shown.facts, tr("Figures"), record->figures);
    if (!record->results.measured || record->server)
        addFact(shown.facts, tr("Connections"), count(quint64(connections_->liveCountOf(id_))));
    if (record->server) // of a client the title says it, and there is more to show
        addFact(shown.facts, tr("Listens at"),
                record->addresses.isEmpty() ? record->address : record->addresses.join(u'\n'),
                Tone::Neutral, true);
    if (record->server || record->url.transport != u"tcp")
        addFact(shown.facts, tr("Transport"), record->url.transport);
    addFact(shown.facts, tr("Faults that hit"), record->faultHits);
    shown.results = record->results;
    const bool over = !record->verdicts.isEmpty();
    shown.limits = over ? record->verdicts : record->soFar;
    shown.limitsAreFinal = over;
    shown.options = optionsOf(record->url);
    shown.command = record->url.commandLine();
    if (const LoopFacts::Loop *loop = loops_.find(record->loop.value))
        shown.links.push_back({Reference::Loop, record->loop.value, tr("loop %1").arg(loop->name)});
    return shown;
}

void Inspection::countConnections()
{
    std::map<quint64, quint64> connections; // by session
    connections_->each([&connections, this](const ConnectionRow &row) {
        if (row.loop == id_ && row.closed == 0)
            ++connections[row.context];
    });
    for (const auto &[context, number] : connections)
        holdings_.push_back({tr("connections"), sessions_->shortName(context), number});
}

// What lives on a loop, by what it is and where it was made, the most frequent first. A look at
// every task and connection, so once a second.
void Inspection::countHoldings()
{
    constexpr std::int64_t pace = 1'000'000'000; // ns
    if (countedAt_ != 0 && now_ >= countedAt_ && now_ - countedAt_ < pace)
        return;
    countedAt_ = now_;
    std::map<std::pair<const char *, std::uint32_t>, std::pair<loop::Place, quint64>> tasks;
    tasks_->each([&tasks, this](const TaskRow &row) {
        if (row.loop != id_ || row.ended != 0)
            return;
        auto &entry = tasks[{row.created.file, row.created.line}];
        entry.first = row.created;
        ++entry.second;
    });
    holdings_.clear();
    for (const auto &[at, entry] : tasks)
        holdings_.push_back(
            {tr("tasks"), QString::fromStdString(entry.first.fileAndLine()), entry.second});
    const LoopFacts::Loop *loop = loops_.find(id_);
    for (const loop::HandleGroup &group : loop ? loop->handles : std::vector<loop::HandleGroup> {})
        holdings_.push_back({handlesInWords(group.kind),
                             QString::fromStdString(group.created.fileAndLine()), group.count});
    if (!loop || loop->handles.empty()) // of the past: connections by session are known
        countConnections();
    std::stable_sort(holdings_.begin(), holdings_.end(),
                     [](const Holding &a, const Holding &b) { return a.count > b.count; });
}

// How many of its tasks are how old, the youngest first: those that nobody ends stand out.
QString Inspection::agesOfTasks() const
{
    constexpr std::int64_t second = 1'000'000'000;
    constexpr std::array limits {second, 10 * second, 60 * second, 600 * second, 3600 * second};
    constexpr std::array texts {QT_TR_NOOP("%1 below 1 s"),    QT_TR_NOOP("%1 below 10 s"),
                                QT_TR_NOOP("%1 below 1 min"),  QT_TR_NOOP("%1 below 10 min"),
                                QT_TR_NOOP("%1 below 1 hour"), QT_TR_NOOP("%1 older")};
    std::array<qint64, texts.size()> counts {};
    tasks_->each([&](const TaskRow &row) {
        if (row.loop != id_ || row.ended != 0)
            return;
        const auto age
            = std::upper_bound(limits.begin(), limits.end(), tasks_->now() - row.started);
        ++counts[std::size_t(age - limits.begin())];
    });
    QStringList words;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] != 0)
            words << tr(texts[i]).arg(format::integer(counts[i]));
    }
    return words.join(QStringLiteral(", "));
}

Inspected Inspection::describeLoop() const
{
    const LoopFacts::Loop *loop = loops_.find(id_);
    Inspected shown = shown_;
    if (!loop) {
        if (shown.title.isEmpty())
            shown.title = tr("Loop %1").arg(id_);
        return shown;
    }
    shown = {};
    shown.title = tr("Loop %1").arg(loop->name);
    shown.state = loop->closed ? tr("closed")
        : loop->sample.running ? tr("running")
                               : tr("stopped");
    shown.tone = loop->sample.running && !loop->closed ? Tone::Good : Tone::Neutral;
    const loop::LoopSample &sample = loop->sample;
    const auto add
        = [&shown](const QString &label, const QString &value, Tone tone = Tone::Neutral) {
              addFact(shown.facts, label, value, tone, true);
          };
    add(tr("Iterations"), count(sample.iterations));
    add(tr("A second"), format::count(loop->iterationsPerSecond));
    add(tr("Lag"), format::duration(sample.lag));
    add(tr("Longest lag"), format::duration(loop->longestLag));
    add(tr("Busy"), tr("%1 %").arg(format::decimal(100 * loop->busyShare, 1)));
    add(tr("Busy in all"), format::duration(sample.busy));
    add(tr("Longest iteration"), format::duration(loop->longestIteration));
    add(tr("Ready"), count(sample.ready));
    add(tr("Tasks"), count(sample.tasks));
    add(tr("Ages of tasks"), agesOfTasks());
    add(tr("Connections"), count(sample.connections));
    add(tr("Timers"), count(sample.timers));
    add(tr("Servers"), count(sample.servers));
    const auto percent
        = [](double share) { return tr("%1 %").arg(format::decimal(100 * share, 1)); };
    if (ownCost_.known) {
        add(tr("Watching, on loops"), percent(ownCost_.loops));
        add(tr("Writing the recording"), percent(ownCost_.writing));
        add(tr("This window"), percent(ownCost_.showing));
        add(tr("Events merged"), count(sample.merged));
    }
    addFact(shown.facts, tr("Debug mode"), sample.debug ? tr("on") : tr("off"));
    shown.holdings = holdings_;
    return shown;
}

Inspected Inspection::describeWarning() const
{
    const WarningRow *row = warnings_->find(id_);
    Inspected shown = shown_;
    if (!row)
        return shown;
    shown = {};
    shown.title = WarningModel::kindInWords(*row);
    shown.state = row->now ? tr("now") : tr("%n time(s)", nullptr, int(row->count));
    shown.tone = WarningModel::tone(*row);
    shown.subtitle = QString::fromStdString(row->created.name());
    addFact(shown.facts, tr("Newest"), row->message);
    addFact(shown.facts, tr("At"), format::clockToMilliseconds(row->time), Tone::Neutral, true);
    addFact(shown.facts, tr("Count"), count(row->count), Tone::Neutral, true);
    addPlace(shown.facts, tr("Created at"), QString::fromStdString(row->created.fileAndLine()));
    addFact(shown.facts, tr("Session"), sessions_->shortName(row->context));
    const WarningAdvice advice = adviceOn(row->kind);
    shown.meaning = advice.meaning;
    shown.mending = advice.mending;
    if (row->task != 0)
        shown.links.push_back({Reference::Task, row->task, tasks_->describe(row->task)});
    if (row->connection != 0)
        shown.links.push_back(
            {Reference::Connection, row->connection, tr("connection %1").arg(row->connection)});
    if (row->context != 0 && sessions_->session(row->context))
        shown.links.push_back(
            {Reference::Session, row->context, sessions_->shortName(row->context)});
    shown.links.push_back({Reference::Log, 0, tr("its row in the log"), row->time, 0, 0});
    shown.links.push_back(
        {Reference::Moment, 0, tr("the moment, with every view as it was"), row->time, 0, 0});
    return shown;
}

} // namespace models
