// SPDX-License-Identifier: MIT
#include "loop/internal/ProcessSpawn.h"

#include <algorithm>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
extern "C" { // glibc 2.36 leaves that to us
#include <sys/pidfd.h>
}

extern char **environ;

namespace loop {

namespace {

void check(int error, const std::string &what)
{
    if (error != 0)
        throwOsError(std::error_code(error, std::system_category()), what);
}

class FileActions {
public:
    FileActions() { check(::posix_spawn_file_actions_init(&m_actions), "posix_spawn"); }
    ~FileActions() { ::posix_spawn_file_actions_destroy(&m_actions); }
    FileActions(const FileActions &) = delete;

    void duplicate(int from, int to)
    {
        check(::posix_spawn_file_actions_adddup2(&m_actions, from, to), "dup2");
    }
    void openNull(int fd)
    {
        check(::posix_spawn_file_actions_addopen(&m_actions, fd, "/dev/null", O_RDWR, 0),
              "open /dev/null");
    }
    void enter(const std::string &directory)
    {
        if (!directory.empty())
            check(::posix_spawn_file_actions_addchdir_np(&m_actions, directory.c_str()),
                  "chdir " + directory);
    }
    void closeTheRest()
    {
        check(::posix_spawn_file_actions_addclosefrom_np(&m_actions, STDERR_FILENO + 1),
              "close_range");
    }
    [[nodiscard]] const posix_spawn_file_actions_t *get() const noexcept { return &m_actions; }

private:
    posix_spawn_file_actions_t m_actions;
};

// Default signals, none blocked: what we ignore or handle is no business of the child's.
class Attributes {
public:
    explicit Attributes(bool newSession)
    {
        check(::posix_spawnattr_init(&m_attributes), "posix_spawn");
        sigset_t none;
        sigset_t all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        ::posix_spawnattr_setsigmask(&m_attributes, &none);
        ::posix_spawnattr_setsigdefault(&m_attributes, &all);
        const int flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
            | (newSession ? POSIX_SPAWN_SETSID : 0);
        ::posix_spawnattr_setflags(&m_attributes, static_cast<short>(flags));
    }
    ~Attributes() { ::posix_spawnattr_destroy(&m_attributes); }
    Attributes(const Attributes &) = delete;
    [[nodiscard]] const posix_spawnattr_t *get() const noexcept { return &m_attributes; }

private:
    posix_spawnattr_t m_attributes;
};

// Above the standard streams, so that dup2() in the child does not overwrite it before its turn.
Descriptor copyAboveStandardStreams(int fd)
{
    Descriptor copy(::fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
    if (!copy)
        throwErrno("cannot duplicate file descriptor " + std::to_string(fd));
    return copy;
}

std::pair<Descriptor, Descriptor> makePipe()
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        throwErrno("cannot create a pipe");
    std::pair<Descriptor, Descriptor> pipe {Descriptor(ends[0]), Descriptor(ends[1])};
    for (Descriptor *const end : {&pipe.first, &pipe.second})
        if (end->get() <= STDERR_FILENO)
            *end = copyAboveStandardStreams(end->get());
    return pipe;
}

void checkNoZero(const std::string &text)
{
    if (text.find('\0') != std::string::npos)
        throw ValueError("embedded null byte");
}

// A program without a slash is looked for in the PATH that it is to have, as with Popen, from the
// folder that it is to run in. execvpe() would look in ours.
std::string findProgram(const std::string &program, const SubprocessOptions &options)
{
    if (!options.environment || program.find('/') != std::string::npos)
        return program;
    std::string_view paths = "/bin:/usr/bin"; // what the C library takes where none is given
    for (const std::string_view variable : *options.environment)
        if (variable.substr(0, 5) == "PATH=")
            paths = variable.substr(5);
    for (std::size_t begin = 0; begin <= paths.size();) {
        const std::size_t end = std::min(paths.find(':', begin), paths.size());
        const std::string directory(end == begin ? "." : paths.substr(begin, end - begin));
        std::string found = directory;
        found.append(1, '/').append(program);
        const bool fromThere = directory.front() != '/' && !options.workingDirectory.empty();
        if (::access((fromThere ? options.workingDirectory + '/' + found : found).c_str(), X_OK)
            == 0)
            return found;
        begin = end + 1;
    }
    throwOsError(std::make_error_code(std::errc::no_such_file_or_directory),
                 "cannot run " + program);
}

std::vector<char *> pointers(const std::vector<std::string> &strings)
{
    std::vector<char *> list;
    list.reserve(strings.size() + 1);
    for (const std::string &string : strings)
        list.push_back(const_cast<char *>(string.c_str()));
    list.push_back(nullptr);
    return list;
}

// What of ours becomes `fd` of the child, to be kept until the child runs; none if nothing does.
Descriptor redirect(int fd, const Redirection &to, FileActions &actions, Descriptor &ours)
{
    switch (to.kind) {
    case Redirection::Kind::Inherit:
        break;
    case Redirection::Kind::DevNull:
        actions.openNull(fd);
        break;
    case Redirection::Kind::File: {
        Descriptor kept = copyAboveStandardStreams(to.fd);
        actions.duplicate(kept.get(), fd);
        return kept;
    }
    case Redirection::Kind::Stdout:
        if (fd != STDERR_FILENO)
            throw ValueError("only standard error can go where standard output goes");
        actions.duplicate(STDOUT_FILENO, fd);
        break;
    case Redirection::Kind::Pipe: {
        auto [reading, writing] = makePipe();
        Descriptor &childs = fd == STDIN_FILENO ? reading : writing;
        ours = std::move(fd == STDIN_FILENO ? writing : reading);
        actions.duplicate(childs.get(), fd);
        return std::move(childs);
    }
    }
    return {};
}

} // namespace

Spawned spawnProcess(const std::vector<std::string> &arguments, const SubprocessOptions &options)
{
    if (arguments.empty())
        throw ValueError("a subprocess needs a program to run");
    std::for_each(arguments.begin(), arguments.end(), checkNoZero);
    if (options.environment)
        std::for_each(options.environment->begin(), options.environment->end(), checkNoZero);
    checkNoZero(options.workingDirectory);
    const std::string program = findProgram(arguments.front(), options);
    Spawned spawned;
    FileActions actions;
    std::array<Descriptor, 3> theirs;
    theirs[0] = redirect(STDIN_FILENO, options.standardInput, actions, spawned.ends[0]);
    theirs[1] = redirect(STDOUT_FILENO, options.standardOutput, actions, spawned.ends[1]);
    theirs[2] = redirect(STDERR_FILENO, options.standardError, actions, spawned.ends[2]);
    actions.closeTheRest();
    actions.enter(options.workingDirectory);
    const Attributes attributes(options.newSession);
    const std::vector<char *> environment
        = options.environment ? pointers(*options.environment) : std::vector<char *>();
    check(::posix_spawnp(&spawned.pid, program.c_str(), actions.get(), attributes.get(),
                         pointers(arguments).data(),
                         options.environment ? environment.data() : environ),
          "cannot run " + arguments.front());
    spawned.pidfd = Descriptor(::pidfd_open(spawned.pid, 0));
    if (!spawned.pidfd) {
        const int error = errno;
        ::kill(spawned.pid, SIGKILL);
        ::waitpid(spawned.pid, nullptr, 0);
        check(error, "cannot watch process " + std::to_string(spawned.pid));
    }
    return spawned;
}

} // namespace loop
