// SPDX-License-Identifier: MIT
#pragma once

// Protocols: what a program does with a connection, as callbacks that the loop calls (PR-01), all
// on its thread, never overlapping. connectionMade() comes first, connectionLost() last, once each
// (PR-02). What one throws reaches the exception handler, and the loop goes on. The connection ends
// if it came from connectionMade(), dataReceived() or eofReceived(), and goes on if from others.

#include <exception>
#include <string_view>

namespace loop {

class Transport;

class BaseProtocol {
public:
    virtual ~BaseProtocol() = default;

    // The transport can be written to already. It is valid until connectionLost() has returned.
    virtual void connectionMade(Transport &) { }
    virtual void connectionLost(std::exception_ptr) { } // PR-03: null for EOF, abort and close

    // W-01 to W-03: the write buffer grew past its high mark; it fell to its low mark. Alternating.
    virtual void pauseWriting() { }
    virtual void resumeWriting() { }
};

class Protocol : public BaseProtocol {
public:
    virtual void dataReceived(std::string_view) { } // PR-04: never empty, any chunks, in order

    // PR-05, PR-06: the peer will send no more. False closes the transport, true leaves that to the
    // protocol, which may go on writing.
    virtual bool eofReceived() { return false; }
};

} // namespace loop
