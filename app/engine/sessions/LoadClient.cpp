// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/LoadClient.h"

#include "app/engine/sessions/Refusal.h"
#include "loop/Sleep.h"
#include "models/text/Format.h"
#include "models/text/Plural.h"

#include <QtCore/QScopeGuard>
#include <QtCore/QStringList>

#include <algorithm>

namespace app {

using models::tr;

using namespace std::chrono_literals;

namespace {

// Without a ramp connections still open one after the other at this distance, not all in one burst.
constexpr loop::Duration leastSpacing = 20us;
constexpr std::size_t opensAtOnce = 32; // where that is behind; then others have their turn

// What is due at the end of a run and still has no answer is awaited for so long.
constexpr loop::Duration leastPatience = 1s;
constexpr std::size_t histogramBars = 48; // of its picture
constexpr loop::Duration mostPatienceWhenStopped = 2s; // somebody waits for the program's end

std::string pattern(std::size_t size)
{
    static constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
    std::string text(size, ' ');
    for (std::size_t i = 0; i < size; ++i)
        text[i] = alphabet[i % alphabet.size()];
    return text;
}

loop::Duration intervalOf(qint64 rate, std::size_t connections)
{
    if (rate == 0)
        return loop::Duration::zero();
    return loop::toDuration(std::chrono::duration<double>(double(connections) / double(rate)));
}

LoadPlan planOf(const models::SessionUrl &url)
{
    LoadPlan plan;
    plan.size = std::size_t(url.size(u"size"));
    plan.depth = std::size_t(url.integer(u"depth"));
    plan.interval = intervalOf(url.integer(u"rate"), std::size_t(url.integer(u"connections")));
    plan.timeout = url.duration(u"timeout");
    plan.payload = pattern(plan.size);
    return plan;
}

double seconds(loop::Duration time)
{
    return std::chrono::duration<double>(time).count();
}

} // namespace

LoadClient::LoadClient(loop::EventLoop &loop, loop::ContextId id, models::SessionUrl given,
                       Changed changed)
    : Session(loop, id, std::move(given), std::move(changed))
    , connections_(std::size_t(url().integer(u"connections")))
    , spacing_(std::max(leastSpacing, url().duration(u"ramp") / std::int64_t(connections_)))
    , duration_(url().duration(u"duration"))
    , plan_(planOf(url()))
{ }

LoadClient::~LoadClient() = default;

// The coroutines of all connections, and the one that begins them; none outlives it.
struct LoadClient::Workers {
    struct Count { // outlives it where the loop is closed first
        std::size_t running = 0;
        loop::Future<void> over; // what untilOver() waits for, while it does
    };

    loop::EventLoop &loop;
    loop::Task<void> opening;
    std::vector<loop::Task<void>> tasks;
    std::shared_ptr<Count> count = std::make_shared<Count>();

    explicit Workers(loop::EventLoop &l)
        : loop(l)
    { }
    Workers(const Workers &) = delete;
    ~Workers() { cancel(); }

