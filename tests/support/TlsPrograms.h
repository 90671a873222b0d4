// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The programs at both ends of a TLS connection that tests talk through.

#include "loop/EventLoop.h"
#include "loop/Server.h"
#include "loop/Sleep.h"
#include "loop/Streams.h"
#include "loop/tls/TlsContext.h"
#include "tests/support/Peers.h"
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <sys/socket.h>

namespace tlspeers {

using namespace loop;
using SslContext = loop::tls::TlsContext;

constexpr std::size_t limit = defaultStreamLimit;

inline Coro<void> echoLines(StreamReader reader, StreamWriter writer)
{
    for (;;) {
        const std::string line = co_await reader.readline();
        if (line.empty())
            break;
        writer.write(line);
        co_await writer.drain();
    }
    writer.close();
}

inline Coro<void> echoOneLine(StreamReader reader, StreamWriter writer)
{
    const std::string line = co_await reader.readline();
    writer.write(line);
    writer.close();
}

struct Answer {
    std::string line;
    TlsInfo tls;
};

inline Coro<Answer> ask(EventLoop &loop, std::string host, std::uint16_t port,
                        ConnectOptions options)
{
    Streams streams
        = co_await openConnection(std::move(host), port, std::move(options), limit, &loop);
    streams.writer.write("hello\n");
    Answer answer;
    answer.line = co_await streams.reader.readline();
    answer.tls = std::any_cast<TlsInfo>(streams.writer.getExtraInfo("tls"));
    streams.writer.close();
    co_await streams.writer.waitClosed();
    co_return answer;
}

// Keeps the order of its callbacks.
class Witness final : public Protocol {
public:
    explicit Witness(EventLoop &loop)
        : lost(loop.createFuture<void>())
    { }
    void connectionMade(Transport &transport) override
    {
        calls += "made ";
        m_transport = &transport;
    }
    void dataReceived(std::string_view data) override { received += data; }
    bool eofReceived() override
    {
        calls += "eof ";
        return keepOpen;
    }
    void connectionLost(std::exception_ptr exception) override
    {
        calls += exception ? "failed" : "lost";
        error = exception;
        lost.setResult();
    }
    void pauseWriting() override { ++pauses; }
    void resumeWriting() override { ++resumes; }

    std::string calls, received;
    std::exception_ptr error; // of connectionLost()
    bool keepOpen = false;
    int pauses = 0, resumes = 0;
    Future<void> lost;
    Transport *m_transport = nullptr;
};

inline Coro<bool> isFulfilled(Future<void> future)
{
    for (int i = 0; i < 400 && !future.done(); ++i)
        co_await sleep(std::chrono::milliseconds(5));
    co_return future.done();
}

// Begins in the clear, as mail does, then echoes one line encrypted.
inline Coro<void> upgrade(StreamReader reader, StreamWriter writer,
                          std::shared_ptr<SslContext> context)
{
    writer.write("220 ready\r\n");
    for (std::string line; line != "STARTTLS\r\n";) {
        line = co_await reader.readline();
        if (line.starts_with("EHLO"))
            writer.write("250-here\r\n250 STARTTLS\r\n");
        if (line.empty())
            co_return;
    }
    writer.write("220 go ahead\r\n");
    co_await writer.startTls(std::move(context));
    const std::string line = co_await reader.readline();
    writer.write(line);
    writer.close();
}

inline Coro<Answer> askForUpgrade(EventLoop &loop, std::uint16_t port,
                                  std::shared_ptr<loop::TlsContext> context, std::string serverName)
{
    Streams streams = co_await openConnection("localhost", port, {}, limit, &loop);
    streams.writer.write("STARTTLS\r\n");
    for (std::string line; line != "220 go ahead\r\n";)
        line = co_await streams.reader.readline();
    co_await streams.writer.startTls(std::move(context), std::move(serverName));
    streams.writer.write("secret\n");
    Answer answer;
    answer.line = co_await streams.reader.readline();
    answer.tls = std::any_cast<TlsInfo>(streams.writer.getExtraInfo("tls"));
    streams.writer.close();
    co_return answer;
}

} // namespace tlspeers
