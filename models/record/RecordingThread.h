// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The thread that writes a recording, and what waits for it. What is pushed is written within
// 100 ms, in the order in which it came, several times a second at most. While the disk takes
// nothing, what came waits in memory, and is tried again every second. What waits is bounded in
// bytes: beyond, data goes first, then its events, then all events of the stream; what lives never
// does. Any thread, but for its making and its end, which belong to its Recording.

#include "models/record/RecordingWriter.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <variant>
#include <vector>

namespace models {

class RecordingThread {
public:
    // A session, and when it became so.
    struct SessionChange {
        SessionRecord session;
        qint64 time = 0; // wall clock, ns
    };
    using Item = std::variant<std::shared_ptr<const loop::Delta>, SessionChange, Blocked, Mark>;
    // On this thread: once when writing began to fail, and with null when it goes on.
    using OnDisk = std::function<void(const SqliteError *)>;

    // Makes the database at `path`. Throws SqliteError, or std::system_error for want of threads.
    RecordingThread(const std::string &path, std::size_t mostQueued, OnDisk onDisk);
    ~RecordingThread();
    Q_DISABLE_COPY_MOVE(RecordingThread)

    void push(Item item);
    void setBounds(const RecordingWriter::Bounds &bounds);
    // Waits until all that was pushed can be read, or was tried.
    void flush();
    void stop(); // writes what waits
    // What it has used of a processor so far, ns. Its Recording's thread.
    [[nodiscard]] std::int64_t time();

    // How long the tables of what lives wait for their next samples, of which these were the last:
    // a second, and so long that writing them takes about a thousandth of a core.
    [[nodiscard]] static std::chrono::milliseconds samplePace(std::int64_t samples);

    std::atomic<std::int64_t> firstEvent {0}, events {0}; // that can be read
    std::atomic<std::int64_t> dropped {0}; // events that found no room
    std::atomic<std::int64_t> missing {0}; // bytes of data that found none, of events that did
    std::atomic<std::size_t> queuedBytes {0}; // changed under the mutex alone

private:
    void run();
    [[nodiscard]] bool write(RecordingWriter::Extent extent, bool hurry);
    [[nodiscard]] bool writeRest();
    void makeRoom(Item &item);

    const std::size_t mostQueued_;
    const OnDisk onDisk_;
    std::unique_ptr<RecordingWriter> writer_; // the thread's, once it runs

    std::mutex mutex_; // protects what follows
    // Any: the thread sanitizer sees them take the mutex, which it does not inside libstdc++.
    std::condition_variable_any wake_, written_;
    std::vector<Item> items_;
    std::uint64_t pushed_ = 0, done_ = 0;
    bool flushing_ = false, closing_ = false;
    bool failing_ = false; // the disk took nothing the last time
    RecordingWriter::Bounds bounds_;

    std::int64_t usedTime_ = 0; // when it was asked for last
    std::thread thread_; // last: it uses all of the above
};

} // namespace models