    [[nodiscard]] loop::Task<void> begin(loop::Coro<void> work, const std::string &name) const
    {
        loop::Task<void> task = loop.createTask(std::move(work), name);
        ++count->running;
        task.addDoneCallback([count = count] {
            if (--count->running == 0 && count->over && !count->over.done())
                count->over.setResult();
        });
        return task;
    }
    void cancel()
    {
        if (opening)
            opening.cancel();
        for (loop::Task<void> &task : tasks)
            task.cancel();
    }
};

void LoadClient::reset()
{
    run_ = std::make_unique<LoadRun>(loop(), plan_,
                                     [this](loop::Duration time) { machinePaused(time); });
    began_ = lastCounted_ = run_->clock.now();
    ended_.reset();
    unsent_.clear();
    lastCount_ = 0;
    rate_ = 0;
    everOpen_ = failed_ = 0;
    firstFailure_ = nullptr;
}

loop::Coro<void> LoadClient::run()
{
    reset();
    const Connector connector(Peer::of(url()), warner(), &faults());
    Workers workers(loop());
    workers.opening = workers.begin(open(workers, connector), "open connections");
    bool stopped = false;
    try {
        co_await untilTimeIsUp(workers);
    } catch (const loop::CancelledError &) {
        stopped = true; // by the user
    }
    workers.opening.cancel();
    endRun();
    try {
        co_await untilOver(workers, patience(stopped));
    } catch (const loop::CancelledError &) {
        stopped = true; // at once
    }
    workers.cancel();
    co_await untilOver(workers, std::nullopt);
    conclude();
}

loop::Coro<void> LoadClient::open(Workers &workers, const Connector &connector)
{
    const loop::TimePoint began = loop().time();
    for (std::size_t i = 0; i < connections_; ++i) {
        const loop::Duration early = began + std::int64_t(i) * spacing_ - loop().time();
        if (early > 0s || i % opensAtOnce == 0)
            co_await loop::sleep(early);
        workers.tasks.push_back(
            workers.begin(connection(i, connector), "connection " + std::to_string(i + 1)));
    }
}

loop::Coro<void> LoadClient::connection(std::size_t number, const Connector &connector)
{
    std::optional<loop::TimePoint> due;
    for (bool again = true; again;) {
        again = false;
        try {
            co_await work(number, connector, due);
        } catch (const std::exception &) {
            again = connectionFailed(std::current_exception());
        }
    }
    if (due)
        unsent_.push_back(*due);
}

// Whether another one is to take its place: a lost datagram is an error, but not the end.
bool LoadClient::connectionFailed(const std::exception_ptr &failure)
{
    run_->tally.errors.addFailure(failure);
    if (ErrorCounts::kindOf(failure) == ErrorCounts::Timeout && url().transport == u"udp")
        return !run_->isEnding();
    ++failed_;
    if (!firstFailure_)
        firstFailure_ = failure;
    return false;
}

// `due`: when its next message is; none before it was open for the first time.
loop::Coro<void> LoadClient::work(std::size_t number, const Connector &connector,
                                  std::optional<loop::TimePoint> &due)
{
    std::optional<loop::Streams> streams;
    try {
        streams = co_await connector.open(loop());
    } catch (const loop::CancelledError &) {
        run_->tally.errors.add(ErrorCounts::Unanswered);
        throw;
    }
    if (++everOpen_ == 1)
        connected(connector, streams->writer);
    if (!due) // connections take turns within the interval
        due = run_->clock.now()
            + plan_.interval * std::int64_t(number) / std::int64_t(connections_);
    loop::Coro<void> exchanging = exchange(*streams, *due);
    co_await useAndClose(streams->writer, std::move(exchanging));
}

loop::Coro<void> LoadClient::exchange(loop::Streams streams, loop::TimePoint &due)
{
    LoadConnection connection(loop(), *run_, streams, due);
    open_.insert(&connection);
    auto abort = qScopeGuard([&] { streams.writer.transport().abort(); }); // unless it went well
    const auto leave = qScopeGuard([&] { open_.erase(&connection); });
    co_await connection.run();
    abort.dismiss();
}

loop::Coro<void> LoadClient::untilTimeIsUp(const Workers &workers)
{
    if (duration_ == loop::Duration::zero())
        co_return co_await untilOver(workers, std::nullopt);
    for (;;) { // the loop's time is ahead of the run's after a pause
        const loop::Duration left = began_ + duration_ - run_->clock.now();
        if (left <= 0s || workers.count->running == 0)
            co_return;
        co_await untilOver(workers, left);
    }
}

loop::Coro<void> LoadClient::untilOver(const Workers &workers, std::optional<loop::Duration> atMost)
{
    if (workers.count->running == 0)
        co_return;
    const loop::Future<void> over = workers.count->over = loop().createFuture<void>();
    loop::Handle timer;
    if (atMost) {
        timer = loop().callLater(*atMost, [over] {
            if (!over.done())
                over.setResult();
        });
    }
    const auto cancel = qScopeGuard([&] { timer.cancel(); });
    co_await over;
}

void LoadClient::endRun()
{
    const loop::TimePoint now = run_->clock.now();
    run_->until = duration_ > 0s ? std::min(now, began_ + duration_) : now;
    for (LoadConnection *connection : open_)
        connection->runEnds();
}

loop::Duration LoadClient::patience(bool stopped) const
{
    const loop::Duration most
        = stopped ? std::min(plan_.timeout, mostPatienceWhenStopped) : plan_.timeout;
    return std::min(std::max(leastPatience, loop::Duration(2 * run_->tally.slowest)), most);
}

void LoadClient::conclude()
{
    LoadTally &tally = run_->tally;
    const loop::TimePoint now = run_->clock.now();
    for (loop::TimePoint &due : unsent_)
        run_->countUnsent(due, run_->until, now);
    ended_ = std::max(run_->until, tally.last);
    if (failed_ == connections_)
        std::rethrow_exception(firstFailure_);
    if (tally.answers == 0 && tally.errors.total() > 0)
        throw Refusal(tr("%1 sent back no message as it was sent: %2. Use a server that returns "
                         "what it receives, such as echo.")
                          .arg(url().address(), tally.errors.text()));
}

void LoadClient::machinePaused(loop::Duration time)
{
    say(tr("this machine stood still for %1: messages in flight are not timed, and none became due")
            .arg(models::format::duration(time.count())));
}

QString LoadClient::figures()
{
    using models::format::count;
    using models::format::duration;
    if (!run_)
        return {};
    const LoadTally &tally = run_->tally;
    const LatencyHistogram &latencies = tally.latencies;
    QStringList parts {
        tr("%1 msg/s").arg(count(messagesPerSecond())),
        tr("%1 message(s)", nullptr, tally.answers).arg(count(double(tally.answers)))};
    if (latencies.count() > 0)
        parts << tr("p50 %1, p90 %2, p99 %3, p99.9 %4, max %5")
                     .arg(duration(latencies.percentile(0.5)), duration(latencies.percentile(0.9)),
                          duration(latencies.percentile(0.99)),
                          duration(latencies.percentile(0.999)), duration(latencies.max()));
    if (const QString errors = tally.errors.text(); !errors.isEmpty())
        parts << errors;
    if (run_->clock.pauses() > 0)
        parts << tr("this machine stood still for %1, %2 message(s) not timed", nullptr,
                    tally.untimed)
                     .arg(duration(run_->clock.paused().count()), count(double(tally.untimed)));
    return parts.join(QStringLiteral(", "));
}

models::SessionResults LoadClient::results()
{
    models::SessionResults results;
    if (!run_)
        return results;
    const LoadTally &tally = run_->tally;
    const LatencyHistogram &latencies = tally.latencies;
    results.measured = true;
    results.messages = tally.answers;
    results.rate = messagesPerSecond();
    results.timed = latencies.count();
    results.p50 = latencies.percentile(0.5);
    results.p90 = latencies.percentile(0.9);
    results.p99 = latencies.percentile(0.99);
    results.p999 = latencies.percentile(0.999);
    results.max = latencies.max();
    results.connections = open_.size();
    results.elapsed = (ended_.value_or(run_->clock.now()) - began_).count();
    for (const LatencyHistogram::Range &range : latencies.ranges(histogramBars))
        results.histogram << models::SessionResults::Bar {range.least, range.below, range.count};
    results.errors = tally.errors.byKind();
    return results;
}

models::Evidence LoadClient::evidence() const
{
    return run_ && run_->tally.answers > 0 ? models::Evidence::Something
                                           : models::Evidence::Nothing;
}

std::optional<double> LoadClient::measured(models::Measure measure)
{
    using models::Measure;
    if (!run_)
        return std::nullopt;
    if (const auto errors = run_->tally.errors.measured(measure))
        return errors;
    if (measure == Measure::Messages)
        return double(run_->tally.answers);
    if (measure == Measure::Rate)
        return messagesPerSecond();
    const LatencyHistogram &latencies = run_->tally.latencies;
    if (latencies.count() == 0 || run_->tally.answers == 0)
        return std::nullopt; // ages alone are not what an answer took
    switch (measure) {
    case Measure::P50:
        return double(latencies.percentile(0.5));
    case Measure::P90:
        return double(latencies.percentile(0.9));
    case Measure::P99:
        return double(latencies.percentile(0.99));
    case Measure::P999:
        return double(latencies.percentile(0.999));
    default:
        return double(latencies.max());
    }
}

// Lately while it runs; once it is over, until its end or the last answer after that.
double LoadClient::messagesPerSecond()
{
    const std::uint64_t answers = run_->tally.answers;
    if (ended_)
        return double(answers) / std::max(1e-9, seconds(*ended_ - began_));
    const loop::TimePoint now = run_->clock.now();
    if (now - lastCounted_ >= 250ms) {
        rate_ = double(answers - lastCount_) / seconds(now - lastCounted_);
        lastCount_ = answers;
        lastCounted_ = now;
    }
    return rate_;
}

} // namespace app
