// SPDX-License-Identifier: MIT
#pragma once

// Streams: a connection as a pair of values that a coroutine reads from and writes to (ST). A
// StreamReader and a StreamWriter are counted references to one Stream, which is the connection's
// protocol: a Protocol that awaits. Cheap to copy; both stay valid after the connection is lost.
// The connection is closed when the last reader or writer of it goes, unless somebody holds its
// transport: who gives his writer away keeps it alive by that, who forgets to close leaks nothing.
// Do not mix them with callbacks on the same connection. Thread: all calls belong to the loop's.

#include "loop/Coro.h"
#include "loop/Network.h"
#include "loop/Protocol.h"
#include "loop/Synchronisation.h"
#include "loop/Task.h"
#include "loop/Transport.h"

#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loop {

class EventLoop;
class Server;
class ReadAwaiter;
class DrainAwaiter;

// ST-05: bytes. A line may be as long; with more than twice as many unread, the transport stops
// receiving until no more than these are left. 0: ValueError.
inline constexpr std::size_t defaultStreamLimit = 64 * 1024;
inline constexpr std::size_t everything = static_cast<std::size_t>(-1); // to read(): until EOF

class StreamReader;
class StreamWriter;

// The result of a connection callback is a coroutine, which becomes a task (ST-02). What it throws
// reaches the exception handler, "Unhandled exception in client_connected_cb", and closes the
// connection; so does its cancellation.
using StreamHandler = std::function<Coro<void>(StreamReader, StreamWriter)>;

class Stream final : public Protocol,
                     public std::enable_shared_from_this<Stream>,
                     private FutureWaiter {
public:
    Stream(EventLoop &loop, std::size_t limit, std::shared_ptr<const StreamHandler> handler = {});
    ~Stream() override;

    void connectionMade(Transport &transport) override;
    void connectionLost(std::exception_ptr exception) override;
    void dataReceived(std::string_view data) override;
    bool eofReceived() override;
    void pauseWriting() override { m_writingPaused = true; }
    void resumeWriting() override;

private:
    friend class ReadAwaiter;
    friend class DrainAwaiter;
    friend class StreamHandle;
    friend class StreamReader;
    friend class StreamWriter;

    void readerWaits(ReadAwaiter &awaiter);
    void wakeReader();
    void wakeDrainers();
    void abandoned() noexcept; // no reader or writer refers to it any more
    void closeIfAbandoned();
    void futureDone(FutureBase &handler) override; // the handler's task
    void resumeTransport(); // if it was paused, and there is room again
    struct Rare { // what few streams have
        std::exception_ptr given; // by setException()
        Event lost; // for waitClosed()
    };

    [[nodiscard]] std::size_t available() const noexcept { return m_buffer.size() - m_begin; }
    [[nodiscard]] const std::exception_ptr &exception() const noexcept // null: all is well
    {
        return m_rare && m_rare->given ? m_rare->given : m_lostTo;
    }
    Rare &rare();
    [[nodiscard]] std::string_view view() const noexcept
    {
        return std::string_view(m_buffer).substr(m_begin);
    }
    [[nodiscard]] std::string take(std::size_t bytes);
    static Coro<void> waitUntilLost(StreamWriter writer);
    static Coro<void> encrypt(StreamWriter writer, std::shared_ptr<TlsContext> context,
                              std::optional<std::string> serverHostname, TlsTimeouts timeouts);

    EventLoop *m_loop;
    std::shared_ptr<Transport> m_transport; // null before connectionMade; kept after the end
    std::shared_ptr<const StreamHandler> m_handler; // null for a client
    Ref<TaskBase> m_handling; // its task, until that is done
    std::string m_buffer; // received, not read yet
    std::size_t m_begin = 0; // read already
    std::size_t m_limit;
    std::exception_ptr m_lostTo; // what ended the connection; null: it was closed, or lives
    ReadAwaiter *m_reader = nullptr; // until it runs
    DrainAwaiter *m_drainers = nullptr; // a list
    std::unique_ptr<Rare> m_rare; // null: nothing of that
    bool m_eof = false;
    bool m_readingPaused = false;
    bool m_writingPaused = false;
    bool m_lost = false;
};

// What a reader, a writer and what they return hold. Where the last one goes and nobody has closed,
// the connection is closed, and debug mode warns.
class StreamHandle {
protected:
    explicit StreamHandle(std::shared_ptr<Stream> stream) noexcept
        : m_stream(std::move(stream))
    { }
    StreamHandle(const StreamHandle &) = default;
    StreamHandle(StreamHandle &&) noexcept = default;
    StreamHandle &operator=(const StreamHandle &other) noexcept
    {
        return *this = StreamHandle(other);
    }
    StreamHandle &operator=(StreamHandle &&other) noexcept // what it held goes as a handle goes
    {
        StreamHandle(std::move(other)).m_stream.swap(m_stream);
        return *this;
    }
    ~StreamHandle()
    {
        if (m_stream && m_stream.use_count() == 2) // this, and the transport's
            m_stream->abandoned();
    }

