// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/DatagramLoops.h"

#include "app/engine/sessions/OwnAddresses.h"

#include <algorithm>
#include <bitset>
#include <utility>
#include <vector>

namespace app {

namespace {

constexpr std::uint16_t firstOfUsers = 1024;
constexpr std::uint16_t nfs = 2049;

struct Served {
    std::vector<loop::SocketAddress> endpoints;
    std::bitset<65536> ports; // of them: what every datagram is looked up in
};

Served &served()
{
    static Served all;
    return all;
}

// Rare: the port is one of ours, but most hosts that use it are others.
bool isServedHere(const loop::SocketAddress &from)
{
    const auto &endpoints = served().endpoints;
    return std::any_of(endpoints.begin(), endpoints.end(),
                       [&](const loop::SocketAddress &own) { return leadsTo(from, own); });
}

bool isServiceThatAnswersAnything(std::uint16_t port)
{
    return port == 0 || port == 7 || port == 9 || port == 13 || port == 17 || port == 19
        || port == 37;
}

} // namespace

ServedDatagrams::ServedDatagrams(loop::SocketAddress own)
    : own_(std::move(own))
{
    served().endpoints.push_back(own_);
    served().ports.set(own_.port());
}

ServedDatagrams::~ServedDatagrams()
{
    auto &[endpoints, ports] = served();
    endpoints.erase(std::find(endpoints.begin(), endpoints.end(), own_));
    ports.set(own_.port(), std::any_of(endpoints.begin(), endpoints.end(), [&](const auto &other) {
                  return other.port() == own_.port();
              }));
}

bool mayAnswer(const loop::SocketAddress &from, DatagramAnswers answers)
{
    const std::uint16_t port = from.port();
    const bool wellKnown = answers == DatagramAnswers::Anything
        ? port < firstOfUsers || port == nfs
        : isServiceThatAnswersAnything(port);
    return !wellKnown && !(served().ports.test(port) && isServedHere(from));
}

} // namespace app
