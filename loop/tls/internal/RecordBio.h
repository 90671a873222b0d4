// SPDX-License-Identifier: MIT
#pragma once

// What stands between OpenSSL and the carrier: a BIO that reads from bytes which somebody else
// keeps, and gathers what it is given until the carrier is handed all of it at once. What is
// gathered lies in a buffer that is borrowed from the thread, so a connection that has nothing to
// send has none. The loop's thread.

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <openssl/bio.h>

namespace loop::tls {

class RecordBio {
public:
    RecordBio() = default;
    ~RecordBio() { sent(); }
    RecordBio(const RecordBio &) = delete;

    [[nodiscard]] BIO *make(); // for SSL_set_bio(), which owns it; it refers to this

    std::string_view input; // read from its front
    [[nodiscard]] std::string_view output() const noexcept
    {
        return m_output ? std::string_view(*m_output) : std::string_view();
    }
    void sent() noexcept; // the output; its buffer goes back

private:
    static int write(BIO *bio, const char *data, int size);
    static int read(BIO *bio, char *data, int size);
    static long control(BIO *bio, int command, long number, void *pointer);

    std::unique_ptr<std::string> m_output; // null: nothing
};

// Room for what is decrypted, borrowed from the thread while it lives. One within another gets its
// own: TLS in TLS.
class DecryptBuffer {
public:
    static constexpr std::size_t size = 256 * 1024;

    DecryptBuffer();
    ~DecryptBuffer();
    DecryptBuffer(const DecryptBuffer &) = delete;
    [[nodiscard]] std::span<char> span() const noexcept { return {m_data.get(), size}; }

private:
    std::unique_ptr<char[]> m_data;
};

} // namespace loop::tls
