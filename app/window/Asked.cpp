// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/Asked.h"

#include "loop/EventLoop.h"

namespace app {

namespace {

constexpr std::chrono::milliseconds Pace {50};
constexpr std::chrono::milliseconds Noticed {200};

} // namespace

Asked::Asked(QObject *parent)
    : QObject(parent)
{
    timer_.setInterval(Pace);
    connect(&timer_, &QTimer::timeout, this, &Asked::look);
}

void Asked::add(loop::LoopId loop, const QString &words)
{
    auto done = std::make_shared<std::atomic<bool>>(false);
    if (!loop::EventLoop::post(loop, [done] { *done = true; }))
        return; // the loop is gone
    requests_.push_back({words, std::chrono::steady_clock::now(), std::move(done)});
    timer_.start();
}

void Asked::look()
{
    std::erase_if(requests_, [](const Request &each) { return each.done->load(); });
    if (requests_.empty())
        timer_.stop();
    const auto now = std::chrono::steady_clock::now();
    QStringList waiting;
    for (const Request &each : requests_) {
        if (now - each.since >= Noticed)
            waiting << each.words;
    }
    if (waiting != waiting_) {
        waiting_ = waiting;
        Q_EMIT changed();
    }
}

} // namespace app
