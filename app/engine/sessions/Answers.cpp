// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/Answers.h"

#include "loop/Errors.h"

#include <QtCore/QScopeGuard>

namespace app {

Answers::Answers(loop::EventLoop &loop, loop::Streams streams, std::uint64_t &bytes,
                 std::function<void()> atEnd)
    : loop_(loop)
    , streams_(std::move(streams))
    , bytes_(bytes)
    , atEnd_(std::move(atEnd))
    , tooLate_(loop, [this](loop::TimePoint) { wake(); })
    , reading_(loop.createTask(readAll(), "read answers"))
{ }

Answers::~Answers()
{
    reading_.cancel();
    if (!streams_.writer.isClosing())
        streams_.writer.close();
}

loop::Coro<void> Answers::readAll()
{
    std::exception_ptr failure;
    while (!ended_) {
        try {
            const std::string data = co_await streams_.reader.read(64 * 1024);
            bytes_ += data.size();
            ended_ = data.empty();
        } catch (const std::exception &) {
            failure = std::current_exception();
            ended_ = true;
        }
        if (ended_ || bytes_ >= wanted_)
            wake();
    }
    if (atEnd_)
        atEnd_();
    if (failure)
        std::rethrow_exception(failure);
}

loop::Coro<void> Answers::waitFor(std::uint64_t bytes, loop::Duration atMost)
{
    if (bytes_ >= bytes || ended_)
        co_return;
    wanted_ = bytes;
    waiting_ = loop_.createFuture<void>();
    tooLate_.set(loop_.time() + atMost);
    co_await waiting_;
    tooLate_.cancel();
}

loop::Coro<void> Answers::waitUntil(loop::TimePoint time)
{
    if (ended_)
        co_return;
    wanted_ = loop::everything;
    waiting_ = loop_.createFuture<void>();
    loop::Handle timer = loop_.callAt(time, [this] { wake(); });
    const auto cancel = qScopeGuard([&timer] { timer.cancel(); });
    co_await waiting_;
}

void Answers::wake()
{
    if (waiting_ && !waiting_.done())
        waiting_.setResult();
}

loop::Coro<void> Answers::finish()
{
    const bool half = !streams_.writer.isClosing() && streams_.writer.canWriteEof();
    if (half && !ended_)
        streams_.writer.writeEof();
    if (half || ended_)
        co_await reading_;
    if (ended_ && !half && bytes_ == 0)
        throw loop::IncompleteReadError({}, 0);
}

} // namespace app
