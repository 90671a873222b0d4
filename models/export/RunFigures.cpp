// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/export/RunFigures.h"

#include "models/text/Format.h"
#include "models/text/Tr.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <vector>

namespace models {

namespace {

using namespace Qt::StringLiterals;
using Unit = RunFigures::Figure::Unit;
using loop::EventKind;

// What the stream alone knows.
class Pass {
public:
    explicit Pass(RunFigures &figures)
        : figures_(figures)
    { }

    void take(const RecordingReader::Played &each)
    {
        if (each.session)
            keep(*each.session);
        else
            take(*each.delta, each.continued);
    }

    std::array<quint64, std::size_t(EventKind::Count)> events {}; // merged ones counted each
    quint64 bytesIn = 0, bytesOut = 0;
    Durations steps;

private:
    void keep(const SessionRecord &session)
    {
        QList<SessionRecord> &all = figures_.sessions;
        const auto known = std::find_if(all.begin(), all.end(), [&](const SessionRecord &each) {
            return each.id == session.id;
        });
        if (known == all.end())
            all << session;
        else
            *known = session;
    }

    // A long Delta comes in parts: a task's end may be in one before that of its steps.
    void take(const loop::Delta &delta, bool continued)
    {
        if (!continued) {
            for (const std::uint64_t task : ended_)
                names_.erase(task);
            ended_.clear();
        }
        for (const loop::TaskCreated &created : delta.created)
            names_.try_emplace(created.id.value, created);
        for (const loop::LogEvent &event : delta.events) {
            events[std::size_t(event.kind)] += event.merged;
            bytesIn += event.kind == EventKind::DataIn ? event.bytes : 0;
            bytesOut += event.kind == EventKind::DataOut ? event.bytes : 0;
        }
        for (const loop::StepSpan &span : delta.spans) {
            if (span.merged != 1) // its length has pauses in it
                continue;
            steps.add(span.length);
            remember(delta, span);
        }
        for (const loop::TaskSample &sample : delta.tasks) {
            if (sample.ended != 0)
                ended_.push_back(sample.id.value);
        }
    }

    void remember(const loop::Delta &delta, const loop::StepSpan &span)
    {
        QList<RunFigures::Step> &longest = figures_.longest;
        if (longest.size() == RunFigures::Most && longest.last().length >= span.length)
            return;
        RunFigures::Step step {span.start + delta.wallOffset, span.length,
                               u"task %1"_s.arg(span.task.value)};
        if (const auto known = names_.find(span.task.value); known != names_.end())
            step.name = format::text(known->second.name + ", " + known->second.coroutine.name());
        const auto at
            = std::upper_bound(longest.begin(), longest.end(), step,
                               [](const auto &a, const auto &b) { return a.length > b.length; });
        longest.insert(at, step);
        if (longest.size() > RunFigures::Most)
            longest.removeLast();
    }

    RunFigures &figures_;
    std::unordered_map<std::uint64_t, loop::TaskCreated> names_; // of what lives, and ended_
    std::vector<std::uint64_t> ended_; // in the Delta that is read
};

QString text(const Query::Row &row, int column)
{
    const QByteArrayView value = row.value(column);
    return QString::fromUtf8(value);
}

quint64 number(const Query::Row &row, int column)
{
    return row.value(column).toByteArray().toULongLong();
}

QString rows(const Query &query, const QString &sql,
             const std::function<void(const Query::Row &)> &take, const std::stop_token &stop)
{
    return query.run(
        sql, [](const QStringList &) {},
        [&take](const Query::Row &row) {
            take(row);
            return true;
        },
        stop);
}

// What the tables of the recording know.
QString readTables(RunFigures &figures, const Query &query, const std::stop_token &stop)
{
    QString problem = rows(
        query,
        u"SELECT coroutine, count(*), sum(steps), sum(busy), max(longest) FROM tasks "
        "GROUP BY coroutine ORDER BY sum(busy) DESC LIMIT %1"_s.arg(RunFigures::Most),
        [&](const Query::Row &row) {
            figures.busiest << RunFigures::Coroutine {text(row, 0), number(row, 1), number(row, 2),
                                                      qint64(number(row, 3)),
                                                      qint64(number(row, 4))};
        },
        stop);
    problem += rows(
        query,
        u"SELECT kind, created_at, message, count(*) FROM warnings GROUP BY kind, created_at "
        "ORDER BY count(*) DESC, min(number) LIMIT %1"_s.arg(RunFigures::Most),
        [&](const Query::Row &row) {
            figures.warnings << RunFigures::Warnings {text(row, 0), text(row, 1), text(row, 2),
                                                      number(row, 3)};
        },
        stop);
    problem += rows(
        query,
        u"SELECT id, bytes_in, bytes_out, transport, role, local, peer, state, error, opened, "
        "closed FROM connections ORDER BY bytes_in + bytes_out DESC, id LIMIT %1"_s.arg(
            RunFigures::Most),
        [&](const Query::Row &row) {
            figures.connections << RunFigures::Connection {
                number(row, 0), number(row, 1),         number(row, 2),         text(row, 3),
                text(row, 4),   text(row, 5),           text(row, 6),           text(row, 7),
                text(row, 8),   qint64(number(row, 9)), qint64(number(row, 10))};
        },
        stop);
    return problem;
}

class Made {
public:
    explicit Made(QList<RunFigures::Figure> &list)
        : list_(list)
    { }

