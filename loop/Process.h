// SPDX-License-Identifier: MIT
#pragma once

// Process: a child process whose standard streams are read and written by a coroutine, as asyncio's
// create_subprocess_exec() and create_subprocess_shell() give (Python 3.12's). What
// loop/Subprocess.h is to protocols, this is to streams.
//
//     std::vector<std::string> arguments {"sort", "-u"};   // by name: see HACKING.md, g++ 12
//     const Process process = co_await createSubprocessExec(arguments);
//     const auto [output, errors] = co_await process.communicate(lines);
//
// A Process refers to the child: cheap to copy, and not its owner. The child runs on when the last
// one goes, and ends with the loop at the latest. All three streams are pipes unless the options
// say otherwise; a child stops at a pipe that is full, so read what it writes, or have it written
// elsewhere. Thread: all calls belong to the loop's.

#include "loop/Streams.h"
#include "loop/Subprocess.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace loop {

class ProcessStreams;

class Process final {
public:
    Process(std::shared_ptr<SubprocessTransport> transport, const ProcessStreams &streams);

    // None: it is no pipe. Their errors and limits are those of loop/Streams.h.
    [[nodiscard]] const std::optional<StreamWriter> &standardInput() const noexcept
    {
        return m_input;
    }
    [[nodiscard]] const std::optional<StreamReader> &standardOutput() const noexcept
    {
        return m_output;
    }
    [[nodiscard]] const std::optional<StreamReader> &standardError() const noexcept
    {
        return m_error;
    }

    [[nodiscard]] int pid() const noexcept { return m_transport->getPid(); }
    // None until it has exited; the negative of the signal that ended it.
    [[nodiscard]] std::optional<int> returncode() const noexcept
    {
        return m_transport->getReturncode();
    }
    // For the return code, which may be there. Reads nothing meanwhile: communicate() does.
    [[nodiscard]] Coro<int> wait() const { return m_transport->wait(); }
    // Writes `input` and closes standard input while it reads all that comes from the other two;
    // then waits for the exit. Gives standard output and standard error, "" for what is no pipe. A
    // child that does not want all of its input is no error. ValueError if there is input and no
    // pipe for it. Cancelled, it leaves the child alone, and what came is there to be read.
    [[nodiscard]] Coro<std::pair<std::string, std::string>> communicate(std::string input
                                                                        = {}) const;

    // ProcessLookupError once it has exited.
    void sendSignal(int signal) const { m_transport->sendSignal(signal); }
    void terminate() const { m_transport->terminate(); } // SIGTERM
    void kill() const { m_transport->kill(); } // SIGKILL

    // close() is for who does not want to read to the end: it closes the pipes, and sends SIGTERM.
    [[nodiscard]] SubprocessTransport &transport() const noexcept { return *m_transport; }

private:
    std::shared_ptr<SubprocessTransport> m_transport;
    std::optional<StreamWriter> m_input;
    std::optional<StreamReader> m_output;
    std::optional<StreamReader> m_error;
};

// The child runs when these return. On the running loop, unless one is given (M-04); RuntimeError
// if there is neither. `limit` in bytes, of both readers, as defaultStreamLimit. Arguments, options
// and errors as EventLoop::subprocessExec() and subprocessShell().
Coro<Process> createSubprocessExec(std::vector<std::string> arguments,
                                   SubprocessOptions options = {},
                                   std::size_t limit = defaultStreamLimit,
                                   EventLoop *loop = nullptr);
Coro<Process> createSubprocessShell(std::string command, SubprocessOptions options = {},
                                    std::size_t limit = defaultStreamLimit,
                                    EventLoop *loop = nullptr);

} // namespace loop
