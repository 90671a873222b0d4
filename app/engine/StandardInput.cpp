// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/StandardInput.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <deque>
#include <poll.h>
#include <semaphore>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

namespace app {

struct StandardInput::State {
    State(loop::EventLoop &owner, int descriptor)
        : loop(owner)
        , id(owner.id())
        , fd(descriptor)
    { }

    void startThread(const std::shared_ptr<State> &self);
    void run(const std::shared_ptr<State> &self);
    void arrived(std::string bytes, int failure);
    void wakeAll();

    loop::EventLoop &loop; // the rest is the net thread's, but for the last two
    const loop::LoopId id;
    const int fd;
    std::deque<loop::Future<void>> readers; // those that wait
    std::string kept; // read, and not taken yet
    int error = 0;
    bool ended = false;
    bool reading = false;
    bool started = false;

    std::counting_semaphore<> wanted {0};
    std::atomic<bool> closed {false};
};

void StandardInput::State::startThread(const std::shared_ptr<State> &self)
{
    if (std::exchange(started, true))
        return;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    try {
        std::thread([self] { self->run(self); }).detach();
    } catch (const std::system_error &failure) {
        ended = true;
        error = failure.code().value();
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

// The thread. It never touches what is not its own.
void StandardInput::State::run(const std::shared_ptr<State> &self)
{
    for (;;) {
        wanted.acquire();
        if (closed)
            return;
        std::string bytes(piece, '\0');
        ssize_t count;
        while ((count = ::read(fd, bytes.data(), bytes.size())) < 0
               && (errno == EINTR || errno == EAGAIN)) {
            pollfd readable {fd, POLLIN, 0};
            ::poll(&readable, 1, -1); // where somebody else made it so that read() does not wait
        }
        const int failure = count < 0 ? errno : 0;
        bytes.resize(count < 0 ? 0 : std::size_t(count));
        loop::EventLoop::post(id, [self, bytes = std::move(bytes), failure]() mutable {
            self->arrived(std::move(bytes), failure);
        });
        if (count <= 0)
            return;
    }
}

void StandardInput::State::arrived(std::string bytes, int failure)
{
    reading = false;
    ended = bytes.empty();
    error = failure;
    kept = std::move(bytes);
    wakeAll();
}

void StandardInput::State::wakeAll()
{
    for (loop::Future<void> &reader : std::exchange(readers, {})) {
        if (!reader.done())
            reader.setResult();
    }
}

StandardInput::StandardInput(loop::EventLoop &loop, int fd)
    : state_(std::make_shared<State>(loop, fd))
{ }

StandardInput::~StandardInput()
{
    state_->closed = true;
    state_->readers.clear(); // in this thread: the other one may be the last to let go of the state
    state_->wanted.release();
}

loop::Coro<std::string> StandardInput::read(const bool &released)
{
    const std::shared_ptr<State> state = state_;
    state->startThread(state);
    while (state->kept.empty() && !state->ended && !released) {
        if (!std::exchange(state->reading, true))
            state->wanted.release();
        loop::Future<void> more = state->loop.createFuture<void>();
        state->readers.push_back(more);
        co_await more;
    }
    if (released)
        co_return std::string();
    if (state->kept.empty() && state->error != 0)
        throw loop::OsError(std::error_code(state->error, std::generic_category()),
                            "standard input cannot be read");
    co_return std::exchange(state->kept, {});
}

void StandardInput::wake()
{
    state_->wakeAll();
}

} // namespace app
