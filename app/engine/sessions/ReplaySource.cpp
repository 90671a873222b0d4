// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/ReplaySource.h"

#include "app/engine/sessions/Refusal.h"

namespace app {

using models::RecordedConversation;

ReplaySource::ReplaySource(loop::EventLoop &loop, Side played)
    : loop_(loop)
    , played_(played)
    , thread_(std::make_shared<loop::ThreadPoolExecutor>(1))
{ }

ReplaySource::~ReplaySource()
{
    thread_->shutdown();
}

loop::Coro<void> ReplaySource::open(QString path, quint64 connection)
{
    // A Result is moved through the executor as what can be copied.
    struct Opened {
        std::shared_ptr<RecordedConversation> conversation;
        QString problem;
    };
    auto work = [path, connection, played = played_] {
        auto opened = RecordedConversation::open(path, connection, played);
        return opened ? Opened {std::move(*opened), {}} : Opened {nullptr, opened.problem()};
    };
    const Opened opened = co_await loop_.runInExecutor(thread_, std::move(work));
    if (!opened.conversation)
        throw Refusal(opened.problem);
    conversation_ = opened.conversation;
    const Side peer = played_ == Side::Client ? Side::Server : Side::Client;
    toSay_ = conversation_->sum(played_);
    toHear_ = conversation_->sum(peer);
    connection_ = conversation_->connection();
    shared_.clear();
    first_ = co_await following(0);
}

loop::Coro<ReplaySource::Steps> ReplaySource::following(qint64 event)
{
    if (const Steps known = shared_[event].lock())
        co_return known;
    struct Read {
        Steps steps;
        QString problem;
    };
    auto work = [conversation = conversation_, event] {
        auto read = conversation->following(event);
        return read ? Read {std::make_shared<RecordedConversation::Steps>(std::move(*read)), {}}
                    : Read {nullptr, read.problem()};
    };
    const Read read = co_await loop_.runInExecutor(thread_, std::move(work));
    if (!read.steps)
        throw Refusal(read.problem);
    if (const Steps other = shared_[event].lock()) // meanwhile
        co_return other;
    std::erase_if(shared_, [](const auto &each) { return each.second.expired(); });
    shared_[event] = read.steps;
    co_return read.steps;
}

} // namespace app
