// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/OutputStream.h"

#include "models/text/Terminal.h"

#include <QtCore/QCoreApplication>

#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <deque>
#include <mutex>
#include <poll.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace app {

namespace {

QByteArray leftOut(std::uint64_t lines)
{
    return models::terminal::line(
               QCoreApplication::translate(
                   "OutputStream", "%1 lines were left out here: nobody read what was before them.")
                   .arg(lines))
        + '\n';
}

} // namespace

struct OutputStream::State {
    struct Item {
        QByteArray bytes;
        std::function<void()> taken;
        bool isLine = false;
    };

    explicit State(int descriptor)
        : fd(descriptor)
    { }

    void accept(const std::shared_ptr<State> &self, Item item);
    void push(Item item);
    void startThread(const std::shared_ptr<State> &self);
    void run();
    void writeItem(const Item &item);
    [[nodiscard]] bool isIdle() const { return queue.empty() && !writing && lost == 0; }

    const int fd;
    std::mutex mutex; // protects all below
    std::condition_variable wanted; // there is something to write, or no more to come
    std::condition_variable moved; // bytes were written, or the stream failed
    std::deque<Item> queue;
    std::size_t lines = 0; // bytes of lines in the queue
    std::uint64_t lost = 0; // lines left out since the last one in the queue
    std::uint64_t written = 0; // bytes
    bool started = false;
    bool writing = false;
    bool closed = false;
    int error = 0;
    std::function<void(int)> onError;
};

void OutputStream::State::accept(const std::shared_ptr<State> &self, Item item)
{
    const std::lock_guard lock(mutex);
    startThread(self);
    if (started) {
        push(std::move(item));
        return;
    }
    error = error == 0 ? writeNow(fd, item.bytes) : error; // where there are no more threads
    if (item.taken)
        item.taken();
}

// The count of lines left out stands where they were: before the next one that there is room for.
void OutputStream::State::push(Item item)
{
    const auto size = std::size_t(item.bytes.size());
    if (item.isLine && lines + size > maximalLines) {
        ++lost;
        return;
    }
    if (lost > 0 && item.isLine)
        queue.push_back({leftOut(std::exchange(lost, 0)), {}, true});
    lines += item.isLine ? size : 0;
    queue.push_back(std::move(item));
    wanted.notify_one();
}

// Detached: at the end it may be in a call that nobody ends. Signals are for others.
void OutputStream::State::startThread(const std::shared_ptr<State> &self)
{
    if (std::exchange(started, true))
        return;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    try {
        std::thread([self] { self->run(); }).detach();
    } catch (const std::system_error &) {
        started = false;
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void OutputStream::State::run()
{
    std::unique_lock lock(mutex);
    for (;;) {
        wanted.wait(lock, [this] { return closed || !queue.empty() || lost > 0; });
        if (closed)
            return;
        if (queue.empty())
            queue.push_back({leftOut(std::exchange(lost, 0)), {}, false});
        const Item item = std::move(queue.front());
        queue.pop_front();
        writing = true;
        lock.unlock();
        writeItem(item);
        lock.lock();
        lines -= item.isLine ? std::min(lines, std::size_t(item.bytes.size())) : 0;
        writing = false;
        moved.notify_all();
        if (item.taken && !closed)
            item.taken();
    }
}

// In pieces, so that progress of the reader is noticed.
void OutputStream::State::writeItem(const Item &item)
{
    constexpr qsizetype piece = 64 * 1024;
    for (qsizetype at = 0; at < item.bytes.size(); at += piece) {
        {
            const std::lock_guard lock(mutex);
            if (error != 0)
                return;
        }
        const QByteArray part = item.bytes.mid(at, piece);
        int failure = writeNow(fd, part);
        if (failure == EBADF) // closed at the start: whoever did that wants none of these lines
            failure = 0;
        const std::lock_guard lock(mutex);
        written += std::uint64_t(part.size());
        error = failure;
        moved.notify_all();
        if (failure != 0 && onError)
            std::exchange(onError, {})(failure);
    }
}

OutputStream::OutputStream(int fd)
    : state_(std::make_shared<State>(fd))
{ }

OutputStream::~OutputStream()
{
    const std::lock_guard lock(state_->mutex);
    state_->closed = true;
    state_->onError = {};
    state_->queue.clear();
    state_->wanted.notify_one();
}

bool OutputStream::isTerminal() const
{
    return ::isatty(state_->fd) == 1;
}

void OutputStream::line(const QString &words)
{
    state_->accept(state_, {models::terminal::line(words) + '\n', {}, true});
}

void OutputStream::write(const QByteArray &bytes, std::function<void()> taken)
{
    state_->accept(state_, {bytes, std::move(taken), false});
}

bool OutputStream::drain(std::chrono::milliseconds patience)
{
    std::unique_lock lock(state_->mutex);
    if (!state_->started)
        return true;
    while (!state_->isIdle()) {
        const auto before = state_->written;
        if (!state_->moved.wait_for(lock, patience,
                                    [&] { return state_->written != before || state_->isIdle(); }))
            return false;
    }
    return true;
}

int OutputStream::error() const
{
    const std::lock_guard lock(state_->mutex);
    return state_->error;
}

void OutputStream::setOnError(std::function<void(int)> onError)
{
    const std::lock_guard lock(state_->mutex);
    state_->onError = std::move(onError);
    if (state_->error != 0 && state_->onError)
        std::exchange(state_->onError, {})(state_->error);
}

int OutputStream::writeNow(int fd, const QByteArray &bytes)
{
    for (qsizetype at = 0; at < bytes.size();) {
        const auto count = ::write(fd, bytes.constData() + at, std::size_t(bytes.size() - at));
        if (count >= 0) {
            at += count;
        } else if (errno == EAGAIN) { // somebody else made it so
            pollfd writable {fd, POLLOUT, 0};
            ::poll(&writable, 1, -1);
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

} // namespace app
