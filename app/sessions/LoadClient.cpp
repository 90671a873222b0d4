// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sessions/LoadClient.h"

#include "loop/Sleep.h"
#include "models/Format.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

namespace app {

using namespace std::chrono_literals;

namespace {

// Connections are opened one after the other at this distance, not all in one burst.
constexpr auto ramp = 20us;

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

// One open connection: counted while it is, and closed however its coroutine ends.
class Open {
public:
    Open(std::size_t &count, loop::StreamWriter writer)
        : count_(count)
        , writer_(std::move(writer))
    {
        ++count_;
    }
    ~Open()
    {
        --count_;
        if (!writer_.isClosing())
            writer_.close();
    }
    Open(const Open &) = delete;

private:
    std::size_t &count_;
    loop::StreamWriter writer_;
};

} // namespace

LoadClient::LoadClient(loop::EventLoop &loop, loop::ContextId id, models::SessionUrl given, Changed changed)
    : Session(loop, id, std::move(given), std::move(changed))
    , connections_(std::size_t(url().integer(u"connections")))
    , size_(std::size_t(url().size(u"size")))
    , interval_(intervalOf(url().integer(u"rate"), connections_))
    , duration_(url().duration(u"duration"))
    , payload_(pattern(size_))
{
}

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
    latencies_ = {};
    began_ = lastCounted_ = loop().time();
    lastCount_ = 0;
    rate_ = 0;
    open_ = everOpen_ = 0;
    wrong_ = failures_ = 0;
    firstFailure_ = nullptr;
}

loop::Coro<void> LoadClient::run()
{
    reset();
    Workers workers;
    for (std::size_t i = 0; i < connections_; ++i)
        workers.tasks.push_back(loop().createTask(connection(i), "connection " + std::to_string(i + 1)));
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
    if (failures_ == connections_)
        std::rethrow_exception(firstFailure_);
}

loop::Coro<void> LoadClient::connection(std::size_t number)
{
    co_await loop::sleep(number * ramp);
    try {
        const loop::Streams streams = co_await loop::openConnection(
            url().host.toStdString(), url().port, {}, loop::defaultStreamLimit, &loop());
        const Open open(open_, streams.writer);
        if (++everOpen_ == 1)
            running(QString::fromStdString(streams.writer.transport().peerName().toString()));
        co_await messages(number, streams);
    } catch (const std::exception &) {
        ++failures_;
        if (!firstFailure_)
            firstFailure_ = std::current_exception();
    }
}

loop::Coro<void> LoadClient::messages(std::size_t number, loop::Streams streams)
{
    const bool paced = interval_ > loop::Duration::zero();
    // Connections take turns within the interval.
    loop::TimePoint due = loop().time() + interval_ * number / connections_;
    for (;; due += interval_) {
        if (paced && due > loop().time())
            co_await loop::sleep(due - loop().time());
        const loop::TimePoint sent = paced ? due : loop().time();
        streams.writer.write(payload_);
        const std::string answer = co_await streams.reader.readexactly(size_);
        latencies_.record((loop().time() - sent).count());
        wrong_ += answer == payload_ ? 0 : 1;
    }
}

QString LoadClient::figures()
{
    using models::format::count;
    using models::format::duration;
    if (latencies_.count() == 0 && failures_ == 0)
        return {};
    QString text = tr("%1 msg/s, %2 messages, p50 %3, p90 %4, p99 %5, p99.9 %6, max %7")
                       .arg(count(messagesPerSecond()), count(double(latencies_.count())),
                            duration(latencies_.percentile(0.5)), duration(latencies_.percentile(0.9)),
                            duration(latencies_.percentile(0.99)), duration(latencies_.percentile(0.999)),
                            duration(latencies_.max()));
    if (wrong_ > 0)
        text += tr(", %1 wrong answers").arg(count(double(wrong_)));
    if (failures_ > 0)
        text += tr(", %1 connections failed").arg(count(double(failures_)));
    return text;
}

// Lately while it runs, over all of its time once it is over.
double LoadClient::messagesPerSecond()
{
    const auto seconds = [](loop::Duration time) { return std::chrono::duration<double>(time).count(); };
    if (isOver())
        return double(latencies_.count()) / std::max(1e-9, seconds(ended_ - began_));
    const loop::TimePoint now = loop().time();
    if (now - lastCounted_ >= 250ms) {
        rate_ = double(latencies_.count() - lastCount_) / seconds(now - lastCounted_);
        lastCount_ = latencies_.count();
        lastCounted_ = now;
    }
    return rate_;
}

} // namespace app
