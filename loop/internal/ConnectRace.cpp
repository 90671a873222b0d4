// SPDX-License-Identifier: MIT
#include "loop/internal/ConnectRace.h"

#include "loop/EventLoop.h"
#include "loop/TaskGroup.h"
#include "loop/Wait.h"
#include "loop/internal/SocketSetup.h"

#include <algorithm>

namespace loop {

ConnectRace::ConnectRace(EventLoop &loop, std::vector<AddressInfo> addresses,
                         std::vector<AddressInfo> local)
    : m_loop(loop)
    , m_addresses(std::move(addresses))
    , m_local(std::move(local))
    , m_errors(m_addresses.size())
{ }

Coro<Descriptor> ConnectRace::connect(std::optional<Duration> delay, bool allErrors)
{
    if (delay && m_addresses.size() > 1) {
        co_await race(*delay);
    } else {
        for (std::size_t i = 0; i < m_addresses.size() && !m_winner; ++i)
            co_await attempt(i);
    }
    if (!m_winner)
        throwErrors(allErrors);
    co_return std::move(m_winner);
}

Coro<void> ConnectRace::race(Duration delay)
{
    const auto body = [this, delay](TaskGroup &group) -> Coro<void> {
        for (std::size_t i = 0; i < m_addresses.size(); ++i) {
            const Task<void> started = group.createTask(
                runner(i, group), "connect to " + m_addresses[i].address.toString());
            const std::vector<Ref<FutureBase>> states(1, started.state());
            if (i + 1 < m_addresses.size()) // it ends early if it fails; if it wins, this does
                co_await UntilDone(states, delay, ReturnWhen::AllCompleted);
        }
    };
    co_await taskGroup(body);
}

Coro<void> ConnectRace::runner(std::size_t index, TaskGroup &race)
{
    co_await attempt(index);
    if (m_winner)
        race.cancel();
}

Coro<void> ConnectRace::attempt(std::size_t index)
{
    try {
        Descriptor fd = co_await open(m_addresses[index]);
        if (!m_winner) // two may connect in one iteration
            m_winner = std::move(fd);
    } catch (const OsError &) {
        m_errors[index] = std::current_exception();
    }
}

Coro<Descriptor> ConnectRace::open(const AddressInfo &address)
{
    Descriptor fd
        = openSocket(address.family, SOCK_STREAM, address.proto, address.address.toString());
    if (!m_local.empty())
        bindLocal(fd, address);
    co_await m_loop.sockConnect(fd.get(), address.address);
    co_return fd;
}

// Binds to the first local address that fits the socket's family.
void ConnectRace::bindLocal(const Descriptor &fd, const AddressInfo &address) const
{
    std::exception_ptr error;
    for (const AddressInfo &candidate : m_local) {
        if (candidate.family != address.family)
            continue;
        try {
            bindTo(fd, candidate.address);
            return;
        } catch (const OsError &) {
            error = std::current_exception();
        }
    }
    if (error)
        std::rethrow_exception(error);
    throw OsError(std::make_error_code(std::errc::address_family_not_supported),
                  "no matching local address with the family of " + address.address.toString());
}

// All failed: one error says it for all, unless each is wanted.
void ConnectRace::throwErrors(bool all) const
{
    std::vector<std::exception_ptr> errors;
    std::ranges::copy_if(m_errors, std::back_inserter(errors),
                         [](const std::exception_ptr &error) { return error != nullptr; });
    if (all)
        throw ExceptionGroup("create_connection failed", std::move(errors));
    if (errors.size() == 1)
        std::rethrow_exception(errors.front());
    std::string text = "Multiple exceptions: ";
    std::error_code code;
    for (std::size_t i = 0; i < errors.size(); ++i) {
        try {
            std::rethrow_exception(errors[i]);
        } catch (const OsError &error) {
            code = error.code();
            text += (i ? ", " : "") + std::string(error.what());
        }
    }
    throw OsError(code, text);
}

std::vector<AddressInfo> interleaved(std::vector<AddressInfo> addresses, std::size_t firstCount)
{
    if (firstCount == 0 || addresses.empty())
        return addresses;
    std::vector<std::vector<AddressInfo>> families; // in the order in which they come
    for (AddressInfo &address : addresses) {
        const auto same = [&](const std::vector<AddressInfo> &family) {
            return family.front().family == address.family;
        };
        auto family = std::ranges::find_if(families, same);
        if (family == families.end())
            family = families.emplace(families.end());
        family->push_back(std::move(address));
    }
    std::vector<AddressInfo> order;
    const auto count = addresses.size();
    const auto ahead = std::min(firstCount - 1, families.front().size());
    std::vector<std::size_t> taken(families.size());
    for (; taken.front() < ahead; ++taken.front())
        order.push_back(std::move(families.front()[taken.front()]));
    while (order.size() < count)
        for (std::size_t i = 0; i < families.size(); ++i)
            if (taken[i] < families[i].size())
                order.push_back(std::move(families[i][taken[i]++]));
    return order;
}

} // namespace loop
