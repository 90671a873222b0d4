// SPDX-License-Identifier: MIT
#include "loop/qt/internal/CloseNotify.h"

#include <mutex>
#include <unordered_map>
#include <utility>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

namespace loop::qt {

// Who wants to know of which SSL object. Not kept in the object's own ex_data: that is found empty
// when the object is freed. Never destroyed, as OpenSSL may call to the very end of the process.
class CloseNotify::Registry {
public:
    static Registry &instance()
    {
        static Registry &only = *new Registry;
        return only;
    }

    // `owner` hears of the next one that is made in this thread; null: nobody does.
    CloseNotify *watch(CloseNotify *owner) { return std::exchange(watching, owner); }
    void forget(ssl_st *ssl)
    {
        const std::lock_guard lock(m_mutex);
        m_owners.erase(ssl);
    }

private:
    Registry() { CRYPTO_get_ex_new_index(CRYPTO_EX_INDEX_SSL, 0, nullptr, made, nullptr, freed); }

    static void made(void *ssl, void *, CRYPTO_EX_DATA *, int, long, void *)
    {
        if (!watching)
            return;
        Registry &registry = instance();
        const std::lock_guard lock(registry.m_mutex);
        watching->m_ssl = static_cast<ssl_st *>(ssl);
        registry.m_owners[watching->m_ssl] = watching;
    }
    static void freed(void *ssl, void *, CRYPTO_EX_DATA *, int, long, void *)
    {
        Registry &registry = instance();
        const std::lock_guard lock(registry.m_mutex);
        if (const auto entry = registry.m_owners.extract(static_cast<ssl_st *>(ssl)))
            entry.mapped()->m_ssl = nullptr;
    }

    static inline thread_local CloseNotify *watching = nullptr;
    std::mutex m_mutex; // protects m_owners
    std::unordered_map<ssl_st *, CloseNotify *> m_owners;
};

CloseNotify::~CloseNotify()
{
    if (m_ssl)
        Registry::instance().forget(m_ssl);
}

void CloseNotify::watch(const std::function<void()> &begin)
{
    Registry &registry = Registry::instance();
    CloseNotify *const before = registry.watch(this);
    begin();
    registry.watch(before);
}

void CloseNotify::answer(int socket)
{
    if (!m_ssl || SSL_get_shutdown(m_ssl) != SSL_RECEIVED_SHUTDOWN)
        return;
    ERR_set_mark();
    SSL_shutdown(m_ssl);
    ERR_pop_to_mark();
    char record[256];
    const int size = BIO_read(SSL_get_wbio(m_ssl), record, sizeof record);
    // If the kernel has no room for so little, the peer does not read and will not miss it.
    if (size > 0)
        (void)!::send(socket, record, std::size_t(size), MSG_NOSIGNAL | MSG_DONTWAIT);
}

} // namespace loop::qt
