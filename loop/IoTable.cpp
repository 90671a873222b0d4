// SPDX-License-Identifier: MIT
#include "loop/IoTable.h"

#include "loop/Errors.h"

namespace loop {

IoTable::Entry &IoTable::entryOf(int fd)
{
    const auto index = static_cast<std::size_t>(fd);
    if (index >= m_entries.size())
        m_entries.resize(std::max(index + 1, m_entries.size() * 2));
    return m_entries[index];
}

void IoTable::add(int fd, std::uint32_t events, IoHandler &handler)
{
    if (fd < 0)
        throw ValueError("Invalid file descriptor: " + std::to_string(fd));
    Entry &entry = entryOf(fd);
    if (entry.handler)
        throw RuntimeError("File descriptor " + std::to_string(fd) + " is used by another handler");
    ++entry.generation;
    if (const int error = m_driver.add(fd, events, dataOf(fd)))
        throwOsError(std::error_code(error, std::system_category()),
                     "cannot watch file descriptor " + std::to_string(fd));
    entry.handler = &handler;
}

void IoTable::modify(int fd, std::uint32_t events)
{
    if (const int error = m_driver.modify(fd, events, dataOf(fd)))
        throwOsError(std::error_code(error, std::system_category()),
                     "cannot watch file descriptor " + std::to_string(fd));
}

void IoTable::narrow(int fd, std::uint32_t events) noexcept
{
    [[maybe_unused]] const int error = m_driver.modify(fd, events, dataOf(fd));
}

void IoTable::remove(int fd) noexcept
{
    if (!find(fd))
        return;
    m_entries[static_cast<std::size_t>(fd)].handler = nullptr;
    m_driver.remove(fd);
}

void IoTable::setOwned(int fd, bool owned)
{
    if (owned)
        entryOf(fd).owned = true;
    else if (isOwned(fd))
        entryOf(fd).owned = false;
}

bool IoTable::isOwned(int fd) const noexcept
{
    const auto index = static_cast<std::size_t>(fd);
    return fd >= 0 && index < m_entries.size() && m_entries[index].owned;
}

IoHandler *IoTable::find(int fd) const noexcept
{
    const auto index = static_cast<std::size_t>(fd);
    return fd >= 0 && index < m_entries.size() ? m_entries[index].handler : nullptr;
}

IoHandler *IoTable::find(int fd, std::uint16_t generation) const noexcept
{
    IoHandler *const handler = find(fd);
    return handler && m_entries[static_cast<std::size_t>(fd)].generation == generation ? handler
                                                                                       : nullptr;
}

std::uint64_t IoTable::dataOf(int fd) const noexcept
{
    return static_cast<std::uint64_t>(m_entries[static_cast<std::size_t>(fd)].generation) << 32
        | static_cast<std::uint32_t>(fd);
}

} // namespace loop