    void add(const char *name, const QString &meaning, Unit unit, std::optional<double> value,
             bool lessIsBetter = true)
    {
        list_ << RunFigures::Figure {QString::fromLatin1(name), meaning, unit, value, lessIsBetter};
    }
    void percentiles(const QString &before, const QString &of, const Durations &durations)
    {
        const bool any = durations.count() != 0;
        const auto at = [&](const char *name, const QString &words, double part) {
            add((before + QString::fromLatin1(name)).toLatin1(), words.arg(of), Unit::Time,
                any ? std::optional<double>(double(durations.percentile(part))) : std::nullopt);
        };
        at("p50", tr("half of %1 took at most"), 0.5);
        at("p99", tr("99 % of %1 took at most"), 0.99);
        add((before + u"max"_s).toLatin1(), tr("the longest of %1").arg(of), Unit::Time,
            any ? std::optional<double>(double(durations.max())) : std::nullopt);
    }

private:
    QList<RunFigures::Figure> &list_;
};

// Of several clients that measured, the slowest counts, and messages of all.
void addResults(Made &made, const QList<SessionRecord> &sessions)
{
    struct Named {
        const char *name;
        qint64 SessionResults::*value;
        QString meaning;
    };
    const Named percentiles[] {
        {"p50", &SessionResults::p50, tr("half of the answers took at most")},
        {"p90", &SessionResults::p90, tr("90 % of the answers took at most")},
        {"p99", &SessionResults::p99, tr("99 % of the answers took at most")},
        {"p99.9", &SessionResults::p999, tr("99.9 % of the answers took at most")},
        {"max", &SessionResults::max, tr("the slowest answer")}};
    for (const Named &each : percentiles) {
        std::optional<double> most;
        for (const SessionRecord &session : sessions) {
            if (session.results.measured && session.results.timed != 0)
                most = std::max(most.value_or(0), double(session.results.*each.value));
        }
        made.add(each.name, each.meaning, Unit::Time, most);
    }
    std::optional<double> rate, errors;
    for (const SessionRecord &session : sessions) {
        if (!session.results.measured)
            continue;
        rate = rate.value_or(0) + session.results.rate;
        errors = errors.value_or(0);
        for (const SessionResults::Errors &each : session.results.errors)
            *errors += double(each.count);
    }
    made.add("rate", tr("messages answered a second"), Unit::Rate, rate, false);
    made.add("errors", tr("errors of clients that measure"), Unit::Count, errors);
}

void addFigures(RunFigures &figures, const Pass &pass, quint64 connections, quint64 tasks)
{
    Made made(figures.figures);
    const double seconds = double(figures.last - figures.first) / 1e9;
    const auto of = [&](EventKind kind) { return double(pass.events[std::size_t(kind)]); };
    const auto rate = [&](double sum) {
        return seconds > 0 ? std::optional<double>(sum / seconds) : std::nullopt;
    };
    addResults(made, figures.sessions);
    made.add("duration", tr("recorded time"), Unit::Time, seconds * 1e9);
    made.add("messages", tr("messages received and sent"), Unit::Count,
             of(EventKind::DataIn) + of(EventKind::DataOut), false);
    made.add("message_rate", tr("of these a second"), Unit::Rate,
             rate(of(EventKind::DataIn) + of(EventKind::DataOut)), false);
    made.add("bytes_in", tr("bytes received"), Unit::Bytes, double(pass.bytesIn), false);
    made.add("bytes_out", tr("bytes sent"), Unit::Bytes, double(pass.bytesOut), false);
    made.add("byte_rate", tr("bytes a second"), Unit::BytesRate,
             rate(double(pass.bytesIn + pass.bytesOut)), false);
    made.add("connections", tr("connections"), Unit::Count, double(connections), false);
    made.add("tasks", tr("tasks"), Unit::Count, double(tasks), false);
    made.add("failures", tr("connections and sessions that failed"), Unit::Count,
             of(EventKind::Error));
    made.add("faults", tr("faults that were injected"), Unit::Count, of(EventKind::Fault));
    made.add("warnings", tr("warnings"), Unit::Count, of(EventKind::Warning));
    made.add("pauses", tr("times that a write buffer was full"), Unit::Count, of(EventKind::Pause));
    made.percentiles(u"step_"_s, tr("steps"), pass.steps);
    Durations lag;
    for (const ActivitySample &second : figures.seconds)
        lag.add(second.lag);
    made.percentiles(u"lag_"_s, tr("the lags of seconds"), lag);
}

} // namespace

void Durations::add(qint64 duration, quint64 times)
{
    const auto value = static_cast<quint64>(std::max<qint64>(duration, 0));
    const int width = std::bit_width(value);
    std::size_t index = value;
    if (width > 5) // the five highest bits say which
        index = std::size_t(width - 4) * Parts + (value >> (width - 5) & (Parts - 1));
    counts_[std::min(index, counts_.size() - 1)] += times;
    count_ += times;
    max_ = std::max(max_, duration);
}

qint64 Durations::percentile(double part) const
{
    const auto wanted = static_cast<quint64>(std::llround(part * double(count_)));
    quint64 seen = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        seen += counts_[i];
        if (seen < std::max<quint64>(wanted, 1))
            continue;
        if (i < 2 * Parts)
            return std::min(qint64(i), max_);
        const auto shift = int(i / Parts) - 1;
        const quint64 end = (quint64(Parts + i % Parts) + 1) << shift;
        return std::min(qint64(end) - 1, max_);
    }
    return 0;
}

