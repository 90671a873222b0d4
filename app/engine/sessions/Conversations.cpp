// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/Conversations.h"

#include "app/engine/sessions/OwnAddresses.h"

#include "loop/Sleep.h"

#include <unordered_map>

namespace app {

namespace {

constexpr int iterationsToComeUp = 12; // of the loop, twice what it takes
constexpr int longestCircle = 64; // servers; beyond, their number of conversations is the end

using ByAddress = std::unordered_map<std::string, const Conversation *>;

ByAddress &accepted()
{
    static ByAddress all;
    return all;
}

ByAddress &opened()
{
    static ByAddress all;
    return all;
}

// Both ends, since the same port may lead to several servers. "" for a socket without addresses.
std::string route(const loop::SocketAddress &opener, const loop::SocketAddress &server)
{
    const auto end = [](const loop::SocketAddress &address) {
        return plainHost(address) + ' ' + std::to_string(address.port());
    };
    return opener.port() == 0 ? std::string() : end(opener) + ' ' + end(server);
}

const Conversation *find(const ByAddress &all, const std::string &address)
{
    const auto it = address.empty() ? all.end() : all.find(address);
    return it == all.end() ? nullptr : it->second;
}

void forget(ByAddress &all, const std::string &address, const Conversation *which)
{
    const auto it = all.find(address);
    if (it != all.end() && it->second == which)
        all.erase(it);
}

} // namespace

Conversation::Conversation(loop::ContextId server, const loop::Transport &connection)
    : server_(server)
    , from_(route(connection.peerName(), connection.sockName()))
{
    if (!from_.empty())
        accepted()[from_] = this;
}

Conversation::~Conversation()
{
    forget(accepted(), from_, this);
    forget(opened(), to_, this);
}

loop::Coro<void> Conversation::settle() const
{
    for (int i = 0; i < iterationsToComeUp && !from_.empty() && !find(opened(), from_); ++i)
        co_await loop::sleep(loop::Duration::zero());
}

void Conversation::goesOnOver(const loop::Transport &connection)
{
    to_ = route(connection.sockName(), connection.peerName());
    if (!to_.empty())
        opened()[to_] = this;
}

bool Conversation::isInCircle() const
{
    const Conversation *before = this, *after = this;
    for (int step = 0; step < longestCircle && (before || after); ++step) {
        before = before ? find(opened(), before->from_) : nullptr;
        after = after ? find(accepted(), after->to_) : nullptr;
        if ((before && before->server_ == server_) || (after && after->server_ == server_))
            return true;
    }
    return false;
}

} // namespace app
