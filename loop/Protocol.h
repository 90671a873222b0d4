// SPDX-License-Identifier: MIT
#pragma once

// Protocols: what a program does with a connection, as callbacks that the loop calls (PR-01). Each
// is empty by default. connectionMade() comes first and connectionLost() last, exactly once each
// (PR-02); all run on the loop's thread, never overlapping. An exception thrown from one aborts its
// connection and reaches the exception handler; the loop goes on.

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
