// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/PeerPrograms.h"

#include "models/files/BoundedFile.h"
#include "models/text/Format.h"

#include <QtCore/QList>

#include <arpa/inet.h>
#include <array>
#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <pthread.h>
#include <system_error>
#include <unordered_map>

namespace app {

using namespace std::chrono_literals;

namespace {

constexpr auto pace = 500ms; // between two looks
constexpr qint64 mostTable = qint64 {64} << 20; // bytes of /proc/net/tcp

bool isLoopback(std::string_view address)
{
    return address.starts_with("127.") || address.starts_with("[::1]")
        || address.starts_with("[::ffff:127.");
}

// As both ends of a connection have it, whatever family the sockets are of.
std::string plain(const std::string &address)
{
    static const std::string mapped = "[::ffff:";
    if (!address.starts_with(mapped) || address.find('.') == std::string::npos)
        return address;
    std::string text = address.substr(mapped.size());
    text.erase(text.find(']'), 1);
    return text;
}

QByteArray textOf(const QString &path, qint64 limit)
{
    const auto read = models::readFile(path, limit);
    return read ? *read : QByteArray();
}

// "127.0.0.1:8881" of "0100007F:22B1", and "[::1]:8881" of its longer sister; "" for anything else.
std::string addressOf(const QByteArray &field)
{
    const QList<QByteArray> parts = field.split(':');
    if (parts.size() != 2)
        return {};
    const QByteArray &digits = parts.at(0);
    const auto port = std::to_string(parts.at(1).toUInt(nullptr, 16));
    std::array<std::uint32_t, 4> words {};
    const auto count = std::size_t(digits.size() / 8);
    if (count != 1 && count != 4)
        return {};
    for (std::size_t i = 0; i < count; ++i) // as they lie in memory
        words[i] = digits.mid(qsizetype(i) * 8, 8).toUInt(nullptr, 16);
    std::array<char, INET6_ADDRSTRLEN> text {};
    ::inet_ntop(count == 1 ? AF_INET : AF_INET6, words.data(), text.data(), text.size());
    return count == 1 ? std::string(text.data()) + ':' + port
                      : '[' + std::string(text.data()) + "]:" + port;
}

// The sockets of /proc/net/tcp and tcp6: their inodes by "local peer".
std::unordered_map<std::string, std::uint64_t> sockets()
{
    std::unordered_map<std::string, std::uint64_t> inodes;
    for (const char *table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        const QList<QByteArray> lines = textOf(QString::fromLatin1(table), mostTable).split('\n');
        for (const QByteArray &line : lines.mid(1)) {
            const QList<QByteArray> fields = line.simplified().split(' ');
            if (fields.size() > 9)
                inodes[plain(addressOf(fields.at(1))) + ' ' + plain(addressOf(fields.at(2)))]
                    = fields.at(9).toULongLong();
        }
    }
    return inodes;
}

// Which processes have these sockets. Those of other users are not to be seen.
std::map<std::uint64_t, std::int32_t> ownersOf(const std::map<std::uint64_t, bool> &inodes)
{
    namespace fs = std::filesystem;
    std::map<std::uint64_t, std::int32_t> owners;
    std::error_code error;
    for (fs::directory_iterator process("/proc", error), end; !error && process != end;
         process.increment(error)) {
        const std::string name = process->path().filename();
        if (name.empty() || name.find_first_not_of("0123456789") != std::string::npos)
            continue;
        std::error_code denied;
        for (fs::directory_iterator file(process->path() / "fd", denied); !denied && file != end;
             file.increment(denied)) {
            std::error_code gone;
            const std::string target = fs::read_symlink(file->path(), gone).string();
            if (gone || !target.starts_with("socket:["))
                continue;
            const std::uint64_t inode = std::strtoull(target.c_str() + 8, nullptr, 10);
            if (inodes.contains(inode))
                owners[inode] = std::int32_t(std::stol(name));
        }
        if (owners.size() == inodes.size())
            break;
    }
    return owners;
}

std::string programOf(std::int32_t pid)
{
    const QByteArray name = textOf(QStringLiteral("/proc/%1/comm").arg(pid), 1024).trimmed();
    return name.toStdString();
}

} // namespace

PeerPrograms::PeerPrograms(Found found)
    : found_(std::move(found))
    , thread_([this] { run(); })
{ }

PeerPrograms::~PeerPrograms()
{
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    moved_.notify_one();
    thread_.join();
}

void PeerPrograms::apply(const loop::Delta &delta)
{
    if (delta.opened.empty())
        return;
    const std::lock_guard lock(mutex_);
    for (const loop::ConnectionOpened &opened : delta.opened) {
        const bool tcp
            = opened.kind == loop::TransportKind::Tcp || opened.kind == loop::TransportKind::Tls;
        const bool here
            = opened.peerPid != 0 || (tcp && isLoopback(opened.local) && isLoopback(opened.peer));
        if (here && wanted_.size() < mostWanted)
            wanted_.push_back({opened.id, opened.local, opened.peer, opened.peerPid});
    }
    if (!wanted_.empty())
        moved_.notify_one();
}

void PeerPrograms::run()
{
    ::pthread_setname_np(::pthread_self(), "peer-programs");
    std::unique_lock lock(mutex_);
    while (!ending_) {
        moved_.wait(lock, [this] { return ending_ || !wanted_.empty(); });
        const std::vector<Wanted> wanted = std::exchange(wanted_, {});
        lock.unlock();
        if (!wanted.empty())
            look(wanted);
        lock.lock();
        moved_.wait_for(lock, pace, [this] { return ending_; });
    }
}

void PeerPrograms::look(const std::vector<Wanted> &wanted) const
{
    std::map<std::uint64_t, bool> inodes;
    std::map<std::uint64_t, std::vector<loop::ConnectionId>> of;
    std::map<std::int32_t, std::vector<loop::ConnectionId>> byPid;
    std::optional<std::unordered_map<std::string, std::uint64_t>> tables;
    for (const Wanted &each : wanted) {
        if (each.pid != 0) {
            byPid[each.pid].push_back(each.id);
            continue;
        }
        if (!tables)
            tables = sockets();
        const auto known
            = tables->find(plain(each.peer) + ' ' + plain(each.local)); // as its other end has it
        if (known == tables->end() || known->second == 0)
            continue;
        inodes[known->second] = true;
        of[known->second].push_back(each.id);
    }
    if (!inodes.empty()) {
        for (const auto &[inode, pid] : ownersOf(inodes)) {
            auto &ids = byPid[pid];
            ids.insert(ids.end(), of[inode].begin(), of[inode].end());
        }
    }
    for (const auto &[pid, ids] : byPid) {
        const std::string program = programOf(pid);
        for (const loop::ConnectionId id : ids)
            found_({id, pid, program, {}});
    }
}

} // namespace app
