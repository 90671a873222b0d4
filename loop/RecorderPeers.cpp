// SPDX-License-Identifier: MIT
// What a Recorder reports about the other end: the peers of a datagram endpoint as connections
// of their own, with counters, bytes and an end (no datagram for a while, or the end of the
// endpoint); and what the program has found out about a connection.
#include "loop/EventLoop.h"
#include "loop/Recorder.h"
#include "loop/SocketAddress.h"
#include "loop/Transport.h"
#include "loop/internal/AsMemoryAllows.h"

#include <unordered_map>

namespace loop {

namespace {

constexpr std::size_t peersAtMost = 20'000; // those beyond are their endpoint's
constexpr std::int64_t idleAtMost = 60'000'000'000; // ns
constexpr std::int64_t looksEach = 1'000'000'000; // ns between two looks for idle ones

struct Key {
    ConnectionId endpoint;
    SocketAddress address;
    friend bool operator==(const Key &, const Key &) = default;
};

struct KeyHash {
    std::size_t operator()(const Key &key) const noexcept
    {
        const std::string_view bytes(reinterpret_cast<const char *>(key.address.data()),
                                     key.address.size());
        return std::hash<std::string_view> {}(bytes) ^ (key.endpoint.value * 0x9e3779b97f4a7c15U);
    }
};

} // namespace

struct Recorder::Peer {
    ConnectionId id;
    Transport *endpoint = nullptr;
    ConnectionSample sample;
    Merged in, out;
    bool dirty = false;
};

struct Recorder::Peers {
    std::unordered_map<Key, Peer, KeyHash> known;
    std::vector<Peer *> dirty;
    std::int64_t lookedAt = 0;
};

bool Recorder::peersHaveNews() const noexcept
{
    return m_peers && !m_peers->dirty.empty();
}

void Recorder::datagramPeer(Transport &endpoint, const SocketAddress &address) noexcept
{
    m_peer = nullptr;
    asMemoryAllows([&] { m_peer = peerOf(endpoint, address); });
}

Recorder::Peer *Recorder::peerOf(Transport &endpoint, const SocketAddress &address)
{
    if (!address)
        return nullptr;
    if (!m_peers)
        m_peers = std::make_shared<Peers>();
    const Key key {endpoint.id(), address};
    if (const auto known = m_peers->known.find(key); known != m_peers->known.end())
        return &known->second;
    if (m_peers->known.size() >= peersAtMost)
        return nullptr;
    ConnectionOpened opened;
    opened.id = Transport::newId();
    opened.endpoint = endpoint.id();
    opened.context = endpoint.context();
    opened.kind = endpoint.kind();
    opened.role = endpoint.role();
    opened.local = endpoint.sockName().toString();
    opened.peer = address.toString();
    opened.time = toNanoseconds(m_loop->time());
    opened.low = endpoint.writeLow();
    opened.high = endpoint.writeHigh();
    Peer &made = m_peers->known[key];
    made.id = made.sample.id = opened.id;
    made.endpoint = &endpoint;
    made.sample.low = opened.low;
    made.sample.high = opened.high;
    setDetail(append(EventKind::Connect, opened.context, opened.id, {}),
              "first datagram: " + opened.peer);
    m_delta.opened.push_back(std::move(opened));
    return &made;
}

// One datagram of a peer was counted by its endpoint.
void Recorder::count(Peer &peer, EventKind kind, std::size_t bytes)
{
    const bool in = kind == EventKind::DataIn;
    (in ? peer.sample.bytesIn : peer.sample.bytesOut) += bytes;
    ++(in ? peer.sample.messagesIn : peer.sample.messagesOut);
    peer.sample.lastActivity = peer.endpoint->counters().lastActivity;
    const TaskBase *const current = m_loop->currentTask();
    peer.sample.task = current ? current->id() : peer.endpoint->task();
    if (!std::exchange(peer.dirty, true))
        m_peers->dirty.push_back(&peer);
}

Recorder::Merged &Recorder::mergedOf(Peer &peer, EventKind kind) noexcept
{
    return kind == EventKind::DataIn ? peer.in : peer.out;
}

ConnectionId Recorder::idOf(const Peer &peer) noexcept
{
    return peer.id;
}

template <class Ends> void Recorder::endPeersIf(std::int64_t now, Ends ends)
{
    for (auto each = m_peers->known.begin(); each != m_peers->known.end();) {
        if (!ends(each->second)) {
            ++each;
            continue;
        }
        endPeer(each->second, now);
        each = m_peers->known.erase(each);
    }
}

void Recorder::fillPeers()
{
    if (!m_peers)
        return;
    for (Peer *const peer : m_peers->dirty) {
        peer->dirty = false;
        appendMerged(std::exchange(peer->in, {}), std::exchange(peer->out, {}),
                     peer->endpoint->context(), peer->id, peer->sample.task);
        m_delta.connections.push_back(peer->sample);
    }
    m_peers->dirty.clear();
    const std::int64_t now = toNanoseconds(m_loop->time());
    if (now - m_peers->lookedAt < looksEach)
        return;
    m_peers->lookedAt = now;
    endPeersIf(now,
               [now](const Peer &peer) { return now - peer.sample.lastActivity >= idleAtMost; });
}

void Recorder::endPeers(const Transport &endpoint)
{
    if (!m_peers)
        return;
    const std::int64_t now = toNanoseconds(m_loop->time());
    std::erase_if(m_peers->dirty,
                  [&endpoint](const Peer *peer) { return peer->endpoint == &endpoint; });
    endPeersIf(now, [&endpoint](const Peer &peer) { return peer.endpoint == &endpoint; });
}

void Recorder::endPeer(Peer &peer, std::int64_t now)
{
    appendMerged(peer.in, peer.out, peer.endpoint->context(), peer.id, peer.sample.task);
    peer.sample.state = ConnectionState::Closed;
    peer.sample.closed = now;
    m_delta.connections.push_back(peer.sample);
}

void Recorder::forgetPeersPayload() noexcept
{
    if (!m_peers)
        return;
    for (Peer *const peer : m_peers->dirty)
        peer->in.forgetPayload(), peer->out.forgetPayload();
}

void Recorder::learned(ConnectionNote note)
{
    if (m_loop)
        m_delta.notes.push_back(std::move(note));
}

} // namespace loop
