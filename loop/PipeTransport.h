// SPDX-License-Identifier: MIT
#pragma once

// The two ends of a pipe as transports: one that is only read from (PI-01), one that is only
// written to (PI-02). A pipe here is a FIFO, a socket or a character device, such as a terminal; a
// regular file is a ValueError (PI-03), since it is always ready and still blocks. The descriptor
// is the transport's and becomes non-blocking. Thread: all calls belong to the loop's.
//
// Writing to a pipe without a reader would end the process by SIGPIPE. The first WritePipeTransport
// makes the process ignore that signal, unless it handles it, as Python does when it starts.

#include "loop/Descriptor.h"
#include "loop/Protocol.h"
#include "loop/Transport.h"
#include "loop/WriteBuffer.h"

namespace loop {

// PI-01. EOF calls eofReceived(), then connectionLost(null), whatever eofReceived() returns.
class ReadPipeTransport final : public Transport, private IoHandler {
public:
    ReadPipeTransport(EventLoop &loop, Descriptor pipe, std::shared_ptr<Protocol> protocol);

    void setProtocol(std::shared_ptr<BaseProtocol> protocol) override;
    [[nodiscard]] std::any getExtraInfo(std::string_view name,
                                        std::any fallback = {}) const override; // "pipe": int
    [[nodiscard]] int descriptor() const noexcept override { return m_pipe.get(); }
    void close() override;
    void pauseReading() override;
    void resumeReading() override;

private:
    void opened() override;
    void release() noexcept override;
    void forceClose(std::exception_ptr exception) override;
    void onReady(std::uint32_t events) override;
    [[nodiscard]] const Transport *transport() const noexcept override { return this; }
    void watchWhatMatters();

    Descriptor m_pipe;
    Protocol *m_stream; // m_protocol, with its type
    bool m_opened = false;
};

// PI-02. Any BaseProtocol will do: it hears of the beginning, the end and flow control. When the
// reader goes, connectionLost() says so: with an error if something was still to be written.
class WritePipeTransport final : public Transport, private IoHandler {
public:
    WritePipeTransport(EventLoop &loop, Descriptor pipe, std::shared_ptr<BaseProtocol> protocol);

    [[nodiscard]] std::any getExtraInfo(std::string_view name,
                                        std::any fallback = {}) const override; // "pipe": int
    [[nodiscard]] int descriptor() const noexcept override { return m_pipe.get(); }
    void close() override; // writes what waits, then closes the pipe: the reader's EOF
    void write(std::string_view data) override;
    void writeEof() override { close(); }
    [[nodiscard]] bool canWriteEof() const noexcept override { return true; }
    [[nodiscard]] std::size_t getWriteBufferSize() const noexcept override
    {
        return m_buffer.size();
    }

private:
    void opened() override;
    void release() noexcept override;
    void forceClose(std::exception_ptr exception) override;
    void onReady(std::uint32_t events) override;
    [[nodiscard]] const Transport *transport() const noexcept override { return this; }
    void readerGone();
    void flush();
    [[nodiscard]] std::size_t
    writeNow(std::string_view data); // bytes taken; 0 if it failed or is full
    void watchWhatMatters();

    Descriptor m_pipe;
    const bool m_hasReader; // which may go; a character device has none, and epoll may refuse it
    WriteBuffer m_buffer;
    bool m_opened = false;
};

} // namespace loop
