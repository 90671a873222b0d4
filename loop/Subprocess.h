// SPDX-License-Identifier: MIT
#pragma once

// Subprocesses (SP): a child process as a transport, with a pipe transport for each of its standard
// streams. Started with posix_spawn(), watched through a pidfd: no SIGCHLD handler, no thread, and
// children of others are left alone. The child gets default signals and none of our descriptors,
// and does not outlive its transport. Made by EventLoop::subprocessExec(): OsError names the
// program that cannot be run, ValueError says what is wrong with what was asked for. Thread: the
// loop's.

#include "loop/Coro.h"
#include "loop/Descriptor.h"
#include "loop/Errors.h"
#include "loop/Future.h"
#include "loop/Protocol.h"
#include "loop/Synchronisation.h"
#include "loop/Transport.h"

#include <array>
#include <vector>

#include <sys/types.h>

namespace loop {

class SubprocessTransport;

class SubprocessProtocol : public BaseProtocol {
public:
    virtual void connectionMade(SubprocessTransport &) { }
    virtual void pipeDataReceived(int /*fd*/, std::string_view) { } // SP-04: fd 1 or 2, never empty
    virtual void pipeConnectionLost(int /*fd*/, std::exception_ptr) { } // SP-05: once for each pipe
    // SP-06: in any order to the two above, even before the last data. connectionLost() comes after
    // all.
    virtual void processExited() { }

private:
    void connectionMade(Transport &transport) final;
};

// Where one of the child's standard streams goes.
class Redirection {
public:
    [[nodiscard]] static Redirection pipe() noexcept { return {Kind::Pipe, -1}; }
    [[nodiscard]] static Redirection inherit() noexcept { return {Kind::Inherit, -1}; }
    [[nodiscard]] static Redirection devNull() noexcept { return {Kind::DevNull, -1}; }
    [[nodiscard]] static Redirection toStdout() noexcept
    {
        return {Kind::Stdout, -1};
    } // standard error only
    [[nodiscard]] static Redirection file(int fd) noexcept
    {
        return {Kind::File, fd};
    } // stays the caller's

    enum class Kind { Pipe, Inherit, DevNull, Stdout, File };
    Kind kind;
    int fd;
};

// SP-01, SP-03. There is no text mode, no shell flag and no buffer size to ask for.
struct SubprocessOptions {
    SubprocessOptions() { }

    Redirection standardInput = Redirection::pipe();
    Redirection standardOutput = Redirection::pipe();
    Redirection standardError = Redirection::pipe();
    std::optional<std::vector<std::string>> environment; // "NAME=value"; none: ours
    std::string workingDirectory; // "": ours
    bool newSession = false; // setsid(): no terminal, and a process group of its own
};

// What subprocessExec() gives, with the protocol's own type.
template <class P> struct Subprocess {
    Subprocess(std::shared_ptr<SubprocessTransport> t, std::shared_ptr<P> p)
        : transport(std::move(t))
        , protocol(std::move(p))
    { }
    std::shared_ptr<SubprocessTransport> transport;
    std::shared_ptr<P> protocol;
};

// A signal to a process that has ended.
class ProcessLookupError final : public OsError {
public:
    ProcessLookupError();
};

class SubprocessTransport final : public Transport, private IoHandler {
public:
    // Starts the child. OsError that names the program if it cannot be run.
    SubprocessTransport(EventLoop &loop, std::shared_ptr<SubprocessProtocol> protocol,
                        const std::vector<std::string> &arguments,
                        const SubprocessOptions &options);
    ~SubprocessTransport() override;
    void start(Ref<FutureBase> made) override;

    [[nodiscard]] int getPid() const noexcept { return m_pid; } // SP-07
    // SP-07: none until it has exited; the negative of the signal that ended it.
    [[nodiscard]] std::optional<int> getReturncode() const noexcept { return m_returncode; }
    // SP-08: 0 is written to, 1 and 2 are read from. Null for others, and for what is no pipe.
    [[nodiscard]] Transport *getPipeTransport(int fd) const noexcept;
    // For the return code, which may be there. RuntimeError once the loop is closed.
    [[nodiscard]] Coro<int> wait();

    // SP-09. ProcessLookupError once it has exited.
    void sendSignal(int signal);
    void terminate(); // SIGTERM
    void kill(); // SIGKILL

    // SP-10: as terminate(), and closes the pipes. Fine after the exit.
    void close() override;
    [[nodiscard]] std::any getExtraInfo(std::string_view name,
                                        std::any fallback = {}) const override; // "pid": int

private:
    friend class ChildPipe;

    void opened() override { }
    void release() noexcept override;
    void forceClose(std::exception_ptr exception) override;
    void onReady(std::uint32_t events) override;
    static Coro<int> waitFor(std::shared_ptr<SubprocessTransport> self);
    [[nodiscard]] const Transport *transport() const noexcept override { return this; }
    void exited(int returncode);
    void pipeData(int fd, std::string_view data);
    void pipeLost(int fd, const std::exception_ptr &exception);
    void finishWhenAllEnded();
    void closePipes(bool flush);

    SubprocessProtocol *m_process; // m_protocol, with its type
    pid_t m_pid = -1;
    Descriptor m_pidfd;
    std::array<Descriptor, 3> m_ends; // ours of the pipes, until start()
    std::array<std::shared_ptr<Transport>, 3> m_pipes; // until each is lost
    std::optional<int> m_returncode;
    std::exception_ptr m_error; // for connectionLost()
    Event m_exited; // for wait()
};

} // namespace loop
