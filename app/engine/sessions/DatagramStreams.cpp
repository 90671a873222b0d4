// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/DatagramStreams.h"

#include "app/engine/faults/SessionFaults.h"

#include "loop/Datagrams.h"
#include "loop/EventLoop.h"

namespace app {

namespace {

// Hands what happens to the endpoint on to a Stream, which is what readers and writers refer to.
class StreamOfDatagrams final : public loop::DatagramProtocol {
public:
    explicit StreamOfDatagrams(loop::EventLoop &loop)
        : stream_(std::make_shared<loop::Stream>(loop, loop::defaultStreamLimit))
    { }

    void connectionMade(loop::DatagramTransport &transport) override
    {
        stream_->connectionMade(transport);
    }
    void datagramReceived(std::string_view data, const loop::SocketAddress &) override
    {
        stream_->dataReceived(data);
    }
    void errorReceived(const loop::OsError &error) override
    {
        loop::StreamReader(stream_).setException(std::make_exception_ptr(error));
    }
    void connectionLost(std::exception_ptr exception) override
    {
        stream_->connectionLost(exception);
    }
    void pauseWriting() override { stream_->pauseWriting(); }
    void resumeWriting() override { stream_->resumeWriting(); }

    [[nodiscard]] loop::Streams streams() const
    {
        return {loop::StreamReader(stream_), loop::StreamWriter(stream_)};
    }

private:
    std::shared_ptr<loop::Stream> stream_;
};

} // namespace

loop::Coro<loop::Streams> openDatagramStreams(loop::EventLoop &loop, std::string host,
                                              std::uint16_t port, SessionFaults *faults)
{
    loop::DatagramOptions options;
    options.remoteAddr.emplace(std::move(host), port);
    const auto datagrams = std::make_shared<StreamOfDatagrams>(loop);
    auto factory = [datagrams, faults]() -> std::shared_ptr<loop::DatagramProtocol> {
        return faults ? faults->through(datagrams) : datagrams;
    };
    co_await loop.createDatagramEndpoint(factory, std::move(options));
    co_return datagrams->streams();
}

} // namespace app
