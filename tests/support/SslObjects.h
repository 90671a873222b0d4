// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How many connections of OpenSSL's are alive: what nobody frees is seen without a sanitizer.

#include <openssl/ssl.h>

#include <atomic>

class SslObjects {
public:
    // Of those that are made after the first call.
    [[nodiscard]] static int alive()
    {
        [[maybe_unused]] static const int index
            = SSL_get_ex_new_index(0, nullptr, made, nullptr, freed); // counts from now on
        return s_alive;
    }

private:
    static void made(void *, void *, CRYPTO_EX_DATA *, int, long, void *) { ++s_alive; }
    static void freed(void *, void *, CRYPTO_EX_DATA *, int, long, void *) { --s_alive; }

    static inline std::atomic<int> s_alive = 0; // an executor may free one
};