    std::shared_ptr<Stream> m_stream;
};

// What reader.read() and its like return: await it at once.
class [[nodiscard]] ReadAwaiter : public Suspension, private StreamHandle {
public:
    enum class Mode : std::uint8_t { Some, All, Exactly, Line, Until, UntilAny };

    ReadAwaiter(std::shared_ptr<Stream> stream, Mode mode, std::size_t bytes,
                std::string separator) noexcept
        : StreamHandle(std::move(stream))
        , m_mode(mode)
        , m_bytes(bytes)
        , m_separator(std::move(separator))
    { }
    ~ReadAwaiter();

    [[nodiscard]] bool await_ready();
    template <class P> void await_suspend(std::coroutine_handle<P> handle)
    {
        wait(handle.promise());
    }
    std::string await_resume();

    bool cancel(const std::string &message) override;
    [[nodiscard]] WaitInfo waitInfo() const noexcept override;

private:
    friend class Stream;
    void wait(PromiseBase &promise);
    struct Found { // a separator
        std::size_t begin = std::string::npos; // npos: none
        std::size_t end = std::string::npos;
        std::size_t longest = 0; // of all separators, in bytes
    };
    [[nodiscard]] bool satisfied();
    [[nodiscard]] Found find(std::size_t searched) const noexcept;
    [[nodiscard]] bool isBeyondLimit(const Found &found) const noexcept;
    [[nodiscard]] std::string resultUntil();
    void detach() noexcept;

    Mode m_mode;
    bool m_sound = false; // when it was woken, nothing had gone wrong: what came is its own
    std::size_t m_bytes; // wanted; of lines and the like: searched, and there is no separator there
    std::string m_separator; // UntilAny: of several, as separatorList() writes them
};

class [[nodiscard]] NextLineAwaiter final : public ReadAwaiter {
public:
    explicit NextLineAwaiter(std::shared_ptr<Stream> stream) noexcept
        : ReadAwaiter(std::move(stream), Mode::Line, 0, "\n")
    { }
    std::optional<std::string> await_resume()
    {
        std::string line = ReadAwaiter::await_resume();
        return line.empty() ? std::nullopt : std::optional(std::move(line));
    }
};

// Separators as one value for an awaiter to keep, shortest first. ValueError if there are none, or
// an empty one.
[[nodiscard]] std::string separatorList(std::vector<std::string_view> separators);

class [[nodiscard]] DrainAwaiter final : public Suspension, private StreamHandle {
public:
    explicit DrainAwaiter(std::shared_ptr<Stream> stream) noexcept
        : StreamHandle(std::move(stream))
    { }
    ~DrainAwaiter();

    [[nodiscard]] bool await_ready() const noexcept;
    template <class P> void await_suspend(std::coroutine_handle<P> handle)
    {
        wait(handle.promise());
    }
    void await_resume();

    bool cancel(const std::string &message) override;
    [[nodiscard]] WaitInfo waitInfo() const noexcept override;

private:
    friend class Stream;
    void wait(PromiseBase &promise);
    void detach() noexcept;

    DrainAwaiter *m_next = nullptr;
    bool m_listed = false;
    bool m_sound = false; // when it was woken there was room: an end that came after is not its
};

// ST-04, ST-05. One coroutine reads at a time: a second one gets a RuntimeError. Every read throws
// what ended the connection, if it did not end cleanly, even before what had arrived is read.
class StreamReader : private StreamHandle {
public:
    explicit StreamReader(std::shared_ptr<Stream> stream) noexcept
        : StreamHandle(std::move(stream))
    { }

