// SPDX-License-Identifier: MIT
#pragma once

// From the addresses of a host to one connected socket (N-10): one after the other, or, as RFC 8305
// has it ("happy eyeballs"), the next one begins when the one before has failed or has had its
// time, and the first to connect wins. The sockets of the others are closed by then. Thread: the
// loop's, in a task; lives until connect() has returned.

#include "loop/Coro.h"
#include "loop/Network.h"

#include <exception>
#include <optional>
#include <vector>

namespace loop {

class EventLoop;
class TaskGroup;

class ConnectRace {
public:
    // `local`: where to bind, one that fits each address; none: anywhere.
    ConnectRace(EventLoop &loop, std::vector<AddressInfo> addresses,
                std::vector<AddressInfo> local);
    ConnectRace(const ConnectRace &) = delete;
    ConnectRace &operator=(const ConnectRace &) = delete;

    // The socket of the first that connects, `delay` being the time that each has before the next
    // one begins; none: one after the other. OsError, or an ExceptionGroup if `allErrors`.
    Coro<Descriptor> connect(std::optional<Duration> delay, bool allErrors);

private:
    Coro<Descriptor> open(const AddressInfo &address);
    Coro<void> attempt(std::size_t index); // to m_winner or m_errors
    Coro<void> runner(std::size_t index, TaskGroup &race);
    Coro<void> race(Duration delay);
    void bindLocal(const Descriptor &fd, const AddressInfo &address) const;
    [[noreturn]] void throwErrors(bool all) const;

    EventLoop &m_loop;
    std::vector<AddressInfo> m_addresses;
    std::vector<AddressInfo> m_local;
    std::vector<std::exception_ptr> m_errors; // by address; null: did not fail
    Descriptor m_winner;
};

// RFC 8305, section 4: the families by turns, the first of them with `firstCount` addresses before
// that. The order within a family stays. 0: as it was.
[[nodiscard]] std::vector<AddressInfo> interleaved(std::vector<AddressInfo> addresses,
                                                   std::size_t firstCount);

} // namespace loop
