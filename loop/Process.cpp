// SPDX-License-Identifier: MIT
#include "loop/Process.h"

#include "loop/Gather.h"

#include <array>

namespace loop {

// The protocol of the child: what its pipes bring goes to a Stream each.
class ProcessStreams final : public SubprocessProtocol {
public:
    ProcessStreams(EventLoop &loop, std::size_t limit)
        : m_loop(loop)
        , m_limit(limit)
    { }

    void connectionMade(SubprocessTransport &transport) override
    {
        m_transport = &transport;
        for (std::size_t fd = 0; fd < m_streams.size(); ++fd) {
            Transport *const pipe = transport.getPipeTransport(static_cast<int>(fd));
            if (!pipe)
                continue;
            m_streams[fd] = std::make_shared<Stream>(m_loop, m_limit);
            m_streams[fd]->connectionMade(*pipe);
        }
    }
    void pipeDataReceived(int fd, std::string_view data) override { at(fd)->dataReceived(data); }
    void pipeConnectionLost(int fd, std::exception_ptr exception) override
    {
        at(fd)->connectionLost(std::move(exception));
        closeWhenOver();
    }
    void processExited() override { closeWhenOver(); }
    void pauseWriting() override { at(0)->pauseWriting(); }
    void resumeWriting() override { at(0)->resumeWriting(); }

    [[nodiscard]] const std::shared_ptr<Stream> &at(int fd) const noexcept // null: no pipe
    {
        return m_streams[static_cast<std::size_t>(fd)];
    }

private:
    // Its input may be open still, in the hands of a child of its own.
    void closeWhenOver()
    {
        if (m_transport->getReturncode() && !m_transport->getPipeTransport(1)
            && !m_transport->getPipeTransport(2))
            m_transport->close();
    }

    EventLoop &m_loop;
    std::size_t m_limit;
    SubprocessTransport *m_transport = nullptr; // which has us for as long as it calls
    std::array<std::shared_ptr<Stream>, 3> m_streams;
};

namespace {

Coro<void> feed(std::optional<StreamWriter> writer, std::string input)
{
    if (!writer)
        co_return;
    writer->write(input);
    input = {}; // the transport keeps what the pipe has not taken
    try {
        co_await writer->drain();
    } catch (const OsError &error) {
        if (error.code() != std::errc::broken_pipe && error.code() != std::errc::connection_reset)
            throw;
    }
    writer->close();
}

Coro<std::string> readAll(std::optional<StreamReader> reader)
{
    if (!reader)
        co_return std::string();
    co_return co_await reader->read();
}

Coro<std::pair<std::string, std::string>> converse(Process process, std::string input)
{
    if (!process.standardInput() && !input.empty())
        throw ValueError("there is input for a process whose standard input is no pipe");
    auto all = gather(feed(process.standardInput(), std::move(input)),
                      readAll(process.standardOutput()), readAll(process.standardError()));
    auto ended = co_await std::move(all);
    co_await process.wait();
    co_return std::pair(std::move(std::get<1>(ended)), std::move(std::get<2>(ended)));
}

auto streamsFactory(EventLoop &loop, std::size_t limit)
{
    if (limit == 0)
        throw ValueError("Limit cannot be <= 0"); // before there is a child
    return [&loop, limit] { return std::make_shared<ProcessStreams>(loop, limit); };
}

EventLoop &givenOrRunning(EventLoop *given)
{
    return given ? *given : getRunningLoop();
}

} // namespace

Process::Process(std::shared_ptr<SubprocessTransport> transport, const ProcessStreams &streams)
    : m_transport(std::move(transport))
{
    if (streams.at(0))
        m_input.emplace(streams.at(0));
    if (streams.at(1))
        m_output.emplace(streams.at(1));
    if (streams.at(2))
        m_error.emplace(streams.at(2));
}

Coro<std::pair<std::string, std::string>> Process::communicate(std::string input) const
{
    return converse(*this, std::move(input));
}

Coro<Process> createSubprocessExec(std::vector<std::string> arguments, SubprocessOptions options,
                                   std::size_t limit, EventLoop *given)
{
    EventLoop &loop = givenOrRunning(given);
    auto factory = streamsFactory(loop, limit);
    const auto made = co_await loop.subprocessExec(std::move(factory), std::move(arguments),
                                                   std::move(options));
    co_return Process(made.transport, *made.protocol);
}

Coro<Process> createSubprocessShell(std::string command, SubprocessOptions options,
                                    std::size_t limit, EventLoop *given)
{
    EventLoop &loop = givenOrRunning(given);
    auto factory = streamsFactory(loop, limit);
    const auto made
        = co_await loop.subprocessShell(std::move(factory), std::move(command), std::move(options));
    co_return Process(made.transport, *made.protocol);
}

} // namespace loop
