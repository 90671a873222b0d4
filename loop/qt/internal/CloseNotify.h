// SPDX-License-Identifier: MIT
#pragma once

// Our answer to a peer's close_notify. TLS asks both sides to say that they end (RFC 8446, 6.1),
// and peers such as Python's SSLSocket.unwrap() wait for it; but a QSslSocket that has heard the
// peer's end keeps silent, and does not let us speak either. So this finds the SSL object that a
// QSslSocket works with, by the callback that OpenSSL calls for every new one, and has it say
// goodbye. Where Qt uses another library, or another OpenSSL than we are linked to, nothing is
// found and nothing sent. The loop's thread; a part of its TlsTransport.

#include <functional>

struct ssl_st;

namespace loop::qt {

class CloseNotify {
public:
    CloseNotify() = default;
    ~CloseNotify();
    CloseNotify(const CloseNotify &) = delete;
    CloseNotify &operator=(const CloseNotify &) = delete;

    // What `begin` makes is the SSL object of this connection.
    void watch(const std::function<void()> &begin);

    // Sends it over the socket if the peer has sent its own and we have not. All that was written
    // before has to be with the kernel.
    void answer(int socket);

private:
    class Registry;

    ssl_st *m_ssl = nullptr; // QSslSocket's; null once it is gone
};

} // namespace loop::qt
