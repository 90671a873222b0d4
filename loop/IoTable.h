// SPDX-License-Identifier: MIT
#pragma once

// IoTable: who is told when a descriptor is ready. Each entry has a generation, so that an event
// that was gathered before its handler left finds nobody. Used by the loop and what moves bytes for
// it.

#include "loop/Driver.h"
#include "loop/IoHandler.h"

#include <vector>

namespace loop {

class IoTable {
public:
    explicit IoTable(Driver &driver)
        : m_driver(driver)
    { }

    // `events` as for epoll_ctl. RuntimeError if somebody watches fd already; OsError from epoll.
    void add(int fd, std::uint32_t events, IoHandler &handler);
    void modify(int fd, std::uint32_t events);
    void narrow(int fd,
                std::uint32_t events) noexcept; // as modify(); a descriptor closed already is fine
    void remove(int fd) noexcept; // fine if absent; call before the descriptor is closed

    // A transport has it, watched or not: a hint, as a descriptor may be closed behind our back.
    void setOwned(int fd, bool owned);
    [[nodiscard]] bool isOwned(int fd) const noexcept;

    [[nodiscard]] IoHandler *find(int fd) const noexcept; // any generation
    [[nodiscard]] IoHandler *find(int fd, std::uint16_t generation) const noexcept;

    // fd's handler is told soon: begins to load it and the transport around it, which among
    // thousands of connections have left the caches.
    void prefetch(int fd) const noexcept
    {
        // As numbers: a pointer to outside of an object may not even be computed.
        if (const auto handler = reinterpret_cast<std::uintptr_t>(find(fd)))
            for (std::uintptr_t line = 0; line <= 6; ++line) // most of a transport is in front
                __builtin_prefetch( // NOLINTNEXTLINE(performance-no-int-to-ptr)
                    reinterpret_cast<const void *>(handler + (line - 5) * 64));
    }

    [[nodiscard]] static int descriptor(std::uint64_t data) noexcept
    {
        return static_cast<int>(data & 0xffffffff);
    }
    [[nodiscard]] static std::uint16_t generation(std::uint64_t data) noexcept
    {
        return static_cast<std::uint16_t>(data >> 32);
    }

private:
    struct Entry {
        IoHandler *handler = nullptr;
        std::uint16_t generation = 0;
        bool owned = false;
    };

    [[nodiscard]] Entry &entryOf(int fd); // makes room

    [[nodiscard]] std::uint64_t dataOf(int fd) const noexcept;

    Driver &m_driver;
    std::vector<Entry> m_entries; // by descriptor
};

} // namespace loop