    // ST-04: up to `bytes` bytes as soon as there are any; "" at EOF, and at once for 0.
    // `everything`: all, until EOF.
    [[nodiscard]] ReadAwaiter read(std::size_t bytes = everything) const
    {
        return {m_stream,
                bytes == everything ? ReadAwaiter::Mode::All : ReadAwaiter::Mode::Some,
                bytes,
                {}};
    }
    // With its '\n'; what is left at EOF, without; "" at EOF. ValueError if longer than the limit:
    // the line, or what has come of it, is dropped.
    [[nodiscard]] ReadAwaiter readline() const
    {
        return {m_stream, ReadAwaiter::Mode::Line, 0, "\n"};
    }
    // The next line as readline() gives it, nothing at EOF: asyncio's `async for line in reader`.
    //     while (const auto line = co_await reader.nextLine())
    //         use(*line);
    [[nodiscard]] NextLineAwaiter nextLine() const { return NextLineAwaiter(m_stream); }
    // So many bytes, no matter the limit. IncompleteReadError at EOF, with what came before.
    [[nodiscard]] ReadAwaiter readexactly(std::size_t bytes) const
    {
        return {m_stream, ReadAwaiter::Mode::Exactly, bytes, {}};
    }
    // Up to and with the separator. IncompleteReadError at EOF; LimitOverrunError beyond the limit,
    // and all stays to be read; ValueError for an empty separator.
    [[nodiscard]] ReadAwaiter readuntil(std::string separator = "\n") const
    {
        return {m_stream, ReadAwaiter::Mode::Until, 0, std::move(separator)};
    }
    // Up to the end of the separator that ends first, whichever it is (Python 3.13):
    //     co_await reader.readuntil("\r\n", "\n");
    // The limit is that of the text before it. What stays unread while none is found may end with
    // the beginning of the longest.
    template <std::convertible_to<std::string_view>... More>
    requires(sizeof...(More) > 0) [[nodiscard]] ReadAwaiter
        readuntil(std::string_view first, const More &...more) const
    {
        return {m_stream, ReadAwaiter::Mode::UntilAny, 0, separatorList({first, more...})};
    }
    [[nodiscard]] ReadAwaiter readuntil(std::vector<std::string_view> separators) const
    {
        return {m_stream, ReadAwaiter::Mode::UntilAny, 0, separatorList(std::move(separators))};
    }

    [[nodiscard]] bool atEof() const noexcept; // EOF came and everything was read
    // What ended the connection, or setException() was given; null if neither.
    [[nodiscard]] std::exception_ptr exception() const noexcept { return m_stream->exception(); }
    void setException(std::exception_ptr exception) const; // thrown by every read from now on
    // As if it had come from the peer.
    void feedData(std::string_view data) const { m_stream->dataReceived(data); }
    void feedEof() const { (void)m_stream->eofReceived(); }
};

// ST-06, ST-07. Writing never suspends: what the kernel does not take waits in the transport, and
// drain() is how a coroutine waits for room.
class StreamWriter : private StreamHandle {
    friend class Stream;

public:
    explicit StreamWriter(std::shared_ptr<Stream> stream) noexcept
        : StreamHandle(std::move(stream))
    { }

    // Copies what it keeps. Ignored once closing or lost (TR-11); RuntimeError after writeEof().
    void write(std::string_view data) const { transport().write(data); }
    void writelines(std::span<const std::string_view> data) const { transport().writelines(data); }
    // TR-08: half-closes once all is written; reading goes on. Over TLS by close_notify.
    void writeEof() const { transport().writeEof(); }
    [[nodiscard]] bool canWriteEof() const { return transport().canWriteEof(); }
    // ST-07: once the write buffer is above its high mark, suspends until it is at its low one;
    // while the transport closes, for an iteration; else not at all. Throws what the reader throws;
    // once the connection is lost, what ended it, or ConnectionResetError.
    [[nodiscard]] DrainAwaiter drain() const { return DrainAwaiter(m_stream); }
    void close() const { transport().close(); } // TR-02: lost once what waits is written
    [[nodiscard]] bool isClosing() const { return transport().isClosing(); }
    Coro<void>
    waitClosed() const; // until the connection is lost; throws what ended it, if anything
    // As EventLoop::startTls(); reader and writer go on with what is decrypted.
    Coro<void> startTls(std::shared_ptr<TlsContext> context,
                        std::optional<std::string> serverHostname = {},
                        TlsTimeouts timeouts = {}) const;
    [[nodiscard]] std::any getExtraInfo(std::string_view name, std::any fallback = {}) const
    {
        return transport().getExtraInfo(name, std::move(fallback));
    }
    [[nodiscard]] Transport &transport() const noexcept { return *m_stream->m_transport; }
};

struct Streams {
    Streams(StreamReader r, StreamWriter w)
        : reader(std::move(r))
        , writer(std::move(w))
    { }
    StreamReader reader;
    StreamWriter writer;
};

// ST-01, ST-02: on the running loop, unless one is given (M-04); RuntimeError if there is neither.
// `limit` in bytes, as defaultStreamLimit. Other errors as in loop/Network.h.
Coro<Streams> openConnection(std::string host, std::uint16_t port, ConnectOptions options = {},
                             std::size_t limit = defaultStreamLimit, EventLoop *loop = nullptr);
Coro<std::shared_ptr<Server>> startServer(StreamHandler handler, Hosts hosts, std::uint16_t port,
                                          ServerOptions options = {},
                                          std::size_t limit = defaultStreamLimit,
                                          EventLoop *loop = nullptr);

// ST-03: the same on a Unix socket.
Coro<Streams> openUnixConnection(std::string path, ConnectOptions options = {},
                                 std::size_t limit = defaultStreamLimit, EventLoop *loop = nullptr);
Coro<std::shared_ptr<Server>> startUnixServer(StreamHandler handler, std::string path,
                                              ServerOptions options = {},
                                              std::size_t limit = defaultStreamLimit,
                                              EventLoop *loop = nullptr);

} // namespace loop
