// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which datagrams no server answers, because the answer might be answered in its turn, and so on
// for ever: who sent a datagram is easily forged, and two services that answer anything are enough.
// As the inetds decide: none from the ports where such services live, and none from a server of
// this program. A loop with another program at a port of its own cannot be told from a client that
// sends the same again. What is served is known for the whole process. Net thread.

#include "loop/SocketAddress.h"

namespace app {

// What a server answers: nothing; what fits its rules or its format; or anything.
enum class DatagramAnswers { None, Some, Anything };

// A server's endpoint for datagrams has this address, until this is destroyed.
class ServedDatagrams {
public:
    explicit ServedDatagrams(loop::SocketAddress own);
    ~ServedDatagrams();
    ServedDatagrams(const ServedDatagrams &) = delete;
    ServedDatagrams &operator=(const ServedDatagrams &) = delete;

private:
    loop::SocketAddress own_;
};

// Not: from port 0, from those of echo, discard, daytime, quote, chargen and time, and from servers
// of this program; by a server that answers anything, from no port below 1024, nor from NFS's.
[[nodiscard]] bool mayAnswer(const loop::SocketAddress &from, DatagramAnswers answers);

} // namespace app