Result<RunFigures> RunFigures::of(const QString &recording, const std::stop_token &stop,
                                  const std::function<void(double)> &progress)
{
    const auto reader = RecordingReader::open(recording);
    if (!reader)
        return Failure {reader.problem()};
    (*reader)->readAhead();
    return of(recording, **reader, stop, progress);
}

Result<RunFigures> RunFigures::of(const QString &recording, const RecordingReader &reader,
                                  const std::stop_token &stop,
                                  const std::function<void(double)> &progress)
{
    RunFigures figures;
    figures.path = recording;
    const auto query = Query::open(recording);
    if (!query)
        return Failure {query.problem()};
    const auto span = reader.span();
    if (!span)
        return Failure {span.problem()};
    figures.first = span->first;
    figures.last = span->last;
    auto samples = reader.samples(span->first - ActivitySample::Length, span->last);
    if (!samples)
        return Failure {samples.problem()};
    figures.seconds = std::move(*samples);
    Pass pass(figures);
    constexpr qint64 always = std::numeric_limits<qint64>::max();
    QString problem = reader.stream(0, always, [&](const RecordingReader::Played &each) {
        pass.take(each);
        if (progress)
            progress(each.place);
        return !stop.stop_requested();
    });
    if (problem.isEmpty())
        problem = readTables(figures, **query, stop);
    quint64 connections = 0, tasks = 0;
    if (problem.isEmpty())
        problem = rows(
            **query, u"SELECT (SELECT count(*) FROM connections), (SELECT count(*) FROM tasks)"_s,
            [&](const Query::Row &row) {
                connections = number(row, 0);
                tasks = number(row, 1);
            },
            stop);
    if (!problem.isEmpty())
        return Failure {problem};
    addFigures(figures, pass, connections, tasks);
    figures.damage = reader.damage();
    return figures;
}

QStringList RunFigures::names()
{
    RunFigures none;
    addFigures(none, Pass(none), 0, 0);
    QStringList list;
    for (const Figure &figure : std::as_const(none.figures))
        list << figure.name;
    return list;
}

const RunFigures::Figure *RunFigures::figure(const QString &name) const
{
    const auto found = std::find_if(figures.begin(), figures.end(),
                                    [&name](const Figure &each) { return each.name == name; });
    return found == figures.end() ? nullptr : &*found;
}

QString wordsOf(const RunFigures::Figure &figure)
{
    if (!figure.value)
        return u"-"_s;
    const double value = *figure.value;
    switch (figure.unit) {
    case Unit::Bytes:
        return format::bytes(value);
    case Unit::Time:
        return format::duration(std::int64_t(value));
    case Unit::Rate:
        return tr("%1/s").arg(format::count(value));
    case Unit::BytesRate:
        return format::bytesPerSecond(value);
    case Unit::Count:
        break;
    }
    return format::integer(qint64(value));
}

} // namespace models
