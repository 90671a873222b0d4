// SPDX-License-Identifier: MIT
#pragma once

// SocketTransport: a Transport over a connected stream socket. The socket is watched once, edge-
// triggered, in both directions. A short recv() counts as drained, unless a hang-up was seen, so
// that the usual message costs one recv() and one send(). Made by Server and by EventLoop's
// connect.

#include "loop/Descriptor.h"
#include "loop/Future.h"
#include "loop/IoHandler.h"
#include "loop/Transport.h"
#include "loop/WriteBuffer.h"

namespace loop {

class SocketTransport final : public Transport, private IoHandler {
public:
    SocketTransport(EventLoop &loop, Descriptor fd, std::shared_ptr<Protocol> protocol,
                    const Origin &origin);
    ~SocketTransport() override;

    void setProtocol(std::shared_ptr<BaseProtocol> protocol) override;
    [[nodiscard]] std::any getExtraInfo(std::string_view name,
                                        std::any fallback = {}) const override;
    void close() override;
    void pauseReading() override;
    void resumeReading() override;
    void write(std::string_view data) override;
    void writeEof() override;
    [[nodiscard]] bool canWriteEof() const noexcept override { return true; }
    [[nodiscard]] std::size_t getWriteBufferSize() const noexcept override
    {
        return m_buffer.size();
    }

    [[nodiscard]] int descriptor() const noexcept override { return m_fd.get(); }
    [[nodiscard]] std::int32_t peerPid() const noexcept override;

    [[nodiscard]] bool canCarry() const noexcept override { return true; }
    // For startTls(). Done once the kernel has all that was written, or the connection is closing.
    [[nodiscard]] Future<void> flushed();

private:
    void opened() override;
    void release() noexcept override;
    void forceClose(std::exception_ptr exception) override;

    void onReady(std::uint32_t events) override;
    [[nodiscard]] const Transport *transport() const noexcept override { return this; }
    void read();
    bool receiveOnce(); // false: nothing more for now
    void readSoon();
    void flush();
    void flushSoon();
    [[nodiscard]] std::size_t
    sendNow(std::string_view data); // bytes taken; 0 if it failed or is full
    void fail(int error, const char *what);
    void failWriting(int error);
    void shutDownWriting() noexcept;
    void discardUnread() noexcept;
    void tellFlushed() noexcept;

    Descriptor m_fd;
    bool m_readable = false; // the kernel may have data for us
    bool m_hungUp = false; // RDHUP, HUP or ERR was seen: read until EOF or error
    bool m_readScheduled = false;
    bool m_flushScheduled : 1 = false;
    bool m_started : 1 = false;
    bool m_aborted : 1 = false; // forceClose(): whatever is left is dropped
    int m_writeError = 0; // of a send(): what the peer had said before is read first
    Protocol *m_stream; // m_protocol, with its type
    WriteBuffer m_buffer;
    Ref<FutureBase> m_flushed; // null unless somebody waits
};

} // namespace loop
