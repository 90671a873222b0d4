// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One standard stream of the process, for output. What is written is queued, and a thread of its
// own hands it to the system with calls that may block, so that a reader who does not read holds up
// nobody, and the descriptor, which other programs may share, keeps its flags. What peers can make
// grow is bounded: lines beyond a mebibyte are left out, counted, and the count is reported in
// their place; whoever writes bytes waits until they are taken. Any thread, but for construction
// and end.

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include <chrono>
#include <functional>
#include <memory>

namespace app {

class OutputStream {
public:
    static constexpr std::size_t maximalLines = 1024 * 1024; // bytes of lines that wait

    // The descriptor stays the caller's, and open for as long as the process lives.
    explicit OutputStream(int fd);
    ~OutputStream(); // what still waits is dropped, and its `taken` not called
    OutputStream(const OutputStream &) = delete;

    [[nodiscard]] bool isTerminal() const;

    // One line of words from anywhere, made fit for a terminal.
    void line(const QString &words);
    // As it stands. `taken` is called in the stream's thread once the system has it, or will never
    // have it, since the stream failed.
    void write(const QByteArray &bytes, std::function<void()> taken = {});

    // Waits until all is written, as long as somebody reads: no byte for `patience` is the end of
    // it. False if something remains.
    [[nodiscard]] bool drain(std::chrono::milliseconds patience);

    // The errno of the write that failed, 0 for none. After a failure nothing more is written.
    [[nodiscard]] int error() const;
    // Called once, in the stream's thread, with that errno; it must only post.
    void setOnError(std::function<void(int)> onError);

    // Blocks the calling thread: for last words. 0, or the errno.
    static int writeNow(int fd, const QByteArray &bytes);

private:
    struct State;

    std::shared_ptr<State>
        state_; // the thread's, too, which may outlive this in a call that blocks
};

} // namespace app
