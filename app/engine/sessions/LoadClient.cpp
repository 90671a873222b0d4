// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/LoadClient.h"

#include "loop/Sleep.h"
#include "models/text/Format.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

namespace app {

using namespace std::chrono_literals;

namespace {

// Without a ramp connections still open one after the other at this distance, not all in one burst.
constexpr loop::Duration leastSpacing = 20us;

QString tr(const char *text)
{
    return QCoreApplication::translate("LoadClient", text);
}

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

LoadClient::Workers::~Workers()
{
    timer.cancel();
    cancel();
}

void LoadClient::Workers::cancel()
{
    for (loop::Task<void> &task : tasks)
        task.cancel();
}

void LoadClient::reset()
{
    tally_ = {};
    began_ = lastCounted_ = loop().time();
    ended_.reset();
    lastCount_ = 0;
    rate_ = 0;
    everOpen_ = failed_ = 0;
    firstFailure_ = nullptr;
}

loop::Coro<void> LoadClient::run()
{
    reset();
    const Connector connector(Peer::of(url()), &faults());
    Workers workers;
    for (std::size_t i = 0; i < connections_; ++i)
        workers.tasks.push_back(
            loop().createTask(connection(i, connector), "connection " + std::to_string(i + 1)));
    if (duration_ > loop::Duration::zero())
        workers.timer = loop().callLater(duration_, [&workers] { workers.cancel(); });
    try {
        for (const loop::Task<void> &task : workers.tasks)
            co_await task;
    } catch (const loop::CancelledError &) {
        workers.cancel(); // the user, or the time
    }
    for (const loop::Task<void> &task : workers.tasks) {
        while (!task.done())
            co_await loop::sleep(0ms);
    }
    ended_ = loop().time();
    if (failed_ == connections_)
        std::rethrow_exception(firstFailure_);
}

loop::Coro<void> LoadClient::connection(std::size_t number, const Connector &connector)
{
    co_await loop::sleep(number * spacing_);
    for (bool again = true; again;) {
        try {
            co_await work(number, connector);
        } catch (const std::exception &) {
            again = connectionFailed(std::current_exception());
        }
    }
}

// Whether another one is to take its place: a lost datagram is an error, but not the end.
bool LoadClient::connectionFailed(const std::exception_ptr &failure)
{
    const ErrorCounts::Kind kind = ErrorCounts::kindOf(failure);
    tally_.errors.add(kind);
    if (kind == ErrorCounts::Timeout && url().transport == u"udp")
        return true;
    ++failed_;
    if (!firstFailure_)
        firstFailure_ = failure;
    return false;
}

loop::Coro<void> LoadClient::work(std::size_t number, const Connector &connector)
{
    const loop::Streams streams = co_await connector.open(loop());
    LoadConnection connection(loop(), plan_, tally_, streams);
    if (++everOpen_ == 1)
        connected(connector, streams.writer);
    // Connections take turns within the interval.
    co_await connection.run(loop().time() + plan_.interval * number / connections_);
}

QString LoadClient::figures()
{
    using models::format::count;
    using models::format::duration;
    const LatencyHistogram &latencies = tally_.latencies;
    const QString errors = tally_.errors.text();
    if (latencies.count() == 0)
        return errors;
    const QString text
        = tr("%1 msg/s, %2 messages, p50 %3, p90 %4, p99 %5, p99.9 %6, max %7")
              .arg(count(messagesPerSecond()), count(double(tally_.answers)),
                   duration(latencies.percentile(0.5)), duration(latencies.percentile(0.9)),
                   duration(latencies.percentile(0.99)), duration(latencies.percentile(0.999)),
                   duration(latencies.max()));
    return errors.isEmpty() ? text : text + QStringLiteral(", ") + errors;
}

std::optional<double> LoadClient::measured(models::Measure measure)
{
    using models::Measure;
    if (const auto errors = tally_.errors.measured(measure))
        return errors;
    if (measure == Measure::Messages)
        return double(tally_.answers);
    if (measure == Measure::Rate)
        return messagesPerSecond();
    const LatencyHistogram &latencies = tally_.latencies;
    if (latencies.count() == 0)
        return std::nullopt;
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

// Lately while it runs, over all of its time once it is over.
double LoadClient::messagesPerSecond()
{
    if (ended_)
        return double(tally_.answers) / std::max(1e-9, seconds(*ended_ - began_));
    const loop::TimePoint now = loop().time();
    if (now - lastCounted_ >= 250ms) {
        rate_ = double(tally_.answers - lastCount_) / seconds(now - lastCounted_);
        lastCount_ = tally_.answers;
        lastCounted_ = now;
    }
    return rate_;
}

} // namespace app
