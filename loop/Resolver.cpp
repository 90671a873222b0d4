// SPDX-License-Identifier: MIT
// EventLoop::getaddrinfo and getnameinfo (H): numeric addresses at once, names in the default
// executor.
#include "loop/EventLoop.h"
#include "loop/internal/CallSite.h"

#include <cstdio>

#include <netdb.h>

namespace loop {

namespace {

class GaiCategory final : public std::error_category {
public:
    const char *name() const noexcept override { return "getaddrinfo"; }
    std::string message(int code) const override { return ::gai_strerror(code); }
};

const GaiCategory gaiCategory;

std::vector<AddressInfo> resolve(const std::string &host, const std::string &service,
                                 const addrinfo &hints)
{
    addrinfo *found = nullptr;
    const int code = ::getaddrinfo(host.empty() ? nullptr : host.c_str(),
                                   service.empty() ? nullptr : service.c_str(), &hints, &found);
    if (code == EAI_SYSTEM)
        throwErrno("cannot resolve \"" + host + '"');
    if (code != 0)
        throw OsError(std::error_code(code, gaiCategory), "cannot resolve \"" + host + '"');
    const std::unique_ptr<addrinfo, void (*)(addrinfo *)> list(found, ::freeaddrinfo);
    std::vector<AddressInfo> infos;
    for (const addrinfo *info = list.get(); info; info = info->ai_next)
        infos.push_back({info->ai_family, info->ai_socktype, info->ai_protocol,
                         info->ai_canonname ? info->ai_canonname : "",
                         SocketAddress(info->ai_addr, info->ai_addrlen)});
    return infos;
}

// What a look-up brought, and how long it took itself: waiting for a thread, or for the loop, is
// not the resolver's doing.
struct LookedUp {
    std::vector<AddressInfo> infos;
    std::exception_ptr error;
    std::chrono::steady_clock::duration took {};

    [[nodiscard]] std::string text() const;
};

LookedUp lookUp(const std::string &host, const std::string &service, const addrinfo &hints)
{
    LookedUp found;
    const auto began = std::chrono::steady_clock::now();
    try {
        found.infos = resolve(host, service, hints);
    } catch (...) {
        found.error = std::current_exception();
    }
    found.took = std::chrono::steady_clock::now() - began;
    return found;
}

std::string LookedUp::text() const
{
    char milliseconds[32];
    std::snprintf(milliseconds, sizeof milliseconds, "%.3f",
                  std::chrono::duration<double, std::milli>(took).count());
    std::string result = error ? describe(error) : "[";
    for (const AddressInfo &info : infos)
        result += (result.size() > 1 ? ", " : "") + info.address.toString();
    return std::string("took ") + milliseconds + "ms: " + result + (error ? "" : "]");
}

std::pair<std::string, std::string> nameOf(const SocketAddress &address, int flags)
{
    char host[NI_MAXHOST] = "";
    char service[NI_MAXSERV] = "";
    const int code = ::getnameinfo(address.data(), address.size(), host, sizeof host, service,
                                   sizeof service, flags);
    if (code == EAI_SYSTEM)
        throwErrno("cannot name " + address.toString());
    if (code != 0)
        throw OsError(std::error_code(code, gaiCategory), "cannot name " + address.toString());
    return {host, service};
}

bool isNumeric(const std::string &host)
{
    if (host.empty())
        return true;
    try {
        (void)SocketAddress::fromNumeric(host, 0);
        return true;
    } catch (const ValueError &) {
        return false;
    }
}

} // namespace

Coro<std::vector<AddressInfo>> EventLoop::getaddrinfo(std::string host, std::string service,
                                                      int family, int type, int proto, int flags)
{
    addrinfo hints {};
    hints.ai_family = family;
    hints.ai_socktype = type;
    hints.ai_protocol = proto;
    hints.ai_flags = flags;
    if (isNumeric(host))
        co_return resolve(host, service, hints);
    const std::source_location asked = callSite(*this);
    auto look = [host, service, hints] { return lookUp(host, service, hints); };
    LookedUp found = co_await runInExecutor(nullptr, std::move(look));
    if (m_debug && found.took >= slowCallbackDuration)
        warn({WarningKind::SlowResolve,
              0,
              "Getting address info " + host + ':' + service + ' ' + found.text(),
              asked,
              {},
              m_currentTask ? m_currentTask->id() : TaskId(),
              {}});
    if (found.error)
        std::rethrow_exception(found.error);
    co_return std::move(found.infos);
}

Coro<std::pair<std::string, std::string>> EventLoop::getnameinfo(SocketAddress address, int flags)
{
    constexpr int numeric = NI_NUMERICHOST | NI_NUMERICSERV;
    if ((flags & numeric) == numeric)
        co_return nameOf(address, flags);
    auto look = [address, flags] { return nameOf(address, flags); };
    co_return co_await runInExecutor(nullptr, std::move(look));
}

} // namespace loop
