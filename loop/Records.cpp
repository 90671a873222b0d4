// SPDX-License-Identifier: MIT
#include "loop/Records.h"

#include <algorithm>

namespace loop {

namespace {

template <class Enum, std::size_t N>
std::string_view word(const std::string_view (&words)[N], Enum value) noexcept
{
    const auto index = static_cast<std::size_t>(value);
    return index < N ? words[index] : std::string_view("unknown");
}

// The position where the name of a pretty function signature ends and its parameters begin. An
// "operator()" or "(anonymous class)" has parentheses of its own, so the last group is what counts.
std::size_t parametersBegin(std::string_view signature)
{
    int depth = 0;
    for (std::size_t i = signature.rfind(')'); i != std::string_view::npos && i-- > 0;) {
        if (signature[i] == ')')
            ++depth;
        else if (signature[i] == '(' && depth-- == 0)
            return i;
    }
    return signature.size();
}

// "serve(Factory)" of "loop::Coro<void> serve(Factory) [with Factory = ...]". The return type ends
// at the last blank outside of brackets before the name.
std::string_view withoutReturnType(std::string_view signature) noexcept
{
    signature = signature.substr(0, signature.find(" [with "));
    const std::size_t parameters = parametersBegin(signature);
    std::size_t begin = 0;
    int depth = 0;
    for (std::size_t i = 0; i < parameters; ++i) {
        const char c = signature[i];
        if (c == '<' || c == '(' || c == '{')
            ++depth;
        else if (c == '>' || c == ')' || c == '}')
            --depth;
        else if (c == ' ' && depth == 0)
            begin = i + 1;
    }
    return signature.substr(begin);
}

void eraseAll(std::string &text, std::string_view what)
{
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at))
        text.erase(at, what.size());
}

} // namespace

std::string_view toString(ConnectionState state) noexcept
{
    static constexpr std::string_view words[]
        = {"opening", "open", "paused",  "half-closed", "closing",
           "closed",  "lost", "aborted", "reset"};
    return word(words, state);
}

std::string_view toString(TransportKind kind) noexcept
{
    static constexpr std::string_view words[] = {"TCP", "TLS", "UDP", "Unix", "pipe", "subprocess"};
    return word(words, kind);
}

std::string_view toString(Role role) noexcept
{
    static constexpr std::string_view words[] = {"client", "server"};
    return word(words, role);
}

std::string_view toString(TaskState state) noexcept
{
    static constexpr std::string_view words[]
        = {"ready", "running", "suspended", "cancelling", "done", "failed", "cancelled"};
    return word(words, state);
}

std::string_view toString(WaitKind kind) noexcept
{
    static constexpr std::string_view words[]
        = {"nothing", "sleep",   "future", "task",    "read",     "drain",
           "accept",  "connect", "send",   "resolve", "executor", "synchronisation",
           "process", "yield",   "gather", "signal",  "other"};
    return word(words, kind);
}

std::string_view toString(PrimitiveKind kind) noexcept
{
    static constexpr std::string_view words[]
        = {"nothing",   "lock",    "semaphore",  "event",
           "condition", "barrier", "queue item", "queue slot"};
    return word(words, kind);
}

std::string_view toString(HandleKind kind) noexcept
{
    static constexpr std::string_view words[]
        = {"server", "connection", "timer", "job", "signal handler"};
    return word(words, kind);
}

std::string_view toString(WarningKind kind) noexcept
{
    static constexpr std::string_view words[] = {"slow callback",
                                                 "slow iteration",
                                                 "loop blocked now",
                                                 "slow getaddrinfo",
                                                 "never awaited",
                                                 "task exception never retrieved",
                                                 "future exception never retrieved",
                                                 "pending task destroyed",
                                                 "not thread-safe",
                                                 "unclosed transport",
                                                 "unclosed stream",
                                                 "unclosed loop",
                                                 "loop closed",
                                                 "nested run",
                                                 "stopped early",
                                                 "object of another loop",
                                                 "lock misuse",
                                                 "handler failed",
                                                 "write after EOF",
                                                 "write to lost connection",
                                                 "out of descriptors",
                                                 "descriptor owned",
                                                 "wakes itself",
                                                 "never yields",
                                                 "nobody can wake it",
                                                 "await cycle",
                                                 "large frame",
                                                 "callback failed"};
    static_assert(std::size(words) == static_cast<std::size_t>(WarningKind::Count));
    return word(words, kind);
}

std::string_view toString(EventKind kind) noexcept
{
    static constexpr std::string_view words[]
        = {"connect", "data in",    "data out", "eof",     "pause",   "resume", "close",
           "error",   "task start", "task end", "warning", "session", "fault"};
    static_assert(std::size(words) == static_cast<std::size_t>(EventKind::Count));
    return word(words, kind);
}

std::string Place::fileAndLine() const
{
    if (!file)
        return {};
    std::string_view path = file;
    path.remove_prefix(std::min(path.size(), path.rfind('/') + 1));
    return std::string(path) + ':' + std::to_string(line);
}

std::string Place::name() const
{
    if (!function)
        return {};
    std::string name(withoutReturnType(function));
    eraseAll(name, "loop::");
    eraseAll(name, "{anonymous}::");
    return name;
}

bool Place::inCore() const noexcept
{
    return function && withoutReturnType(function).starts_with("loop::");
}

std::size_t durationBucket(std::int64_t nanoseconds) noexcept
{
    std::size_t bucket = 0;
    for (std::int64_t limit = 1'000; bucket < 7 && nanoseconds >= limit; limit *= 10)
        ++bucket;
    return bucket;
}

} // namespace loop
